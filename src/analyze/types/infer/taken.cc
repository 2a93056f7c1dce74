#include "analyze/types/infer/taken.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "analyze/types/infer/accepts.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/constructors.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/more_keywords.h"
#include "analyze/types/infer/operators.h"
#include "analyze/types/infer/signatures.h"
#include "analyze/types/infer/solve.h"
#include "analyze/types/infer/substitution.h"

namespace fastnode::types {
namespace {

TypeId Declared(Infer& infer, const File& f, NodeId annotation) {
  return annotation == kNoNode ? kUnknownType : infer.TypeOfAnnotation(f, annotation);
}

const MadeParameter* ParameterOf(const std::vector<MadeParameter>& parameters, size_t position,
                                 std::string_view keyword) {
  for (const MadeParameter& one : parameters) {
    if (keyword.empty() ? !one.keyword_only && position-- == 0 : one.name == keyword) return &one;
  }
  return nullptr;
}

const Parameter* ParameterOf(std::span<const Parameter> parameters, size_t position,
                             std::string_view keyword) {
  for (const Parameter& one : parameters) {
    if (!keyword.empty()) {
      if (one.name == keyword && one.kind != ParameterKind::kPositionalOnly) return &one;
      continue;
    }
    if (one.kind == ParameterKind::kList) return &one;
    if (one.kind == ParameterKind::kKeywordOnly) return nullptr;
    if (position-- == 0) return &one;
  }
  return nullptr;
}

// The object that a method is bound to.
TypeId ReceiverOf(const Infer& infer, TypeId callee) {
  const TypeData& data = infer.table()[callee];
  const bool is_bound = data.form == Form::kFunction && !data.arguments.empty();
  return is_bound ? data.arguments[0] : kUnknownType;
}

void AddTaken(Infer& infer, TypeId callee, size_t position, std::string_view keyword,
              std::vector<TypeId>& types) {
  if (const auto made = MadeConstructor(infer, callee)) {
    const MadeParameter* one = ParameterOf(*made, position, keyword);
    if (one != nullptr) types.push_back(Declared(infer, *one->file, one->annotation));
    return;
  }
  const std::optional<CalledFunction> called = FunctionOfCall(infer, callee);
  if (!called) return;
  const File& f = *called->file;
  const TypeId receiver = ReceiverOf(infer, callee);
  for (NodeId overload : Overloads(f, called->function)) {
    std::span<const Parameter> parameters = infer.files().ParametersOf(f, overload);
    if (called->bound && !parameters.empty()) parameters = parameters.subspan(1);
    if (const Parameter* one = ParameterOf(parameters, position, keyword)) {
      const TypeId declared = Declared(infer, f, one->annotation);
      types.push_back(Substitute(infer, declared, FromReceiver(infer, f, overload, receiver)));
    } else if (!keyword.empty() && !parameters.empty()) {
      const MoreKeywords more = FindMoreKeywords(infer, f, parameters.back());
      const MadeParameter* passed_on = ParameterOf(more.list, 0, keyword);
      if (passed_on == nullptr) continue;
      types.push_back(Declared(infer, *passed_on->file, passed_on->annotation));
    }
  }
}

std::vector<TypeId> AlternativesOf(const Infer& infer, TypeId type) {
  const auto now = infer.table().Alternatives(type);
  return {now.begin(), now.end()};  // the table grows
}

ValueFit FitOfOne(Infer& infer, TypeId value, const std::vector<TypeId>& declared) {
  const TypeData& data = infer.table()[value];
  const Form form = data.form;
  if (form == Form::kUnknown || form == Form::kVariable || (data.flags & kIsGuess) != 0) {
    return ValueFit::kUnknown;
  }
  ValueFit best = declared.empty() ? ValueFit::kUnknown : ValueFit::kNot;
  for (TypeId one : declared) {
    if (!Accepts(infer, one, value)) continue;
    const Form wanted = infer.table().form(one);
    const bool says_nothing =
        wanted == Form::kUnknown || wanted == Form::kVariable || IsInstanceOf(infer, one, "object");
    if (says_nothing) return ValueFit::kUnknown;
    best = ValueFit::kWell;
  }
  return best;
}

}  // namespace

std::vector<TypeId> TypesTaken(Infer& infer, TypeId callee, size_t position,
                               std::string_view keyword) {
  std::vector<TypeId> types;
  for (TypeId one : AlternativesOf(infer, callee)) AddTaken(infer, one, position, keyword, types);
  return types;
}

ValueFit FitOfValue(Infer& infer, TypeId value, const std::vector<TypeId>& declared) {
  ValueFit best = ValueFit::kNot;
  const std::vector<TypeId> alternatives = AlternativesOf(infer, value);
  for (TypeId one : alternatives) best = std::max(best, FitOfOne(infer, one, declared));
  return alternatives.empty() ? ValueFit::kUnknown : best;
}

ValueFit FitOfOperand(Infer& infer, std::string_view sign, TypeId left, TypeId right) {
  const std::string method = OperatorMethod(sign, false), reflected = OperatorMethod(sign, true);
  auto fit_of = [&](TypeId object, const std::string& name, TypeId argument) {
    const TypeId bound = infer.TypeOfMember(object, name);
    if (!IsKnown(bound)) return HasUnknownBase(infer, object) ? ValueFit::kUnknown : ValueFit::kNot;
    const std::vector<TypeId> taken = TypesTaken(infer, bound, 0, "");
    return taken.empty() ? ValueFit::kUnknown : FitOfValue(infer, argument, taken);
  };
  left = infer.table().WithoutNone(left);
  const TypeData& data = infer.table()[left];
  const bool is_known = data.form == Form::kInstance && (data.flags & kIsGuess) == 0;
  if (method.empty() || !is_known) return ValueFit::kUnknown;
  ValueFit best = ValueFit::kNot;
  for (TypeId one : AlternativesOf(infer, right)) {
    if (infer.table().form(one) == Form::kNone) continue;
    best = std::max(best, fit_of(left, method, one));
    if (infer.table().form(one) == Form::kInstance) {
      best = std::max(best, fit_of(one, reflected, left));
    }
  }
  return IsKnown(right) ? best : ValueFit::kUnknown;
}

ValueFit FitOfObject(Infer& infer, TypeId value, const std::vector<std::string_view>& methods) {
  ValueFit best = ValueFit::kNot;
  const std::vector<TypeId> alternatives = AlternativesOf(infer, value);
  for (TypeId one : alternatives) {
    const TypeData& data = infer.table()[one];
    if (data.form == Form::kUnknown || (data.flags & kIsGuess) != 0) return ValueFit::kUnknown;
    const bool is_callable = data.form == Form::kFunction || data.form == Form::kClass;
    for (std::string_view method : methods) {
      if (is_callable && method == "__call__") return ValueFit::kWell;
      if (IsKnown(infer.TypeOfMember(one, method))) return ValueFit::kWell;
    }
    if (infer.table().form(one) == Form::kInstance && HasUnknownBase(infer, one)) {
      best = ValueFit::kUnknown;
    }
  }
  return alternatives.empty() ? ValueFit::kUnknown : best;
}

}  // namespace fastnode::types
