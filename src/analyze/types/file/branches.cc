// Held by references_test.cc and tests/corpus/types/branches.py.
#include "analyze/types/file/branches.h"

#include <algorithm>

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxBranchDepth = 4;

NodeId LastStatement(const File& f, NodeId block) {
  NodeId last = f.tree()[block].subtree_end - 1;
  if (last <= block) return kNoNode;
  while (f.parent(last) != block) last = f.parent(last);
  return last;
}

// `sys.exit()` and the like.
bool EndsProgram(const File& f, NodeId statement) {
  const NodeId call = f.first(statement);
  if (call == kNoNode || f.kind(call) != Kind::kCall) return false;
  const NodeId function = f.child(call, Field::kFunction);
  if (function == kNoNode) return false;
  const std::string_view name = f.text(function);
  const bool ends = name == "sys.exit" || name == "exit" || name == "quit" || name == "os._exit";
  return ends && !f.hides_in(function);
}

// All branches, one of which always runs, leave.
Leaving LeavingOfIf(const File& f, NodeId statement, int depth) {
  Leaving all = Leaving::kFunction;
  bool has_else = false;
  for (NodeId c = f.first(statement); c != kNoNode; c = f.next(c)) {
    if (!IsBranchOfIf(f, c)) continue;
    const NodeId block = BlockOf(f, c);
    if (block == kNoNode) return Leaving::kNot;
    all = std::min(all, LeavingOf(f, block, depth + 1));
    if (all == Leaving::kNot) return all;
    has_else |= f.kind(c) == Kind::kElseClause;
  }
  return has_else ? all : Leaving::kNot;
}

// Whether of two parts of `around` only one runs. `part`: the earlier one.
bool ExcludeEachOther(const File& f, NodeId around, NodeId part, NodeId read) {
  switch (f.kind(around)) {
    case Kind::kIfStatement:
      return IsBranchOfIf(f, part);
    case Kind::kBlock:
      return f.kind(part) == Kind::kCaseClause;
    case Kind::kTryStatement: {
      if (f.kind(part) != Kind::kExceptClause) return false;
      NodeId other = read;
      while (f.parent(other) != around) other = f.parent(other);
      return f.kind(other) != Kind::kFinallyClause;
    }
    default:
      return false;
  }
}

}  // namespace

NodeId BlockOf(const File& f, NodeId branch) {
  if (f.kind(branch) == Kind::kBlock) return branch;
  for (NodeId c = f.first(branch); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) == Kind::kBlock) return c;
  }
  return kNoNode;
}

bool IsBranchOfIf(const File& f, NodeId part) {
  return f.field(part) == Field::kConsequence || f.field(part) == Field::kAlternative;
}

bool Swallows(const File& f, NodeId with_statement) {
  const NodeId body = f.child(with_statement, Field::kBody);
  for (NodeId n = with_statement; n < body; ++n) {
    if (f.kind(n) != Kind::kIdentifier) continue;
    const std::string_view name = f.text(n);
    const bool swallows = name == "suppress" || name == "raises" || name == "assertRaises" ||
                          name == "assertRaisesRegex";
    if (swallows && !f.is_hidden(n)) return true;
  }
  return false;
}

Extent ExtentOf(const ast::Tree& tree, NodeId binding) {
  NodeId from = tree[binding].subtree_end, node = binding;
  for (;;) {
    NodeId parent = tree[node].parent;
    if (parent == kNoNode) return {from, node};
    Field field = tree[node].field;
    switch (tree[parent].kind) {
      case Kind::kForStatement:
        if (field == Field::kLeft) {
          NodeId body = tree.Child(parent, Field::kBody);
          if (body != kNoNode) return {body, body};
        }
        break;
      case Kind::kAssignment:
      case Kind::kAugmentedAssignment:
      case Kind::kNamedExpression:
        from = std::max(from, tree[parent].subtree_end);
        break;
      case Kind::kFunctionDefinition:
      case Kind::kClassDefinition:
        if (field == Field::kName) from = tree[parent].subtree_end;
        break;
      case Kind::kParameters:
      case Kind::kLambdaParameters:
        return {tree[parent].subtree_end, tree[parent].parent};
      case Kind::kExceptClause:
      case Kind::kCaseClause:
        return {from, parent};
      case Kind::kBlock:
      case Kind::kModule:
        return {from, parent};
      default:
        break;
    }
    node = parent;
  }
}

Leaving LeavingOf(const File& f, NodeId block, int depth) {
  const NodeId last = depth > kMaxBranchDepth ? kNoNode : LastStatement(f, block);
  if (last == kNoNode) return Leaving::kNot;
  switch (f.kind(last)) {
    case Kind::kReturnStatement:
    case Kind::kRaiseStatement:
      return Leaving::kFunction;
    case Kind::kContinueStatement:
    case Kind::kBreakStatement:
      return Leaving::kRound;
    case Kind::kIfStatement:
      return LeavingOfIf(f, last, depth);
    case Kind::kExpressionStatement:
      return EndsProgram(f, last) ? Leaving::kFunction : Leaving::kNot;
    default:
      return Leaving::kNot;
  }
}

Way WayTo(const File& f, NodeId region, NodeId read) {
  Way way = Way::kOnwards;
  bool may_be_caught = false;
  NodeId node = region, parent = f.parent(node);
  for (; parent != kNoNode; node = parent, parent = f.parent(node)) {
    const Kind kind = f.kind(node);
    if (kind == Kind::kBlock) {
      const Leaving leaving = LeavingOf(f, node);
      if (leaving == Leaving::kFunction && !may_be_caught &&
          f.kind(parent) != Kind::kTryStatement) {
        return Way::kNone;
      }
      if (leaving == Leaving::kRound) way = Way::kRound;
    } else if (kind == Kind::kTryStatement) {
      may_be_caught = true;
    } else if (kind == Kind::kWithStatement) {
      may_be_caught |= Swallows(f, node);
    } else if (IsLoop(kind)) {
      way = Way::kOnwards;  // behind it
    }
    if (f.contains(parent, read)) break;
  }
  if (parent == kNoNode) return way;
  return ExcludeEachOther(f, parent, node, read) ? Way::kRound : way;
}

}  // namespace fastnode::types
