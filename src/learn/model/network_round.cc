// A round is matrix products (a BLAS does them) and what follows each row: rectifier, sum and
// normalisation, fused into one pass over the row. For the gradient it keeps the normalised rows,
// one byte per value and one number per row. network_kernels_test.cc compares it with
// PassMessagesPlainly. On other devices the matrix products of all relations are one operation of
// torch.
#include "learn/model/network_round.h"

#include <cmath>

#include "learn/model/network_kernels.h"
#include "learn/model/parameters.h"

namespace fastnode::learn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// The rows of a round after its matrix products. `products`: [pairs, D]; `own`: the states before.
template <typename T>
struct ForwardRound {
  const T *products, *own, *bias, *scale, *shift;
  const int32_t *pair_begin, *pairs;
  T* sums;          // in: x self; out: the normalised states before scale and shift
  uint8_t* passed;  // where the rectifier let through
  T* deviations;    // 1 / standard deviation of each row
  T* out;
  int64_t width;
};

template <typename T>
FASTNODE_VECTORISED void ForwardRange(const ForwardRound<T>& k, int64_t first, int64_t last) {
  const int64_t width = k.width;
  for (int64_t i = first; i < last; ++i) {
    T* __restrict z = k.sums + i * width;
    for (int32_t e = k.pair_begin[i]; e < k.pair_begin[i + 1]; ++e) {
      const T* __restrict from = k.products + k.pairs[e] * width;
      for (int64_t d = 0; d < width; ++d) z[d] += from[d];
    }
    const T* __restrict own = k.own + i * width;
    const T* __restrict bias = k.bias;
    for (int64_t d = 0; d < width; ++d) z[d] += bias[d];
    uint8_t* __restrict passed = k.passed + i * width;
    for (int64_t d = 0; d < width; ++d) passed[d] = z[d] > 0;
    T mean = 0, square = 0;
    for (int64_t d = 0; d < width; ++d) {
      z[d] = own[d] + (z[d] > 0 ? z[d] : 0);
      mean += z[d];
    }
    mean /= static_cast<T>(width);
    for (int64_t d = 0; d < width; ++d) {
      z[d] -= mean;
      square += z[d] * z[d];
    }
    const T deviation =
        1 / std::sqrt(square / static_cast<T>(width) + static_cast<T>(kNormEpsilon));
    k.deviations[i] = deviation;
    T* __restrict out = k.out + i * width;
    const T* __restrict scale = k.scale;
    const T* __restrict shift = k.shift;
    for (int64_t d = 0; d < width; ++d) {
      z[d] *= deviation;
      out[d] = z[d] * scale[d] + shift[d];
    }
  }
}

template <typename T>
struct Backward {
  const T *gradient, *normalised, *deviations, *scale;
  const uint8_t* passed;
  T *of_sum, *of_own;  // [rows, D]: of the sum behind the rectifier, and of the state added to it
  int64_t width;
};

// `sums` [3 D]: the gradients of scale, shift and bias.
template <typename T>
FASTNODE_VECTORISED void BackwardRange(const Backward<T>& k, int64_t first, int64_t last, T* sums) {
  const int64_t width = k.width;
  const T* __restrict scale = k.scale;
  T* __restrict of_scale = sums;
  T* __restrict of_shift = sums + width;
  T* __restrict of_bias = sums + 2 * width;
  for (int64_t i = first; i < last; ++i) {
    const T* __restrict gradient = k.gradient + i * width;
    const T* __restrict normalised = k.normalised + i * width;
    const uint8_t* __restrict passed = k.passed + i * width;
    T* __restrict of_own = k.of_own + i * width;
    T* __restrict of_sum = k.of_sum + i * width;
    const T deviation = k.deviations[i];
    T mean = 0, along = 0;
    for (int64_t d = 0; d < width; ++d) {
      const T g = gradient[d] * scale[d];
      mean += g;
      along += g * normalised[d];
      of_scale[d] += gradient[d] * normalised[d];
      of_shift[d] += gradient[d];
    }
    mean /= static_cast<T>(width);
    along /= static_cast<T>(width);
    for (int64_t d = 0; d < width; ++d) {
      of_own[d] = deviation * (gradient[d] * scale[d] - mean - normalised[d] * along);
    }
    for (int64_t d = 0; d < width; ++d) of_sum[d] = passed[d] != 0 ? of_own[d] : 0;
    for (int64_t d = 0; d < width; ++d) of_bias[d] += of_sum[d];
  }
}

