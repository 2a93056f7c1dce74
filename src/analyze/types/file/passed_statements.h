// Whether every way through a statement passes a binding.
#pragma once

#include <cstdint>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

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
