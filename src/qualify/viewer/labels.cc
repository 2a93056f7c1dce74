#include "qualify/viewer/labels.h"

#include <algorithm>
#include <filesystem>

namespace fastnode::qualify {
namespace {

constexpr size_t kMostParts = 7;

bool AreDistinct(std::vector<std::string> labels) {
  std::sort(labels.begin(), labels.end());
  return std::adjacent_find(labels.begin(), labels.end()) == labels.end();
}

// The pipeline's own folders have a word for what is in them.
std::string WordFor(const std::string& path) {
  for (const auto& part : std::filesystem::path(path)) {
    if (part == "curated-examples") return "curated";
    if (part == "uncurated-examples") return "un-curated";
  }
  return std::filesystem::path(path).lexically_normal().filename().string();
}

std::string LastParts(const std::string& path, size_t count) {
  std::vector<std::string> parts;
  for (const auto& part : std::filesystem::path(path).lexically_normal()) {
    if (!part.empty() && part != "/") parts.push_back(part.string());
  }
  std::string label;
  for (size_t i = parts.size() > count ? parts.size() - count : 0; i < parts.size(); ++i) {
    label += (label.empty() ? "" : "/") + parts[i];
  }
  return label;
}

}  // namespace

std::vector<std::string> Labels(const std::vector<std::string>& paths) {
  std::vector<std::string> labels;
  for (const std::string& path : paths) labels.push_back(WordFor(path));
  for (size_t count = 1; count <= kMostParts && !AreDistinct(labels); ++count) {
    for (size_t i = 0; i < paths.size(); ++i) labels[i] = LastParts(paths[i], count);
  }
  if (AreDistinct(labels)) return labels;
  for (size_t i = 0; i < paths.size(); ++i) labels[i] = std::to_string(i + 1);
  return labels;
}

}  // namespace fastnode::qualify
