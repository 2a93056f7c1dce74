// What is passed in a call: arguments that are written in a file, or types.
#pragma once

#include <utility>
#include <vector>

#include "analyze/types/file/arguments.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

struct Arguments {
  const File* file = nullptr;  // null: types are passed
  std::vector<WrittenArgument> list;
  std::vector<TypeId> types;  // per argument, where they are passed
};

inline Arguments ArgumentsOf(const File& f, NodeId call) {
  return {.file = &f, .list = WrittenArguments(f, call)};
}
inline Arguments PassTypes(std::vector<TypeId> types) {
  return {.list = std::vector<WrittenArgument>(types.size()), .types = std::move(types)};
}

TypeId ArgumentType(Infer& infer, const Arguments& arguments, size_t i);

}  // namespace fastnode::types
