#include "qualify/measure/example_files.h"

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "support/file.h"

namespace fastnode::qualify {

Result<std::vector<Example>> ReadExamples(const std::string& path) {
  std::vector<std::string> files = {path};
  if (std::error_code error; std::filesystem::is_directory(path, error)) {
    Result<std::vector<std::string>> listed = ListFiles(path, ".json");
    if (!listed.ok()) return listed.error();
    files.clear();
    for (const std::string& file : *listed) files.push_back(path + "/" + file);
  }
  std::vector<Example> all;
  for (const std::string& file : files) {
    Result<std::string> text = ReadFile(file);
    if (!text.ok()) return text.error();
    Result<std::vector<Example>> examples = DecodeExamples(*text);
    if (!examples.ok()) return examples.error().Context(file);
    for (Example& example : *examples) all.push_back(std::move(example));
  }
  return all;
}

Status WriteExampleFolder(const std::vector<Example>& examples, const std::string& folder) {
  namespace fs = std::filesystem;
  const std::string temporary = folder + ".tmp";
  std::error_code error;
  fs::remove_all(temporary, error);
  if (Status made = MakeFolders(temporary); !made.ok()) return made.error();
  for (size_t i = 0; i < examples.size(); ++i) {
    char name[64];
    std::snprintf(name, sizeof name, "example-%04zu-of-%04zu.json", i + 1, examples.size());
    Status written = WriteFileAtomic(temporary + "/" + name, EncodeExample(examples[i]));
    if (!written.ok()) return written.error();
  }
  fs::remove_all(folder, error);
  fs::rename(temporary, folder, error);
  if (error) return Error{folder + ": " + error.message()};
  return {};
}

}  // namespace fastnode::qualify
