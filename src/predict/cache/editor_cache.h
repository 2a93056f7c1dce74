// What files use (corpus::FileUsage), what they export, and their syntax trees, kept on disk by
// what the files hold, so that a project and its packages need not be parsed and analysed again
// when a program starts anew, or one of their files was saved.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyze/ast/tree_cache.h"
#include "support/disk_cache.h"
#include "support/result.h"

namespace fastnode::predict {

// $XDG_CACHE_HOME/fastnode, else $HOME/.cache/fastnode; "" if neither is set.
std::string DefaultCacheFolder();

// Thread-safe; processes may share one folder.
class EditorCache : public ast::TreeCache {
 public:
  static constexpr uint64_t kMaxBytes = uint64_t{256} << 20;

  // Errors: the folder cannot be written.
  static Result<std::unique_ptr<EditorCache>> Open(const std::string& folder);

  // An encoded corpus::FileUsage, of a text analysed with the library of this content hash.
  std::optional<std::string> Find(std::string_view text, uint64_t library) const;
  void Keep(std::string_view text, uint64_t library, const std::string& usage);

  // Encoded auto_import::Exports of a text, by what else they depend on.
  std::optional<std::string> FindExports(std::string_view text, uint64_t by) const;
  void KeepExports(std::string_view text, uint64_t by, const std::string& exports);

  std::optional<std::string> FindTree(const ContentId& id) const override;
  void KeepTree(const ContentId& id, const std::string& tree) override;

  void Flush() { (void)cache_->Flush(); }

 private:
  explicit EditorCache(std::unique_ptr<DiskCache> cache) : cache_(std::move(cache)) {}
  const std::unique_ptr<DiskCache> cache_;
};

}  // namespace fastnode::predict
