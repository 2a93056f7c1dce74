#include "analyze/types/imports/call_index.h"

#include <algorithm>
#include <filesystem>

#include "support/file.h"
#include "support/hash.h"

namespace fastnode::types {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxEntries = 20'000;  // of folders that are walked
constexpr size_t kMaxFiles = 3'000;
constexpr uint64_t kMaxCallerBytes = 300'000, kMaxBytes = 32u << 20;
constexpr size_t kMaxCallers = 24;  // a name that more modules call says nothing

bool IsNameByte(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c & 0x80) != 0;
}

// Python files below a folder, relative, sorted.
std::vector<std::string> PythonFiles(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  size_t entries = 0;
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (++entries > kMaxEntries) break;
    std::string name = at->path().filename().string();
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      bool skipped = name.starts_with('.') || name == "node_modules" || at->is_symlink(ignored);
      if (skipped) at.disable_recursion_pending();
    } else if (name.ends_with(".py")) {
      files.push_back(at->path().lexically_relative(folder).generic_string());
    }
  }
  std::sort(files.begin(), files.end());
  if (files.size() > kMaxFiles) files.resize(kMaxFiles);
  return files;
}

std::string ModuleOf(std::string file) {
  file.resize(file.size() - std::string_view(".py").size());
  constexpr std::string_view kInit = "/__init__";
  if (file.ends_with(kInit)) file.resize(file.size() - kInit.size());
  std::replace(file.begin(), file.end(), '/', '.');
  return file;
}

}  // namespace

CallIndex::CallIndex(const std::string& folder) {
  uint64_t bytes_left = kMaxBytes;
  for (const std::string& file : PythonFiles(folder)) {
    Result<std::string> text = ReadFile(folder + "/" + file, kMaxCallerBytes);
    if (!text.ok() || text->size() > bytes_left) continue;
    bytes_left -= text->size();
    Add(ModuleOf(file), *text);
  }
}

void CallIndex::Add(std::string module, std::string_view text) {
  modules_.push_back(std::move(module));
  AddText(static_cast<uint32_t>(modules_.size() - 1), text);
}

void CallIndex::AddText(uint32_t module, std::string_view text) {
  for (size_t open = text.find('('); open != text.npos; open = text.find('(', open + 1)) {
    size_t begin = open;
    while (begin > 0 && IsNameByte(text[begin - 1])) --begin;
    if (begin == open) continue;
    bool defines = (begin >= 4 && text.substr(begin - 4, 4) == "def ") ||
                   (begin >= 6 && text.substr(begin - 6, 6) == "class ");
    if (defines) continue;
    std::vector<uint32_t>& callers = callers_[Hash64(text.substr(begin, open - begin))];
    if (callers.empty() || callers.back() != module) callers.push_back(module);
  }
}

std::vector<std::string> CallIndex::ModulesCalling(std::string_view name) const {
  std::vector<std::string> modules;
  auto found = callers_.find(Hash64(name));
  if (found == callers_.end() || found->second.size() > kMaxCallers) return modules;
  for (uint32_t module : found->second) modules.push_back(modules_[module]);
  return modules;
}

}  // namespace fastnode::types
