#include "analyze/types/infer/narrowing.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "analyze/types/file/conditions.h"
#include "analyze/types/infer/guards.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/solve.h"
#include "analyze/types/infer/targets.h"

namespace fastnode::types {

namespace {

using ast::Kind;

// What is asked for: classes, and None.
void AddClasses(Infer& infer, const File& f, NodeId asked, std::vector<TypeId>& classes,
                int depth = 0) {
  if (depth > kMaxTypeDepth) return;
  switch (f.kind(asked)) {
    case Kind::kClassPattern:
      classes.push_back(ClassOfPattern(infer, f, asked));
      return;
    case Kind::kNone:
      classes.push_back(kNoneType);
      return;
    case Kind::kUnionPattern:
    case Kind::kTuple:
    case Kind::kParenthesizedExpression:
    case Kind::kBinaryOperator:
      for (NodeId c = f.first(asked); c != kNoNode; c = f.next(c)) {
        if (f.kind(c) != Kind::kOperator) AddClasses(infer, f, c, classes, depth + 1);
      }
      return;
    default: {
      const TypeId named = infer.TypeOf(f, asked);
      const TypeId type = IsInstanceOf(infer, named, "tuple") ? infer.Element(named) : named;
      const auto alternatives = infer.table().Alternatives(type);
      classes.insert(classes.end(), alternatives.begin(), alternatives.end());
    }
  }
}

std::vector<TypeId> ListAlternatives(Infer& infer, TypeId type) {
  const auto alternatives = infer.table().Alternatives(type);
  return {alternatives.begin(), alternatives.end()};
}

bool IsObjectOf(Infer& infer, TypeId type, TypeId cls) {
  if (cls == kNoneType) return type == kNoneType;
  return infer.table().form(cls) == Form::kClass && infer.table().form(type) == Form::kInstance &&
         IsKnown(infer.classes().FindAncestor(type, cls));
}

// An object of a subclass, with what is known of the elements of one of the class: list[int] for an
// Iterable[int] that is a list.
TypeId AsSubclass(Infer& infer, TypeId object, TypeId subclass) {
  const TypeData cls = infer.table()[subclass], known = infer.table()[object];
  if (cls.form != Form::kClass || known.form != Form::kInstance) return kUnknownType;
  if (!cls.arguments.empty() || known.arguments.empty()) return kUnknownType;
  const std::vector<TypeId> parameters = infer.classes().At(cls.file, cls.node).parameters;
  if (parameters.empty()) return kUnknownType;
  const TypeId generic = infer.table().InstanceOf(subclass, parameters);
  const TypeId base = infer.classes().FindAncestor(generic, known.file, known.node);
  if (!IsKnown(base)) return kUnknownType;
  Substitution with;
  Unify(infer, infer.table().InstanceOf(base), object, with);
  for (TypeId parameter : parameters) {
    const bool is_solved = std::any_of(with.variables.begin(), with.variables.end(),
                                       [&](const auto& one) { return one.first == parameter; });
    if (!is_solved) with.variables.emplace_back(parameter, kUnknownType);
  }
  const TypeId applied = Substitute(infer, generic, with);
  return IsInstanceOf(infer, applied, "tuple") ? infer.table().OfAnyLength(applied) : applied;
}

// What of a type is an object of the class, with all that is known of it.
TypeId ObjectsOf(Infer& infer, TypeId type, TypeId cls) {
  if (cls == kNoneType) return cls;
  std::vector<TypeId> all = ListAlternatives(infer, type), objects;
  for (TypeId one : all) {
    const bool is_guess = (infer.table()[one].flags & kIsGuess) != 0;
    if (!is_guess && IsObjectOf(infer, one, cls)) objects.push_back(one);
  }
  if (!objects.empty()) return infer.table().Union(objects);
  for (TypeId one : all) {
    if (const TypeId object = AsSubclass(infer, one, cls); IsKnown(object)) return object;
  }
  return infer.table().InstanceOf(cls);
}

// C of issubclass(x, C)
bool IsOfSubclass(const File& f, NodeId asked) {
  const NodeId list = f.parent(asked);
  if (f.kind(list) != Kind::kArgumentList) return false;
  const NodeId callee = f.child(f.parent(list), ast::Field::kFunction);
  return callee != kNoNode && f.text(callee) == "issubclass";
}

// Each call may ask for another class, and gets what it asked for.
bool IsParameter(const File& f, NodeId name) {
  const VariableId variable =
      f.kind(name) == Kind::kIdentifier ? f.variable_of(name) : VariableId(kNone);
  return variable != kNone &&
         f.variable(variable).references[0].kind == bind::ReferenceKind::kParameter;
}

// What of a type is one of the classes or an heir of one: classes, not their objects.
TypeId HeirsOf(Infer& infer, TypeId type, std::vector<TypeId> classes) {
  std::erase_if(classes, [&](TypeId cls) { return infer.table().form(cls) != Form::kClass; });
  std::vector<TypeId> heirs = ListAlternatives(infer, type);
  std::erase_if(heirs, [&](TypeId one) {
    return infer.table().form(one) != Form::kClass ||
           std::none_of(classes.begin(), classes.end(), [&](TypeId cls) {
             return IsObjectOf(infer, infer.table().InstanceOf(one), cls);
           });
  });
  return infer.table().Union(heirs.empty() ? classes : heirs);
}

// is_cat of is_cat(x)
bool IsGuard(const File& f, NodeId asked) { return f.field(asked) == ast::Field::kFunction; }

// What is left of a type where a guard tells what it is. Of TypeIs what the type is already, if it
// says as much.
TypeId ToldByGuard(Infer& infer, const File& f, NodeId asked, TypeId type) {
  const std::optional<Guard> guard = GuardOf(infer, infer.TypeOf(f, asked));
  if (!guard || !guard->tells_no) return guard ? guard->type : kUnknownType;
  const TypeTable& table = infer.table();
  std::vector<TypeId> objects;
  for (TypeId told : ListAlternatives(infer, guard->type)) {
    const TypeId cls = told == kNoneType ? told : infer.table().ClassOf(told);
    const TypeId object = IsKnown(cls) ? ObjectsOf(infer, type, cls) : told;
    const bool says_less = table[object].arguments.size() < table[told].arguments.size();
    objects.push_back(says_less ? told : object);
  }
  return infer.table().Union(objects);
}

// Those alternatives of a type that are objects of none of the classes; unknown, if none is left.
TypeId Without(Infer& infer, const File& f, TypeId type, NodeId asked) {
  if (IsOfSubclass(f, asked)) return type;
  std::vector<TypeId> classes;
  if (IsGuard(f, asked)) {
    const std::optional<Guard> guard = GuardOf(infer, infer.TypeOf(f, asked));
    if (!guard || !guard->tells_no) return type;
    for (TypeId told : ListAlternatives(infer, guard->type)) {
      // Of list[int] others may be left.
      if (!infer.table()[told].arguments.empty()) continue;
      classes.push_back(told == kNoneType ? told : infer.table().ClassOf(told));
    }
  } else {
    AddClasses(infer, f, asked, classes);
  }
  std::vector<TypeId> left = ListAlternatives(infer, type);
  std::erase_if(left, [&](TypeId one) {
    return std::any_of(classes.begin(), classes.end(),
                       [&](TypeId cls) { return IsObjectOf(infer, one, cls); });
  });
  return infer.table().Union(left);
}

// What the nearest positive answer makes of a type; unknown if there is none.
TypeId AnsweredBy(Infer& infer, const File& f, const AskedFor& asked, TypeId type) {
  for (const std::vector<NodeId>& is : asked.is) {
    std::vector<TypeId> classes, objects;
    for (NodeId one : is) {
      if (IsOfSubclass(f, one)) {
        if (IsParameter(f, one)) continue;
        std::vector<TypeId> heads;
        AddClasses(infer, f, one, heads);
        objects.push_back(HeirsOf(infer, type, std::move(heads)));
        continue;
      }
      if (!IsGuard(f, one)) {
        AddClasses(infer, f, one, classes);
        continue;
      }
      const TypeId told = ToldByGuard(infer, f, one, type);
      if (IsKnown(told)) objects.push_back(told);
    }
    for (TypeId cls : classes) objects.push_back(ObjectsOf(infer, type, cls));
    const TypeId object = infer.table().Union(objects);
    if (IsKnown(object)) return object;
  }
  return kUnknownType;
}

}  // namespace

TypeId LeftBehind(Infer& infer, const File& f, const AskedFor& asked, TypeId type) {
  if (const TypeId is = AnsweredBy(infer, f, asked, type); IsKnown(is)) return is;
  for (NodeId is_not : asked.is_not) type = Without(infer, f, type, is_not);
  return type;
}

TypeId Narrowed(Infer& infer, const File& f, NodeId read, TypeId otherwise) {
  if (f.module->is_stub()) return otherwise;
  Form form = infer.table().form(otherwise);
  bool open = form == Form::kUnknown || form == Form::kUnion || form == Form::kNone ||
              form == Form::kInstance || form == Form::kVariable;
  if (!open) return otherwise;
  const AskedFor asked = ClassesAskedFor(f, read);
  if (const TypeId is = AnsweredBy(infer, f, asked, otherwise); IsKnown(is)) return is;
  if (form != Form::kUnion) return otherwise;
  for (NodeId is_not : asked.is_not) {
    const TypeId left = Without(infer, f, otherwise, is_not);
    if (IsKnown(left)) otherwise = left;
  }
  return otherwise;
}

}  // namespace fastnode::types
