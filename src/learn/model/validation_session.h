// The session whose samples judge a model, while it trains and when it is compressed.
#pragma once

#include "collect/draw/session.h"

namespace fastnode::learn {

// Where `fastnode datagen` puts the samples of each session, below its folder.
inline constexpr char kTrainingSamples[] = "train";
inline constexpr char kValidationSamples[] = "validation";

// Like the training session, but on the validation split, with the sites that have no label, and
// with one seed whatever the training's was, so that curves can be compared.
inline draw::SessionConfig ValidationSession(draw::SessionConfig session) {
  session.seed = 9;
  session.split = corpus::Split::kValidation;
  session.keep_unlabelled = true;
  return session;
}

}  // namespace fastnode::learn
