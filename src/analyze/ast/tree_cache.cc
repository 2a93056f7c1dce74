#include "analyze/ast/tree_cache.h"

#include <utility>

#include "analyze/ast/compact.h"
#include "analyze/ast/parse.h"

namespace fastnode::ast {

Result<Tree> ParseOnce(std::string source, TreeCache* cache) {
  if (cache == nullptr) return Parse(std::move(source));
  const ContentId id = HashContent(source);
  if (const std::optional<std::string> kept = cache->FindTree(id)) {
    Result<Tree> tree = Expand(source, *kept);
    if (tree.ok()) return tree;  // else it is of another version, or damaged
  }
  Result<Tree> tree = Parse(std::move(source));
  if (tree.ok()) cache->KeepTree(id, Compact(*tree));
  return tree;
}

}  // namespace fastnode::ast
