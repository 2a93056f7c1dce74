// A round is matrix products, of rows where they stand, and what follows each row: rectifier, sum
// and normalisation, fused into one pass over the row. For the gradient it keeps the normalised
// rows, one byte per value and one number per row. network_kernels_test.cc compares it with
// PassMessagesPlainly. On other devices the matrix products of all relations are one operation of
// torch.
#include "learn/model/network_round.h"

#include "learn/model/network_kernels.h"
#include "learn/model/normalised_row.h"

namespace fastnode::learn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// The rows of a round after its matrix products.
template <typename T>
struct ForwardRound {
  const T *states, *bias, *scale, *shift;  // states before
  const int32_t *own, *shared_begin, *shared;
  const T* products;  // that nodes share
  T* sums;            // in: of messages, and x self; out: the normalised states before scale, shift
  uint8_t* passed;    // where the rectifier let through
  T* deviations;      // 1 / standard deviation of each row
  T* out;
};

template <typename T, typename Width>
FASTNODE_VECTORISED void ForwardRange(const ForwardRound<T>& k, Width given_width, int64_t first,
                                      int64_t last) {
  const int64_t width = given_width;
  for (int64_t i = first; i < last; ++i) {
    T* __restrict z = k.sums + i * width;
    for (int32_t e = k.shared_begin[i]; e < k.shared_begin[i + 1]; ++e) {
      const T* __restrict from = k.products + k.shared[e] * width;
      for (int64_t d = 0; d < width; ++d) z[d] += from[d];
    }
    const T* __restrict own = k.states + k.own[i] * width;
    const T* __restrict bias = k.bias;
    for (int64_t d = 0; d < width; ++d) z[d] += bias[d];
    uint8_t* __restrict passed = k.passed + i * width;
    for (int64_t d = 0; d < width; ++d) passed[d] = z[d] > 0;
    for (int64_t d = 0; d < width; ++d) z[d] = own[d] + (z[d] > 0 ? z[d] : 0);
    k.deviations[i] = NormaliseRow<T>(width, k.scale, k.shift, z, k.out + i * width);
  }
}

template <typename T>
struct Backward {
  const T *gradient, *normalised, *deviations, *scale;
  const uint8_t* passed;
  const int32_t* own;
  T* of_sum;     // [rows, D], of the sum before the rectifier
  T* of_states;  // the row of a node's own: of the state that is added to it
};

// `sums` [3 D]: the gradients of scale, shift and bias.
template <typename T, typename Width>
FASTNODE_VECTORISED void BackwardRange(const Backward<T>& k, Width given_width, int64_t first,
                                       int64_t last, T* sums) {
  const int64_t width = given_width;
  T* __restrict of_bias = sums + 2 * width;
  for (int64_t i = first; i < last; ++i) {
    const uint8_t* __restrict passed = k.passed + i * width;
    T* __restrict of_own = k.of_states + k.own[i] * width;
    T* __restrict of_sum = k.of_sum + i * width;
    OfNormalisedRow<T>(width, k.gradient + i * width, k.normalised + i * width, k.deviations[i],
                       k.scale, sums, sums + width, of_own);
    for (int64_t d = 0; d < width; ++d) of_sum[d] = passed[d] != 0 ? of_own[d] : 0;
    for (int64_t d = 0; d < width; ++d) of_bias[d] += of_sum[d];
  }
}

