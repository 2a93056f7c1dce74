// The simple methods that a model must beat at names after dots. Each knows what the model knows:
// the text without the name at the cursor, the rest of the project, and the counts of the training
// corpus.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "collect/pack/cut.h"
#include "qualify/ask/protocol.h"
#include "qualify/ask/question.h"

namespace fastnode::qualify {

// A question after its text was analysed; what every baseline reads.
struct AnalysedQuestion {
  const pack::AnalysedSource& source;
  int32_t use;  // the site, index into source.index.attributes
  const pack::UsageAround& usage;
  const types::Library& library;
  const types::Environment* environment = nullptr;  // null: the library alone
};

// The corpus's most frequent attribute names.
Ranking Popularity(const AnalysedQuestion& question);

// The corpus's most frequent names after this base text, then popularity.
Ranking PopularityByBase(const AnalysedQuestion& question);

// Names used on the same base text in this file, those before the cursor first and the nearest of
// them first of all; then any attribute of the file in the same order; then popularity.
Ranking Recency(const AnalysedQuestion& question);

// Counts by base text in the file, the rest of the project and the corpus, each as a distribution,
// interpolated with fixed weights and backed off to counts after any base.
Ranking Counts(const AnalysedQuestion& question);

// Every name the file uses after a dot and every member of the base's type, by the alphabet.
Ranking Alphabetical(const AnalysedQuestion& question);

// Members of the base's type alone: those that the file uses on the same base, nearest first; those
// it uses on others; the rest by the alphabet. What an editor without counts and without a model
// does.
Ranking Members(const AnalysedQuestion& question);

struct Baseline {
  const char* name;
  Ranking (*rank)(const AnalysedQuestion&);
};
inline constexpr std::array<Baseline, 6> kAttributeBaselines = {{
    {"popularity", Popularity},
    {"popularity by base", PopularityByBase},
    {"recency", Recency},
    {"counts", Counts},
    {"alphabetical", Alphabetical},
    {"members", Members},
}};

// As a protocol asks: their names, and what each says, less what does not fit what was typed.
std::vector<std::string> AttributeBaselines();
Result<std::vector<Ranking>> RankAttributeBaselines(const Question& question,
                                                    const types::Library& library, const Shared&);

}  // namespace fastnode::qualify
