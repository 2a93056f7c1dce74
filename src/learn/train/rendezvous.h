// How workers find each other, and what they agree on at each boundary between steps: who makes the
// next one. The first worker keeps the table (meeting.h), the others are guests (guest.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "learn/train/wire.h"
#include "learn/train/workers.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::learn {

// What a worker says at a boundary.
struct Ready {
  bool broken = false;   // the group that it was in does not work any more
  bool ends = false;     // it wants to end
  bool stopped = false;  // because it was told to, before all steps were made
  int64_t step = 0;      // steps made, of the first worker: those that count
  int64_t kept = 0;      // of these in a checkpoint; of the first worker
};

// What all of them are told.
struct Decision {
  bool ends = false;
  bool stopped = false;    // because somebody was told to end
  bool anew = false;       // another group than before: all take the first worker's state
  int64_t generation = 0;  // of the group, from 1 on
  int32_t place = 0, count = 1;
  int64_t step = 0, kept = 0;  // the first worker's
};

Json ToJson(const Ready& ready);
Json ToJson(const Decision& decision);
Result<Ready> ReadyFrom(const std::string& text);
Result<Decision> DecisionFrom(const std::string& text);

struct TableEntry {
  int64_t generation = 0;
  std::string key, value;
};
std::string ToBytes(const TableEntry& entry);
Result<TableEntry> EntryFrom(const std::string& bytes);

// What a guest says of itself when it comes.
struct Hello {
  int32_t protocol = 0, rank = 0, attempt = 0;
  std::string program;
};
Json ToJson(const Hello& hello);
Result<Hello> HelloFrom(const std::string& text);

// Kinds of messages. A guest says kHello, kReady, kSet, kGet; the first worker the others.
namespace kind {
inline constexpr char kHello = 'h';    // JSON: protocol, version, attempt, rank
inline constexpr char kWelcome = 'w';  // TableEntry: steps in a checkpoint, "plan", the plan
inline constexpr char kReady = 'r';    // JSON of Ready
inline constexpr char kGo = 'g';       // JSON of Decision
inline constexpr char kOver = 'o';     // why
inline constexpr char kSet = 's';      // TableEntry
inline constexpr char kGet = 'q';      // TableEntry without a value
inline constexpr char kValue = 'v';    // bytes
inline constexpr char kGone = 'x';     // the generation asked about is no more
inline constexpr char kPing = 'p';     // nothing, now and then
}  // namespace kind

inline constexpr int kProtocol = 1;
inline constexpr double kPingSeconds = 2;
// Without a ping for so long, the first worker is gone.
inline constexpr double kSilenceSeconds = 30;

class Rendezvous {
 public:
  virtual ~Rendezvous() = default;
  // Waits until all who take part are at the boundary. Errors: the run is over.
  virtual Result<Decision> Meet(const Ready& ready) = 0;
  // A table for the members of one generation, in which they find each other's addresses. Get waits
  // until somebody has set the value. Errors: the generation is no more.
  virtual Status Set(int64_t generation, const std::string& key, const std::string& value) = 0;
  virtual Result<std::string> Get(int64_t generation, const std::string& key, Deadline until) = 0;
  // What the first worker said to whoever came.
  virtual const std::string& plan() const = 0;
  virtual int64_t kept() const = 0;
  // Where this worker can be reached by the others.
  virtual std::string address() const = 0;
};

// The first worker listens, the others come; `plan` is the first's. Errors: nobody is there in
// time; a port in use.
Result<std::unique_ptr<Rendezvous>> OpenRendezvous(const WorkersOptions& options,
                                                   const std::string& plan);

}  // namespace fastnode::learn
