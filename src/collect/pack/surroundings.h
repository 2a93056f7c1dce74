// The names around a site: in its statement, of its function, and what its value goes to. Code
// often says a thing twice (`self.width = width`, `size=self.size`), and a ranker should see it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collect/pack/site.h"

namespace fastnode::pack {

struct Surroundings {
  std::vector<std::string_view> statement;  // names of the statement's header, hidden ones left out
  std::string_view function;                // name of the enclosing function, "" at module level
  std::vector<std::string_view> targets;    // names it is assigned to, assigned from, or passed as
};

Surroundings FindSurroundings(const bind::FileIndex& index, const Site& site);

// Jaccard similarity of two sorted lists of subtokens, in [0, 1].
double Overlap(const std::vector<std::string>& a, const std::vector<std::string>& b);

// The subtokens of names, split and sorted once, to be compared with many candidates.
class NameComparison {
 public:
  explicit NameComparison(const std::vector<std::string_view>& names);
  // The highest overlap of any name with `parts` (sorted).
  double Best(const std::vector<std::string>& parts) const;
  bool Has(std::string_view name) const;

 private:
  std::vector<std::string_view> names_;
  std::vector<std::vector<std::string>> parts_;
};

std::vector<std::string> SortedParts(std::string_view name);

}  // namespace fastnode::pack
