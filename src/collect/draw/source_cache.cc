#include "collect/draw/source_cache.h"

#include <utility>

namespace fastnode::draw {

Result<std::shared_ptr<const DrawnSource>> SourceCache::Load(int32_t source) const {
  Result<ast::Tree> tree = store_.Tree(source);
  if (!tree.ok()) return tree.error();
  Result<corpus::FileUsage> usage = store_.Usage(source);
  if (!usage.ok()) return usage.error();
  auto drawn = std::make_shared<DrawnSource>(
      DrawnSource{pack::AnalyseTree(*std::move(tree)), *std::move(usage), std::nullopt});
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
