// The library of the real stubs, built once for a test program.
#pragma once

#include "analyze/types/imports/library.h"

namespace fastnode::types {

inline const Library& LibraryForTest() {
  static const Library library = [] {
    std::string path = std::string(FASTNODE_BINARY_DIR) + "/library_for_test.bin";
    CHECK(BuildLibrary(FASTNODE_TYPESHED, {}, path).ok());
    Result<Library> opened = Library::Open(path);
    CHECK(opened.ok());
    return *std::move(opened);
  }();
  return library;
}

}  // namespace fastnode::types
