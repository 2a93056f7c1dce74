// What depends only on the site is computed once per site, not once per candidate: the query's
// maps, and the site's part of the ranker's first layer. A site has many candidates, so this saves
// most of the work. train_test holds the scores to learn/run's, network_test.cc the gradient to
// finite differences.
#include "learn/model/network_relational.h"

#include <cmath>
#include <limits>
#include <vector>

#include "learn/model/network_ranker.h"
#include "learn/model/network_round.h"
#include "learn/model/parameters.h"

namespace fastnode::learn {

namespace {

std::string NameOf(int task) {
  return "task." + std::string(pack::Name(static_cast<pack::Task>(task))) + ".";
}

}  // namespace

torch::Tensor RelationalNetwork::EmbedNodes(const Batch& batch) const {
  const torch::Tensor sum = SumRows(At("embed.kind"), batch.node_kinds) +
                            SumRows(At("embed.name"), batch.node_names) +
                            SumRows(At("embed.type"), batch.node_types);
  return torch::layer_norm(sum, {config_.hidden}, At("embed.norm.scale"), At("embed.norm.bias"),
                           kNormEpsilon);
}

// A candidate is (name name_map + use use_map). Its product with a query is therefore that of its
// name with (query name_map^T) plus that of its uses with (query use_map^T), and the maps are
// applied to the few queries.
torch::Tensor RelationalNetwork::Dots(const Batch& batch, const torch::Tensor& states,
                                      const torch::Tensor& sites) const {
  std::vector<torch::Tensor> queries;
  int64_t first = 0;
  for (int task = 0; task < pack::kNumTasks; ++task) {
    const int64_t count = batch.parts[task].num_sites;
    if (count > 0) queries.push_back(sites.narrow(0, first, count).mm(At(NameOf(task) + "query")));
    first += count;
  }
  const torch::Tensor query = torch::cat(queries) / std::sqrt(static_cast<double>(config_.hidden));
  return DotRows(query.mm(At("candidate.name").t()), At("embed.name"), batch.candidate_names,
                 batch.candidate_sites) +
         DotRows(query.mm(At("candidate.use").t()), states, batch.candidate_uses,
                 batch.candidate_sites);
}

torch::Tensor RelationalNetwork::Logits(const pack::Sample& sample) const {
  const Batch batch = MakeBatch(sample, config_, options());
  if (batch.candidate_features.size(0) == 0) return torch::zeros({0}, options());
  torch::Tensor states = EmbedNodes(batch);
  for (int32_t i = 0; i < config_.layers; ++i) {
    const std::string layer = "layer." + std::to_string(i) + ".";
    states = PassMessages(states, batch.layers[i],
                          {At(layer + "relation"), At(layer + "self"), At(layer + "bias"),
                           At(layer + "norm.scale"), At(layer + "norm.bias")});
  }
  const torch::Tensor sites = SumRows(states, batch.site_nodes);
  const torch::Tensor dots = Dots(batch, states, sites), context = sites.mm(At("site.context"));
  std::vector<torch::Tensor> logits;
  int64_t first_site = 0, first_candidate = 0;
  for (int task = 0; task < pack::kNumTasks; ++task) {
    const Batch::Part& part = batch.parts[task];
    auto of_sites = [&](const torch::Tensor& t) { return t.narrow(0, first_site, part.num_sites); };
    auto of_candidates = [&](const torch::Tensor& t) {
      return t.narrow(0, first_candidate, part.num_candidates);
    };
    if (part.num_candidates > 0) {
      const std::string name = NameOf(task);
      // The part that depends only on the site, once per site.
      const std::vector<torch::Tensor> w1 =
          At(name + "w1")
              .split_with_sizes(
                  {pack::kNumCandidateFeatures, pack::kNumSiteFeatures, config_.site_context, 1});
      const torch::Tensor shared =
          torch::addmm(torch::addmm(At(name + "b1"), of_sites(batch.site_features), w1[1]),
                       of_sites(context), w1[2]);
      logits.push_back(
          RankCandidates(shared, of_candidates(dots), of_candidates(batch.candidate_features),
                         batch.task_sites[task],
                         {w1[0], w1[3], At(name + "w2"), At(name + "b2"), At(name + "w3")}));
    }
    first_site += part.num_sites;
    first_candidate += part.num_candidates;
  }
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
