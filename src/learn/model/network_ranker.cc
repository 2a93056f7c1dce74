// Both layers, their rectifiers and the last product in one operation. Between the matrix products
// each row is read once and written in place, which saves the passes over [candidates, width] that
// torch's separate operations make. The gradient needs only the two layers' outputs.
// network_kernels_test.cc compares it with RankCandidatesPlainly.
#include "learn/model/network_ranker.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "learn/model/feature_pieces.h"
#include "learn/model/network_kernels.h"

namespace fastnode::learn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kSecondWidth = 32;    // that the second layer has by default
constexpr int64_t kGrainFeatures = 16;  // fewer are not worth another thread

// The features of a candidate that are not 0.
struct FeaturesInUse {
  int32_t count = 0;
  uint8_t features[pack::kNumCandidateFeatures];
};
static_assert(pack::kNumCandidateFeatures <= 256);

// Which of eight are 0 is different for every candidate, so there is no branch for each; but half
// the slots of most tasks have no name, and eight of them are passed over together.
void FindFeatures(const uint8_t* bytes, int64_t first, int64_t last, FeaturesInUse& in_use) {
  constexpr int64_t kTogether = sizeof(uint64_t);
  int32_t count = 0;
  for (int64_t f = first; f < last; f += kTogether) {
    const int64_t some = std::min(kTogether, last - f);
    uint64_t together = 0;
    std::memcpy(&together, bytes + f, static_cast<size_t>(some));
    if (together == 0) continue;
    for (int64_t i = f; i < f + some; ++i) {
      in_use.features[count] = static_cast<uint8_t>(i);
      count += bytes[i] != 0 ? 1 : 0;
    }
  }
  in_use.count = count;
}

int64_t PlaceOfPiece(int64_t feature, uint8_t byte) {
  return feature * kNumPieces + kPieceOf[byte];
}

// Reads features by pieces, four at a time, as each writes all of the row.
template <typename T, typename Width>
FASTNODE_VECTORISED void ReadRange(const uint8_t* features, int64_t num_features, const T* pieces,
                                   int64_t first, int64_t last, Width given_width, T* values) {
  const int64_t width = given_width;
  FeaturesInUse in_use;
  for (int64_t c = first; c < last; ++c) {
    T* __restrict to = values + c * width;
    for (int64_t d = 0; d < width; ++d) to[d] = 0;
    const uint8_t* bytes = features + c * num_features;
    FindFeatures(bytes, 0, num_features, in_use);
    const auto offset = [&](int32_t i) {
      const int64_t f = in_use.features[i];
      return pieces + PlaceOfPiece(f, bytes[f]) * 2 * width;
    };
    const auto number = [&](int32_t i) { return static_cast<T>(bytes[in_use.features[i]]) / 64; };
    int32_t i = 0;
    for (; i + 4 <= in_use.count; i += 4) {
      const T* __restrict p0 = offset(i), * __restrict p1 = offset(i + 1), * __restrict p2 = offset(i + 2), * __restrict p3 = offset(i + 3);
      const T x0 = number(i), x1 = number(i + 1), x2 = number(i + 2), x3 = number(i + 3);
      for (int64_t d = 0; d < width; ++d) {
        to[d] += (p0[d] + x0 * p0[width + d]) + (p1[d] + x1 * p1[width + d]) +
                 ((p2[d] + x2 * p2[width + d]) + (p3[d] + x3 * p3[width + d]));
      }
    }
    for (; i < in_use.count; ++i) {
      const T* __restrict p = offset(i);
      const T x = number(i);
      for (int64_t d = 0; d < width; ++d) to[d] += p[d] + x * p[width + d];
    }
  }
}

// Adds to the gradient of the pieces of features [first, last): of all candidates in their order,
// however many threads share the features.
template <typename T, typename Width>
FASTNODE_VECTORISED void OfReadRange(const uint8_t* features, int64_t num_features,
                                     const T* of_values, int64_t count, int64_t first, int64_t last,
                                     Width given_width, T* of_pieces) {
  const int64_t width = given_width;
  FeaturesInUse in_use;
  for (int64_t c = 0; c < count; ++c) {
    const T* __restrict from = of_values + c * width;
    const uint8_t* bytes = features + c * num_features;
    FindFeatures(bytes, first, last, in_use);
    for (int32_t i = 0; i < in_use.count; ++i) {
      const int64_t f = in_use.features[i];
      T* __restrict offset = of_pieces + PlaceOfPiece(f, bytes[f]) * 2 * width;
      T* __restrict slope = offset + width;
      const T x = static_cast<T>(bytes[f]) / 64;
      for (int64_t d = 0; d < width; ++d) {
        offset[d] += from[d];
        slope[d] += x * from[d];
      }
    }
  }
}

