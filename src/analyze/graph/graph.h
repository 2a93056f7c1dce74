// The program graph of one source: the product of analyze/graph.
//
// Nodes are the nodes of the syntax tree (same ids). Each edge stands once, with a direction; who
// reads the graph both ways uses the twin relation. docs/graph.md has a section for each kind, and
// says what to do to add one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"

namespace fastnode::graph {

using ast::NodeId;
using EdgeId = Id<struct EdgeTag>;

// What an edge depends on beside the shape of the code. Who hides a name takes out the edges at it
// that would not be there, or would be others, if it were another name
// (collect/pack/neighbourhood).
enum class NamesIn : uint8_t {
  kNone,      // whatever the names at its ends are, the edge is the same
  kSpelling,  // the text of the names, or of the dotted paths
  kVariable,  // which variable the name means
};

// kind, name in expectations and documents, colour in drawings, NamesIn, from, to
#define FASTNODE_EDGE_KINDS(X)                                                                    \
  X(kSyntaxChild, "child", "black", kNone, "parent", "child")                                     \
  X(kNextToken, "next_token", "gray", kNone, "leaf", "next leaf in the text")                     \
  X(kLastLexicalUse, "last_lexical_use", "orange", kSpelling, "a name or dotted path",            \
    "the closest earlier one with the same text in the same scope chain")                         \
  X(kLastRead, "last_read", "blue", kVariable, "reference", "reads that may come just before it") \
  X(kLastWrite, "last_write", "red", kVariable, "reference",                                      \
    "bindings that may be in force at it")                                                        \
  X(kComputedFrom, "computed_from", "darkgreen", kNone, "assigned name or attribute",             \
    "names and attributes in the value")

enum class EdgeKind : uint8_t {
#define X(name, text, colour, names, from, to) name,
  FASTNODE_EDGE_KINDS(X)
#undef X
};
inline constexpr int kNumEdgeKinds = 0
#define X(name, text, colour, names, from, to) +1
    FASTNODE_EDGE_KINDS(X)
#undef X
    ;

constexpr NamesIn NamesOf(EdgeKind kind) {
  constexpr NamesIn kNames[] = {
#define X(name, text, colour, names, from, to) NamesIn::names,
      FASTNODE_EDGE_KINDS(X)
#undef X
  };
  return kNames[static_cast<size_t>(kind)];
}

std::string_view Name(EdgeKind kind);

struct Edge {
  NodeId from;
  NodeId to;
  EdgeKind kind;
  auto operator<=>(const Edge&) const = default;
};

struct ProgramGraph {
  IdVector<EdgeId, Edge> edges;  // sorted by (from, kind, to), no duplicates

  // Compressed rows: node n's are [begin[n], begin[n + 1]), so there is one more than nodes.
  IdVector<NodeId, EdgeId> out_begin;
  IdVector<NodeId, uint32_t> in_begin;  // places in in_edges
  std::vector<EdgeId> in_edges;         // sorted by (to, kind, from)

  IdRange<EdgeId> Leaving(NodeId node) const { return {out_begin[node], out_begin[node + 1]}; }
  std::span<const EdgeId> Entering(NodeId node) const {
    return std::span(in_edges).subspan(in_begin[node], in_begin[node + 1] - in_begin[node]);
  }
};

// The door. Linear in the size of the file but for data flow, which is linear for each variable.
// Thread-safe.
ProgramGraph BuildGraph(const bind::FileIndex& index);

// Whether a node is a link of the next-token chain: leaves with text, punctuation apart.
bool IsToken(const ast::Tree& tree, NodeId node);

std::string Print(const bind::FileIndex& index, const ProgramGraph& graph);
std::string PrintDot(const bind::FileIndex& index, const ProgramGraph& graph);
std::string Verify(const bind::FileIndex& index, const ProgramGraph& graph);

}  // namespace fastnode::graph
