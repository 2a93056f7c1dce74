#include "analyze/types/report/explain_miss.h"

#include <string_view>

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

// Enough for honest chains; a chain that bites its tail ends here, too.
constexpr int kMaxLinks = 12;

bool IsUnknown(const Type& type) { return type.kind == Type::Kind::kUnknown; }

class Explainer {
 public:
  Explainer(const bind::FileIndex& index, TypeEvaluator& types)
      : index_(index), tree_(index.tree), types_(types) {}

  std::string Explain(NodeId node) {
    if (node == kNoNode || ++links_ > kMaxLinks) return "a chain of unknown names";
    Type type = types_.TypeOf(node);
    bool foreign = (IsUnknown(type) || type.kind == Type::Kind::kModule) && !type.path.empty();
    if (foreign) {
      if (type.path[0] == '.') return "relative import, in a file that is in no package";
      return "from a module that is not there: " + type.path.substr(0, type.path.find('.'));
    }
    if (type.kind == Type::Kind::kNone) return "value is None";
    switch (tree_[node].kind) {
      case Kind::kParenthesizedExpression:
        return Explain(tree_.FirstChild(node));
      case Kind::kIdentifier:
        return ExplainName(node);
      case Kind::kCall:
        return ExplainCall(node);
      case Kind::kAttribute:
        return ExplainAttribute(node);
      case Kind::kSubscript:
        return ExplainPart(tree_.Child(node, Field::kValue), "subscript of a known type");
      case Kind::kAwait:
        return "await";
      default:
        return std::string(Name(tree_[node].kind)) + " of unknown type";
    }
  }

  // Whose member is missing, in words.
  std::string Owner(const Type& type) const {
    switch (type.kind) {
      case Type::Kind::kModule:
        return "a module";
      case Type::Kind::kFunction:
        return "a function";
      case Type::Kind::kClass:
        return type.local != kNoNode ? "a class of this file" : "a class of the library";
      case Type::Kind::kInstance:
        return type.local != kNoNode ? "an object of a class of this file"
                                     : "an object of a class of the library";
      default:
        return "None";
    }
  }

 private:
  // The reason is the part's, unless the part is known.
  std::string ExplainPart(NodeId part, const char* otherwise) {
    if (part == kNoNode) return otherwise;
    Type type = types_.TypeOf(part);
    return IsUnknown(type) ? Explain(part) : otherwise;
  }

  std::string ExplainCall(NodeId call) {
    NodeId function = tree_.Child(call, Field::kFunction);
    if (function == kNoNode) return "call";
    Type type = types_.TypeOf(function);
    switch (type.kind) {
      case Type::Kind::kFunction:
        return type.local == kNoNode ? "call of a library function without a known result"
                                     : "call of a function of this file without a known result";
      case Type::Kind::kInstance:
        return "call of an object";
      case Type::Kind::kClass:
        return "call of a class";
      default:
        return Explain(function);
    }
  }

  std::string ExplainAttribute(NodeId attribute) {
    NodeId object = tree_.Child(attribute, Field::kObject);
    if (object == kNoNode) return "attribute";
    Type type = types_.TypeOf(object);
    if (IsUnknown(type)) return Explain(object);
    NodeId name = tree_.Child(attribute, Field::kAttribute);
    for (const Member& member : types_.Members(type)) {
      if (name == kNoNode || member.name != tree_.Text(name)) continue;
      // What this file stores to it says more.
      if (member.node != kNoNode && member.kind == MemberKind::kVariable) {
        return ExplainTarget(member.node);
      }
      return "attribute without a known type, of " + Owner(type);
    }
    return "member that is missing, of " + Owner(type);
  }

  std::string ExplainName(NodeId identifier) {
    VariableId variable = index_.variable_of[identifier];
    if (variable == kNone) return "name that this file does not bind";
    // The last binding above the use, else the first one.
    const bind::Reference* binding = nullptr;
    for (const bind::Reference& reference : index_.variables[variable].references) {
      if (!IsBinding(reference.kind)) continue;
      if (binding != nullptr && tree_[reference.node].begin >= tree_[identifier].begin) break;
      binding = &reference;
    }
    if (binding == nullptr) return "name that this file does not bind";
    switch (binding->kind) {
      case bind::ReferenceKind::kParameter:
        return ExplainParameter(binding->node);
      case bind::ReferenceKind::kImport:
        return "imported name without a known type";
      case bind::ReferenceKind::kFunction:
        return "function with decorators";
      case bind::ReferenceKind::kClass:
        return "class with decorators";
      default:
        return ExplainTarget(binding->node);
    }
  }

  std::string ExplainParameter(NodeId identifier) {
    NodeId parent = tree_[identifier].parent;
    if (tree_[parent].kind == Kind::kListSplatPattern ||
        tree_[parent].kind == Kind::kDictionarySplatPattern) {
      return "parameter with stars";
    }
    switch (tree_[parent].kind) {
      case Kind::kTypedParameter:
      case Kind::kTypedDefaultParameter:
        return "parameter whose annotation gives no type";
      case Kind::kDefaultParameter:
        return "parameter without annotation, with a default";
      case Kind::kLambdaParameters:
        return "parameter of a lambda";
      default:
        return "parameter without annotation";
    }
  }

  // What was assigned to, looped into, opened as...: the statement round a target.
  std::string ExplainTarget(NodeId target) {
    bool unpacked = false;
    for (NodeId node = target; node > 0; node = tree_[node].parent) {
      NodeId parent = tree_[node].parent;
      switch (tree_[parent].kind) {
        case Kind::kPatternList:
        case Kind::kTuplePattern:
        case Kind::kListPattern:
          unpacked = true;
          break;
        case Kind::kAssignment:
          if (tree_.Child(parent, Field::kType) != kNoNode) {
            return "variable whose annotation gives no type";
          }
          return ExplainPart(tree_.Child(parent, Field::kRight),
                             unpacked ? "unpacking of a known value"
                                      : "name whose values differ, or flow that is not followed");
        case Kind::kForStatement:
        case Kind::kForInClause:
          return ExplainPart(tree_.Child(parent, Field::kRight), "loop over a known type");
        case Kind::kNamedExpression:
          return ExplainPart(tree_.Child(parent, Field::kValue), "walrus of a known value");
        case Kind::kAsPattern:
          return ExplainPart(tree_.FirstChild(parent), "with or except of a known type");
        case Kind::kAugmentedAssignment:
          return "augmented assignment";
        case Kind::kCasePattern:
          return "capture of a match statement";
        case Kind::kBlock:
        case Kind::kModule:
          return "name bound in another way";
        default:
          break;
      }
    }
    return "name bound in another way";
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  TypeEvaluator& types_;
  int links_ = 0;
};

}  // namespace

std::string ExplainMiss(const bind::FileIndex& index, TypeEvaluator& types,
                        const bind::AttributeUse& use) {
  Explainer explainer(index, types);
  Type type = types.TypeOf(use.base);
  if (types.Members(type).empty()) return explainer.Explain(use.base);
  std::string missing = "not among the members of " + explainer.Owner(type);
  if (use.context == bind::UseContext::kStore) return missing + " (a store)";
  switch (types.OpennessOf(type)) {
    case TypeEvaluator::Openness::kUnknownBase:
      return missing + ", a base of which is unknown";
    case TypeEvaluator::Openness::kMadeOnDemand:
      return missing + ", which makes attributes on demand";
    case TypeEvaluator::Openness::kClosed:
      break;
  }
  return missing;
}

}  // namespace fastnode::types