// Makes each row relu(row + its site's row of `shared` + dots[row] * dot).
template <typename T, typename Width>
FASTNODE_VECTORISED void FirstRange(const T* shared, const int32_t* site_of, const T* dots,
                                    const T* dot, int64_t first, int64_t last, Width given_width,
                                    T* values) {
  const int64_t width = given_width;
  for (int64_t c = first; c < last; ++c) {
    T* __restrict to = values + c * width;
    const T* __restrict of_site = shared + site_of[c] * width;
    for (int64_t d = 0; d < width; ++d) {
      const T sum = to[d] + of_site[d] + dots[c] * dot[d];
      to[d] = sum > 0 ? sum : 0;
    }
  }
}

// The same with a bias; and the logits.
template <typename T, typename Width>
FASTNODE_VECTORISED void SecondRange(const T* bias, const T* w3, const T* dots, int64_t first,
                                     int64_t last, Width given_width, T* values, T* logits) {
  const int64_t width = given_width;
  for (int64_t c = first; c < last; ++c) {
    T* __restrict to = values + c * width;
    T logit = 0;
    for (int64_t d = 0; d < width; ++d) {
      const T sum = to[d] + bias[d];
      to[d] = sum > 0 ? sum : 0;
      logit += to[d] * w3[d];
    }
    logits[c] = dots[c] + logit;
  }
}

// The gradient before the second rectifier. `sums` [2 width]: the gradients of the bias and of w3.
template <typename T, typename Width>
FASTNODE_VECTORISED void OfSecondRange(const T* gradient, const T* w3, const T* values,
                                       int64_t first, int64_t last, Width given_width, T* out,
                                       T* sums) {
  const int64_t width = given_width;
  T* __restrict of_bias = sums;
  T* __restrict of_w3 = sums + width;
  for (int64_t c = first; c < last; ++c) {
    const T* __restrict value = values + c * width;
    T* __restrict to = out + c * width;
    for (int64_t d = 0; d < width; ++d) {
      to[d] = value[d] > 0 ? gradient[c] * w3[d] : 0;
      of_bias[d] += to[d];
      of_w3[d] += gradient[c] * value[d];
    }
  }
}

// In place, from the gradient behind the first rectifier to the one before it, and to that of the
// dots. `sums` [width]: the gradient of the dots' weights.
template <typename T, typename Width>
FASTNODE_VECTORISED void OfFirstRange(const T* gradient, const T* dots, const T* dot,
                                      const T* values, int64_t first, int64_t last,
                                      Width given_width, T* of_values, T* of_dots, T* sums) {
  const int64_t width = given_width;
  T* __restrict of_dot = sums;
  for (int64_t c = first; c < last; ++c) {
    const T* __restrict value = values + c * width;
    T* __restrict to = of_values + c * width;
    T sum = 0;
    for (int64_t d = 0; d < width; ++d) {
      to[d] = value[d] > 0 ? to[d] : 0;
      sum += to[d] * dot[d];
      of_dot[d] += to[d] * dots[c];
    }
    of_dots[c] = gradient[c] + sum;
  }
}

// out[s] = the sum of the rows of site s.
template <typename T, typename Width>
FASTNODE_VECTORISED void OfSites(const T* rows, const int32_t* begin, int64_t first, int64_t last,
                                 Width given_width, T* out) {
  const int64_t width = given_width;
  for (int64_t s = first; s < last; ++s) {
    T* __restrict to = out + s * width;
    for (int64_t d = 0; d < width; ++d) to[d] = 0;
    for (int32_t c = begin[s]; c < begin[s + 1]; ++c) {
      const T* __restrict from = rows + c * width;
      for (int64_t d = 0; d < width; ++d) to[d] += from[d];
    }
  }
}

