#include "analyze/types/infer/special_forms.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {
namespace {

constexpr std::string_view kNames[] = {
    "Any",       "Optional",  "Union",    "Callable", "Type",        "Tuple",         "Literal",
    "Annotated", "ClassVar",  "Final",    "Required", "NotRequired", "ReadOnly",      "Self",
    "TypeGuard", "TypeIs",    "NoReturn", "Never",    "Concatenate", "LiteralString", "Generic",
    "Protocol",  "TypeAlias", "Unpack",   "InitVar",  "TypedDict",   "NamedTuple"};

// `List = _Alias()`, says the stub of typing, and leaves the rest to type checkers.
constexpr std::pair<std::string_view, std::pair<std::string_view, std::string_view>> kAliases[] = {
    {"List", {"builtins", "list"}},
    {"Dict", {"builtins", "dict"}},
    {"Set", {"builtins", "set"}},
    {"FrozenSet", {"builtins", "frozenset"}},
    {"Counter", {"collections", "Counter"}},
    {"Deque", {"collections", "deque"}},
    {"ChainMap", {"collections", "ChainMap"}},
    {"OrderedDict", {"collections", "OrderedDict"}},
    {"DefaultDict", {"collections", "defaultdict"}}};

}  // namespace

TypeId SpecialForm(Infer& infer, const File& f, std::string_view name) {
  const std::string_view path = f.module->path();
  if (path == "dataclasses" && name == "InitVar") {
    return infer.table().Add({.form = Form::kSpecial, .text = std::string(name)});
  }
  if (path != "typing" && path != "typing_extensions") return kUnknownType;
  for (const auto& [alias, target] : kAliases) {
    if (alias == name) return LibraryClass(infer, target.first, target.second);
  }
  bool is_special = std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
  if (!is_special) return kUnknownType;
  if (name == "NamedTuple" && path == "typing") return kUnknownType;
  if (name == "NamedTuple") return LibraryClass(infer, "typing", "NamedTuple");
  return infer.table().Add({.form = Form::kSpecial, .text = std::string(name)});
}

}  // namespace fastnode::types
