// What conditions say of names and attributes that are read under them:
//
//   if isinstance(x, C) and ...: x        assert isinstance(x, C); x        isinstance(x, C) and x
//   if not isinstance(x, C): return       (then x)                          if x is not None: x
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxConditionDepth = 8;
constexpr int kMaxStatementsBack = 8;

// Whether a block ends by leaving it.
bool Leaves(const File& f, NodeId block) {
  NodeId last = kNoNode;
  for (NodeId c = f.first(block); c != kNoNode; c = f.next(c)) last = c;
  if (last == kNoNode) return false;
  Kind kind = f.kind(last);
  return kind == Kind::kReturnStatement || kind == Kind::kRaiseStatement ||
         kind == Kind::kContinueStatement || kind == Kind::kBreakStatement;
}

}  // namespace

// Two expressions that mean the same variable, or the same attributes of it.
bool Evaluator::IsSameThing(const File& f, NodeId a, NodeId b) const {
  while (f.kind(a) == Kind::kAttribute && f.kind(b) == Kind::kAttribute) {
    NodeId x = f.child(a, Field::kAttribute), y = f.child(b, Field::kAttribute);
    if (x == kNoNode || y == kNoNode || IsHidden(f, x) || IsHidden(f, y)) return false;
    if (f.text(x) != f.text(y)) return false;
    a = f.child(a, Field::kObject);
    b = f.child(b, Field::kObject);
    if (a == kNoNode || b == kNoNode) return false;
  }
  if (f.kind(a) != Kind::kIdentifier || f.kind(b) != Kind::kIdentifier) return false;
  if (IsHidden(f, a) || IsHidden(f, b)) return false;
  if (f.variable_of(a) != kNone && f.variable_of(a) == f.variable_of(b)) return true;
  if (f.text(a) != f.text(b)) return false;
  // `self` of two methods of a class.
  NodeId own = EnclosingClass(f, a);
  return own != kNoNode && own == EnclosingClass(f, b) && f.text(a) == "self";
}

// What `condition`, true or false as `holds` says, tells of what is read at `read`.
TypeId Evaluator::Asserted(const File& f, NodeId condition, NodeId read, bool holds, int depth) {
  if (depth > kMaxConditionDepth || condition == kNoNode) return kUnknownType;
  switch (f.kind(condition)) {
    case Kind::kParenthesizedExpression:
      return Asserted(f, f.first(condition), read, holds, depth + 1);
    case Kind::kNotOperator:
      return Asserted(f, f.child(condition, Field::kArgument), read, !holds, depth + 1);
    case Kind::kBooleanOperator: {
      NodeId sign = f.child(condition, Field::kOperator);
      NodeId left = f.child(condition, Field::kLeft), right = f.child(condition, Field::kRight);
      if (sign == kNoNode || left == kNoNode || right == kNoNode) return kUnknownType;
      bool both = f.text(sign) == (holds ? "and" : "or");
      if (!both) return kUnknownType;
      TypeId type = Asserted(f, left, read, holds, depth + 1);
      return table_.IsKnown(type) ? type : Asserted(f, right, read, holds, depth + 1);
    }
    case Kind::kCall: {
      if (!holds) return kUnknownType;
      NodeId function = f.child(condition, Field::kFunction);
      bool asks = function != kNoNode && f.kind(function) == Kind::kIdentifier &&
                  !IsHidden(f, function) && f.text(function) == "isinstance";
      if (!asks) return kUnknownType;
      Arguments arguments = ArgumentsOf(f, condition);
      if (arguments.list.size() != 2 || !IsSameThing(f, arguments.list[0].node, read)) {
        return kUnknownType;
      }
      TypeId classes = TypeOf(f, arguments.list[1].node);
      if (IsInstanceOf(classes, "tuple")) classes = Element(classes);
      return InstanceOf(classes);
    }
    default:
      return kUnknownType;
  }
}

