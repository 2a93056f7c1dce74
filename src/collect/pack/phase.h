// Where the time of a sample goes, from a source to the bytes of an answer: how long each phase
// took, and how many graphs came out. It costs two readings of the clock for each scope, and
// nothing in a thread that has no clock, such as an editor's.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/json.h"

namespace fastnode::pack {

enum class Phase : uint8_t {
  kChoosing,    // sources and places; all that no scope claims
  kRemembered,  // looking for cuts that were made before, and keeping new ones
  kProjects,    // what is kept of a project once it is met: counts, the index of its tokens
  kReading,     // a source: text, tree, bindings, graph
  kTypes,
  kCandidates,
  kCutting,   // the neighbourhood and the sample's arrays
  kEncoding,  // answers of the server
  kCompressing,
};
inline constexpr int kNumPhases = 9;
std::string_view Name(Phase phase);   // one word, for programs
std::string_view Words(Phase phase);  // for people

struct PhaseTimes {
  std::array<int64_t, kNumPhases> nanos{};  // of threads
  int64_t cold = 0, remembered = 0;         // graphs: cut anew, found

  double Seconds(Phase phase) const { return 1e-9 * static_cast<double>(nanos[Index(phase)]); }
  double Seconds() const;      // of all phases
  double ColdSeconds() const;  // of those that only a cut made anew goes through
  void Add(const PhaseTimes& other);
  PhaseTimes Since(const PhaseTimes& before) const;

  static size_t Index(Phase phase) { return static_cast<size_t>(phase); }
};

// {"graphs": {"cold", "remembered"}, "seconds": {phase: seconds}}. What is missing reads as 0.
Json ToJson(const PhaseTimes& times);
PhaseTimes PhaseTimesFromJson(const Json& json);

// "types of expressions 36 %, candidates and their features 33 %, ...": largest first, down to 1 %.
std::string Shares(const PhaseTimes& times);

// Measures its thread while it lives, beginning with kChoosing. One at a time in a thread.
class PhaseClock {
 public:
  PhaseClock();
  ~PhaseClock();
  PhaseClock(const PhaseClock&) = delete;
  PhaseClock& operator=(const PhaseClock&) = delete;

  const PhaseTimes& Read();  // so far

 private:
  friend class PhaseScope;
  Phase Enter(Phase phase);  // returns the phase before

  PhaseTimes times_;
  Phase phase_ = Phase::kChoosing;
  std::chrono::steady_clock::time_point since_;
};

// The thread's time goes to a phase while this lives; that of scopes inside it goes to theirs.
class PhaseScope {
 public:
  explicit PhaseScope(Phase phase);
  ~PhaseScope();
  PhaseScope(const PhaseScope&) = delete;
  PhaseScope& operator=(const PhaseScope&) = delete;

  static void CountGraph(bool is_remembered);  // for the thread's clock

 private:
  PhaseClock* const clock_;
  Phase before_ = Phase::kChoosing;
};

}  // namespace fastnode::pack
