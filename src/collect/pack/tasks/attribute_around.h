// What stands around an attribute's place and is there before its name is typed: under which
// narrower keys names are counted, the parameters of the function, and the one that will get it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "collect/corpus/usage.h"
#include "collect/pack/site.h"

namespace fastnode::pack {

// `type_name`: of the base, "" if it is unknown.
corpus::NarrowKeys NarrowKeysAt(const AnalysedSource& source, const Site& site,
                                std::string_view type_name);

// Of the function around the site; the base is none of them. A constructor stores one after the
// other.
struct ParametersAround {
  std::vector<std::string_view> names;
  std::string_view next;  // the first that is not used before the site, or ""
};
ParametersAround FindParametersAround(const AnalysedSource& source, const Site& site);

// Attributes that the text just before the site has said: numbers in AnalysedSource::names, each
// list ascending.
struct SaidBefore {
  std::vector<uint32_t> on_base;               // in the site's statement, on its base
  std::vector<uint32_t> guard, guard_on_base;  // in conditions that hold at the site
};
SaidBefore FindSaidBefore(const AnalysedSource& source, const Site& site);

// Variables of the function around the site that are bound and not read since.
std::vector<std::string_view> UnreadAround(const AnalysedSource& source, const Site& site);

// The parameter of the call in whose arguments the expression stands that begins with the site's
// base; "" if there is none, or it is not known. It lives as long as `types`.
std::string_view ParameterThatGets(const AnalysedSource& source, const Site& site,
                                   types::TypeEvaluator& types);

}  // namespace fastnode::pack
