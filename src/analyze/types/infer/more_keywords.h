// Keywords that a function takes as `**kwargs` and names elsewhere.
#pragma once

#include <vector>

#include "analyze/types/file/parameters.h"
#include "analyze/types/infer/constructors.h"

namespace fastnode::types {

class Infer;

struct MoreKeywords {
  std::vector<MadeParameter> list;  // each a keyword
  bool is_all = false;              // it takes no others
};

// Of a parameter of a function; none if it is no dictionary. They are fields of a typed dictionary
// (`**kwargs: Unpack[Options]`, PEP 692), keys that the body asks the dictionary for
// (`kwargs.pop("size", 0)`), and keywords of what it is passed on to
// (`super().__init__(**kwargs)`).
MoreKeywords FindMoreKeywords(Infer& infer, const File& f, const Parameter& parameter);

}  // namespace fastnode::types
