// A folder on sys.path: modules are its Python files and stubs (`a/b.pyi` before `a/b.py`, a
// package before a module), read when they are first asked for and kept while they fit the limit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/tree_cache.h"
#include "analyze/types/imports/environment.h"
#include "analyze/types/imports/open_texts.h"

namespace fastnode::types {

class Folder : public ModulePlace {
 public:
  // `max_bytes`: of source text that is kept; the least recently found is forgotten first.
  // `is_project`: what its modules call is looked up as well (call_index.h).
  // `trees`: where files that were parsed before are looked for; `open`: texts that stand for
  // files. Both null, or they must outlive this.
  explicit Folder(std::string path, bool is_project = false, uint64_t max_bytes = 32u << 20,
                  ast::TreeCache* trees = nullptr, const OpenTexts* open = nullptr);
  ~Folder() override;

  std::shared_ptr<const Module> Find(std::string_view path) const override;
  std::vector<std::string> Submodules(std::string_view path) const override;
  std::vector<std::string> PlainFolders(std::string_view path) const override;
  bool is_project() const override;
  std::vector<std::string> ModulesCalling(std::string_view name) const override;
  std::vector<std::string> TestPlugins() const override;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

// Where a file stands: "pkg.sub" and whether it is a package, by the __init__ files above it; and
// the folder on sys.path from which it is imported so.
struct FilePlace {
  std::string module;   // "" if its name is no identifier
  std::string package;  // relative imports count from it
  std::string root;
};
FilePlace PlaceOfFile(const std::string& path);

}  // namespace fastnode::types
