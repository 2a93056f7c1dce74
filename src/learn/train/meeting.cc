// Whether a step was made is for the first worker alone to say, because it alone writes what is
// kept. So nothing has to be agreed on by votes: those who are there when it meets them make the
// next step, and take its state first if the group is another one than before.
#include "learn/train/meeting.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "support/check.h"
#include "support/file.h"
#include "version_generated.h"

namespace fastnode::learn {
namespace {

constexpr double kPortSeconds = 10;   // to wait until an earlier run has left the port
constexpr double kGreetSeconds = 10;  // for a connection to say who it is
constexpr double kFarewellSeconds = 2;
constexpr size_t kMostVisitors = 8192;
constexpr size_t kMostUnsent = 16 << 20;
constexpr int kMostUnlucky = 3;

std::string Ranks(const std::vector<int32_t>& ranks) {
  std::string text;
  for (int32_t rank : ranks) text += (text.empty() ? "" : ", ") + std::to_string(rank);
  return text;
}

std::string Seconds(double seconds) {
  char text[40];
  std::snprintf(text, sizeof text, "%g s (--worker-timeout)", seconds);
  return text;
}

}  // namespace

std::string FirstWorkerPath(const std::string& folder) { return folder + "/first_worker"; }

Result<std::unique_ptr<Rendezvous>> Meeting::Open(const WorkersOptions& options,
                                                  const HostPort& place, const std::string& plan) {
  const HostPort own = {options.address.empty() ? place.host : options.address, place.port};
  Result<Socket> listener = Listen(own, In(std::min(options.timeout_seconds, kPortSeconds)));
  if (!listener.ok()) return listener.error();
  return std::unique_ptr<Rendezvous>(new Meeting(options, *std::move(listener), plan));
}

Result<std::unique_ptr<Rendezvous>> Meeting::OpenInFolder(const WorkersOptions& options,
                                                          const std::string& plan) {
  const HostPort own = {options.address.empty() ? "127.0.0.1" : options.address, 0};
  Result<Socket> listener = Listen(own, In(0));
  if (!listener.ok()) return listener.error();
  Status said = WriteFileAtomic(FirstWorkerPath(options.rendezvous), Text(LocalOf(*listener)));
  if (!said.ok()) return said.error();
  return std::unique_ptr<Rendezvous>(new Meeting(options, *std::move(listener), plan));
}

Meeting::Meeting(const WorkersOptions& options, Socket listener, std::string plan)
    : options_(options),
      listener_(std::move(listener)),
      plan_(std::move(plan)),
      address_(LocalOf(listener_).host) {
  CHECK(::pipe2(wake_, O_NONBLOCK | O_CLOEXEC) == 0);
  thread_ = std::thread([this] { Serve(); });
}

Meeting::~Meeting() {
  {
    std::lock_guard lock(mutex_);
    Over("the first worker has ended");
    stopping_ = true;
  }
  Wake();
  thread_.join();
  ::close(wake_[0]);
  ::close(wake_[1]);
}

void Meeting::Wake() {
  const char byte = 0;
  if (::write(wake_[1], &byte, 1) < 0) return;  // it is full, and so will wake the thread
}

void Meeting::Serve() {
  Deadline ping = In(kPingSeconds), farewell = Deadline::max();
  std::vector<pollfd> polled;
  bool is_full = false;  // whoever knocks waits, and wakes nobody
  while (true) {
    polled = {{is_full ? -1 : listener_.fd(), POLLIN, 0}, {wake_[0], POLLIN, 0}};
    {
      std::lock_guard lock(mutex_);
      if (stopping_ && farewell == Deadline::max()) farewell = In(kFarewellSeconds);
      const bool all_said = std::all_of(visitors_.begin(), visitors_.end(),
                                        [](const Visitor& v) { return v.out.empty(); });
      if (stopping_ && (all_said || Deadline::clock::now() >= farewell)) return;
      for (const Visitor& v : visitors_) {
        const short events = v.out.empty() ? POLLIN : POLLIN | POLLOUT;
        polled.push_back({v.socket.fd(), events, 0});
      }
    }
    ::poll(polled.data(), polled.size(), stopping_ ? 100 : static_cast<int>(1000 * kPingSeconds));
    for (char bytes[64]; ::read(wake_[0], bytes, sizeof bytes) > 0;) {
    }
    std::lock_guard lock(mutex_);
    while (!(is_full = visitors_.size() >= kMostVisitors)) {
      std::optional<Socket> socket = Accept(listener_);
      is_full = !socket && (errno == EMFILE || errno == ENFILE);
      if (!socket) break;
      visitors_.push_back({.socket = *std::move(socket), .greets_until = In(kGreetSeconds)});
    }
    const bool pings = Deadline::clock::now() >= ping;
    if (pings) ping = In(kPingSeconds);
    for (Visitor& visitor : visitors_) {
      Hear(visitor);
      if (pings && visitor.rank >= 0 && visitor.out.empty()) Say(visitor, {kind::kPing, ""});
    }
    Decide();
    for (Visitor& visitor : visitors_) {
      if (!visitor.gone && !WriteFrom(visitor.socket, visitor.out)) Leave(visitor);
    }
    visitors_.remove_if([](const Visitor& v) { return v.gone; });
    Decide();  // without those who have just left
    changed_.notify_all();
  }
}

void Meeting::Hear(Visitor& visitor) {
  if (visitor.gone) return;
  const bool open = ReadInto(visitor.socket, visitor.in);
  while (!visitor.gone) {
    Result<std::optional<Message>> message = TakeFrame(visitor.in);
    if (!message.ok()) return Leave(visitor);
    if (!message->has_value()) break;
    Take(visitor, **message);
  }
  const bool late = visitor.rank < 0 && Deadline::clock::now() > visitor.greets_until;
  if (!open || late || visitor.out.size() > kMostUnsent) Leave(visitor);
}

void Meeting::Take(Visitor& visitor, const Message& message) {
  if (visitor.rank < 0) {
    if (message.kind == kind::kHello) return Greet(visitor, message.bytes);
    return Leave(visitor);
  }
  if (message.kind == kind::kReady) {
    Result<Ready> ready = ReadyFrom(message.bytes);
    if (!ready.ok()) return Leave(visitor);
    visitor.ready = *ready;
    visitor.asks.reset();
    if (ready->broken && visitor.in_group) Break();
    if (over_) Say(visitor, {kind::kOver, *over_});
    return;
  }
  Result<TableEntry> entry = EntryFrom(message.bytes);
  if (!entry.ok()) return Leave(visitor);
  if (message.kind == kind::kSet) {
    if (entry->generation != generation_) return;
    table_[entry->key] = entry->value;
    for (Visitor& other : visitors_) Answer(other);
  } else if (message.kind == kind::kGet) {
    visitor.asks = entry->key;
    if (entry->generation != generation_) {
      visitor.asks.reset();
      Say(visitor, {kind::kGone, ""});
    }
    Answer(visitor);
  } else {
    Leave(visitor);
  }
}

void Meeting::Greet(Visitor& visitor, const std::string& bytes) {
  Result<Hello> hello = HelloFrom(bytes);
  // One of another start of the same run comes again, or is about to be ended.
  if (!hello.ok() || hello->attempt != options_.attempt) return Leave(visitor);
  auto refuse = [&](const std::string& why) { Say(visitor, {kind::kOver, why}); };
  if (hello->protocol != kProtocol || hello->program != kVersion) {
    return refuse("the first worker is of fastnode " + std::string(kVersion) + ", this one of " +
                  hello->program + "; workers are of one version");
  }
  if (hello->rank < 1 || hello->rank >= options_.count) {
    return refuse("worker " + std::to_string(hello->rank) + " of " +
                  std::to_string(options_.count) + ": ranks are 0 to count - 1, and 0 is there");
  }
  if (!options_.changes() && generation_ > 0) {
    return refuse("all " + std::to_string(options_.count) +
                  " workers are there; 'LEAST:MOST' for --workers lets them come and go");
  }
  visitor.rank = hello->rank;
  for (Visitor& other : visitors_) {
    if (&other == &visitor || other.gone || other.rank != visitor.rank) continue;
    TakeOut(other, "another worker has come as worker " + std::to_string(visitor.rank));
  }
  Say(visitor, {kind::kWelcome, ToBytes({kept_, "plan", plan_})});
}

// If the connection has ended, the thread will find out.
void Meeting::Say(Visitor& visitor, const Message& message) {
  visitor.out += Frame(message);
  (void)WriteFrom(visitor.socket, visitor.out);
}

void Meeting::Leave(Visitor& visitor, const std::string& how) {
  if (visitor.gone) return;
  visitor.gone = true;
  visitor.ready.reset();
  if (!visitor.in_group) return;
  visitor.in_group = false;
  lost_.push_back(visitor.rank);
  Break();
  if (options_.changes()) return;
  Over("another worker is gone: worker " + std::to_string(visitor.rank) + " (" + how + ")");
}

void Meeting::TakeOut(Visitor& visitor, const std::string& why) {
  Say(visitor, {kind::kOver, why});
  Leave(visitor, why);
}

void Meeting::Break() {
  broken_ = true;
  for (Visitor& visitor : visitors_) Answer(visitor);
  changed_.notify_all();
}

void Meeting::Answer(Visitor& visitor) {
  if (visitor.gone || !visitor.asks) return;
  auto found = table_.find(*visitor.asks);
  if (found == table_.end() && !broken_) return;
  Say(visitor,
      found == table_.end() ? Message{kind::kGone, ""} : Message{kind::kValue, found->second});
  visitor.asks.reset();
}

void Meeting::Over(const std::string& why) {
  if (over_) return;  // whoever goes because it is over is not why
  over_ = why;
  for (Visitor& visitor : visitors_) {
    if (!visitor.gone && visitor.ready) Say(visitor, {kind::kOver, why});
  }
  changed_.notify_all();
}

bool Meeting::FewerThanWanted(size_t present) const {
  const int32_t least = options_.changes() ? options_.least : options_.count;
  return static_cast<int32_t>(present) + 1 < least;
}

void Meeting::Decide() {
  if (!mine_ || decision_ || over_) return;
  std::vector<Visitor*> present;
  for (Visitor& visitor : visitors_) {
    if (visitor.gone) continue;
    if (visitor.ready)
      present.push_back(&visitor);
    else if (visitor.in_group)
      return;  // it is waited for
  }
  if (options_.changes() && !mine_->ends) {
    for (Visitor* visitor : present) {
      if (!visitor->ready->ends) continue;
      Decision farewell;
      farewell.ends = true;
      farewell.stopped = visitor->ready->stopped;
      Say(*visitor, {kind::kGo, PrintJson(ToJson(farewell))});
      if (visitor->in_group) lost_.push_back(visitor->rank);
      broken_ = broken_ || visitor->in_group;
      visitor->in_group = false;
      visitor->ready.reset();
    }
    std::erase_if(present, [](const Visitor* visitor) { return !visitor->ready; });
  }
  const bool ends = mine_->ends || std::any_of(present.begin(), present.end(),
                                               [](const Visitor* v) { return v->ready->ends; });
  if (!ends && FewerThanWanted(present.size())) return;
  DecideWith(present);
}

void Meeting::DecideWith(const std::vector<Visitor*>& visitors) {
  std::vector<Visitor*> present = visitors;
  std::sort(present.begin(), present.end(),
            [](const Visitor* a, const Visitor* b) { return a->rank < b->rank; });
  Decision decision;
  decision.ends = mine_->ends;
  decision.stopped = mine_->stopped;
  bool failed = mine_->broken, others = generation_ == 0 || broken_;
  std::vector<int32_t> ranks = {0};
  for (const Visitor* visitor : present) {
    decision.ends = decision.ends || visitor->ready->ends;
    decision.stopped = decision.stopped || visitor->ready->stopped;
    failed = failed || visitor->ready->broken;
    others = others || !visitor->in_group;
    ranks.push_back(visitor->rank);
  }
  unlucky_ = !failed ? 0 : lost_.empty() ? unlucky_ + 1 : unlucky_;
  if (unlucky_ >= kMostUnlucky) {
    return Over(
        "the workers reach the first one, but not each other, or one does not answer for "
        "too long: see that each may listen at its --worker-address");
  }
  decision.anew = !decision.ends && (failed || others);
  decision.step = mine_->step;
  decision.kept = mine_->kept;
  decision.count = static_cast<int32_t>(present.size()) + 1;
  if (decision.anew) {
    ++generation_;
    table_.clear();
    broken_ = false;
    notice_ = "step " + std::to_string(mine_->step + 1) + " on: " + std::to_string(decision.count) +
              " workers (" + Ranks(ranks) + ")";
    if (!lost_.empty()) notice_ += "; gone: " + Ranks(lost_);
    lost_.clear();
  }
  decision.generation = generation_;
  decision_ = decision;
  for (size_t i = 0; i < present.size(); ++i) {
    Visitor& visitor = *present[i];
    decision.place = static_cast<int32_t>(i) + 1;
    Say(visitor, {kind::kGo, PrintJson(ToJson(decision))});
    visitor.ready.reset();
    visitor.in_group = !decision.ends;
  }
}

std::string Meeting::Missing() const {
  std::vector<int32_t> late, there = {0};
  for (const Visitor& visitor : visitors_) {
    if (visitor.gone || visitor.rank < 0) continue;
    (visitor.ready ? there : late).push_back(visitor.rank);
  }
  const int32_t least = options_.changes() ? options_.least : options_.count;
  std::string text =
      generation_ == 0
          ? "the " + std::to_string(least) + " workers did not find each other"
          : "fewer workers are left than the " + std::to_string(least) + " that --workers wants";
  text += ": ready within " + Seconds(options_.timeout_seconds) + " were " + Ranks(there);
  if (!late.empty()) text += "; not ready: " + Ranks(late);
  return text;
}

// Whoever was of the group and did not come back is left out; if that is nobody, too few are there.
void Meeting::OutOfTime() {
  std::vector<Visitor*> late;
  for (Visitor& visitor : visitors_) {
    if (!visitor.gone && visitor.in_group && !visitor.ready) late.push_back(&visitor);
  }
  const std::string why = "it did not come to the step within " + Seconds(options_.timeout_seconds);
  for (Visitor* visitor : late) TakeOut(*visitor, why);
  if (late.empty()) Over(Missing());
}

Result<Decision> Meeting::Meet(const Ready& ready) {
  std::unique_lock lock(mutex_);
  mine_ = ready;
  kept_ = ready.kept;
  if (ready.broken) Break();
  Decide();
  Wake();
  const auto done = [&] { return decision_ || over_; };
  while (!done()) {
    const auto limit = std::chrono::duration<double>(options_.timeout_seconds);
    if (!changed_.wait_for(lock, limit, done)) {
      OutOfTime();
      Decide();
      Wake();
    }
  }
  mine_.reset();
  if (!decision_) return Error{*over_};
  const Decision decision = *std::exchange(decision_, std::nullopt);
  const std::string notice = std::exchange(notice_, "");
  lock.unlock();
  if (!notice.empty()) std::fprintf(stderr, "fastnode train: %s\n", notice.c_str());
  return decision;
}

Status Meeting::Set(int64_t generation, const std::string& key, const std::string& value) {
  std::lock_guard lock(mutex_);
  if (generation != generation_) return Error{"another worker is gone"};
  table_[key] = value;
  for (Visitor& visitor : visitors_) Answer(visitor);
  Wake();
  return {};
}

Result<std::string> Meeting::Get(int64_t generation, const std::string& key, Deadline until) {
  std::unique_lock lock(mutex_);
  const auto done = [&] {
    return generation != generation_ || broken_ || over_ || table_.contains(key);
  };
  if (!changed_.wait_until(lock, until, done)) return Error{"another worker did not come"};
  auto found = table_.find(key);
  if (generation != generation_ || found == table_.end()) return Error{"another worker is gone"};
  return found->second;
}

}  // namespace fastnode::learn
