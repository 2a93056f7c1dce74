// Products of queries with means of rows: what a site asks for against what each of its candidates
// is made of. The means are never written down.
#pragma once

#include "learn/model/network_rows.h"

namespace fastnode::learn {

// Queries of candidates: those of query s are [begin[s], begin[s + 1]).
struct QueryIndex {
  torch::Tensor begin;  // int32 [queries + 1]
  torch::Tensor of;     // int32 [candidates]: the query of each
  RowIndex rows;        // the same as one row for each candidate; in Layout::kTorch only
};

// out[c] = queries[query of c] . (scale[c] * sum of x[items of c]); [candidates].
torch::Tensor DotRows(const torch::Tensor& queries, const torch::Tensor& x, const RowIndex& index,
                      const QueryIndex& query_index);

}  // namespace fastnode::learn
