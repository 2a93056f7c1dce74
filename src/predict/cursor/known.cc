#include "predict/cursor/known.h"

#include <utility>

#include "predict/cursor/added_to_path.h"

namespace fastnode::predict {
namespace {

template <typename T>
std::shared_ptr<const T> Alias(const T* borrowed) {
  return std::shared_ptr<const T>(std::shared_ptr<const void>(), borrowed);
}

// Whether what lies in the folder is read with the project's files.
bool IsWithin(const std::string& folder, const std::string& root) {
  return folder == root || folder.starts_with(root + "/");
}

}  // namespace

KnownProject KnownProject::Borrowed(const pack::UsageAround& usage) {
  return {Alias(usage.project), Alias(usage.project_minus), Alias(usage.project_index), nullptr,
          usage.project_index_minus};
}

Known Resolve(const Question& question, const Given& given, types::Workspace& workspace,
              const corpus::UsageTable* corpus, const FileSettings& settings) {
  Known known;
  known.settings = settings;
  known.any_order = question.any_order || question.path.ends_with(".pyi");
  known.usage.project = given.project.table.get();
  known.usage.project_minus = given.project.part.get();
  known.usage.project_index = given.project.index.get();
  known.usage.project_index_minus = given.project.number;
  known.usage.corpus = corpus;
  if (given.environment != nullptr) {
    known.environment = *given.environment;
  } else {
    std::vector<std::string> packages = given.packages;
    for (std::string& one : AddedToPath(question.text, question.path)) {
      packages.push_back(std::move(one));
    }
    known.environment = workspace.EnvironmentOf(question.path, question.root, packages,
                                                given.standard_library, settings.folders);
  }
  known.memory = given.memory;
  if (known.memory != nullptr) known.question = known.memory->cuts().BeginQuestion();
  known.project = given.project.table;
  known.exports = given.project.exports;
  if (given.find_importables && (settings.auto_import || given.is_auto_import_said)) {
    std::vector<std::string> packages = given.packages;
    for (const std::string& folder : settings.folders) {
      if (!IsWithin(folder, question.root)) packages.push_back(folder);
    }
    known.find_importables = [find = given.find_importables, packages = std::move(packages)](
                                 const Budget& budget) { return find(packages, budget); };
  }
  return known;
}

}  // namespace fastnode::predict