class Ranker : public torch::autograd::Function<Ranker> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given_shared,
                               const torch::Tensor& given_dots, const torch::Tensor& features,
                               const torch::Tensor& given_pieces, const torch::Tensor& dot,
                               const torch::Tensor& w2, const torch::Tensor& b2,
                               const torch::Tensor& w3, const QueryIndex& sites) {
    const torch::Tensor shared = given_shared.contiguous(), dots = given_dots.contiguous(),
                        pieces = given_pieces.contiguous();
    const int64_t count = dots.size(0), inputs = features.size(1), h1 = w2.size(0), h2 = w2.size(1);
    torch::Tensor first = torch::empty({count, h1}, dots.options());
    torch::Tensor second = torch::empty({count, h2}, dots.options()),
                  logits = torch::empty_like(dots);
    AT_DISPATCH_FLOATING_TYPES(dots.scalar_type(), "RankCandidates", [&] {
      using T = scalar_t;
      const auto pointer = [](const torch::Tensor& t) { return t.data_ptr<T>(); };
      at::parallel_for(0, count, kGrainRows, [&](int64_t begin, int64_t end) {
        WithWidth(h1, [&](auto width) {
          ReadRange(features.data_ptr<uint8_t>(), inputs, pointer(pieces), begin, end, width,
                    pointer(first));
          FirstRange(pointer(shared), sites.of.data_ptr<int32_t>(), pointer(dots), pointer(dot),
                     begin, end, width, pointer(first));
        });
      });
      Multiply(Shape::kAsIs, Shape::kAsIs, count, h2, h1, pointer(first), pointer(w2), T(0),
               pointer(second));
      at::parallel_for(0, count, kGrainRows, [&](int64_t begin, int64_t end) {
        WithWidth<kSecondWidth>(h2, [&](auto width) {
          SecondRange(pointer(b2), pointer(w3), pointer(dots), begin, end, width, pointer(second),
                      pointer(logits));
        });
      });
    });
    context->save_for_backward(
        {shared, dots, features, dot, w2, w3, first, second, sites.begin, pieces});
    return logits;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor &shared = saved[0], &dots = saved[1], &features = saved[2], &dot = saved[3],
                        &w2 = saved[4], &w3 = saved[5], &first = saved[6], &second = saved[7],
                        &site_begin = saved[8], &pieces = saved[9];
    const torch::Tensor gradient = gradients[0].contiguous();
    const int64_t count = dots.size(0), inputs = features.size(1), h1 = w2.size(0), h2 = w2.size(1);
    torch::Tensor of_shared = torch::empty_like(shared), of_dots = torch::empty_like(dots);
    torch::Tensor of_dot = torch::empty_like(dot), of_w2 = torch::empty_like(w2);
    torch::Tensor of_pieces = torch::zeros_like(pieces);
    torch::Tensor of_vectors = torch::empty({2, h2}, dots.options());
    torch::Tensor of_first = torch::empty_like(first), of_second = torch::empty_like(second);
    AT_DISPATCH_FLOATING_TYPES(dots.scalar_type(), "RankCandidates", [&] {
      using T = scalar_t;
      const auto pointer = [](const torch::Tensor& t) { return t.data_ptr<T>(); };
      SumOverRows(count, 2 * h2, pointer(of_vectors), [&](int64_t begin, int64_t end, T* sums) {
        WithWidth<kSecondWidth>(h2, [&](auto width) {
          OfSecondRange(pointer(gradient), pointer(w3), pointer(second), begin, end, width,
                        pointer(of_second), sums);
        });
      });
      SumPlacedProducts(h1, h2, count, pointer(first), nullptr, pointer(of_second), nullptr,
                        pointer(of_w2));
      Multiply(Shape::kAsIs, Shape::kTransposed, count, h1, h2, pointer(of_second), pointer(w2),
               T(0), pointer(of_first));
      SumOverRows(count, h1, pointer(of_dot), [&](int64_t begin, int64_t end, T* sums) {
        WithWidth(h1, [&](auto width) {
          OfFirstRange(pointer(gradient), pointer(dots), pointer(dot), pointer(first), begin, end,
                       width, pointer(of_first), pointer(of_dots), sums);
        });
      });
      at::parallel_for(0, inputs, kGrainFeatures, [&](int64_t begin, int64_t end) {
        WithWidth(h1, [&](auto width) {
          OfReadRange(features.data_ptr<uint8_t>(), inputs, pointer(of_first), count, begin, end,
                      width, pointer(of_pieces));
        });
      });
      at::parallel_for(0, shared.size(0), 1, [&](int64_t begin, int64_t end) {
        WithWidth(h1, [&](auto width) {
          OfSites(pointer(of_first), site_begin.data_ptr<int32_t>(), begin, end, width,
                  pointer(of_shared));
        });
      });
    });
    return {of_shared, of_dots,       torch::Tensor(), of_pieces,      of_dot,
            of_w2,     of_vectors[0], of_vectors[1],   torch::Tensor()};
  }
};

