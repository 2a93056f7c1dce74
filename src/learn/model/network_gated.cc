// The layers and losses of the old network in torch's own operations: it is a baseline, so it is
// written to be read and not to be fast. `network_gated_test.cc` holds each layer to a worked
// example, and shows the two faults that the mended form does not have.
#include "learn/model/network_gated.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "learn/model/gated_inputs.h"
#include "support/random.h"

namespace fastnode::learn {
namespace {

constexpr uint64_t kWrongStream = 0xC0;
constexpr int64_t kMostWrong = 5;

torch::Tensor Longs(const std::vector<int64_t>& values, const torch::TensorOptions& options) {
  return torch::tensor(values, torch::kLong).to(options.device());
}

Bag ToBag(const Segments& segments, int64_t num_rows, const torch::TensorOptions& options) {
  return {Longs(segments.segments, options), Longs(segments.items, options), num_rows};
}

GatedEdges ToEdges(const EdgeList& edges, const torch::TensorOptions& options) {
  return {Longs(edges.sources, options), Longs(edges.targets, options),
          Longs(edges.types, options)};
}

// The maximum of the values of each segment; `index` has the shape of `values`. torch 1.13 warns
// once per process that the function may change.
torch::Tensor SegmentMax(const torch::Tensor& values, const torch::Tensor& index,
                         const torch::Tensor& zeros) {
  return zeros.scatter_reduce(0, index, values, "amax", /*include_self=*/false);
}

torch::Tensor Max(const torch::Tensor& rows, const torch::Tensor& segments, int64_t num_rows) {
  torch::Tensor index = segments.unsqueeze(1).expand({segments.size(0), rows.size(1)});
  return SegmentMax(rows, index, torch::zeros({num_rows, rows.size(1)}, rows.options()));
}

torch::Tensor Dot(const torch::Tensor& a, const torch::Tensor& b) { return (a * b).sum(1); }

}  // namespace

torch::Tensor MaxRows(const torch::Tensor& x, const Bag& bag) {
  return Max(x.index_select(0, bag.items), bag.segments, bag.num_rows);
}

torch::Tensor MeanRows(const torch::Tensor& x, const Bag& bag) {
  torch::Tensor sums = torch::zeros({bag.num_rows, x.size(1)}, x.options())
                           .index_add(0, bag.segments, x.index_select(0, bag.items));
  torch::Tensor counts =
      torch::zeros({bag.num_rows}, x.options())
          .index_add(0, bag.segments, torch::ones({bag.items.size(0)}, x.options()));
  return sums / counts.clamp_min(1).unsqueeze(1);
}

torch::Tensor SoftmaxRows(const torch::Tensor& values, const torch::Tensor& segments,
                          int64_t num_rows) {
  // A constant cancels within its segment, so the maximum needs no gradient.
  torch::Tensor largest =
      SegmentMax(values.detach(), segments, torch::zeros({num_rows}, values.options()));
  torch::Tensor raised = (values - largest.index_select(0, segments)).exp();
  torch::Tensor sums = torch::zeros({num_rows}, values.options()).index_add(0, segments, raised);
  return raised / sums.index_select(0, segments);
}

torch::Tensor Hop(const torch::Tensor& states, const GatedEdges& edges, const GatedCell& cell) {
  if (edges.sources.size(0) == 0) return states;
  const int64_t rows = states.size(0), width = states.size(1), types = cell.message.size(0);
  // Each state goes through each type's map once: [types * rows, D].
  torch::Tensor mapped =
      torch::matmul(states.unsqueeze(0), cell.message).view({types * rows, width});
  torch::Tensor messages = mapped.index_select(0, edges.types * rows + edges.sources);
  torch::Tensor logits =
      cell.gain.index_select(0, edges.types) *
      Dot(states.index_select(0, edges.sources), states.index_select(0, edges.targets));
  torch::Tensor weights = SoftmaxRows(logits, edges.targets, rows);
  torch::Tensor pooled = Max(messages * weights.unsqueeze(1), edges.targets, rows);

  // The reset gate acts before the product, unlike torch's own GRU cell.
  torch::Tensor gates =
      torch::sigmoid(torch::addmm(cell.gates_bias, torch::cat({pooled, states}, 1), cell.gates));
  torch::Tensor reset = gates.narrow(1, 0, width), keep = gates.narrow(1, width, width);
  torch::Tensor candidate = torch::tanh(
      torch::addmm(cell.state_bias, torch::cat({pooled, reset * states}, 1), cell.state));
  torch::Tensor updated = keep * states + (1 - keep) * candidate;
  // A row that nothing flows into keeps its state.
  torch::Tensor reached =
      torch::zeros({rows}, edges.targets.options()).index_fill(0, edges.targets, 1);
  return torch::where(reached.to(torch::kBool).unsqueeze(1), updated, states);
}

torch::Tensor NameLogits(const torch::Tensor& query, const torch::Tensor& sites,
                         const torch::Tensor& usages, const torch::Tensor& site_of,
                         const torch::Tensor& name, bool site_decides) {
  const int64_t width = query.size(1);
  if (site_decides) {
    return Dot(torch::cat({query, sites}, 1).mm(name.t()).index_select(0, site_of), usages);
  }
  torch::Tensor key = query.mm(name);  // [S, 2D]
  torch::Tensor of_usages = Dot(key.narrow(1, 0, width).index_select(0, site_of), usages);
  return of_usages + Dot(key.narrow(1, width, width), sites).index_select(0, site_of);
}

torch::Tensor ProductionLogits(const torch::Tensor& scopes, const torch::Tensor& sites,
                               const torch::Tensor& tokens, const torch::Tensor& site_of,
                               const torch::Tensor& productions, const torch::Tensor& gains) {
  torch::Tensor logits = torch::zeros({productions.size(0)}, productions.options());
  const torch::Tensor contexts[] = {scopes, sites, tokens};
  for (int64_t part = 0; part < 3; ++part) {
    logits =
        logits + gains.select(1, part) * Dot(productions, contexts[part].index_select(0, site_of));
  }
  return logits;
}

torch::Tensor MaxMargin(const torch::Tensor& right, const torch::Tensor& wrong,
                        const torch::Tensor& site_of_wrong) {
  const int64_t sites = right.size(0);
  torch::Tensor misses = torch::relu(1 - right.index_select(0, site_of_wrong) + wrong);
  torch::Tensor sums = torch::zeros({sites}, right.options()).index_add(0, site_of_wrong, misses);
  torch::Tensor counts =
      torch::zeros({sites}, right.options()).index_add(0, site_of_wrong, torch::ones_like(wrong));
  return (sums / counts).mean();
}

torch::Tensor GatedNetwork::Embed(const Bag& types, const Bag& names) const {
  return torch::cat({MaxRows(At("embed.type"), types), MeanRows(At("embed.name"), names)}, 1);
}

torch::Tensor GatedNetwork::Logits(const Prepared& prepared) const {
  const pack::Sample& sample = *prepared.sample;
  const GatedInputs inputs = ReadGatedInputs(sample, config_);
  const GatedCell cell{At("message"),    At("gain"),  At("gates"),
                       At("gates.bias"), At("state"), At("state.bias")};
  auto bag = [&](const Segments& segments, size_t rows) {
    return ToBag(segments, static_cast<int64_t>(rows), options());
  };
  auto longs = [&](const std::vector<int64_t>& values) { return Longs(values, options()); };
  const auto num_rows = static_cast<size_t>(inputs.num_rows);
  torch::Tensor states = Embed(bag(inputs.types, num_rows), bag(inputs.names, num_rows));
  const GatedEdges context = ToEdges(inputs.context, options());
  for (int32_t i = 0; i < config_.layers; ++i) states = Hop(states, context, cell);
  states = Hop(states, ToEdges(inputs.expansion, options()), cell);

  torch::Tensor sites = states.narrow(0, sample.num_nodes(), sample.num_sites());
  std::vector<torch::Tensor> logits;
  if (!inputs.usage_rows.empty()) {
    const size_t count = inputs.name_sites.size();
    logits.push_back(
        NameLogits(Embed(bag(inputs.query_types, count), bag(inputs.query_names, count)),
                   sites.index_select(0, longs(inputs.name_sites)),
                   states.index_select(0, longs(inputs.usage_rows)), longs(inputs.usage_sites),
                   At("name"), config_.site_decides_names));
  }
  if (!inputs.production_owners.empty()) {
    const size_t count = inputs.production_sites.size();
    torch::Tensor own = sites.index_select(0, longs(inputs.production_sites));
    const Bag tokens = bag(inputs.tokens, count);
    torch::Tensor token_states = states.index_select(0, tokens.items);
    torch::Tensor weights = SoftmaxRows(Dot(token_states, own.index_select(0, tokens.segments)),
                                        tokens.segments, tokens.num_rows);
    torch::Tensor token_vectors =
        torch::zeros_like(own).index_add(0, tokens.segments, token_states * weights.unsqueeze(1));
    const Bag productions = bag(inputs.productions, inputs.production_owners.size());
    logits.push_back(ProductionLogits(MaxRows(states, bag(inputs.scopes, count)), own,
                                      token_vectors, longs(inputs.production_owners),
                                      MeanRows(At("production"), productions),
                                      MeanRows(At("production.gain"), productions)));
  }
  if (logits.empty()) return torch::zeros({0}, options());
  std::vector<int64_t> places = inputs.usage_places;
  places.insert(places.end(), inputs.production_places.begin(), inputs.production_places.end());
  return torch::zeros({sample.num_candidates()}, options())
      .index_add(0, longs(places), torch::cat(logits));
}

torch::Tensor GatedNetwork::Loss(const torch::Tensor& logits, const Labels& labels) const {
  torch::Tensor loss = logits.sum() * 0;
  const torch::Tensor tasks = labels.tasks.to(torch::kCPU),
                      sites = labels.labelled_sites.to(torch::kCPU);
  const torch::Tensor truths = labels.labels.to(torch::kCPU),
                      places = labels.padded_places.to(torch::kCPU);
  // Candidates of a site stand side by side.
  std::vector<int64_t> begin(static_cast<size_t>(labels.num_sites) + 1);
  for (int64_t c = 0; c < places.size(0); ++c) {
    ++begin[static_cast<size_t>(places.data_ptr<int64_t>()[c] / labels.most_candidates) + 1];
  }
  for (size_t s = 1; s < begin.size(); ++s) begin[s] += begin[s - 1];
  for (bool names : {true, false}) {
    std::vector<int64_t> right, wrong, site_of_wrong;
    for (int64_t i = 0; i < tasks.size(0); ++i) {
      if (IsNameTask(static_cast<int>(tasks.data_ptr<int64_t>()[i])) != names) continue;
      const int64_t site = sites.data_ptr<int64_t>()[i], truth = truths.data_ptr<int64_t>()[i];
      const int64_t first = begin[static_cast<size_t>(site)];
      const int64_t others = begin[static_cast<size_t>(site) + 1] - first - 1;
      if (others == 0) continue;
      // Some of the others, drawn without replacement (Vitter's selection sampling).
      Random random(kWrongStream, static_cast<uint64_t>(site), static_cast<uint64_t>(others));
      int64_t wanted = std::min(others, kMostWrong);
      for (int64_t j = 0; j < others && wanted > 0; ++j) {
        if (random.Below(static_cast<uint64_t>(others - j)) >= static_cast<uint64_t>(wanted)) {
          continue;
        }
        --wanted;
        wrong.push_back(first + j + (j >= truth ? 1 : 0));
        site_of_wrong.push_back(static_cast<int64_t>(right.size()));
      }
      right.push_back(first + truth);
    }
    if (right.empty()) continue;
    loss = loss + MaxMargin(logits.index_select(0, Longs(right, options())),
                            logits.index_select(0, Longs(wrong, options())),
                            Longs(site_of_wrong, options()));
  }
  return loss;
}

}  // namespace fastnode::learn
