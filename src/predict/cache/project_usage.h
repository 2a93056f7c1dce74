// What the files of a project use, what can be imported from them, and the index of their tokens,
// read once for all of them. The
// part of each file is kept, so that it can be taken off when a completion is asked for in that
// very file: what is left is what reading the project without the file would give
// (project_usage_test).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyze/types/imports/library.h"
#include "collect/context/index.h"
#include "collect/corpus/usage_table.h"
#include "predict/auto_import/index.h"
#include "predict/cache/editor_cache.h"
#include "support/result.h"

namespace fastnode::predict {

// Told how many of the files are read; false: stop.
using ReadProgress = std::function<bool(size_t files, size_t of)>;

class ProjectUsage;

// None changes what is read.
struct ReadOptions {
  // Where files that were read in other runs are looked for.
  EditorCache* cache = nullptr;
  // The same root, read before: files that have not changed since are not read again. If none has,
  // it is the result.
  std::shared_ptr<const ProjectUsage> before = nullptr;
  ReadProgress progress = nullptr;
};

class ProjectUsage {
 public:
  using Shared = std::shared_ptr<const ProjectUsage>;

  // Of the Python files under `root`; of a large project in part: the first 3,000 in the order of
  // their paths, 32 MB of text. Errors: no such folder; stopped.
  static Result<Shared> Read(const std::string& root, const types::Library& library,
                             const ReadOptions& options = {});

  const corpus::UsageTable& table() const { return table_; }
  // The part of the file at `path`, as it was read; null if it was not.
  std::shared_ptr<const corpus::FileUsage> PartOf(const std::string& path) const;

  // What can be imported from its files.
  const std::shared_ptr<const auto_import::Index>& exports() const { return exports_; }

  const context::Index& index() const { return index_; }
  // Of the file at `path`, in the index; kNoFile if it was not read.
  int32_t NumberOf(const std::string& path) const;

  size_t num_files() const { return files_.size(); }
  size_t num_read() const { return num_read_; }  // but for those taken over from `before`

 private:
  // By these a file that was written to is told from one that was not.
  struct Stamp {
    int64_t bytes = 0, inode = 0, modified_ns = 0, changed_ns = 0;
    bool operator==(const Stamp&) const = default;
  };
  struct File {
    Stamp stamp;
    std::string usage;    // encoded; "" of a file that is no Python
    std::string exports;  // likewise
  };
  struct ToRead {
    std::string path;
    Stamp stamp = {};
    std::shared_ptr<const File> read = nullptr;
    context::FileTokens tokens = {};
  };
  using Files = std::map<std::string, std::shared_ptr<const File>>;  // by canonical path

  static bool ReadStamp(const std::string& path, Stamp& stamp);
  Status ReadFiles(const std::string& root, const types::Library& library,
                   const ReadOptions& options);
  std::vector<ToRead> Choose(const std::string& folder, const std::vector<std::string>& names,
                             const ProjectUsage* before);
  void FinishTable();
  void FinishIndex(const ProjectUsage* before);
  void FinishExports(const std::string& root);

  Files files_;
  std::map<std::string, context::FileTokens> tokens_;  // of those just read, until they are indexed
  size_t num_read_ = 0;
  corpus::UsageTable table_;
  context::Index index_;  // files in the order of `files_`
  std::shared_ptr<const auto_import::Index> exports_;
};

}  // namespace fastnode::predict
