// Unification in one direction: the pattern, a declared type, has variables; what is passed is
// taken as it is. A variable that is met again stands for the union of what it was met with. There
// is no search: of a union in the pattern the alternatives without variables take their part first,
// then those with structure, and what is left is the bare variable's. (PEP 484; held by
// tests/corpus/types/generics.py.)
#include "analyze/types/infer/solve.h"

#include <algorithm>
#include <vector>

#include "analyze/types/infer/accepts.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {
namespace {

constexpr int kMaxMembersSolved = 4;

class Unifier {
 public:
  Unifier(Infer& infer, Substitution& into) : infer_(infer), table_(infer.table()), into_(into) {}

  void Add(TypeId pattern, TypeId actual, int depth) {
    if (depth > kMaxTypeDepth || !table_.HasVariables(pattern) || !IsKnown(actual)) return;
    switch (table_.form(pattern)) {
      case Form::kUnion:
        return AddUnion(table_[pattern], actual, depth);
      case Form::kVariable:
        return AddVariable(pattern, actual);
      default:
        break;
    }
    for (TypeId given : table_.Alternatives(actual)) AddOne(pattern, given, depth);
  }

 private:
  void AddVariable(TypeId pattern, TypeId actual) {
    for (auto& [variable, type] : into_.variables) {
      if (variable != pattern) continue;
      type = table_.Union({type, actual});
      return;
    }
    into_.variables.emplace_back(pattern, actual);
  }

  // Whether an alternative of the pattern that needs no solving takes it.
  bool IsTaken(TypeId given, const TypeData& pattern, int depth) {
    bool taken = false;
    for (TypeId alternative : pattern.arguments) {
      bool plain = !table_.HasVariables(alternative);
      taken |= plain && Accepts(infer_, alternative, given, depth + 1) &&
               table_.form(given) != Form::kUnknown && !IsInstanceOf(infer_, alternative, "object");
    }
    return taken;
  }

  void AddUnion(const TypeData& pattern, TypeId actual, int depth) {
    std::vector<TypeId> rest;
    for (TypeId given : table_.Alternatives(actual)) {
      if (!IsTaken(given, pattern, depth)) rest.push_back(given);
    }
    TypeId left = table_.Union(rest);
    bool structured = false;
    for (TypeId alternative : pattern.arguments) {
      if (table_.form(alternative) == Form::kVariable) continue;
      size_t before = into_.variables.size();
      Add(alternative, left, depth + 1);
      structured |= into_.variables.size() > before;
    }
    if (structured) return;
    for (TypeId alternative : pattern.arguments) {
      if (table_.form(alternative) == Form::kVariable) Add(alternative, left, depth + 1);
    }
  }

  // Of what is passed one alternative.
  void AddOne(TypeId pattern, TypeId given, int depth) {
    const Form form = table_.form(given);
    switch (table_.form(pattern)) {
      case Form::kInstance:
        return AddInstance(pattern, given, depth);
      case Form::kClass:
        if (form != Form::kClass) return;
        return Add(table_.InstanceOf(pattern), table_.InstanceOf(given), depth + 1);
      case Form::kClassOf:
        if (form != Form::kClass) return;
        return Add(table_[pattern].arguments[0], table_.InstanceOf(given), depth + 1);
      case Form::kCallable:
        if (form != Form::kFunction && form != Form::kClass && form != Form::kCallable &&
            form != Form::kInstance) {
          return;
        }
        return Add(table_[pattern].arguments.back(), infer_.Call(given, {}), depth + 1);
      default:
        return;
    }
  }

