// Trees of texts that were parsed before: the seam to where they are kept. On disk that is
// predict/cache/editor_cache.h.
#pragma once

#include <optional>
#include <string>

#include "analyze/ast/tree.h"
#include "support/hash.h"
#include "support/result.h"

namespace fastnode::ast {

// Thread-safe.
class TreeCache {
 public:
  virtual ~TreeCache() = default;
  // What ast::Compact made of the text with this content id.
  virtual std::optional<std::string> FindTree(const ContentId& id) const = 0;
  virtual void KeepTree(const ContentId& id, const std::string& tree) = 0;
};

// As ast::Parse(source), but a text that is known to `cache` is not parsed. `cache` may be null.
Result<Tree> ParseOnce(std::string source, TreeCache* cache);

}  // namespace fastnode::ast
