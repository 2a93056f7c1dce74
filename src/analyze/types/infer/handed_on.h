// Parameters of a function that is given to what calls it with the rest of the arguments:
// `executor.submit(fetch, url, retries=3)`, `functools.partial(fetch, retries=3)`. The stubs say so
// of all but the latter by `*args: P.args, **kwargs: P.kwargs` (PEP 612).
#pragma once

#include <optional>
#include <vector>

#include "analyze/types/infer/constructors.h"

namespace fastnode::types {

class Infer;

struct HandedOn {
  std::vector<MadeParameter> parameters;
  bool is_all = false;  // the function takes no others
};

// Of a call in the file at hand; nothing if it hands nothing on, or the function is not known.
std::optional<HandedOn> RestHandedOn(Infer& infer, const File& f, NodeId call);

}  // namespace fastnode::types
