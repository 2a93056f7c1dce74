// The clock of a thread knows which phase is under way and since when; entering another one books
// the time up to now. So times are exclusive, and their sum is the time that the clock lived.
#include "collect/pack/phase.h"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "support/check.h"

namespace fastnode::pack {
namespace {

using Clock = std::chrono::steady_clock;

thread_local PhaseClock* running = nullptr;

struct Row {
  std::string_view name, words;
};
constexpr Row kPhaseRows[kNumPhases] = {
    {"choosing", "choosing places"},  //
    {"remembered", "remembered cuts"},
    {"projects", "tables of projects"},
    {"reading", "reading and binding sources"},
    {"types", "types of expressions"},
    {"candidates", "candidates and their features"},
    {"cutting", "cutting and packing graphs"},
    {"encoding", "writing answers"},
    {"compressing", "compressing answers"},
};

constexpr Phase kCold[] = {Phase::kProjects, Phase::kReading, Phase::kTypes, Phase::kCandidates,
                           Phase::kCutting};

int64_t Number(const Json& json, const char* group, std::string_view name, double scale) {
  if (!json.is_object() || !json.contains(group) || !json[group].is_object()) return 0;
  auto found = json[group].find(std::string(name));
  if (found == json[group].end() || !found->is_number()) return 0;
  const double value = scale * found->get<double>();
  return value > 0 && value < 1e18 ? static_cast<int64_t>(value) : 0;
}

}  // namespace

std::string_view Name(Phase phase) { return kPhaseRows[PhaseTimes::Index(phase)].name; }
std::string_view Words(Phase phase) { return kPhaseRows[PhaseTimes::Index(phase)].words; }

double PhaseTimes::Seconds() const {
  double sum = 0;
  for (int64_t of_phase : nanos) sum += 1e-9 * static_cast<double>(of_phase);
  return sum;
}

double PhaseTimes::ColdSeconds() const {
  double sum = 0;
  for (Phase phase : kCold) sum += Seconds(phase);
  return sum;
}

void PhaseTimes::Add(const PhaseTimes& other) {
  for (size_t i = 0; i < nanos.size(); ++i) nanos[i] += other.nanos[i];
  cold += other.cold;
  remembered += other.remembered;
}

PhaseTimes PhaseTimes::Since(const PhaseTimes& before) const {
  PhaseTimes since = *this;
  for (size_t i = 0; i < nanos.size(); ++i) since.nanos[i] -= before.nanos[i];
  since.cold -= before.cold;
  since.remembered -= before.remembered;
  return since;
}

Json ToJson(const PhaseTimes& times) {
  Json seconds = Json::object();
  for (int i = 0; i < kNumPhases; ++i) {
    const auto phase = static_cast<Phase>(i);
    seconds[std::string(Name(phase))] = times.Seconds(phase);
  }
  return {{"graphs", {{"cold", times.cold}, {"remembered", times.remembered}}},
          {"seconds", std::move(seconds)}};
}

PhaseTimes PhaseTimesFromJson(const Json& json) {
  PhaseTimes times;
  for (int i = 0; i < kNumPhases; ++i) {
    times.nanos[static_cast<size_t>(i)] = Number(json, "seconds", Name(static_cast<Phase>(i)), 1e9);
  }
  times.cold = Number(json, "graphs", "cold", 1);
  times.remembered = Number(json, "graphs", "remembered", 1);
  return times;
}

std::string Shares(const PhaseTimes& times) {
  std::vector<std::pair<int64_t, Phase>> phases;
  for (int i = 0; i < kNumPhases; ++i) {
    phases.emplace_back(times.nanos[static_cast<size_t>(i)], static_cast<Phase>(i));
  }
  std::stable_sort(phases.begin(), phases.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (const auto& [nanos, phase] : phases) {
    const double percent = 1e-7 * static_cast<double>(nanos) / std::max(times.Seconds(), 1e-9);
    if (percent < 1) break;
    char share[16];
    std::snprintf(share, sizeof share, " %.0f %%", percent);
    text += (text.empty() ? "" : ", ") + std::string(Words(phase)) + share;
  }
  return text;
}

PhaseClock::PhaseClock() : since_(Clock::now()) {
  CHECK(running == nullptr);
  running = this;
}

PhaseClock::~PhaseClock() { running = nullptr; }

const PhaseTimes& PhaseClock::Read() {
  Enter(phase_);
  return times_;
}

Phase PhaseClock::Enter(Phase phase) {
  const Clock::time_point now = Clock::now();
  times_.nanos[PhaseTimes::Index(phase_)] +=
      std::chrono::duration_cast<std::chrono::nanoseconds>(now - since_).count();
  since_ = now;
  return std::exchange(phase_, phase);
}

PhaseScope::PhaseScope(Phase phase) : clock_(running) {
  if (clock_ != nullptr) before_ = clock_->Enter(phase);
}

PhaseScope::~PhaseScope() {
  if (clock_ != nullptr) clock_->Enter(before_);
}

void PhaseScope::CountGraph(bool is_remembered) {
  if (running == nullptr) return;
  ++(is_remembered ? running->times_.remembered : running->times_.cold);
}

}  // namespace fastnode::pack
