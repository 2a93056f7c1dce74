// How pieces of code are found and put together; what each kind of statement does with its pieces
// is in flow_rules.cc.
//
// Only what the variable occurs in is walked: the nodes above its references are marked and linked,
// and what lies between two marked children is known by the ways in which it may end (exits.h).
#include "analyze/graph/flow_walk.h"

#include <utility>

#include "support/check.h"

namespace fastnode::graph {

using ast::Field;
using ast::Kind;
using ast::kNoNode;

FlowWalker::FlowWalker(const bind::FileIndex& index, std::vector<Edge>& edges)
    : index_(index), tree_(index.tree), exits_(index.tree), edges_(edges) {
  const size_t num_nodes = tree_.nodes.size();
  stamp_.assign(num_nodes, 0);
  links_ = std::make_unique_for_overwrite<Links[]>(num_nodes);
  is_read_.assign(num_nodes, false);
}

void FlowWalker::Walk(bind::VariableId id) {
  const bind::Variable& variable = index_.variables[id];
  variable_ = id;
  Mark(variable);
  const bind::Scope& scope = index_.scopes[variable.scope];
  NodeId root = scope.node;
  // In text that is half written all of them may stand elsewhere, or there are none.
  if (!IsMarked(root)) return;
  for (Aim aim : {Aim::kReads, Aim::kWrites}) {
    aim_ = aim;
    Flow flow;
    if (scope.kind == bind::ScopeKind::kComprehension)
      VisitComprehension(root, flow);
    else
      Sequence(root,
               flow);  // a function's own variables are looked at from within
  }
}

// References come in text order: a new mark is always the last child of what it hangs on.
void FlowWalker::Mark(const bind::Variable& variable) {
  for (const bind::Reference& reference : variable.references) {
    is_read_[reference.node] = reference.kind == bind::ReferenceKind::kRead;
    NodeId below = kNoNode;
    for (NodeId node = reference.node; node != kNoNode; node = tree_[node].parent) {
      bool known = IsMarked(node);
      if (!known) {
        stamp_[node] = stamp();
        links_[node.index()] = {kNoNode, kNoNode, kNoNode};
      }
      if (below != kNoNode) {
        Links& links = links_[node.index()];
        const NodeId last(links.last);
        (last == kNoNode ? links.first : links_[last.index()].next) = below;
        links.last = below;
      }
      if (known) break;
      below = node;
    }
  }
}

bool FlowWalker::IsRead(NodeId reference) const { return is_read_[reference]; }

void FlowWalker::Connect(const References& before, const References& after) {
  if (after.empty()) return;
  for (NodeId to : before) {
    bool read = IsRead(to);
    if (aim_ == Aim::kReads && !read) continue;
    EdgeKind kind = read ? EdgeKind::kLastRead : EdgeKind::kLastWrite;
    for (NodeId from : after) edges_.push_back({from, to, kind});
  }
}

// `next` is what comes first in something that runs where `before` ends by `exit`.
void FlowWalker::Enter(const Flow& before, Exit exit, const References& next, Flow& into) {
  Connect(before.Last(exit), next);
  if (before.Passes(exit)) AddTo(into.first, next);
}

void FlowWalker::Touch(NodeId reference, Flow& flow) {
  Enter(flow, kNormal, {reference}, flow);
  bool reachable = flow.Reaches(kNormal);
  if (aim_ == Aim::kReads || !IsRead(reference)) {
    flow.Clear(kNormal);
    flow.Last(kNormal).push_back(reference);
  }
  // What a name is read for may fail; what it is bound for has happened by then.
  if (num_guards_ > 0 && reachable && IsRead(reference)) flow.Copy(kNormal, kThrow);
}

// `next` runs where `flow` ends normally.
void FlowWalker::Append(Flow& flow, const Flow& next) {
  Enter(flow, kNormal, next.first, flow);
  for (Exit exit : {kBreak, kContinue, kReturn, kThrow}) {
    if (next.Passes(exit)) flow.Copy(kNormal, exit);
    AddToLast(flow.Last(exit), next.Last(exit));
  }
  if (!next.Passes(kNormal)) flow.Clear(kNormal);
  AddToLast(flow.Last(kNormal), next.Last(kNormal));
}

// Nobody wants to know of the others.
ExitSet FlowWalker::ExitsThatCount() const {
  return static_cast<ExitSet>(Bit(kNormal) | Bit(kBreak) | Bit(kContinue) |
                              (num_guards_ > 0 ? Bit(kThrow) : 0) |
                              (num_finallys_ > 0 ? Bit(kReturn) : 0));
}

// Something without references runs, which may end in these ways.
void FlowWalker::EndBy(ExitSet exits, Flow& flow) {
  exits &= ExitsThatCount();
  if (exits == Bit(kNormal)) return;
  for (Exit exit : {kBreak, kContinue, kReturn, kThrow}) {
    if (Has(exits, exit)) flow.Copy(kNormal, exit);
  }
  if (!Has(exits, kNormal)) flow.Clear(kNormal);
}

void FlowWalker::VisitChild(NodeId node, Flow& flow) {
  if (!IsMarked(node)) return EndBy(exits_.Of(node), flow);
  if (num_guards_ > 0 && Has(exits_.Of(node), kThrow)) EndBy(Bit(kNormal) | Bit(kThrow), flow);
  Visit(node, flow);
}

void FlowWalker::VisitField(NodeId node, Field field, Flow& flow) {
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].field == field) VisitChild(c, flow);
  }
}

