// The names around a site: in its statement, of its function, and what its value goes to. Code
// often says a thing twice (`self.width = width`, `size=self.size`), and a ranker should see it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "collect/pack/site.h"
#include "collect/pack/vocabulary.h"

namespace fastnode::pack {

struct Surroundings {
  std::vector<std::string_view> statement;  // names of the statement's header, hidden ones left out
  std::string_view function;                // name of the enclosing function, "" at module level
  std::vector<std::string_view> targets;    // names it is assigned to, assigned from, or passed as
};

// The statement in which a node stands: the closest one, or the node of a module.
ast::NodeId StatementAround(const ast::Tree& tree, ast::NodeId node);

Surroundings FindSurroundings(const bind::FileIndex& index, const Site& site);

// The subtokens of a name as numbers, ascending.
struct NumberedParts {
  std::array<uint64_t, kMaxNameParts> parts;
  int size = 0;
};
NumberedParts NumberParts(std::string_view name);

// Jaccard similarity of two names' subtokens, in [0, 1].
double Overlap(const NumberedParts& a, const NumberedParts& b);

// Which parts may be in some names: one whose bit is not set is in none, and so it is with most.
class PartFilter {
 public:
  void Add(uint64_t part) { bits_[BitOf(part) / 64] |= uint64_t{1} << BitOf(part) % 64; }
  void Add(const PartFilter& other) {
    for (size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
  }
  bool MayHave(uint64_t part) const {
    return (bits_[BitOf(part) / 64] >> BitOf(part) % 64 & 1) != 0;
  }
  bool MayHaveAny(const NumberedParts& parts) const {
    for (size_t i = 0; i < static_cast<size_t>(parts.size); ++i) {
      if (MayHave(parts.parts[i])) return true;
    }
    return false;
  }

 private:
  static constexpr int kBits = 10;
  static size_t BitOf(uint64_t part) { return part * 0x9E3779B97F4A7C15 >> (64 - kBits); }
  std::array<uint64_t, (1 << kBits) / 64> bits_{};
};

// The subtokens of names, split once, to be compared with many candidates.
class NameComparison {
 public:
  explicit NameComparison(std::vector<std::string_view> names);

  struct Likeness {
    double best = 0;        // the highest overlap with any of the names
    bool is_there = false;  // whether it is one of them
  };
  // `parts`: of the name.
  Likeness Of(std::string_view name, const NumberedParts& parts) const;
  // What shares no part with any of the names is like none.
  const PartFilter& filter() const { return filter_; }

 private:
  struct Entry {
    uint64_t part;
    uint32_t name;
  };

  std::vector<std::string_view> names_;  // sorted
  std::vector<NumberedParts> parts_;     // of each
  std::vector<Entry> entries_;           // each part of each name once, sorted
  PartFilter filter_;
};

}  // namespace fastnode::pack
