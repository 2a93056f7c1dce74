#include "analyze/types/file/module.h"

#include <utility>

namespace fastnode::types {
namespace {

std::string PackageOfModule(const std::string& path, bool is_package) {
  if (is_package) return path;
  size_t dot = path.rfind('.');
  return dot == std::string::npos ? "" : path.substr(0, dot);
}

}  // namespace

Module::Module(std::string path, bool is_package, bool is_stub, bind::FileIndex index,
               std::string file)
    : path_(std::move(path)),
      package_(PackageOfModule(path_, is_package)),
      file_(std::move(file)),
      is_package_(is_package),
      is_stub_(is_stub),
      owned_(std::move(index)),
      index_(&owned_),
      tables_(std::make_shared<const ModuleTables>(*index_)) {}

Module::Module(const bind::FileIndex& index, std::string path, std::string package,
               std::shared_ptr<const ModuleTables> tables)
    : path_(std::move(path)),
      package_(std::move(package)),
      is_package_(!path_.empty() && path_ == package_),
      index_(&index),
      tables_(tables != nullptr ? std::move(tables) : std::make_shared<const ModuleTables>(index)) {
}

}  // namespace fastnode::types
