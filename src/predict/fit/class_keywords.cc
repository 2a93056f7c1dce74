#include "predict/fit/class_keywords.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "collect/pack/candidates.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// The list of a class's bases in which the site stands, or kNoNode.
NodeId BasesRound(const FoundSite& site) {
  if (site.task != pack::Task::kName || site.at < 0) return kNoNode;
  const ast::Tree& tree = site.source->index.tree;
  const NodeId list = tree[site.source->reads[static_cast<size_t>(site.at)]].parent;
  if (list == kNoNode || tree[list].kind != Kind::kArgumentList) return kNoNode;
  return tree[tree[list].parent].kind == Kind::kClassDefinition ? list : NodeId(kNoNode);
}

}  // namespace

void AddClassKeywords(const FoundSite& site, const Known& known, const Budget& budget,
                      Answer& answer) {
  const NodeId list = BasesRound(site);
  if (list == kNoNode) return;
  const bind::FileIndex& index = site.source->index;
  const ast::Tree& tree = index.tree;
  types::TypeEvaluator& types = TypesAt(site, known);
  std::vector<std::string> given, names;
  auto add = [&](std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  };
  for (NodeId c = tree.FirstChild(list); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kKeywordArgument) {
      const NodeId name = tree.Child(c, Field::kName);
      if (name != kNoNode) given.emplace_back(tree.Text(name));
      continue;
    }
    const types::Type hook = types.TypeOfMember(types.TypeOf(c), "__init_subclass__");
    for (const types::ParameterOfCall& parameter : types.SignatureOf(hook).parameters) {
      if (!parameter.positional_only) add(parameter.name);
    }
    if (tree.Text(c).ends_with("TypedDict")) add("total");
  }
  // What a base asks for is meant sooner than another base.
  const size_t num_asked = names.size();
  add("metaclass");
  const auto room = static_cast<size_t>(budget.max_completions);
  std::vector<Completion>& all = answer.completions;
  size_t num_first = 0;
  for (size_t i = 0; i < names.size(); ++i) {
    const bool is_given = std::find(given.begin(), given.end(), names[i]) != given.end();
    if (is_given || !pack::Fits(names[i], site.prefix)) continue;
    const Completion keyword{names[i] + "=", 0, "keyword"};
    if (i < num_asked) {
      all.insert(all.begin() + static_cast<ptrdiff_t>(num_first++), keyword);
    } else if (all.size() < room) {
      all.push_back(keyword);
    }
  }
  if (all.size() > room) all.resize(room);
}

}  // namespace fastnode::predict
