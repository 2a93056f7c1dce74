// The index is kept in both directions. Forward, a thread sums the items of its rows; backward,
// over the transposed index, it sums the rows of its items. So both are gathers, nobody writes
// another's row, and sums come in one order whatever the number of threads. On other devices
// torch sums the bags. It gives a row to one thread, so long rows are cut into parts first.
#include "learn/model/network_rows.h"

#include <numeric>
#include <tuple>
#include <utility>

#include "learn/model/network_kernels.h"

namespace fastnode::learn {

torch::Tensor IndexTensor(const std::vector<int32_t>& values) {
  torch::Tensor tensor = torch::empty({static_cast<int64_t>(values.size())}, torch::kInt);
  std::copy(values.begin(), values.end(), tensor.data_ptr<int32_t>());
  return tensor;
}

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// For rows [first, last): out[i] = scale[i] * sum over the entries e of row i of x[items[e]] *
// item_scale[items[e]]. A null factor is 1.
template <typename T, typename Width>
FASTNODE_VECTORISED void SumRange(const T* x, const int32_t* begin, const int32_t* items,
                                  const T* scale, const T* item_scale, int64_t first, int64_t last,
                                  Width given_width, T* out) {
  const int64_t width = given_width;
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

// For items [first, last): adds to the sum of item i its rows times their scale.
template <typename T, typename Width>
FASTNODE_VECTORISED void AddRange(const T* rows, const int32_t* begin, const int32_t* entries,
                                  const T* scale, int64_t first, int64_t last, Width given_width,
                                  T* sums) {
  const int64_t width = given_width;
  for (int64_t i = first; i < last; ++i) {
    T* __restrict to = sums + i * width;
    for (int32_t e = begin[i]; e < begin[i + 1]; ++e) {
      const T* __restrict from = rows + entries[e] * width;
      const T factor = scale == nullptr ? T(1) : scale[entries[e]];
      for (int64_t d = 0; d < width; ++d) to[d] += factor * from[d];
    }
  }
}

void SumInto(const torch::Tensor& x, const torch::Tensor& begin, const torch::Tensor& items,
             const torch::Tensor& scale, const torch::Tensor& item_scale, torch::Tensor& out) {
  const int64_t num_rows = begin.size(0) - 1, width = x.size(1);
  const torch::Tensor in = x.contiguous();
  AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "SumRows", [&] {
    auto pointer = [](const torch::Tensor& t) {
      return t.defined() ? t.data_ptr<scalar_t>() : nullptr;
    };
    const scalar_t* from = in.data_ptr<scalar_t>();
    const int32_t *begins = begin.data_ptr<int32_t>(), *entries = items.data_ptr<int32_t>();
    const scalar_t *factors = pointer(scale), *item_factors = pointer(item_scale);
    scalar_t* to = out.data_ptr<scalar_t>();
    at::parallel_for(0, num_rows, kGrainRows, [=](int64_t first, int64_t last) {
      WithWidth(width, [=](auto fixed) {
        SumRange(from, begins, entries, factors, item_factors, first, last, fixed, to);
      });
    });
  });
}

torch::Tensor SumOnCpu(const torch::Tensor& x, const torch::Tensor& begin,
                       const torch::Tensor& items, const torch::Tensor& scale,
                       const torch::Tensor& item_scale) {
  torch::Tensor out = torch::empty({begin.size(0) - 1, x.size(1)}, x.options());
  SumInto(x, begin, items, scale, item_scale, out);
  return out;
}

}  // namespace

void AddItemsOnCpu(const torch::Tensor& gradient, const RowIndex& index, torch::Tensor& sums) {
  const torch::Tensor from = gradient.contiguous();
  AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "AddItems", [&] {
    const scalar_t* rows = from.data_ptr<scalar_t>();
    const int32_t *begin = index.item_begin.data_ptr<int32_t>(),
                  *entries = index.item_rows.data_ptr<int32_t>();
    const scalar_t* scale = index.scale.defined() ? index.scale.data_ptr<scalar_t>() : nullptr;
    const int64_t width = from.size(1);
    scalar_t* to = sums.data_ptr<scalar_t>();
    at::parallel_for(0, sums.size(0), kGrainRows, [=](int64_t first, int64_t last) {
      WithWidth(width,
                [=](auto fixed) { AddRange(rows, begin, entries, scale, first, last, fixed, to); });
    });
  });
}

void SumRowsInto(const torch::Tensor& x, const RowIndex& index, torch::Tensor out) {
  SumInto(x, index.begin, index.items, index.scale, {}, out);
}

