// Of the 450 or so names that may stand at a site, most are the same at the next one: those of the
// file, and those that the project and the corpus have most of. Looking a name up costs as much as
// all else that is done with it, as tables are too large for caches. cut_test.cc holds cuts that
// share what was looked up to be those that do not.
#include "collect/pack/names_around.h"

#include <algorithm>

namespace fastnode::pack {

using corpus::KeySpace;
using corpus::UsageKey;

NamesAround::NamesAround(const AnalysedSource& source, const UsageAround& usage)
    : of_source_(source.names),
      usage_(usage),
      any_(usage_.Locate(UsageKey(KeySpace::kAny, ""))),
      defined_(usage_.Locate(UsageKey(KeySpace::kDefined, ""))),
      names_(*source.names) {}

const NamesAround::Facts& NamesAround::Find(uint32_t name) {
  if (name >= facts_.size()) facts_.resize(names_.size() + size_t{64});
  Facts& facts = facts_[name];
  facts.is_known = true;
  const std::string_view text = names_[name];
  facts.hash = corpus::NameTable::HashOf(text);
  facts.in_tables = usage_.Resolve(text, facts.hash);
  facts.in_project = usage_.Project(any_, facts.in_tables);
  facts.in_corpus = usage_.Corpus(any_, facts.in_tables);
  facts.defined = usage_.Project(defined_, facts.in_tables);
  facts.parts = NumberParts(text);
  return facts;
}

const std::vector<uint32_t>& NamesAround::Frequent(int32_t of_project, int32_t of_corpus) {
  for (const FrequentNames& known : frequent_) {
    if (known.of_project == of_project && known.of_corpus == of_corpus) return known.names;
  }
  std::vector<uint32_t>& names =
      frequent_.emplace_back(FrequentNames{of_project, of_corpus, {}}).names;
  for (const UsageView::Key* key : {&any_, &defined_}) {
    for (std::string_view name : usage_.MostOfProject(*key, static_cast<size_t>(of_project))) {
      names.push_back(NumberOf(name));
    }
    for (std::string_view name : usage_.MostOfCorpus(*key, static_cast<size_t>(of_corpus))) {
      names.push_back(NumberOf(name));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace fastnode::pack
