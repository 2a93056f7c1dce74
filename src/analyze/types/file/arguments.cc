#include "analyze/types/file/arguments.h"

#include <algorithm>

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kNobody = -1;

int FirstOfKind(const std::vector<Parameter>& parameters, ParameterKind kind) {
  auto found = std::find_if(parameters.begin(), parameters.end(),
                            [&](const Parameter& p) { return p.kind == kind; });
  return found == parameters.end() ? kNobody : static_cast<int>(found - parameters.begin());
}

int TakesKeyword(const std::vector<Parameter>& parameters, std::string_view keyword) {
  auto named = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) {
    return p.name == keyword &&
           (p.kind == ParameterKind::kNormal || p.kind == ParameterKind::kKeywordOnly);
  });
  if (named != parameters.end()) return static_cast<int>(named - parameters.begin());
  return FirstOfKind(parameters, ParameterKind::kDictionary);
}

}  // namespace

std::vector<WrittenArgument> WrittenArguments(const File& f, NodeId call) {
  std::vector<WrittenArgument> arguments;
  NodeId list = f.child(call, Field::kArguments);
  if (list == kNoNode) return arguments;
  if (f.kind(list) == Kind::kGeneratorExpression) {  // f(x for x in y)
    arguments.push_back({.node = list});
    return arguments;
  }
  if (f.kind(list) != Kind::kArgumentList) return arguments;
  for (NodeId c = f.first(list); c != kNoNode; c = f.next(c)) {
    if (f.is_hidden(c) || f.kind(c) == Kind::kError) continue;
    WrittenArgument argument{.node = c};
    if (f.kind(c) == Kind::kKeywordArgument) {
      NodeId name = f.child(c, Field::kName), value = f.child(c, Field::kValue);
      if (name == kNoNode || value == kNoNode) continue;
      argument = {.keyword = f.text(name), .node = value};
    } else if (f.kind(c) == Kind::kListSplat || f.kind(c) == Kind::kDictionarySplat) {
      argument.splat = true;
    }
    arguments.push_back(argument);
  }
  return arguments;
}

Matching Match(const std::vector<Parameter>& parameters, bool bound,
               const std::vector<WrittenArgument>& arguments) {
  Matching matching{.parameter_of = std::vector<int>(arguments.size(), kNobody)};
  std::vector<bool> taken(parameters.size(), false);
  size_t next = bound ? 1 : 0;
  if (bound && !parameters.empty() && parameters[0].kind == ParameterKind::kList) next = 0;
  bool splat = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const WrittenArgument& argument = arguments[i];
    int& taker = matching.parameter_of[i];
    if (argument.splat) {
      splat = true;
    } else if (!argument.keyword.empty()) {
      taker = TakesKeyword(parameters, argument.keyword);
      if (taker == kNobody) {
        matching.fits = false;
      } else {
        taken[static_cast<size_t>(taker)] = true;
      }
    } else if (next < parameters.size() && parameters[next].kind <= ParameterKind::kNormal) {
      taken[next] = true;
      taker = static_cast<int>(next++);
    } else {
      taker = FirstOfKind(parameters, ParameterKind::kList);
      if (taker == kNobody) matching.fits &= splat;
    }
  }
  for (size_t p = bound ? 1 : 0; p < parameters.size() && !splat; ++p) {
    bool needed =
        parameters[p].value == kNoNode && parameters[p].kind <= ParameterKind::kKeywordOnly;
    if (needed && !taken[p]) matching.fits = false;
  }
  return matching;
}

}  // namespace fastnode::types
