// What may be passed for what, and what type variables stand for (PEP 484, PEP 544).
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

namespace {

constexpr int kMaxTypeDepth = 8;

}  // namespace

bool Evaluator::AcceptsType(TypeId pattern, TypeId actual, int depth) {
  if (depth > kMaxTypeDepth) return true;
  const TypeData& wanted = table_[pattern];
  if (wanted.form == Form::kUnion) {
    const std::vector<TypeId> alternatives = wanted.arguments;
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&](TypeId t) { return AcceptsType(t, actual, depth + 1); });
  }
  const TypeData& given = table_[actual];
  if (given.form == Form::kUnion) {
    const std::vector<TypeId> alternatives = given.arguments;
    return std::any_of(alternatives.begin(), alternatives.end(), [&](TypeId t) {
      return t != kNoneType && AcceptsType(pattern, t, depth + 1);
    });
  }
  if (given.form == Form::kUnknown || given.form == Form::kVariable) return true;
  switch (wanted.form) {
    case Form::kVariable:
      return wanted.arguments.empty() || AcceptsType(wanted.arguments[0], actual, depth + 1);
    case Form::kNone:
      return given.form == Form::kNone;
    case Form::kClass:
    case Form::kClassOf:
      if (given.form != Form::kClass) return false;
      return wanted.form == Form::kClassOf ||
             FindAncestor(actual, wanted.file, wanted.node) != kUnknownType;
    case Form::kCallable:
      return given.form == Form::kFunction || given.form == Form::kClass ||
             given.form == Form::kCallable ||
             (given.form == Form::kInstance && table_.IsKnown(ClassAttribute(actual, "__call__")));
    case Form::kInstance: {
      if (IsInstanceOf(pattern, "object")) return true;
      if (given.form == Form::kNone) return false;
      if (given.form == Form::kClass) {
        if (IsInstanceOf(pattern, "type")) return true;
      }
      if (given.form == Form::kInstance) {
        TypeId ancestor = FindAncestor(actual, wanted.file, wanted.node);
        if (ancestor != kUnknownType) {
          // Where both say what they hold, that has to agree, too.
          const std::vector<TypeId> a = table_[pattern].arguments, b = table_[ancestor].arguments;
          for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
            if (IsBuiltin(pattern, "tuple") && a.size() != b.size()) break;
            if (!table_.IsKnown(a[i]) || !table_.IsKnown(b[i])) continue;
            if (!AcceptsType(a[i], b[i], depth + 1)) return false;
          }
          return true;
        }
        bool number = IsInstanceOf(pattern, "float") || IsInstanceOf(pattern, "complex");
        if (number && (Inherits(actual, "builtins", "int") || IsInstanceOf(actual, "float"))) {
          return true;
        }
        // A base that is not known may be what is wanted.
        for (TypeId ancestor_type : Ancestors(actual)) {
          if (table_[ancestor_type].form == Form::kUnknown) return true;
        }
      }
      const ClassInfo& info = ClassAt(wanted.file, wanted.node);
      if (!info.is_protocol) return false;
      // A protocol: the names of its own statement have to be there.
      const File& f = file(wanted.file);
      int looked_at = 0;
      for (VariableId variable : f.module->VariablesOf(f.module->ScopeOfClass(wanted.node))) {
        std::string_view name = f.variable(variable).name;
        if (name == "__slots__" || name == "__hash__" || name == "__class_getitem__") continue;
        if (++looked_at > kMaxTypeDepth) break;
        if (name == "__call__" && given.form == Form::kFunction) continue;
        if (!table_.IsKnown(Attribute(actual, name))) return false;
      }
      return true;
    }
    default:
      return true;
  }
}

