// Workers hold equal parameters without ever sending them: they start from the same seed, get the
// same sum of gradients, bit for bit, and make the same update. Gloo's ring gives every rank the
// same bits. workers_test.cc trains with three and compares with one.
#include "learn/train/workers.h"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "learn/model/network_torch.h"
#include "support/file.h"

#ifdef FASTNODE_GLOO
#define USE_C10D_GLOO
#pragma push_macro("CHECK")
#undef CHECK
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#undef CHECK
#pragma pop_macro("CHECK")
#endif

namespace fastnode::learn {
namespace {

constexpr int32_t kMostWorkers = 4096;

Result<int32_t> Number(const char* name, const char* text) {
  int32_t value = 0;
  const std::string_view whole = text;
  auto [end, error] = std::from_chars(whole.begin(), whole.end(), value);
  if (error != std::errc() || end != whole.end()) {
    return Error{std::string(name) + " is '" + text + "', which is not a number"};
  }
  return value;
}

class Alone : public Workers {
 public:
  int32_t rank() const override { return 0; }
  int32_t count() const override { return 1; }
  Status Sum(float*, int64_t) override { return {}; }
  Status Sum(double*, int64_t) override { return {}; }
};

#ifdef FASTNODE_GLOO

class Gloo : public Workers {
 public:
  explicit Gloo(const WorkersOptions& options) : rank_(options.rank), count_(options.count) {
    auto store = c10::make_intrusive<c10d::FileStore>(options.rendezvous + "/workers", count_);
    const auto timeout =
        std::chrono::milliseconds(static_cast<int64_t>(1000 * options.timeout_seconds));
    store->setTimeout(timeout);
    auto gloo = c10d::ProcessGroupGloo::Options::create(timeout);
    gloo->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(options.address));
    group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(std::move(store), rank_, count_, gloo);
  }

  int32_t rank() const override { return rank_; }
  int32_t count() const override { return count_; }
  Status Sum(float* values, int64_t size) override {
    return Sum(torch::from_blob(values, {size}, torch::kFloat));
  }
  Status Sum(double* values, int64_t size) override {
    return Sum(torch::from_blob(values, {size}, torch::kDouble));
  }

 private:
  Status Sum(torch::Tensor values) {
    try {
      std::vector<torch::Tensor> tensors{std::move(values)};
      group_->allreduce(tensors)->wait();
      return {};
    } catch (const std::exception& error) {
      return Error{std::string("another worker is gone, or did not answer in time: ") +
                   error.what()};
    }
  }

  int32_t rank_, count_;
  c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

Result<std::unique_ptr<Workers>> JoinGloo(const WorkersOptions& options) {
  try {
    return std::unique_ptr<Workers>(std::make_unique<Gloo>(options));
  } catch (const std::exception& error) {
    return Error{"the " + std::to_string(options.count) + " workers did not find each other in " +
                 options.rendezvous + ": " + error.what()};
  }
}

#else

Result<std::unique_ptr<Workers>> JoinGloo(const WorkersOptions&) {
  return Error{"this build has no gloo; install libgloo-dev and build again"};
}

#endif

}  // namespace

Result<WorkersOptions> WorkersFromEnvironment(WorkersOptions options) {
  if (options.count != 1) return options;
  constexpr std::pair<const char*, const char*> kPairs[] = {{"RANK", "WORLD_SIZE"},
                                                            {"SLURM_PROCID", "SLURM_NTASKS"}};
  for (const auto& [rank_name, count_name] : kPairs) {
    const char *rank = std::getenv(rank_name), *count = std::getenv(count_name);
    if (rank == nullptr && count == nullptr) continue;
    if (rank == nullptr || count == nullptr) {
      return Error{std::string("only one of ") + rank_name + " and " + count_name + " is set"};
    }
    Result<int32_t> rank_value = Number(rank_name, rank), count_value = Number(count_name, count);
    if (!rank_value.ok()) return rank_value.error();
    if (!count_value.ok()) return count_value.error();
    options.rank = *rank_value;
    options.count = *count_value;
    break;
  }
  return options;
}

Result<std::unique_ptr<Workers>> Workers::Join(const WorkersOptions& options) {
  if (options.count < 1 || options.count > kMostWorkers || options.rank < 0 ||
      options.rank >= options.count) {
    return Error{"worker " + std::to_string(options.rank) + " of " + std::to_string(options.count) +
                 ": ranks are 0 to count - 1"};
  }
  if (options.count == 1) return std::unique_ptr<Workers>(std::make_unique<Alone>());
  if (options.rendezvous.empty()) {
    return Error{"several workers need --rendezvous, a folder that all of them can see"};
  }
  Status made = MakeFolders(options.rendezvous);
  if (!made.ok()) return made.error();
  return JoinGloo(options);
}

Result<bool> Workers::Any(bool flag) {
  float sum = flag ? 1 : 0;
  Status summed = Sum(&sum, 1);
  if (!summed.ok()) return summed.error();
  return sum > 0;
}

}  // namespace fastnode::learn
