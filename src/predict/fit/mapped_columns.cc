#include "predict/fit/mapped_columns.h"

#include "predict/fit/written_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// The assignments to names in a class's body.
std::vector<NodeId> AssignmentsIn(const ast::Tree& tree, NodeId cls) {
  std::vector<NodeId> found;
  const NodeId body = tree.Child(cls, Field::kBody);
  for (NodeId s = body == kNoNode ? body : tree.FirstChild(body); s != kNoNode;
       s = tree.NextSibling(s)) {
    const NodeId first = tree.FirstChild(s);
    if (first == kNoNode || tree[first].kind != Kind::kAssignment) continue;
    const NodeId left = tree.Child(first, Field::kLeft);
    if (left != kNoNode && tree[left].kind == Kind::kIdentifier) found.push_back(first);
  }
  return found;
}

}  // namespace

bool IsPrimaryKey(const ast::Tree& tree, NodeId call) {
  const NodeId list = tree.Child(call, Field::kArguments);
  for (NodeId c = list == kNoNode ? list : tree.FirstChild(list); c != kNoNode;
       c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kKeywordArgument && KeyOf(tree, c) == "primary_key") return true;
  }
  return false;
}

std::string_view TableNameOf(const ast::Tree& tree, NodeId cls) {
  for (NodeId one : AssignmentsIn(tree, cls)) {
    if (tree.Text(tree.Child(one, Field::kLeft)) != "__tablename__") continue;
    const NodeId right = tree.Child(one, Field::kRight);
    if (right != kNoNode) return PlainUnquoted(tree.Text(right));
  }
  return "";
}

std::vector<MappedColumn> MappedColumnsOf(const ast::Tree& tree, NodeId cls) {
  std::vector<MappedColumn> columns;
  for (NodeId one : AssignmentsIn(tree, cls)) {
    const std::string_view name = tree.Text(tree.Child(one, Field::kLeft));
    const NodeId right = tree.Child(one, Field::kRight), type = tree.Child(one, Field::kType);
    const bool is_call = right != kNoNode && tree[right].kind == Kind::kCall;
    const std::string_view made_by = is_call ? NameOfCallee(tree, right) : "";
    const bool is_declared =
        type != kNoNode && made_by.empty() && tree.Text(type).find("Mapped[") != name.npos;
    const bool is_relation = made_by == "relationship";
    if (!is_declared && !is_relation && !IsAnyOf(made_by, {"Column", "mapped_column"})) continue;
    columns.push_back({name, one, is_call && IsPrimaryKey(tree, right), is_relation});
  }
  return columns;
}

}  // namespace fastnode::predict
