// Both the order of the sources and the choice in each come from hashes of the seed and the
// contents: a list depends neither on the order in which sources are read nor on its own length
// (sites_test.cc).
#include "qualify/ask/sites.h"

#include <algorithm>
#include <utility>

#include "support/random.h"

namespace fastnode::qualify {
namespace {

constexpr uint64_t kSiteStream = 0x517E;

void SortBySeed(uint64_t seed, std::vector<SourceRef>& sources) {
  std::vector<std::pair<uint64_t, SourceRef>> keyed;
  for (SourceRef& ref : sources) keyed.emplace_back(Hash64(ref.id.Hex(), seed), std::move(ref));
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.id < b.second.id;
  });
  for (size_t i = 0; i < keyed.size(); ++i) sources[i] = std::move(keyed[i].second);
}

// A few of the candidates, ascending.
std::vector<int32_t> Choose(std::vector<int32_t> candidates, const SourceRef& ref,
                            const SiteOptions& options) {
  Random random(options.seed, kSiteStream, Hash64(ref.id.Hex()));
  random.Shuffle(candidates);
  candidates.resize(std::min(candidates.size(), static_cast<size_t>(options.sites_per_file)));
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

void AddFile(SourceRef ref, ast::Tree tree, const types::Library& library, const SiteKind& kind,
             const SiteOptions& options, SiteList& list) {
  bind::FileIndex index = bind::Bind(std::move(tree));
  std::vector<int32_t> chosen = Choose(kind.candidates(index, list), ref, options);
  if (chosen.empty()) {
    ++list.skipped["file without " + kind.name + "s"];
    return;
  }
  const FileId file = list.files.end_id();
  for (int32_t candidate : chosen) {
    if (list.sites.size() == static_cast<size_t>(options.num_sites)) break;
    list.sites.push_back(kind.make(index, library, candidate));
    list.sites.back().file = file;
  }
  list.files.push_back({std::move(ref), std::move(index.tree.source)});
}

}  // namespace

Result<SiteList> ChooseSites(std::vector<SourceRef> sources, const ReadTree& read,
                             const types::Library& library, const SiteKind& kind,
                             const SiteOptions& options) {
  SortBySeed(options.seed, sources);
  SiteList list;
  list.slices = kind.slices;
  for (SourceRef& ref : sources) {
    if (list.sites.size() >= static_cast<size_t>(options.num_sites)) break;
    Result<ast::Tree> tree = read(ref);
    if (!tree.ok()) return tree.error().Context(ref.project + "/" + ref.path);
    AddFile(std::move(ref), *std::move(tree), library, kind, options, list);
  }
  return list;
}

}  // namespace fastnode::qualify
