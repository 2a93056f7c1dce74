#include "predict/project_usage.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "analyze/ast/parse.h"
#include "predict/completer.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

// A project larger than this is read in part: the first files in the order of their paths.
constexpr size_t kMaxFiles = 3000;
constexpr uint64_t kMaxFileBytes = 300'000;
constexpr uint64_t kMaxProjectBytes = 32u << 20;

std::string Canonical(const std::string& path) {
  std::error_code error;
  std::filesystem::path canonical = std::filesystem::weakly_canonical(path, error);
  return error ? path : canonical.string();
}

// visit(path, usage) for each file that is read, in the order of their paths; `except`: canonical.
template <typename Visitor>
Status ForEachFile(const std::string& root, const std::string& except,
                   const types::Library& library, const Visitor& visit) {
  Result<std::vector<std::string>> files = ListFiles(root, ".py");
  if (!files.ok()) return files.error();
  uint64_t bytes_left = kMaxProjectBytes;
  if (files->size() > kMaxFiles) files->resize(kMaxFiles);
  for (const std::string& file : *files) {
    const std::string path = Canonical(root + "/" + file);
    if (!except.empty() && path == except) continue;
    Result<std::string> text = ReadFile(path, kMaxFileBytes);
    if (!text.ok() || text->size() > bytes_left) continue;
    bytes_left -= text->size();
    text->reserve(64);
    Result<ast::Tree> tree = ast::Parse(std::move(*text));
    if (!tree.ok()) continue;
    bind::FileIndex index = bind::Bind(std::move(*tree));
    types::TypeEvaluator types(index, library);
    visit(path, corpus::CountUses(index, corpus::BaseTypeNames(index, types)));
  }
  return {};
}

}  // namespace

Result<corpus::UsageTable> ReadProjectUsage(const std::string& root, const std::string& except,
                                            const types::Library& library) {
  corpus::UsageTable table;
  Status read =
      ForEachFile(root, except.empty() ? "" : Canonical(except), library,
                  [&](const std::string&, const corpus::FileUsage& usage) { table.Add(usage); });
  if (!read.ok()) return read.error();
  table.Finish();
  return table;
}

Result<ProjectUsage> ProjectUsage::Read(const std::string& root, const types::Library& library) {
  ProjectUsage project;
  Status read =
      ForEachFile(root, "", library, [&](const std::string& path, const corpus::FileUsage& usage) {
        project.table_.Add(usage);
        project.parts_[path] = corpus::EncodeUsage(usage);
      });
  if (!read.ok()) return read.error();
  project.table_.Finish();
  return project;
}

std::shared_ptr<const corpus::FileUsage> ProjectUsage::PartOf(const std::string& path) const {
  auto found = parts_.find(Canonical(path));
  if (found == parts_.end()) return nullptr;
  Result<corpus::FileUsage> usage = corpus::DecodeUsage(found->second);
  CHECK(usage.ok());
  return std::make_shared<const corpus::FileUsage>(*std::move(usage));
}

}  // namespace fastnode::predict
