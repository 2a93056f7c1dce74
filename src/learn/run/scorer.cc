// The formulas of docs/model.md in plain loops and BLAS products, sharing only the plan of messages
// with training. The loaded weights are never copied: pointers lead into them. What a site needs
// (query, context, its part of the first layer) is computed once for all its candidates.
// scorer_test.cc works an example by hand; train_test compares with the training network.
#include "learn/run/scorer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "learn/model/feature_pieces.h"
#include "learn/model/message_plan.h"
#include "learn/model/parameters.h"
#include "learn/run/matrix.h"

namespace fastnode::learn {
namespace {

using pack::Sample;

struct Layer {
  const float *relation, *self, *bias, *scale, *norm_bias;
};

constexpr float kFeatureUnit = 1.0f / 64.0f;

// One task's query map and ranker. The ranker's first layer is split by the parts of its input.
struct Ranker {
  const float *query, *site_features, *context, *dot, *b1, *w2, *b2, *w3;
  std::vector<float> pieces;  // [candidate features, kNumPieces, 2, H1], feature_pieces.h
};

// `slopes` [features, width]; `knots` [kNumKnots, features, width], or null.
std::vector<float> Pieces(const float* slopes, const float* knots, int64_t width) {
  constexpr int64_t kFeatures = pack::kNumCandidateFeatures;
  std::vector<float> pieces;
  for (int64_t f = 0; f < kFeatures; ++f) {
    for (int64_t piece = 0; piece < kNumPieces; ++piece) {
      const auto at = static_cast<size_t>(piece);
      std::vector<float> offsets(static_cast<size_t>(width), 0.0f);
      std::vector<float> of_x(slopes + f * width, slopes + (f + 1) * width);
      for (int64_t d = 0; knots != nullptr && d < width; ++d) {
        const float here = knots[(piece * kFeatures + f) * width + d];
        const float next = knots[((piece + 1) * kFeatures + f) * width + d];
        const float rise = (next - here) / (kKnots[at + 1] - kKnots[at]);
        offsets[static_cast<size_t>(d)] = here - kKnots[at] * rise;
        of_x[static_cast<size_t>(d)] += rise;
      }
      pieces.insert(pieces.end(), offsets.begin(), offsets.end());
      pieces.insert(pieces.end(), of_x.begin(), of_x.end());
    }
  }
  return pieces;
}

// Adds what the first layer makes of a candidate's features.
void AddFeatures(const uint8_t* features, const std::vector<float>& pieces, int32_t width,
                 float* to) {
  for (int32_t f = 0; f < pack::kNumCandidateFeatures; ++f) {
    if (features[f] == 0) continue;
    const float* offset = &pieces[static_cast<size_t>(f * kNumPieces + kPieceOf[features[f]]) * 2 *
                                  static_cast<size_t>(width)];
    const float* slope = offset + width;
    const float x = kFeatureUnit * features[f];
    for (int32_t d = 0; d < width; ++d) to[d] += offset[d] + x * slope[d];
  }
}

Matrix Features(const uint8_t* bytes, int32_t rows, int32_t columns) {
  Matrix matrix(rows, columns);
  for (size_t i = 0; i < matrix.values.size(); ++i) matrix.values[i] = kFeatureUnit * bytes[i];
  return matrix;
}

void AddToRows(const float* values, Matrix& matrix) {
  for (int32_t i = 0; i < matrix.rows; ++i) {
    float* row = matrix.row(i);
    for (int32_t d = 0; d < matrix.columns; ++d) row[d] += values[d];
  }
}

void Relu(Matrix& matrix) {
  for (float& value : matrix.values) value = std::max(value, 0.0f);
}

float Dot(const float* a, const float* b, int32_t width) {
  float sum = 0;
  for (int32_t d = 0; d < width; ++d) sum += a[d] * b[d];
  return sum;
}

}  // namespace

struct Scorer::Network {
  ModelConfig config;
  Weights weights;  // f32; the pointers below point into it
  const float *kind, *name, *type, *embed_scale, *embed_bias;
  std::vector<Layer> layers;
  const float *candidate_name, *candidate_use, *site_context;
  std::array<Ranker, pack::kNumTasks> rankers;

