// What conditions say of names and attributes that are read under them:
//
//   if isinstance(x, C) and ...: x        assert isinstance(x, C); x        isinstance(x, C) and x
//   if not isinstance(x, C): return       [x for x in y if isinstance(x, C)]
//   if isinstance(x, C): ... else: x      match x: ... case C(): x
//   if type(x) is C: x                    if is_c(x): x                 (-> TypeGuard[C])
//
// The walk goes from the read outwards, through the statements and operators around it and the
// statements just before it in each block, up to the function; and stops at the last binding of the
// name, because older conditions speak of another value. Held by references_test.cc and
// tests/corpus/types/narrowing.py.
#include "analyze/types/file/conditions.h"

#include <algorithm>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/branches.h"
#include "analyze/types/file/last_binding.h"
#include "analyze/types/file/references.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxConditionDepth = 8;
constexpr int kMaxStatementsBack = 8;

bool IsEverAsked(const File& f, NodeId read) {
  const std::vector<AskedThing>& things = f.module->ThingsAskedFor();
  if (things.empty()) return false;
  const uint32_t brief = BriefOf(f.tree(), read);
  return std::any_of(things.begin(), things.end(), [&](const AskedThing& asked) {
    return asked.brief == brief && IsSameThing(f, asked.thing, read);
  });
}

// The pattern of a clause that has one.
NodeId PatternOf(const File& f, NodeId clause) {
  NodeId pattern = f.first(clause);  // `case`
  while (pattern != kNoNode && f.kind(pattern) != Kind::kCasePattern) pattern = f.next(pattern);
  if (pattern == kNoNode) return kNoNode;
  const NodeId next = f.next(pattern);
  if (next != kNoNode && f.kind(next) == Kind::kCasePattern) return kNoNode;
  for (NodeId inner = f.first(pattern); inner != kNoNode; inner = f.first(pattern)) {
    const Kind kind = f.kind(inner);
    pattern = inner;
    if (kind != Kind::kCasePattern && kind != Kind::kAsPattern) break;
  }
  return pattern;
}

// Whether it names classes, and asks for nothing else if it is to match `all` of their objects.
bool IsOfClasses(const File& f, NodeId pattern, bool all) {
  if (pattern == kNoNode) return false;
  if (f.kind(pattern) == Kind::kClassPattern) {
    return !all || f.next(f.first(pattern)) == kNoNode;
  }
  if (f.kind(pattern) != Kind::kUnionPattern) return false;
  for (NodeId c = f.first(pattern); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) == Kind::kOperator || f.kind(c) == Kind::kNone) continue;
    if (f.kind(c) != Kind::kClassPattern || !IsOfClasses(f, c, all)) return false;
  }
  return true;
}

// The statement whose clause `read` stands in, or kNoNode.
NodeId MatchAround(const File& f, NodeId clause) {
  const NodeId block = f.parent(clause);
  const NodeId match = block == kNoNode ? kNoNode : f.parent(block);
  return match != kNoNode && f.kind(match) == Kind::kMatchStatement ? match : kNoNode;
}

bool IsInClause(const File& f, NodeId read) {
  for (NodeId node = read; node != kNoNode; node = f.parent(node)) {
    if (f.kind(node) == Kind::kCaseClause) return true;
    if (f.kind(node) == Kind::kFunctionDefinition) return false;
  }
  return false;
}

class Walk {
 public:
  Walk(const File& f, NodeId read, NodeId bound) : f_(f), read_(read), bound_(bound) {}

  AskedFor Outwards() {
    for (NodeId node = read_, parent; (parent = f_.parent(node)) != kNoNode; node = parent) {
      if (parent < bound_ && f_.kind(parent) != Kind::kBlock) break;
      if (f_.kind(parent) == Kind::kFunctionDefinition || f_.kind(parent) == Kind::kLambda) break;
      AddOf(parent, node);
    }
    return std::move(asked_);
  }

  // What holds where no condition of a statement does.
  BehindAsked Behind(NodeId statement) {
    AddOthers(statement, kNoNode);
    return {thing_, std::move(asked_)};
  }