// out[i] = x[items[i]].
template <typename T>
void Gather(const T* x, const int32_t* items, int64_t rows, int64_t width, T* out) {
  at::parallel_for(0, rows, kGrainRows, [=](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i)
      std::copy_n(x + items[i] * width, width, out + i * width);
  });
}

// x[items[i]] += rows[i]; no item occurs twice.
template <typename T>
void AddTo(const T* rows, const int32_t* items, int64_t count, int64_t width, T* x) {
  at::parallel_for(0, count, kGrainRows, [=](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      T* __restrict to = x + items[i] * width;
      const T* __restrict from = rows + i * width;
      for (int64_t d = 0; d < width; ++d) to[d] += from[d];
    }
  });
}

class Round : public torch::autograd::Function<Round> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given,
                               const torch::Tensor& relation, const torch::Tensor& self,
                               const torch::Tensor& bias, const torch::Tensor& scale,
                               const torch::Tensor& shift, const LayerMessages& messages) {
    const torch::Tensor states = given.contiguous();
    const int64_t rows = messages.own.items.size(0), width = states.size(1);
    torch::Tensor means = SumRows(states, messages.pair_sources),
                  products = torch::empty_like(means);
    torch::Tensor own = torch::empty({rows, width}, states.options()),
                  sums = torch::empty_like(own);
    torch::Tensor out = torch::empty_like(own), deviations = torch::empty({rows}, states.options());
    torch::Tensor passed = torch::empty({rows, width}, states.options().dtype(torch::kByte));
    AT_DISPATCH_FLOATING_TYPES(states.scalar_type(), "PassMessages", [&] {
      using T = scalar_t;
      const auto pointer = [](const torch::Tensor& t) { return t.data_ptr<T>(); };
      int64_t at = 0, r = 0;
      for (int64_t pairs : messages.relation_pairs) {
        Multiply(Shape::kAsIs, Shape::kAsIs, pairs, width, width, pointer(means) + at * width,
                 pointer(relation) + r * width * width, T(0), pointer(products) + at * width);
        at += pairs, ++r;
      }
      Gather(pointer(states), messages.own.items.data_ptr<int32_t>(), rows, width, pointer(own));
      Multiply(Shape::kAsIs, Shape::kAsIs, rows, width, width, pointer(own), pointer(self), T(0),
               pointer(sums));
      const ForwardRound<T> k{pointer(products),
                              pointer(own),
                              pointer(bias),
                              pointer(scale),
                              pointer(shift),
                              messages.node_pairs.begin.data_ptr<int32_t>(),
                              messages.node_pairs.items.data_ptr<int32_t>(),
                              pointer(sums),
                              passed.data_ptr<uint8_t>(),
                              pointer(deviations),
                              pointer(out),
                              width};
      at::parallel_for(0, rows, kGrainRows,
                       [&](int64_t first, int64_t last) { ForwardRange(k, first, last); });
    });
    context->save_for_backward({means, own, sums, passed, deviations, relation, self, scale,
                                messages.node_pairs.item_rows, messages.own.items,
                                messages.pair_sources.item_begin, messages.pair_sources.item_rows,
                                messages.pair_sources.scale});
    context->saved_data["pairs"] = messages.relation_pairs;
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor &means = saved[0], &own = saved[1], &normalised = saved[2],
                        &passed = saved[3], &deviations = saved[4], &relation = saved[5],
                        &self = saved[6], &scale = saved[7], &pair_nodes = saved[8],
                        &own_items = saved[9];
    const std::vector<int64_t> relation_pairs = context->saved_data["pairs"].toIntVector();
    const torch::Tensor gradient = gradients[0].contiguous();
    const int64_t rows = gradient.size(0), width = gradient.size(1), pairs = means.size(0);
    torch::Tensor of_sum = torch::empty_like(gradient), of_own = torch::empty_like(gradient);
    torch::Tensor of_vectors = torch::empty({3, width}, gradient.options());
    torch::Tensor of_relation = torch::empty_like(relation), of_self = torch::empty_like(self);
    torch::Tensor of_products = torch::empty_like(means), of_means = torch::empty_like(means);
    torch::Tensor of_states;
    AT_DISPATCH_FLOATING_TYPES(gradient.scalar_type(), "PassMessages", [&] {
      using T = scalar_t;
      const auto pointer = [](const torch::Tensor& t) { return t.data_ptr<T>(); };
      const Backward<T> k{
          pointer(gradient),          pointer(normalised), pointer(deviations), pointer(scale),
          passed.data_ptr<uint8_t>(), pointer(of_sum),     pointer(of_own),     width};
      SumOverRows(rows, 3 * width, pointer(of_vectors), [&](int64_t first, int64_t last, T* sums) {
        BackwardRange(k, first, last, sums);
      });
      Multiply(Shape::kTransposed, Shape::kAsIs, width, width, rows, pointer(own), pointer(of_sum),
               T(0), pointer(of_self));
      Multiply(Shape::kAsIs, Shape::kTransposed, rows, width, width, pointer(of_sum), pointer(self),
               T(1), pointer(of_own));
      // Each pair sends to one node.
      Gather(pointer(of_sum), pair_nodes.data_ptr<int32_t>(), pairs, width, pointer(of_products));
      int64_t at = 0, r = 0;
      for (int64_t count : relation_pairs) {
        const int64_t matrix = r * width * width;
        if (count == 0) std::fill_n(pointer(of_relation) + matrix, width * width, T(0));
        Multiply(Shape::kTransposed, Shape::kAsIs, width, count > 0 ? width : 0, count,
                 pointer(means) + at * width, pointer(of_products) + at * width, T(0),
                 pointer(of_relation) + matrix);
        Multiply(Shape::kAsIs, Shape::kTransposed, count, width, width,
                 pointer(of_products) + at * width, pointer(relation) + matrix, T(0),
                 pointer(of_means) + at * width);
        at += count, ++r;
      }
      of_states = SumItemsOnCpu(of_means, saved[10], saved[11], saved[12]);
      AddTo(pointer(of_own), own_items.data_ptr<int32_t>(), rows, width, pointer(of_states));
    });
    return {of_states,     of_relation,   of_self,        of_vectors[2],
            of_vectors[0], of_vectors[1], torch::Tensor()};
  }
};

}  // namespace