namespace {

// Sums of rows of x by torch's own kernel, one thread for a part of a row and a column. It takes
// the entries in order and adds up without atomics, so equal input gives equal bytes.
torch::Tensor SumBags(const torch::Tensor& x, const torch::Tensor& items,
                      const torch::Tensor& begin) {
  if (items.size(0) == 0) return torch::zeros({begin.size(0) - 1, x.size(1)}, x.options());
  constexpr int64_t kSumMode = 0;
  return std::get<0>(torch::_embedding_bag_forward_only(
      x, items, begin, /*scale_grad_by_freq=*/false, kSumMode, /*sparse=*/false,
      /*per_sample_weights=*/{}, /*include_last_offset=*/true));
}

torch::Tensor SumParts(const torch::Tensor& x, const torch::Tensor& items, const RowParts& parts) {
  const torch::Tensor sums = SumBags(x.contiguous(), items, parts.begin);
  return parts.rows.defined() ? SumBags(sums, parts.ids, parts.rows) : sums;
}

torch::Tensor Scaled(const torch::Tensor& x, const torch::Tensor& scale) {
  return scale.defined() ? x * scale.unsqueeze(1) : x;
}

class RowSum : public torch::autograd::Function<RowSum> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                               const RowIndex& index, const GradientPlace& place) {
    if (place.sums.defined()) context->saved_data[kSums] = place.sums;
    context->save_for_backward({index.items, index.scale, index.item_begin, index.item_rows,
                                index.item_parts.begin, index.item_parts.ids,
                                index.item_parts.rows});
    if (index.parts.begin.defined()) {
      return Scaled(SumParts(x, index.items, index.parts), index.scale);
    }
    return SumOnCpu(x, index.begin, index.items, index.scale, {});
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor &scale = saved[1], &item_begin = saved[2], &item_rows = saved[3];
    const RowParts item_parts{saved[4], saved[5], saved[6]};
    if (const auto sums = context->saved_data.find(kSums); sums != context->saved_data.end()) {
      torch::Tensor to = sums->second.toTensor();
      AddItemsOnCpu(gradients[0], {{}, {}, scale, item_begin, item_rows, {}, {}}, to);
      return {torch::Tensor(), torch::Tensor(), torch::Tensor()};
    }
    if (item_parts.begin.defined()) {
      return {SumParts(Scaled(gradients[0], scale), item_rows, item_parts), torch::Tensor(),
              torch::Tensor()};
    }
    return {SumOnCpu(gradients[0], item_begin, item_rows, {}, scale), torch::Tensor(),
            torch::Tensor()};
  }

 private:
  static constexpr char kSums[] = "sums";
};

constexpr int32_t kLongestPart = 64;  // entries; a guess that served, others were not tried

RowParts MakeParts(const std::vector<int32_t>& begin, const Form& form) {
  if (form.layout != Layout::kTorch) return {};
  std::vector<int32_t> parts{0}, rows{0};
  for (size_t row = 0; row + 1 < begin.size(); ++row) {
    for (int32_t at = begin[row] + kLongestPart; at < begin[row + 1]; at += kLongestPart) {
      parts.push_back(at);
    }
    parts.push_back(begin[row + 1]);
    rows.push_back(static_cast<int32_t>(parts.size()) - 1);
  }
  RowParts result{.begin = IndexTensor(parts), .ids = {}, .rows = {}};
  if (parts.size() == rows.size()) return result;
  std::vector<int32_t> ids(parts.size() - 1);
  std::iota(ids.begin(), ids.end(), 0);
  result.ids = IndexTensor(ids);
  result.rows = IndexTensor(rows);
  return result;
}

}  // namespace

RowIndex MakeRowIndex(const Ragged& rows, int32_t num_items, Reduction reduction,
                      const Form& form) {
  const int32_t num_rows = rows.num_rows();
  torch::Tensor scale;
  if (reduction == Reduction::kMean) {
    scale = torch::empty({num_rows}, form.type);
    AT_DISPATCH_FLOATING_TYPES(form.type, "MakeRowIndex", [&] {
      scalar_t* to = scale.data_ptr<scalar_t>();
      for (int32_t i = 0; i < num_rows; ++i) {
        const int32_t count = rows.begin[i + 1] - rows.begin[i];
        to[i] = count > 1 ? static_cast<scalar_t>(1.0 / count) : scalar_t{1};
      }
    });
  }
  const Ragged transposed = Transpose(rows, num_items);
  return {.begin = IndexTensor(rows.begin),
          .items = IndexTensor(rows.items),
          .scale = scale,
          .item_begin = IndexTensor(transposed.begin),
          .item_rows = IndexTensor(transposed.items),
          .parts = MakeParts(rows.begin, form),
          .item_parts = MakeParts(transposed.begin, form)};
}

RowIndex MakeRowIndex(std::vector<int32_t> items, int32_t num_items, const Form& form) {
  Ragged rows;
  rows.begin.resize(items.size() + 1);
  std::iota(rows.begin.begin(), rows.begin.end(), 0);
  rows.items = std::move(items);
  return MakeRowIndex(rows, num_items, Reduction::kSum, form);
}

GradientPlace GradientPlaceOf(const torch::Tensor& x) {
  const bool has_place = x.is_leaf() && x.requires_grad() && x.grad().defined() &&
                         x.grad().is_contiguous() && x.device().is_cpu();
  return {has_place ? x.grad() : torch::Tensor()};
}

torch::Tensor SumRows(const torch::Tensor& x, const RowIndex& index) {
  CHECK(x.size(0) == index.item_begin.size(0) - 1);
  return RowSum::apply(x, index,
                       index.parts.begin.defined() ? GradientPlace() : GradientPlaceOf(x));
}

}  // namespace fastnode::learn