 private:
  // What `parent` says of what stands in its part `node`.
  void AddOf(NodeId parent, NodeId node) {
    const Field field = f_.field(node);
    switch (f_.kind(parent)) {
      case Kind::kIfStatement:
      case Kind::kElifClause:
        if (field == Field::kConsequence) AddNewer(f_.child(parent, Field::kCondition), true);
        if (field == Field::kAlternative) AddOthers(parent, node);
        break;
      case Kind::kCaseClause:
        if (field == Field::kConsequence || field == Field::kGuard) AddClause(parent);
        break;
      case Kind::kWhileStatement:
        if (field == Field::kBody) AddNewer(f_.child(parent, Field::kCondition), true);
        break;
      case Kind::kConditionalExpression: {  // value, `if`, condition
        NodeId first = f_.first(parent), word = f_.next(first);
        if (word == kNoNode) break;
        const NodeId condition = f_.next(word);
        if (node != condition) AddNewer(condition, node == first);
        break;
      }
      case Kind::kBooleanOperator: {
        NodeId sign = f_.child(parent, Field::kOperator);
        if (field != Field::kRight || sign == kNoNode) break;
        AddNewer(f_.child(parent, Field::kLeft), f_.text(sign) == "and");
        break;
      }
      case Kind::kListComprehension:
      case Kind::kSetComprehension:
      case Kind::kGeneratorExpression:
      case Kind::kDictionaryComprehension:
        if (field != Field::kBody) break;
        for (NodeId c = f_.next(node); c != kNoNode; c = f_.next(c)) {
          if (f_.kind(c) == Kind::kIfClause) Add(f_.next(f_.first(c)), true);
        }
        break;
      case Kind::kBlock:
      case Kind::kModule:
        AddBefore(parent, node);
        break;
      default:
        break;
    }
  }

  // What does not hold in the `else` or `elif` of a statement.
  void AddOthers(NodeId statement, NodeId alternative) {
    for (NodeId c = f_.first(statement); c != kNoNode && c != alternative; c = f_.next(c)) {
      if (f_.kind(c) == Kind::kElifClause) AddNewer(f_.child(c, Field::kCondition), false);
    }
    AddNewer(f_.child(statement, Field::kCondition), false);
  }

  // What the pattern of a clause says of what is matched, and those before it.
  void AddClause(NodeId clause) {
    const NodeId match = MatchAround(f_, clause);
    const NodeId subject = match == kNoNode ? kNoNode : f_.child(match, Field::kSubject);
    if (subject == kNoNode || subject < bound_ || !IsSameThing(f_, subject, read_)) return;
    const NodeId pattern = PatternOf(f_, clause);
    if (IsOfClasses(f_, pattern, false)) asked_.is.push_back({pattern});
    for (NodeId c = f_.first(f_.parent(clause)); c != kNoNode && c != clause; c = f_.next(c)) {
      if (f_.kind(c) != Kind::kCaseClause || f_.child(c, Field::kGuard) != kNoNode) continue;
      const NodeId before = PatternOf(f_, c);
      if (IsOfClasses(f_, before, true)) asked_.is_not.push_back(before);
    }
  }

  // The assertions just before `node` in its block, and the conditions under which one does not get
  // to it.
  void AddBefore(NodeId block, NodeId node) {
    std::vector<NodeId> before;
    for (NodeId c = f_.first(block); c != kNoNode && c != node; c = f_.next(c)) {
      bool tells = f_.kind(c) == Kind::kAssertStatement || f_.kind(c) == Kind::kIfStatement;
      if (tells && c > bound_) before.push_back(c);
    }
    int left = kMaxStatementsBack;
    for (auto at = before.rbegin(); at != before.rend() && left > 0; ++at, --left) {
      if (f_.kind(*at) == Kind::kAssertStatement) {
        Add(f_.next(f_.first(*at)), true);
        continue;
      }
      NodeId consequence = f_.child(*at, Field::kConsequence);
      bool alone = f_.child(*at, Field::kAlternative) == kNoNode;
      if (consequence != kNoNode && alone && LeavingOf(f_, consequence) != Leaving::kNot) {
        Add(f_.child(*at, Field::kCondition), false);
      }
    }
  }

  void AddNewer(NodeId condition, bool holds) {
    if (condition != kNoNode && condition >= bound_) Add(condition, holds);
  }

  // What `condition`, true or false as `holds` says, tells.
  void Add(NodeId condition, bool holds, int depth = 0) {
    if (depth > kMaxConditionDepth || condition == kNoNode) return;
    switch (f_.kind(condition)) {
      case Kind::kParenthesizedExpression:
        return Add(f_.first(condition), holds, depth + 1);
      case Kind::kNotOperator:
        return Add(f_.child(condition, Field::kArgument), !holds, depth + 1);
      case Kind::kBooleanOperator: {
        NodeId sign = f_.child(condition, Field::kOperator);
        NodeId left = f_.child(condition, Field::kLeft);
        NodeId right = f_.child(condition, Field::kRight);
        if (sign == kNoNode || left == kNoNode || right == kNoNode) return;
        bool both = f_.text(sign) == (holds ? "and" : "or");
        if (!both) return AddEither(left, right, holds, depth + 1);
        Add(left, holds, depth + 1);
        Add(right, holds, depth + 1);
        return;
      }
      case Kind::kCall:
        return AddCall(condition, holds);
      case Kind::kComparisonOperator:
        return AddComparison(condition, holds);
      default:
        return;
    }
  }

