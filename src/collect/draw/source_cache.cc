#include "collect/draw/source_cache.h"

#include <utility>

namespace fastnode::draw {
namespace {

// The store holds only what was parsed once; this bounds a draw should the machine be very busy.
constexpr uint64_t kParseTimeoutMicros = 20'000'000;

}  // namespace

uint64_t SourceCache::BytesOf(int32_t source) const {
  return store_.sources()[static_cast<size_t>(source)].bytes;
}

Result<std::shared_ptr<const DrawnSource>> SourceCache::Load(int32_t source) const {
  Result<std::string> text = store_.Text(source);
  if (!text.ok()) return text.error();
  ast::ParseLimits limits;
  limits.timeout_micros = kParseTimeoutMicros;
  Result<pack::AnalysedSource> analysed = pack::Analyse(std::move(*text), limits);
  if (!analysed.ok()) return analysed.error();
  Result<corpus::FileUsage> usage = store_.Usage(source);
  if (!usage.ok()) return usage.error();
  auto drawn = std::make_shared<DrawnSource>(
      DrawnSource{std::move(*analysed), std::move(*usage), std::nullopt});
  if (places_of_projects_ != nullptr) {
    drawn->environment = places_of_projects_->EnvironmentOf(source);
  }
  return std::shared_ptr<const DrawnSource>(std::move(drawn));
}

Result<std::shared_ptr<const DrawnSource>> SourceCache::Get(int32_t source) {
  {
    std::lock_guard lock(mutex_);
    if (auto place = places_.find(source); place != places_.end()) {
      entries_.splice(entries_.begin(), entries_, place->second);
      return entries_.front().drawn;
    }
  }
  Result<std::shared_ptr<const DrawnSource>> drawn = Load(source);
  if (!drawn.ok()) return drawn;
  std::lock_guard lock(mutex_);
  if (places_.contains(source)) return drawn;  // Another thread was faster.
  entries_.push_front({source, *drawn});
  places_[source] = entries_.begin();
  bytes_ += BytesOf(source);
  while (bytes_ > max_bytes_ && entries_.size() > 1) {
    bytes_ -= BytesOf(entries_.back().source);
    places_.erase(entries_.back().source);
    entries_.pop_back();
  }
  return drawn;
}

}  // namespace fastnode::draw
