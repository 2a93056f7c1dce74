// What a validation checks of itself while it runs: that no question holds its answer, that the
// cursor is where the answer was, and that nothing fell out of the denominators. A validation that
// finds a fault gives no numbers.
#pragma once

#include <string>
#include <string_view>

#include "qualify/ask/question.h"
#include "qualify/ask/sites.h"

namespace fastnode::qualify {

struct Measured;

// What is wrong with the question that was made of a site of `source`, or "".
std::string FaultOf(const Question& question, const Site& site, std::string_view source);

// What is wrong with the numbers of `num_sites` sites, or "".
std::string FaultOf(const Measured& measured, size_t num_sites);

}  // namespace fastnode::qualify
