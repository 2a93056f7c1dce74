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

 private:
  struct Entry {
    uint64_t part;
    uint32_t name;
  };
  static constexpr int kFilterBits = 10;
  static size_t BitOf(uint64_t part) { return part * 0x9E3779B97F4A7C15 >> (64 - kFilterBits); }
  bool MayHave(uint64_t part) const {
    const size_t bit = BitOf(part);
    return (filter_[bit / 64] >> bit % 64 & 1) != 0;
  }

  std::vector<std::string_view> names_;  // sorted
  std::vector<NumberedParts> parts_;     // of each
  std::vector<Entry> entries_;           // each part of each name once, sorted
  // A part whose bit is not set is in no name: so it is with most of them.
  std::array<uint64_t, (1 << kFilterBits) / 64> filter_{};
};

}  // namespace fastnode::pack
