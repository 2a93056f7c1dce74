// The arrays of a sample as a list, for code that does the same with each of them.
#pragma once

#include <cstddef>

#include "collect/pack/sample.h"

// In the order of sample.h.
// clang-format off
#define FASTNODE_SAMPLE_ARRAYS(X)                                                             \
  X(node_kinds) X(node_name_begin) X(node_names) X(node_type_begin) X(node_types)             \
  X(edge_sources) X(edge_targets) X(edge_relations) X(site_tasks) X(site_nodes)               \
  X(site_features) X(labels) X(candidate_begin) X(candidate_features) X(candidate_name_begin) \
  X(candidate_names) X(candidate_use_begin) X(candidate_uses)
// clang-format on

namespace fastnode::pack {

// How many values each array of a sample has.
struct SampleSizes {
#define X(array) size_t array = 0;
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
};

// Where the arrays of a sample are written: each points at room for its values.
struct SampleArrays {
#define X(array) decltype(Sample::array)::value_type* array = nullptr;
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
};

}  // namespace fastnode::pack
