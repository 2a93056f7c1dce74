// Nodes of a tree look alike. What is usual of a node is its *shape*: kind, field, number of
// children, the distance from what stands before it, and what of its text follows its last child.
// A tree has some hundred shapes; they are listed once, the most frequent first, and a node is the
// number of its shape, a byte for all but the rare ones. A distance or a length that is not usual
// stands in a second list. Parents, ends of subtrees and places in the text follow from the order.
//
// So the decoder cannot make a tree with a wrong shape: children are counted down, every place is
// the last one plus something, and only the end must be looked at. compact_test.cc compares with
// ast::Parse, and damages the bytes.
#include "analyze/ast/compact.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "analyze/ast/grammar.h"
#include "support/hash.h"

namespace fastnode::ast {
namespace {

// To be raised when the same text gives another tree (parse.cc), or a tree other bytes.
// compact_test.cc notices.
constexpr uint64_t kRevision = 1;
// The same of how broken texts are mended (repair.cc): trees of sound ones are good all the same.
constexpr uint32_t kMending = 1;

constexpr int kNumFields = 0
#define FASTNODE_AST_FIELD(name, text) +1
#include "analyze/ast/fields.def"
#undef FASTNODE_AST_FIELD
    ;

struct Header {
  uint64_t checksum;  // of what follows this number, seeded with the source's hash
  uint32_t version;
  uint32_t num_errors, num_nodes, num_shapes;
  uint32_t code_bytes, number_bytes;
};
static_assert(sizeof(Header) == 32);

// A number that stands in the second list.
constexpr uint8_t kListed = 255;
constexpr uint8_t kMissing = 128;  // in the byte of the field

struct Shape {
  uint8_t kind, field;
  uint8_t num_children, gap, tail;
  uint64_t key() const {
    return kind | field << 8 | num_children << 16 | uint64_t{gap} << 24 | uint64_t{tail} << 32;
  }
};
static_assert(sizeof(Shape) == 5);

uint64_t ChecksumOf(std::string_view source, std::string_view bytes) {
  return Hash64(bytes.substr(sizeof(Header::checksum)), Hash64(source));
}

void PutNumber(uint32_t value, std::string& out) {
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  out += static_cast<char>(value);
}

// The numbers of which a node's place is made.
struct Measures {
  std::vector<uint32_t> num_children, gap, tail;

  explicit Measures(const Tree& tree)
      : num_children(tree.nodes.size()), gap(tree.nodes.size()), tail(tree.nodes.size()) {
    std::vector<uint32_t> reached(tree.nodes.size());  // in a node, by its children so far
    for (NodeId id : tree.ids()) {
      const Node& node = tree[id];
      reached[id.index()] = node.begin;
      if (node.parent == kNoNode) {
        gap[id.index()] = node.begin;
        continue;
      }
      uint32_t& before = reached[node.parent.index()];
      CHECK(before <= node.begin && node.begin <= node.end);
      gap[id.index()] = node.begin - before;
      before = node.end;
      ++num_children[node.parent.index()];
    }
    for (NodeId id : tree.ids()) {
      CHECK(reached[id.index()] <= tree[id].end);
      tail[id.index()] = tree[id].end - reached[id.index()];
    }
  }
};

// What of a node is usual enough to be a part of its shape.
Shape ShapeOf(const Node& node, uint32_t num_children, uint32_t gap, uint32_t tail) {
  constexpr uint32_t kUsualChildren = 5, kUsualGap = 2, kUsualTail = 1, kUsualWord = 8;
  const bool is_word = node.kind == Kind::kKeyword || node.kind == Kind::kOperator;
  const uint32_t usual_tail = num_children > 0 ? kUsualTail : is_word ? kUsualWord : 0;
  auto listed_above = [](uint32_t value, uint32_t usual) {
    return value <= usual ? static_cast<uint8_t>(value) : kListed;
  };
  const auto missing = static_cast<uint8_t>(node.missing ? kMissing : 0);
  return {.kind = static_cast<uint8_t>(node.kind),
          .field = static_cast<uint8_t>(static_cast<uint8_t>(node.field) | missing),
          .num_children = listed_above(num_children, kUsualChildren),
          .gap = listed_above(gap, kUsualGap),
          .tail = listed_above(tail, usual_tail)};
}

// Shapes by number, in the order in which they are found; then in that of the file.
class ShapeTable {
 public:
  ShapeTable() : slots_(1024, kFree) {}

