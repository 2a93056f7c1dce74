// How often the types of attribute bases are known, and how often the attribute that stands in the
// code is among their members: the measure by which bind/types is judged.
#pragma once

#include <cstdint>
#include <string>

#include "analyze/bind/file_index.h"
#include "analyze/bind/library.h"

namespace fastnode::bind {

struct SliceCoverage {
  int64_t sites = 0;
  int64_t known = 0;    // the base's type is known
  int64_t foreign = 0;  // it has no type, but a path: what a package outside the library gave
  int64_t found = 0;    // the attribute is among the members; of known ones
};

struct TypeCoverage {
  SliceCoverage self;    // the base is the first parameter of a method
  SliceCoverage module;  // the base's type is a module
  SliceCoverage other;
};

// Adds the sites of one source, each seen with its own attribute's name hidden.
void AddTypeCoverage(const FileIndex& index, const Library& library, TypeCoverage& coverage);

// A table of three rows.
std::string Print(const TypeCoverage& coverage);

}  // namespace fastnode::bind
