// A guest speaks and then listens, so one thread is enough. While it waits the first worker's pings
// tell that it is still there, whatever it does meanwhile (validate, write a checkpoint).
#include "learn/train/guest.h"

#include <poll.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "version_generated.h"

namespace fastnode::learn {
namespace {

constexpr std::chrono::milliseconds kAskAgain{200};
constexpr double kAnswerSeconds = 10;
constexpr Deadline kNever = Deadline::max();

// Waits until the socket can be read or written. False: not in time.
bool Wait(const Socket& socket, short events, Deadline until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Deadline::clock::now());
  pollfd one = {socket.fd(), events, 0};
  return ::poll(&one, 1, static_cast<int>(std::clamp<int64_t>(left.count(), 0, 60'000))) > 0;
}

Error Gone(const std::string& how) {
  return Error{"the first worker is gone (" + how + "); the steps up to its checkpoint are kept"};
}

}  // namespace

Result<std::unique_ptr<Rendezvous>> Guest::Join(const WorkersOptions& options,
                                                const std::function<Result<HostPort>()>& find) {
  const Deadline until = In(options.timeout_seconds);
  std::string why;
  while (true) {
    Result<HostPort> place = find();
    Result<Socket> socket = place.ok() ? Connect(*place, std::min(until, In(kAnswerSeconds)))
                                       : Result<Socket>(place.error());
    if (socket.ok()) {
      const std::string address = options.address.empty() ? LocalOf(*socket).host : options.address;
      std::unique_ptr<Guest> guest(new Guest(*std::move(socket), address));
      const Hello hello{kProtocol, options.rank, options.attempt, kVersion};
      Status said = guest->Say({kind::kHello, PrintJson(ToJson(hello))});
      Result<Message> answer =
          said.ok() ? guest->Hear(std::min(until, In(kAnswerSeconds))) : said.error();
      if (answer.ok() && answer->kind == kind::kWelcome) {
        Result<TableEntry> welcome = EntryFrom(answer->bytes);
        if (!welcome.ok()) return welcome.error();
        guest->welcome_ = *std::move(welcome);
        return std::unique_ptr<Rendezvous>(std::move(guest));
      }
      if (answer.ok() && answer->kind == kind::kOver) return Error{answer->bytes};
      why = answer.ok() ? Text(*place) + " is no first worker" : answer.error().message;
    } else {
      why = socket.error().message;
    }
    if (Deadline::clock::now() + kAskAgain >= until) {
      return Error{"worker " + std::to_string(options.rank) +
                   " does not find the first worker at " + options.rendezvous + ": " + why +
                   "; see that worker 0 runs, and that this name and port lead to it"};
    }
    std::this_thread::sleep_for(kAskAgain);
  }
}

Status Guest::Say(const Message& message) {
  std::string out = Frame(message);
  const Deadline until = In(kSilenceSeconds);
  while (true) {
    if (!WriteFrom(socket_, out)) return Gone("it has closed the connection");
    if (out.empty()) return {};
    if (!Wait(socket_, POLLOUT, until)) return Gone("it does not listen");
  }
}

Result<Message> Guest::Hear(Deadline until) {
  Deadline silence = In(kSilenceSeconds);
  bool open = true;
  while (true) {
    Result<std::optional<Message>> message = TakeFrame(received_);
    if (!message.ok()) return message.error().Context("the first worker says");
    if (message->has_value()) {
      silence = In(kSilenceSeconds);
      if ((*message)->kind != kind::kPing) return **std::move(message);
      continue;
    }
    if (!open) return Gone("it has closed the connection");
    if (!Wait(socket_, POLLIN, std::min(silence, until))) {
      const auto now = Deadline::clock::now();
      if (now >= silence) return Gone("nothing was heard of it");
      if (now >= until) return Error{"the first worker does not answer in time"};
      continue;
    }
    open = ReadInto(socket_, received_);
  }
}

Result<Decision> Guest::Meet(const Ready& ready) {
  Status said = Say({kind::kReady, PrintJson(ToJson(ready))});
  if (!said.ok()) return said.error();
  while (true) {
    Result<Message> answer = Hear(kNever);
    if (!answer.ok()) return answer.error();
    if (answer->kind == kind::kOver) return Error{answer->bytes};
    if (answer->kind == kind::kGo) return DecisionFrom(answer->bytes);
    // What was asked for a generation that is no more is answered late.
    if (answer->kind != kind::kValue && answer->kind != kind::kGone) {
      return Error{"the first worker says what is not understood"};
    }
  }
}

Status Guest::Set(int64_t generation, const std::string& key, const std::string& value) {
  return Say({kind::kSet, ToBytes({generation, key, value})});
}

Result<std::string> Guest::Get(int64_t generation, const std::string& key, Deadline until) {
  Status said = Say({kind::kGet, ToBytes({generation, key, ""})});
  if (!said.ok()) return said.error();
  Result<Message> answer = Hear(until);
  if (!answer.ok()) return answer.error();
  if (answer->kind == kind::kValue) return std::move(answer->bytes);
  return Error{"another worker is gone"};
}

std::string Guest::address() const { return address_; }

}  // namespace fastnode::learn
