// What stands in the record of a run, read field by field: records come from files of any age.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/json.h"
#include "support/result.h"
#include "support/run_record.h"

namespace fastnode::qualify {

// The run that has `part` in its name; of several the newest. Errors: there is none.
Result<RunSummary> FindRun(const std::string& root, const std::string& part);

// A field as text; "" where it is missing.
std::string FieldOf(const RunSummary& run, const char* field);

// What the run was told and read, by paths: "recipe.learning_rate".
std::map<std::string, std::string> ParametersOf(const RunSummary& run);

// Numbers by name, in the order of the record.
std::vector<std::pair<std::string, double>> ResultsOf(const RunSummary& run);

// Hashes by kind of what a run read or made; `field` is "inputs" or "outputs". What is no text is
// left out.
std::vector<std::pair<std::string, std::string>> HashesOf(const Json& run, const char* field);

// The version of the release that the run made, or else read; "" if there is none.
std::string ReleaseOf(const RunSummary& run);

// "3m07s"; "" where the run has not ended.
std::string DurationOf(const RunSummary& run);

// The one number of the run with its name, "recall@1 0.61"; "" without results.
std::string HeadlineOf(const RunSummary& run);

std::string NumberText(double value);                          // six digits
std::string ShortText(const std::string& text, size_t width);  // at most `width` bytes, then "..."

}  // namespace fastnode::qualify
