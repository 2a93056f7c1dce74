// A sample as the gated network reads it (network_gated.h). Torch-free.
#pragma once

#include <cstdint>
#include <vector>

#include "collect/pack/sample.h"
#include "collect/pack/tasks/tasks.h"
#include "learn/model/config.h"

namespace fastnode::learn {

// Item e belongs to row segments[e]; ascending.
struct Segments {
  std::vector<int64_t> segments, items;

  void Add(int64_t row, int64_t item) {
    segments.push_back(row);
    items.push_back(item);
  }
};

struct EdgeList {
  std::vector<int64_t> sources, targets, types;

  void Add(int64_t source, int64_t target, int64_t type) {
    sources.push_back(source);
    targets.push_back(target);
    types.push_back(type);
  }
};

inline bool IsNameTask(int task) {
  return pack::RowOf(static_cast<pack::Task>(task)).ranks_variables;
}

// Rows: nodes [0, N), then a fresh site for each site [N, N + S), then a fresh usage for each
// candidate of a name task. Every row has at least one type and one name.
struct GatedInputs {
  Segments types, names;  // of all rows
  EdgeList context;       // among nodes, sites left out
  EdgeList expansion;     // into fresh sites and usages
  int64_t num_rows = 0;

  // Name tasks, by site in order.
  std::vector<int64_t> name_sites;    // [T] site
  Segments query_types, query_names;  // of these sites: the parameter to be filled, or a marker
  std::vector<int64_t> usage_rows;    // [candidates of name tasks]
  std::vector<int64_t> usage_sites;   // of each usage: index into name_sites
  std::vector<int64_t> usage_places;  // the sample's candidate

  // The other tasks.
  std::vector<int64_t> production_sites;  // [T'] site
  Segments scopes, tokens;  // rows of the variables in reach, and of the closest tokens
  Segments productions;     // subtokens of each candidate
  std::vector<int64_t> production_owners;  // index into production_sites
  std::vector<int64_t> production_places;  // the sample's candidate
};

GatedInputs ReadGatedInputs(const pack::Sample& sample, const ModelConfig& config);

}  // namespace fastnode::learn
