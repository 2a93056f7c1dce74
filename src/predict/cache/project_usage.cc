#include "predict/cache/project_usage.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "analyze/ast/tree_cache.h"
#include "analyze/bind/file_index.h"
#include "analyze/types/library_types.h"
#include "collect/corpus/usage_builder.h"
#include "support/file.h"
#include "support/workers.h"

namespace fastnode::predict {
namespace {

// A project larger than this is read in part: the first files in the order of their paths.
constexpr size_t kMaxProjectFiles = 3000;
constexpr uint64_t kMaxProjectFileBytes = 300'000;
constexpr uint64_t kMaxProjectBytes = 32u << 20;

std::string Canonical(const std::string& path) {
  std::error_code error;
  std::filesystem::path canonical = std::filesystem::weakly_canonical(path, error);
  return error ? path : canonical.string();
}

// What is told of a file, encoded; "" of what is no Python.
struct Told {
  std::string usage, exports;
};

Told ToldBy(const std::string& path, const bind::FileIndex& index, types::LibraryTypes& types) {
  const std::vector<std::string> bases = types.Of(
      index, [&](types::TypeEvaluator& of_file) { return corpus::BaseTypeNames(index, of_file); });
  return {corpus::EncodeUsage(corpus::CountUses(index, bases)),
          auto_import::EncodeExports(auto_import::ExportsOf(path, index))};
}

// Out of the cache if it is there.
Told ReadFileAt(const std::string& path, std::string text, uint64_t library,
                types::LibraryTypes& types, EditorCache* cache) {
  const uint64_t form = auto_import::FormOf(path);
  if (cache != nullptr) {
    std::optional<std::string> usage = cache->Find(text, library);
    std::optional<std::string> exports = cache->FindExports(text, form);
    if (usage && exports && corpus::DecodeUsage(*usage).ok() &&
        auto_import::DecodeExports(*exports).ok()) {
      return {*std::move(usage), *std::move(exports)};
    }
  }
  const std::string read = cache == nullptr ? "" : text;
  Result<ast::Tree> tree = ast::ParseOnce(std::move(text), cache);
  if (!tree.ok()) return {};
  Told told = ToldBy(path, bind::Bind(*std::move(tree)), types);
  if (cache != nullptr) {
    cache->Keep(read, library, told.usage);
    cache->KeepExports(read, form, told.exports);
  }
  return told;
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

// Which files are read, and how large they are, is told by their stamps alone, in order: so the
// files can be read in parallel. What is known from before is taken over.
std::vector<ProjectUsage::ToRead> ProjectUsage::Choose(const std::string& folder,
                                                       const std::vector<std::string>& names,
                                                       const ProjectUsage* before) {
  std::vector<ToRead> chosen;
  uint64_t bytes_left = kMaxProjectBytes;
  for (const std::string& name : names) {
    // Before the file is read: what is written meanwhile is seen the next time.
    ToRead file{.path = folder + name};
    if (!ReadStamp(file.path, file.stamp)) continue;
    const auto bytes = static_cast<uint64_t>(file.stamp.bytes);
    if (bytes > std::min(bytes_left, kMaxProjectFileBytes)) continue;
    bytes_left -= bytes;
    if (before != nullptr) {
      const auto known = before->files_.find(file.path);
      if (known != before->files_.end() && known->second->stamp == file.stamp) {
        files_.insert(*known);
        continue;
      }
    }
    chosen.push_back(std::move(file));
  }
  return chosen;
}

Status ProjectUsage::ReadFiles(const std::string& root, const types::Library& library,
                               const ReadOptions& options) {
  // Of which a killed process may lose the last ones.
  constexpr size_t kFilesPerFlush = 64;
  // A third would take the time that answers need.
  constexpr int kThreads = 2;
  Result<std::vector<std::string>> names = ListFiles(root, ".py");
  if (!names.ok()) return names.error();
  if (names->size() > kMaxProjectFiles) names->resize(kMaxProjectFiles);
  std::string folder = Canonical(root);
  if (!folder.ends_with('/')) folder += '/';
  std::vector<ToRead> files = Choose(folder, *names, options.before.get());
  const size_t taken_over = files_.size();
  types::LibraryTypes types(library);
  for (size_t begin = 0; begin < files.size(); begin += kFilesPerFlush) {
    if (options.progress && !options.progress(taken_over + begin, taken_over + files.size())) {
      return Error{"stopped"};
    }
    const size_t count = std::min(kFilesPerFlush, files.size() - begin);
    ParallelFor(static_cast<int64_t>(count), kThreads, [&](int64_t i) {
      ToRead& file = files[begin + static_cast<size_t>(i)];
      Result<std::string> text = ReadFile(file.path, kMaxProjectFileBytes);
      if (!text.ok()) return;
      file.tokens = context::ReadTokens(*text);
      Told told =
          ReadFileAt(file.path, *std::move(text), library.content_hash(), types, options.cache);
      file.read = std::make_shared<const File>(
          File{file.stamp, std::move(told.usage), std::move(told.exports)});
    });
    if (options.cache != nullptr) options.cache->Flush();
  }
  for (ToRead& file : files) {
    if (file.read == nullptr) continue;
    if (!file.read->usage.empty()) tokens_.emplace(file.path, std::move(file.tokens));
    files_.emplace(std::move(file.path), std::move(file.read));
    ++num_read_;
  }
  return {};
}

void ProjectUsage::FinishTable() {
  corpus::UsageBuilder builder;
  for (const auto& [path, file] : files_) {
    if (!file->usage.empty()) CHECK(builder.AddEncoded(file->usage).ok());
  }
  table_ = std::move(builder).Finish();
}

// Tokens of files that were not read again are those of the index before.
void ProjectUsage::FinishIndex(const ProjectUsage* before) {
  context::Index::Builder builder;
  const Files none;
  const Files& known = before == nullptr ? none : before->files_;
  auto next = known.begin();
  int32_t number = 0;  // of `next`
  for (const auto& [path, file] : files_) {
    for (; next != known.end() && next->first < path; ++next) ++number;
    const auto read = tokens_.find(path);
    if (read != tokens_.end()) {
      builder.Add(read->second);
    } else if (next != known.end() && next->second == file) {
      builder.Add(before->index_, number);
    } else {
      builder.Add(context::FileTokens{});  // no Python
    }
  }
  tokens_.clear();
  index_ = std::move(builder).Finish();
}

void ProjectUsage::FinishExports(const std::string& root) {
  std::string folder = Canonical(root);
  if (!folder.ends_with('/')) folder += '/';
  auto is_package = [&](std::string_view name) {
    return files_.contains(folder + std::string(name) + "__init__.py");
  };
  std::vector<auto_import::SourceFile> files;
  for (const auto& [path, file] : files_) {
    if (file->exports.empty()) continue;
    auto_import::SourceFile one =
        auto_import::PlaceOf(std::string_view(path).substr(folder.size()), is_package);
    Result<auto_import::Exports> exports = auto_import::DecodeExports(file->exports);
    if (one.module.empty() || !exports.ok()) continue;
    one.exports = *std::move(exports);
    files.push_back(std::move(one));
  }
  exports_ = auto_import::Index::Build(auto_import::Source::kProject, folder, files);
}

int32_t ProjectUsage::NumberOf(const std::string& path) const {
  const auto found = files_.find(Canonical(path));
  return found == files_.end() ? context::Index::kNoFile
                               : static_cast<int32_t>(std::distance(files_.begin(), found));
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
  project->FinishIndex(options.before.get());
  project->FinishExports(root);
  return Shared(std::move(project));
}

std::shared_ptr<const corpus::FileUsage> ProjectUsage::PartOf(const std::string& path) const {
  const auto found = files_.find(Canonical(path));
  if (found == files_.end() || found->second->usage.empty()) return nullptr;
  return std::make_shared<const corpus::FileUsage>(Decoded(found->second->usage));
}

}  // namespace fastnode::predict
