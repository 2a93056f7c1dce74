// What a completer holds. Internal to predict.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyze/types/imports/workspace.h"
#include "learn/model/config.h"
#include "learn/run/scorer.h"
#include "predict/completer.h"
#include "predict/cursor/site.h"
#include "predict/fallback.h"

namespace fastnode::predict {

struct Completer::Parts {
  learn::Scorer scorer;
  pack::Vocabularies vocabularies;
  corpus::UsageTable usage;
  std::unique_ptr<types::Library> library;
  std::unique_ptr<types::Workspace> workspace;  // over the library
  std::unique_ptr<ProjectSettings> settings;
  pack::CutOptions options;
  learn::Temperatures temperatures;
  FallbackList fallback;
  std::string folder;                                              // of the release
  std::shared_ptr<const void> identity = std::make_shared<int>();  // nobody else has it

  // The graph sample of the found place, for a task that may be asked there.
  Result<pack::Cut> Cut(const FoundSite& site, pack::Task task, const Known& known) const;
  Result<pack::Cut> Cut(const pack::AnalysedSource& source, int32_t at, pack::Task task,
                        std::string_view prefix, const Known& known,
                        const Analysed& held = nullptr) const;  // the source, or null
  // Of its candidates, in their order; they sum to 1.
  std::vector<float> Probabilities(const pack::Cut& cut, pack::Task task) const;

  // Candidates with their probabilities, as the cut has them; they sum to 1.
  Result<std::vector<Completion>> Rank(const FoundSite& site, pack::Task task, const Known& known,
                                       BaseOrder order = BaseOrder::kRelease) const;
  // Names after a dot. `closed`: there can be no others.
  struct Attributes {
    std::vector<Completion> list;
    bool closed = false;
  };
  Result<Attributes> RankAttributes(const FoundSite& site, const Known& known,
                                    BaseOrder order) const;
  bool OrdersByPopularity(const pack::Cut& cut, pack::Task task, BaseOrder order) const;

  // What may be written at a place of an argument: names and keywords.
  struct Arguments {
    std::vector<Completion> list;
    float literal = 0;  // probability that none of them is, but a string, a number, a bracket
  };
  Result<Arguments> RankArgument(const FoundSite& site, const Known& known) const;
  // What may stand before the `=` of an argument.
  Result<std::vector<Completion>> RankKeywords(const FoundSite& site, const Known& known) const;

  // The names for an answer: best first, that fit what was typed, at most so many.
  Result<std::vector<Completion>> Names(const FoundSite& site, const Known& known,
                                        int32_t max_completions, BaseOrder order) const;
};

}  // namespace fastnode::predict
