#include "collect/draw/source_cache.h"

#include <utility>

namespace fastnode::draw {
namespace {

// The store holds only what was parsed once; this bounds a draw should the machine be very busy.
constexpr uint64_t kParseTimeoutMicros = 20'000'000;

}  // namespace

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
  if (places_ != nullptr) {
    drawn->environment = places_->EnvironmentOf(source);
  }
  return std::shared_ptr<const DrawnSource>(std::move(drawn));
}

Result<std::shared_ptr<const DrawnSource>> SourceCache::Get(int32_t source) {
  {
    std::lock_guard lock(mutex_);
    if (const auto* kept = kept_.Find(source)) return *kept;
  }
  Result<std::shared_ptr<const DrawnSource>> drawn = Load(source);
  if (!drawn.ok()) return drawn.error();
  std::lock_guard lock(mutex_);
  return kept_.Put(source, *drawn, store_.sources()[static_cast<size_t>(source)].bytes);
}

}  // namespace fastnode::draw