  Network(const ModelConfig& model, Weights w) : config(model), weights(std::move(w)) {
    kind = At("embed.kind"), name = At("embed.name"), type = At("embed.type");
    embed_scale = At("embed.norm.scale"), embed_bias = At("embed.norm.bias");
    for (int32_t i = 0; i < config.layers; ++i) {
      const std::string layer = "layer." + std::to_string(i) + ".";
      layers.push_back({At(layer + "relation"), At(layer + "self"), At(layer + "bias"),
                        At(layer + "norm.scale"), At(layer + "norm.bias")});
    }
    candidate_name = At("candidate.name"), candidate_use = At("candidate.use");
    site_context = At("site.context");
    for (int t = 0; t < pack::kNumTasks; ++t) {
      rankers[t] = RankerOf("task." + std::string(pack::Name(static_cast<pack::Task>(t))) + ".");
    }
  }

  const float* At(const std::string& parameter) const { return weights.at(parameter).f32(); }

  Ranker RankerOf(const std::string& task) const {
    const int64_t h1 = config.ranker_hidden;
    Ranker ranker;
    ranker.query = At(task + "query");
    const float* slopes = At(task + "w1");
    ranker.pieces = Pieces(slopes, config.knots > 0 ? At(task + "knots") : nullptr, h1);
    ranker.site_features = slopes + pack::kNumCandidateFeatures * h1;
    ranker.context = ranker.site_features + pack::kNumSiteFeatures * h1;
    ranker.dot = ranker.context + config.site_context * h1;
    ranker.b1 = At(task + "b1"), ranker.w2 = At(task + "w2"), ranker.b2 = At(task + "b2");
    ranker.w3 = At(task + "w3");
    return ranker;
  }

