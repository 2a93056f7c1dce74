// What a binding gives its target: assignments, loops, with, except, match, imports, definitions.
#include <algorithm>
#include <charconv>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::Reference;
using bind::ReferenceKind;

namespace {

bool IsSequence(Kind kind) {
  switch (kind) {
    case Kind::kPatternList:
    case Kind::kTuplePattern:
    case Kind::kListPattern:
    case Kind::kTuple:
    case Kind::kList:
    case Kind::kExpressionList:
      return true;
    default:
      return false;
  }
}

int PlaceAmongSiblings(const ast::Tree& tree, NodeId node) {
  int place = 0;
  for (NodeId c = tree.FirstChild(tree[node].parent); c != node; c = tree.NextSibling(c)) ++place;
  return place;
}

}  // namespace

// `target`: an identifier that binds a variable, or an attribute expression that is stored to.
TypeId Evaluator::Target(const File& f, NodeId target) {
  if (f.kind(target) == Kind::kIdentifier) {
    const Reference* reference = ReferenceAt(f, target);
    if (reference == nullptr) return kUnknownType;
    switch (reference->kind) {
      case ReferenceKind::kImport:
        return Import(f, target);
      case ReferenceKind::kParameter:
        return ParameterValue(f, target);
      case ReferenceKind::kFunction:
        return FunctionType(f, f.parent(target));
      case ReferenceKind::kClass:
        return ClassType(f, f.parent(target));
      default:
        break;
    }
  }
  return BoundByStatement(f, target);
}

TypeId Evaluator::BoundByStatement(const File& f, NodeId target) {
  std::vector<int> path;  // places in nested sequences of targets, innermost first
  for (NodeId node = target, parent = f.parent(node); parent != kNoNode;
       node = parent, parent = f.parent(node)) {
    Field field = f.field(node);
    switch (f.kind(parent)) {
      case Kind::kAssignment: {
        if (field != Field::kLeft) return kUnknownType;
        NodeId type = f.child(parent, Field::kType), value = f.child(parent, Field::kRight);
        if (type != kNoNode && path.empty()) {
          TypeId declared = Annotated(f, type);
          if (table_[declared].form != Form::kUnknown && table_[declared].form != Form::kSpecial) {
            return declared;
          }
        }
        if (value == kNoNode) return kUnknownType;
        TypeId given = Destructured(f, value, path);
        return path.empty() ? DefaultGrowth(f, target, value, given) : given;
      }
      case Kind::kAugmentedAssignment: {
        NodeId sign = f.child(parent, Field::kOperator);
        NodeId value = f.child(parent, Field::kRight);
        if (sign == kNoNode || value == kNoNode || field != Field::kLeft) return kUnknownType;
        if (f.kind(target) != Kind::kIdentifier) return kUnknownType;
        std::string_view text = f.text(sign);
        VariableId variable = f.variable_of(target);
        if (variable == kNone) return kUnknownType;
        TypeId before = FlowValue(f, variable, target);
        TypeId after = Binary(text.substr(0, text.size() - 1), before, TypeOf(f, value));
        return table_.IsKnown(after) ? after : before;
      }
      case Kind::kForStatement:
      case Kind::kForInClause: {
        NodeId iterable = f.child(parent, Field::kRight), word = f.first(parent);
        if (field != Field::kLeft || iterable == kNoNode) return kUnknownType;
        bool is_async = f.kind(word) == Kind::kKeyword && f.text(word) == "async";
        return Part(Element(TypeOf(f, iterable), is_async), path, path.size());
      }
      case Kind::kNamedExpression: {
        NodeId value = f.child(parent, Field::kValue);
        return value == kNoNode || field != Field::kName ? kUnknownType : TypeOf(f, value);
      }
      case Kind::kAsPattern:
        if (f.kind(f.parent(parent)) == Kind::kCasePattern) return Captured(f, target);
        return Part(Entered(f, parent), path, path.size());
      case Kind::kAsPatternTarget:
      case Kind::kParenthesizedExpression:
        break;
      case Kind::kListSplatPattern:
      case Kind::kListSplat:
        if (!path.empty()) return kUnknownType;
        path.push_back(-1);  // the rest
        path.push_back(PlaceAmongSiblings(f.tree(), parent));
        node = parent;
        parent = f.parent(node);
        if (!IsSequence(f.kind(parent))) return Instance("list");
        break;
      case Kind::kCasePattern:
      case Kind::kDottedName:
      case Kind::kKeywordPattern:
        return Captured(f, target);
      default:
        if (!IsSequence(f.kind(parent))) return kUnknownType;
        path.push_back(PlaceAmongSiblings(f.tree(), node));
    }
  }
  return kUnknownType;
}

