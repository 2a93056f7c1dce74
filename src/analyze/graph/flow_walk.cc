#include "analyze/graph/flow_walk.h"

#include <utility>

namespace fastnode::graph {

using ast::Field;
using ast::Kind;
using ast::kNoNode;

FlowWalker::FlowWalker(const bind::FileIndex &index, std::vector<Edge> &edges)
    : index_(index), tree_(index.tree), exits_(index.tree), edges_(edges) {
  const size_t num_nodes = tree_.nodes.size();
  stamp_.assign(num_nodes, bind::kNone);
  first_.assign(num_nodes, kNoNode);
  last_.assign(num_nodes, kNoNode);
  next_.assign(num_nodes, kNoNode);
  is_read_.assign(num_nodes, false);
}

void FlowWalker::Walk(bind::VariableId id) {
  const bind::Variable &variable = index_.variables[id];
  variable_ = id;
  Mark(variable);
  const bind::Scope &scope = index_.scopes[variable.scope];
  NodeId root = scope.node;
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

// References come in text order: a new mark is always the last child of what it
// hangs on.
void FlowWalker::Mark(const bind::Variable &variable) {
  for (const bind::Reference &reference : variable.references) {
    is_read_[reference.node] = reference.kind == bind::ReferenceKind::kRead;
    NodeId below = kNoNode;
    for (NodeId node = reference.node; node != kNoNode; node = tree_[node].parent) {
      bool known = stamp_[node] == variable_;
      if (!known) {
        stamp_[node] = variable_;
        first_[node] = last_[node] = next_[node] = kNoNode;
      }
      if (below != kNoNode) {
        NodeId &link = last_[node] == kNoNode ? first_[node] : next_[last_[node]];
        link = last_[node] = below;
      }
      if (known) break;
      below = node;
    }
  }
}

bool FlowWalker::IsMarked(NodeId node) const { return stamp_[node] == variable_; }

bool FlowWalker::IsRead(NodeId reference) const { return is_read_[reference]; }

void FlowWalker::Connect(const References &before, const References &after) {
  if (after.empty()) return;
  for (NodeId to : before) {
    bool read = IsRead(to);
    if (aim_ == Aim::kReads && !read) continue;
    EdgeKind kind = read ? EdgeKind::kLastRead : EdgeKind::kLastWrite;
    for (NodeId from : after) edges_.push_back({from, to, kind});
  }
}

// `next` is what comes first in something that runs where `before` ends by
// `exit`.
void FlowWalker::Enter(const Flow &before, Exit exit, const References &next, Flow &into) {
  Connect(before.Last(exit), next);
  if (before.Passes(exit)) AddTo(into.first, next);
}

void FlowWalker::Touch(NodeId reference, Flow &flow) {
  Enter(flow, kNormal, {reference}, flow);
  bool reachable = flow.Reaches(kNormal);
  if (aim_ == Aim::kReads || !IsRead(reference)) {
    flow.Clear(kNormal);
    flow.Last(kNormal).push_back(reference);
  }
  // What a name is read for may fail; what it is bound for has happened by
  // then.
  if (num_guards_ > 0 && reachable && IsRead(reference)) flow.Copy(kNormal, kThrow);
}

// `next` runs where `flow` ends normally.
void FlowWalker::Append(Flow &flow, const Flow &next) {
  Enter(flow, kNormal, next.first, flow);
  for (Exit exit : {kBreak, kContinue, kReturn, kThrow}) {
    if (next.Passes(exit)) flow.Copy(kNormal, exit);
    AddToLast(flow.Last(exit), next.Last(exit));
  }
  if (!next.Passes(kNormal)) flow.Clear(kNormal);
  AddToLast(flow.Last(kNormal), next.Last(kNormal));
}

// Something without references runs, which may end in these ways.
void FlowWalker::EndBy(ExitSet exits, Flow &flow) {
  if (num_guards_ == 0) exits &= static_cast<ExitSet>(~Bit(kThrow));
  if (num_finallys_ == 0) exits &= static_cast<ExitSet>(~Bit(kReturn));
  for (Exit exit : {kBreak, kContinue, kReturn, kThrow}) {
    if (Has(exits, exit)) flow.Copy(kNormal, exit);
  }
  if (!Has(exits, kNormal)) flow.Clear(kNormal);
}

void FlowWalker::VisitChild(NodeId node, Flow &flow) {
  if (!IsMarked(node)) return EndBy(exits_.Of(node), flow);
  if (Has(exits_.Of(node), kThrow)) EndBy(Bit(kNormal) | Bit(kThrow), flow);
  Visit(node, flow);
}

void FlowWalker::VisitField(NodeId node, Field field, Flow &flow) {
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].field == field) VisitChild(c, flow);
  }
}