TypeId Evaluator::Narrowed(const File& f, NodeId read, TypeId otherwise) {
  if (f.module->is_stub()) return otherwise;
  Form form = table_[otherwise].form;
  bool open = form == Form::kUnknown || form == Form::kUnion || form == Form::kNone ||
              form == Form::kInstance || form == Form::kVariable;
  if (!open) return otherwise;
  // Most files ask this of few names.
  bool asked = false;
  for (const auto& [name, call] : f.module->CallsOf("isinstance")) {
    NodeId list = f.child(call, Field::kArguments);
    NodeId first = list == kNoNode ? kNoNode : f.first(list);
    asked |= first != kNoNode && IsSameThing(f, first, read);
    if (asked) break;
  }
  if (!asked) return otherwise;
  // Older conditions than the last binding speak of another value.
  NodeId bound{0};
  NodeId root = read;
  while (f.kind(root) == Kind::kAttribute && f.child(root, Field::kObject) != kNoNode) {
    root = f.child(root, Field::kObject);
  }
  if (f.kind(root) != Kind::kIdentifier) return otherwise;
  if (VariableId variable = f.variable_of(root); variable != kNone) {
    for (const bind::Reference& reference : f.variable(variable).references) {
      if (reference.node >= read) break;
      if (IsBinding(reference.kind)) bound = reference.node;
    }
  }
  for (NodeId node = read, parent; (parent = f.parent(node)) != kNoNode; node = parent) {
    if (parent < bound && f.kind(parent) != Kind::kBlock) break;
    NodeId condition = kNoNode;
    bool holds = true;
    Field field = f.field(node);
    switch (f.kind(parent)) {
      case Kind::kIfStatement:
      case Kind::kElifClause:
        if (field == Field::kConsequence) condition = f.child(parent, Field::kCondition);
        break;
      case Kind::kWhileStatement:
        if (field == Field::kBody) condition = f.child(parent, Field::kCondition);
        break;
      case Kind::kIfClause:
        break;
      case Kind::kConditionalExpression: {  // value, `if`, condition
        NodeId first = f.first(parent);
        if (node == first && f.next(first) != kNoNode) condition = f.next(f.next(first));
        break;
      }
      case Kind::kBooleanOperator: {
        NodeId sign = f.child(parent, Field::kOperator);
        if (field == Field::kRight && sign != kNoNode) {
          holds = f.text(sign) == "and";
          condition = f.child(parent, Field::kLeft);
        }
        break;
      }
      case Kind::kListComprehension:
      case Kind::kSetComprehension:
      case Kind::kGeneratorExpression:
      case Kind::kDictionaryComprehension:
        if (field == Field::kBody) {
          for (NodeId c = f.next(node); c != kNoNode; c = f.next(c)) {
            if (f.kind(c) != Kind::kIfClause) continue;
            TypeId type = Asserted(f, f.next(f.first(c)), read, true, 0);
            if (table_.IsKnown(type)) return type;
          }
        }
        break;
      case Kind::kBlock:
      case Kind::kModule: {
        // The assertions, and the conditions under which one does not get here, just before.
        std::vector<NodeId> before;
        for (NodeId c = f.first(parent); c != kNoNode && c != node; c = f.next(c)) {
          bool tells = f.kind(c) == Kind::kAssertStatement || f.kind(c) == Kind::kIfStatement;
          if (tells && c > bound) before.push_back(c);
        }
        int left = kMaxStatementsBack;
        for (auto at = before.rbegin(); at != before.rend() && left > 0; ++at, --left) {
          TypeId type = kUnknownType;
          if (f.kind(*at) == Kind::kAssertStatement) {
            type = Asserted(f, f.next(f.first(*at)), read, true, 0);
          } else {
            NodeId block = f.child(*at, Field::kConsequence);
            bool alone = f.child(*at, Field::kAlternative) == kNoNode;
            if (block != kNoNode && alone && Leaves(f, block)) {
              type = Asserted(f, f.child(*at, Field::kCondition), read, false, 0);
            }
          }
          if (table_.IsKnown(type)) return type;
        }
        break;
      }
      case Kind::kFunctionDefinition:
      case Kind::kLambda:
        return otherwise;
      default:
        break;
    }
    if (condition == kNoNode || condition < bound) continue;
    TypeId type = Asserted(f, condition, read, holds, 0);
    if (table_.IsKnown(type)) return type;
  }
  return otherwise;
}

}  // namespace fastnode::types