void FlowWalker::VisitOthers(NodeId node, Field field, Flow& flow) {
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].field != field) VisitChild(c, flow);
  }
}

// The children between two marked ones.
void FlowWalker::Skip(NodeId node, NodeId after, NodeId before, Flow& flow) {
  EndBy(exits_.Between(node, after, before, ExitsThatCount()), flow);
}

// Children one after the other; only the marked ones are looked at.
void FlowWalker::Sequence(NodeId node, Flow& flow) {
  CHECK(IsMarked(node));  // others have no links
  if ((exits_.OfChildren(node) & ExitsThatCount()) == Bit(kNormal)) {
    // Nothing in it ends otherwise, or nobody wants to know.
    for (NodeId c = FirstMarked(node); c != kNoNode; c = NextMarked(c)) Visit(c, flow);
    return;
  }
  NodeId dead_after = exits_.DeadAfter(node), previous = kNoNode;
  NodeId child = FirstMarked(node);
  for (; child != kNoNode; child = NextMarked(child)) {
    if (dead_after != kNoNode && child > dead_after) break;
    Skip(node, previous, child, flow);
    VisitChild(child, flow);
    previous = child;
  }
  if (previous == kNoNode || previous != dead_after) Skip(node, previous, kNoNode, flow);
  for (Flow dead = Unreachable(); child != kNoNode; child = NextMarked(child)) {
    VisitChild(child, dead);
  }
}

void FlowWalker::Visit(NodeId node, Flow& flow) {
  switch (tree_[node].kind) {
    case Kind::kIdentifier:
      if (index_.variable_of[node] == variable_) Touch(node, flow);
      return;
    case Kind::kAssignment:
    case Kind::kAugmentedAssignment:
      VisitOthers(node, Field::kLeft, flow);
      return VisitField(node, Field::kLeft, flow);
    case Kind::kNamedExpression:
      VisitOthers(node, Field::kName, flow);
      return VisitField(node, Field::kName, flow);
    case Kind::kFunctionDefinition:
    case Kind::kLambda:
    case Kind::kClassDefinition:
      return VisitDefinition(node, flow);
    case Kind::kIfStatement:
      return VisitIf(node, flow);
    case Kind::kMatchStatement:
      return VisitMatch(node, flow);
    case Kind::kForStatement:
      return VisitFor(node, flow);
    case Kind::kWhileStatement:
      return VisitWhile(node, flow);
    case Kind::kTryStatement:
      return VisitTry(node, flow);
    case Kind::kWithStatement:
      return VisitWith(node, flow);
    case Kind::kAssertStatement:
      return VisitAssert(node, flow);
    case Kind::kConditionalExpression:
      return VisitConditional(node, flow);
    case Kind::kBooleanOperator:
      return VisitBoolean(node, flow);
    case Kind::kListComprehension:
    case Kind::kSetComprehension:
    case Kind::kDictionaryComprehension:
    case Kind::kGeneratorExpression:
      return VisitComprehension(node, flow);
    case Kind::kReturnStatement:
      Sequence(node, flow);
      return EndBy(Bit(kReturn), flow);
    case Kind::kRaiseStatement:
      Sequence(node, flow);
      return EndBy(Bit(kThrow), flow);
    default:
      return Sequence(node, flow);
  }
}

}  // namespace fastnode::graph
