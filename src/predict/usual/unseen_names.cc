#include "predict/usual/unseen_names.h"

#include <string_view>
#include <unordered_set>

#include "collect/pack/candidates.h"
#include "collect/pack/usage_view.h"

namespace fastnode::predict {

void AddUnseen(const FoundSite& site, const Known& known, const PrivateNames& privates,
               size_t max_completions, std::vector<Completion>& list) {
  if (list.size() >= max_completions) return;
  // What the tree and the tables say stays where it is.
  const std::vector<Completion> seen = list;
  std::unordered_set<std::string_view> listed;
  for (const Completion& completion : seen) listed.insert(completion.text);
  auto add = [&](std::string_view name) {
    if (list.size() >= max_completions || !pack::Fits(name, site.prefix)) return;
    if (IsPrivate(name) && !privates.MayBe(name)) return;
    if (!name.empty() && listed.insert(name).second) {
      list.push_back({std::string(name), 0, "attribute"});
    }
  };
  const bind::FileIndex& index = site.source->index;
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    if (i != static_cast<size_t>(site.at)) add(index.tree.Text(index.attributes[i].name));
  }
  const pack::UsageView usage(known.usage);
  for (corpus::KeySpace space : {corpus::KeySpace::kAny, corpus::KeySpace::kDefined}) {
    const auto key = usage.Locate(corpus::UsageKey(space, ""));
    for (std::string_view name : usage.MostOfProject(key, SIZE_MAX)) add(name);
  }
  for (const pack::FileWord& word : site.source->words) add(word.text);
  const corpus::UsageTable& corpus = *known.usage.corpus;
  for (const auto& row : corpus.Rows(corpus::UsageKey(corpus::KeySpace::kAny, ""))) {
    add(corpus.Name(row.name));
  }
}

}  // namespace fastnode::predict
