// The network of the old preset: the baseline that the default one is measured against.
//
// A gated graph network (Li et al., Gated graph sequence neural networks, ICLR 2016) over the
// context of a site, then one hop into the site and into a fresh usage of each candidate variable,
// and two heads: names, by the usages' states, and productions, by an embedding of each. It is
// trained with a margin of 1 against five wrong candidates. docs/model.md has the formulas, and
// says how our samples are read as its inputs.
#pragma once

#include "learn/model/network.h"

namespace fastnode::learn {

// Ragged rows as pairs: item e belongs to row segments[e]. All int64.
struct Bag {
  torch::Tensor segments, items;
  int64_t num_rows = 0;
};

struct GatedEdges {
  torch::Tensor sources, targets, types;  // int64 [E]; types < kNumGatedEdgeTypes
};

// The elementwise maximum of the rows x[items] of each segment; 0 where a segment has none. Equal
// maxima share the gradient.
torch::Tensor MaxRows(const torch::Tensor& x, const Bag& bag);
torch::Tensor MeanRows(const torch::Tensor& x, const Bag& bag);
// Softmax of values [E] within each segment.
torch::Tensor SoftmaxRows(const torch::Tensor& values, const torch::Tensor& segments,
                          int64_t num_rows);

// One round of messages; parameters in the notation of docs/model.md.
struct GatedCell {
  torch::Tensor message;                               // [types, D, D]
  torch::Tensor gain;                                  // [types]
  torch::Tensor gates, gates_bias, state, state_bias;  // [2D, 2D], [2D], [2D, D], [D]
};
torch::Tensor Hop(const torch::Tensor& states, const GatedEdges& edges, const GatedCell& cell);

// The head for names. `query` [S, D]: what is known about the place; `sites` [S, D]; `usages` [C,
// D]; `site_of` int64 [C]. `site_decides`: false gives the old head, in which the site's half is
// the same for every candidate.
torch::Tensor NameLogits(const torch::Tensor& query, const torch::Tensor& sites,
                         const torch::Tensor& usages, const torch::Tensor& site_of,
                         const torch::Tensor& name, bool site_decides);

// The head for productions. `scopes`, `sites`, `tokens` [S, D]; `productions` [C, D]; `gains` [C,
// 3].
torch::Tensor ProductionLogits(const torch::Tensor& scopes, const torch::Tensor& sites,
                               const torch::Tensor& tokens, const torch::Tensor& site_of,
                               const torch::Tensor& productions, const torch::Tensor& gains);

// Mean over sites of the mean over wrong candidates of max(0, 1 - right + wrong). `right` [T];
// `wrong` [W] and `site_of_wrong` int64 [W] < T, each site at least once.
torch::Tensor MaxMargin(const torch::Tensor& right, const torch::Tensor& wrong,
                        const torch::Tensor& site_of_wrong);

class GatedNetwork : public Network {
 public:
  GatedNetwork(const ModelConfig& config, const torch::Tensor& flat, const torch::Tensor& gradient,
               Layout layout)
      : Network(config, flat, gradient, layout) {}

  using Network::Logits;
  torch::Tensor Logits(const Prepared& prepared) const override;
  // The margin loss of names plus that of productions. Each site has five wrong candidates, always
  // the same.
  torch::Tensor Loss(const torch::Tensor& logits, const Labels& labels) const override;

 private:
  void AddBatch(Prepared&) const override {}
  torch::Tensor Embed(const Bag& types, const Bag& names) const;
};

}  // namespace fastnode::learn
