// What a node can do follows from its children and its kind. Of a block it is
// counted, before each child, how many earlier ones may end in which way, so that a question about
// any stretch of it is a subtraction.
#include "analyze/graph/exits.h"

namespace fastnode::graph {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::Tree;

constexpr ExitSet kGoesOn = Bit(kNormal);
constexpr ExitSet kMayThrow = Bit(kNormal) | Bit(kThrow);
constexpr ExitSet kEndsRound = Bit(kNormal) | Bit(kBreak) | Bit(kContinue);

constexpr ExitSet Without(ExitSet set, ExitSet removed) {
  return static_cast<ExitSet>(set & static_cast<ExitSet>(~removed));
}

}  // namespace

bool IsEndless(const Tree& tree, NodeId while_statement) {
  NodeId condition = tree.Child(while_statement, Field::kCondition);
  if (condition == kNoNode) return false;
  return tree[condition].kind == Kind::kTrue || tree.Text(condition) == "1";
}

bool AlwaysMatches(const Tree& tree, NodeId case_clause) {
  if (tree.Child(case_clause, Field::kGuard) != kNoNode) return false;
  NodeId pattern = kNoNode;
  for (NodeId c = tree.FirstChild(case_clause); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kCasePattern) continue;
    if (pattern != kNoNode) return false;
    pattern = c;
  }
  if (pattern == kNoNode) return false;
  if (tree.Text(pattern) == "_") return true;
  NodeId name = tree.FirstChild(pattern);
  return name != kNoNode && tree[name].kind == Kind::kDottedName &&
         tree[name].subtree_end == name + 2;
}

bool CatchesAll(const Tree& tree, NodeId except_clause) {
  for (NodeId c = tree.FirstChild(except_clause); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kKeyword && tree[c].kind != Kind::kBlock) return false;
  }
  return true;
}

ExitMap::ExitMap(const Tree& tree, NodeId first, NodeId end)
    : tree_(tree),
      first_(first.index()),
      of_(end.index() - first_),
      sequences_(of_.size()),
      dead_after_(std::make_unique_for_overwrite<int32_t[]>(of_.size())),
      before_(std::make_unique_for_overwrite<Counts[]>(of_.size())),
      total_(std::make_unique_for_overwrite<Counts[]>(of_.size())) {}

// Every piece of code ends in some way: 0 is no answer.
ExitSet ExitMap::Of(NodeId node) {
  ExitSet& exits = of_[At(node)];
  if (exits == 0) exits = HoldsExpressions(node) ? OfExpressions(node) : OfKind(node);
  return exits;
}

ExitSet ExitMap::OfExpressions(NodeId node) const {
  for (NodeId n : tree_.Subtree(node)) {
    if (tree_[n].kind == Kind::kIdentifier || tree_[n].kind == Kind::kLambda) return kMayThrow;
  }
  return kGoesOn;
}

ExitSet ExitMap::Between(NodeId node, NodeId after, NodeId before, ExitSet asked) {
  const ExitSet of_all = OfChildren(node) & asked;
  ExitSet exits = 0;
  if (of_all != Bit(kNormal)) {  // else none of the others
    const Counts& end = before == kNoNode ? total_[At(node)] : before_[At(before)];
    for (int exit = kBreak; exit < kNumExits; ++exit) {
      if (!Has(of_all, static_cast<Exit>(exit))) continue;
      auto slot = static_cast<size_t>(exit);
      uint32_t count = end[slot];
      if (after != kNoNode) {
        count -= before_[At(after)][slot];
        if (Has(Of(after), static_cast<Exit>(exit)) && count > 0) --count;
      }
      if (count > 0) exits |= Bit(static_cast<Exit>(exit));
    }
  }
  const NodeId dead_after(dead_after_[At(node)]);
  bool ends_within =
      dead_after != kNoNode && dead_after > after && (before == kNoNode || dead_after < before);
  return ends_within ? exits : static_cast<ExitSet>(exits | (asked & Bit(kNormal)));
}

// Of children that run one after the other. Notes where they stop running.
ExitSet ExitMap::Sequence(NodeId node) {
  Counts counts{};
  ExitSet exits = kGoesOn;
  NodeId dead_after = kNoNode;
  const NodeId end = tree_[node].subtree_end;
  for (NodeId c = node + 1; c < end; c = tree_[c].subtree_end) {
    before_[At(c)] = counts;
    if (dead_after != kNoNode) continue;
    const ExitSet of_child = Of(c);
    exits |= of_child;
    if (Has(of_child, kThrow)) ++counts[kThrow];
    if ((of_child | Bit(kThrow)) == kMayThrow) continue;  // most
    for (Exit exit : {kBreak, kContinue, kReturn}) {
      if (Has(of_child, exit)) ++counts[exit];
    }
    if (!Has(of_child, kNormal)) dead_after = c;
  }
  total_[At(node)] = counts;
  dead_after_[At(node)] = dead_after;
  if (dead_after != kNoNode) exits = Without(exits, Bit(kNormal));
  sequences_[At(node)] = exits;
  return exits;
}