// Behind the rows of nodes stand those that PlacedMessages puts there.
class Round : public torch::autograd::Function<Round> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given,
                               const torch::Tensor& relation, const torch::Tensor& self,
                               const torch::Tensor& bias, const torch::Tensor& scale,
                               const torch::Tensor& shift, const LayerMessages& messages) {
    const MessageRows& rows_of = messages.rows;
    const RowIndex &means = rows_of.means, &shared = rows_of.shared;
    const int64_t before = given.size(0), rows = messages.own.items.size(0), width = given.size(1);
    const int64_t num_means = means.begin.size(0) - 1, num_shared = shared.item_begin.size(0) - 1;
    torch::Tensor states = torch::empty({before + num_means, width}, given.options());
    states.narrow(0, 0, before).copy_(given);
    SumRowsInto(given, means, states.narrow(0, before, num_means));
    torch::Tensor sums = torch::empty({rows + num_shared, width}, given.options());
    sums.narrow(0, rows, num_shared).zero_();
    torch::Tensor out = torch::empty({rows, width}, given.options()),
                  deviations = torch::empty({rows}, given.options());
    torch::Tensor passed = torch::empty({rows, width}, given.options().dtype(torch::kByte));
    AT_DISPATCH_FLOATING_TYPES(given.scalar_type(), "PassMessages", [&] {
      using T = scalar_t;
      const auto pointer = [](const torch::Tensor& t) { return t.data_ptr<T>(); };
      const int32_t* own = messages.own.items.data_ptr<int32_t>();
      const int32_t *from = rows_of.from.data_ptr<int32_t>(), *to = rows_of.to.data_ptr<int32_t>();
      MultiplyPlacedRows(rows, width, width, pointer(states), own, pointer(self), T(0),
                         pointer(sums), nullptr);
      for (int64_t r = 0, at = 0; int64_t count : rows_of.counts) {
        MultiplyPlacedRows(count, width, width, pointer(states), from + at,
                           pointer(relation) + r * width * width, T(1), pointer(sums), to + at);
        at += count, ++r;
      }
      const ForwardRound<T> k{pointer(states),
                              pointer(bias),
                              pointer(scale),
                              pointer(shift),
                              own,
                              shared.begin.data_ptr<int32_t>(),
                              shared.items.data_ptr<int32_t>(),
                              pointer(sums) + rows * width,
                              pointer(sums),
                              passed.data_ptr<uint8_t>(),
                              pointer(deviations),
                              pointer(out)};
      at::parallel_for(0, rows, kGrainRows, [&](int64_t first, int64_t last) {
        WithWidth(width, [&](auto fixed) { ForwardRange(k, fixed, first, last); });
      });
    });
    context->save_for_backward({states, sums, passed, deviations, relation, self, scale,
                                messages.own.items, rows_of.from, rows_of.to, means.item_begin,
                                means.item_rows, means.scale, shared.item_begin, shared.item_rows});
    context->saved_data["counts"] = rows_of.counts;
    context->saved_data["before"] = before;
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor &states = saved[0], &normalised = saved[1], &passed = saved[2],
                        &deviations = saved[3], &relation = saved[4], &self = saved[5],
                        &scale = saved[6], &own_items = saved[7];
    const RowIndex means{{}, {}, saved[12], saved[10], saved[11], {}, {}};
    const RowIndex shared{{}, {}, {}, saved[13], saved[14], {}, {}};
    const std::vector<int64_t> counts = context->saved_data["counts"].toIntVector();
    const int64_t before = context->saved_data["before"].toInt();
    const torch::Tensor gradient = gradients[0].contiguous();
    const int64_t rows = gradient.size(0), width = gradient.size(1);
    torch::Tensor of_sums = torch::empty_like(normalised), of_states = torch::zeros_like(states);
    of_sums.narrow(0, rows, of_sums.size(0) - rows).zero_();
    torch::Tensor of_nodes = of_states.narrow(0, 0, before);
    torch::Tensor of_vectors = torch::empty({3, width}, gradient.options());
    torch::Tensor of_relation = torch::empty_like(relation), of_self = torch::empty_like(self);
    AT_DISPATCH_FLOATING_TYPES(gradient.scalar_type(), "PassMessages", [&] {
      using T = scalar_t;
      const auto pointer = [](const torch::Tensor& t) { return t.data_ptr<T>(); };
      const int32_t* own = own_items.data_ptr<int32_t>();
      const int32_t *from = saved[8].data_ptr<int32_t>(), *to = saved[9].data_ptr<int32_t>();
      const Backward<T> k{pointer(gradient), pointer(normalised),        pointer(deviations),
                          pointer(scale),    passed.data_ptr<uint8_t>(), own,
                          pointer(of_sums),  pointer(of_states)};
      SumOverRows(rows, 3 * width, pointer(of_vectors), [&](int64_t first, int64_t last, T* sums) {
        WithWidth(width, [&](auto fixed) { BackwardRange(k, fixed, first, last, sums); });
      });
      torch::Tensor of_shared = of_sums.narrow(0, rows, of_sums.size(0) - rows);
      AddItemsOnCpu(of_sums.narrow(0, 0, rows), shared, of_shared);
      SumPlacedProducts(width, width, rows, pointer(states), own, pointer(of_sums), nullptr,
                        pointer(of_self));
      MultiplyPlacedRows(rows, width, width, pointer(of_sums), nullptr,
                         TurnedOver(width, width, pointer(self)).data(), T(1), pointer(of_states),
                         own);
      for (int64_t r = 0, at = 0; int64_t count : counts) {
        const int64_t matrix = r * width * width;
        SumPlacedProducts(width, width, count, pointer(states), from + at, pointer(of_sums),
                          to + at, pointer(of_relation) + matrix);
        MultiplyPlacedRows(count, width, width, pointer(of_sums), to + at,
                           TurnedOver(width, width, pointer(relation) + matrix).data(), T(1),
                           pointer(of_states), from + at);
        at += count, ++r;
      }
      AddItemsOnCpu(of_states.narrow(0, before, of_states.size(0) - before), means, of_nodes);
    });
    return {of_nodes,      of_relation,   of_self,        of_vectors[2],
            of_vectors[0], of_vectors[1], torch::Tensor()};
  }
};

// The same of a batch in Layout::kFused.
torch::Tensor MessagesPlainly(const torch::Tensor& states, const LayerMessages& messages,
                              const torch::Tensor& relation) {
  const MessageRows& rows = messages.rows;
  const int64_t after = rows.shared.begin.size(0) - 1, shared = rows.shared.item_begin.size(0) - 1;
  const std::vector<torch::Tensor> sent = torch::cat({states, SumRows(states, rows.means)})
                                              .index_select(0, rows.from)
                                              .split_with_sizes(rows.counts);
  const std::vector<torch::Tensor> maps = relation.unbind(0);
  std::vector<torch::Tensor> products;
  for (size_t r = 0; r < sent.size(); ++r) products.push_back(sent[r].mm(maps[r]));
  const torch::Tensor sums = torch::zeros({after + shared, states.size(1)}, states.options())
                                 .index_add(0, rows.to, torch::cat(products));
  return sums.narrow(0, 0, after) + SumRows(sums.narrow(0, after, shared), rows.shared);
}

}  // namespace

torch::Tensor PassMessagesPlainly(const torch::Tensor& states, const LayerMessages& messages,
                                  const RoundWeights& weights) {
  const torch::Tensor own = SumRows(states, messages.own);
  const torch::Tensor sum = torch::addmm(weights.bias, own, weights.self) +
                            MessagesPlainly(states, messages, weights.relation);
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
