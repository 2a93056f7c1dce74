// Workers hold equal parameters without sending them: they start from the same state, get the same
// sum of gradients, bit for bit, and make the same update. workers_test.cc trains with three and
// compares with one.
#include "learn/train/workers.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "learn/train/group.h"
#include "learn/train/rendezvous.h"

namespace fastnode::learn {
namespace {

// Between a boundary and the end of the step nobody waits for anything but the others' gradients.
// A worker whose host has vanished without a word is waited for that long.
constexpr double kMostSumSeconds = 60;

bool ParseNumber(std::string_view text, int32_t& value) {
  auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  return error == std::errc() && end == text.end();
}

// The variable's value into `value`, if it is -1 and the variable is set.
Status FromEnvironment(const char* name, int32_t& value) {
  const char* text = std::getenv(name);
  if (value >= 0 || text == nullptr) return {};
  if (ParseNumber(text, value) && value >= 0) return {};
  return Error{std::string(name) + " is '" + text + "', which is not a number"};
}

// Rank, and count where it is not given, of the launcher that set them.
Status RankFromEnvironment(WorkersOptions& options) {
  constexpr std::pair<const char*, const char*> kPairs[] = {{"RANK", "WORLD_SIZE"},
                                                            {"SLURM_PROCID", "SLURM_NTASKS"}};
  for (const auto& [rank, count] : kPairs) {
    const bool has_rank = std::getenv(rank) != nullptr, has_count = std::getenv(count) != nullptr;
    if (!has_rank && (!has_count || options.count > 0)) continue;
    int32_t counted = -1;
    Status read = FromEnvironment(rank, options.rank);
    if (read.ok() && options.count == 0) {
      if (has_rank != has_count) {
        return Error{std::string("only one of ") + rank + " and " + count +
                     " is set; set both, or give --workers and --rank"};
      }
      read = FromEnvironment(count, counted);
      options.count = counted;
    }
    return read;
  }
  return {};
}

Status MasterFromEnvironment(WorkersOptions& options) {
  const char *host = std::getenv("MASTER_ADDR"), *port = std::getenv("MASTER_PORT");
  if (host == nullptr && port == nullptr) return {};
  if (host == nullptr || port == nullptr) {
    return Error{
        "only one of MASTER_ADDR and MASTER_PORT is set; set both to where the first worker "
        "listens, or give --rendezvous"};
  }
  int32_t number = 0;
  if (!ParseNumber(port, number) || number < 1 || number > 65535) {
    return Error{std::string("MASTER_PORT is '") + port + "', which is not a port"};
  }
  // Where torchrun itself listens at MASTER_PORT, the next port is ours.
  const char* taken = std::getenv("TORCHELASTIC_USE_AGENT_STORE");
  if (taken != nullptr && std::string_view(taken) == "True" && number < 65535) ++number;
  options.rendezvous = "tcp://" + Text(HostPort{host, number});
  return {};
}

class Alone : public Workers {
 public:
  bool is_first() const override { return true; }
  int32_t most() const override { return 1; }
  const std::string& plan() const override { return plan_; }
  int64_t kept() const override { return 0; }
  Result<Boundary> Meet(bool ends, int64_t step, int64_t kept, bool stopped) override {
    return Boundary{.ends = ends, .stopped = stopped, .step = step, .kept = kept};
  }
  int32_t place() const override { return 0; }
  int32_t count() const override { return 1; }
  int64_t generation() const override { return 1; }
  Status Sum(float*, int64_t) override { return {}; }
  Status Sum(double*, int64_t) override { return {}; }
  Status Send(float*, int64_t) override { return {}; }
  bool broken() const override { return false; }

 private:
  std::string plan_;
};

class Several : public Workers {
 public:
  Several(const WorkersOptions& options, std::unique_ptr<Rendezvous> rendezvous)
      : options_(options), rendezvous_(std::move(rendezvous)) {}

  bool is_first() const override { return options_.rank == 0; }
  int32_t most() const override { return options_.count; }
  const std::string& plan() const override { return rendezvous_->plan(); }
  int64_t kept() const override { return rendezvous_->kept(); }
  int32_t place() const override { return decision_.place; }
  int32_t count() const override { return decision_.count; }
  int64_t generation() const override { return decision_.generation; }
  bool broken() const override { return broken_; }

