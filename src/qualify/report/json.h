// A validation as programs read it: validation.json, validation-timing.json and
// validation-sites.jsonl (docs/formats/validation.md).
#pragma once

#include <string>

#include "qualify/report/validation.h"
#include "support/json.h"

namespace fastnode::qualify {

// No times in it: the same input gives the same bytes.
Json ValidationToJson(const Validation& validation);
Json TimingToJson(const Timing& timing);

// One line per site: where it is, what was expected, and each method's rank (-1: not found).
std::string PrintSites(const SiteList& list, const Measured& measured);

}  // namespace fastnode::qualify
