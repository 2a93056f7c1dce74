// Names that the patterns of match statements bind (PEP 634), from the name outwards: of `case C()
// as x` an object of the class, of a part of a pattern that part of what the pattern around it is
// matched against, and of the whole what is matched.
#include <string_view>

#include "analyze/types/infer/constructors.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/module_members.h"
#include "analyze/types/infer/targets.h"
#include "analyze/types/infer/unpacking.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// What stands before `as`.
NodeId PatternBeforeAs(const File& f, NodeId as_pattern) {
  const NodeId pattern = f.first(as_pattern);
  return f.kind(pattern) == Kind::kCasePattern ? f.first(pattern) : pattern;
}

bool IsKeywordPattern(const File& f, NodeId pattern) {
  return pattern != kNoNode && f.kind(pattern) == Kind::kKeywordPattern;
}

// `case PATTERN as name`, `case C(attribute=PATTERN as name)`: the class pattern, or kNoNode.
NodeId ClassPatternOf(const File& f, NodeId as_pattern) {
  NodeId inner = PatternBeforeAs(f, as_pattern);
  if (IsKeywordPattern(f, inner)) {
    const NodeId sign = f.next(f.first(inner));
    inner = sign == kNoNode ? kNoNode : f.next(sign);
  }
  return inner != kNoNode && f.kind(inner) == Kind::kClassPattern ? inner : kNoNode;
}

// The pattern around, and the part of it that `node` is in.
struct Around {
  NodeId pattern = kNoNode, part = kNoNode;
};
Around PatternAround(const File& f, NodeId node) {
  Around around{f.parent(node), node};
  while (around.pattern != kNoNode && f.kind(around.pattern) == Kind::kCasePattern) {
    around = {f.parent(around.pattern), around.pattern};
  }
  return around;
}

bool IsStarred(const File& f, NodeId part) {
  const NodeId inner = f.kind(part) == Kind::kCasePattern ? f.first(part) : part;
  return inner != kNoNode && f.kind(inner) == Kind::kSplatPattern;
}

// Classes of builtins whose objects a pattern with one part is matched against as they are.
bool MatchesItself(Infer& infer, TypeId cls) {
  for (std::string_view name : {"bool", "bytearray", "bytes", "dict", "float", "frozenset", "int",
                                "list", "set", "str", "tuple"}) {
    if (IsBuiltin(infer, cls, name)) return true;
  }
  return false;
}

TypeId MatchedBy(Infer& infer, const File& f, NodeId pattern);

// What a part of `case C(a, b)` is matched against.
TypeId PositionalPart(Infer& infer, const File& f, const Around& around) {
  const TypeId cls = ClassOfPattern(infer, f, around.pattern);
  const TypeId object = infer.table().InstanceOf(cls);
  const int place = PlaceAmongSiblings(f.tree(), around.part) - 1;  // behind the class
  if (MatchesItself(infer, cls)) return place == 0 ? object : kUnknownType;
  const auto fields = MadeConstructor(infer, cls);
  if (!fields || place < 0 || place >= static_cast<int>(fields->size())) return kUnknownType;
  return infer.TypeOfMember(object, (*fields)[static_cast<size_t>(place)].name);
}

TypeId PartOfSequence(Infer& infer, const File& f, const Around& around) {
  const TypeId sequence = MatchedBy(infer, f, around.pattern);
  return PartOf(infer, sequence, PlaceOfTarget(f, around.part, IsStarred));
}

TypeId PartOfMapping(Infer& infer, const File& f, const Around& around) {
  const TypeId mapping = MatchedBy(infer, f, around.pattern);
  if (IsStarred(f, around.part)) {
    return IsInstanceOf(infer, mapping, "dict") ? mapping : Instance(infer, "dict");
  }
  return infer.CallMethod(mapping, "__getitem__", {Instance(infer, "str")});
}

TypeId SubjectOf(Infer& infer, const File& f, const Around& around) {
  NodeId match = around.pattern;
  while (match != kNoNode && f.kind(match) != Kind::kMatchStatement) match = f.parent(match);
  const NodeId subject = match == kNoNode ? kNoNode : f.child(match, Field::kSubject);
  return OrUnknown(infer, f, subject);
}

// `case C(name=PATTERN)`, which may go on: `as`.
TypeId PartByKeyword(Infer& infer, const File& f, NodeId keyword_pattern) {
  Around cls = PatternAround(f, keyword_pattern);
  if (cls.pattern != kNoNode && f.kind(cls.pattern) == Kind::kAsPattern) {
    cls = PatternAround(f, cls.pattern);
  }
  if (cls.pattern == kNoNode || f.kind(cls.pattern) != Kind::kClassPattern) return kUnknownType;
  const TypeId object = infer.table().InstanceOf(ClassOfPattern(infer, f, cls.pattern));
  return infer.TypeOfMember(object, f.text(f.first(keyword_pattern)));
}

// What a pattern is matched against.
TypeId MatchedBy(Infer& infer, const File& f, NodeId pattern) {
  const Around around = PatternAround(f, pattern);
  if (around.pattern == kNoNode) return kUnknownType;
  switch (f.kind(around.pattern)) {
    case Kind::kCaseClause:
      return SubjectOf(infer, f, around);
    case Kind::kAsPattern:
      if (const NodeId before = PatternBeforeAs(f, around.pattern); IsKeywordPattern(f, before)) {
        return PartByKeyword(infer, f, before);
      }
      return MatchedBy(infer, f, around.pattern);
    case Kind::kUnionPattern:
    case Kind::kSplatPattern:
    case Kind::kDottedName:
      return MatchedBy(infer, f, around.pattern);
    case Kind::kKeywordPattern:
      return PartByKeyword(infer, f, around.pattern);
    case Kind::kClassPattern:
      return PositionalPart(infer, f, around);
    case Kind::kListPattern:
    case Kind::kTuplePattern:
      return PartOfSequence(infer, f, around);
    case Kind::kDictPattern:
      return PartOfMapping(infer, f, around);
    default:
      return kUnknownType;
  }
}

}  // namespace

TypeId ClassOfPattern(Infer& infer, const File& f, NodeId class_pattern) {
  const NodeId dotted_name = f.first(class_pattern);
  if (dotted_name == kNoNode) return kUnknownType;
  TypeId cls = kUnknownType;
  for (NodeId part = f.first(dotted_name); part != kNoNode; part = f.next(part)) {
    const bool is_first = part == f.first(dotted_name);
    if (!is_first) {
      cls = infer.TypeOfMember(cls, f.text(part));
    } else if (f.variable_of(part) != kNone) {
      cls = infer.TypeOf(f, part);
    } else {
      cls = ModuleMember(infer, "builtins", f.text(part));
    }
  }
  return cls;
}

TypeId CapturedValue(Infer& infer, const File& f, NodeId identifier) {
  const NodeId parent = f.parent(identifier);
  if (parent != kNoNode && f.kind(parent) == Kind::kAsPattern && f.first(parent) != identifier) {
    const NodeId pattern = ClassPatternOf(f, parent);
    if (pattern != kNoNode) return infer.table().InstanceOf(ClassOfPattern(infer, f, pattern));
  }
  return MatchedBy(infer, f, identifier);
}

}  // namespace fastnode::types
