// Gloo's ring gives every rank the same bits. A connection that ends is an error on both of its
// sides at once. Whoever gets the error drops its group, and so ends its own connections: that is
// how those that wait for somebody else get it too.
#include "learn/train/group.h"

#include <chrono>
#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include "learn/model/network_torch.h"

#ifdef FASTNODE_GLOO
#ifndef USE_C10D_GLOO
#define USE_C10D_GLOO
#endif
#pragma push_macro("CHECK")
#undef CHECK
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#undef CHECK
#pragma pop_macro("CHECK")
#endif

namespace fastnode::learn {

#ifdef FASTNODE_GLOO

namespace {

using Millis = std::chrono::milliseconds;

// Torch's face of the table. Torch catches what it throws where it asks.
class Table : public c10d::Store {
 public:
  Table(Rendezvous& rendezvous, int64_t generation, Millis timeout)
      : Store(timeout), rendezvous_(rendezvous), generation_(generation) {}

  void set(const std::string& key, const std::vector<uint8_t>& value) override {
    Status set = rendezvous_.Set(generation_, key, {value.begin(), value.end()});
    if (!set.ok()) throw std::runtime_error(set.error().message);
  }
  std::vector<uint8_t> get(const std::string& key) override {
    Result<std::string> value =
        rendezvous_.Get(generation_, key, Deadline::clock::now() + timeout_);
    if (!value.ok()) throw std::runtime_error(value.error().message);
    return {value->begin(), value->end()};
  }
  void wait(const std::vector<std::string>& keys) override {
    for (const std::string& key : keys) get(key);
  }
  void wait(const std::vector<std::string>& keys, const Millis&) override { wait(keys); }
  // What gloo does not ask for.
  int64_t add(const std::string&, int64_t) override { throw std::logic_error("add"); }
  bool deleteKey(const std::string&) override { throw std::logic_error("deleteKey"); }
  bool check(const std::vector<std::string>&) override { throw std::logic_error("check"); }
  int64_t getNumKeys() override { throw std::logic_error("getNumKeys"); }
  // Torch 2 wants it; 1.13 does not know it, so this is no "override".
  c10::intrusive_ptr<c10d::Store> clone() {
    return c10::make_intrusive<Table>(rendezvous_, generation_, timeout_);
  }

 private:
  Rendezvous& rendezvous_;
  const int64_t generation_;
};

class Gloo : public Group {
 public:
  Gloo(Rendezvous& rendezvous, const Decision& decision, Millis timeout) {
    auto store = c10::make_intrusive<Table>(rendezvous, decision.generation, timeout);
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    options->devices.push_back(
        c10d::ProcessGroupGloo::createDeviceForHostname(rendezvous.address()));
    group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(std::move(store), decision.place,
                                                         decision.count, options);
  }

  Status Sum(float* values, int64_t size) override {
    return Run(torch::from_blob(values, {size}, torch::kFloat), true);
  }
  Status Sum(double* values, int64_t size) override {
    return Run(torch::from_blob(values, {size}, torch::kDouble), true);
  }
  Status Send(float* values, int64_t size) override {
    return Run(torch::from_blob(values, {size}, torch::kFloat), false);
  }

 private:
  Status Run(torch::Tensor values, bool sum) {
    try {
      std::vector<torch::Tensor> tensors{std::move(values)};
      (sum ? group_->allreduce(tensors) : group_->broadcast(tensors))->wait();
      return {};
    } catch (const std::exception& error) {
      return Error{std::string("another worker is gone, or did not answer in time: ") +
                   error.what()};
    }
  }

  c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

}  // namespace

Status CanShare() { return {}; }

Result<std::unique_ptr<Group>> Group::Form(Rendezvous& rendezvous, const Decision& decision,
                                           double timeout_seconds) {
  // Gloo writes to connections that the other side may have ended, without MSG_NOSIGNAL.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const Millis timeout(static_cast<int64_t>(1000 * timeout_seconds));
    return std::unique_ptr<Group>(std::make_unique<Gloo>(rendezvous, decision, timeout));
  } catch (const std::exception& error) {
    return Error{std::string("the workers do not reach each other: ") + error.what()};
  }
}

#else

Status CanShare() { return Error{"this build has no gloo; install libgloo-dev and build again"}; }

Result<std::unique_ptr<Group>> Group::Form(Rendezvous&, const Decision&, double) {
  return CanShare().error();
}

#endif

}  // namespace fastnode::learn
