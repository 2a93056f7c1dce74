#include "predict/fit/private_names.h"

#include "analyze/ast/name_byte.h"

namespace fastnode::predict {
namespace {

// Whether a name that begins at `at` is given something there: `def name`, `name =`, `name: int`.
bool IsBoundAt(std::string_view text, size_t at, size_t end) {
  const std::string_view before = text.substr(0, at);
  const size_t next = text.find_first_not_of(" \t", end);
  if (before.ends_with("def ") || before.ends_with("class ")) return true;
  if (next == text.npos) return false;
  if (text[next] == ':' || text[next] == ',') return true;
  return text.find('=', next) - next <= 2 && text.substr(next, 2) != "==";
}

}  // namespace

ast::NodeId ClassRound(const ast::Tree& tree, ast::NodeId node) {
  while (node != ast::kNoNode && tree[node].kind != ast::Kind::kClassDefinition) {
    node = tree[node].parent;
  }
  return node;
}

bool IsBoundIn(const ast::Tree& tree, ast::NodeId node, std::string_view name) {
  const std::string_view text = tree.Text(node);
  for (size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    const bool is_whole = (at == 0 || !ast::IsNameByte(text[at - 1])) &&
                          (end == text.size() || !ast::IsNameByte(text[end]));
    if (is_whole && IsBoundAt(text, at, end)) return true;
  }
  return false;
}

PrivateNames::PrivateNames(const FoundSite& site, const Known& known)
    : tree_(site.source->index.tree) {
  const bind::FileIndex& index = site.source->index;
  const auto at = static_cast<size_t>(site.at);
  class_ = ClassRound(tree_, index.attributes[at].node);
  if (class_ != ast::kNoNode) return;
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    const std::string_view name = tree_.Text(index.attributes[i].name);
    const bool is_other = i != at && IsPrivate(name);
    if (is_other && ClassRound(tree_, index.attributes[i].node) == ast::kNoNode) {
      outside_.emplace(name);
    }
  }
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type type = types.TypeOf(index.attributes[at].base);
  const bool is_of_class =
      type.kind == types::Type::Kind::kClass || type.kind == types::Type::Kind::kInstance;
  // There they have other names, whatever the file says.
  if (is_of_class && types.OpennessOf(type) == types::TypeEvaluator::Openness::kClosed) {
    outside_.clear();
  }
  if (type.kind != types::Type::Kind::kModule) return;
  for (const types::Member& member : types.Members(type)) {
    if (IsPrivate(member.name)) outside_.emplace(member.name);
  }
}

bool PrivateNames::MayBe(std::string_view name) const {
  if (class_ == ast::kNoNode) return outside_.contains(name);
  for (ast::NodeId up = class_; up != ast::kNoNode; up = ClassRound(tree_, tree_[up].parent)) {
    if (IsBoundIn(tree_, up, name)) return true;
  }
  return false;
}

}  // namespace fastnode::predict
