// What a piece of code does to one variable, seen from outside: which references may come first in
// it, which may be the last when it ends in each of its ways, and whether it may end so without
// any. Pieces are put together as the code is; no piece is walked twice, and a loop costs as much
// as its body.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "analyze/graph/exits.h"

namespace fastnode::graph {

// References are known by their places among those of the variable, which are in text order.
using Place = uint32_t;

// Of the references that may come last, so many are kept: those closest in the text.
inline constexpr size_t kMaxLast = 64;

// Some references of a variable that has few, as nearly all have: a bit for each.
class Few {
 public:
  static constexpr size_t kMost = 64;
  static_assert(kMost <= kMaxLast);

  static Few Only(Place place) { return Few(uint64_t{1} << place); }
  Few() = default;

  bool empty() const { return bits_ == 0; }
  void Clear() { bits_ = 0; }
  void Add(const Few& more) { bits_ |= more.bits_; }
  void KeepLast() {}
  template <typename Visitor>
  void ForEach(const Visitor& visit) const {
    for (uint64_t rest = bits_; rest != 0; rest &= rest - 1) {
      visit(static_cast<Place>(std::countr_zero(rest)));
    }
  }

 private:
  explicit Few(uint64_t bits) : bits_(bits) {}
  uint64_t bits_ = 0;
};

// The same of any variable.
class Many {
 public:
  static Many Only(Place place) {
    Many one;
    one.places_.push_back(place);
    return one;
  }

  bool empty() const { return places_.empty(); }
  void Clear() { places_.clear(); }
  void Add(const Many& more) {
    if (!more.empty() && this != &more) Merge(more);
  }
  void KeepLast() {
    if (places_.size() > kMaxLast) places_.erase(places_.begin(), places_.end() - kMaxLast);
  }
  template <typename Visitor>
  void ForEach(const Visitor& visit) const {
    for (Place place : places_) visit(place);
  }

 private:
  void Merge(const Many& more);

  std::vector<Place> places_;  // ascending
};

// `References`: Few or Many.
template <typename References>
struct FlowOf {
  References first;
  std::array<References, kNumExits> last;
  ExitSet passes = Bit(kNormal);  // may be run through without a reference

  // Code that never runs.
  static FlowOf Unreachable() {
    FlowOf flow;
    flow.passes = 0;
    return flow;
  }

  bool Passes(Exit exit) const { return Has(passes, exit); }
  bool Reaches(Exit exit) const { return Passes(exit) || !Last(exit).empty(); }
  References& Last(Exit exit) { return last[static_cast<size_t>(exit)]; }
  const References& Last(Exit exit) const { return last[static_cast<size_t>(exit)]; }
  void AddLast(Exit exit, const References& more) {
    Last(exit).Add(more);
    Last(exit).KeepLast();
  }

  // What ends in way `from` may end in way `to` as well.
  void Copy(Exit from, Exit to) {
    AddLast(to, Last(from));
    if (Passes(from)) passes |= Bit(to);
  }
  void Clear(Exit exit) {
    Last(exit).Clear();
    passes &= static_cast<ExitSet>(~Bit(exit));
  }
  // Either of the two runs.
  void AddAlternative(const FlowOf& other) {
    first.Add(other.first);
    for (size_t exit = 0; exit < kNumExits; ++exit) {
      AddLast(static_cast<Exit>(exit), other.last[exit]);
    }
    passes |= other.passes;
  }
};

}  // namespace fastnode::graph
