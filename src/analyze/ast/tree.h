// The syntax tree of one Python source: the product of analyze/ast.
//
// Nodes stand in pre-order in one vector: the subtree of node i is [i, subtree_end(i)), its first
// child is i + 1, and the next sibling of c is subtree_end(c). Kinds follow the names of
// tree-sitter-python's grammar (https://tree-sitter.github.io, node-types.json), error nodes
// included. Punctuation (brackets, commas, colons, dots, semicolons), comments, newlines and
// indentation have no node; keywords and operators have one (kind kKeyword or kOperator), because
// they carry meaning of their own.
//
// The tree depends on the bytes alone. Whatever the bytes are, there is a tree: broken code gives
// kError nodes around what could not be understood, and the rest keeps its shape.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/id.h"

namespace fastnode::ast {

using NodeId = Id<struct NodeTag>;
inline constexpr NodeId kNoNode = kNoId;
inline constexpr NodeId kRoot{0};  // the module

enum class Kind : uint8_t {
#define FASTNODE_AST_KIND(name, text) name,
#include "analyze/ast/kinds.def"
#undef FASTNODE_AST_KIND
};
inline constexpr int kNumKinds = 0
#define FASTNODE_AST_KIND(name, text) +1
#include "analyze/ast/kinds.def"
#undef FASTNODE_AST_KIND
    ;

// The role of a node under its parent, where the grammar names one.
enum class Field : uint8_t {
#define FASTNODE_AST_FIELD(name, text) name,
#include "analyze/ast/fields.def"
#undef FASTNODE_AST_FIELD
};

struct Node {
  uint32_t begin = 0;  // byte offsets into the source, end exclusive
  uint32_t end = 0;
  NodeId parent = kNoNode;
  NodeId subtree_end{0};
  Kind kind;
  Field field;
  bool missing = false;  // inserted by error recovery: has no text
};

struct Tree {
  std::string source;
  IdVector<NodeId, Node> nodes;  // nodes[kRoot] is the module
  int32_t num_errors = 0;        // kError nodes and missing ones, in the text as it was typed

  int32_t size() const { return static_cast<int32_t>(nodes.size()); }
  IdRange<NodeId> ids() const { return nodes.ids(); }
  // The node and all below it.
  IdRange<NodeId> Subtree(NodeId id) const { return {id, (*this)[id].subtree_end}; }
  const Node& operator[](NodeId id) const { return nodes[id]; }
  std::string_view Text(NodeId id) const {
    const Node& node = (*this)[id];
    return std::string_view(source).substr(node.begin, node.end - node.begin);
  }

  // First child, or kNoNode.
  NodeId FirstChild(NodeId id) const { return (*this)[id].subtree_end > id + 1 ? id + 1 : kNoNode; }
  // Next sibling, or kNoNode.
  NodeId NextSibling(NodeId id) const {
    NodeId parent = (*this)[id].parent, next = (*this)[id].subtree_end;
    return parent != kNoNode && next < (*this)[parent].subtree_end ? next : kNoNode;
  }
  // First child with this field, or kNoNode.
  NodeId Child(NodeId id, Field field) const {
    for (NodeId c = FirstChild(id); c != kNoNode; c = NextSibling(c)) {
      if ((*this)[c].field == field) return c;
    }
    return kNoNode;
  }
};

// "attribute", "call"...: the grammar's own name.
std::string_view Name(Kind kind);
std::string_view Name(Field field);

// One line per node, indented by depth: kind, field, byte range, text of leaves. Stable.
std::string Print(const Tree& tree);

// What is wrong with the product's shape, or "" (ranges nest, parents precede children, ...).
std::string Verify(const Tree& tree);

}  // namespace fastnode::ast
