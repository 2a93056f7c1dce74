// The library that corpus tests see: the standard library's stubs, and those of
// tests/corpus/library. Built once for a test program.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "analyze/types/imports/library.h"
#include "support/file.h"

namespace fastnode::corpus_test {

inline std::string CorpusFolder() { return std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus"; }

inline const types::Library& CorpusLibrary() {
  namespace fs = std::filesystem;
  static const types::Library library = [] {
    fs::path root = fs::path(FASTNODE_BINARY_DIR) / "corpus_stubs", own = root / "stubs/corpus";
    fs::remove_all(root);
    fs::create_directories(own);
    fs::create_directory_symlink(FASTNODE_TYPESHED "/stdlib", root / "stdlib");
    Result<std::vector<std::string>> names = ListFiles(CorpusFolder() + "/library", ".pyi");
    CHECK(names.ok());
    for (const std::string& name : *names) {
      fs::create_directories((own / name).parent_path());
      fs::copy_file(CorpusFolder() + "/library/" + name, own / name);
    }
    std::ofstream(own / "METADATA.toml") << "version = \"1\"\n";
    CHECK(types::BuildLibrary(root, {}, root / "library.bin").ok());
    Result<types::Library> opened = types::Library::Open(root / "library.bin");
    CHECK(opened.ok());
    return *std::move(opened);
  }();
  return library;
}

}  // namespace fastnode::corpus_test
