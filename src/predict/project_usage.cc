#include "predict/project_usage.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "analyze/bind/file_index.h"
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

Result<corpus::FileUsage> UsageOf(std::string text, const types::Library& library) {
  Result<bind::FileIndex> index = bind::BindText(std::move(text));
  if (!index.ok()) return index.error();
  types::TypeEvaluator types(*index, library);
  return corpus::CountUses(*index, corpus::BaseTypeNames(*index, types));
}

// As EncodeUsage(UsageOf()), out of the cache if it is there.
Result<std::string> EncodedUsageOf(std::string text, const types::Library& library,
                                   UsageCache* cache) {
  if (cache != nullptr) {
    std::optional<std::string> kept = cache->Find(text, library.content_hash());
    if (kept) return *std::move(kept);
  }
  const std::string read = cache == nullptr ? "" : text;
  Result<corpus::FileUsage> usage = UsageOf(std::move(text), library);
  if (!usage.ok()) return usage.error();
  std::string encoded = corpus::EncodeUsage(*usage);
  if (cache != nullptr) cache->Keep(read, library.content_hash(), encoded);
  return encoded;
}

// visit(path, text) for each file that is read, in the order of their paths.
template <typename Visitor>
Status ForEachFile(const std::string& root, const ReadProgress& progress, const Visitor& visit) {
  Result<std::vector<std::string>> files = ListFiles(root, ".py");
  if (!files.ok()) return files.error();
  uint64_t bytes_left = kMaxProjectBytes;
  if (files->size() > kMaxFiles) files->resize(kMaxFiles);
  for (size_t i = 0; i < files->size(); ++i) {
    if (progress && !progress(i, files->size())) return Error{"stopped"};
    const std::string path = Canonical(root + "/" + (*files)[i]);
    Result<std::string> text = ReadFile(path, kMaxFileBytes);
    if (!text.ok() || text->size() > bytes_left) continue;
    bytes_left -= text->size();
    visit(path, *std::move(text));
  }
  return {};
}

}  // namespace

Result<corpus::UsageTable> ReadProjectUsage(const std::string& root, const std::string& except,
                                            const types::Library& library) {
  const std::string left_out = except.empty() ? "" : Canonical(except);
  corpus::UsageTable table;
  Status read = ForEachFile(root, nullptr, [&](const std::string& path, std::string text) {
    if (path == left_out) return;
    Result<corpus::FileUsage> usage = UsageOf(std::move(text), library);
    if (usage.ok()) table.Add(*usage);
  });
  if (!read.ok()) return read.error();
  table.Finish();
  return table;
}

Result<ProjectUsage> ProjectUsage::Read(const std::string& root, const types::Library& library,
                                        UsageCache* cache, const ReadProgress& progress) {
  constexpr size_t kFilesAFlush = 32;  // what is lost if the process is killed
  ProjectUsage project;
  Status read = ForEachFile(root, progress, [&](const std::string& path, std::string text) {
    Result<std::string> encoded = EncodedUsageOf(std::move(text), library, cache);
    if (!encoded.ok()) return;
    Result<corpus::FileUsage> usage = corpus::DecodeUsage(*encoded);
    if (!usage.ok()) return;
    project.table_.Add(*usage);
    project.parts_[path] = *std::move(encoded);
    if (cache != nullptr && project.parts_.size() % kFilesAFlush == 0) cache->Flush();
  });
  if (cache != nullptr) cache->Flush();
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
