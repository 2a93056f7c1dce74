#include "analyze/ast/tree.h"

#include <cstdio>

namespace fastnode::ast {
namespace {

constexpr std::string_view kKindNames[] = {
#define FASTNODE_AST_KIND(name, text) text,
#include "analyze/ast/kinds.def"
#undef FASTNODE_AST_KIND
};

constexpr std::string_view kFieldNames[] = {
#define FASTNODE_AST_FIELD(name, text) text,
#include "analyze/ast/fields.def"
#undef FASTNODE_AST_FIELD
};

void AppendQuoted(std::string_view text, std::string& out) {
  constexpr size_t kMaxShown = 60;
  out += '\'';
  for (char c : text.substr(0, kMaxShown)) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  out += text.size() > kMaxShown ? "...'" : "'";
}

}  // namespace

std::string_view Name(Kind kind) { return kKindNames[static_cast<size_t>(kind)]; }
std::string_view Name(Field field) { return kFieldNames[static_cast<size_t>(field)]; }

std::string Print(const Tree& tree) {
  std::string out;
  IdVector<NodeId, int> depth(tree.nodes.size(), 0);
  for (NodeId id : tree.ids()) {
    const Node& node = tree[id];
    int level = node.parent == kNoNode ? 0 : depth[node.parent] + 1;
    depth[id] = level;
    out.append(static_cast<size_t>(2 * level), ' ');
    if (node.field != Field::kNone) out.append(Name(node.field)).append(": ");
    out.append(Name(node.kind));
    out += " [" + std::to_string(node.begin) + "-" + std::to_string(node.end) + "]";
    if (node.missing) out += " missing";
    if (tree.FirstChild(id) == kNoNode && id != kRoot) {
      out += ' ';
      AppendQuoted(tree.Text(id), out);
    }
    out += '\n';
  }
  return out;
}

std::string Verify(const Tree& tree) {
  if (tree.nodes.empty()) return "no module";
  if (tree[kRoot].parent != kNoNode || tree[kRoot].subtree_end != tree.size())
    return "node 0 is not a root";
  for (NodeId id : tree.ids()) {
    const Node& node = tree[id];
    std::string at = "node " + std::to_string(id) + ": ";
    if (node.begin > node.end || node.end > tree.source.size())
      return at + "range outside the source";
    if (node.subtree_end <= id || node.subtree_end > tree.size())
      return at + "subtree ends wrongly";
    if (id == kRoot) continue;
    if (node.parent == kNoNode || node.parent >= id) return at + "parent does not precede";
    const Node& parent = tree[node.parent];
    if (node.subtree_end > parent.subtree_end) return at + "subtree leaves its parent's";
    if (node.begin < parent.begin || node.end > parent.end) return at + "range leaves its parent's";
  }
  return "";
}

}  // namespace fastnode::ast
