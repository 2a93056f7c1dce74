// Examples as the viewer shows them: several files merged into one list.
#pragma once

#include <string>
#include <vector>

#include "qualify/measure/example.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::qualify {

struct ViewedExample {
  Example example;
  std::vector<int32_t> ranks;  // by method; kNotFound, or kNotGiven where the method said nothing
  int32_t source = 0;          // the first file it stands in
};
inline constexpr int32_t kNotGiven = -2;

struct Collection {
  std::vector<std::string> paths;
  std::vector<std::string> sources;  // what tells the paths apart: "curated", "un-curated"
  std::vector<std::string> methods;  // in order of appearance
  std::vector<ViewedExample> examples;
};

// Reads the files or folders. An example that stands in several of them (same text, cursor and
// answer) is one, and then methods are told apart by the file: "new: model", "old: model". Errors:
// a file that cannot be read; none has an example; more than 200,000.
Result<Collection> ReadCollection(const std::vector<std::string>& paths);

// One row per example, for the overview and the list: {"paths", "sources", "methods", "projects",
// "symbols", "rows": [[symbol, expected, project, slice, [ranks], source]...]}; symbols, projects
// and sources are numbers into their lists.
Json IndexToJson(const Collection& collection);

// One example: text, cursor, and of each method what it saw and its completions.
Json ExampleToJson(const ViewedExample& viewed);

}  // namespace fastnode::qualify
