// Of 52,000 statements in functions of files that have constants 17 begin with one. What begins
// empty is filled somewhere, and what the file begins a statement with elsewhere may begin another.
#include "predict/fit/hardly_begins.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "analyze/bind/reads.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr float kOfConstant = 0.001F;
constexpr size_t kMostReads = 200;  // of a name

bool IsInCapitals(std::string_view name) {
  bool has_letter = false;
  for (const char c : name) {
    if (c >= 'a' && c <= 'z') return false;
    has_letter |= c >= 'A' && c <= 'Z';
  }
  return has_letter;
}

bool IsEmptyValue(const ast::Tree& tree, NodeId value) {
  const std::string_view text = tree.Text(value);
  return text == "[]" || text == "{}" || text.ends_with("()");
}

bool IsConstant(const bind::FileIndex& index, const bind::Variable& variable) {
  const ast::Tree& tree = index.tree;
  if (variable.scope != bind::kModuleScope || !IsInCapitals(variable.name)) return false;
  bool is_given = false;
  const size_t count = std::min(variable.references.size(), kMostReads);
  for (const bind::Reference& one : variable.references.first(count)) {
    if (one.kind == bind::ReferenceKind::kRead) {
      if (bind::PositionOf(tree, one.node) == bind::Position::kStatement) return false;
      continue;
    }
    if (one.kind != bind::ReferenceKind::kWrite) return false;
    const NodeId assignment = tree[one.node].parent;
    if (assignment == kNoNode || tree[assignment].kind != Kind::kAssignment) return false;
    const NodeId value = tree.Child(assignment, Field::kRight);
    if (value == kNoNode || IsEmptyValue(tree, value)) return false;
    is_given = true;
  }
  return is_given;
}

}  // namespace

void DoubtHardlyBegins(const FoundSite& site, std::vector<Completion>& list) {
  if (!site.prefix.empty()) return;
  const bind::FileIndex& index = site.source->index;
  const NodeId at = NodeOf(site);
  if (index.scopes[index.scope_of[at]].kind != bind::ScopeKind::kFunction) return;
  if (bind::PositionOf(index.tree, at) != bind::Position::kStatement) return;
  std::set<std::string_view> constants;
  for (bind::VariableId id : bind::VisibleVariables(index, at)) {
    const bind::Variable& variable = index.variables[id];
    if (IsConstant(index, variable)) constants.insert(variable.name);
  }
  for (Completion& one : list) {
    if (constants.contains(one.text)) one.probability *= kOfConstant;
  }
}

}  // namespace fastnode::predict
