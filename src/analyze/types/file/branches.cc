// A block counts as passed if a binding stands right in it, or a statement of it is passed: one of
// which every branch is passed or left for good. Loops may not run at all, so they never are.
// Held by references_test.cc and tests/corpus/types/branches.py.
#include "analyze/types/file/branches.h"

#include <algorithm>

#include "analyze/graph/exits.h"

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

// Whether exceptions may end at the statement `with`.
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

// The statement of which a block is a branch.
NodeId StatementAround(const File& f, NodeId block) {
  NodeId node = f.parent(block);
  for (; node != kNoNode; node = f.parent(node)) {
    switch (f.kind(node)) {
      case Kind::kElifClause:
      case Kind::kElseClause:
      case Kind::kExceptClause:
      case Kind::kFinallyClause:
      case Kind::kCaseClause:
        continue;
      case Kind::kBlock:
        if (f.kind(f.parent(node)) != Kind::kMatchStatement) return kNoNode;
        continue;
      default:
        return node;
    }
  }
  return node;
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

Passed::Statement Passed::Add(NodeId region, NodeId read) {
  for (NodeId block = region;;) {
    blocks_.push_back(block);
    const NodeId statement = StatementAround(f_, block);
    if (statement == kNoNode || f_.contains(statement, read)) return {};
    const Through through = ThroughStatement(statement);
    if (through == Through::kBeside) return {};
    block = f_.parent(statement);
    if (block == kNoNode) return {};
    const bool is_before_read = f_.contains(block, read);
    const Kind kind = f_.kind(block);
    if (kind != Kind::kBlock && kind != Kind::kModule) return {};
    if (is_before_read) return {statement, through == Through::kPast};
    if (through != Through::kPast) return {};
  }
}

NodeId Passed::RegionThatHides(NodeId binding, NodeId read) const {
  for (NodeId block : blocks_) {
    if (!f_.contains(block, binding)) continue;
    // Handlers see what a body that stops half-way has bound, and breaks leave others behind.
    bool is_plain = true;
    for (NodeId n = f_.parent(block); is_plain && !f_.contains(n, read); n = f_.parent(n)) {
      is_plain = f_.kind(n) != Kind::kTryStatement && !IsLoop(f_.kind(n));
    }
    const NodeId around = StatementAround(f_, block);
    const bool is_seen_in_try = around != kNoNode && f_.kind(around) == Kind::kTryStatement;
    if (is_plain && !is_seen_in_try) return block;
  }
  return kNoNode;
}

bool Passed::IsPassed(NodeId branch) const {
  if (f_.module->IsDead(branch)) return true;
  const NodeId block = BlockOf(f_, branch);
  return std::any_of(blocks_.begin(), blocks_.end(),
                     [&](NodeId one) { return one == branch || one == block; });
}

bool Passed::IsPassedOrLeft(NodeId branch) const {
  if (IsPassed(branch)) return true;
  const NodeId block = BlockOf(f_, branch);
  return block != kNoNode && LeavingOf(f_, block) != Leaving::kNot;
}

Passed::Through Passed::ThroughIf(NodeId statement) const {
  bool has_else = false;
  for (NodeId c = f_.first(statement); c != kNoNode; c = f_.next(c)) {
    if (!IsBranchOfIf(f_, c)) continue;
    has_else = f_.kind(c) == Kind::kElseClause;
    if (!IsPassedOrLeft(c)) return has_else ? Through::kPastUnlessFalse : Through::kBeside;
  }
  return has_else ? Through::kPast : Through::kPastUnlessFalse;
}

Passed::Through Passed::ThroughTry(NodeId statement) const {
  const NodeId body = f_.child(statement, Field::kBody);
  bool is_passed = body != kNoNode && IsPassed(body), all_handlers = true;
  for (NodeId c = f_.first(statement); c != kNoNode; c = f_.next(c)) {
    switch (f_.kind(c)) {
      case Kind::kExceptClause:
        all_handlers = all_handlers && IsPassedOrLeft(c);
        break;
      case Kind::kElseClause:
        is_passed |= IsPassed(c);
        break;
      case Kind::kFinallyClause:
        if (IsPassed(c)) return Through::kPast;
        break;
      default:
        break;
    }
  }
  return is_passed && all_handlers ? Through::kPast : Through::kBeside;
}

Passed::Through Passed::ThroughMatch(NodeId statement) const {
  const NodeId body = f_.child(statement, Field::kBody);
  bool always_matches = false;
  for (NodeId c = body == kNoNode ? kNoNode : f_.first(body); c != kNoNode; c = f_.next(c)) {
    if (f_.kind(c) != Kind::kCaseClause) continue;
    if (!IsPassedOrLeft(c)) return Through::kBeside;
    always_matches = graph::AlwaysMatches(f_.tree(), c);
  }
  return always_matches ? Through::kPast : Through::kBeside;
}

Passed::Through Passed::ThroughStatement(NodeId statement) const {
  switch (f_.kind(statement)) {
    case Kind::kIfStatement:
      return ThroughIf(statement);
    case Kind::kTryStatement:
      return ThroughTry(statement);
    case Kind::kMatchStatement:
      return ThroughMatch(statement);
    case Kind::kWithStatement:
      return Swallows(f_, statement) ? Through::kBeside : Through::kPast;
    default:
      return Through::kBeside;
  }
}

}  // namespace fastnode::types