// Where a piece begins, and 1 / its length.
template <typename T>
std::pair<T, T> BeginOfPiece(int64_t piece) {
  const auto at = static_cast<size_t>(piece);
  return {kKnots[at], 1 / static_cast<T>(kKnots[at + 1] - kKnots[at])};
}

// The slopes of features, their values at knots, and what is made of them: the offset of each piece
// of each feature, and `width` behind it the slope.
template <typename T, typename Width>
FASTNODE_VECTORISED void MakePieces(const T* slopes, const T* knots, int64_t features,
                                    Width given_width, T* pieces) {
  const int64_t width = given_width;
  for (int64_t f = 0; f < features; ++f) {
    const T* __restrict own = slopes + f * width;
    for (int64_t piece = 0; piece < kNumPieces; ++piece) {
      const T* __restrict left = knots + (piece * features + f) * width;
      const T* __restrict right = left + features * width;
      T* __restrict offset = pieces + (f * kNumPieces + piece) * 2 * width;
      const auto [first, per_length] = BeginOfPiece<T>(piece);
      for (int64_t d = 0; d < width; ++d) {
        const T rise = (right[d] - left[d]) * per_length;
        offset[d] = left[d] - first * rise;
        offset[width + d] = own[d] + rise;
      }
    }
  }
}

// Adds to the gradients.
template <typename T, typename Width>
FASTNODE_VECTORISED void OfMadePieces(const T* of_pieces, int64_t features, Width given_width,
                                      T* of_slopes, T* of_knots) {
  const int64_t width = given_width;
  for (int64_t f = 0; f < features; ++f) {
    T* __restrict own = of_slopes + f * width;
    for (int64_t piece = 0; piece < kNumPieces; ++piece) {
      T* __restrict left = of_knots + (piece * features + f) * width;
      T* __restrict right = left + features * width;
      const T* __restrict offset = of_pieces + (f * kNumPieces + piece) * 2 * width;
      const auto [first, per_length] = BeginOfPiece<T>(piece);
      for (int64_t d = 0; d < width; ++d) {
        const T of_rise = (offset[width + d] - first * offset[d]) * per_length;
        own[d] += offset[width + d];
        left[d] += offset[d] - of_rise;
        right[d] += of_rise;
      }
    }
  }
}

// Between two knots: a line through its values there, and the slope of the feature itself.
class PiecesOfKnots : public torch::autograd::Function<PiecesOfKnots> {
 public:
  static torch::Tensor forward(AutogradContext*, const torch::Tensor& given_slopes,
                               const torch::Tensor& given_knots) {
    const torch::Tensor slopes = given_slopes.contiguous(), knots = given_knots.contiguous();
    const int64_t features = slopes.size(0), width = slopes.size(1);
    torch::Tensor pieces = torch::empty({features, kNumPieces, 2, width}, slopes.options());
    AT_DISPATCH_FLOATING_TYPES(slopes.scalar_type(), "Pieces", [&] {
      using T = scalar_t;
      WithWidth(width, [&](auto fixed) {
        MakePieces(slopes.data_ptr<T>(), knots.data_ptr<T>(), features, fixed,
                   pieces.data_ptr<T>());
      });
    });
    return pieces;
  }

  static variable_list backward(AutogradContext*, variable_list gradients) {
    const torch::Tensor gradient = gradients[0].contiguous();
    const int64_t features = gradient.size(0), width = gradient.size(3);
    torch::Tensor of_slopes = torch::zeros({features, width}, gradient.options());
    torch::Tensor of_knots = torch::zeros({kNumKnots, features, width}, gradient.options());
    AT_DISPATCH_FLOATING_TYPES(gradient.scalar_type(), "Pieces", [&] {
      using T = scalar_t;
      WithWidth(width, [&](auto fixed) {
        OfMadePieces(gradient.data_ptr<T>(), features, fixed, of_slopes.data_ptr<T>(),
                     of_knots.data_ptr<T>());
      });
    });
    return {of_slopes, of_knots};
  }
};

