// Most of a graph's values are small, so each array has the width that its largest value needs: 1,
// 2 or 4 bytes. Instead of where rows begin stands how long they are, instead of an edge's target
// how many edges each node gets. Of a candidate's 100 features a dozen or so are not 0: a mask says
// which. All of it is read in straight loops without a branch on a value, and nothing is moved
// twice: unpacking adds what the graphs before have to the indices, and writes to the final place.
// packed_test.cc packs and unpacks real samples, and damages every byte.
#include "collect/pack/packed.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

#include "collect/pack/phase.h"
#include "support/check.h"

namespace fastnode::pack {
namespace {

// The head as it stands in the bytes; little-endian.
struct Head {
  uint32_t bytes, nodes, names, types, edges, candidates, candidate_names, candidate_uses;
  uint32_t label_and_one;
  uint32_t task_and_widths;  // 8 bits, then 2 bits for each part: 0, 1, 2 for 1, 2, 4 bytes
};
static_assert(sizeof(Head) == 40);
constexpr size_t kMaskBytes = (kNumCandidateFeatures + 7) / 8;
static_assert(kNumCandidateFeatures > 64 && kNumCandidateFeatures < 128, "a mask is two words");

// The parts whose values have a width of their own.
enum Part {
  kNameCounts,
  kNames,
  kTypeCounts,
  kTypes,
  kEdgeCounts,
  kEdgeSources,
  kCandidateNameCounts,
  kCandidateNames,
  kUseCounts,
  kUses,
  kNumParts
};

struct Values {
  const char* begin = nullptr;
  size_t count = 0;
  int width = 0;  // 0, 1, 2: of 1 << width bytes

