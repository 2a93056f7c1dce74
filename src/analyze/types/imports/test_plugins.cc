#include "analyze/types/imports/test_plugins.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "support/file.h"
#include "support/trim.h"

namespace fastnode::types {
namespace {

constexpr uint64_t kMaxEntryPointBytes = 64u << 10;
constexpr size_t kMaxPlugins = 64;

// Of `name = module:attribute [extras]`.
std::string_view ModuleOf(std::string_view entry) {
  const size_t equals = entry.find('=');
  if (equals == entry.npos) return "";
  entry.remove_prefix(equals + 1);
  return Trimmed(entry.substr(0, entry.find_first_of(":[#;")));
}

void AddPlugins(std::string_view entry_points, std::vector<std::string>& plugins) {
  bool is_ours = false;
  while (!entry_points.empty() && plugins.size() < kMaxPlugins) {
    const size_t end = std::min(entry_points.find('\n'), entry_points.size());
    const std::string_view line = Trimmed(entry_points.substr(0, end));
    entry_points.remove_prefix(std::min(end + 1, entry_points.size()));
    if (line.starts_with('[')) {
      is_ours = line == "[pytest11]";
    } else if (const std::string_view module = ModuleOf(line); is_ours && !module.empty()) {
      plugins.emplace_back(module);
    }
  }
}

}  // namespace

std::vector<std::string> ReadTestPlugins(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".dist-info") || name.ends_with(".egg-info")) {
      files.push_back(entry.path().string() + "/entry_points.txt");
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> plugins;
  for (const std::string& file : files) {
    const Result<std::string> text = ReadFile(file, kMaxEntryPointBytes);
    if (text.ok()) AddPlugins(*text, plugins);
  }
  std::sort(plugins.begin(), plugins.end());
  plugins.erase(std::unique(plugins.begin(), plugins.end()), plugins.end());
  return plugins;
}

}  // namespace fastnode::types
