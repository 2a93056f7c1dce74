// What followed the same tokens before the site, as features of its candidates
// (collect/context/followers.h). What the site hides is no evidence for it, nor is what stands
// there in the index of the project.
#pragma once

#include <string_view>
#include <vector>

#include "collect/context/followers.h"
#include "collect/pack/cut.h"
#include "collect/pack/features.h"
#include "collect/pack/site.h"

namespace fastnode::pack {

// Of each of context::Where: three.
enum ContextFeature : int {
  kFirstContext = 58,
  kRun = 0,             // the longest run of tokens before the site after which the candidate stood
  kShareOfAll = 1,      // of the weight of all that stood after such runs
  kShareOfLongest = 2,  // the same where long runs weigh nearly all
  kNumContextFeatures = 3,
};
#define FASTNODE_CONTEXT_FEATURES(where, name, knowledge)                                         \
  {kFirstContext + kNumContextFeatures * static_cast<int>(where) + kRun, name "_run", knowledge}, \
      {kFirstContext + kNumContextFeatures * static_cast<int>(where) + kShareOfAll,               \
       name "_run_share", knowledge},                                                             \
  {                                                                                               \
    kFirstContext + kNumContextFeatures* static_cast<int>(where) + kShareOfLongest,               \
        name "_run_share_of_longest", knowledge                                                   \
  }
inline constexpr Feature kContextFeatures[] = {
    FASTNODE_CONTEXT_FEATURES(context::Where::kFile, "file",
                              Knowledge::kContexts | Knowledge::kFile),
    FASTNODE_CONTEXT_FEATURES(context::Where::kFileShape, "file_shape",
                              Knowledge::kContexts | Knowledge::kFile),
    FASTNODE_CONTEXT_FEATURES(context::Where::kProject, "project",
                              Knowledge::kContexts | Knowledge::kProject),
    FASTNODE_CONTEXT_FEATURES(context::Where::kProjectShape, "project_shape",
                              Knowledge::kContexts | Knowledge::kProject),
};
#undef FASTNODE_CONTEXT_FEATURES

// The longest runs of all.
inline constexpr int kFirstContextOfSite = 24;
inline constexpr Feature kContextSiteFeatures[] = {
    {kFirstContextOfSite, "file_run", Knowledge::kContexts | Knowledge::kFile},
    {kFirstContextOfSite + 1, "file_shape_run", Knowledge::kContexts | Knowledge::kFile},
    {kFirstContextOfSite + 2, "project_run", Knowledge::kContexts | Knowledge::kProject},
    {kFirstContextOfSite + 3, "project_shape_run", Knowledge::kContexts | Knowledge::kProject},
};

class SiteContexts {
 public:
  SiteContexts(const AnalysedSource& source, const Site& site, context::Asked asked,
               const UsageAround& usage);

  void Put(std::string_view candidate, CandidateBytes& f) const;
  void PutSite(SiteBytes& f) const;
  // What it is worth for the choice of candidates.
  double PriorOf(std::string_view candidate) const;
  // Names of the project that are worth most, at most so many, best first, ties in an
  // order of their own.
  std::vector<std::string_view> MostOfProject(size_t limit) const;

 private:
  double PriorOf(const context::Followers::One& one) const;
  const context::Index* const index_;
  context::Followers followers_;
};

}  // namespace fastnode::pack
