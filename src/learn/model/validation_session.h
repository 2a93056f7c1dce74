// The session whose samples judge a model, while it trains and when it is compressed.
#pragma once

#include "collect/draw/session.h"

namespace fastnode::learn {

// Where `fastnode datagen` puts the samples of either session, below its folder.
inline constexpr char kTrainingSamples[] = "train";
inline constexpr char kValidationSamples[] = "validation";

// As the training session, but of the validation split, with sites that have no label, and of one
// seed whatever seed trained, so that curves compare.
inline draw::SessionConfig ValidationSession(draw::SessionConfig session) {
  session.seed = 9;
  session.split = corpus::Split::kValidation;
  session.keep_unlabelled = true;
  return session;
}

}  // namespace fastnode::learn