  uint32_t Count(const Shape& shape) {
    if (2 * rows_.size() > slots_.size()) Grow();
    uint32_t& slot = slots_[SlotOf(shape)];
    if (slot == kFree) {
      slot = static_cast<uint32_t>(rows_.size());
      rows_.push_back({shape, 0});
    }
    ++rows_[slot].count;
    return slot;
  }

  // The place of each in the file: frequent ones first.
  std::vector<uint32_t> Ranks(std::vector<Shape>& sorted) const {
    std::vector<uint32_t> order(rows_.size()), ranks(rows_.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      if (rows_[a].count != rows_[b].count) return rows_[a].count > rows_[b].count;
      return rows_[a].shape.key() < rows_[b].shape.key();
    });
    for (uint32_t i = 0; i < order.size(); ++i) {
      ranks[order[i]] = i;
      sorted.push_back(rows_[order[i]].shape);
    }
    return ranks;
  }

 private:
  static constexpr uint32_t kFree = UINT32_MAX;
  struct Row {
    Shape shape;
    uint32_t count;
  };

  size_t SlotOf(const Shape& shape) const {
    size_t at = (shape.key() * 0x9E3779B97F4A7C15) >> 32;
    for (at %= slots_.size(); slots_[at] != kFree; at = (at + 1) % slots_.size()) {
      if (rows_[slots_[at]].shape.key() == shape.key()) break;
    }
    return at;
  }
  void Grow() {
    slots_.assign(4 * slots_.size(), kFree);
    for (uint32_t i = 0; i < rows_.size(); ++i) slots_[SlotOf(rows_[i].shape)] = i;
  }

  std::vector<uint32_t> slots_;
  std::vector<Row> rows_;
};

// Bytes that are read forwards. Past the end everything is zero, and ok() false.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes)
      : at_(reinterpret_cast<const uint8_t*>(bytes.data())), end_(at_ + bytes.size()) {}

  uint32_t Next() {
    if (at_ < end_ && *at_ < 128) return *at_++;
    uint32_t value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (at_ == end_) break;
      const uint8_t byte = *at_++;
      value |= static_cast<uint32_t>(byte & 127) << shift;
      if (byte < 128) return value;
    }
    ok_ = false;
    return 0;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return at_ == end_; }

 private:
  const uint8_t *at_, *end_;
  bool ok_ = true;
};

uint32_t VersionOf(bool is_broken) { return TreeVersion() + (is_broken ? kMending : 0); }

Error Damaged() { return Error{"damaged syntax tree"}; }

}  // namespace

uint32_t TreeVersion() {
  static const uint32_t version = [] {
    std::string text = std::to_string(kRevision) + '\n' + std::to_string(GrammarHash()) + '\n';
    for (int i = 0; i < kNumKinds; ++i) text.append(Name(static_cast<Kind>(i))) += '\n';
    for (int i = 0; i < kNumFields; ++i) text.append(Name(static_cast<Field>(i))) += '\n';
    return static_cast<uint32_t>(Hash64(text));
  }();
  return version;
}

void Seal(std::string_view source, std::string& bytes) {
  if (bytes.size() < sizeof(Header)) return;
  const uint64_t checksum = ChecksumOf(source, bytes);
  std::memcpy(bytes.data(), &checksum, sizeof checksum);
}

std::string Compact(const Tree& tree) {
  const Measures measures(tree);
  ShapeTable table;
  std::vector<uint32_t> shape_of;
  shape_of.reserve(tree.nodes.size());
  std::string numbers;
  for (NodeId id : tree.ids()) {
    const size_t i = id.index();
    const Shape shape =
        ShapeOf(tree[id], measures.num_children[i], measures.gap[i], measures.tail[i]);
    shape_of.push_back(table.Count(shape));
    if (shape.num_children == kListed) PutNumber(measures.num_children[i], numbers);
    if (shape.gap == kListed) PutNumber(measures.gap[i], numbers);
    if (shape.tail == kListed) PutNumber(measures.tail[i], numbers);
  }
  std::vector<Shape> shapes;
  const std::vector<uint32_t> ranks = table.Ranks(shapes);
  std::string codes;
  codes.reserve(shape_of.size() + shape_of.size() / 16);
  for (uint32_t shape : shape_of) PutNumber(ranks[shape], codes);
  const Header header{.checksum = 0,
                      .version = VersionOf(tree.num_errors != 0),
                      .num_errors = static_cast<uint32_t>(tree.num_errors),
                      .num_nodes = static_cast<uint32_t>(tree.nodes.size()),
                      .num_shapes = static_cast<uint32_t>(shapes.size()),
                      .code_bytes = static_cast<uint32_t>(codes.size()),
                      .number_bytes = static_cast<uint32_t>(numbers.size())};
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes.append(reinterpret_cast<const char*>(shapes.data()), shapes.size() * sizeof(Shape));
  bytes += codes;
  bytes += numbers;
  Seal(tree.source, bytes);
  return bytes;
}