// The part of `value` that a target at `path` receives.
TypeId Evaluator::Destructured(const File& f, NodeId value, const std::vector<int>& path) {
  size_t left = path.size();
  while (left > 0) {
    while (f.kind(value) == Kind::kParenthesizedExpression || f.kind(value) == Kind::kAssignment) {
      NodeId inner =
          f.kind(value) == Kind::kAssignment ? f.child(value, Field::kRight) : f.first(value);
      if (inner == kNoNode) return kUnknownType;
      value = inner;
    }
    if (!IsSequence(f.kind(value)) || path[left - 1] < 0 || (left > 1 && path[left - 2] < 0)) {
      return Part(TypeOf(f, value), path, left);
    }
    NodeId part = f.first(value);
    for (int i = 0; part != kNoNode && i <= path[left - 1]; ++i) {
      if (f.kind(part) == Kind::kListSplat) return Part(TypeOf(f, value), path, left);
      if (i < path[left - 1]) part = f.next(part);
    }
    if (part == kNoNode) return kUnknownType;
    value = part;
    --left;
  }
  return TypeOf(f, value);
}

// The part of a value's type at path[depth-1], path[depth-2], ...
TypeId Evaluator::Part(TypeId type, const std::vector<int>& path, size_t depth) {
  for (; depth > 0 && table_.IsKnown(type); --depth) {
    int place = path[depth - 1];
    if (place < 0) return Instance("list", {type});
    bool rest = depth >= 2 && path[depth - 2] < 0;
    std::vector<TypeId> parts;
    for (TypeId alternative : table_.Alternatives(type)) {
      const TypeData& data = table_[alternative];
      bool fixed = IsInstanceOf(alternative, "tuple") && (data.flags & kAnyLength) == 0;
      if (fixed && !rest && static_cast<size_t>(place) < data.arguments.size()) {
        parts.push_back(data.arguments[static_cast<size_t>(place)]);
      } else if (alternative != kNoneType) {
        parts.push_back(Element(alternative));
      }
    }
    type = table_.Union(parts);
  }
  return type;
}

// `with VALUE as x`, `except VALUE as x`.
TypeId Evaluator::Entered(const File& f, NodeId as_pattern) {
  NodeId value = f.first(as_pattern), owner = f.parent(as_pattern);
  if (value == kNoNode || owner == kNoNode) return kUnknownType;
  if (f.kind(owner) == Kind::kExceptClause) {
    TypeId raised = TypeOf(f, value);
    if (IsInstanceOf(raised, "tuple")) raised = Element(raised);
    TypeId instance = InstanceOf(raised);
    return table_.IsKnown(instance) ? instance : Instance("Exception");
  }
  if (f.kind(owner) != Kind::kWithItem) return kUnknownType;
  NodeId statement = owner;
  while (statement != kNoNode && f.kind(statement) != Kind::kWithStatement) {
    statement = f.parent(statement);
  }
  bool is_async = statement != kNoNode && f.text(f.first(statement)) == "async";
  TypeId manager = TypeOf(f, value);
  TypeId entered = CallMethod(manager, is_async ? "__aenter__" : "__enter__", {});
  return is_async ? Awaited(entered) : entered;
}

// A name that a pattern of a match statement binds.
TypeId Evaluator::Captured(const File& f, NodeId identifier) {
  for (NodeId node = identifier, parent = f.parent(node); parent != kNoNode;
       node = parent, parent = f.parent(node)) {
    switch (f.kind(parent)) {
      case Kind::kAsPattern: {  // case PATTERN as name
        NodeId pattern = f.first(parent);
        if (pattern == node) break;
        NodeId inner = f.kind(pattern) == Kind::kCasePattern ? f.first(pattern) : pattern;
        if (inner == kNoNode || f.kind(inner) != Kind::kClassPattern) break;
        NodeId name = f.first(inner);
        TypeId cls = kUnknownType;
        for (NodeId part = f.first(name); part != kNoNode; part = f.next(part)) {
          cls = part == f.first(name) ? TypeOf(f, part) : Attribute(cls, f.text(part));
        }
        return InstanceOf(cls);
      }
      case Kind::kClassPattern:
      case Kind::kListPattern:
      case Kind::kTuplePattern:
      case Kind::kDictPattern:
      case Kind::kSplatPattern:
        return kUnknownType;
      case Kind::kCaseClause: {
        NodeId match = f.parent(parent);
        while (match != kNoNode && f.kind(match) != Kind::kMatchStatement) match = f.parent(match);
        NodeId subject = match == kNoNode ? kNoNode : f.child(match, Field::kSubject);
        return subject == kNoNode ? kUnknownType : TypeOf(f, subject);
      }
      default:
        break;
    }
  }
  return kUnknownType;
}

}  // namespace fastnode::types
