#include "analyze/types/file/parse_module.h"

#include <utility>

#include "analyze/ast/parse.h"
#include "analyze/bind/file_index.h"

namespace fastnode::types {

std::shared_ptr<const Module> ParseModule(std::string path, bool is_package, bool is_stub,
                                          std::string text, std::string file) {
  Result<ast::Tree> tree = ast::Parse(std::move(text));
  if (!tree.ok()) return nullptr;
  return BindModule(std::move(path), is_package, is_stub, *std::move(tree), std::move(file));
}

std::shared_ptr<const Module> BindModule(std::string path, bool is_package, bool is_stub,
                                         ast::Tree tree, std::string file) {
  return std::make_shared<Module>(std::move(path), is_package, is_stub, bind::Bind(std::move(tree)),
                                  std::move(file));
}

}  // namespace fastnode::types
