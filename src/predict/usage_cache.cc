#include "predict/usage_cache.h"

#include <cstdlib>

#include "support/build_id.h"
#include "support/bytes.h"
#include "support/compress.h"
#include "support/hash.h"

namespace fastnode::predict {
namespace {

enum Table : DiskCache::Table { kUsage };
constexpr uint64_t kMaxUsageBytes = 64u << 20;
constexpr int kLevel = 1;  // of zstd

std::string KeyOf(std::string_view text, uint64_t library) {
  const ContentId content = HashContent(text);
  ByteWriter writer;
  writer.Put(content.high);
  writer.Put(content.low);
  writer.Put(library);
  return writer.Take();
}

}  // namespace

std::string DefaultCacheFolder() {
  const char *cache = std::getenv("XDG_CACHE_HOME"), *home = std::getenv("HOME");
  if (cache != nullptr && *cache != 0) return std::string(cache) + "/fastnode";
  return home != nullptr && *home != 0 ? std::string(home) + "/.cache/fastnode" : "";
}

Result<std::unique_ptr<UsageCache>> UsageCache::Open(const std::string& folder) {
  Result<std::unique_ptr<DiskCache>> cache = DiskCache::Open(folder, kMaxBytes, BuildId());
  if (!cache.ok()) return cache.error();
  return std::unique_ptr<UsageCache>(new UsageCache(*std::move(cache)));
}

std::optional<std::string> UsageCache::Find(std::string_view text, uint64_t library) const {
  const std::optional<std::string> packed = cache_->Find(kUsage, KeyOf(text, library));
  if (!packed) return std::nullopt;
  Result<std::string> usage = Decompress(*packed, kMaxUsageBytes);
  return usage.ok() ? std::optional(*std::move(usage)) : std::nullopt;
}

void UsageCache::Keep(std::string_view text, uint64_t library, const std::string& usage) {
  cache_->Keep(kUsage, KeyOf(text, library), Compress(usage, kLevel));
}

}  // namespace fastnode::predict
