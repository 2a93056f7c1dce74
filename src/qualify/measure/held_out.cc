#include "qualify/measure/held_out.h"

#include <algorithm>
#include <utility>

namespace fastnode::qualify {
namespace {

// Sources are asked about project by project (measure.cc): this holds what the files of one import.
constexpr uint64_t kMaxBoundBytes = 3u << 20;

std::vector<SourceRef> RefsOf(const corpus::Store& store, corpus::Split split) {
  std::vector<SourceRef> refs;
  for (int32_t index : store.SourcesOf(split)) {
    const corpus::Source& source = store.sources()[static_cast<size_t>(index)];
    const corpus::Project& project = store.projects()[static_cast<size_t>(source.project)];
    refs.push_back({source.id, project.name, source.path, index});
  }
  return refs;
}

Status LoadAround(const corpus::Store& store, HeldOut& held_out) {
  for (const SiteFile& file : held_out.list.files) {
    held_out.environments.push_back(held_out.places->EnvironmentOf(file.ref.index));
    Result<corpus::FileUsage> usage = store.Usage(file.ref.index);
    if (!usage.ok()) return usage.error();
    held_out.usages.push_back(*std::move(usage));
    const int32_t number = store.FindProject(file.ref.project);
    const std::vector<int32_t>& sources = store.projects()[static_cast<size_t>(number)].sources;
    held_out.numbers.push_back(static_cast<int32_t>(
        std::lower_bound(sources.begin(), sources.end(), file.ref.index) - sources.begin()));
    if (held_out.projects.contains(file.ref.project)) continue;
    Result<corpus::UsageTable> table = store.ProjectUsage(number);
    if (!table.ok()) return table.error();
    Result<context::Index> index = corpus::IndexOf(store, number);
    if (!index.ok()) return index.error();
    held_out.projects.emplace(file.ref.project,
                              HeldOut::Project{*std::move(table), *std::move(index)});
  }
  return {};
}

}  // namespace

Result<HeldOut> LoadHeldOut(const corpus::Store& store, corpus::Split split,
                            const types::Library& library, const SiteKind& kind,
                            const SiteOptions& options) {
  auto read = [&](const SourceRef& ref) { return store.Tree(ref.index); };
  Result<SiteList> list = ChooseSites(RefsOf(store, split), read, library, kind, options);
  if (!list.ok()) return list.error();
  HeldOut held_out;
  held_out.list = *std::move(list);
  held_out.places = std::make_shared<corpus::ProjectPlaces>(store, library, kMaxBoundBytes);
  if (Status loaded = LoadAround(store, held_out); !loaded.ok()) return loaded.error();
  return held_out;
}

}  // namespace fastnode::qualify
