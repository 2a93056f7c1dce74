// Text or tree -> Module.
#pragma once

#include <memory>
#include <string>

#include "analyze/ast/tree.h"
#include "analyze/types/file/module.h"

namespace fastnode::types {

// Null if the text has no tree (analyze/ast/parse.h says why it may not).
std::shared_ptr<const Module> ParseModule(std::string path, bool is_package, bool is_stub,
                                          std::string text, std::string file = "");

// Of a tree that was parsed before.
std::shared_ptr<const Module> BindModule(std::string path, bool is_package, bool is_stub,
                                         ast::Tree tree, std::string file = "");

}  // namespace fastnode::types
