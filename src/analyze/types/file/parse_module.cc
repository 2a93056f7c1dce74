#include "analyze/types/file/parse_module.h"

#include <utility>

#include "analyze/ast/parse.h"

namespace fastnode::types {

std::shared_ptr<const Module> ParseModule(std::string path, bool is_package, bool is_stub,
                                          std::string text, std::string file) {
  // Views into the text must survive moves of the index: keep it out of the string object itself.
  text.reserve(64);
  Result<ast::Tree> tree = ast::Parse(std::move(text));
  if (!tree.ok()) return nullptr;
  return std::make_shared<Module>(std::move(path), is_package, is_stub,
                                  bind::Bind(*std::move(tree)), std::move(file));
}

}  // namespace fastnode::types
