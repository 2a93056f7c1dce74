// train_bench SHARD CONFIG.json THREADS STEPS: training steps on the samples of a shard, decoded
// before the clock starts; prints nodes per second, and the processor time of a step, which says
// more where others work beside.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "collect/record/shard.h"
#include "learn/train/trainer.h"
#include "support/file.h"
#include "support/sealed.h"

namespace fastnode {
namespace {

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "train_bench: %s\n", result.error().message.c_str());
    std::exit(1);
  }
  return *std::move(result);
}

int Main(char** argv) {
  const record::ShardReader shard = Must(record::ShardReader::Open(argv[1]));
  const learn::ModelConfig config =
      Must(learn::ModelConfigFromJson(Must(ParseSealed(Must(ReadFile(argv[2]))))));
  const int64_t steps = std::atoll(argv[4]);
  std::vector<pack::Sample> samples;
  for (int64_t k = shard.range().begin; k < shard.range().end; ++k) {
    samples.push_back(Must(shard.Get(k, config.name_rows, config.type_rows)));
  }
  learn::Trainer trainer = Must(learn::Trainer::Make(config, {}, 1, {"cpu", std::atoi(argv[3])}));
  const auto count = static_cast<int64_t>(samples.size());
  auto start = std::chrono::steady_clock::now();
  std::clock_t worked = std::clock();
  int64_t nodes = 0;
  double loss = 0;
  for (int64_t step = -3; step < steps; ++step) {  // three to warm up
    if (step == 0) start = std::chrono::steady_clock::now(), worked = std::clock();
    const pack::Sample& sample = samples[static_cast<size_t>((step + count) % count)];
    loss = Must(trainer.Step(sample)).metrics.All().MeanLoss();
    if (step >= 0) nodes += sample.num_nodes();
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double processor = static_cast<double>(std::clock() - worked) / CLOCKS_PER_SEC;
  const auto of_step = [&](double time) { return 1000 * time / static_cast<double>(steps); };
  fmt::print(
      "fastnode               {} steps, {:6.1f} ms a step ({:.1f} of a processor), {:8.0f} "
      "nodes/s, "
      "last loss {:.3f}\n",
      steps, of_step(seconds), of_step(processor), static_cast<double>(nodes) / seconds, loss);
  return 0;
}

}  // namespace
}  // namespace fastnode

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  return fastnode::Main(argv);
}
