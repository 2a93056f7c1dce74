// What the characters just before the cursor say about which completions are wanted there.
#pragma once

#include <string_view>

namespace fastnode::serve {

// Whether an argument begins at the end of `before`: whole calls are worth completing there.
bool BeginsArgument(std::string_view before);

// Whether a bracket that was just typed opens a call. Behind others a line often ends, and the key
// that ends it would take what stands first in the list.
bool BracketBeginsCall(std::string_view before);

// Whether a space typed at the end of `before` begins something that can be completed: it does
// after a comma, and where names or words of an import statement, or the `in` of a `for`, have to
// follow. Behind others a line often ends.
bool SpaceBeginsSomething(std::string_view before);

}  // namespace fastnode::serve
