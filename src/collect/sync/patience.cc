// A trouble is printed when it is news and kept for the end: the error after a vain wait then names
// each place and why nothing came from it.
#include "collect/sync/patience.h"

#include <cstdint>
#include <cstdio>
#include <utility>

namespace fastnode::sync {

Patience::Patience(std::vector<std::string> places, double seconds)
    : places_(std::move(places)), seconds_(seconds), troubles_(places_.size()) {}

void Patience::Note(size_t place, const std::string& trouble) {
  std::lock_guard lock(mutex_);
  if (trouble == troubles_[place]) return;
  troubles_[place] = trouble;
  std::fprintf(
      stderr, "sync: %s\n",
      trouble.empty() ? (places_[place] + ": has samples").c_str() : Describe(place).c_str());
}

void Patience::BeginAnew() {
  std::lock_guard lock(mutex_);
  since_ = std::chrono::steady_clock::now();
}

std::optional<Error> Patience::Ended() const {
  std::lock_guard lock(mutex_);
  const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - since_;
  if (waited.count() < seconds_) return std::nullopt;
  Error error{"no wanted sample came for " + std::to_string(static_cast<int64_t>(seconds_)) + " s"};
  for (size_t place = 0; place < places_.size(); ++place) {
    error.message +=
        "\n  " + (troubles_[place].empty() ? places_[place] + ": has none of the wanted samples"
                                           : Describe(place));
  }
  return error;
}

// Most errors name the place already; the others get it in front.
std::string Patience::Describe(size_t place) const {
  const std::string& trouble = troubles_[place];
  return trouble.starts_with(places_[place]) ? trouble : places_[place] + ": " + trouble;
}

}  // namespace fastnode::sync
