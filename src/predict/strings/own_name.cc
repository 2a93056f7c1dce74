#include "predict/strings/own_name.h"

#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

bool AddOwnName(const ast::Tree& tree, NodeId place, Keys& keys) {
  const NodeId list = tree[place].parent;
  if (list == kNoNode || tree[list].kind != Kind::kArgumentList) return false;
  const NodeId call = tree[list].parent;
  const NodeId statement = call == kNoNode ? call : tree[call].parent;
  if (tree.FirstChild(list) != place || statement == kNoNode) return false;
  if (!IsAnyOf(NameOfCallee(tree, call),
               {"namedtuple", "NamedTuple", "TypedDict", "NewType", "TypeVar", "ParamSpec",
                "TypeVarTuple", "TypeAliasType", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag",
                "make_dataclass", "ContextVar"})) {
    return false;
  }
  if (tree[statement].kind != Kind::kAssignment || tree.Child(statement, Field::kRight) != call) {
    return false;
  }
  NodeId target = tree.Child(statement, Field::kLeft);
  if (target != kNoNode && tree[target].kind == Kind::kAttribute) {
    target = tree.Child(target, Field::kAttribute);
  }
  if (target == kNoNode || tree[target].kind != Kind::kIdentifier) return false;
  keys.Add(tree.Text(target), 1);
  return true;
}

}  // namespace fastnode::predict
