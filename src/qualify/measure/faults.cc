// A question is compared with its file, not with how it was made: before the cursor it must be the
// file and what was typed, after it the file from behind the answer on, less one range of bytes. So
// a mistake in making questions cannot hide itself. faults_test.cc plants such mistakes.
#include "qualify/measure/faults.h"

#include <algorithm>
#include <cstdint>

#include "qualify/measure/measure.h"
#include "qualify/measure/metrics.h"

namespace fastnode::qualify {

std::string FaultOf(const Question& question, const Site& site, std::string_view source) {
  const std::string_view text = question.text;
  const size_t typed = question.prefix.size();
  if (question.offset > text.size() || question.offset < typed)
    return "the cursor is not in the text";
  if (!std::string_view(site.expected).starts_with(question.prefix) && !site.expected.empty() &&
      typed > 0) {
    return "what was typed is not the answer's beginning";
  }
  // Up to the name the text stands as it is; after it comes what follows the answer, with one range
  // of bytes gone at most.
  if (text.substr(0, question.offset) !=
      std::string(source.substr(0, site.offset)) + site.before + question.prefix) {
    return "the text before the cursor is not the file's";
  }
  const std::string_view after = text.substr(question.offset);
  const size_t answer = site.gone[static_cast<size_t>(pack::Condition::kWholeFile)].here.end;
  const std::string_view rest = source.substr(std::min(answer, source.size()));
  const auto first = std::mismatch(after.begin(), after.end(), rest.begin(), rest.end());
  const auto last = std::mismatch(after.rbegin(), after.rend(), rest.rbegin(), rest.rend());
  const auto same = (first.first - after.begin()) + (last.first - after.rbegin());
  if (after.size() > rest.size() || same < static_cast<ptrdiff_t>(after.size())) {
    return "the answer, or something else, stands after the cursor";
  }
  return "";
}

std::string FaultOf(const Measured& measured, size_t num_sites) {
  for (size_t m = 0; m < measured.methods.size(); ++m) {
    if (measured.ranks[m].size() != num_sites) {
      return measured.methods[m] + " was measured on " + std::to_string(measured.ranks[m].size()) +
             " of " + std::to_string(num_sites) + " sites";
    }
    int64_t errors = 0;
    for (const auto& [reason, count] : measured.errors[m]) errors += count;
    const int64_t missing =
        std::count(measured.ranks[m].begin(), measured.ranks[m].end(), kNotFound);
    if (errors > missing) return measured.methods[m] + " has errors that are no misses";
  }
  return "";
}

}  // namespace fastnode::qualify