  size_t bytes() const { return count << width; }
};

// Calls `loop` with a pointer type of the values' width, so that it is compiled for each.
template <typename Loop>
auto WithWidth(const Values& values, const Loop& loop) {
  if (values.width == 0) return loop(uint8_t());
  if (values.width == 1) return loop(uint16_t());
  return loop(uint32_t());
}

template <typename T>
T At(const Values& values, size_t i) {
  T value;
  std::memcpy(&value, values.begin + i * sizeof(T), sizeof(T));
  return value;
}

uint64_t Sum(const Values& values) {
  return WithWidth(values, [&](auto type) {
    uint64_t sum = 0;
    for (size_t i = 0; i < values.count; ++i) sum += At<decltype(type)>(values, i);
    return sum;
  });
}

// Where everything is in the bytes of one graph.
struct Layout {
  Head head;
  std::array<Values, kNumParts> parts;
  const char* node_kinds;
  const char* edge_relations;
  const char* site_features;
  const char* masks;   // kMaskBytes a candidate
  const char* values;  // of the features that are not 0
  uint64_t fixed;      // bytes before `values`
};

Head ReadHead(std::string_view bytes) {
  Head head;
  std::memcpy(&head, bytes.data(), sizeof head);
  return head;
}

// Of bytes with at least a head. Pointers are only good if `fixed` bytes are there.
Layout Lay(std::string_view bytes) {
  Layout layout;
  layout.head = ReadHead(bytes);
  const Head& h = layout.head;
  const char* at = bytes.data() + sizeof(Head);
  auto plain = [&](uint64_t size) { return std::exchange(at, at + size); };
  layout.node_kinds = plain(h.nodes);
  layout.edge_relations = plain(h.edges);
  layout.site_features = plain(kNumSiteFeatures);
  const uint32_t counts[kNumParts] = {
      h.nodes, h.names,      h.nodes,           h.types,      h.nodes,
      h.edges, h.candidates, h.candidate_names, h.candidates, h.candidate_uses};
  for (int part = 0; part < kNumParts; ++part) {
    const int width = static_cast<int>(h.task_and_widths >> (8 + 2 * part) & 3);
    Values& values = layout.parts[static_cast<size_t>(part)];
    values = {at, counts[part], std::min(width, 2)};
    at += values.bytes();
  }
  layout.masks = plain(uint64_t{h.candidates} * kMaskBytes);
  layout.values = at;
  layout.fixed = static_cast<uint64_t>(at - bytes.data());
  return layout;
}

// Which of the first 64 features are not 0, and which of the rest.
using Mask = std::array<uint64_t, 2>;
Mask MaskAt(const Layout& layout, size_t candidate) {
  Mask mask{};
  std::memcpy(mask.data(), layout.masks + candidate * kMaskBytes, kMaskBytes);
  return mask;
}

// Of a candidate's features.
Mask MaskOf(const uint8_t* features) {
  constexpr size_t kRest = kNumCandidateFeatures % 8, kWhole = kNumCandidateFeatures - kRest;
  constexpr uint64_t kLowBits = 0x7F7F7F7F7F7F7F7F;
  Mask mask{};
  auto put = [&](uint64_t eight, size_t at) {
    // The first bit of each byte that is not 0; then all of these side by side.
    const uint64_t first = (((eight & kLowBits) + kLowBits) | eight) & ~kLowBits;
    mask[at / 64] |= ((first >> 7) * 0x0102040810204080 >> 56) << (at % 64);
  };
  uint64_t eight = 0;
  for (size_t at = 0; at < kWhole; at += 8) {
    std::memcpy(&eight, features + at, 8);
    put(eight, at);
  }
  eight = 0;
  std::memcpy(&eight, features + kWhole, kRest);
  put(eight, kWhole);
  return mask;
}

// The rows of a ragged array, as their lengths, follow those that stand before `begin`.
void UnpackBegin(const Values& lengths, int32_t sum, int32_t* begin) {
  WithWidth(lengths, [&](auto type) {
    int32_t at = sum;
    for (size_t i = 0; i < lengths.count; ++i) {
      at += static_cast<int32_t>(At<decltype(type)>(lengths, i));
      begin[i] = at;
    }
  });
}

void UnpackValues(const Values& values, int32_t shift, int32_t* to) {
  WithWidth(values, [&](auto type) {
    for (size_t i = 0; i < values.count; ++i) {
      to[i] = static_cast<int32_t>(At<decltype(type)>(values, i) + static_cast<uint32_t>(shift));
    }
  });
}

// Returns the end of what it wrote.
int32_t* UnpackTargets(const Values& edges_of_node, int32_t node, int32_t* to) {
  return WithWidth(edges_of_node, [&](auto type) {
    int32_t* end = to;
    for (size_t i = 0; i < edges_of_node.count; ++i) {
      end = std::fill_n(end, At<decltype(type)>(edges_of_node, i), node + static_cast<int32_t>(i));
    }
    return end;
  });
}

uint8_t* UnpackFeatures(const Layout& layout, uint8_t* to) {
  if (layout.head.candidates == 0) return to;  // of a sample without any, `to` may be null
  std::memset(to, 0, size_t{layout.head.candidates} * kNumCandidateFeatures);
  const char* value = layout.values;
  for (size_t c = 0; c < layout.head.candidates; ++c, to += kNumCandidateFeatures) {
    const Mask mask = MaskAt(layout, c);
    for (size_t word = 0; word < mask.size(); ++word) {
      for (uint64_t bits = mask[word]; bits != 0; bits &= bits - 1) {
        to[64 * word + static_cast<size_t>(std::countr_zero(bits))] =
            static_cast<uint8_t>(*value++);
      }
    }
  }
  return to;
}

// One graph after those that stand before `at`, which moves behind it.
void UnpackGraph(const Layout& graph, int32_t node, SampleArrays& at) {
  const Head& head = graph.head;
  const auto& parts = graph.parts;
  // Rows of `begin` and their values; `begin` points behind the last row.
  auto rows = [](const Values& lengths, const Values& values, int32_t shift, int32_t*& begin,
                 int32_t*& to) {
    UnpackBegin(lengths, begin[-1], begin);
    UnpackValues(values, shift, to);
    begin += lengths.count;
    to += values.count;
  };
  at.node_kinds = std::copy_n(graph.node_kinds, head.nodes, at.node_kinds);
  rows(parts[kNameCounts], parts[kNames], 0, at.node_name_begin, at.node_names);
  rows(parts[kTypeCounts], parts[kTypes], 0, at.node_type_begin, at.node_types);
  UnpackValues(parts[kEdgeSources], node, at.edge_sources);
  at.edge_sources += head.edges;
  at.edge_targets = UnpackTargets(parts[kEdgeCounts], node, at.edge_targets);
  at.edge_relations = std::copy_n(graph.edge_relations, head.edges, at.edge_relations);
  *at.site_tasks++ = static_cast<uint8_t>(head.task_and_widths & 0xFF);
  *at.site_nodes++ = node;
  at.site_features = std::copy_n(graph.site_features, kNumSiteFeatures, at.site_features);
  *at.labels++ = static_cast<int32_t>(head.label_and_one) - 1;
  at.candidate_begin[0] = at.candidate_begin[-1] + static_cast<int32_t>(head.candidates);
  ++at.candidate_begin;
  at.candidate_features = UnpackFeatures(graph, at.candidate_features);
  rows(parts[kCandidateNameCounts], parts[kCandidateNames], 0, at.candidate_name_begin,
       at.candidate_names);
  rows(parts[kUseCounts], parts[kUses], node, at.candidate_use_begin, at.candidate_uses);
}

void UnpackGraphs(std::string_view packed, const SampleArrays& to) {
  SampleArrays at = to;
  for (int32_t** begin : {&at.node_name_begin, &at.node_type_begin, &at.candidate_begin,
                          &at.candidate_name_begin, &at.candidate_use_begin}) {
    *(*begin)++ = 0;
  }
  while (!packed.empty()) {
    const Layout graph = Lay(packed);
    UnpackGraph(graph, static_cast<int32_t>(at.node_kinds - to.node_kinds), at);
    packed.remove_prefix(graph.head.bytes);
  }
}

Sample UnpackAll(std::string_view packed, const SampleSizes& sizes) {
  Sample sample;
#define X(array) sample.array.resize(sizes.array);
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  SampleArrays to;
#define X(array) to.array = sample.array.data();
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  UnpackGraphs(packed, to);
  return sample;
}

constexpr size_t kUsualBytes = 6'000;  // of most graphs: they do not move as they grow

// Collects the parts of a graph, behind room for the head.
class Writer {
 public:
  Writer() {
    bytes_.reserve(kUsualBytes);
    bytes_.resize(sizeof(Head));
  }
  void Bytes(const std::vector<uint8_t>& values) {
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size());
  }
  void Values(Part part, const std::vector<int32_t>& values) {
    int32_t bits = 0;  // that any of them has
    for (int32_t value : values) bits |= value;
    const int width = bits <= UINT8_MAX ? 0 : bits <= UINT16_MAX ? 1 : 2;
    widths_ |= static_cast<uint32_t>(width) << (8 + 2 * part);
    const size_t begin = bytes_.size();
    bytes_.resize(begin + (values.size() << width));
    WithWidth({nullptr, 0, width}, [&](auto type) {
      char* to = bytes_.data() + begin;
      for (int32_t value : values) {
        const auto narrow = static_cast<decltype(type)>(value);
        std::memcpy(to, &narrow, sizeof narrow);
        to += sizeof narrow;
      }
    });
  }
  void Lengths(Part part, const std::vector<int32_t>& begin) {
    std::vector<int32_t> lengths(begin.size() - 1);
    for (size_t i = 0; i < lengths.size(); ++i) lengths[i] = begin[i + 1] - begin[i];
    Values(part, lengths);
  }
  // The masks, then what is not 0. Eight features are looked at together, as most are 0.
  void Features(const std::vector<uint8_t>& features) {
    const size_t masks = bytes_.size();
    bytes_.resize(masks + features.size() / kNumCandidateFeatures * kMaskBytes);
    char* mask_to = bytes_.data() + masks;
    const auto values = std::make_unique_for_overwrite<char[]>(features.size());
    char* end = values.get();
    for (size_t at = 0; at < features.size(); at += kNumCandidateFeatures) {
      const uint8_t* of_candidate = &features[at];
      const Mask mask = MaskOf(of_candidate);
      for (size_t word = 0; word < mask.size(); ++word) {
        for (uint64_t bits = mask[word]; bits != 0; bits &= bits - 1) {
          *end++ = static_cast<char>(
              of_candidate[64 * word + static_cast<size_t>(std::countr_zero(bits))]);
        }
      }
      std::memcpy(mask_to, mask.data(), kMaskBytes);
      mask_to += kMaskBytes;
    }
    bytes_.append(values.get(), end);
  }
  std::string Take(Head head) {
    head.bytes = static_cast<uint32_t>(bytes_.size());
    head.task_and_widths |= widths_;
    std::memcpy(bytes_.data(), &head, sizeof head);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  uint32_t widths_ = 0;
};

}  // namespace

std::string Pack(const Sample& graph) {
  PhaseScope phase(Phase::kCutting);
  CHECK(graph.num_sites() == 1);
  std::vector<int32_t> edges_of_node(graph.node_kinds.size());
  for (int32_t target : graph.edge_targets) ++edges_of_node[static_cast<size_t>(target)];
  Writer writer;
  writer.Bytes(graph.node_kinds);
  writer.Bytes(graph.edge_relations);
  writer.Bytes(graph.site_features);
  writer.Lengths(kNameCounts, graph.node_name_begin);
  writer.Values(kNames, graph.node_names);
  writer.Lengths(kTypeCounts, graph.node_type_begin);
  writer.Values(kTypes, graph.node_types);
  writer.Values(kEdgeCounts, edges_of_node);
  writer.Values(kEdgeSources, graph.edge_sources);
  writer.Lengths(kCandidateNameCounts, graph.candidate_name_begin);
  writer.Values(kCandidateNames, graph.candidate_names);
  writer.Lengths(kUseCounts, graph.candidate_use_begin);
  writer.Values(kUses, graph.candidate_uses);
  writer.Features(graph.candidate_features);
  auto size = [](const auto& array) { return static_cast<uint32_t>(array.size()); };
  return writer.Take({.nodes = size(graph.node_kinds),
                      .names = size(graph.node_names),
                      .types = size(graph.node_types),
                      .edges = size(graph.edge_sources),
                      .candidates = static_cast<uint32_t>(graph.num_candidates()),
                      .candidate_names = size(graph.candidate_names),
                      .candidate_uses = size(graph.candidate_uses),
                      .label_and_one = static_cast<uint32_t>(graph.labels[0] + 1),
                      .task_and_widths = graph.site_tasks[0]});
}

namespace {

PackedHead ToPackedHead(const Head& head) {
  return {head.bytes,
          head.nodes,
          head.names,
          head.types,
          head.edges,
          head.candidates,
          head.candidate_names,
          head.candidate_uses,
          static_cast<int32_t>(head.label_and_one - 1),
          static_cast<Task>(head.task_and_widths & 0xFF)};
}

}  // namespace

PackedHead HeadOf(std::string_view graph) { return ToPackedHead(ReadHead(graph)); }

std::optional<PackedHead> CheckPacked(std::string_view bytes) {
  if (bytes.size() < sizeof(Head)) return std::nullopt;
  const Layout layout = Lay(bytes);
  const Head& head = layout.head;
  if (head.bytes > bytes.size() || layout.fixed > head.bytes || head.nodes == 0 ||
      (head.task_and_widths & 0xFF) >= kNumTasks ||
      head.label_and_one > uint32_t{std::numeric_limits<int32_t>::max()}) {
    return std::nullopt;
  }
  auto adds_up = [&](Part lengths, Part values) {
    return Sum(layout.parts[lengths]) == layout.parts[values].count;
  };
  if (!adds_up(kNameCounts, kNames) || !adds_up(kTypeCounts, kTypes) ||
      !adds_up(kEdgeCounts, kEdgeSources) || !adds_up(kCandidateNameCounts, kCandidateNames) ||
      !adds_up(kUseCounts, kUses)) {
    return std::nullopt;
  }
  uint64_t features = 0, used = 0;
  for (size_t c = 0; c < head.candidates; ++c) {
    const Mask mask = MaskAt(layout, c);
    features += static_cast<uint64_t>(std::popcount(mask[0]) + std::popcount(mask[1]));
    used |= mask[1];
  }
  if (used >> (kNumCandidateFeatures - 64) != 0 || layout.fixed + features != head.bytes) {
    return std::nullopt;
  }
  return ToPackedHead(head);
}

void PackedTotals::Add(const PackedHead& head) {
  ++graphs;
  nodes += head.nodes;
  names += head.names;
  types += head.types;
  edges += head.edges;
  candidates += head.candidates;
  candidate_names += head.candidate_names;
  candidate_uses += head.candidate_uses;
}

SampleSizes PackedTotals::Sizes() const {
  return {.node_kinds = nodes,
          .node_name_begin = nodes + 1,
          .node_names = names,
          .node_type_begin = nodes + 1,
          .node_types = types,
          .edge_sources = edges,
          .edge_targets = edges,
          .edge_relations = edges,
          .site_tasks = graphs,
          .site_nodes = graphs,
          .site_features = graphs * kNumSiteFeatures,
          .labels = graphs,
          .candidate_begin = graphs + 1,
          .candidate_features = candidates * kNumCandidateFeatures,
          .candidate_name_begin = candidates + 1,
          .candidate_names = candidate_names,
          .candidate_use_begin = candidates + 1,
          .candidate_uses = candidate_uses};
}

void PackedSample::Add(std::string_view graph) {
  const PackedHead head = HeadOf(graph);
  totals_.Add(head);
  tasks_.push_back(head.task);
  bytes_ += graph;
}

void PackedSample::Unpack(const SampleArrays& to) const { UnpackGraphs(bytes_, to); }

Sample PackedSample::Unpack() const { return UnpackAll(bytes_, Sizes()); }

Result<Sample> UnpackSample(std::string_view packed) {
  PackedTotals totals;
  for (std::string_view rest = packed; !rest.empty();) {
    std::optional<PackedHead> head = CheckPacked(rest);
    if (!head.has_value()) return Error{"packed sample: damaged"};
    totals.Add(*head);
    rest.remove_prefix(head->bytes);
  }
  // All else takes a byte or more in what is packed, features do not.
  constexpr uint64_t kMost = std::numeric_limits<int32_t>::max();
  if (packed.size() > kMost || totals.candidates > kMost / kNumCandidateFeatures) {
    return Error{"packed sample: too large"};
  }
  return UnpackAll(packed, totals.Sizes());
}

}  // namespace fastnode::pack