// Features as numbers, and how much of each of its values at the knots a feature takes; [C, (1 +
// kNumKnots) features].
torch::Tensor Shares(const torch::Tensor& features, const torch::TensorOptions& options,
                     bool has_knots) {
  const torch::Tensor x = features.to(options) / 64;
  if (!has_knots) return x;
  const torch::Tensor is_there = (x > 0).to(options);
  std::vector<torch::Tensor> parts = {x};
  for (size_t knot = 0; knot < kNumKnots; ++knot) {
    // Rises from the knot before to this one, and falls to the next.
    torch::Tensor share = is_there;
    if (knot > 0) share = share * ((x - kKnots[knot - 1]) / (kKnots[knot] - kKnots[knot - 1]));
    share = share.clamp(0, 1);
    if (knot + 1 < kNumKnots) {
      share =
          share - is_there * ((x - kKnots[knot]) / (kKnots[knot + 1] - kKnots[knot])).clamp(0, 1);
    }
    parts.push_back(share);
  }
  return torch::cat(parts, 1);
}

}  // namespace

torch::Tensor Pieces(const torch::Tensor& slopes, const torch::Tensor& knots) {
  if (knots.defined()) return PiecesOfKnots::apply(slopes, knots);
  const torch::Tensor piece = torch::stack({torch::zeros_like(slopes), slopes}, 1);
  return torch::stack(std::vector<torch::Tensor>(kNumPieces, piece), 1);
}

torch::Tensor RankCandidatesPlainly(const torch::Tensor& shared, const torch::Tensor& dots,
                                    const torch::Tensor& features, const QueryIndex& sites,
                                    const RankerWeights& weights) {
  const torch::Tensor column = dots.unsqueeze(1);
  const torch::Tensor of_sites =
      sites.rows.begin.defined() ? SumRows(shared, sites.rows) : shared.index_select(0, sites.of);
  const torch::Tensor x = features.to(dots.scalar_type()) / 64;
  torch::Tensor first = of_sites;
  for (int64_t piece = 0; piece < kNumPieces; ++piece) {
    const auto at = static_cast<size_t>(piece);
    const torch::Tensor is_here = ((x > kKnots[at]) & (x <= kKnots[at + 1])).to(x.scalar_type());
    const torch::Tensor of_piece = weights.pieces.select(1, piece);
    first = first + is_here.mm(of_piece.select(1, 0)) + (is_here * x).mm(of_piece.select(1, 1));
  }
  first = torch::relu(torch::addmm(first, column, weights.dot));
  const torch::Tensor second = torch::relu(torch::addmm(weights.b2, first, weights.w2));
  return dots + second.mv(weights.w3);
}

torch::Tensor RankCandidates(const torch::Tensor& shared, const torch::Tensor& dots,
                             const torch::Tensor& features, const QueryIndex& sites,
                             const RankerWeights& weights) {
  return Ranker::apply(shared, dots, features, weights.pieces, weights.dot, weights.w2, weights.b2,
                       weights.w3, sites);
}

torch::Tensor RankTasks(const torch::Tensor& features, const torch::Tensor& of_sites,
                        const torch::Tensor& dots, const QueryIndex& sites,
                        const TaskWeights& weights) {
  const int64_t tasks = weights.w1.size(0), h1 = weights.w1.size(2);
  const bool has_knots = weights.knots.defined();
  torch::Tensor w1 = weights.w1;
  if (has_knots) {
    const int64_t own = features.size(1);
    w1 = torch::cat({w1.narrow(1, 0, own), weights.knots.reshape({tasks, -1, h1}),
                     w1.narrow(1, own, w1.size(1) - own)},
                    1);
  }
  const torch::Tensor inputs = torch::cat({Shares(features, dots.options(), has_knots),
                                           SumRows(of_sites, sites.rows), dots.unsqueeze(1)},
                                          1);
  const torch::Tensor by_task = inputs.view({tasks, -1, inputs.size(1)});
  const torch::Tensor first = torch::relu(torch::baddbmm(weights.b1.unsqueeze(1), by_task, w1));
  const torch::Tensor second =
      torch::relu(torch::baddbmm(weights.b2.unsqueeze(1), first, weights.w2));
  return second.bmm(weights.w3.unsqueeze(2)).view(-1) + dots;
}

}  // namespace fastnode::learn
