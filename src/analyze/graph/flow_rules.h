// The rules of data flow, a function for each kind of statement and expression that is not simply
// run from left to right (language reference, 6.16, 7 and 8; docs/decisions/0002-data-flow.md).
// tests/corpus/graph holds them, and data_flow_test what all of them must keep.
#pragma once

#include <utility>
#include <vector>

#include "analyze/graph/flow_walk.h"

namespace fastnode::graph {

using ast::Field;
using ast::Kind;
using ast::kNoNode;

// Defaults, annotations and bases, then the name, then the body: a function's and a lambda's runs
// some time later, a class's here. (A class's name is bound after its body; but what its methods
// read of it, they read later.)
template <typename Flow>
void FlowWalker::VisitDefinition(NodeId node, Flow& flow) {
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

// What comes first in the body follows what precedes its definition; nothing comes back.
template <typename Flow>
void FlowWalker::VisitElsewhere(NodeId body, Flow& flow) {
  int num_guards = std::exchange(num_guards_, 0), num_finallys = std::exchange(num_finallys_, 0);
  Flow inside;
  VisitChild(body, inside);
  Enter(flow, kNormal, inside.first, flow);
  num_guards_ = num_guards;
  num_finallys_ = num_finallys;
}

template <typename Flow>
void FlowWalker::AddBranch(const Flow& branch, Choice<Flow>& choice) {
  Connect(choice.tests.Last(kNormal), branch.first);
  if (choice.tests.Passes(kNormal)) choice.branches.first.Add(branch.first);
  for (int e = 0; e < kNumExits; ++e) {
    auto exit = static_cast<Exit>(e);
    choice.branches.AddLast(exit, branch.Last(exit));
    if (!branch.Passes(exit)) continue;
    choice.branches.AddLast(exit, choice.tests.Last(kNormal));
    if (choice.tests.Passes(kNormal)) choice.branches.passes |= Bit(exit);
  }
}

template <typename Flow>
Flow FlowWalker::Finish(Choice<Flow>&& choice, bool one_always_runs) {
  if (one_always_runs) choice.tests.Clear(kNormal);
  choice.branches.AddAlternative(choice.tests);
  return std::move(choice.branches);
}

template <typename Flow>
void FlowWalker::VisitIf(NodeId node, Flow& flow) {
  Choice<Flow> choice;
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
template <typename Flow>
void FlowWalker::VisitMatch(NodeId node, Flow& flow) {
  VisitOthers(node, Field::kBody, flow);
  NodeId body = tree_.Child(node, Field::kBody);
  if (body == kNoNode) return;
  Choice<Flow> choice;
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

template <typename Flow>
void FlowWalker::AppendLoop(const Flow& head, const Flow& rest, bool endless, NodeId otherwise,
                            Flow& flow) {
  Flow round = head;
  Append(round, rest);
  round.Copy(kContinue, kNormal);
  const auto& again = round.Last(kNormal);  // before another round
  Connect(again, round.first);

  Flow loop = Flow::Unreachable(), broken = Flow::Unreachable();
  loop.first = round.first;
  auto leave = [&](const Flow& from, Exit by, Exit to, Flow& into) {
    into.AddLast(to, from.Last(by));
    if (!from.Passes(by)) return;
    into.AddLast(to, again);
    into.passes |= Bit(to);
  };
  if (!endless) leave(head, kNormal, kNormal, loop);
  leave(round, kReturn, kReturn, loop);
  leave(round, kThrow, kThrow, loop);
  leave(round, kBreak, kNormal, broken);
  if (otherwise != kNoNode) VisitChild(otherwise, loop);
  loop.AddAlternative(broken);
  Append(flow, loop);
}

template <typename Flow>
void FlowWalker::VisitFor(NodeId node, Flow& flow) {
  VisitField(node, Field::kRight, flow);
  Flow round;
  VisitField(node, Field::kLeft, round);
  VisitField(node, Field::kBody, round);
  AppendLoop({}, round, false, tree_.Child(node, Field::kAlternative), flow);
}

template <typename Flow>
void FlowWalker::VisitWhile(NodeId node, Flow& flow) {
  Flow condition, body;
  VisitField(node, Field::kCondition, condition);
  VisitField(node, Field::kBody, body);
  AppendLoop(condition, body, IsEndless(tree_, node), tree_.Child(node, Field::kAlternative), flow);
}

template <typename Flow>
void FlowWalker::VisitTry(NodeId node, Flow& flow) {
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
  Choice<Flow> handlers;
  handlers.tests.Clear(kNormal);
  handlers.tests.Last(kNormal) = std::move(body.Last(kThrow));
  if (body.Passes(kThrow)) handlers.tests.passes |= Bit(kNormal);
  body.Clear(kThrow);
  VisitHandlers(node, handlers);
  if (otherwise != kNoNode) VisitChild(otherwise, body);
  body.AddAlternative(handlers.branches);
  if (finally != kNoNode) {
    --num_guards_, --num_finallys_;
    VisitFinally(finally, body);
  }
  Append(flow, body);
}

// From where an exception left the body to where each handler ends; the rest goes on outwards.
template <typename Flow>
void FlowWalker::VisitHandlers(NodeId node, Choice<Flow>& choice) {
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
template <typename Flow>
void FlowWalker::VisitFinally(NodeId clause, Flow& flow) {
  Flow merged = Flow::Unreachable();
  merged.first = std::move(flow.first);
  for (int e = 0; e < kNumExits; ++e) {
    auto exit = static_cast<Exit>(e);
    merged.AddLast(kNormal, flow.Last(exit));
    if (flow.Passes(exit)) merged.passes |= Bit(kNormal);
  }
  VisitChild(clause, merged);
  for (Exit exit : {kBreak, kContinue, kReturn, kThrow}) {
    if (flow.Reaches(exit)) merged.Copy(kNormal, exit);
  }
  if (!flow.Reaches(kNormal)) merged.Clear(kNormal);
  flow = std::move(merged);
}

// A context manager may suppress exceptions. That matters only where the body does not end itself.
template <typename Flow>
void FlowWalker::VisitWith(NodeId node, Flow& flow) {
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
template <typename Flow>
void FlowWalker::VisitAssert(NodeId node, Flow& flow) {
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
template <typename Flow>
void FlowWalker::VisitConditional(NodeId node, Flow& flow) {
  std::vector<NodeId> parts;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind != Kind::kKeyword) parts.push_back(c);
  }
  if (parts.size() != 3) return Sequence(node, flow);
  VisitChild(parts[1], flow);
  Flow body, alternative;
  VisitChild(parts[0], body);
  VisitChild(parts[2], alternative);
  body.AddAlternative(alternative);
  Append(flow, body);
}

// `left and right`, `left or right`: the right side may be left out.
template <typename Flow>
void FlowWalker::VisitBoolean(NodeId node, Flow& flow) {
  VisitOthers(node, Field::kRight, flow);
  Flow right;
  VisitField(node, Field::kRight, right);
  right.passes |= Bit(kNormal);
  Append(flow, right);
}

template <typename Flow>
void FlowWalker::VisitComprehension(NodeId node, Flow& flow) {
  std::vector<NodeId> clauses, elements;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    bool clause = tree_[c].kind == Kind::kForInClause || tree_[c].kind == Kind::kIfClause;
    (clause ? clauses : elements).push_back(c);
  }
  // Clauses run before what they are about.
  clauses.insert(clauses.end(), elements.begin(), elements.end());
  VisitClauses(clauses, 0, flow);
}

template <typename Flow>
void FlowWalker::VisitClauses(const std::vector<NodeId>& parts, size_t at, Flow& flow) {
  for (; at < parts.size(); ++at) {
    NodeId part = parts[at];
    if (tree_[part].kind == Kind::kForInClause) {
      VisitField(part, Field::kRight, flow);
      Flow round;
      VisitField(part, Field::kLeft, round);
      VisitClauses(parts, at + 1, round);
      return AppendLoop({}, round, false, kNoNode, flow);
    }
    VisitChild(part, flow);
    if (tree_[part].kind != Kind::kIfClause) continue;
    Flow rest;
    VisitClauses(parts, at + 1, rest);
    rest.passes |= Bit(kNormal);
    return Append(flow, rest);
  }
}

}  // namespace fastnode::graph
