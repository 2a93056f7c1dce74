// Three sums and their normalisation in one pass: a row is read and written once, where torch's
// operations go over all rows eight times. For the gradient the normalised rows are kept.
// network_kernels_test.cc compares it with EmbedNodesPlainly.
#include "learn/model/network_embedding.h"

#include "learn/model/network_kernels.h"
#include "learn/model/normalised_row.h"

namespace fastnode::learn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr size_t kNumTables = 3;

// The rows of a table that each node adds up; null scale: 1.
template <typename T>
struct TableRows {
  const T *table, *scale;
  const int32_t *begin, *items;
};

template <typename T>
struct ForwardEmbedding {
  TableRows<T> tables[kNumTables];
  const T *scale, *shift;
  T *normalised, *deviations, *out;  // deviations: 1 / standard deviation of each row
};

template <typename T, typename Width>
FASTNODE_VECTORISED void EmbedRange(const ForwardEmbedding<T>& k, Width given_width, int64_t first,
                                    int64_t last) {
  const int64_t width = given_width;
  for (int64_t i = first; i < last; ++i) {
    T* __restrict z = k.normalised + i * width;
    for (int64_t d = 0; d < width; ++d) z[d] = 0;
    for (const TableRows<T>& rows : k.tables) {
      const T factor = rows.scale == nullptr ? T(1) : rows.scale[i];
      for (int32_t e = rows.begin[i]; e < rows.begin[i + 1]; ++e) {
        const T* __restrict from = rows.table + rows.items[e] * width;
        for (int64_t d = 0; d < width; ++d) z[d] += factor * from[d];
      }
    }
    k.deviations[i] = NormaliseRow<T>(width, k.scale, k.shift, z, k.out + i * width);
  }
}

template <typename T>
struct BackwardEmbedding {
  const T *gradient, *normalised, *deviations, *scale;
  T* of_rows;  // before the normalisation
};

// `sums` [2 D]: the gradients of scale and shift.
template <typename T, typename Width>
FASTNODE_VECTORISED void OfEmbedRange(const BackwardEmbedding<T>& k, Width given_width,
                                      int64_t first, int64_t last, T* sums) {
  const int64_t width = given_width;
  for (int64_t i = first; i < last; ++i) {
    const int64_t row = i * width;
    OfNormalisedRow<T>(width, k.gradient + row, k.normalised + row, k.deviations[i], k.scale, sums,
                       sums + width, k.of_rows + row);
  }
}

class Embedding : public torch::autograd::Function<Embedding> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& kinds,
                               const torch::Tensor& names, const torch::Tensor& types,
                               const torch::Tensor& scale, const torch::Tensor& shift,
                               const Batch& batch, const std::array<GradientPlace, 3>& places) {
    const torch::Tensor* tables[] = {&kinds, &names, &types};
    const RowIndex* indices[] = {&batch.node_kinds, &batch.node_names, &batch.node_types};
    const int64_t rows = batch.node_kinds.items.size(0), width = kinds.size(1);
    torch::Tensor normalised = torch::empty({rows, width}, kinds.options()),
                  out = torch::empty_like(normalised);
    torch::Tensor deviations = torch::empty({rows}, kinds.options());
    variable_list saved = {normalised, deviations, scale};
    AT_DISPATCH_FLOATING_TYPES(kinds.scalar_type(), "EmbedNodes", [&] {
      using T = scalar_t;
      ForwardEmbedding<T> k{.tables = {},
                            .scale = scale.data_ptr<T>(),
                            .shift = shift.data_ptr<T>(),
                            .normalised = normalised.data_ptr<T>(),
                            .deviations = deviations.data_ptr<T>(),
                            .out = out.data_ptr<T>()};
      for (size_t t = 0; t < kNumTables; ++t) {
        const RowIndex& index = *indices[t];
        k.tables[t] = {tables[t]->data_ptr<T>(),
                       index.scale.defined() ? index.scale.data_ptr<T>() : nullptr,
                       index.begin.data_ptr<int32_t>(), index.items.data_ptr<int32_t>()};
      }
      at::parallel_for(0, rows, kGrainRows, [&](int64_t first, int64_t last) {
        WithWidth(width, [&](auto fixed) { EmbedRange(k, fixed, first, last); });
      });
    });
    for (size_t t = 0; t < kNumTables; ++t) {
      const RowIndex& index = *indices[t];
      saved.insert(saved.end(), {index.item_begin, index.item_rows, index.scale});
      if (places[t].sums.defined()) context->saved_data[kSums[t]] = places[t].sums;
    }
    context->save_for_backward(saved);
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor gradient = gradients[0].contiguous();
    const int64_t rows = gradient.size(0), width = gradient.size(1);
    torch::Tensor of_rows = torch::empty_like(gradient);
    torch::Tensor of_vectors = torch::empty({2, width}, gradient.options());
    AT_DISPATCH_FLOATING_TYPES(gradient.scalar_type(), "EmbedNodes", [&] {
      using T = scalar_t;
      const BackwardEmbedding<T> k{gradient.data_ptr<T>(), saved[0].data_ptr<T>(),
                                   saved[1].data_ptr<T>(), saved[2].data_ptr<T>(),
                                   of_rows.data_ptr<T>()};
      SumOverRows(
          rows, 2 * width, of_vectors.data_ptr<T>(), [&](int64_t first, int64_t last, T* sums) {
            WithWidth(width, [&](auto fixed) { OfEmbedRange(k, fixed, first, last, sums); });
          });
    });
    variable_list result(kNumTables);
    for (size_t t = 0; t < kNumTables; ++t) {
      const size_t at = 3 + 3 * t;
      const RowIndex index{{}, {}, saved[at + 2], saved[at], saved[at + 1], {}, {}};
      const auto sums = context->saved_data.find(kSums[t]);
      const bool has_place = sums != context->saved_data.end();
      torch::Tensor to = has_place
                             ? sums->second.toTensor()
                             : torch::zeros({saved[at].size(0) - 1, width}, of_rows.options());
      AddItemsOnCpu(of_rows, index, to);
      if (!has_place) result[t] = to;
    }
    result.insert(result.end(), {of_vectors[0], of_vectors[1], torch::Tensor(), torch::Tensor()});
    return result;
  }

 private:
  static constexpr const char* kSums[kNumTables] = {"kinds", "names", "types"};
};

}  // namespace

torch::Tensor EmbedNodesPlainly(const Batch& batch, const EmbeddingWeights& weights) {
  const torch::Tensor sum = SumRows(weights.kinds, batch.node_kinds) +
                            SumRows(weights.names, batch.node_names) +
                            SumRows(weights.types, batch.node_types);
  return torch::layer_norm(sum, {sum.size(1)}, weights.scale, weights.shift, kNormEpsilon);
}

torch::Tensor EmbedNodes(const Batch& batch, const EmbeddingWeights& weights) {
  if (batch.node_kinds.parts.begin.defined()) return EmbedNodesPlainly(batch, weights);
  CHECK(weights.names.size(0) == batch.node_names.item_begin.size(0) - 1);
  return Embedding::apply(
      weights.kinds, weights.names, weights.types, weights.scale, weights.shift, batch,
      std::array<GradientPlace, 3>{GradientPlaceOf(weights.kinds), GradientPlaceOf(weights.names),
                                   GradientPlaceOf(weights.types)});
}

}  // namespace fastnode::learn
