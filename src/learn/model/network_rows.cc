// The index is kept in both directions. Forward, a thread sums the items of its rows; backward,
// over the transposed index, it sums the rows of its items. So both are gathers, nobody writes
// another's row, and sums come in one order whatever the number of threads.
#include "learn/model/network_rows.h"

#include <numeric>
#include <utility>

#include "learn/model/network_kernels.h"

namespace fastnode::learn {

torch::Tensor IndexTensor(const std::vector<int32_t>& values, const torch::TensorOptions& options) {
  torch::Tensor tensor = torch::empty({static_cast<int64_t>(values.size())}, torch::kInt);
  std::copy(values.begin(), values.end(), tensor.data_ptr<int32_t>());
  return tensor.to(options.device());
}

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// For rows [first, last): out[i] = scale[i] * sum over the entries e of row i of x[items[e]] *
// item_scale[items[e]]. A null factor is 1.
template <typename T>
FASTNODE_VECTORISED void SumRange(const T* x, const int32_t* begin, const int32_t* items,
                                  const T* scale, const T* item_scale, int64_t first, int64_t last,
                                  int64_t width, T* out) {
  for (int64_t i = first; i < last; ++i) {
    T* __restrict to = out + i * width;
    for (int64_t d = 0; d < width; ++d) to[d] = 0;
    for (int32_t e = begin[i]; e < begin[i + 1]; ++e) {
      const T* __restrict from = x + items[e] * width;
      const T factor = item_scale == nullptr ? T(1) : item_scale[items[e]];
      for (int64_t d = 0; d < width; ++d) to[d] += factor * from[d];
    }
    if (scale == nullptr || begin[i + 1] == begin[i]) continue;
    for (int64_t d = 0; d < width; ++d) to[d] *= scale[i];
  }
}

Tensor SumOnCpu(const Tensor& x, const Tensor& begin, const Tensor& items, const Tensor& scale,
                const Tensor& item_scale) {
  const int64_t num_rows = begin.size(0) - 1, width = x.size(1);
  Tensor in = x.contiguous(), out = torch::empty({num_rows, width}, x.options());
  AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "SumRows", [&] {
    auto pointer = [](const Tensor& t) { return t.defined() ? t.data_ptr<scalar_t>() : nullptr; };
    const scalar_t* from = in.data_ptr<scalar_t>();
    const int32_t *begins = begin.data_ptr<int32_t>(), *entries = items.data_ptr<int32_t>();
    const scalar_t *factors = pointer(scale), *item_factors = pointer(item_scale);
    scalar_t* to = out.data_ptr<scalar_t>();
    at::parallel_for(0, num_rows, kGrainRows, [=](int64_t first, int64_t last) {
      SumRange(from, begins, entries, factors, item_factors, first, last, width, to);
    });
  });
  return out;
}

// The row of each entry.
Tensor EntryRows(const Tensor& begin) {
  const int64_t num_rows = begin.size(0) - 1;
  Tensor counts = begin.narrow(0, 1, num_rows) - begin.narrow(0, 0, num_rows);
  return torch::repeat_interleave(torch::arange(num_rows, begin.options().dtype(torch::kLong)),
                                  counts.to(torch::kLong));
}

}  // namespace

Tensor SumItemsOnCpu(const Tensor& gradient, const Tensor& item_begin, const Tensor& item_rows,
                     const Tensor& scale) {
  return SumOnCpu(gradient, item_begin, item_rows, {}, scale);
}

namespace {

class RowSum : public torch::autograd::Function<RowSum> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& begin,
                        const Tensor& items, const Tensor& scale, const Tensor& item_begin,
                        const Tensor& item_rows) {
    context->save_for_backward({begin, items, scale, item_begin, item_rows});
    if (x.device().is_cpu()) return SumOnCpu(x, begin, items, scale, {});
    Tensor out = torch::zeros({begin.size(0) - 1, x.size(1)}, x.options());
    return out.index_add_(0, EntryRows(begin), x.index_select(0, items)) * scale.unsqueeze(1);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    variable_list saved = context->get_saved_variables();
    const Tensor &begin = saved[0], &items = saved[1], &scale = saved[2];
    const Tensor &item_begin = saved[3], &item_rows = saved[4], &gradient = gradients[0];
    Tensor result;
    if (gradient.device().is_cpu()) {
      result = SumItemsOnCpu(gradient, item_begin, item_rows, scale);
    } else {
      Tensor scaled = gradient * scale.unsqueeze(1);
      result = torch::zeros({item_begin.size(0) - 1, gradient.size(1)}, gradient.options());
      result.index_add_(0, items, scaled.index_select(0, EntryRows(begin)));
    }
    return {result, Tensor(), Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

RowIndex MakeRowIndex(const Ragged& rows, int32_t num_items, Reduction reduction,
                      const torch::TensorOptions& options) {
  const int32_t num_rows = rows.num_rows();
  Tensor scale = torch::ones({num_rows}, torch::kDouble);
  if (reduction == Reduction::kMean) {
    for (int32_t i = 0; i < num_rows; ++i) {
      const int32_t count = rows.begin[i + 1] - rows.begin[i];
      if (count > 1) scale.data_ptr<double>()[i] = 1.0 / count;
    }
  }
  Ragged transposed = Transpose(rows, num_items);
  return {.begin = IndexTensor(rows.begin, options),
          .items = IndexTensor(rows.items, options),
          .scale = scale.to(options),
          .item_begin = IndexTensor(transposed.begin, options),
          .item_rows = IndexTensor(transposed.items, options)};
}

RowIndex MakeRowIndex(std::vector<int32_t> items, int32_t num_items,
                      const torch::TensorOptions& options) {
  Ragged rows;
  rows.begin.resize(items.size() + 1);
  std::iota(rows.begin.begin(), rows.begin.end(), 0);
  rows.items = std::move(items);
  return MakeRowIndex(rows, num_items, Reduction::kSum, options);
}

Tensor SumRows(const Tensor& x, const RowIndex& index) {
  CHECK(x.size(0) == index.item_begin.size(0) - 1);
  return RowSum::apply(x, index.begin, index.items, index.scale, index.item_begin, index.item_rows);
}

}  // namespace fastnode::learn
