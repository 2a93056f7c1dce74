// Names that `from module import *` brings into a file.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "analyze/bind/file_index.h"
#include "analyze/types/imports/environment.h"

namespace fastnode::predict {

using Names = std::set<std::string, std::less<>>;

// The dotted path of the module that a file of a package names so: "pkg.sub" of ".sub" in "pkg".
std::string AbsoluteModule(std::string package, std::string_view written);

// Whether the file has such a statement, wherever.
bool HasStar(const bind::FileIndex& index);

// What its module's scope gets of modules that are found: what `__all__` of the module lists, else
// its public names, and what stars bring there.
Names StarNames(const bind::FileIndex& index, const types::Environment& environment);

}  // namespace fastnode::predict
