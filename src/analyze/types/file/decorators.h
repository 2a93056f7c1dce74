// Decorators of a function, as they are written.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// From the first to the last; of a function without decorators none.
std::vector<NodeId> DecoratorsOf(const File& f, NodeId function);
// The last name of what decorates: `b` of `@a.b(1)`; "" if it is hidden or has none.
std::string_view DecoratorName(const File& f, NodeId decorator);
// Whether a decorator's last name ends so: "property" is also "cached_property".
bool HasDecorator(const File& f, NodeId function, std::string_view suffix);

}  // namespace fastnode::types