torch::Tensor PassMessagesPlainly(const torch::Tensor& states, const LayerMessages& messages,
                                  const RoundWeights& weights) {
  const std::vector<torch::Tensor> means =
      SumRows(states, messages.pair_sources).split_with_sizes(messages.relation_pairs);
  const std::vector<torch::Tensor> maps = weights.relation.unbind(0);
  std::vector<torch::Tensor> products;
  for (size_t r = 0; r < means.size(); ++r) products.push_back(means[r].mm(maps[r]));
  const torch::Tensor own = SumRows(states, messages.own);
  const torch::Tensor sum = torch::addmm(weights.bias, own, weights.self) +
                            SumRows(torch::cat(products), messages.node_pairs);
  return torch::layer_norm(own + torch::relu(sum), {own.size(1)}, weights.scale, weights.shift,
                           kNormEpsilon);
}

torch::Tensor PassMessages(const torch::Tensor& states, const LayerMessages& messages,
                           const RoundWeights& weights) {
  CHECK(states.size(0) == messages.own.item_begin.size(0) - 1);
  if (!messages.own.parts.begin.defined()) {
    return Round::apply(states, weights.relation, weights.self, weights.bias, weights.scale,
                        weights.shift, messages);
  }
  const int64_t width = states.size(1), relations = weights.relation.size(0);
  const torch::Tensor means = SumRows(states, messages.pair_sources);
  const torch::Tensor products = means.view({relations, -1, width}).bmm(weights.relation);
  const torch::Tensor own = SumRows(states, messages.own);
  const torch::Tensor sum = torch::addmm(weights.bias, own, weights.self) +
                            SumRows(products.view({-1, width}), messages.node_pairs);
  return torch::layer_norm(own + torch::relu(sum), {own.size(1)}, weights.scale, weights.shift,
                           kNormEpsilon);
}

}  // namespace fastnode::learn