  Result<Boundary> Meet(bool ends, int64_t step, int64_t kept, bool stopped) override {
    while (true) {
      Result<Decision> decision = rendezvous_->Meet({.broken = std::exchange(broken_, false),
                                                     .ends = ends,
                                                     .stopped = stopped,
                                                     .step = step,
                                                     .kept = kept});
      if (!decision.ok()) return decision.error();
      decision_ = *decision;
      if (decision_.ends) group_.reset();
      if (!decision_.anew || Connect()) {
        return Boundary{decision_.ends, decision_.stopped, decision_.anew, decision_.step,
                        decision_.kept};
      }
    }
  }
  Status Sum(float* values, int64_t size) override {
    return Try([&](Group& group) { return group.Sum(values, size); });
  }
  Status Sum(double* values, int64_t size) override {
    return Try([&](Group& group) { return group.Sum(values, size); });
  }
  Status Send(float* values, int64_t size) override {
    return Try([&](Group& group) { return group.Send(values, size); });
  }

 private:
  bool Connect() {
    group_.reset();
    if (decision_.count == 1) return true;
    auto formed =
        Group::Form(*rendezvous_, decision_, std::min(options_.timeout_seconds, kMostSumSeconds));
    broken_ = !formed.ok();
    if (formed.ok()) group_ = *std::move(formed);
    return formed.ok();
  }

  template <typename Do>
  Status Try(Do what) {
    if (decision_.count == 1) return {};
    if (group_ == nullptr) return Error{"another worker is gone"};
    Status done = what(*group_);
    if (!done.ok()) {
      broken_ = true;
      group_.reset();
    }
    return done;
  }

  const WorkersOptions options_;
  const std::unique_ptr<Rendezvous> rendezvous_;
  Decision decision_;
  std::unique_ptr<Group> group_;
  bool broken_ = false;
};

}  // namespace

Status ParseCount(const std::string& text, WorkersOptions& options) {
  const size_t colon = text.find(':');
  const std::string_view all = text;
  int32_t least = -1, most = 0;
  bool right = true;
  if (colon != std::string::npos) right = ParseNumber(all.substr(0, colon), least) && least >= 1;
  right = right && ParseNumber(colon == std::string::npos ? all : all.substr(colon + 1), most) &&
          most >= std::max(least, 1) && most <= kMostWorkers;
  if (!right) {
    return Error{"'" + text + "' is no number of workers: give one from 1 to " +
                 std::to_string(kMostWorkers) + ", or LEAST:MOST, such as 2:4"};
  }
  options.least = least;
  options.count = most;
  return {};
}

Result<WorkersOptions> WorkersFromEnvironment(WorkersOptions options) {
  if (Status rank = RankFromEnvironment(options); !rank.ok()) return rank.error();
  if (options.count <= 0) options.count = 1;
  if (options.count == 1) {
    options.rank = std::max(options.rank, 0);
    return options;
  }
  for (const char* name : {"LOCAL_RANK", "SLURM_LOCALID"}) {
    if (Status read = FromEnvironment(name, options.local_rank); !read.ok()) return read.error();
  }
  int32_t attempt = -1;
  Status read = FromEnvironment("TORCHELASTIC_RESTART_COUNT", attempt);
  if (!read.ok()) return read.error();
  options.attempt = std::max(attempt, 0);
  if (!options.rendezvous.empty()) return options;
  if (Status master = MasterFromEnvironment(options); !master.ok()) return master.error();
  return options;
}

Result<std::unique_ptr<Workers>> Workers::Join(const WorkersOptions& options,
                                               const std::string& plan) {
  if (options.count < 1 || options.count > kMostWorkers || options.rank < 0 ||
      options.rank >= options.count) {
    return Error{"worker " + std::to_string(options.rank) + " of " + std::to_string(options.count) +
                 ": ranks are 0 to count - 1 (--rank, RANK or SLURM_PROCID)"};
  }
  if (options.count == 1) return std::unique_ptr<Workers>(std::make_unique<Alone>());
  if (options.rendezvous.empty()) {
    return Error{
        "several workers need a place to meet: MASTER_ADDR and MASTER_PORT, or --rendezvous "
        "tcp://HOST:PORT, or --rendezvous with a folder that all of them can see"};
  }
  if (Status can = CanShare(); !can.ok()) return can.error();
  Result<std::unique_ptr<Rendezvous>> rendezvous = OpenRendezvous(options, plan);
  if (!rendezvous.ok()) return rendezvous.error();
  return std::unique_ptr<Workers>(std::make_unique<Several>(options, *std::move(rendezvous)));
}

}  // namespace fastnode::learn
