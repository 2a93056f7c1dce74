// What depends only on the site is computed once per site, not once per candidate: the query's
// maps, and the site's part of the ranker's first layer. A site has many candidates, so this saves
// most of the work. train_test holds the scores to learn/run's, network_test.cc the gradient to
// finite differences.
#include "learn/model/network_relational.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "learn/model/network_embedding.h"
#include "learn/model/network_ranker.h"
#include "learn/model/network_round.h"
#include "learn/model/parameters.h"

namespace fastnode::learn {

namespace {

// Features as the network multiplies them.
torch::Tensor Numbers(const torch::Tensor& bytes, const torch::TensorOptions& options) {
  return bytes.to(options) / 64;
}

std::string NameOf(int task) {
  return "task." + std::string(pack::Name(static_cast<pack::Task>(task))) + ".";
}

// How many values each task has of its own.
int64_t SizeOfTask(const ModelConfig& config) {
  int64_t size = 0;
  for (const Parameter& parameter : Parameters(config)) {
    if (parameter.name.starts_with(NameOf(0))) size += parameter.size();
  }
  return size;
}

}  // namespace

RelationalNetwork::RelationalNetwork(const ModelConfig& config, const torch::Tensor& flat,
                                     const torch::Tensor& gradient, Layout layout)
    : Network(config, flat, gradient, layout) {
  if (layout != Layout::kTorch) return;
  // Parameters() ends with the tasks, each with the same parts.
  const int64_t all = pack::kNumTasks * SizeOfTask(config);
  auto part = [&](const torch::Tensor& whole) {
    return whole.narrow(0, whole.size(0) - all, all).view({pack::kNumTasks, -1}).detach();
  };
  of_tasks_ = part(flat);
  if (!gradient.defined()) return;
  of_tasks_.requires_grad_(true);
  of_tasks_.mutable_grad() = part(gradient);
}

RelationalNetwork::TaskParts RelationalNetwork::PartsOfTasks() const {
  const int64_t d = config_.hidden, inputs = RankerInputs(config_);
  const int64_t h1 = config_.ranker_hidden, h2 = config_.ranker_hidden2, t = pack::kNumTasks;
  const int64_t features = pack::kNumCandidateFeatures, knots = config_.knots;
  const std::vector<torch::Tensor> parts = of_tasks_.split_with_sizes(
      {d * d, inputs * h1, knots * features * h1, h1, h1 * h2, h2, h2}, 1);
  TaskWeights rankers{parts[1].view({t, inputs, h1}), parts[3], {},
                      parts[4].view({t, h1, h2}),     parts[5], parts[6]};
  if (knots > 0) rankers.knots = parts[2].view({t, knots, features, h1});
  return {parts[0].view({t, d, d}), rankers};
}

torch::Tensor RelationalNetwork::Queries(const Batch& batch, const torch::Tensor& sites) const {
  std::vector<torch::Tensor> queries;
  int64_t first = 0;
  for (int task = 0; task < pack::kNumTasks; ++task) {
    const int64_t count = batch.parts[task].num_sites;
    if (count > 0) queries.push_back(sites.narrow(0, first, count).mm(At(NameOf(task) + "query")));
    first += count;
  }
  return torch::cat(queries);
}

// A candidate is (name name_map + use use_map). Its product with a query is therefore that of its
// name with (query name_map^T) plus that of its uses with (query use_map^T), and the maps are
// applied to the few queries.
torch::Tensor RelationalNetwork::Dots(const Batch& batch, const torch::Tensor& states,
                                      const torch::Tensor& queries) const {
  const torch::Tensor query = queries / std::sqrt(static_cast<double>(config_.hidden));
  return DotRows(query.mm(At("candidate.name").t()), At("embed.name"), batch.candidate_names,
                 batch.candidate_sites) +
         DotRows(query.mm(At("candidate.use").t()), states, batch.candidate_uses,
                 batch.candidate_sites);
}

torch::Tensor RelationalNetwork::Rank(const Batch& batch, const torch::Tensor& sites,
                                      const torch::Tensor& dots) const {
  const torch::Tensor &candidate_features = batch.candidate_features,
                      &site_features = batch.site_features;
  const torch::Tensor context = sites.mm(At("site.context"));
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
      const torch::Tensor knots = config_.knots > 0 ? At(name + "knots") : torch::Tensor();
      const torch::Tensor shared = torch::addmm(
          torch::addmm(At(name + "b1"), of_sites(site_features), w1[1]), of_sites(context), w1[2]);
      logits.push_back(RankCandidates(
          shared, of_candidates(dots), of_candidates(candidate_features), batch.task_sites[task],
          {Pieces(w1[0], knots), w1[3], At(name + "w2"), At(name + "b2"), At(name + "w3")}));
    }
    first_site += part.num_sites;
    first_candidate += part.num_candidates;
  }
  return torch::cat(logits);
}

// The rankers of all tasks as one, and their queries.
torch::Tensor RelationalNetwork::LogitsOfTasks(const Batch& batch, const torch::Tensor& states,
                                               const torch::Tensor& sites) const {
  const TaskParts parts = PartsOfTasks();
  const torch::Tensor queries =
      sites.view({pack::kNumTasks, -1, sites.size(1)}).bmm(parts.queries).view_as(sites);
  const torch::Tensor of_sites =
      torch::cat({Numbers(batch.site_features, options()), sites.mm(At("site.context"))}, 1);
  return RankTasks(batch.candidate_features, of_sites, Dots(batch, states, queries),
                   batch.candidate_sites, parts.rankers);
}

void RelationalNetwork::AddBatch(Prepared& prepared) const {
  prepared.batch = MakeBatch(*prepared.sample, config_,
                             {torch::typeMetaToScalarType(options().dtype()), layout()});
}

torch::Tensor RelationalNetwork::Logits(const Prepared& prepared) const {
  const Batch& batch = prepared.batch;
  if (prepared.sample->num_candidates() == 0) return torch::zeros({0}, options());
  torch::Tensor states = EmbedNodes(batch, {At("embed.kind"), At("embed.name"), At("embed.type"),
                                            At("embed.norm.scale"), At("embed.norm.bias")});
  for (int32_t i = 0; i < config_.layers; ++i) {
    const std::string layer = "layer." + std::to_string(i) + ".";
    states = PassMessages(states, batch.layers[i],
                          {At(layer + "relation"), At(layer + "self"), At(layer + "bias"),
                           At(layer + "norm.scale"), At(layer + "norm.bias")});
  }
  const torch::Tensor sites = SumRows(states, batch.site_nodes);
  const torch::Tensor logits = layout() == Layout::kTorch
                                   ? LogitsOfTasks(batch, states, sites)
                                   : Rank(batch, sites, Dots(batch, states, Queries(batch, sites)));
  return logits.index_select(0, batch.candidate_places);
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
