// The measure by which types/ is judged: how often the type of an attribute's base is known, and
// how often the attribute that stands in the code is among its members. Misses are counted by the
// construct at which knowledge ends (explain_miss.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/types/imports/environment.h"
#include "analyze/types/imports/workspace.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::types {

struct SliceCoverage {
  int64_t sites = 0;
  int64_t known = 0;    // the base has members
  int64_t foreign = 0;  // it has no type, but a path: what a package outside the library gave
  int64_t found = 0;    // the attribute is among the members
  int64_t asked = 0;    // it is not, but the class asks it of its own object elsewhere
};

struct Miss {
  int64_t count = 0;
  std::string example;  // "path:line" of the first
};

struct Took {
  double ms = 0;
  std::string what;  // "path:line", or a path
};

// Of the wall clock: no part of the report, which is the same on every machine.
struct TypeTimes {
  std::vector<Took> questions;  // the members of one base, all that is read for it included
  std::vector<Took> files;      // reading and binding one, and all its questions
};

struct TypeCoverage {
  int64_t files = 0;
  std::map<std::string, int64_t> skipped;  // files without a tree, by reason
  SliceCoverage module;                    // the base is a module
  SliceCoverage self;                      // the base is the first parameter of a method
  SliceCoverage other;
  std::map<std::string, Miss> misses;  // sites not found, by construct
  TypeTimes times;

  SliceCoverage All() const;
};

// Adds the sites of one source, each seen with its own attribute's name hidden.
void AddTypeCoverage(const bind::FileIndex& index, const Environment& environment,
                     std::string_view path, TypeCoverage& coverage);

// Parses, binds and adds one file; a file that has no tree is counted as skipped.
void AddFileCoverage(const std::string& path, Workspace& workspace, TypeCoverage& coverage);

// A table of the slices, and one of the constructs that were missed most.
std::string Print(const TypeCoverage& coverage, size_t max_misses = 20);
Json ToJson(const TypeCoverage& coverage);  // with all misses, most frequent first
// Median, 95th and 99th percentile, and the longest with its place.
std::string Print(TypeTimes times);

}  // namespace fastnode::types