void FlowWalker::VisitOthers(NodeId node, Field field, Flow &flow) {
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].field != field) VisitChild(c, flow);
  }
}

// The children between two marked ones.
void FlowWalker::Skip(NodeId node, NodeId after, NodeId before, Flow &flow) {
  EndBy(exits_.Between(node, after, before), flow);
}

// Children one after the other; only the marked ones are looked at.
void FlowWalker::Sequence(NodeId node, Flow &flow) {
  NodeId dead_after = exits_.DeadAfter(node), previous = kNoNode;
  NodeId child = first_[node];
  for (; child != kNoNode; child = next_[child]) {
    if (dead_after != kNoNode && child > dead_after) break;
    Skip(node, previous, child, flow);
    VisitChild(child, flow);
    previous = child;
  }
  if (previous == kNoNode || previous != dead_after) Skip(node, previous, kNoNode, flow);
  for (Flow dead = Unreachable(); child != kNoNode; child = next_[child]) {
    VisitChild(child, dead);
  }
}

void FlowWalker::Visit(NodeId node, Flow &flow) {
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

// Defaults, annotations and bases, then the name, then the body: a function's
// and a lambda's runs some time later, a class's here. (A class's name is bound
// after its body; but what its methods read of it, they read later.)
void FlowWalker::VisitDefinition(NodeId node, Flow &flow) {
  NodeId name = tree_.Child(node, Field::kName), body = tree_.Child(node, Field::kBody);
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (c != name && c != body) VisitChild(c, flow);
  }
  if (name != kNoNode) VisitChild(name, flow);
  if (body == kNoNode) return;
  if (tree_[node].kind == Kind::kClassDefinition)
    VisitChild(body, flow);
  else if (IsMarked(body))
    VisitElsewhere(body, flow);
}

// What comes first in the body follows what precedes its definition; nothing
// comes back.
void FlowWalker::VisitElsewhere(NodeId body, Flow &flow) {
  int num_guards = std::exchange(num_guards_, 0), num_finallys = std::exchange(num_finallys_, 0);
  Flow inside;
  VisitChild(body, inside);
  Enter(flow, kNormal, inside.first, flow);
  num_guards_ = num_guards;
  num_finallys_ = num_finallys;
}

void FlowWalker::AddBranch(const Flow &branch, Choice &choice) {
  Connect(choice.tests.Last(kNormal), branch.first);
  if (choice.tests.Passes(kNormal)) AddTo(choice.branches.first, branch.first);
  for (int e = 0; e < kNumExits; ++e) {
    auto exit = static_cast<Exit>(e);
    AddToLast(choice.branches.Last(exit), branch.Last(exit));
    if (!branch.Passes(exit)) continue;
    AddToLast(choice.branches.Last(exit), choice.tests.Last(kNormal));
    if (choice.tests.Passes(kNormal)) choice.branches.passes |= Bit(exit);
  }
}

Flow FlowWalker::Finish(Choice &&choice, bool one_always_runs) {
  if (one_always_runs) choice.tests.Clear(kNormal);
  AddAlternative(choice.branches, choice.tests);
  return std::move(choice.branches);
}

void FlowWalker::VisitIf(NodeId node, Flow &flow) {
  Choice choice;
  bool has_else = false;
  auto visit_branch = [&](NodeId block) {
    Flow branch;
    VisitChild(block, branch);
    AddBranch(branch, choice);
  };
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind == Kind::kElifClause) {
      for (NodeId part = tree_.FirstChild(c); part != kNoNode; part = tree_.NextSibling(part)) {
        if (tree_[part].field == Field::kConsequence)
          visit_branch(part);
        else
          VisitChild(part, choice.tests);
      }
    } else if (tree_[c].kind == Kind::kElseClause) {
      has_else = true;
      visit_branch(c);
    } else if (tree_[c].field == Field::kConsequence) {
      visit_branch(c);
    } else {
      VisitChild(c, choice.tests);
    }
  }
  Append(flow, Finish(std::move(choice), has_else));
}

