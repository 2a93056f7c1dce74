// Candidates of a site: texts that may stand there, with features. Which they are is each task's
// own (TaskRow::candidates); what all tasks do with them stands here. They are chosen by a
// hand-made prior, which the network sees as a feature and may overrule.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "collect/pack/contexts.h"
#include "collect/pack/features.h"
#include "collect/pack/names_around.h"
#include "collect/pack/site.h"
#include "collect/pack/surroundings.h"

namespace fastnode::pack {

// What candidates are found from. All must outlive them.
struct CandidateInput {
  const AnalysedSource& source;
  const Site& site;
  const CutContext& context;
  NamesAround& names;             // in the context
  types::TypeEvaluator& counted;  // by the library alone: names the types that uses were counted by
  types::TypeEvaluator& types;    // by all that the file imports
  const SiteContexts& contexts;
};

struct Candidate {
  std::string_view text;  // until CandidateInput::names is used for another site
  double prior = 0;
  CandidateBytes features{};
  uint32_t number = corpus::kNoName;  // in CandidateInput::names
};

struct Candidates {
  std::vector<Candidate> list;  // best prior first, ties by text
  SiteBytes site_features{};
  std::string_view parameter;  // that gets the argument, "" if unknown or no argument
};

// The fit rule: a completion fits if it continues what was typed, letter case of ASCII aside.
bool Fits(std::string_view text, std::string_view prefix);

// What every task says of a candidate's text.
enum TextFeature : int {
  kInStatement = 48,  // flag: the name stands in the same statement
  kStatementOverlap,  // share of subtokens in common with the closest name of the statement
  kFunctionOverlap,   // ... with the enclosing function's name
  kTargetOverlap,     // ... with what the expression is assigned to or passed as
  kPrivate,           // flags of the spelling
  kDunder,
  kCapitalised,
  kAllCapitals,
  kLength,  // logarithmic
  kPrior,   // the hand-made score by which candidates are chosen, 16 * log2(1 + 64 x)
};
inline constexpr Feature kTextFeatures[] = {
    {kInStatement, "in_statement", Knowledge::kFile},
    {kStatementOverlap, "statement_overlap", Knowledge::kSpelling},
    {kFunctionOverlap, "function_overlap", Knowledge::kSpelling},
    {kTargetOverlap, "target_overlap", Knowledge::kSpelling},
    {kPrivate, "private", Knowledge::kSpelling},
    {kDunder, "dunder", Knowledge::kSpelling},
    {kCapitalised, "capitalised", Knowledge::kSpelling},
    {kAllCapitals, "all_capitals", Knowledge::kSpelling},
    {kLength, "length", Knowledge::kSpelling},
    {kPrior, "prior", Knowledge::kPrior},
};

// How candidates are like the names around the site. Made once for a site.
class TextFeatures {
 public:
  explicit TextFeatures(const Surroundings& around);

  // Quantised.
  struct Likeness {
    uint8_t in_statement = 0, statement = 0, function = 0, target = 0;
    double prior() const { return 0.3 * (target / 128.0) + 0.05 * (statement / 128.0); }
  };
  Likeness Of(std::string_view name, const NumberedParts& parts) const;  // `parts`: of the name
  // Writes all but kPrior.
  static void Put(std::string_view name, const Likeness& likeness, CandidateBytes& f);

 private:
  NameComparison statement_, function_, targets_;
  PartFilter any_;
};

// Writes them, those of contexts and the number, and adds what they are worth to the prior.
void AddFeaturesOfAll(const Surroundings& around, const CandidateInput& input,
                      std::vector<Candidate>& list);

// A candidate of a longer list.
struct Ranked {
  double prior;
  std::string_view text;
  uint32_t at;  // its place there
};
// Leaves the best `max_candidates`, best first, ties by text.
void KeepBest(int32_t max_candidates, std::vector<Ranked>& list);
uint8_t QuantisePrior(double prior);  // for kPrior

// Sorts by prior, cuts to `max_candidates`, writes kPrior.
void ChooseByPrior(int32_t max_candidates, std::vector<Candidate>& list);

}  // namespace fastnode::pack
