// The fields of a class that a call makes: namedtuple("P", "x y"), NamedTuple("P", [("x", int)]),
// Enum("Color", "RED GREEN"), type("T", (Base,), {}).
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

struct MadeField {
  std::string_view name;
  NodeId annotation = kNoNode;
};

std::vector<MadeField> FieldsOfCall(const File& f, NodeId call);

}  // namespace fastnode::types
