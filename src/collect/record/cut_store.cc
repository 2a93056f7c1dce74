// A cut is remembered as its packed graph, or as the reason why there is none. The file is a
// cache of this build (support/disk_cache.h): a value that does not decode counts as absent, and
// the cut is made again. cut_store_test.cc draws with it and without it and expects the same bytes.
#include "collect/record/cut_store.h"

#include <utility>
#include <vector>

#include "support/build_id.h"
#include "support/bytes.h"

namespace fastnode::record {
namespace {

enum Table : DiskCache::Table { kSites, kCuts };

constexpr uint8_t kSample = 1, kNoSample = 0;

std::string KeyOf(const ContentId& source) {
  ByteWriter writer;
  writer.Put(source.high);
  writer.Put(source.low);
  return writer.Take();
}

std::string KeyOf(uint64_t identity, const draw::CutCache::Place& place) {
  ByteWriter writer;
  writer.Put(identity);
  writer.Put(place.source.high);
  writer.Put(place.source.low);
  writer.Put(static_cast<uint8_t>(place.task));
  writer.Put(place.at);
  return writer.Take();
}

}  // namespace

CutStore::CutStore(std::unique_ptr<DiskCache> cache) : cache_(std::move(cache)) {}

Result<std::unique_ptr<CutStore>> CutStore::Open(const std::string& folder, uint64_t max_bytes) {
  Result<std::unique_ptr<DiskCache>> cache = DiskCache::Open(folder, max_bytes, BuildId());
  if (!cache.ok()) return cache.error();
  return std::unique_ptr<CutStore>(new CutStore(*std::move(cache)));
}

std::optional<draw::SitesOfSource> CutStore::FindSites(const ContentId& source) const {
  std::optional<std::string> bytes = cache_->Find(kSites, KeyOf(source));
  if (!bytes.has_value()) return std::nullopt;
  draw::SitesOfSource sites;
  ByteReader reader(*bytes);
  for (std::vector<draw::TaskMask>& masks : sites.masks) {
    std::string_view text = reader.GetText();
    if (text.size() % sizeof(draw::TaskMask) != 0) return std::nullopt;
    ByteReader of_places(text);
    masks.resize(text.size() / sizeof(draw::TaskMask));
    for (draw::TaskMask& mask : masks) mask = of_places.Get<draw::TaskMask>();
  }
  if (!reader.ok() || !reader.at_end()) return std::nullopt;
  return sites;
}

std::optional<draw::RememberedCut> CutStore::FindCut(uint64_t identity, const Place& place) const {
  std::optional<std::string> bytes = cache_->Find(kCuts, KeyOf(identity, place));
  if (!bytes.has_value() || bytes->empty()) return std::nullopt;
  std::string_view rest = std::string_view(*bytes).substr(1);
  draw::RememberedCut cut;
  if ((*bytes)[0] == kNoSample) {
    cut.reason = rest;
  } else {
    std::optional<pack::PackedHead> head = pack::CheckPacked(rest);
    if (!head.has_value() || head->bytes != rest.size()) return std::nullopt;
    bytes->erase(0, 1);
    cut.graph = *std::move(bytes);
  }
  ++found_;
  return cut;
}

void CutStore::KeepSites(const ContentId& source, const draw::SitesOfSource& sites) {
  ByteWriter writer;
  for (const std::vector<draw::TaskMask>& masks : sites.masks) {
    ByteWriter of_places;
    for (draw::TaskMask mask : masks) of_places.Put(mask);
    writer.PutText(of_places.Take());
  }
  cache_->Keep(kSites, KeyOf(source), writer.Take());
}

void CutStore::KeepCut(uint64_t identity, const Place& place, const draw::RememberedCut& cut) {
  ++made_;
  if (cache_->full()) return;
  std::string value;
  value.push_back(static_cast<char>(cut.reason.empty() ? kSample : kNoSample));
  value += cut.reason.empty() ? cut.graph : cut.reason;
  cache_->Keep(kCuts, KeyOf(identity, place), std::move(value));
}

CutStore::Counts CutStore::counts() const { return {found_, made_, cache_->used_bytes()}; }

}  // namespace fastnode::record
