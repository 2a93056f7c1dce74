// What import statements of a file name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// "pkg.core" of ".core" in package "pkg". In no package relative paths stay as they are.
std::string AbsoluteModule(const File& f, std::string_view written);

struct ImportedName {
  std::string module;
  std::string name;  // of `from module import name`, else ""
};
// What the statement takes from where that binds this identifier; nothing if it cannot be read.
std::optional<ImportedName> ReadImport(const File& f, NodeId identifier);

// The module of `from module import *`; "" if it is the file's own, or not in the file's own scope.
std::string StarPath(const File& f, NodeId star);

}  // namespace fastnode::types
