// All state is flat: one tensor holds the parameters end to end, others of the same length their
// gradient, average and moments, one more the bases of matrices. One sum over the workers and one
// copy into the checkpoint handle them all. There is no other state: what is random is a function
// of seed and step. trainer_test.cc compares a restored trainer with one that never stopped.
#include "learn/train/trainer.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <optional>
#include <utility>

#include "learn/model/network.h"
#include "learn/model/network_torch.h"
#include "learn/model/parameters.h"
#include "learn/train/optimiser.h"
#include "learn/train/soap.h"
#include "learn/train/use_device.h"
#include "support/json_fields.h"

namespace fastnode::learn {
namespace {

constexpr char kFormat[] = "fastnode checkpoint 2";
constexpr char kStateNote[] = "state";

struct RecipeField {
  const char* name;
  double Recipe::*member;
};
constexpr RecipeField kRecipeFields[] = {
    {"learning_rate", &Recipe::learning_rate},
    {"beta1", &Recipe::beta1},
    {"beta2", &Recipe::beta2},
    {"epsilon", &Recipe::epsilon},
    {"weight_decay", &Recipe::weight_decay},
    {"max_gradient_norm", &Recipe::max_gradient_norm},
    {"average_decay", &Recipe::average_decay},
    {"matrix_beta2", &Recipe::matrix_beta2},
    {"basis_decay", &Recipe::basis_decay},
};

struct RecipeCount {
  const char* name;
  int64_t Recipe::*member;
  int64_t min;
};
constexpr RecipeCount kRecipeCounts[] = {
    {"warm_up", &Recipe::warm_up, 0},
    {"full_steps", &Recipe::full_steps, 0},
    {"basis_every", &Recipe::basis_every, 1},
    {"sums_every", &Recipe::sums_every, 1},
};

void ReadRecipe(JsonFields& fields, Recipe& recipe) {
  for (const RecipeField& field : kRecipeFields) {
    fields.ReadNumber(field.name, 0, DBL_MAX, recipe.*field.member);
    fields.Require({field.name});
  }
  recipe.sums_every = 1;  // of a checkpoint that does not say
  for (const RecipeCount& count : kRecipeCounts) {
    fields.Read(count.name, count.min, INT64_MAX, recipe.*count.member);
    if (count.member != &Recipe::sums_every) fields.Require({count.name});
  }
}

// 1 for values that decay, else 0.
torch::Tensor DecayMask(const ModelConfig& config) {
  std::vector<torch::Tensor> parts;
  for (const Parameter& parameter : Parameters(config)) {
    bool decays = parameter.kind == ParameterKind::kMatrix;
    parts.push_back(torch::full({parameter.size()}, decays ? 1.0f : 0.0f, torch::kFloat));
  }
  return torch::cat(parts);
}

// The old network's loss is the sum of two means, and a part of a sample does not know its share of
// either.
Status CheckShared(const ModelConfig& config, const Trainer::Device& device) {
  const bool shared = device.workers != nullptr && device.workers->most() > 1;
  if (!shared || config.network == NetworkKind::kRelational) return {};
  return Error{"the old network can only be trained by one worker"};
}

torch::Tensor FlatF32(const Weights& weights, const char* name, int64_t size) {
  auto found = weights.find(name);
  if (found == weights.end() || found->second.dtype != DType::kF32 ||
      found->second.shape != std::vector<int64_t>{size}) {
    return {};
  }
  torch::Tensor tensor = torch::empty({size}, torch::kFloat);
  std::copy_n(found->second.f32(), size, tensor.data_ptr<float>());
  return tensor;
}

}  // namespace

Json ToJson(const Recipe& recipe) {
  Json json;
  for (const RecipeField& field : kRecipeFields) json[field.name] = recipe.*field.member;
  for (const RecipeCount& count : kRecipeCounts) json[count.name] = recipe.*count.member;
  return json;
}

double Recipe::LearningRate(int64_t step) const {
  const double t = static_cast<double>(step);
  const double rise = std::min(1.0, t / static_cast<double>(std::max<int64_t>(1, warm_up)));
  return learning_rate * rise /
         std::sqrt(std::max(1.0, t / static_cast<double>(std::max<int64_t>(1, full_steps))));
}

// The flat tensors, and the networks that are views of them.
struct Trainer::State : OptimiserTensors {
  ModelConfig config;
  Recipe recipe;
  uint64_t seed = 0;
  int64_t step = 0;
  Workers* workers = nullptr;
  std::unique_ptr<Network> network, averaged;
  std::optional<Soap> soap;

