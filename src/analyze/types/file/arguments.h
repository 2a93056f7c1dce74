// The arguments of a call, as they are written, and which parameter takes each.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/parameters.h"

namespace fastnode::types {

struct WrittenArgument {
  std::string_view keyword;
  NodeId node = kNoNode;
  bool splat = false;  // *x or **x: what is behind may go anywhere
};

// Hidden ones and those that cannot be read are left out.
std::vector<WrittenArgument> WrittenArguments(const File& f, NodeId call);

struct Matching {
  std::vector<int> parameter_of;  // per argument the parameter that takes it, or -1
  bool fits = true;  // every argument has one, and every parameter that needs an argument gets one
};

// By Python's rules of calls (language reference, 6.3.4). `bound`: the first parameter is taken
// already.
Matching Match(const std::vector<Parameter>& parameters, bool bound,
               const std::vector<WrittenArgument>& arguments);

}  // namespace fastnode::types
