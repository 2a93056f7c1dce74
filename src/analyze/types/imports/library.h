// The library: stubs of the standard library and of packages, and sources of packages, in one file
// that is mapped (docs/formats/library.md), each with its syntax tree. Opening it reads its
// directory only; a module is unpacked and bound when it is first asked for, and kept.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/imports/environment.h"
#include "support/file.h"
#include "support/result.h"

namespace fastnode::types {

class Library : public ModulePlace {
 public:
  // Errors: no such file, of another version, or damaged. Every byte is verified.
  static Result<Library> Open(const std::string& path);
  static Result<Library> Open(MappedFile file, const std::string& path);
  static Library Empty();
  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library() override;

  std::shared_ptr<const Module> Find(std::string_view path) const override;
  std::vector<std::string> Submodules(std::string_view path) const override;

  uint64_t content_hash() const;  // of all texts and names; 0 if empty

 private:
  struct Data;
  explicit Library(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

struct LibraryStatistics {
  int64_t stubs = 0, sources = 0;  // modules kept
  int64_t text_bytes = 0, file_bytes = 0;
  std::map<std::string, int64_t> skipped;  // files by reason
};

// Reads `typeshed`/stdlib (the modules that its VERSIONS gives to the Python of file/condition.h),
// then `typeshed`/stubs/*, then the Python files under `sources` (folders as they would stand on
// sys.path), and writes `out` atomically. If several have a module, the first counts. Same input,
// same bytes.
Result<LibraryStatistics> BuildLibrary(const std::string& typeshed,
                                       const std::vector<std::string>& sources,
                                       const std::string& out);

}  // namespace fastnode::types
