// cuda_bench CONFIG.json SHARD...: is training on a card right, and how fast is it?
//
// Right: the same steps on the processor and on the card, from the same parameters, with products
// of matrices in 32 bits and in tensor-float-32. Both trainings drift apart as rounding adds up, so
// the first steps are held to a tolerance and the last ones are only printed. Exit status 1 beyond
// it.
//
// Fast: each shard's samples, decoded before the clock starts, over and over. Beside the time
// stands the floor: the fewest bytes that a step must move through the card's memory, at the speed
// of a copy measured here.
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "collect/record/shard.h"
#include "learn/model/network.h"
#include "learn/model/network_batch.h"
#include "learn/train/in_order.h"
#include "learn/train/trainer.h"
#include "support/file.h"
#include "support/sealed.h"

namespace fastnode {
namespace {

using Clock = std::chrono::steady_clock;
using learn::Trainer;

constexpr int64_t kCompared = 20, kHeld = 5, kWarmUp = 20, kTimed = 200;
constexpr int kThreads = 12;  // that prepare samples

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "cuda_bench: %s\n", result.error().message.c_str());
    std::exit(1);
  }
  return *std::move(result);
}

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<pack::Sample> ReadSamples(const char* path, const learn::ModelConfig& config) {
  const record::ShardReader shard = Must(record::ShardReader::Open(path));
  std::vector<pack::Sample> samples;
  for (int64_t k = shard.range().begin; k < shard.range().end; ++k) {
    samples.push_back(Must(shard.Get(k, config.name_rows, config.type_rows)));
  }
  return samples;
}

// Bytes a second that a copy within the card's memory reads and writes.
double CopySpeed() {
  const int64_t bytes = int64_t{1} << 30;
  const auto options = torch::TensorOptions().device(torch::kCUDA).dtype(torch::kFloat);
  torch::Tensor from = torch::rand({bytes / 4}, options), to = torch::empty_like(from);
  const auto wait = [&] { to.narrow(0, 0, 1).item<float>(); };
  for (int i = 0; i < 3; ++i) to.copy_(from);
  wait();
  const Clock::time_point start = Clock::now();
  for (int i = 0; i < 20; ++i) to.copy_(from);
  wait();
  return 20.0 * 2 * static_cast<double>(bytes) / Since(start);
}

// Returns whether the card's steps are the processor's.
bool Compare(const char* precision, bool tf32, double tolerance, const learn::ModelConfig& config,
             const std::vector<pack::Sample>& samples) {
  Trainer processor = Must(Trainer::Make(config, {}, 1, {"cpu", 8}));
  Trainer card = Must(Trainer::Make(config, {}, 1, {"cuda", 8}));
  at::globalContext().setAllowTF32CuBLAS(tf32);
  double held = 0, last = 0;
  for (int64_t step = 0; step < kCompared; ++step) {
    const pack::Sample& sample = samples[static_cast<size_t>(step) % samples.size()];
    const learn::StepReport a = Must(processor.Step(sample)), b = Must(card.Step(sample));
    const double loss = a.metrics.All().MeanLoss();
    last = std::abs(loss - b.metrics.All().MeanLoss()) / loss;
    const double norm = std::abs(a.gradient_norm - b.gradient_norm) / a.gradient_norm;
    if (step < kHeld) held = std::max({held, last, norm});
  }
  const bool right = held <= tolerance;
  fmt::print(
      "{:15} first {} steps: loss and gradient differ by {:.1e} of themselves (at most {:.0e}) {}; "
      "step "
      "{}: loss by {:.1e}\n",
      precision, kHeld, held, tolerance, right ? "right" : "WRONG", kCompared, last);
  return right;
}

