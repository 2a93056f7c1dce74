#include "predict/project_usage.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "analyze/bind/file_index.h"
#include "collect/corpus/usage_builder.h"
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

// As EncodeUsage(UsageOf()), out of the cache if it is there. "" of what is no Python.
std::string EncodedUsageOf(std::string text, const types::Library& library, UsageCache* cache) {
  if (cache != nullptr) {
    std::optional<std::string> kept = cache->Find(text, library.content_hash());
    if (kept && corpus::DecodeUsage(*kept).ok()) return *std::move(kept);
  }
  const std::string read = cache == nullptr ? "" : text;
  Result<corpus::FileUsage> usage = UsageOf(std::move(text), library);
  if (!usage.ok()) return "";
  std::string encoded = corpus::EncodeUsage(*usage);
  if (cache != nullptr) cache->Keep(read, library.content_hash(), encoded);
  return encoded;
}

corpus::FileUsage Decoded(const std::string& encoded) {
  Result<corpus::FileUsage> usage = corpus::DecodeUsage(encoded);
  CHECK(usage.ok());
  return *std::move(usage);
}

int64_t Nanoseconds(const timespec& time) {
  return static_cast<int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

bool ProjectUsage::ReadStamp(const std::string& path, Stamp& stamp) {
  struct stat info;
  if (::stat(path.c_str(), &info) != 0) return false;
  stamp = {info.st_size, static_cast<int64_t>(info.st_ino), Nanoseconds(info.st_mtim),
           Nanoseconds(info.st_ctim)};
  return true;
}

// Bytes of the text, at most `max_bytes`; 0 if the file is left out.
uint64_t ProjectUsage::Add(const std::string& path, uint64_t max_bytes,
                           const types::Library& library, const ReadOptions& options) {
  // Before the file is read: what is written meanwhile is seen the next time.
  Stamp stamp;
  if (!ReadStamp(path, stamp)) return 0;
  if (options.before != nullptr) {
    const auto before = options.before->files_.find(path);
    if (before != options.before->files_.end() && before->second->stamp == stamp &&
        before->second->bytes <= max_bytes) {
      files_.insert(*before);
      return before->second->bytes;
    }
  }
  max_bytes = std::min(max_bytes, kMaxFileBytes);
  if (static_cast<uint64_t>(stamp.bytes) > max_bytes) return 0;
  Result<std::string> text = ReadFile(path, max_bytes);
  if (!text.ok()) return 0;
  const uint64_t bytes = text->size();
  files_[path] = std::make_shared<const File>(
      File{stamp, bytes, EncodedUsageOf(*std::move(text), library, options.cache)});
  ++num_read_;
  return bytes;
}

Status ProjectUsage::ReadFiles(const std::string& root, const types::Library& library,
                               const ReadOptions& options) {
  constexpr size_t kFilesPerFlush = 32;  // what is lost if the process is killed
  Result<std::vector<std::string>> names = ListFiles(root, ".py");
  if (!names.ok()) return names.error();
  if (names->size() > kMaxFiles) names->resize(kMaxFiles);
  std::string folder = Canonical(root);
  if (!folder.ends_with('/')) folder += '/';
  uint64_t bytes_left = kMaxProjectBytes;
  for (size_t i = 0; i < names->size(); ++i) {
    if (options.progress && !options.progress(i, names->size())) return Error{"stopped"};
    bytes_left -= Add(folder + (*names)[i], bytes_left, library, options);
    if (options.cache != nullptr && i % kFilesPerFlush == 0) options.cache->Flush();
  }
  return {};
}

void ProjectUsage::FinishTable() {
  corpus::UsageBuilder builder;
  for (const auto& [path, file] : files_) {
    if (!file->usage.empty()) builder.Add(Decoded(file->usage));
  }
  table_ = std::move(builder).Finish();
}

Result<ProjectUsage::Shared> ProjectUsage::Read(const std::string& root,
                                                const types::Library& library,
                                                const ReadOptions& options) {
  auto project = std::make_shared<ProjectUsage>();
  Status read = project->ReadFiles(root, library, options);
  if (options.cache != nullptr) options.cache->Flush();
  if (!read.ok()) return read.error();
  const bool same = options.before != nullptr && project->num_read_ == 0 &&
                    project->files_.size() == options.before->files_.size();
  if (same) return options.before;
  project->FinishTable();
  return Shared(std::move(project));
}

std::shared_ptr<const corpus::FileUsage> ProjectUsage::PartOf(const std::string& path) const {
  const auto found = files_.find(Canonical(path));
  if (found == files_.end() || found->second->usage.empty()) return nullptr;
  return std::make_shared<const corpus::FileUsage>(Decoded(found->second->usage));
}

}  // namespace fastnode::predict
