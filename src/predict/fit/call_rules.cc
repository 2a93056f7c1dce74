#include "predict/fit/call_rules.h"

#include <algorithm>

namespace fastnode::predict {
namespace {

bool Has(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// The place of a parameter among those that are filled by position, or -1.
int32_t PlaceOf(const types::CallSignature& signature, std::string_view name) {
  int32_t place = 0;
  for (const types::ParameterOfCall& parameter : signature.parameters) {
    if (parameter.keyword_only) continue;
    if (parameter.name == name) return place;
    ++place;
  }
  return -1;
}

// Whether the signature says nothing of what may be passed.
bool IsOpen(const Passed& passed, const types::CallSignature& signature) {
  return !signature.known || signature.is_guess || passed.splat;
}

}  // namespace

ast::NodeId CallOf(const ast::Tree& tree, ast::NodeId node) {
  const ast::NodeId call = tree[node].parent;
  const bool is_call = call != ast::kNoNode && tree[call].kind == ast::Kind::kCall;
  return is_call && tree.Child(call, ast::Field::kFunction) == node ? call
                                                                    : ast::NodeId(ast::kNoNode);
}

Passed PassedBefore(const pack::AnalysedSource& source, const bind::ArgumentPlace& place) {
  const ast::Tree& tree = source.index.tree;
  Passed passed;
  for (const bind::ArgumentPlace& other : source.places) {
    if (other.call != place.call || other.position >= place.position) continue;
    if (other.kind == bind::ArgumentKind::kSplat) passed.splat = true;
    if (other.kind == bind::ArgumentKind::kPositional) ++passed.positional;
    if (other.kind == bind::ArgumentKind::kKeyword) {
      passed.keywords.emplace_back(tree.Text(other.keyword));
    }
    if (other.value != ast::kNoNode && bind::IsPlainName(tree, other)) {
      passed.names.emplace_back(tree.Text(other.value));
    }
  }
  return passed;
}

Passed PassedAround(const pack::AnalysedSource& source, const bind::ArgumentPlace& place) {
  Passed passed = PassedBefore(source, place);
  for (const bind::ArgumentPlace& other : source.places) {
    const bool is_behind = other.call == place.call && other.position > place.position;
    if (is_behind && other.kind == bind::ArgumentKind::kKeyword) {
      passed.keywords.emplace_back(source.index.tree.Text(other.keyword));
    }
  }
  return passed;
}

bool StandsBeforePositional(const pack::AnalysedSource& source, const bind::ArgumentPlace& place) {
  return std::any_of(source.places.begin(), source.places.end(),
                     [&](const bind::ArgumentPlace& other) {
                       return other.call == place.call && other.position > place.position &&
                              other.kind == bind::ArgumentKind::kPositional;
                     });
}

bool MayPass(const Passed& passed, const types::CallSignature& signature, std::string_view value) {
  if (!passed.keywords.empty()) return false;
  if (!value.empty() && Has(passed.names, value)) return false;
  const bool takes_list = signature.takes_list || signature.others.take_list;
  if (IsOpen(passed, signature) || takes_list) return true;
  const auto places = std::count_if(signature.parameters.begin(), signature.parameters.end(),
                                    [](const auto& p) { return !p.keyword_only; });
  return passed.positional < std::max(places, static_cast<ptrdiff_t>(signature.others.positions));
}

bool MayPassKeyword(const Passed& passed, const types::CallSignature& signature,
                    std::string_view keyword) {
  if (Has(passed.keywords, keyword)) return false;
  if (IsOpen(passed, signature)) return true;
  const int32_t place = PlaceOf(signature, keyword);
  const bool is_own =
      std::any_of(signature.parameters.begin(), signature.parameters.end(),
                  [&](const auto& p) { return p.name == keyword && !p.positional_only; });
  if (is_own && (place < 0 || place >= passed.positional)) return true;
  // Of the overloads it is enough that one takes it.
  const auto& others = signature.others;
  bool is_others = false;
  for (size_t i = 0; i < others.keywords.size(); ++i) {
    if (others.keywords[i] != keyword) continue;
    const bool by_place =
        i < others.places.size() && others.places[i] < static_cast<size_t>(passed.positional);
    if (!by_place) return true;
    is_others = true;
  }
  if (is_own || is_others) return false;
  const bool is_filled = place >= 0 && place < passed.positional;
  if (is_filled && !signature.is_overloaded) return false;
  return signature.takes_dictionary || others.take_dictionary;
}

bool TakesNoMore(const Passed& before, const Passed& around,
                 const types::CallSignature& signature) {
  if (IsOpen(before, signature) || signature.takes_dictionary || signature.others.take_dictionary ||
      MayPass({before.positional}, signature, "")) {
    return false;
  }
  const auto may_pass = [&](std::string_view name) {
    return MayPassKeyword(around, signature, name);
  };
  return std::none_of(signature.parameters.begin(), signature.parameters.end(),
                      [&](const auto& p) { return may_pass(p.name); }) &&
         std::none_of(signature.others.keywords.begin(), signature.others.keywords.end(), may_pass);
}

bool MayBeCalled(const Passed& passed, const types::CallSignature& signature) {
  if (IsOpen(passed, signature)) return true;
  Passed positional;
  positional.positional = passed.positional - 1;
  if (passed.positional > 0 && !MayPass(positional, signature, "")) return false;
  positional.positional = passed.positional;
  for (const std::string& keyword : passed.keywords) {
    if (!MayPassKeyword(positional, signature, keyword)) return false;
  }
  return MayStop(passed, signature);
}

bool MayStop(const Passed& passed, const types::CallSignature& signature) {
  if (IsOpen(passed, signature)) return true;
  const size_t given = static_cast<size_t>(passed.positional) + passed.keywords.size();
  if (signature.is_overloaded && given >= signature.others.fewest) return true;
  int32_t place = 0;
  for (const types::ParameterOfCall& parameter : signature.parameters) {
    const bool by_place = !parameter.keyword_only && place++ < passed.positional;
    if (parameter.has_default || by_place || Has(passed.keywords, parameter.name)) continue;
    return false;
  }
  return true;
}

}  // namespace fastnode::predict
