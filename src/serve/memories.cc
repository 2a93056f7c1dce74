#include "serve/memories.h"

namespace fastnode::serve {

predict::AnalysisMemory* Memories::Of(const std::string& uri) {
  predict::AnalysisMemory* kept = kept_.Find(uri);
  return kept != nullptr ? kept : &kept_.Put(uri, predict::AnalysisMemory());
}

}  // namespace fastnode::serve
