// What followed the same tokens before the site, as features of its candidates
// (collect/context/followers.h), and which words stand near it (near_words.h). What the site hides
// is no evidence for it, nor is what stands there in the index of the project.
#pragma once

#include <string_view>
#include <vector>

#include "collect/context/followers.h"
#include "collect/pack/cut.h"
#include "collect/pack/features.h"
#include "collect/pack/near_words.h"
#include "collect/pack/site.h"

namespace fastnode::pack {

// Three of each of context::Where.
enum ContextFeature : int {
  kRun,             // the longest run of tokens before the site after which the candidate stood
  kShareOfAll,      // of the weight of all that stood after such runs
  kShareOfLongest,  // the same where long runs weigh nearly all
  kNumContextFeatures
};
inline constexpr int kFirstContext = 58;
constexpr int SlotOf(context::Where where, ContextFeature feature) {
  return kFirstContext + kNumContextFeatures * static_cast<int>(where) + feature;
}
// How near the closest of the longest runs is, in the file.
inline constexpr int kNearestRun = 98, kNearestShapeRun = 99;
inline constexpr Knowledge kOfFile = Knowledge::kContexts | Knowledge::kFile;
inline constexpr Knowledge kOfProject = Knowledge::kContexts | Knowledge::kProject;
inline constexpr Feature kContextFeatures[] = {
    {SlotOf(context::Where::kFile, kRun), "file_run", kOfFile},
    {SlotOf(context::Where::kFile, kShareOfAll), "file_run_share", kOfFile},
    {SlotOf(context::Where::kFile, kShareOfLongest), "file_run_share_of_longest", kOfFile},
    {SlotOf(context::Where::kFileShape, kRun), "file_shape_run", kOfFile},
    {SlotOf(context::Where::kFileShape, kShareOfAll), "file_shape_run_share", kOfFile},
    {SlotOf(context::Where::kFileShape, kShareOfLongest), "file_shape_run_share_of_longest",
     kOfFile},
    {kNearestRun, "file_run_near", kOfFile},
    {kNearestShapeRun, "file_shape_run_near", kOfFile},
    {SlotOf(context::Where::kProject, kRun), "project_run", kOfProject},
    {SlotOf(context::Where::kProject, kShareOfAll), "project_run_share", kOfProject},
    {SlotOf(context::Where::kProject, kShareOfLongest), "project_run_share_of_longest", kOfProject},
    {SlotOf(context::Where::kProjectShape, kRun), "project_shape_run", kOfProject},
    {SlotOf(context::Where::kProjectShape, kShareOfAll), "project_shape_run_share", kOfProject},
    {SlotOf(context::Where::kProjectShape, kShareOfLongest), "project_shape_run_share_of_longest",
     kOfProject},
};

// The longest runs of all.
inline constexpr int kFirstContextOfSite = 24;
inline constexpr Feature kContextSiteFeatures[] = {
    {kFirstContextOfSite, "file_run", kOfFile},
    {kFirstContextOfSite + 1, "file_shape_run", kOfFile},
    {kFirstContextOfSite + 2, "project_run", kOfProject},
    {kFirstContextOfSite + 3, "project_shape_run", kOfProject},
};

class SiteContexts {
 public:
  SiteContexts(const AnalysedSource& source, const Site& site, context::Asked asked,
               const UsageAround& usage);

  // `candidate`: its Hash64. `parts`: of it.
  void Put(uint64_t candidate, const NumberedParts& parts, CandidateBytes& f) const;
  void PutSite(SiteBytes& f) const;
  // What it is worth for the choice of candidates.
  double PriorOf(uint64_t candidate) const;
  // Names of the project that are worth most, at most so many, best first, ties in an
  // order of their own.
  std::vector<std::string_view> MostOfProject(size_t limit) const;

 private:
  double PriorOf(const context::Followers::One& one) const;
  struct Bytes {
    size_t begin, end;
  };
  static Bytes HiddenText(const ast::Tree& tree, const Site& site);
  const context::Index* const index_;
  const Bytes hidden_;
  context::Followers followers_;
  const NearWords near_words_;
};

}  // namespace fastnode::pack