// Finds what the variables of `pattern` stand for if `actual` is passed for it.
void Evaluator::Unify(TypeId pattern, TypeId actual, Substitution& into, int depth) {
  if (depth > kMaxTypeDepth || !table_.HasVariables(pattern) || !table_.IsKnown(actual)) return;
  const TypeData wanted = table_[pattern];
  if (wanted.form == Form::kUnion) {
    // Alternatives that need no solving take their part first.
    std::vector<TypeId> rest;
    for (TypeId given : std::vector<TypeId>(table_.Alternatives(actual).begin(),
                                            table_.Alternatives(actual).end())) {
      bool taken = false;
      for (TypeId alternative : wanted.arguments) {
        bool plain = !table_.HasVariables(alternative);
        taken |= plain && AcceptsType(alternative, given, depth + 1) &&
                 table_[given].form != Form::kUnknown && !IsInstanceOf(alternative, "object");
      }
      if (!taken) rest.push_back(given);
    }
    TypeId left = table_.Union(rest);
    bool structured = false;
    for (TypeId alternative : wanted.arguments) {
      if (table_[alternative].form == Form::kVariable) continue;
      size_t before = into.variables.size();
      Unify(alternative, left, into, depth + 1);
      structured |= into.variables.size() > before;
    }
    for (TypeId alternative : wanted.arguments) {
      if (table_[alternative].form == Form::kVariable && !structured) {
        Unify(alternative, left, into, depth + 1);
      }
    }
    return;
  }
  if (wanted.form == Form::kVariable) {
    for (auto& [variable, type] : into.variables) {
      if (variable != pattern) continue;
      type = Union({type, actual});
      return;
    }
    into.variables.emplace_back(pattern, actual);
    return;
  }
  for (TypeId given : std::vector<TypeId>(table_.Alternatives(actual).begin(),
                                          table_.Alternatives(actual).end())) {
    const TypeData data = table_[given];
    switch (wanted.form) {
      case Form::kInstance: {
        if (data.form == Form::kInstance && IsBuiltin(pattern, "tuple") &&
            IsBuiltin(given, "tuple") && (wanted.flags & kAnyLength) == 0 &&
            wanted.arguments.size() == data.arguments.size()) {
          for (size_t i = 0; i < wanted.arguments.size(); ++i) {
            Unify(wanted.arguments[i], data.arguments[i], into, depth + 1);
          }
          break;
        }
        if (data.form == Form::kClass && ClassAt(wanted.file, wanted.node).is_protocol) break;
        TypeId ancestor = data.form == Form::kInstance
                              ? FindAncestor(given, wanted.file, wanted.node)
                              : kUnknownType;
        if (ancestor != kUnknownType) {
          const std::vector<TypeId> arguments = table_[ancestor].arguments;
          if (IsBuiltin(ancestor, "tuple")) {
            Unify(wanted.arguments.empty() ? kUnknownType : wanted.arguments[0],
                  table_.Union(arguments), into, depth + 1);
            break;
          }
          for (size_t i = 0; i < wanted.arguments.size() && i < arguments.size(); ++i) {
            Unify(wanted.arguments[i], arguments[i], into, depth + 1);
          }
        } else if (data.form == Form::kInstance && ClassAt(wanted.file, wanted.node).is_protocol) {
          // What the protocol's methods give, as the object's do.
          const File& f = file(wanted.file);
          int looked_at = 0;
          for (VariableId v : f.module->VariablesOf(f.module->ScopeOfClass(wanted.node))) {
            std::string_view name = f.variable(v).name;
            if (++looked_at > 4) break;
            TypeId theirs = Attribute(given, name);
            TypeId ours = ClassAttribute(pattern, name);
            if (table_[theirs].form != Form::kFunction || table_[ours].form != Form::kFunction) {
              continue;
            }
            Unify(Call(ours, {}), Call(theirs, {}), into, depth + 1);
          }
        }
        break;
      }
      case Form::kClass:
      case Form::kClassOf:
        if (data.form == Form::kClass) {
          TypeId inner = wanted.form == Form::kClassOf ? wanted.arguments[0] : InstanceOf(pattern);
          Unify(inner, InstanceOf(given), into, depth + 1);
        }
        break;
      case Form::kCallable:
        if (data.form == Form::kFunction || data.form == Form::kClass ||
            data.form == Form::kCallable || data.form == Form::kInstance) {
          Unify(wanted.arguments[0], Call(given, {}), into, depth + 1);
        }
        break;
      default:
        break;
    }
  }
}

TypeId Evaluator::Substitute(TypeId type, const Substitution& with, int depth) {
  if (!table_.HasVariables(type) || depth > kMaxTypeDepth) return type;
  TypeData data = table_[type];
  if (data.form == Form::kVariable) {
    for (const auto& [variable, value] : with.variables) {
      if (variable == type) return value;
    }
    return type;
  }
  if (data.form == Form::kClassOf) {
    TypeId inner = Substitute(data.arguments[0], with, depth + 1);
    if (inner == data.arguments[0]) return type;
    return ClassOf(inner);
  }
  bool stands_for_self = (data.flags & kIsSelf) != 0 && table_.IsKnown(with.receiver);
  if (stands_for_self) {
    TypeId receiver = with.receiver;
    const TypeData& object = table_[receiver];
    bool is_it = (object.form == Form::kInstance || object.form == Form::kClass) &&
                 FindAncestor(receiver, data.file, data.node) != kUnknownType;
    if (is_it) {
      TypeId self = receiver;
      if (data.form != object.form) {
        self = data.form == Form::kInstance ? InstanceOf(receiver) : ClassOf(receiver);
      }
      // What the object leaves open may have been solved: enumerate.__new__ says Self.
      return with.variables.empty() || !table_.HasVariables(self)
                 ? self
                 : Substitute(self, {.variables = with.variables}, depth + 1);
    }
  }
  for (TypeId& argument : data.arguments) argument = Substitute(argument, with, depth + 1);
  if (data.form == Form::kUnion) return table_.Union(data.arguments);
  return table_.Add(std::move(data));
}

}  // namespace fastnode::types
