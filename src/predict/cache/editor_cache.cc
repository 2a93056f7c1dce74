#include "predict/cache/editor_cache.h"

#include <cstdlib>

#include "support/build_id.h"
#include "support/bytes.h"
#include "support/compress.h"
#include "support/hash.h"

namespace fastnode::predict {
namespace {

enum Table : DiskCache::Table { kUsage, kTree, kExports };
constexpr uint64_t kMaxValueBytes = 64u << 20;  // unpacked
constexpr int kLevel = 1;                       // of zstd

std::string KeyOf(const ContentId& content) {
  ByteWriter writer;
  writer.Put(content.high);
  writer.Put(content.low);
  return writer.Take();
}

std::string KeyOf(std::string_view text, uint64_t library) {
  ByteWriter writer;
  writer.Put(library);
  return KeyOf(HashContent(text)) + writer.Take();
}

std::optional<std::string> Unpacked(const std::optional<std::string>& packed) {
  if (!packed) return std::nullopt;
  Result<std::string> value = Decompress(*packed, kMaxValueBytes);
  return value.ok() ? std::optional(*std::move(value)) : std::nullopt;
}

}  // namespace

std::string DefaultCacheFolder() {
  const char *cache = std::getenv("XDG_CACHE_HOME"), *home = std::getenv("HOME");
  if (cache != nullptr && *cache != 0) return std::string(cache) + "/fastnode";
  return home != nullptr && *home != 0 ? std::string(home) + "/.cache/fastnode" : "";
}

Result<std::unique_ptr<EditorCache>> EditorCache::Open(const std::string& folder) {
  Result<std::unique_ptr<DiskCache>> cache = DiskCache::Open(folder, kMaxBytes, BuildId());
  if (!cache.ok()) return cache.error();
  return std::unique_ptr<EditorCache>(new EditorCache(*std::move(cache)));
}

std::optional<std::string> EditorCache::Find(std::string_view text, uint64_t library) const {
  return Unpacked(cache_->Find(kUsage, KeyOf(text, library)));
}

void EditorCache::Keep(std::string_view text, uint64_t library, const std::string& usage) {
  cache_->Keep(kUsage, KeyOf(text, library), Compress(usage, kLevel));
}

std::optional<std::string> EditorCache::FindExports(std::string_view text, uint64_t by) const {
  return Unpacked(cache_->Find(kExports, KeyOf(text, by)));
}

void EditorCache::KeepExports(std::string_view text, uint64_t by, const std::string& exports) {
  cache_->Keep(kExports, KeyOf(text, by), Compress(exports, kLevel));
}

std::optional<std::string> EditorCache::FindTree(const ContentId& id) const {
  return Unpacked(cache_->Find(kTree, KeyOf(id)));
}

void EditorCache::KeepTree(const ContentId& id, const std::string& tree) {
  cache_->Keep(kTree, KeyOf(id), Compress(tree, kLevel));
}

}  // namespace fastnode::predict
