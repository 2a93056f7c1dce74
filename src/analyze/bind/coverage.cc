#include "analyze/bind/coverage.h"

#include <algorithm>
#include <cstdio>

#include "analyze/bind/types.h"

namespace fastnode::bind {
namespace {

using ast::Field;
using ast::Kind;

bool IsFirstParameterOfMethod(const FileIndex& index, NodeId base) {
  VariableId variable = index.variable_of[static_cast<size_t>(base)];
  if (index.tree[base].kind != Kind::kIdentifier || variable == kNone) return false;
  const Variable& bound = index.variables[static_cast<size_t>(variable)];
  const Scope& scope = index.scopes[static_cast<size_t>(bound.scope)];
  if (scope.kind != ScopeKind::kFunction || scope.parent == kNone) return false;
  if (index.scopes[static_cast<size_t>(scope.parent)].kind != ScopeKind::kClass) return false;
  NodeId parameters = index.tree.Child(scope.node, Field::kParameters);
  return parameters != kNoNode && index.tree.FirstChild(parameters) == bound.references[0].node;
}

void PrintRow(const char* name, const SliceCoverage& slice, std::string& text) {
  auto percent = [](int64_t part, int64_t whole) {
    return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  };
  char line[160];
  std::snprintf(line, sizeof line, "%-8s %10lld %8.1f %% %8.1f %% %8.1f %%\n", name,
                static_cast<long long>(slice.sites), percent(slice.known, slice.sites),
                percent(slice.foreign, slice.sites), percent(slice.found, slice.known));
  text += line;
}

}  // namespace

void AddTypeCoverage(const FileIndex& index, const Library& library, TypeCoverage& coverage) {
  for (const AttributeUse& use : index.attributes) {
    TypeEvaluator types(index, library, {use.name});
    Type type = types.TypeOf(use.base);
    SliceCoverage& slice = IsFirstParameterOfMethod(index, use.base) ? coverage.self
                           : type.kind == Type::Kind::kModule        ? coverage.module
                                                                     : coverage.other;
    ++slice.sites;
    std::vector<Member> members = types.Members(type);
    if (members.empty()) {
      slice.foreign += !types.Name(type).empty();
      continue;
    }
    ++slice.known;
    std::string_view name = index.tree.Text(use.name);
    slice.found += std::any_of(members.begin(), members.end(),
                               [&](const Member& member) { return member.name == name; });
  }
}

std::string Print(const TypeCoverage& coverage) {
  std::string text = "base          sites      known    foreign   found of known\n";
  PrintRow("self", coverage.self, text);
  PrintRow("module", coverage.module, text);
  PrintRow("other", coverage.other, text);
  return text;
}

}  // namespace fastnode::bind
