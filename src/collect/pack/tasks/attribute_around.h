// What stands around an attribute's place and is there before its name is typed: under which
// narrower keys names are counted, the parameters of the function, and the one that will get it.
#pragma once

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

// The parameter of the call in whose arguments the expression stands that begins with the site's
// base; "" if there is none, or it is not known. It lives as long as `types`.
std::string_view ParameterThatGets(const AnalysedSource& source, const Site& site,
                                   types::TypeEvaluator& types);

}  // namespace fastnode::pack
