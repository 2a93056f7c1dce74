#include "predict/call_rules.h"

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

}  // namespace

bool MayPass(const Passed& passed, const types::CallSignature& signature, std::string_view value) {
  if (!passed.keywords.empty()) return false;
  if (!value.empty() && Has(passed.names, value)) return false;
  if (!signature.known || signature.takes_list || passed.splat) return true;
  const auto places = std::count_if(signature.parameters.begin(), signature.parameters.end(),
                                    [](const auto& p) { return !p.keyword_only; });
  return passed.positional < places;
}

bool MayPassKeyword(const Passed& passed, const types::CallSignature& signature,
                    std::string_view keyword) {
  if (Has(passed.keywords, keyword)) return false;
  if (!signature.known || passed.splat) return true;
  const int32_t place = PlaceOf(signature, keyword);
  if (place >= 0 && place < passed.positional) return false;
  const bool exists =
      std::any_of(signature.parameters.begin(), signature.parameters.end(),
                  [&](const auto& p) { return p.name == keyword && !p.positional_only; });
  return exists || signature.takes_dictionary;
}

bool MayStop(const Passed& passed, const types::CallSignature& signature) {
  if (!signature.known || passed.splat) return true;
  int32_t place = 0;
  for (const types::ParameterOfCall& parameter : signature.parameters) {
    const bool by_place = !parameter.keyword_only && place++ < passed.positional;
    if (parameter.has_default || by_place || Has(passed.keywords, parameter.name)) continue;
    return false;
  }
  return true;
}

}  // namespace fastnode::predict