  Matrix EmbedNodes(const Sample& sample) const;
  void PassMessages(const Layer& layer, const MessagePlan& plan, Matrix& states) const;
  Matrix CandidateVectors(const Sample& sample, const Matrix& states) const;
  void ScoreSite(const Sample& sample, int32_t site, const Matrix& states, const Matrix& candidates,
                 std::vector<float>& logits) const;
};

Matrix Scorer::Network::EmbedNodes(const Sample& sample) const {
  const int32_t width = config.hidden;
  Matrix states(sample.num_nodes(), width);
  for (int32_t i = 0; i < states.rows; ++i) {
    const float* row = kind + static_cast<size_t>(sample.node_kinds[i]) * width;
    std::copy(row, row + width, states.row(i));
  }
  AddMeanRows(name, sample.node_name_begin, sample.node_names, states);
  AddMeanRows(type, sample.node_type_begin, sample.node_types, states);
  NormaliseRows(embed_scale, embed_bias, states);
  return states;
}

void Scorer::Network::PassMessages(const Layer& layer, const MessagePlan& plan,
                                   Matrix& states) const {
  const int32_t width = config.hidden;
  const auto num_pairs = static_cast<int32_t>(plan.pair_targets.size());
  Matrix means(num_pairs, width), messages(num_pairs, width), sums(states.rows, width);
  AddMeanRows(states.values.data(), plan.pair_sources.begin, plan.pair_sources.items, means);
  for (int r = 0; r < pack::kNumRelations; ++r) {
    const int32_t begin = plan.relation_begin[r], count = plan.relation_begin[r + 1] - begin;
    AddProduct(means.row(begin), layer.relation + static_cast<size_t>(r) * width * width, count,
               width, width, messages.row(begin));
  }
  AddProduct(states.values.data(), layer.self, states.rows, width, width, sums.values.data());
  for (int32_t p = 0; p < num_pairs; ++p) {
    float* to = sums.row(plan.pair_targets[p]);
    const float* from = messages.row(p);
    for (int32_t d = 0; d < width; ++d) to[d] += from[d];
  }
  AddToRows(layer.bias, sums);
  Relu(sums);
  for (size_t i = 0; i < states.values.size(); ++i) states.values[i] += sums.values[i];
  NormaliseRows(layer.scale, layer.norm_bias, states);
}

Matrix Scorer::Network::CandidateVectors(const Sample& sample, const Matrix& states) const {
  const int32_t width = config.hidden, count = sample.num_candidates();
  Matrix names(count, width), uses(count, width), result(count, width);
  AddMeanRows(name, sample.candidate_name_begin, sample.candidate_names, names);
  AddMeanRows(states.values.data(), sample.candidate_use_begin, sample.candidate_uses, uses);
  AddProduct(names.values.data(), candidate_name, count, width, width, result.values.data());
  AddProduct(uses.values.data(), candidate_use, count, width, width, result.values.data());
  return result;
}

void Scorer::Network::ScoreSite(const Sample& sample, int32_t site, const Matrix& states,
                                const Matrix& candidates, std::vector<float>& logits) const {
  const int32_t begin = sample.candidate_begin[site];
  const int32_t count = sample.candidate_begin[site + 1] - begin;
  if (count == 0) return;
  const Ranker& ranker = rankers[sample.site_tasks[site]];
  const int32_t width = config.hidden, h1 = config.ranker_hidden, h2 = config.ranker_hidden2;
  const float* state = states.row(sample.site_nodes[site]);

  Matrix query(1, width), context(1, config.site_context), shared(1, h1);
  AddProduct(state, ranker.query, 1, width, width, query.row(0));
  AddProduct(state, site_context, 1, width, config.site_context, context.row(0));
  Matrix site_features = Features(sample.site_features.data() + site * pack::kNumSiteFeatures, 1,
                                  pack::kNumSiteFeatures);
  AddProduct(site_features.row(0), ranker.site_features, 1, pack::kNumSiteFeatures, h1,
             shared.row(0));
  AddProduct(context.row(0), ranker.context, 1, config.site_context, h1, shared.row(0));
  AddToRows(ranker.b1, shared);

  Matrix first(count, h1), second(count, h2);
  const float unit = 1.0f / std::sqrt(static_cast<float>(width));
  for (int32_t j = 0; j < count; ++j) {
    float dot = unit * Dot(query.row(0), candidates.row(begin + j), width);
    logits[begin + j] = dot;
    float* row = first.row(j);
    AddFeatures(
        &sample.candidate_features[static_cast<size_t>(begin + j) * pack::kNumCandidateFeatures],
        ranker.pieces, h1, row);
    for (int32_t d = 0; d < h1; ++d) row[d] += dot * ranker.dot[d] + shared.values[d];
  }
  Relu(first);
  AddProduct(first.row(0), ranker.w2, count, h1, h2, second.row(0));
  AddToRows(ranker.b2, second);
  Relu(second);
  for (int32_t j = 0; j < count; ++j) logits[begin + j] += Dot(second.row(j), ranker.w3, h2);
}

Result<Scorer> Scorer::Make(const ModelConfig& config, Weights weights) {
  if (config.network != NetworkKind::kRelational) {
    return Error{"model: the old network is only a baseline in training; train the default preset"};
  }
  std::string wrong = VerifyWeights(config, weights);
  if (!wrong.empty()) return Error{"model: " + wrong};
  UseOneBlasThread();
  return Scorer(std::make_unique<Network>(config, std::move(weights)));
}

Result<Scorer> Scorer::Load(const std::string& folder) {
  Result<Model> model = ReadModel(folder);
  if (!model.ok()) return model.error();
  return Make(*std::move(model));
}

Scorer::Scorer(std::unique_ptr<Network> network) : network_(std::move(network)) {}
Scorer::Scorer(Scorer&&) noexcept = default;
Scorer& Scorer::operator=(Scorer&&) noexcept = default;
Scorer::~Scorer() = default;

const ModelConfig& Scorer::config() const { return network_->config; }

std::vector<float> Scorer::Score(const Sample& sample) const {
  Matrix states = network_->EmbedNodes(sample);
  const auto wanted = WantedNodes(sample, network_->config.layers);
  for (size_t i = 0; i < network_->layers.size(); ++i) {
    network_->PassMessages(network_->layers[i], PlanMessages(sample, &wanted[i + 1]), states);
  }
  Matrix candidates = network_->CandidateVectors(sample, states);
  std::vector<float> logits(static_cast<size_t>(sample.num_candidates()), 0.0f);
  for (int32_t site = 0; site < sample.num_sites(); ++site) {
    network_->ScoreSite(sample, site, states, candidates, logits);
  }
  return logits;
}

std::vector<float> Softmax(const std::vector<float>& logits, const std::vector<int32_t>& begin,
                           float temperature) {
  std::vector<float> result(logits.size());
  for (size_t i = 0; i + 1 < begin.size(); ++i) {
    if (begin[i] == begin[i + 1]) continue;
    auto first = logits.begin() + begin[i], last = logits.begin() + begin[i + 1];
    const float largest = *std::max_element(first, last);
    float sum = 0;
    for (int32_t j = begin[i]; j < begin[i + 1]; ++j) {
      result[j] = std::exp((logits[j] - largest) / temperature);
      sum += result[j];
    }
    for (int32_t j = begin[i]; j < begin[i + 1]; ++j) result[j] /= sum;
  }
  return result;
}

}  // namespace fastnode::learn
