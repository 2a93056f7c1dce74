// For tests: a folder of small projects, with a store beside it. Both are gone when the test ends.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "analyze/types/imports/library.h"
#include "collect/corpus/add.h"
#include "collect/corpus/store.h"

namespace fastnode::corpus {

class TinyCorpus {
 public:
  TinyCorpus() {
    std::string pattern = testing::TempDir() + "fastnode_corpus_XXXXXX";
    CHECK(mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
  }
  ~TinyCorpus() { std::filesystem::remove_all(root_); }

  std::string root() const { return root_; }
  std::string projects() const { return root_ + "/projects"; }
  std::string store() const { return root_ + "/store"; }

  // `path`: below projects(). Its first part is the project.
  void Write(const std::string& path, const std::string& text) {
    std::filesystem::path full = projects() + "/" + path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << text;
  }

  AddOptions Options(std::map<std::string, Split> splits = {}) const {
    AddOptions options;
    options.store = store();
    options.folders = {projects()};
    options.split = Split::kTrain;
    options.splits = std::move(splits);
    return options;
  }

  Result<AddReport> Add(std::map<std::string, Split> splits = {}) {
    return AddProjects(Options(std::move(splits)), library_);
  }

  const types::Library& library() const { return library_; }

  // A Python text unlike those with other numbers. It has `sites` attribute uses, most of them
  // repeated.
  static std::string Source(int number, int sites = 12) {
    const std::string n = std::to_string(number);
    std::string text = "class Thing" + n + ":\n    def __init__(self, start" + n + "):\n";
    for (int i = 0; i < 4; ++i) {
      text += "        self.field_" + n + "_" + std::to_string(i) + " = start" + n + "\n";
    }
    for (int i = 0; i + 4 < sites; ++i) {
      const std::string field = "self.field_" + n + "_" + std::to_string(i % 4);
      text += "    def step_" + n + "_" + std::to_string(i) + "(self):\n        return scaled(" +
              field + ", self, factor=self, by=" + std::to_string(number * 100 + i) + ")\n";
    }
    return text;
  }

 private:
  std::string root_;
  types::Library library_ = types::Library::Empty();
};

}  // namespace fastnode::corpus
