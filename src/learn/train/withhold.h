// What a model is not told: kinds of knowledge taken out of every sample before it is trained on or
// validated, to learn what each is worth.
#pragma once

#include <string>
#include <vector>

#include "collect/pack/sample.h"
#include "support/result.h"

namespace fastnode::learn {

// The names of `Withheld::Parse`, each with what it takes away, for --help.
std::string KnowledgeHelp();

class Withheld {
 public:
  Withheld() = default;
  // `names`: of KnowledgeHelp. Errors: another name.
  static Result<Withheld> Parse(const std::vector<std::string>& names);

  // Sizes stay as they are but for edges, types, names and uses; the sample still holds to its
  // contract.
  void TakeFrom(pack::Sample& sample) const;

  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  uint32_t kinds_ = 0;  // a bit for each row of the table in withhold.cc
};

}  // namespace fastnode::learn
