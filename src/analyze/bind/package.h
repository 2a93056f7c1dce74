// The package a source file belongs to, as its folders say.
#pragma once

#include <string>

namespace fastnode::bind {

// "a.b" of "/src/a/b/c.py" and of "/src/a/b/__init__.py" if a and b have an __init__.py and src has
// none; "" outside packages. Relative imports count from it.
std::string PackageOf(const std::string& path);

}  // namespace fastnode::bind
