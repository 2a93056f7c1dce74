// What the typing module defines that is no class: Optional, Union, Callable, Literal...
#include <algorithm>

#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Names of typing that are no classes.
bool IsSpecialName(std::string_view name) {
  return IsOneOf(
      name,
      {"Any",       "Optional",  "Union",    "Callable", "Type",        "Tuple",         "Literal",
       "Annotated", "ClassVar",  "Final",    "Required", "NotRequired", "ReadOnly",      "Self",
       "TypeGuard", "TypeIs",    "NoReturn", "Never",    "Concatenate", "LiteralString", "Generic",
       "Protocol",  "TypeAlias", "Unpack",   "InitVar",  "TypedDict",   "NamedTuple"});
}

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

// A name of typing that is no class, and the classes that other names of it stand for.
TypeId Evaluator::SpecialForm(const File& f, std::string_view name, NodeId) {
  const std::string& path = f.module->path();
  if (path != "typing" && path != "typing_extensions") return kUnknownType;
  for (const auto& [alias, target] : kAliases) {
    if (alias == name) return LibraryClass(target.first, target.second);
  }
  if (!IsSpecialName(name)) return kUnknownType;
  if (name == "NamedTuple" && path == "typing") return kUnknownType;
  if (name == "NamedTuple") return LibraryClass("typing", "NamedTuple");
  return table_.Add({.form = Form::kSpecial, .text = std::string(name)});
}

TypeId Evaluator::SpecialApplied(std::string_view name, const File& f,
                                 const std::vector<NodeId>& arguments, ScopeId scope, int depth) {
  auto read = [&](size_t i) {
    return i < arguments.size() ? Annotation(f, arguments[i], scope, depth + 1) : kUnknownType;
  };
  if (name == "Optional") return Union({read(0), kNoneType});
  if (name == "Union") {
    std::vector<TypeId> types;
    for (size_t i = 0; i < arguments.size(); ++i) types.push_back(read(i));
    return table_.Union(types);
  }
  if (IsOneOf(name, {"Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly",
                     "InitVar", "Unpack"})) {
    return read(0);
  }
  if (name == "Type") return ClassOf(read(0));
  if (name == "TypeGuard" || name == "TypeIs") return Instance("bool");
  if (name == "Tuple") {
    return Applied(Instance("tuple"), f, arguments, scope, depth + 1);
  }
  if (name == "Callable") {
    TypeId result = arguments.empty() ? kUnknownType : read(arguments.size() - 1);
    return table_.Add({.form = Form::kCallable, .arguments = {result}});
  }
  if (name == "Literal") {
    std::vector<TypeId> types;
    for (NodeId argument : arguments) {
      NodeId inner = argument;
      while (inner != kNoNode && f.kind(inner) == Kind::kType) inner = f.first(inner);
      if (inner == kNoNode) continue;
      TypeId type = f.kind(inner) == Kind::kNone ? kNoneType : Value(f, inner);
      TypeData data = table_[type];
      if (data.form == Form::kInstance) {
        data.text = f.kind(inner) == Kind::kString ? std::string(StringText(f.text(inner)))
                                                   : std::string(f.text(inner));
        type = table_.Add(std::move(data));
      }
      types.push_back(type);
    }
    return table_.Union(types);
  }
  return kUnknownType;
}

}  // namespace fastnode::types
