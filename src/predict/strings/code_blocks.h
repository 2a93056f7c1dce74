// Blocks of Python in the text of a docstring: between fences (```python), and what stands further
// to the right below `.. code-block:: python` or a line that ends in `::`. So does, below an empty
// line, what begins with a statement of Python.
#pragma once

#include <string>
#include <string_view>

namespace fastnode::predict {

// The block at the end of `text`, as code of its own; "" if the end stands in none, or in one
// that is very long. Below `::` alone may stand anything: it is Python if its first line looks like
// it.
std::string CodeBlockAtEnd(std::string_view text);

}  // namespace fastnode::predict
