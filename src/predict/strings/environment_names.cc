#include "predict/strings/environment_names.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyze/bind/path.h"
#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// Those of POSIX, and a few that Python and its tools read; not those of this machine, or answers
// would depend on it.
constexpr std::string_view kUsual[] = {
    "PATH",     "HOME",    "USER",       "LANG",        "SHELL", "TERM",
    "PWD",      "TMPDIR",  "LC_ALL",     "EDITOR",      "PAGER", "DISPLAY",
    "HOSTNAME", "LOGNAME", "PYTHONPATH", "VIRTUAL_ENV", "TZ",    "COLUMNS"};
constexpr float kOfUsual = 0.1F, kBelow = 0.9F;  // by rank alone

bool IsEnvironment(const ast::Tree& tree, NodeId object) {
  return object != kNoNode && IsAnyOf(bind::PathText(tree, object), {"os.environ", "environ"});
}

// Whether a string, or what stands for one, names a variable.
bool IsName(const ast::Tree& tree, NodeId string) {
  const NodeId up = tree[string].parent;
  if (up == kNoNode) return false;
  switch (tree[up].kind) {
    case Kind::kSubscript: {
      const NodeId object = tree.Child(up, Field::kValue);
      return object != string && IsEnvironment(tree, object);
    }
    case Kind::kComparisonOperator: {
      const NodeId sign = tree.NextSibling(string);
      return sign != kNoNode && IsAnyOf(tree.Text(sign), {"in", "not in"}) &&
             IsEnvironment(tree, tree.NextSibling(sign));
    }
    case Kind::kPair: {
      // patch.dict(os.environ, {"HOME": "/"})
      const NodeId display = tree[up].parent;
      const NodeId list = display == kNoNode ? display : tree[display].parent;
      return tree.Child(up, Field::kKey) == string && list != kNoNode &&
             tree[list].kind == Kind::kArgumentList && tree.FirstChild(list) != display &&
             IsEnvironment(tree, tree.FirstChild(list));
    }
    case Kind::kArgumentList: {
      if (tree.FirstChild(up) != string) return false;
      const NodeId callee = tree.Child(tree[up].parent, Field::kFunction);
      if (callee == kNoNode) return false;
      const std::string_view name = NameOfCallee(tree, tree[up].parent);
      if (IsAnyOf(name, {"getenv", "setenv", "delenv", "putenv", "unsetenv"})) return true;
      return IsAnyOf(name, {"get", "pop", "setdefault"}) && tree[callee].kind == Kind::kAttribute &&
             IsEnvironment(tree, tree.Child(callee, Field::kObject));
    }
    default:
      return false;
  }
}

}  // namespace

bool AddEnvironmentNames(const ast::Tree& tree, NodeId place, Keys& keys) {
  if (!IsName(tree, place)) return false;
  for (NodeId node : tree.ids()) {
    if (tree[node].kind != Kind::kString || !IsName(tree, node)) continue;
    const bool is_above = tree[node].begin < tree[place].begin;
    keys.Add(PlainUnquoted(tree.Text(node)), is_above ? 1 : kBelow);
  }
  for (std::string_view name : kUsual) keys.Add(name, kOfUsual);
  return true;
}

}  // namespace fastnode::predict
