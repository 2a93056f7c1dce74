// The model that stands behind the seam in earnest: a release, asked as the product asks it.
#pragma once

#include "predict/completer.h"
#include "qualify/ask/answer.h"

namespace fastnode::qualify {

// `completer` must outlive it.
inline Model ModelOf(const predict::Completer& completer) {
  return [&completer](const predict::Request& request, int32_t max_completions) {
    return completer.Complete(request, {.max_completions = max_completions});
  };
}

}  // namespace fastnode::qualify
