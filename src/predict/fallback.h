// The fallback list of a release: bases after which the corpus's counts order names better than the
// model does. Learned by qualify/measure/learn_fallback.h, kept in attr-fallback.txt.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collect/pack/cut.h"
#include "support/result.h"

namespace fastnode::predict {

inline constexpr char kFallbackName[] = "attr-fallback.txt";

// What a base is listed as: its type ("os.path", "builtins.str", "type:" and its like left out), or
// its text where the type has no name of its own.
std::string SymbolOfBase(std::string_view type_name, std::string_view base_text);

class FallbackList {
 public:
  // One symbol per line; '#' begins a comment. Errors: a line with a space in it.
  static Result<FallbackList> Parse(std::string_view text);

  bool Has(std::string_view symbol) const { return symbols_.contains(symbol); }
  const std::set<std::string, std::less<>>& symbols() const { return symbols_; }

 private:
  std::set<std::string, std::less<>> symbols_;
};

// Shares of the candidates of an attribute site by how often the corpus has them after the same
// base; among those it never has there, by how often it has them at all. They sum to 1.
std::vector<float> ByPopularity(const pack::Cut& cut);

}  // namespace fastnode::predict
