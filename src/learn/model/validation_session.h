// The session whose samples judge a model, while it trains and when it is compressed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "collect/draw/session.h"
#include "collect/pack/condition.h"

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

// Samples that judge a finished model under one condition: the same places under each.
struct ConditionSamples {
  pack::Condition condition;
  std::string folder;  // as kValidationSamples
  draw::SessionConfig session;
};
inline std::vector<ConditionSamples> ValidationByCondition(const draw::SessionConfig& session) {
  std::vector<ConditionSamples> all;
  for (int c = 0; c < pack::kNumDrawnConditions; ++c) {
    ConditionSamples one{static_cast<pack::Condition>(c), {}, ValidationSession(session)};
    one.folder = std::string(kValidationSamples) + "-" + std::string(pack::Name(one.condition));
    draw::ConditionShares alone{};
    alone[static_cast<size_t>(c)] = 1;
    one.session.conditions.fill(alone);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace fastnode::learn