namespace {

// A node whose children are still to come.
struct Open {
  NodeId node;
  uint32_t children_left;
  uint32_t tail;
};

class Expander {
 public:
  Expander(const Header& header, const Shape* shapes, Numbers codes, Numbers numbers)
      : header_(header), shapes_(shapes), codes_(codes), numbers_(numbers) {}

  // Errors: the bytes do not make a tree.
  Status Run(Tree& tree) {
    tree.nodes.resize(header_.num_nodes);
    for (NodeId id : tree.ids()) {
      if (id != kRoot && open_.empty()) return Damaged();
      const uint32_t code = codes_.Next();
      if (code >= header_.num_shapes) return Damaged();
      const Shape& shape = shapes_[code];
      const uint32_t num_children = Listed(shape.num_children);
      position_ += Listed(shape.gap);
      const uint32_t tail = Listed(shape.tail);
      Node& node = tree.nodes[id];
      node.begin = static_cast<uint32_t>(position_);
      node.parent = open_.empty() ? kNoNode : open_.back().node;
      node.kind = static_cast<Kind>(shape.kind);
      node.field = static_cast<Field>(shape.field & ~kMissing);
      node.missing = (shape.field & kMissing) != 0;
      if (num_children > 0) {
        open_.push_back({id, num_children, tail});
      } else {
        Close(tree, id, id, tail);
      }
    }
    const bool is_whole = open_.empty() && codes_.at_end() && numbers_.at_end() && codes_.ok() &&
                          numbers_.ok() && tree[kRoot].begin == 0 &&
                          position_ == tree.source.size();
    return is_whole ? Status() : Damaged();
  }

 private:
  uint32_t Listed(uint8_t usual) { return usual == kListed ? numbers_.Next() : usual; }

  // A node, and those above it whose last child that is, end after the node `last`.
  void Close(Tree& tree, NodeId id, NodeId last, uint32_t tail) {
    for (;;) {
      position_ += tail;
      tree.nodes[id].end = static_cast<uint32_t>(position_);
      tree.nodes[id].subtree_end = last + 1;
      if (open_.empty() || --open_.back().children_left > 0) return;
      id = open_.back().node;
      tail = open_.back().tail;
      open_.pop_back();
    }
  }

  const Header& header_;
  const Shape* const shapes_;
  Numbers codes_, numbers_;
  std::vector<Open> open_;
  uint64_t position_ = 0;  // in the text; never goes back
};

bool AreShapes(const Shape* shapes, uint32_t count) {
  return std::all_of(shapes, shapes + count, [](const Shape& shape) {
    return shape.kind < kNumKinds && (shape.field & ~kMissing) < kNumFields;
  });
}

}  // namespace

Result<Tree> Expand(std::string source, std::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof header) return Damaged();
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.version != VersionOf(header.num_errors != 0))
    return Error{"a syntax tree of another version"};
  if (header.checksum != ChecksumOf(source, bytes)) return Damaged();
  const uint64_t shape_bytes = uint64_t{header.num_shapes} * sizeof(Shape);
  const bool fits =
      sizeof header + shape_bytes + header.code_bytes + header.number_bytes == bytes.size();
  // A node takes a byte at least, which bounds what is allocated.
  if (!fits || header.num_nodes == 0 || header.num_nodes > header.code_bytes ||
      header.num_errors > uint32_t{INT32_MAX}) {
    return Damaged();
  }
  bytes.remove_prefix(sizeof header);
  const auto* shapes = reinterpret_cast<const Shape*>(bytes.data());
  if (!AreShapes(shapes, header.num_shapes)) return Damaged();
  bytes.remove_prefix(shape_bytes);
  const Numbers codes(bytes.substr(0, header.code_bytes));
  const Numbers numbers(bytes.substr(header.code_bytes));
  source.reserve(64);  // as ast::Parse: views into the text survive moves of the tree
  Tree tree;
  tree.source = std::move(source);
  tree.num_errors = static_cast<int32_t>(header.num_errors);
  Status made = Expander(header, shapes, codes, numbers).Run(tree);
  if (!made.ok()) return made.error();
  return tree;
}

}  // namespace fastnode::ast
