// How pieces of code are found and put together; what each kind of statement does with its pieces
// is in flow_rules.h.
//
// Only what the variable occurs in is walked: the nodes above its references are marked and linked,
// and what lies between two marked children is known by the ways in which it may end (exits.h).
#include "analyze/graph/flow_walk.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analyze/graph/flow_rules.h"
#include "support/check.h"

namespace fastnode::graph {

using ast::Field;
using ast::Kind;
using ast::kNoNode;

namespace {

bool IsLoop(Kind kind) {
  return kind == Kind::kForStatement || kind == Kind::kWhileStatement ||
         kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
         kind == Kind::kDictionaryComprehension || kind == Kind::kGeneratorExpression;
}

}  // namespace

FlowWalker::FlowWalker(const bind::FileIndex& index, std::vector<Edge>& edges)
    : index_(index), tree_(index.tree), exits_(index.tree), edges_(edges) {
  const size_t num_nodes = tree_.nodes.size();
  stamp_.assign(num_nodes, 0);
  links_ = std::make_unique_for_overwrite<Links[]>(num_nodes);
}

void FlowWalker::Walk(bind::VariableId id) {
  const bind::Variable& variable = index_.variables[id];
  const bind::Scope& scope = index_.scopes[variable.scope];
  variable_ = id;
  references_ = variable.references;
  const Aims aims = AimsIn(scope);
  if (!aims.reads && !aims.writes) return;
  Mark();
  // In text that is half written all of them may stand elsewhere, or there are none.
  if (!IsMarked(scope.node)) return;
  if (references_.size() <= Few::kMost) {
    WalkThrough<FlowOf<Few>>(scope, aims);
  } else {
    WalkThrough<FlowOf<Many>>(scope, aims);
  }
}

// An edge leads to a read, or to a binding, from what may run after it. Most variables are read
// once, by what runs last, or never.
FlowWalker::Aims FlowWalker::AimsIn(const bind::Scope& scope) const {
  const auto num_reads = std::count_if(
      references_.begin(), references_.end(),
      [](const bind::Reference& one) { return one.kind == bind::ReferenceKind::kRead; });
  const auto num = std::ssize(references_);
  Aims aims{.reads = num_reads > 0, .writes = num_reads < num};
  if (num == 0 || num_reads > 1) return aims;
  const bind::Reference& last = references_.back();
  const bool is_read_last = num_reads == 1 && last.kind == bind::ReferenceKind::kRead;
  if ((num > 1 && !is_read_last) || MayRunAgain(last.node, scope)) return aims;
  if (num == 1) return {.reads = false, .writes = false};
  if (RunsAfter(last.node, references_[references_.size() - 2].node)) aims.reads = false;
  return aims;
}

bool FlowWalker::MayRunAgain(NodeId node, const bind::Scope& scope) const {
  for (; node != kNoNode && node != scope.node; node = tree_[node].parent) {
    if (IsLoop(tree_[node].kind)) return true;
  }
  // Where an error tore the scope apart nobody knows.
  return node == kNoNode || IsLoop(tree_[node].kind);
}

// Whether the innermost statement around it begins behind `earlier`: nothing that stands before a
// statement runs after it, but in a loop.
bool FlowWalker::RunsAfter(NodeId node, NodeId earlier) const {
  if (tree_.num_errors > 0) return false;
  while (node > earlier) {
    const NodeId parent = tree_[node].parent;
    if (parent == kNoNode) return false;
    if (tree_[parent].kind == Kind::kBlock || parent == ast::kRoot) return true;
    node = parent;
  }
  return false;
}

template <typename Flow>
void FlowWalker::WalkThrough(const bind::Scope& scope, const Aims& aims) {
  for (Aim aim : {Aim::kReads, Aim::kWrites}) {
    if (!(aim == Aim::kReads ? aims.reads : aims.writes)) continue;
    aim_ = aim;
    Flow flow;
    if (scope.kind == bind::ScopeKind::kComprehension)
      VisitComprehension(scope.node, flow);
    else
      Sequence(scope.node, flow);  // a function's own variables are looked at from within
  }
}

// References come in text order: a new mark is always the last child of what it hangs on.
void FlowWalker::Mark() {
  for (Place place = 0; place < references_.size(); ++place) {
    NodeId below = kNoNode;
    for (NodeId node = references_[place].node; node != kNoNode; node = tree_[node].parent) {
      bool known = IsMarked(node);
      Links& links = links_[node.index()];
      if (!known) {
        stamp_[node] = stamp();
        links = {kNoNode, kNoNode, kNoNode, 0};
      }
      if (below == kNoNode) {
        links.place = place;
      } else {
        const NodeId last(links.last);
        (last == kNoNode ? links.first : links_[last.index()].next) = below;
        links.last = below;
      }
      if (known) break;
      below = node;
    }
  }
}

bool FlowWalker::IsRead(Place place) const {
  return references_[place].kind == bind::ReferenceKind::kRead;
}

template <typename References>
void FlowWalker::Connect(const References& before, const References& after) {
  if (after.empty()) return;
  before.ForEach([&](Place to) {
    const bool read = IsRead(to);
    if (aim_ == Aim::kReads && !read) return;
    const EdgeKind kind = read ? EdgeKind::kLastRead : EdgeKind::kLastWrite;
    after.ForEach([&](Place from) {
      edges_.push_back({references_[from].node, references_[to].node, kind});
    });
  });
}

// `next` is what comes first in something that runs where `before` ends by `exit`.
template <typename Flow, typename References>
void FlowWalker::Enter(const Flow& before, Exit exit, const References& next, Flow& into) {
  Connect(before.Last(exit), next);
  if (before.Passes(exit)) into.first.Add(next);
}

template <typename References>
void FlowWalker::Touch(NodeId reference, FlowOf<References>& flow) {
  const Place place = links_[reference.index()].place;
  const References only = References::Only(place);
  const bool is_read = IsRead(place), reachable = flow.Reaches(kNormal);
  Enter(flow, kNormal, only, flow);
  if (aim_ == Aim::kReads || !is_read) {
    flow.Clear(kNormal);
    flow.Last(kNormal) = only;
  }
  // What a name is read for may fail; what it is bound for has happened by then.
  if (num_guards_ > 0 && reachable && is_read) flow.Copy(kNormal, kThrow);
}

// `next` runs where `flow` ends normally.
template <typename Flow>
void FlowWalker::Append(Flow& flow, const Flow& next) {
  Enter(flow, kNormal, next.first, flow);
  for (Exit exit : {kBreak, kContinue, kReturn, kThrow}) {
    if (next.Passes(exit)) flow.Copy(kNormal, exit);
    flow.AddLast(exit, next.Last(exit));
  }
  if (!next.Passes(kNormal)) flow.Clear(kNormal);
  flow.AddLast(kNormal, next.Last(kNormal));
}

// Nobody wants to know of the others.
ExitSet FlowWalker::ExitsThatCount() const {
  return static_cast<ExitSet>(Bit(kNormal) | Bit(kBreak) | Bit(kContinue) |
                              (num_guards_ > 0 ? Bit(kThrow) : 0) |
                              (num_finallys_ > 0 ? Bit(kReturn) : 0));
}

// Something without references runs, which may end in these ways.
template <typename Flow>
void FlowWalker::EndBy(ExitSet exits, Flow& flow) {
  exits &= ExitsThatCount();
  if (exits == Bit(kNormal)) return;
  for (Exit exit : {kBreak, kContinue, kReturn, kThrow}) {
    if (Has(exits, exit)) flow.Copy(kNormal, exit);
  }
  if (!Has(exits, kNormal)) flow.Clear(kNormal);
}

template <typename Flow>
void FlowWalker::VisitChild(NodeId node, Flow& flow) {
  if (!IsMarked(node)) return IsPlain(node) ? void() : EndBy(exits_.Of(node), flow);
  if (num_guards_ > 0 && Has(exits_.Of(node), kThrow)) EndBy(Bit(kNormal) | Bit(kThrow), flow);
  Visit(node, flow);
}

template <typename Flow>
void FlowWalker::VisitField(NodeId node, Field field, Flow& flow) {
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].field == field) VisitChild(c, flow);
  }
}

template <typename Flow>
void FlowWalker::VisitOthers(NodeId node, Field field, Flow& flow) {
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].field != field) VisitChild(c, flow);
  }
}

// The children between two marked ones.
template <typename Flow>
void FlowWalker::Skip(NodeId node, NodeId after, NodeId before, Flow& flow) {
  EndBy(exits_.Between(node, after, before, ExitsThatCount()), flow);
}

// Children one after the other; only the marked ones are looked at.
template <typename Flow>
void FlowWalker::Sequence(NodeId node, Flow& flow) {
  CHECK(IsMarked(node));  // others have no links
  if (IsPlain(node) || (exits_.OfChildren(node) & ExitsThatCount()) == Bit(kNormal)) {
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
  for (Flow dead = Flow::Unreachable(); child != kNoNode; child = NextMarked(child)) {
    VisitChild(child, dead);
  }
}

template <typename Flow>
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
