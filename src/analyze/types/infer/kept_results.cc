#include "analyze/types/infer/kept_results.h"

#include <string_view>

#include "analyze/types/file/decorators.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

TypeId KeeperOfResults(Infer& infer, const File& f, NodeId function) {
  if (f.kind(function) != ast::Kind::kFunctionDefinition) return kUnknownType;
  for (NodeId decorator : DecoratorsOf(f, function)) {
    const std::string_view name = DecoratorName(f, decorator);
    if (name != "lru_cache" && name != "cache") continue;
    const TypeId keeper = LibraryClass(infer, "functools", "_lru_cache_wrapper");
    return infer.table().form(keeper) == Form::kClass ? keeper : kUnknownType;
  }
  return kUnknownType;
}

}  // namespace fastnode::types