// A pattern that fails may have bound some of its names, or none.
void FlowWalker::VisitMatch(NodeId node, Flow &flow) {
  VisitOthers(node, Field::kBody, flow);
  NodeId body = tree_.Child(node, Field::kBody);
  if (body == kNoNode) return;
  Choice choice;
  bool always = false;
  for (NodeId c = tree_.FirstChild(body); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind != Kind::kCaseClause) {
      VisitChild(c, choice.tests);
      continue;
    }
    Flow pattern;
    VisitOthers(c, Field::kConsequence, pattern);
    Flow branch = pattern;
    VisitField(c, Field::kConsequence, branch);
    AddBranch(branch, choice);
    pattern.passes |= Bit(kNormal);
    Append(choice.tests, pattern);
    always |= AlwaysMatches(tree_, c);
  }
  Append(flow, Finish(std::move(choice), always));
}

void FlowWalker::AppendLoop(const Flow &head, const Flow &rest, bool endless, NodeId otherwise,
                            Flow &flow) {
  Flow round = head;
  Append(round, rest);
  round.Copy(kContinue, kNormal);
  const References &again = round.Last(kNormal);  // before another round
  Connect(again, round.first);

  Flow loop = Unreachable(), broken = Unreachable();
  loop.first = round.first;
  auto leave = [&](const Flow &from, Exit by, Exit to, Flow &into) {
    AddToLast(into.Last(to), from.Last(by));
    if (!from.Passes(by)) return;
    AddToLast(into.Last(to), again);
    into.passes |= Bit(to);
  };
  if (!endless) leave(head, kNormal, kNormal, loop);
  leave(round, kReturn, kReturn, loop);
  leave(round, kThrow, kThrow, loop);
  leave(round, kBreak, kNormal, broken);
  if (otherwise != kNoNode) VisitChild(otherwise, loop);
  AddAlternative(loop, broken);
  Append(flow, loop);
}

void FlowWalker::VisitFor(NodeId node, Flow &flow) {
  VisitField(node, Field::kRight, flow);
  Flow round;
  VisitField(node, Field::kLeft, round);
  VisitField(node, Field::kBody, round);
  AppendLoop({}, round, false, tree_.Child(node, Field::kAlternative), flow);
}

void FlowWalker::VisitWhile(NodeId node, Flow &flow) {
  Flow condition, body;
  VisitField(node, Field::kCondition, condition);
  VisitField(node, Field::kBody, body);
  AppendLoop(condition, body, IsEndless(tree_, node), tree_.Child(node, Field::kAlternative), flow);
}

void FlowWalker::VisitTry(NodeId node, Flow &flow) {
  NodeId otherwise = kNoNode, finally = kNoNode;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind == Kind::kElseClause) otherwise = c;
    if (tree_[c].kind == Kind::kFinallyClause) finally = c;
  }
  if (finally != kNoNode) ++num_guards_, ++num_finallys_;
  Flow body;
  ++num_guards_;
  EndBy(Bit(kNormal) | Bit(kThrow), body);
  VisitField(node, Field::kBody, body);
  --num_guards_;
  Choice handlers;
  handlers.tests.Clear(kNormal);
  handlers.tests.Last(kNormal) = std::move(body.Last(kThrow));
  if (body.Passes(kThrow)) handlers.tests.passes |= Bit(kNormal);
  body.Clear(kThrow);
  VisitHandlers(node, handlers);
  if (otherwise != kNoNode) VisitChild(otherwise, body);
  AddAlternative(body, handlers.branches);
  if (finally != kNoNode) {
    --num_guards_, --num_finallys_;
    VisitFinally(finally, body);
  }
  Append(flow, body);
}

// From where an exception left the body to where each handler ends; the rest
// goes on outwards.
void FlowWalker::VisitHandlers(NodeId node, Choice &choice) {
  bool catches_all = false;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind != Kind::kExceptClause) continue;
    catches_all |= CatchesAll(tree_, c);
    Flow branch;
    for (NodeId part = tree_.FirstChild(c); part != kNoNode; part = tree_.NextSibling(part)) {
      if (tree_[part].kind == Kind::kAsPattern) {
        VisitOthers(part, Field::kAlias, choice.tests);
        VisitField(part, Field::kAlias, branch);
      } else if (tree_[part].kind == Kind::kBlock) {
        VisitChild(part, branch);
      } else {
        VisitChild(part, choice.tests);
      }
    }
    AddBranch(branch, choice);
  }
  if (!catches_all) choice.tests.Copy(kNormal, kThrow);
  choice.branches = Finish(std::move(choice), true);
}

