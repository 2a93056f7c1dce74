#include "predict/fit/hardly_types.h"

#include <algorithm>
#include <string_view>

#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kMostUses = 200;  // of a name

bool HasSmallBegin(std::string_view name) {
  const size_t letter = name.find_first_not_of('_');
  return letter == name.npos || !(name[letter] >= 'A' && name[letter] <= 'Z');
}

// Whether what a call gives may be a type: by what is called.
bool MakesType(std::string_view callee) {
  callee = bind::LastComponent(callee);
  for (std::string_view one : {"TypeVar", "NewType", "namedtuple", "NamedTuple", "TypedDict",
                               "ParamSpec", "TypeVarTuple", "make_dataclass", "type"}) {
    if (callee == one) return true;
  }
  return callee.ends_with("Enum");
}

bool MayBeTypeValue(const ast::Tree& tree, NodeId value, std::string_view name) {
  switch (tree[value].kind) {
    case Kind::kString:  // a type in quotes
      return !HasSmallBegin(name);
    case Kind::kInteger:
    case Kind::kFloat:
    case Kind::kTrue:
    case Kind::kFalse:
    case Kind::kList:
    case Kind::kTuple:
    case Kind::kSet:
    case Kind::kDictionary:
    case Kind::kListComprehension:
    case Kind::kSetComprehension:
    case Kind::kDictionaryComprehension:
    case Kind::kGeneratorExpression:
    case Kind::kLambda:
    case Kind::kComparisonOperator:
    case Kind::kBooleanOperator:
    case Kind::kNotOperator:
    case Kind::kAwait:
      return false;
    case Kind::kCall:
      return !HasSmallBegin(name) || MakesType(tree.Text(tree.Child(value, Field::kFunction)));
    default:
      return true;
  }
}

bool MayBindType(const ast::Tree& tree, const bind::Reference& one, std::string_view name) {
  switch (one.kind) {
    case bind::ReferenceKind::kParameter:
      return false;
    case bind::ReferenceKind::kWrite: {
      const NodeId assignment = tree[one.node].parent;
      if (assignment == kNoNode) return true;
      switch (tree[assignment].kind) {
        case Kind::kAssignment:
          break;
        case Kind::kForStatement:
        case Kind::kForInClause:
        case Kind::kAsPattern:
        case Kind::kPatternList:
        case Kind::kTuplePattern:
        case Kind::kWithItem:
          return false;
        default:
          return true;
      }
      const NodeId type = tree.Child(assignment, Field::kType);
      const NodeId value = tree.Child(assignment, Field::kRight);
      if (type != kNoNode) {
        const std::string_view text = tree.Text(type);
        return text.ends_with("TypeAlias") || text.starts_with("type[") ||
               text.starts_with("Type[");
      }
      return value == kNoNode || MayBeTypeValue(tree, value, name);
    }
    case bind::ReferenceKind::kFunction:
      return false;
    default:
      return true;
  }
}

// What these modules hold is called; its classes are hardly named.
bool IsOfCallables(const ast::Tree& tree, NodeId imported) {
  NodeId statement = imported;
  while (statement != kNoNode && tree[statement].kind != Kind::kImportFromStatement) {
    statement = tree[statement].parent;
  }
  if (statement == kNoNode) return false;
  const NodeId from = tree.Child(statement, Field::kModuleName);
  if (from == kNoNode) return false;
  const std::string_view module = tree.Text(from);
  return module == "itertools" || module == "operator" || module == "functools";
}

}  // namespace

bool BindsNoType(const bind::FileIndex& index, const bind::Variable& variable, NodeId site) {
  bool may_be = false;
  const size_t count = std::min(variable.references.size(), kMostUses);
  for (const bind::Reference& one : variable.references.first(count)) {
    if (bind::IsBinding(one.kind)) {
      const bool is_called = one.kind == bind::ReferenceKind::kImport &&
                             HasSmallBegin(variable.name) && IsOfCallables(index.tree, one.node);
      may_be |= !is_called && MayBindType(index.tree, one, variable.name);
    } else if (one.node != site) {
      may_be |= bind::PositionOf(index.tree, one.node) == bind::Position::kType;
    }
    if (may_be) return false;
  }
  return true;
}

bool IsMetadata(const ast::Tree& tree, NodeId node) {
  NodeId inner = node;
  for (NodeId up = tree[node].parent; up != kNoNode; inner = up, up = tree[up].parent) {
    if (tree[up].kind != Kind::kTypeParameter) continue;
    std::string_view whole = tree.Text(tree[up].parent);
    whole = whole.substr(0, whole.find('['));
    return whole.ends_with("Annotated") && tree.FirstChild(up) != inner;
  }
  return false;
}

}  // namespace fastnode::predict
