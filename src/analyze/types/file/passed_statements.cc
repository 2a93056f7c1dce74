// A block counts as passed if a binding stands right in it, or a statement of it is passed: one of
// which every branch is passed or left for good. Loops may not run at all, so they never are.
// Held by references_test.cc and tests/corpus/types/branches.py.
#include "analyze/types/file/passed_statements.h"

#include <algorithm>

#include "analyze/graph/exits.h"
#include "analyze/types/file/branches.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

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

}  // namespace

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