// Every array that a step needs, read or written once on the way forward and twice on the way back;
// and the optimiser's nine passes over the parameters.
double FloorBytes(const pack::Sample& sample, const learn::ModelConfig& config) {
  const learn::Batch batch = learn::MakeBatch(sample, config, {});
  const auto width = static_cast<double>(config.hidden) * 4;
  double bytes = 9 * 4 * static_cast<double>(learn::NumWeights(config));
  auto rows = [](const learn::RowIndex& index) {
    return static_cast<double>(index.begin.size(0) - 1);
  };
  bytes += 3 * width * rows(batch.node_names);
  for (const learn::LayerMessages& layer : batch.layers) {
    bytes += 3 * width * (rows(layer.own) + static_cast<double>(layer.rows.from.size(0)));
  }
  bytes += 3.0 * 4 * static_cast<double>(config.ranker_hidden + config.ranker_hidden2) *
           static_cast<double>(batch.candidate_features.size(0));
  return bytes + 3 * static_cast<double>(batch.candidate_features.numel());
}

void Time(const std::vector<pack::Sample>& samples, const learn::ModelConfig& config,
          double copy_speed) {
  using Input = Result<std::shared_ptr<Trainer::Input>>;
  Trainer trainer = Must(Trainer::Make(config, {}, 1, {"cuda", kThreads}));
  double nodes = 0, edges = 0, floor = 0, waited = 0;
  const auto count = static_cast<int64_t>(samples.size());
  const int64_t timed = std::min<int64_t>(kTimed, 4 * count);
  const auto sample_of = [&](int64_t k) { return &samples[static_cast<size_t>(k % count)]; };
  std::atomic<int64_t> prepare_us{0};
  learn::InOrder<const pack::Sample*, Input> ahead(
      kThreads, 0, kWarmUp + timed, sample_of, [&](const pack::Sample* sample) {
        const Clock::time_point began = Clock::now();
        Input input = trainer.Prepare(std::make_shared<const pack::Sample>(*sample), {});
        prepare_us += static_cast<int64_t>(1e6 * Since(began));
        return input;
      });
  Clock::time_point start;
  for (int64_t step = 0; step < kWarmUp + timed; ++step) {
    const Clock::time_point asked = Clock::now();
    if (step == kWarmUp) start = asked;
    const std::shared_ptr<Trainer::Input> input = Must(ahead.Next());
    const double wait = Since(asked);
    Must(trainer.Step(*input));
    if (step < kWarmUp) continue;
    waited += wait;
    nodes += sample_of(step)->num_nodes();
    edges += sample_of(step)->num_edges();
  }
  const double seconds = Since(start), steps = static_cast<double>(timed);
  for (const pack::Sample& sample : samples) floor += FloorBytes(sample, config);
  floor /= static_cast<double>(count);
  fmt::print("{:>8} {:>9.0f} {:>9.2f} {:>9.0f} {:>11.2f} {:>10.3f} {:>12.0f} {:>12.0f}\n",
             samples.front().num_sites(), nodes / steps, 1000 * seconds / steps,
             100 * waited / seconds,
             1e-3 * static_cast<double>(prepare_us) / static_cast<double>(kWarmUp + timed),
             1000 * floor / copy_speed, nodes / seconds, edges / seconds);
}

int Main(int argc, char** argv) {
  const learn::ModelConfig config =
      Must(learn::ModelConfigFromJson(Must(ParseSealed(Must(ReadFile(argv[1]))))));
  const std::vector<pack::Sample> first = ReadSamples(argv[2], config);
  bool right = Compare("float32", false, 1e-4, config, first);
  right = Compare("tensor-float-32", true, 5e-3, config, first) && right;
  const double copy_speed = CopySpeed();
  fmt::print("a copy within the card: {:.2f} TB/s, read and written\n", copy_speed / 1e12);
  fmt::print("{:>8} {:>9} {:>9} {:>9} {:>11} {:>10} {:>12} {:>12}\n", "sites", "nodes", "ms",
             "% waiting", "ms prepared", "floor ms", "nodes/s", "edges/s");
  for (int i = 2; i < argc; ++i) {
    const std::vector<pack::Sample> samples = ReadSamples(argv[i], config);
    Time(samples, config, copy_speed);
  }
  return right ? 0 : 1;
}

}  // namespace
}  // namespace fastnode

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  return fastnode::Main(argc, argv);
}
