// Sums of rows, the one sparse operation of the network: embeddings of bags of subtokens, messages
// along edges, candidates from their uses. On the CPU this is a fused kernel with its gradient, on
// other devices torch's own sum of bags. The result does not depend on the number of threads, on
// any device.
#pragma once

#include "learn/model/message_plan.h"
#include "learn/model/network_torch.h"

namespace fastnode::learn {

// For whom a batch is made. kFused: our own kernels of the CPU. kTorch: torch's operations, which
// every device has; they are few and large, for on a card the start of one costs more than its
// arithmetic. So relations and tasks are padded to one size each, and one operation serves them
// all.
enum class Layout : uint8_t { kFused, kTorch };

// A batch is made on the host, in this layout and with floating point numbers of this type.
struct Form {
  torch::ScalarType type = torch::kFloat;
  Layout layout = Layout::kFused;
};

// Long rows in parts, for torch sums each row of a bag by one thread. In Layout::kTorch only.
struct RowParts {
  torch::Tensor begin;  // int32 [parts + 1], entries of each part
  torch::Tensor ids;    // int32 [parts]: 0, 1, 2...
  torch::Tensor rows;   // int32 [rows + 1], parts of each row; undefined if each row is one part
};

// Rows of indices into another tensor's rows, and the transposed index for the gradient.
struct RowIndex {
  torch::Tensor begin;       // int32 [rows + 1]
  torch::Tensor items;       // int32 [entries]
  torch::Tensor scale;       // [rows], the factor of each sum; undefined: 1
  torch::Tensor item_begin;  // int32 [items + 1], transposed
  torch::Tensor item_rows;   // int32 [entries]
  RowParts parts, item_parts;
};

torch::Tensor IndexTensor(const std::vector<int32_t>& values);

enum class Reduction : uint8_t { kSum, kMean };

// `num_items`: how many rows the other tensor has.
RowIndex MakeRowIndex(const Ragged& rows, int32_t num_items, Reduction reduction, const Form& form);

// One item per row: row i of the result is row items[i].
RowIndex MakeRowIndex(std::vector<int32_t> items, int32_t num_items, const Form& form);

// out[i] = scale[i] * sum of x[items of i]; [rows, width of x]. Rows without items are 0.
torch::Tensor SumRows(const torch::Tensor& x, const RowIndex& index);

// Where the gradient of a parameter is added up; undefined where there is no such place. A sample
// looks up few rows of a large table: their gradients are added to where they belong, and no other
// row is written.
struct GradientPlace {
  torch::Tensor sums;
};
GradientPlace GradientPlaceOf(const torch::Tensor& x);
// Adds the gradient of sums of rows to that of what was summed. On the CPU.
void AddItemsOnCpu(const torch::Tensor& gradient, const RowIndex& index, torch::Tensor& sums);

// SumRows without a gradient, into rows of `out`. On the CPU.
void SumRowsInto(const torch::Tensor& x, const RowIndex& index, torch::Tensor out);

}  // namespace fastnode::learn
