// Parameters of tests that pytest runs once for each of some values:
// `@pytest.mark.parametrize("word,count", [("a", 1), ("b", 2)])`.
// https://docs.pytest.org/en/stable/how-to/parametrize.html
#pragma once

#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Of a function, or of the class that it is a method of; unknown if no decorator names it.
TypeId ParametrizedValue(Infer& infer, const File& f, NodeId function, std::string_view name);

}  // namespace fastnode::types
