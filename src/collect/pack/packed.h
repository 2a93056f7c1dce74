// Graph samples packed into a few bytes each (docs/formats/sample.md): the form in which cuts are
// remembered, joined to a sample and sent. A third of the arrays' bytes, and unpacked straight into
// the arrays of the sample that they become part of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/pack/sample.h"
#include "collect/pack/sample_arrays.h"
#include "support/result.h"

namespace fastnode::pack {

// The bytes of a sample of one graph, which must keep the contract of sample.h.
std::string Pack(const Sample& graph);

// How many of each a packed graph holds.
struct PackedHead {
  uint32_t bytes = 0;  // of all, the head too
  uint32_t nodes = 0, names = 0, types = 0, edges = 0;
  uint32_t candidates = 0, candidate_names = 0, candidate_uses = 0;
  int32_t label = -1;
  Task task = Task::kAttribute;
};

// Of bytes that begin with a packed graph. nullopt: they do not, or it is cut short or does not add
// up. What is found can be unpacked without harm; its values may still be out of range (Verify).
std::optional<PackedHead> CheckPacked(std::string_view bytes);

// Of what Pack made or CheckPacked found.
PackedHead HeadOf(std::string_view graph);

// Sums over the graphs of a sample.
struct PackedTotals {
  uint64_t graphs = 0, nodes = 0, names = 0, types = 0, edges = 0;
  uint64_t candidates = 0, candidate_names = 0, candidate_uses = 0;

  void Add(const PackedHead& head);
  SampleSizes Sizes() const;
};

// Graphs that make up a sample, in order.
class PackedSample {
 public:
  void Add(std::string_view graph);  // that Pack made, or CheckPacked found

  int32_t num_sites() const { return static_cast<int32_t>(tasks_.size()); }
  const std::vector<Task>& tasks() const { return tasks_; }
  const std::string& bytes() const { return bytes_; }

  SampleSizes Sizes() const { return totals_.Sizes(); }
  void Unpack(const SampleArrays& to) const;  // room for Sizes()
  Sample Unpack() const;

 private:
  std::string bytes_;
  std::vector<Task> tasks_;
  PackedTotals totals_;
};

// Of bytes() of one that came from elsewhere. Errors: not whole.
Result<Sample> UnpackSample(std::string_view packed);

}  // namespace fastnode::pack
