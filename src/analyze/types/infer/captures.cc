// Names that the patterns of match statements bind (PEP 634): of `case C() as x` an object of the
// class, of a bare name what is matched. Parts of patterns are not followed.
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/targets.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// `case PATTERN as name`: the class pattern, or kNoNode.
NodeId ClassPatternOf(const File& f, NodeId as_pattern) {
  NodeId pattern = f.first(as_pattern);
  NodeId inner = f.kind(pattern) == Kind::kCasePattern ? f.first(pattern) : pattern;
  return inner != kNoNode && f.kind(inner) == Kind::kClassPattern ? inner : kNoNode;
}

TypeId NamedClass(Infer& infer, const File& f, NodeId dotted_name) {
  TypeId cls = kUnknownType;
  for (NodeId part = f.first(dotted_name); part != kNoNode; part = f.next(part)) {
    bool is_first = part == f.first(dotted_name);
    cls = is_first ? infer.TypeOf(f, part) : infer.TypeOfMember(cls, f.text(part));
  }
  return cls;
}

TypeId SubjectOf(Infer& infer, const File& f, NodeId case_clause) {
  NodeId match = f.parent(case_clause);
  while (match != kNoNode && f.kind(match) != Kind::kMatchStatement) match = f.parent(match);
  NodeId subject = match == kNoNode ? kNoNode : f.child(match, Field::kSubject);
  return subject == kNoNode ? kUnknownType : infer.TypeOf(f, subject);
}

}  // namespace

TypeId CapturedValue(Infer& infer, const File& f, NodeId identifier) {
  for (NodeId node = identifier, parent = f.parent(node); parent != kNoNode;
       node = parent, parent = f.parent(node)) {
    switch (f.kind(parent)) {
      case Kind::kAsPattern: {
        if (f.first(parent) == node) break;
        NodeId pattern = ClassPatternOf(f, parent);
        if (pattern == kNoNode) break;
        return infer.table().InstanceOf(NamedClass(infer, f, f.first(pattern)));
      }
      case Kind::kClassPattern:
      case Kind::kListPattern:
      case Kind::kTuplePattern:
      case Kind::kDictPattern:
      case Kind::kSplatPattern:
        return kUnknownType;
      case Kind::kCaseClause:
        return SubjectOf(infer, f, parent);
      default:
        break;
    }
  }
  return kUnknownType;
}

}  // namespace fastnode::types