  // Of what one side alone says and the other does not, nothing is known.
  void AddEither(NodeId left, NodeId right, bool holds, int depth) {
    const size_t num_is = asked_.is.size(), num_is_not = asked_.is_not.size();
    std::vector<NodeId> classes;
    for (NodeId side : {left, right}) {
      if (IsNone(side, holds)) {
        classes.push_back(f_.next(f_.next(f_.first(side))));
        continue;
      }
      Add(side, holds, depth);
      asked_.is_not.resize(num_is_not);
      if (asked_.is.size() == num_is) return;
      const std::vector<NodeId>& first = asked_.is[num_is];
      classes.insert(classes.end(), first.begin(), first.end());
      asked_.is.resize(num_is);
    }
    asked_.is.push_back(std::move(classes));
  }

  // Whether `condition`, true or false as `holds` says, is that the thing is None.
  bool IsNone(NodeId condition, bool holds) const {
    if (f_.kind(condition) != Kind::kComparisonOperator) return false;
    const NodeId thing = f_.first(condition), sign = f_.next(thing);
    const NodeId none = sign == kNoNode ? kNoNode : f_.next(sign);
    if (none == kNoNode || f_.kind(none) != Kind::kNone || f_.next(none) != kNoNode) return false;
    return f_.text(sign) == (holds ? "is" : "is not") && IsSameThing(f_, thing, read_);
  }

  // type(x) is CLASS, type(x) == CLASS. (An object of a subclass is another, so what is not so says
  // nothing.)
  void AddComparison(NodeId comparison, bool holds) {
    const NodeId call = f_.first(comparison), sign = f_.next(call);
    const NodeId cls = sign == kNoNode ? kNoNode : f_.next(sign);
    if (cls == kNoNode || f_.next(cls) != kNoNode || f_.kind(call) != Kind::kCall) return;
    const std::string_view word = f_.text(sign);
    const bool is_same = holds ? word == "is" || word == "==" : word == "is not" || word == "!=";
    const NodeId function = f_.child(call, Field::kFunction);
    if (!is_same || function == kNoNode || f_.text(function) != "type") return;
    const std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
    if (arguments.size() != 1 || !IsSameThing(f_, arguments[0].node, read_)) return;
    if (!f_.is_hidden(function)) asked_.is.push_back({cls});
  }

  void AddCall(NodeId call, bool holds) {
    NodeId function = f_.child(call, Field::kFunction);
    const std::vector<NodeId>& guards = f_.module->GuardCalls();
    if (std::binary_search(guards.begin(), guards.end(), call)) return AddGuard(call, holds);
    const bool asks = function != kNoNode && f_.kind(function) == Kind::kIdentifier &&
                      (f_.text(function) == "isinstance" || f_.text(function) == "issubclass") &&
                      !f_.is_hidden(function);
    if (!asks) return;
    std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
    if (arguments.size() != 2 || !IsSameThing(f_, arguments[0].node, read_)) return;
    thing_ = arguments[0].node;
    if (holds) {
      asked_.is.push_back({arguments[1].node});
    } else {
      asked_.is_not.push_back(arguments[1].node);
    }
  }

  // is_cat(x), inspect.isclass(x)
  void AddGuard(NodeId call, bool holds) {
    const NodeId function = f_.child(call, Field::kFunction);
    const std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
    if (arguments.empty() || !IsSameThing(f_, arguments[0].node, read_)) return;
    if (f_.hides_in(function)) return;
    thing_ = arguments[0].node;
    if (holds) {
      asked_.is.push_back({function});
    } else {
      asked_.is_not.push_back(function);
    }
  }

  const File& f_;
  const NodeId read_, bound_;
  AskedFor asked_;
  NodeId thing_ = kNoNode;  // the thing where isinstance() asks for it
};

}  // namespace

AskedFor ClassesAskedFor(const File& f, NodeId read) {
  if (!IsEverAsked(f, read) && !IsInClause(f, read)) return {};
  const NodeId bound = LastBinding(f, read);
  return bound == kNoNode ? AskedFor() : Walk(f, read, bound).Outwards();
}

BehindAsked BehindConditions(const File& f, NodeId statement, NodeId read) {
  return Walk(f, read, ast::kRoot).Behind(statement);
}

}  // namespace fastnode::types
