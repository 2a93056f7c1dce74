// Constructors that nobody writes: those that a decorator or a base makes of a class's fields
// (dataclasses, attrs and what PEP 681 calls dataclass transforms, pydantic among them; NamedTuple,
// namedtuple, TypedDict; Django's models).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

struct MadeParameter {
  std::string_view name;
  const File* file = nullptr;  // of the annotation
  NodeId annotation = kNoNode;
  bool has_default = false, keyword_only = false;
};

// In order. Nothing if the callee is no class, or its constructor is written or cannot be told.
std::optional<std::vector<MadeParameter>> MadeConstructor(Infer& infer, TypeId callee);

// The same fields, each a keyword that may be left out, of a call that copies an object and changes
// some of them: dataclasses.replace(), attrs.evolve(), copy.replace(), a named tuple's _replace().
// Nothing if the call is none of these.
std::optional<std::vector<MadeParameter>> ReplacedFields(Infer& infer, const File& f, NodeId call);

// The fields of the model whose objects a call asks for: of Django, `Model.objects.filter(...)`,
// with other calls between. Nothing if the call is none of these.
std::optional<std::vector<MadeParameter>> AskedFields(Infer& infer, const File& f, NodeId call);

}  // namespace fastnode::types
