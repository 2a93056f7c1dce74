#include "predict/fit/base_names.h"

#include <algorithm>
#include <string_view>

#include "analyze/bind/reads.h"

namespace fastnode::predict {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// Tried on base classes of held-out projects.
constexpr float kOfEnding = 4, kOfLastWord = 2;
constexpr size_t kShortestEnding = 3;

bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

// "View" of "CreateView".
std::string_view LastWord(std::string_view name) {
  for (size_t at = name.size(); at-- > 1;) {
    const bool begins = IsCapital(name[at]) && !IsCapital(name[at - 1]);
    if (begins || name[at - 1] == '_') return name.substr(at);
  }
  return name;
}

// The class of which an expression is a base; kNoNode if it is none.
NodeId ClassMadeOf(const ast::Tree& tree, NodeId base) {
  const NodeId list = tree[base].parent;
  const NodeId owner = list == kNoNode ? list : tree[list].parent;
  const bool is_base = owner != kNoNode && tree[list].kind == Kind::kArgumentList &&
                       tree[owner].kind == Kind::kClassDefinition;
  return is_base ? owner : NodeId(kNoNode);
}

}  // namespace

void WeighBases(const FoundSite& site, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const bool is_attribute = site.task == pack::Task::kAttribute;
  const NodeId base =
      is_attribute ? index.attributes[static_cast<size_t>(site.at)].node : NodeOf(site);
  const NodeId owner = ClassMadeOf(index.tree, base);
  const NodeId name_node = owner == kNoNode ? owner : index.tree.Child(owner, ast::Field::kName);
  if (name_node == kNoNode) return;
  const std::string_view name = index.tree.Text(name_node), last = LastWord(name);
  for (Completion& one : list) {
    if (one.text == name) continue;
    const std::string_view text = one.text;
    if (text.size() >= kShortestEnding && name.ends_with(text) && IsCapital(text[0])) {
      one.probability *= kOfEnding;
    } else if (last.size() >= kShortestEnding && last != name && LastWord(text) == last) {
      one.probability *= kOfLastWord;
    }
  }
}

}  // namespace fastnode::predict
