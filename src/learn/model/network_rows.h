// Sums of rows, the one sparse operation of the network: embeddings of bags of subtokens, messages
// along edges, candidates from their uses. On the CPU this is a fused kernel with its gradient, on
// other devices torch's own indexing. The result does not depend on the number of threads.
#pragma once

#include "learn/model/message_plan.h"
#include "learn/model/network_torch.h"

namespace fastnode::learn {

// Rows of indices into another tensor's rows, and the transposed index for the gradient.
struct RowIndex {
  torch::Tensor begin;       // int32 [rows + 1]
  torch::Tensor items;       // int32 [entries]
  torch::Tensor scale;       // [rows], the factor of each sum: 1, or 1 / entries for a mean
  torch::Tensor item_begin;  // int32 [items + 1], transposed
  torch::Tensor item_rows;   // int32 [entries]
};

torch::Tensor IndexTensor(const std::vector<int32_t>& values, const torch::TensorOptions& options);

enum class Reduction : uint8_t { kSum, kMean };

// `num_items`: how many rows the other tensor has. `options`: device and type of the network.
RowIndex MakeRowIndex(const Ragged& rows, int32_t num_items, Reduction reduction,
                      const torch::TensorOptions& options);

// One item per row: row i of the result is row items[i].
RowIndex MakeRowIndex(std::vector<int32_t> items, int32_t num_items,
                      const torch::TensorOptions& options);

// out[i] = scale[i] * sum of x[items of i]; [rows, width of x]. Rows without items are 0.
torch::Tensor SumRows(const torch::Tensor& x, const RowIndex& index);

// Its gradient on the CPU, from that of the sums: [items, width]. The other arguments are parts of
// a RowIndex.
torch::Tensor SumItemsOnCpu(const torch::Tensor& gradient, const torch::Tensor& item_begin,
                            const torch::Tensor& item_rows, const torch::Tensor& scale);

}  // namespace fastnode::learn