  // How many numbers a part has.
  int64_t SizeOf(torch::Tensor State::*part) const {
    return part == &State::bases ? soap->num_numbers() : NumWeights(config);
  }

  struct Part {
    const char* name;
    torch::Tensor State::*tensor;
  };
  static constexpr Part kParts[] = {{"parameters", &State::parameters},
                                    {"average", &State::average},
                                    {"moment1", &State::moment1},
                                    {"moment2", &State::moment2},
                                    {"bases", &State::bases}};

  bool Shared() const { return workers != nullptr && workers->count() > 1; }

  void Place(const torch::Device& device) {
    for (const Part& part : kParts) this->*part.tensor = (this->*part.tensor).to(device);
    gradient = torch::zeros_like(parameters);
    decay_mask = DecayMask(config).to(device);
    matrix_values = soap->MatrixValues().to(device);
    network = Network::Make(config, parameters, gradient);
    averaged = Network::Make(config, average);
  }
};

Trainer::Trainer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Trainer::Trainer(Trainer&&) noexcept = default;
Trainer& Trainer::operator=(Trainer&&) noexcept = default;
Trainer::~Trainer() = default;

Result<Trainer> Trainer::Make(const ModelConfig& config, const Recipe& recipe, uint64_t seed,
                              const Device& device) {
  Result<torch::Device> place = UseDevice(device);
  if (!place.ok()) return place.error();
  Status shared = CheckShared(config, device);
  if (!shared.ok()) return shared.error();
  auto state = std::make_unique<State>();
  state->config = config;
  state->recipe = recipe;
  state->seed = seed;
  state->soap.emplace(config);
  state->bases = state->soap->Start();
  state->parameters = Flatten(config, InitialWeights(config, seed));
  state->average = state->parameters.clone();
  state->moment1 = torch::zeros_like(state->parameters);
  state->moment2 = torch::zeros_like(state->parameters);
  state->Place(*place);
  state->workers = device.workers;
  return Trainer(std::move(state));
}

namespace {

struct Described {
  ModelConfig config;
  Recipe recipe;
  uint64_t seed = 0;
  int64_t step = 0;
};

Result<Described> ParseDescription(const std::string& text) {
  Result<Json> json = ParseJson(text);
  if (!json.ok()) return json.error().Context("checkpoint state");
  Described described;
  std::string format;
  JsonFields fields(*json, "checkpoint state");
  fields.ReadText("format", format);
  if (format != kFormat) fields.Fail("format", "is not one that this program knows");
  fields.Read("step", 0, INT64_MAX, described.step);
  fields.ReadUnsigned("seed", described.seed);
  fields.ReadObject("recipe", [&](JsonFields& recipe) { ReadRecipe(recipe, described.recipe); });
  fields.Require({"format", "step", "seed", "recipe", "config"});
  const Json* config_json = fields.ReadAny("config");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  Result<ModelConfig> config = ModelConfigFromJson(*config_json);
  if (!config.ok()) return config.error();
  described.config = *config;
  return described;
}

}  // namespace

std::string Trainer::Description() const {
  return PrintJson(Json{{"format", kFormat},
                        {"step", state_->step},
                        {"seed", state_->seed},
                        {"config", learn::ToJson(state_->config)},
                        {"recipe", ToJson(state_->recipe)}});
}

Result<Trainer> Trainer::Blank(const std::string& description, const Device& device) {
  Result<Described> described = ParseDescription(description);
  if (!described.ok()) return described.error();
  Result<Trainer> trainer = Make(described->config, described->recipe, described->seed, device);
  if (trainer.ok()) trainer->state_->step = described->step;
  return trainer;
}

Status Trainer::TakeState(int64_t step) {
  State& s = *state_;
  if (!s.Shared()) return {};
  for (const State::Part& part : State::kParts) {
    torch::Tensor values = (s.*part.tensor).to(torch::kCPU);
    Status sent = s.workers->Send(values.data_ptr<float>(), values.size(0));
    if (!sent.ok()) return sent;
    if (!s.workers->is_first()) (s.*part.tensor).copy_(values);
  }
  s.step = step;
  return {};
}

namespace {

int64_t NumLabelled(const pack::Sample& sample) {
  return std::count_if(sample.labels.begin(), sample.labels.end(),
                       [](int32_t l) { return l >= 0; });
}

// Replaces gradient and metrics by their sums over all workers.
Status Share(Workers& workers, torch::Tensor& gradient, Metrics& metrics) {
  torch::Tensor values = gradient.to(torch::kCPU);
  Status summed = workers.Sum(values.data_ptr<float>(), values.size(0));
  if (!summed.ok()) return summed.error();
  gradient.copy_(values);
  std::vector<double> sums;
  metrics.ForEach([&](TaskMetrics& m) {
    const auto whole = [](int64_t n) { return static_cast<double>(n); };
    sums.insert(sums.end(), {whole(m.sites), whole(m.labelled), whole(m.first), whole(m.first5),
                             m.reciprocal_ranks, m.loss});
  });
  summed = workers.Sum(sums.data(), static_cast<int64_t>(sums.size()));
  if (!summed.ok()) return summed.error();
  const double* from = sums.data();
  metrics.ForEach([&](TaskMetrics& m) {
    const auto whole = [](double n) { return static_cast<int64_t>(n); };
    m = {whole(from[0]), whole(from[1]), whole(from[2]), whole(from[3]), from[4], from[5]};
    from += 6;
  });
  return {};
}

}  // namespace

struct Trainer::Input {
  Prepared prepared;
  double weight = 1;  // of its loss
};

Result<std::shared_ptr<Trainer::Input>> Trainer::Prepare(std::shared_ptr<const pack::Sample> sample,
                                                         Part part) const {
  try {
    auto input = std::make_shared<Input>();
    if (part.count > 1) {
      // The loss is a mean over labelled sites, so each part is weighted by how many it has.
      const auto all = static_cast<double>(std::max<int64_t>(1, NumLabelled(*sample)));
      const int32_t sites = sample->num_sites();
      sample = std::make_shared<const pack::Sample>(
          pack::Slice(*sample, part.Begin(sites), part.End(sites)));
      input->weight = static_cast<double>(NumLabelled(*sample)) / all;
    }
    input->prepared = state_->network->Prepare(std::move(sample));
    return input;
  } catch (const std::exception& error) {
    return Error{std::string("torch: ") + error.what()};
  }
}

Result<StepReport> Trainer::Step(pack::Sample sample) {
  Part part;
  if (state_->Shared()) part = {state_->workers->place(), state_->workers->count()};
  auto input = Prepare(std::make_shared<const pack::Sample>(std::move(sample)), part);
  if (!input.ok()) return input.error();
  return Step(**input);
}

Result<StepReport> Trainer::Step(Input& input) {
  State& s = *state_;
  try {
    s.gradient.zero_();
    s.network->Deliver(input.prepared);
    torch::Tensor logits = s.network->Logits(input.prepared);
    torch::Tensor loss = s.network->Loss(logits, input.prepared.labels);
    (input.weight == 1 ? loss : loss * input.weight).backward();
    torch::Tensor values = logits.detach().to(torch::kCPU).contiguous();
    const float* from = values.data_ptr<float>();
    StepReport report;
    AddSites(*input.prepared.sample, std::vector<float>(from, from + values.size(0)), Unscaled(),
             report.metrics);
    if (s.Shared()) {
      Status shared = Share(*s.workers, s.gradient, report.metrics);
      if (!shared.ok()) return shared.error();
    }
    report.gradient_norm = s.gradient.norm().item<double>();
    if (!std::isfinite(report.gradient_norm))
      return Error{"the loss of step " + std::to_string(s.step + 1) + " is not finite"};
    const int64_t step = s.step + 1;
    report.learning_rate = s.recipe.LearningRate(step);
    Status made =
        s.soap->Step(s.recipe, step, report.gradient_norm, s, s.Shared() ? s.workers : nullptr);
    if (!made.ok()) return made.error();
    s.step = step;
    return report;
  } catch (const std::exception& error) {
    return Error{std::string("torch: ") + error.what()};
  }
}

Result<std::vector<float>> Trainer::Score(const pack::Sample& sample) const {
  try {
    torch::NoGradGuard no_gradient;
    torch::Tensor logits = state_->averaged->Logits(sample).to(torch::kCPU).contiguous();
    const float* from = logits.data_ptr<float>();
    return std::vector<float>(from, from + logits.size(0));
  } catch (const std::exception& error) {
    return Error{std::string("torch: ") + error.what()};
  }
}

int64_t Trainer::step() const { return state_->step; }
uint64_t Trainer::seed() const { return state_->seed; }
const Recipe& Trainer::recipe() const { return state_->recipe; }
const ModelConfig& Trainer::config() const { return state_->config; }

Weights Trainer::AveragedWeights() const { return Unflatten(state_->config, state_->average); }

std::string Trainer::EncodeCheckpoint(const std::map<std::string, std::string>& notes) const {
  Weights weights;
  for (const State::Part& part : State::kParts) {
    torch::Tensor values = ((*state_).*part.tensor).to(torch::kCPU).contiguous();
    weights[part.name] = F32Tensor({values.size(0)}, values.data_ptr<float>());
  }
  std::map<std::string, std::string> metadata = notes;
  metadata[kStateNote] = Description();
  return EncodeSafetensors(weights, metadata);
}

Result<Trainer> Trainer::Restore(std::string_view checkpoint, const Device& device) {
  Result<torch::Device> place = UseDevice(device);
  if (!place.ok()) return place.error();
  Result<SafetensorsFile> file = DecodeSafetensorsFile(checkpoint);
  if (!file.ok()) return file.error();
  auto note = file->metadata.find(kStateNote);
  if (note == file->metadata.end()) return Error{"not a checkpoint"};
  Result<Described> described = ParseDescription(note->second);
  if (!described.ok()) return described.error();
  Status shared = CheckShared(described->config, device);
  if (!shared.ok()) return shared.error();
  auto state = std::make_unique<State>();
  state->config = described->config;
  state->recipe = described->recipe;
  state->seed = described->seed;
  state->step = described->step;
  state->soap.emplace(state->config);
  for (const State::Part& part : State::kParts) {
    torch::Tensor values = FlatF32(file->weights, part.name, state->SizeOf(part.tensor));
    if (!values.defined()) return Error{std::string("checkpoint: '") + part.name + "' is wrong"};
    (*state).*part.tensor = values;
  }
  state->Place(*place);
  state->workers = device.workers;
  return Trainer(std::move(state));
}

Result<int64_t> CheckpointSteps(std::string_view checkpoint) {
  Result<SafetensorsFile> file = DecodeSafetensorsFile(checkpoint);
  if (!file.ok()) return file.error();
  Result<Json> state = ParseJson(file->metadata[kStateNote]);
  if (!state.ok()) return Error{"not a checkpoint"};
  const Json* steps = state->is_object() && state->contains("step") ? &(*state)["step"] : nullptr;
  if (steps == nullptr || !steps->is_number_integer()) return Error{"not a checkpoint"};
  return steps->get<int64_t>();
}

Result<std::map<std::string, std::string>> CheckpointNotes(std::string_view checkpoint) {
  Result<SafetensorsFile> file = DecodeSafetensorsFile(checkpoint);
  if (!file.ok()) return file.error();
  file->metadata.erase(kStateNote);
  return std::move(file->metadata);
}

}  // namespace fastnode::learn
