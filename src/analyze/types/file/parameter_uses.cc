#include "analyze/types/file/parameter_uses.h"

#include <algorithm>
#include <array>

#include "analyze/types/file/references.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::ReferenceKind;

namespace {

constexpr size_t kMaxMembersUsed = 12;
constexpr size_t kMaxCallsPassedTo = 4;
constexpr size_t kMaxLike = 8;
constexpr std::array<std::string_view, 6> kTests = {"isinstance", "issubclass", "type",
                                                    "hasattr",    "getattr",    "callable"};

// Calls visit(node) for the reads of it before its name is bound again.
template <typename Visit>
void ForEachRead(const File& f, VariableId parameter, const Visit& visit) {
  const auto references = f.variable(parameter).references;
  for (size_t i = 1; i < references.size() && !bind::IsBinding(references[i].kind); ++i) {
    if (references[i].kind == ReferenceKind::kRead) visit(references[i].node);
  }
}

bool IsTest(const File& f, NodeId read) {
  const NodeId list = f.parent(read);
  if (f.kind(list) != Kind::kArgumentList || f.first(list) != read) return false;
  const NodeId callee = f.child(f.parent(list), Field::kFunction);
  return callee != kNoNode &&
         std::find(kTests.begin(), kTests.end(), f.text(callee)) != kTests.end();
}

void AddMember(const File& f, NodeId member, ParameterUses& uses) {
  if (member == kNoNode || uses.members.size() == kMaxMembersUsed) return;
  const std::string_view name = f.text(member);
  const bool every_object_has_it = name.starts_with("__") && name.ends_with("__");
  if (every_object_has_it) return;
  if (std::find(uses.members.begin(), uses.members.end(), name) != uses.members.end()) return;
  if (!f.is_hidden(member)) uses.members.push_back(name);
}

bool IsOfSelf(const File& f, NodeId attribute) {
  if (attribute == kNoNode || f.kind(attribute) != Kind::kAttribute) return false;
  const NodeId object = f.child(attribute, Field::kObject);
  return object != kNoNode && f.kind(object) == Kind::kIdentifier && f.text(object) == "self";
}

// What the class takes of self.x, the target.
void AddUsesOfKept(const File& f, NodeId target, ParameterUses& uses) {
  if (!IsOfSelf(f, target)) return;
  const NodeId name = f.child(target, Field::kAttribute), cls = EnclosingClass(f, target);
  if (name == kNoNode || cls == kNoNode || f.is_hidden(name)) return;
  const std::vector<bind::AttributeUse>& all = f.index().attributes;
  auto use = std::lower_bound(
      all.begin(), all.end(), cls,
      [](const bind::AttributeUse& one, NodeId wanted) { return one.name < wanted; });
  for (; use != all.end() && f.contains(cls, use->name); ++use) {
    if (!IsOfSelf(f, use->base)) continue;
    const NodeId kept = f.child(use->base, Field::kAttribute);
    if (kept == kNoNode || f.text(kept) != f.text(name) || f.is_hidden(kept)) continue;
    AddMember(f, use->name, uses);
  }
}

void AddLike(const File& f, NodeId value, ParameterUses& uses) {
  switch (value == kNoNode ? Kind::kError : f.kind(value)) {
    case Kind::kString:
    case Kind::kConcatenatedString:
    case Kind::kInteger:
    case Kind::kFloat:
      if (uses.like.size() < kMaxLike && !f.hides_in(value)) uses.like.push_back(value);
      break;
    case Kind::kTuple:
    case Kind::kList:
    case Kind::kSet:
      for (NodeId part = f.first(value); part != kNoNode; part = f.next(part)) {
        if (f.first(part) == kNoNode || f.kind(part) == Kind::kString) AddLike(f, part, uses);
      }
      break;
    default:
      break;
  }
}

// x == "a", "a" != x, x in ("a", "b"), x < 3
void AddCompared(const File& f, NodeId read, ParameterUses& uses) {
  const NodeId first = f.first(f.parent(read)), sign = f.next(first);
  const NodeId second = sign == kNoNode ? kNoNode : f.next(sign);
  if (second == kNoNode || f.next(second) != kNoNode) return;
  const bool is_first = read == first;
  const bool holds = f.text(sign).ends_with("in");  // in, not in
  if (holds && !is_first) return;
  const NodeId other = is_first ? second : first;
  const bool is_collection =
      f.kind(other) == Kind::kTuple || f.kind(other) == Kind::kList || f.kind(other) == Kind::kSet;
  if (holds == is_collection) AddLike(f, other, uses);
}

// x + "a"
void AddAdded(const File& f, NodeId read, ParameterUses& uses) {
  const NodeId first = f.first(f.parent(read)), sign = f.next(first);
  const NodeId second = sign == kNoNode ? kNoNode : f.next(sign);
  if (second != kNoNode && f.text(sign) == "+") AddLike(f, read == first ? second : first, uses);
}

void AddUses(const File& f, VariableId parameter, ParameterUses& uses) {
  ForEachRead(f, parameter, [&](NodeId read) {
    const NodeId around = f.parent(read);
    if (IsTest(f, read)) {
      uses.is_tested = true;
    } else if (f.kind(around) == Kind::kAttribute && f.field(read) == Field::kObject) {
      if (!f.is_hidden(read)) AddMember(f, f.child(around, Field::kAttribute), uses);
    } else if (f.kind(around) == Kind::kAssignment && f.field(read) == Field::kRight) {
      if (!f.is_hidden(read)) AddUsesOfKept(f, f.child(around, Field::kLeft), uses);
    } else if (f.kind(around) == Kind::kComparisonOperator) {
      if (!f.is_hidden(read)) AddCompared(f, read, uses);
    } else if (f.kind(around) == Kind::kBinaryOperator) {
      if (!f.is_hidden(read)) AddAdded(f, read, uses);
    }
  });
}

}  // namespace

ParameterUses UsesOf(const File& f, VariableId parameter) {
  ParameterUses uses;
  AddUses(f, parameter, uses);
  return uses;
}

ParameterUses UsesOfAll(const File& f, std::span<const VariableId> parameters) {
  ParameterUses uses;
  for (VariableId parameter : parameters) AddUses(f, parameter, uses);
  return uses;
}

std::vector<PassedTo> CallsPassedTo(const File& f, VariableId parameter) {
  std::vector<PassedTo> calls;
  ForEachRead(f, parameter, [&](NodeId read) {
    if (calls.size() == kMaxCallsPassedTo) return;
    NodeId list = f.parent(read);
    if (f.kind(list) == Kind::kKeywordArgument) list = f.parent(list);
    if (f.kind(list) != Kind::kArgumentList || f.kind(f.parent(list)) != Kind::kCall) return;
    if (!f.is_hidden(read)) calls.push_back({f.parent(list), read});
  });
  return calls;
}

std::vector<NodeId> ParametersNamed(const File& f, std::string_view name) {
  std::vector<NodeId> found;
  for (VariableId v : f.module->ParametersNamed(name)) {
    found.push_back(f.variable(v).references[0].node);
  }
  return found;
}

}  // namespace fastnode::types
