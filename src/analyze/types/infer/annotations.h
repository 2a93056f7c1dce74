// Annotations: what a value is that an expression of the type language declares
// (https://typing.readthedocs.io/en/latest/spec/annotations.html).
#pragma once

#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `scope`: where names are looked up. `depth`: of annotations that are read for this one.
TypeId ReadAnnotation(Infer& infer, const File& f, NodeId annotation, ScopeId scope, int depth = 0);
// One that stands in quotes, or in a docstring: its text.
TypeId ReadAnnotationText(Infer& infer, const File& f, std::string_view text, ScopeId scope);

}  // namespace fastnode::types
