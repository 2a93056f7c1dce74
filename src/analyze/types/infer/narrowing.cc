#include "analyze/types/infer/narrowing.h"

#include <algorithm>
#include <vector>

#include "analyze/types/file/conditions.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/targets.h"

namespace fastnode::types {

namespace {

using ast::Kind;

TypeId ClassesOf(Infer& infer, const File& f, NodeId asked) {
  switch (f.kind(asked)) {
    case Kind::kClassPattern:
      return ClassOfPattern(infer, f, asked);
    case Kind::kUnionPattern: {
      std::vector<TypeId> classes;
      for (NodeId c = f.first(asked); c != kNoNode; c = f.next(c)) {
        classes.push_back(ClassOfPattern(infer, f, c));
      }
      return infer.table().Union(classes);
    }
    default: {
      const TypeId classes = infer.TypeOf(f, asked);
      return IsInstanceOf(infer, classes, "tuple") ? infer.Element(classes) : classes;
    }
  }
}

// Those alternatives of a type that are objects of none of the classes; unknown, if none is left.
TypeId Without(Infer& infer, TypeId type, TypeId classes) {
  const std::vector<TypeId> excluded = [&] {
    const auto all = infer.table().Alternatives(classes);
    return std::vector<TypeId>(all.begin(), all.end());
  }();
  const auto alternatives = infer.table().Alternatives(type);
  std::vector<TypeId> all(alternatives.begin(), alternatives.end()), left;
  for (TypeId one : all) {
    const bool is_excluded = std::any_of(excluded.begin(), excluded.end(), [&](TypeId cls) {
      return infer.table().form(cls) == Form::kClass &&
             infer.table().form(one) == Form::kInstance &&
             IsKnown(infer.classes().FindAncestor(one, cls));
    });
    if (!is_excluded) left.push_back(one);
  }
  return infer.table().Union(left);
}

// What the nearest positive answer says; unknown if there is none.
TypeId AnsweredBy(Infer& infer, const File& f, const AskedFor& asked) {
  for (NodeId is : asked.is) {
    const TypeId type = infer.table().InstanceOf(ClassesOf(infer, f, is));
    if (IsKnown(type)) return type;
  }
  return kUnknownType;
}

}  // namespace

TypeId LeftBehind(Infer& infer, const File& f, const AskedFor& asked, TypeId type) {
  if (const TypeId is = AnsweredBy(infer, f, asked); IsKnown(is)) return is;
  for (NodeId is_not : asked.is_not) type = Without(infer, type, ClassesOf(infer, f, is_not));
  return type;
}

TypeId Narrowed(Infer& infer, const File& f, NodeId read, TypeId otherwise) {
  if (f.module->is_stub()) return otherwise;
  Form form = infer.table().form(otherwise);
  bool open = form == Form::kUnknown || form == Form::kUnion || form == Form::kNone ||
              form == Form::kInstance || form == Form::kVariable;
  if (!open) return otherwise;
  const AskedFor asked = ClassesAskedFor(f, read);
  if (const TypeId is = AnsweredBy(infer, f, asked); IsKnown(is)) return is;
  if (form != Form::kUnion) return otherwise;
  for (NodeId is_not : asked.is_not) {
    const TypeId left = Without(infer, otherwise, ClassesOf(infer, f, is_not));
    if (IsKnown(left)) otherwise = left;
  }
  return otherwise;
}

}  // namespace fastnode::types
