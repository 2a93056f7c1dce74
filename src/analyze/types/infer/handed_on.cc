#include "analyze/types/infer/handed_on.h"

#include <string>
#include <string_view>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/parameters.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/infer.h"

namespace fastnode::types {
namespace {

// "P" of `**kwargs: P.kwargs`; "" of others.
std::string_view SpecOfRest(const File& f, const std::vector<Parameter>& parameters) {
  constexpr std::string_view kEnding = ".kwargs";
  if (parameters.empty() || parameters.back().kind != ParameterKind::kDictionary) return "";
  const NodeId annotation = parameters.back().annotation;
  if (annotation == kNoNode || !f.text(annotation).ends_with(kEnding)) return "";
  return f.text(annotation).substr(0, f.text(annotation).size() - kEnding.size());
}

// Which positional argument of a call is the function that the rest is for.
std::optional<size_t> PlaceOfFunction(Infer& infer, TypeId callee) {
  const TypeData& data = infer.table()[callee];
  if (data.form == Form::kClass &&
      infer.files().PathOf(data.file, data.node) == "functools.partial") {
    return 0;
  }
  const std::optional<CalledFunction> called = FunctionOfCall(infer, callee);
  if (!called) return std::nullopt;
  const std::vector<Parameter>& parameters =
      infer.files().ParametersOf(*called->file, called->function);
  const std::string_view spec = SpecOfRest(*called->file, parameters);
  if (spec.empty()) return std::nullopt;
  const std::string taken = "[" + std::string(spec) + ",";
  for (size_t i = called->bound ? 1 : 0; i < parameters.size(); ++i) {
    const NodeId annotation = parameters[i].annotation;
    if (annotation == kNoNode || called->file->text(annotation).find(taken) == std::string::npos) {
      continue;
    }
    return i - (called->bound ? 1 : 0);
  }
  return std::nullopt;
}

HandedOn ParametersHandedOn(Infer& infer, const CalledFunction& called) {
  HandedOn handed{{}, true};
  const std::vector<Parameter>& parameters =
      infer.files().ParametersOf(*called.file, called.function);
  for (size_t i = called.bound ? 1 : 0; i < parameters.size(); ++i) {
    const Parameter& one = parameters[i];
    handed.is_all &= one.kind != ParameterKind::kDictionary;
    if (one.kind == ParameterKind::kList || one.kind == ParameterKind::kDictionary) continue;
    handed.parameters.push_back({.name = one.name,
                                 .file = called.file,
                                 .annotation = one.annotation,
                                 .has_default = one.value != kNoNode,
                                 .keyword_only = one.kind == ParameterKind::kKeywordOnly});
  }
  return handed;
}

}  // namespace

std::optional<HandedOn> RestHandedOn(Infer& infer, const File& f, NodeId call) {
  const TypeId callee = infer.TypeOf(f, f.child(call, ast::Field::kFunction));
  const std::optional<size_t> place = PlaceOfFunction(infer, callee);
  if (!place) return std::nullopt;
  std::vector<NodeId> positional;
  for (const WrittenArgument& one : WrittenArguments(f, call)) {
    if (one.splat) return std::nullopt;
    if (one.keyword.empty()) positional.push_back(one.node);
  }
  if (positional.size() <= *place) return std::nullopt;
  const TypeId given = infer.TypeOf(f, positional[*place]);
  for (TypeId function : infer.table().Alternatives(given)) {
    if (auto made = MadeConstructor(infer, function)) {
      return HandedOn{*std::move(made), true};
    }
    if (const auto called = FunctionOfCall(infer, function)) {
      return ParametersHandedOn(infer, *called);
    }
  }
  return std::nullopt;
}

}  // namespace fastnode::types
