#include "analyze/types/file/parse_module.h"

#include <utility>

#include "analyze/bind/file_index.h"

namespace fastnode::types {

std::shared_ptr<const Module> ParseModule(std::string path, bool is_package, bool is_stub,
                                          std::string text, std::string file) {
  Result<bind::FileIndex> index = bind::BindText(std::move(text));
  if (!index.ok()) return nullptr;
  return std::make_shared<Module>(std::move(path), is_package, is_stub, *std::move(index),
                                  std::move(file));
}

}  // namespace fastnode::types
