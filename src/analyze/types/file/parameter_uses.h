// What functions do with a parameter, as far as it tells what the parameter is.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

struct ParameterUses {
  std::vector<std::string_view> members;  // that are taken of it, each once; the first few
  bool is_tested = false;                 // what it is is asked at run time: it may be anything
  std::vector<NodeId> like;               // written values that it is compared with or added to
};

// Up to where the name is bound again. A parameter that is kept (`self.x = x`) is used where the
// class uses what it keeps.
ParameterUses UsesOf(const File& f, VariableId parameter);
// Of several together, as of all that have a name: a file calls one thing by one name.
ParameterUses UsesOfAll(const File& f, std::span<const VariableId> parameters);

// A call to which the parameter is passed, and the argument that it is.
struct PassedTo {
  NodeId call, argument;
};
// The first few.
std::vector<PassedTo> CallsPassedTo(const File& f, VariableId parameter);

// The parameters of the file that have this name, in text order: identifiers.
std::vector<NodeId> ParametersNamed(const File& f, std::string_view name);

}  // namespace fastnode::types