ExitSet ExitMap::OfKind(NodeId node) {
  switch (tree_[node].kind) {
    case Kind::kIdentifier:
      return kMayThrow;
    case Kind::kBreakStatement:
      return Bit(kBreak);
    case Kind::kContinueStatement:
      return Bit(kContinue);
    case Kind::kReturnStatement:
      return Without(Sequence(node), Bit(kNormal)) | Bit(kReturn);
    case Kind::kRaiseStatement:
      return Without(Sequence(node), Bit(kNormal)) | Bit(kThrow);
    case Kind::kFunctionDefinition:
    case Kind::kLambda:
      return kMayThrow;
    case Kind::kGlobalStatement:
    case Kind::kNonlocalStatement:
      return kGoesOn;
    case Kind::kForStatement:
      return OfLoop(node, false);
    case Kind::kWhileStatement:
      return OfLoop(node, IsEndless(tree_, node));
    case Kind::kTryStatement:
      return OfTry(node);
    case Kind::kWithStatement:
      // An exception may be suppressed: what follows may run even if the body cannot end.
      return Sequence(node) | kMayThrow;
    case Kind::kIfStatement:
      return OfChoice(node);
    case Kind::kMatchStatement: {
      NodeId body = tree_.Child(node, Field::kBody);
      return body == kNoNode ? kMayThrow : OfChoice(body);
    }
    default:
      return Sequence(node);
  }
}

// Of branches of which one runs, or none if nothing says that one always does.
ExitSet ExitMap::OfChoice(NodeId parent) {
  ExitSet exits = Bit(kThrow);
  bool one_always_runs = false;
  for (NodeId c = tree_.FirstChild(parent); c != kNoNode; c = tree_.NextSibling(c)) {
    Kind kind = tree_[c].kind;
    bool is_branch = tree_[c].field == Field::kConsequence || kind == Kind::kElifClause ||
                     kind == Kind::kElseClause || kind == Kind::kCaseClause;
    if (is_branch) exits |= Of(c);
    one_always_runs |= kind == Kind::kElseClause;
    one_always_runs |= kind == Kind::kCaseClause && AlwaysMatches(tree_, c);
  }
  return one_always_runs ? exits : static_cast<ExitSet>(exits | Bit(kNormal));
}

ExitSet ExitMap::OfLoop(NodeId node, bool endless) {
  NodeId body = tree_.Child(node, Field::kBody);
  NodeId otherwise = tree_.Child(node, Field::kAlternative);
  ExitSet round = body == kNoNode ? kGoesOn : Of(body);
  ExitSet exits = Without(round, kEndsRound) | Bit(kThrow);
  if (!endless) exits |= otherwise == kNoNode ? kGoesOn : Of(otherwise);
  if (Has(round, kBreak)) exits |= Bit(kNormal);
  return exits;
}

ExitSet ExitMap::OfTry(NodeId node) {
  NodeId body = tree_.Child(node, Field::kBody), otherwise = kNoNode, finally = kNoNode;
  ExitSet handlers = 0;
  bool catches_all = false;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    Kind kind = tree_[c].kind;
    if (kind == Kind::kElseClause) otherwise = c;
    if (kind == Kind::kFinallyClause) finally = c;
    if (kind != Kind::kExceptClause) continue;
    handlers |= Of(c);
    catches_all |= CatchesAll(tree_, c);
  }
  ExitSet from_body = body == kNoNode ? kGoesOn : Of(body);
  ExitSet exits = Without(from_body, Bit(kNormal) | Bit(kThrow)) | handlers;
  if (!catches_all) exits |= Bit(kThrow);
  if (Has(from_body, kNormal)) exits |= otherwise == kNoNode ? kGoesOn : Of(otherwise);
  if (finally == kNoNode) return exits;
  ExitSet last = Of(finally);
  // It runs to its end and the way in goes on, or it ends in a way of its own.
  return Has(last, kNormal) ? static_cast<ExitSet>(exits | Without(last, Bit(kNormal))) : last;
}

}  // namespace fastnode::graph
