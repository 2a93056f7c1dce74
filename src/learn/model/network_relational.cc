#include "learn/model/network_relational.h"

#include <cmath>
#include <limits>
#include <vector>

#include "learn/model/parameters.h"

namespace fastnode::learn {

torch::Tensor RelationalNetwork::Normalise(const torch::Tensor& x, const std::string& name) const {
  return torch::layer_norm(x, {x.size(1)}, At(name + ".scale"), At(name + ".bias"), kNormEpsilon);
}

torch::Tensor RelationalNetwork::PassMessages(const torch::Tensor& states,
                                              const LayerMessages& messages, int32_t layer) const {
  const std::string name = "layer." + std::to_string(layer) + ".";
  std::vector<torch::Tensor> means =
      SumRows(states, messages.pair_sources).split_with_sizes(messages.relation_pairs);
  std::vector<torch::Tensor> maps = At(name + "relation").unbind(0);
  std::vector<torch::Tensor> products;
  for (size_t r = 0; r < means.size(); ++r) products.push_back(means[r].mm(maps[r]));
  torch::Tensor own = torch::addmm(At(name + "bias"), states, At(name + "self"));
  torch::Tensor sum = own + SumRows(torch::cat(products), messages.node_pairs);
  return Normalise(states + torch::relu(sum), name + "norm");
}

torch::Tensor RelationalNetwork::Rank(const Batch& batch, int task, int64_t first_site,
                                      int64_t first_candidate, const torch::Tensor& sites,
                                      const torch::Tensor& candidates) const {
  const std::string name = "task." + std::string(pack::Name(static_cast<pack::Task>(task))) + ".";
  const Batch::Part& part = batch.parts[task];
  auto of_sites = [&](const torch::Tensor& t) { return t.narrow(0, first_site, part.num_sites); };
  auto of_candidates = [&](const torch::Tensor& t) {
    return t.narrow(0, first_candidate, part.num_candidates);
  };
  // The site of each candidate, counted from this task's first.
  torch::Tensor site_of = of_candidates(batch.candidate_sites.items).to(torch::kLong) - first_site;
  torch::Tensor states = of_sites(sites);
  std::vector<torch::Tensor> w1 =
      At(name + "w1")
          .split_with_sizes(
              {pack::kNumCandidateFeatures, pack::kNumSiteFeatures, config_.site_context, 1});

  // What depends on the site alone is computed once a site: its query and its part of the first
  // layer.
  torch::Tensor query = states.mm(At(name + "query"));
  torch::Tensor shared = torch::addmm(At(name + "b1"), of_sites(batch.site_features), w1[1]) +
                         states.mm(At("site.context")).mm(w1[2]);
  torch::Tensor both = torch::cat({query, shared}, 1).index_select(0, site_of);
  std::vector<torch::Tensor> gathered =
      both.split_with_sizes({config_.hidden, config_.ranker_hidden}, 1);
  torch::Tensor dot = (gathered[0] * of_candidates(candidates)).sum(1, true) /
                      std::sqrt(static_cast<double>(config_.hidden));
  torch::Tensor first = torch::addmm(gathered[1], of_candidates(batch.candidate_features), w1[0]);
  first = torch::relu(torch::addmm(first, dot, w1[3]));
  torch::Tensor second = torch::relu(torch::addmm(At(name + "b2"), first, At(name + "w2")));
  return dot.squeeze(1) + second.mv(At(name + "w3"));
}

torch::Tensor RelationalNetwork::Logits(const pack::Sample& sample) const {
  const Batch batch = MakeBatch(sample, config_, options());
  torch::Tensor states = SumRows(At("embed.kind"), batch.node_kinds) +
                         SumRows(At("embed.name"), batch.node_names) +
                         SumRows(At("embed.type"), batch.node_types);
  states = Normalise(states, "embed.norm");
  for (int32_t i = 0; i < config_.layers; ++i) states = PassMessages(states, batch.layers[i], i);

  torch::Tensor sites = SumRows(states, batch.site_nodes);
  torch::Tensor candidates =
      SumRows(At("embed.name"), batch.candidate_names).mm(At("candidate.name")) +
      SumRows(states, batch.candidate_uses).mm(At("candidate.use"));
  std::vector<torch::Tensor> logits;
  int64_t first_site = 0, first_candidate = 0;
  for (int task = 0; task < pack::kNumTasks; ++task) {
    const Batch::Part& part = batch.parts[task];
    if (part.num_candidates > 0) {
      logits.push_back(Rank(batch, task, first_site, first_candidate, sites, candidates));
    }
    first_site += part.num_sites;
    first_candidate += part.num_candidates;
  }
  if (logits.empty()) return torch::zeros({0}, options());
  return torch::cat(logits).index_select(0, batch.candidate_places);
}

torch::Tensor RelationalNetwork::Loss(const torch::Tensor& logits, const Labels& labels) const {
  if (labels.labels.size(0) == 0) return logits.sum() * 0;
  torch::Tensor padded = torch::full({labels.num_sites * labels.most_candidates},
                                     -std::numeric_limits<float>::infinity(), logits.options());
  padded = padded.index_put({labels.padded_places}, logits)
               .view({labels.num_sites, labels.most_candidates})
               .index_select(0, labels.labelled_sites);
  return torch::nll_loss(torch::log_softmax(padded, 1), labels.labels);
}

}  // namespace fastnode::learn