// Runs whichever way `flow` ends, which then goes on in that way. What comes in by one way may
// leave by another: else a read inside would change what is known outside (docs/decisions/
// 0002-data-flow.md).
void FlowWalker::VisitFinally(NodeId clause, Flow &flow) {
  Flow merged = Unreachable();
  merged.first = std::move(flow.first);
  for (int e = 0; e < kNumExits; ++e) {
    auto exit = static_cast<Exit>(e);
    AddToLast(merged.Last(kNormal), flow.Last(exit));
    if (flow.Passes(exit)) merged.passes |= Bit(kNormal);
  }
  VisitChild(clause, merged);
  for (Exit exit : {kBreak, kContinue, kReturn, kThrow}) {
    if (flow.Reaches(exit)) merged.Copy(kNormal, exit);
  }
  if (!flow.Reaches(kNormal)) merged.Clear(kNormal);
  flow = std::move(merged);
}

// A context manager may suppress exceptions. That matters only where the body
// does not end itself.
void FlowWalker::VisitWith(NodeId node, Flow &flow) {
  NodeId body = tree_.Child(node, Field::kBody);
  VisitOthers(node, Field::kBody, flow);
  if (body == kNoNode) return;
  if (Has(exits_.Of(body), kNormal)) return VisitChild(body, flow);
  Flow inside;
  ++num_guards_;
  EndBy(Bit(kNormal) | Bit(kThrow), inside);
  VisitChild(body, inside);
  --num_guards_;
  inside.Copy(kThrow, kNormal);
  if (num_guards_ == 0) inside.Clear(kThrow);
  Append(flow, inside);
}

// `assert condition, message`: the message is made only where an exception follows.
void FlowWalker::VisitAssert(NodeId node, Flow &flow) {
  NodeId condition = kNoNode;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind == Kind::kKeyword) continue;
    if (condition == kNoNode) {
      condition = c;
      VisitChild(c, flow);
      continue;
    }
    Flow message;
    VisitChild(c, message);
    EndBy(Bit(kThrow), message);
    message.passes |= Bit(kNormal);
    Append(flow, message);
  }
}

// `body if condition else alternative`.
void FlowWalker::VisitConditional(NodeId node, Flow &flow) {
  std::vector<NodeId> parts;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind != Kind::kKeyword) parts.push_back(c);
  }
  if (parts.size() != 3) return Sequence(node, flow);
  VisitChild(parts[1], flow);
  Flow body, alternative;
  VisitChild(parts[0], body);
  VisitChild(parts[2], alternative);
  AddAlternative(body, alternative);
  Append(flow, body);
}

// `left and right`, `left or right`: the right side may be left out.
void FlowWalker::VisitBoolean(NodeId node, Flow &flow) {
  VisitOthers(node, Field::kRight, flow);
  Flow right;
  VisitField(node, Field::kRight, right);
  right.passes |= Bit(kNormal);
  Append(flow, right);
}

void FlowWalker::VisitComprehension(NodeId node, Flow &flow) {
  std::vector<NodeId> clauses, elements;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    bool clause = tree_[c].kind == Kind::kForInClause || tree_[c].kind == Kind::kIfClause;
    (clause ? clauses : elements).push_back(c);
  }
  // Clauses run before what they are about.
  clauses.insert(clauses.end(), elements.begin(), elements.end());
  VisitClauses(clauses, 0, true, flow);
}

void FlowWalker::VisitClauses(const std::vector<NodeId> &parts, size_t at, bool first_for,
                              Flow &flow) {
  for (; at < parts.size(); ++at) {
    NodeId part = parts[at];
    if (tree_[part].kind == Kind::kForInClause) {
      VisitField(part, Field::kRight, flow);
      Flow round;
      VisitField(part, Field::kLeft, round);
      VisitClauses(parts, at + 1, false, round);
      return AppendLoop({}, round, false, kNoNode, flow);
    }
    VisitChild(part, flow);
    if (tree_[part].kind != Kind::kIfClause) continue;
    Flow rest;
    VisitClauses(parts, at + 1, first_for, rest);
    rest.passes |= Bit(kNormal);
    return Append(flow, rest);
  }
}

}  // namespace fastnode::graph
