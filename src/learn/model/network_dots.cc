// A candidate is the mean of a few rows, and its mean is wanted for one product only. So the
// product is taken row by row and summed, and the candidates' matrix, the largest of a step, is
// never made. The gradient goes the same way, over queries and over rows, each in parallel over
// what it alone writes. network_kernels_test.cc compares it with torch's own operations.
#include "learn/model/network_dots.h"

#include "learn/model/network_kernels.h"

namespace fastnode::learn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Pointers into the tensors of one operation.
template <typename T>
struct Dots {
  const T *queries, *x, *scale;
  const int32_t *begin, *items, *item_begin, *item_rows, *query_begin, *query_of;
};

// Computes out[c] for the candidates [first, last).
template <typename T, typename Width>
FASTNODE_VECTORISED void Forward(const Dots<T>& k, Width given_width, int64_t first, int64_t last,
                                 T* out) {
  const int64_t width = given_width;
  for (int64_t c = first; c < last; ++c) {
    const T* __restrict query = k.queries + k.query_of[c] * width;
    T sum = 0;
    for (int32_t e = k.begin[c]; e < k.begin[c + 1]; ++e) {
      const T* __restrict row = k.x + k.items[e] * width;
      for (int64_t d = 0; d < width; ++d) sum += query[d] * row[d];
    }
    out[c] = sum * k.scale[c];
  }
}

// The gradient of the queries [first, last).
template <typename T, typename Width>
FASTNODE_VECTORISED void OfQueries(const Dots<T>& k, Width given_width, const T* gradient,
                                   int64_t first, int64_t last, T* out) {
  const int64_t width = given_width;
  for (int64_t s = first; s < last; ++s) {
    T* __restrict to = out + s * width;
    for (int64_t d = 0; d < width; ++d) to[d] = 0;
    for (int32_t c = k.query_begin[s]; c < k.query_begin[s + 1]; ++c) {
      const T factor = gradient[c] * k.scale[c];
      for (int32_t e = k.begin[c]; e < k.begin[c + 1]; ++e) {
        const T* __restrict row = k.x + k.items[e] * width;
        for (int64_t d = 0; d < width; ++d) to[d] += factor * row[d];
      }
    }
  }
}

// Adds the gradient of the rows [first, last) of x.
template <typename T, typename Width>
FASTNODE_VECTORISED void OfRows(const Dots<T>& k, Width given_width, const T* gradient,
                                int64_t first, int64_t last, T* out) {
  const int64_t width = given_width;
  for (int64_t i = first; i < last; ++i) {
    T* __restrict to = out + i * width;
    for (int32_t e = k.item_begin[i]; e < k.item_begin[i + 1]; ++e) {
      const int32_t c = k.item_rows[e];
      const T factor = gradient[c] * k.scale[c];
      const T* __restrict query = k.queries + k.query_of[c] * width;
      for (int64_t d = 0; d < width; ++d) to[d] += factor * query[d];
    }
  }
}

template <typename T>
Dots<T> PointersTo(const variable_list& t) {
  auto ints = [&](size_t i) { return t[i].data_ptr<int32_t>(); };
  return {t[0].data_ptr<T>(),
          t[1].data_ptr<T>(),
          t[2].data_ptr<T>(),
          ints(3),
          ints(4),
          ints(5),
          ints(6),
          ints(7),
          ints(8)};
}

class RowDots : public torch::autograd::Function<RowDots> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& queries,
                               const torch::Tensor& x, const RowIndex& index,
                               const QueryIndex& query_index, const GradientPlace& place) {
    if (place.sums.defined()) context->saved_data[kSums] = place.sums;
    const variable_list tensors = {queries.contiguous(), x.contiguous(),    index.scale,
                                   index.begin,          index.items,       index.item_begin,
                                   index.item_rows,      query_index.begin, query_index.of};
    context->save_for_backward(tensors);
    const int64_t count = index.begin.size(0) - 1, width = x.size(1);
    torch::Tensor out = torch::empty({count}, x.options());
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "DotRows", [&] {
      const auto k = PointersTo<scalar_t>(tensors);
      scalar_t* to = out.data_ptr<scalar_t>();
      at::parallel_for(0, count, kGrainRows, [=](int64_t first, int64_t last) {
        WithWidth(width, [=](auto fixed) { Forward(k, fixed, first, last, to); });
      });
    });
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list tensors = context->get_saved_variables();
    const torch::Tensor gradient = gradients[0].contiguous();
    const auto sums = context->saved_data.find(kSums);
    const int64_t width = tensors[1].size(1);
    const bool has_sums = sums != context->saved_data.end();
    torch::Tensor of_queries = torch::empty_like(tensors[0]);
    torch::Tensor of_x = has_sums ? sums->second.toTensor() : torch::zeros_like(tensors[1]);
    AT_DISPATCH_FLOATING_TYPES(gradient.scalar_type(), "DotRows", [&] {
      const auto k = PointersTo<scalar_t>(tensors);
      const scalar_t* from = gradient.data_ptr<scalar_t>();
      scalar_t *queries = of_queries.data_ptr<scalar_t>(), *rows = of_x.data_ptr<scalar_t>();
      at::parallel_for(0, of_queries.size(0), 1, [=](int64_t first, int64_t last) {
        WithWidth(width, [=](auto fixed) { OfQueries(k, fixed, from, first, last, queries); });
      });
      at::parallel_for(0, of_x.size(0), kGrainRows, [=](int64_t first, int64_t last) {
        WithWidth(width, [=](auto fixed) { OfRows(k, fixed, from, first, last, rows); });
      });
    });
    return {of_queries, has_sums ? torch::Tensor() : of_x, torch::Tensor(), torch::Tensor(),
            torch::Tensor()};
  }

 private:
  static constexpr char kSums[] = "sums";
};

}  // namespace

torch::Tensor DotRows(const torch::Tensor& queries, const torch::Tensor& x, const RowIndex& index,
                      const QueryIndex& query_index) {
  CHECK(x.size(0) == index.item_begin.size(0) - 1);
  if (!index.parts.begin.defined()) {
    return RowDots::apply(queries, x, index, query_index, GradientPlaceOf(x));
  }
  return (SumRows(x, index) * SumRows(queries, query_index.rows)).sum(1);
}

}  // namespace fastnode::learn