  void AddInstance(TypeId pattern, TypeId given, int depth) {
    const TypeData &wanted = table_[pattern], &data = table_[given];
    if (data.form != Form::kInstance) {
      // Reading the class may ask questions, which count.
      if (data.form == Form::kClass) infer_.classes().At(wanted.file, wanted.node);
      // A class is iterated over by its metaclass: list(Color).
      const bool iterates = data.form == Form::kClass && wanted.arguments.size() == 1 &&
                            infer_.files().PathOf(wanted.file, wanted.node) == "typing.Iterable";
      if (iterates) Add(wanted.arguments[0], infer_.Element(given), depth + 1);
      return;
    }
    bool is_fixed_tuple = IsBuiltin(infer_, pattern, "tuple") &&
                          IsBuiltin(infer_, given, "tuple") && (wanted.flags & kAnyLength) == 0 &&
                          wanted.arguments.size() == data.arguments.size();
    if (is_fixed_tuple) return AddArguments(wanted.arguments, data.arguments, depth);
    TypeId ancestor = infer_.classes().FindAncestor(given, wanted.file, wanted.node);
    if (!IsKnown(ancestor)) {
      if (!infer_.classes().At(wanted.file, wanted.node).is_protocol) return;
      // `async def f() -> AsyncIterator[int]` where a generator is wanted: it mostly is one.
      if (!wanted.arguments.empty() &&
          infer_.files().PathOf(wanted.file, wanted.node) == "typing.AsyncGenerator") {
        return Add(wanted.arguments[0], infer_.Element(given, /*is_async=*/true), depth + 1);
      }
      return AddProtocol(pattern, given, depth);
    }
    const std::vector<TypeId>& arguments = table_[ancestor].arguments;
    if (IsBuiltin(infer_, ancestor, "tuple")) {
      TypeId element = wanted.arguments.empty() ? kUnknownType : wanted.arguments[0];
      return Add(element, table_.Union(arguments), depth + 1);
    }
    AddArguments(wanted.arguments, arguments, depth);
  }

  void AddArguments(const std::vector<TypeId>& wanted, const std::vector<TypeId>& given,
                    int depth) {
    for (size_t i = 0; i < wanted.size() && i < given.size(); ++i) {
      if (table_.IsPack(wanted[i]) && i + 1 == wanted.size()) {
        const std::vector<TypeId> rest(given.begin() + static_cast<ptrdiff_t>(i), given.end());
        return AddVariable(wanted[i], table_.Packed(rest));
      }
      Add(wanted[i], given[i], depth + 1);
    }
  }

  // What must be passed to a method: by this overloads of the object's are told apart.
  Arguments TakenBy(TypeId method) {
    const TypeData data = table_[method];
    const File& f = infer_.files().at(data.file);
    std::vector<TypeId> types;
    const std::vector<Parameter>& parameters = infer_.files().ParametersOf(f, data.node);
    for (size_t i = 1; i < parameters.size(); ++i) {
      const Parameter& parameter = parameters[i];
      if (parameter.kind > ParameterKind::kNormal || parameter.value != kNoNode) break;
      const bool is_declared = parameter.annotation != kNoNode;
      TypeId type = is_declared ? infer_.TypeOfAnnotation(f, parameter.annotation) : kUnknownType;
      types.push_back(table_.HasVariables(type) ? kUnknownType : type);
    }
    return PassTypes(std::move(types));
  }

  // What the protocol's methods give, as the object's do.
  void AddProtocol(TypeId pattern, TypeId given, int depth) {
    const TypeData& wanted = table_[pattern];
    const File& f = infer_.files().at(wanted.file);
    int looked_at = 0;
    for (VariableId v : f.module->VariablesOf(f.module->ScopeOfClass(wanted.node))) {
      std::string_view name = f.variable(v).name;
      if (++looked_at > kMaxMembersSolved) return;
      TypeId theirs = infer_.TypeOfMember(given, name);
      TypeId ours = ClassMember(infer_, pattern, name);
      if (table_.form(theirs) != Form::kFunction || table_.form(ours) != Form::kFunction) continue;
      TypeId theirs_gives = infer_.Call(theirs, TakenBy(ours));
      Add(infer_.Call(ours, {}), theirs_gives, depth + 1);
    }
  }

  Infer& infer_;
  TypeTable& table_;
  Substitution& into_;
};

}  // namespace

void Unify(Infer& infer, TypeId pattern, TypeId actual, Substitution& into, int depth) {
  Unifier(infer, into).Add(pattern, actual, depth);
}

}  // namespace fastnode::types
