// Parameters of functions that are put where a Callable is declared:
//
//     handle: Callable[[Request], str] = f        sys.excepthook = f
//     TABLE: dict[str, Callable[[Request], str]] = {"a": f}
//     def make() -> Callable[[Request], str]: return f
//     def take(f: Callable[[Request], str] = lambda request: ...): ...
#pragma once

#include <cstddef>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `given`: the function as it stands there. `place`: of its parameter.
TypeId ParameterByPlace(Infer& infer, const File& f, NodeId given, size_t place);

}  // namespace fastnode::types
