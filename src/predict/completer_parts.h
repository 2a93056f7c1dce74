// What a completer holds. Internal to predict.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyze/types/imports/workspace.h"
#include "learn/model/config.h"
#include "learn/run/scorer.h"
#include "predict/completer.h"
#include "predict/fallback.h"
#include "predict/site.h"

namespace fastnode::predict {

struct Completer::Parts {
  learn::Scorer scorer;
  pack::Vocabularies vocabularies;
  corpus::UsageTable usage;
  std::unique_ptr<types::Library> library;
  std::unique_ptr<types::Workspace> workspace;  // over the library
  pack::CutOptions options;
  learn::Temperatures temperatures;
  FallbackList fallback;

  types::Environment EnvironmentOf(const Request& request) const;
  // The graph sample of the found place, for a task that may be asked there.
  Result<pack::Cut> Cut(const FoundSite& site, pack::Task task, const Request& request) const;
  Result<pack::Cut> Cut(const pack::AnalysedSource& source, int32_t at, pack::Task task,
                        std::string_view prefix, const Request& request) const;
  // Of its candidates, in their order; they sum to 1.
  std::vector<float> Probabilities(const pack::Cut& cut, pack::Task task) const;

  // Candidates with their probabilities, as the cut has them; they sum to 1.
  struct Ranked {
    std::string text;
    float probability;
    std::string kind;
  };
  Result<std::vector<Ranked>> Rank(const FoundSite& site, pack::Task task, const Request& request,
                                   BaseOrder order = BaseOrder::kRelease) const;
  bool OrdersByPopularity(const pack::Cut& cut, pack::Task task, BaseOrder order) const;

  // What may be written at a place of an argument: names and keywords.
  Result<std::vector<Completion>> RankArgument(const FoundSite& site, const Request& request) const;
};

}  // namespace fastnode::predict
