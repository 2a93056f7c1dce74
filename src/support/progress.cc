#include "support/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace fastnode {
namespace {

constexpr auto kTerminalInterval = std::chrono::milliseconds(100);
constexpr auto kPlainInterval = std::chrono::seconds(10);

std::string Duration(double seconds) {
  char text[32];
  auto whole = static_cast<long>(seconds + 0.5);
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%ldh%02ldm", whole / 3600, whole / 60 % 60);
  } else {
    std::snprintf(text, sizeof text, "%ldm%02lds", whole / 60, whole % 60);
  }
  return text;
}

}  // namespace

Progress::Progress(std::string title, uint64_t total, std::string unit,
                   std::chrono::milliseconds quiet)
    : title_(std::move(title)),
      total_(total),
      unit_(std::move(unit)),
      quiet_(quiet),
      terminal_(::isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      printed_(start_) {}

Progress::~Progress() { Finish(); }

void Progress::Add(uint64_t count, const std::string& note) {
  std::lock_guard lock(mutex_);
  done_ += count;
  if (!note.empty()) note_ = note;
  auto interval = terminal_ ? std::chrono::duration_cast<Clock::duration>(kTerminalInterval)
                            : std::chrono::duration_cast<Clock::duration>(kPlainInterval);
  if (Clock::now() - printed_ >= interval) Print(false);
}

void Progress::Finish() {
  std::lock_guard lock(mutex_);
  if (finished_) return;
  finished_ = true;
  Print(true);
}

void Progress::Print(bool last) {
  if (Clock::now() - start_ < quiet_) return;
  printed_ = Clock::now();
  double seconds = std::chrono::duration<double>(printed_ - start_).count();
  double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
  std::string line = title_ + ": " + std::to_string(done_);
  if (total_ > 0) line += "/" + std::to_string(total_);
  char text[64];
  std::snprintf(text, sizeof text, " %s, %.1f/s, ", unit_.c_str(), rate);
  line += text;
  if (last || total_ == 0 || rate == 0) {
    line += Duration(seconds) + (last ? " in all" : "");
  } else {
    line += Duration(static_cast<double>(total_ - std::min(done_, total_)) / rate) + " left";
  }
  if (!note_.empty()) line += ", " + note_;
  std::fprintf(stderr, terminal_ ? "\r%s\x1b[K%s" : "%s%s", line.c_str(),
               last || !terminal_ ? "\n" : "");
  std::fflush(stderr);
}

}  // namespace fastnode
