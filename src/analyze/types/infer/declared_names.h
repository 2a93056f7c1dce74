// What names declare in annotations: a class its instances, an alias what it stands for.
#pragma once

#include <string>
#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

inline constexpr int kMaxAnnotationDepth = 24;  // of annotations that are read for one

struct NamePlace {
  ScopeId scope;           // where it is looked up
  NodeId place = kNoNode;  // where it stands, if in the file's own tree
};
// Class scopes outwards, the module, stars, builtins.
TypeId NamedAnnotation(Infer& infer, const File& f, std::string_view name, NamePlace at, int depth);
TypeId AnnotationInModule(Infer& infer, const std::string& module, std::string_view name,
                          int depth);
// A variable that holds a class or an alias of a type.
TypeId VariableAnnotation(Infer& infer, const File& f, VariableId variable, int depth);

// The type variable of a type parameter, the identifier in `[T: Bound]` (PEP 695).
TypeId TypeParameterValue(Infer& infer, const File& f, NodeId identifier, int depth = 0);

// What a value declares: a class its instances.
TypeId AsAnnotation(Infer& infer, TypeId value);
// `Self` means the class around.
TypeId WithSelf(Infer& infer, const File& f, TypeId type, ScopeId scope);

}  // namespace fastnode::types
