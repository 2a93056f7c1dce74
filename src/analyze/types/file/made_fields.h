// The fields of a class that a call makes: namedtuple("P", "x y"), NamedTuple("P", [("x", int)]),
// TypedDict("P", {"x": int}), Enum("Color", "RED GREEN"), type("T", (Base,), {}).
// SimpleNamespace(x=1), too, has a class of its own here.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/file/outside_stores.h"

namespace fastnode::types {

struct MadeField {
  std::string_view name;
  NodeId annotation = kNoNode;
  NodeId value = kNoNode;  // of namespaces
};

// Whether an object without a class is made: SimpleNamespace(x=1), argparse's Namespace, or what
// threading makes for each thread.
bool MakesNamespace(const File& f, NodeId call);
// Whether attributes are stored to what such a call is assigned to; `stores`: of the file.
bool IsFilledElsewhere(const File& f, NodeId call, const std::vector<OutsideStore>& stores);

std::vector<MadeField> FieldsOfCall(const File& f, NodeId call);

}  // namespace fastnode::types
