// Ways of execution through branches, read off the shape of statements: whether a binding in one
// can be what a read elsewhere sees, and whether every way through a statement passes a binding.
#pragma once

#include <cstdint>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// Where a binding holds: reads from `from` on see it, and those inside `region` see nothing older.
struct Extent {
  NodeId from, region;
};
Extent ExtentOf(const ast::Tree& tree, NodeId binding);

inline bool IsLoop(ast::Kind kind) {
  return kind == ast::Kind::kForStatement || kind == ast::Kind::kWhileStatement;
}

// How a block always ends, where it never gets to what follows it.
enum class Leaving : uint8_t { kNot, kRound, kFunction };
Leaving LeavingOf(const File& f, NodeId block, int depth = 0);

// Whether what runs behind a binding leads to a read further down: at once, only in another round
// of a loop around both, or not at all.
enum class Way : uint8_t { kOnwards, kRound, kNone };
Way WayTo(const File& f, NodeId region, NodeId read);

// The statements through which no way leads but past one of some bindings.
class Passed {
 public:
  explicit Passed(const File& f) : f_(f) {}

  // Past which statement one gets to the read: always past a binding, or unless no condition of it
  // holds.
  struct Statement {
    NodeId node = kNoNode;
    bool always = false;
  };
  // There is a binding in `region`, where the read is not; those further down were added before.
  Statement Add(NodeId region, NodeId read);

  // The region of an added binding of which this older one is not seen from outside; or kNoNode.
  NodeId RegionThatHides(NodeId binding, NodeId read) const;

 private:
  enum class Through : uint8_t { kPast, kPastUnlessFalse, kBeside };
  bool IsPassed(NodeId branch) const;
  bool IsPassedOrLeft(NodeId branch) const;
  Through ThroughIf(NodeId statement) const;
  Through ThroughTry(NodeId statement) const;
  Through ThroughMatch(NodeId statement) const;
  Through ThroughStatement(NodeId statement) const;

  const File& f_;
  std::vector<NodeId> blocks_;
};

}  // namespace fastnode::types
