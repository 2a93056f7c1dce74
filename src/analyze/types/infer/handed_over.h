// Parameters of functions that are handed over by name, `Thread(target=run, args=(queue, 3))`, or
// as lambdas: what the call says that it will pass them.
#pragma once

#include <cstddef>
#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// A parameter of the function that is handed over. What it is bound to does not count.
struct ParameterHanded {
  size_t place = 0;
  std::string_view name;  // "" if it is passed by its place alone
};

// `given`: the function as it stands among the arguments of a call.
TypeId HandedOver(Infer& infer, const File& f, NodeId given, const ParameterHanded& parameter);

}  // namespace fastnode::types
