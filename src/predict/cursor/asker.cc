#include "predict/cursor/asker.h"

#include <filesystem>
#include <string>

#include "analyze/types/imports/environment.h"
#include "analyze/types/imports/workspace.h"

namespace fastnode::predict {
namespace {

std::string FolderOf(const std::string& path) {
  std::error_code error;
  const auto canonical = std::filesystem::weakly_canonical(path, error);
  std::string folder = error ? path : canonical.string();
  if (!folder.ends_with('/')) folder += '/';
  return folder;
}

}  // namespace

auto_import::Asker AskerOf(const Question& question, const Known& known) {
  auto_import::Asker asker{question.path, known.environment.standing().module};
  auto add = [&](const std::string& folder) {
    if (!folder.empty()) asker.folders.push_back(FolderOf(folder));
  };
  if (!question.path.empty()) add(types::PlaceOfFile(question.path).root);
  if (!question.root.empty()) {
    add(question.root);
    add(question.root + "/src");
  }
  for (const std::string& folder : known.settings.folders) add(folder);
  const size_t slash = question.path.rfind('/');
  if (slash != std::string::npos) add(question.path.substr(0, slash));
  return asker;
}

}  // namespace fastnode::predict
