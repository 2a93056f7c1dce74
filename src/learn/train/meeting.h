// The first worker's side of the rendezvous: a thread that listens, hears who comes, who is ready
// and whose connection has ended, and decides at each boundary who makes the next step.
#pragma once

#include <atomic>
#include <condition_variable>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "learn/train/rendezvous.h"

namespace fastnode::learn {

// The file of a rendezvous folder that says where the first worker listens.
std::string FirstWorkerPath(const std::string& folder);

// Its functions are called by one thread.
class Meeting : public Rendezvous {
 public:
  // Listens there, or at `options.address` with that port.
  static Result<std::unique_ptr<Rendezvous>> Open(const WorkersOptions& options,
                                                  const HostPort& place, const std::string& plan);
  static Result<std::unique_ptr<Rendezvous>> OpenInFolder(const WorkersOptions& options,
                                                          const std::string& plan);
  ~Meeting() override;

  Result<Decision> Meet(const Ready& ready) override;
  Status Set(int64_t generation, const std::string& key, const std::string& value) override;
  Result<std::string> Get(int64_t generation, const std::string& key, Deadline until) override;
  const std::string& plan() const override { return plan_; }
  int64_t kept() const override { return 0; }
  std::string address() const override { return address_; }

 private:
  struct Visitor {
    Socket socket;
    std::string in, out;
    int32_t rank = -1;  // -1: it has not said yet
    bool in_group = false;
    std::optional<Ready> ready;
    std::optional<std::string> asks;  // for this key
    Deadline greets_until;
    bool gone = false;
  };

  Meeting(const WorkersOptions& options, Socket listener, std::string plan);
  // The thread's.
  void Serve();
  void Hear(Visitor& visitor);
  void Take(Visitor& visitor, const Message& message);
  void Greet(Visitor& visitor, const std::string& bytes);
  // With the lock held.
  void Say(Visitor& visitor, const Message& message);
  void Leave(Visitor& visitor, const std::string& how = "its connection has ended");
  void TakeOut(Visitor& visitor, const std::string& why);
  void Break();
  void Answer(Visitor& visitor);
  void Decide();
  void DecideWith(const std::vector<Visitor*>& present);
  void Over(const std::string& why);
  void OutOfTime();
  std::string Missing() const;
  void Wake();
  bool FewerThanWanted(size_t present) const;

  const WorkersOptions options_;
  const Socket listener_;
  const std::string plan_, address_;
  int wake_[2] = {-1, -1};  // a pipe: the thread looks again

  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::list<Visitor> visitors_;
  std::optional<Ready> mine_;         // while the first worker waits in Meet
  std::optional<Decision> decision_;  // for it
  std::optional<std::string> over_;
  int64_t generation_ = 0, kept_ = 0;
  bool broken_ = false;        // somebody of this generation is gone, or cannot go on in it
  int unlucky_ = 0;            // generations in a row that broke with nobody gone
  std::vector<int32_t> lost_;  // ranks of this generation that are gone
  std::string notice_;         // to be said about the decision
  std::map<std::string, std::string> table_;  // of this generation
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace fastnode::learn
