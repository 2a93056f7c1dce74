#include "collect/corpus/contents.h"

#include <algorithm>

namespace fastnode::corpus {

StoredContents::StoredContents(const Sketches& sketches, const SitesOfContent& sites)
    : sites_(sites) {
  for (const auto& row : sketches) rows_.push_back(&row);
}

std::optional<Contents::Found> StoredContents::Find(std::string_view, const ContentId& id) const {
  auto found = std::lower_bound(rows_.begin(), rows_.end(), id,
                                [](const auto* row, const ContentId& a) { return row->first < a; });
  if (found == rows_.end() || (*found)->first != id) return std::nullopt;
  SourceRow row;
  if (auto sites = sites_.find(id); sites != sites_.end()) row.sites = sites->second;
  return Found{static_cast<uint32_t>(found - rows_.begin()), row};
}

}  // namespace fastnode::corpus
