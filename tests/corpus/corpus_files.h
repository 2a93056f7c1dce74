// All cases of the corpus tests: the files of tests/corpus/{bind,graph,half_typed,library,types},
// and the examples of docs/graph.md.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <ostream>
#include <string>
#include <vector>

#include "support/file.h"
#include "tests/corpus/corpus_case.h"
#include "tests/corpus/corpus_library.h"

namespace fastnode::corpus_test {

inline constexpr const char* kFolders[] = {"bind", "graph", "half_typed", "library", "types"};

struct CaseFile {
  std::string folder;  // or "docs"
  std::string path;
  std::string file;  // its name without folder and ending
  CaseText text;

  std::string Name() const {
    std::string name;
    for (char c : folder + "_" + file + (text.name.empty() ? "" : "_" + text.name)) {
      name += IsWordByte(c) ? c : '_';
    }
    return name;
  }
};

inline void PrintTo(const CaseFile& file, std::ostream* out) {
  *out << file.path << ":" << file.text.first_line;
}

inline std::string MustReadFile(const std::string& path) {
  Result<std::string> text = ReadFile(path);
  CHECK(text.ok());
  return *std::move(text);
}

// The blocks of Python in a document, each named by the section that it is in and its number there.
inline std::vector<CaseText> ExamplesIn(const std::string& document) {
  std::vector<CaseText> examples;
  std::string section;
  int number = 1, count = 0;
  bool inside = false;
  for (size_t at = 0; at < document.size(); ++number) {
    std::string line(LineAt(document, at));
    at += line.size() + 1;
    if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      examples.back().text += line + "\n";
    } else if (line.starts_with("## ")) {
      section = line.substr(3);
      count = 0;
    } else if (line == "```python") {
      inside = true;
      examples.push_back({section + " " + std::to_string(++count), number + 1, ""});
    }
  }
  return examples;
}

inline std::vector<CaseFile> AllCases() {
  std::vector<CaseFile> cases;
  for (const char* folder : kFolders) {
    std::string path = CorpusFolder() + "/" + folder;
    Result<std::vector<std::string>> names = ListFiles(path, ".py");
    CHECK(names.ok());
    for (const std::string& name : *names) {
      std::string file = name.substr(0, name.size() - 3);
      const std::string text_of_file = MustReadFile(path + "/" + name);
      if (HasLostExpectations(text_of_file)) {
        std::fprintf(stderr, "%s: begin it with a line '#= NAME'\n", name.c_str());
        std::abort();
      }
      for (CaseText& text : SplitCases(text_of_file)) {
        cases.push_back({folder, path + "/" + name, file, std::move(text)});
      }
    }
  }
  std::string document = std::string(FASTNODE_SOURCE_DIR) + "/docs/graph.md";
  for (CaseText& text : ExamplesIn(MustReadFile(document))) {
    cases.push_back({"docs", document, "graph", std::move(text)});
  }
  return cases;
}

}  // namespace fastnode::corpus_test
