#include "support/hash_stream.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace fastnode {

struct HashStream::State {
  XXH3_state_t state;
};

HashStream::HashStream() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->state); }

HashStream::~HashStream() = default;

void HashStream::Add(std::string_view bytes) {
  XXH3_128bits_update(&state_->state, bytes.data(), bytes.size());
}

ContentId HashStream::Hash() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->state);
  return {hash.high64, hash.low64};
}

}  // namespace fastnode
