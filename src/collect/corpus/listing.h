// The projects of a dataset and their files, for who decides over all of them. Of each file there
// are nine bytes here; the rows themselves stay where they are and are read one project at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/contents.h"
#include "collect/corpus/layout.h"
#include "support/result.h"

namespace fastnode::corpus {

using ProjectRows = std::map<std::string, ProjectRow>;

// Where the row of a project is: as bytes (EncodeProject) or as it is. Neither is owned.
class RowAt {
 public:
  explicit RowAt(std::string_view encoded) : encoded_(encoded) {}
  explicit RowAt(const ProjectRow& row) : row_(&row) {}

  // Error: damaged.
  Result<ProjectRow> Read() const;
  Split split() const;
  uint32_t num_files() const;

 private:
  std::string_view encoded_;
  const ProjectRow* row_ = nullptr;
};

using RowsAt = std::map<std::string, RowAt>;
RowsAt RowsIn(const ProjectRows& rows);

class Listing {
 public:
  struct Project {
    std::string name;
    Split split = Split::kTrain;
    std::vector<RowAt> rows;      // of a project that was split by file, those of its parts
    uint64_t begin = 0, end = 0;  // its files: set by Make
  };

  // `projects`, sorted by name. Errors: damaged rows; a content that is not there.
  static Result<Listing> Make(std::vector<Project> projects, const Contents& contents);
  // That keeps `rows`.
  static Result<Listing> MakeOf(ProjectRows rows, const Contents& contents);

  const std::vector<Project>& projects() const { return projects_; }
  void SetSplit(size_t project, Split split) { projects_[project].split = split; }
  bool Contains(std::string_view name) const;

  static constexpr uint32_t kNoContent = UINT32_MAX;
  uint64_t num_files() const { return outcomes_.size(); }
  uint32_t content(uint64_t file) const { return contents_[file]; }
  uint32_t sites(uint64_t file) const { return sites_[file]; }  // attribute uses in it
  Outcome outcome(uint64_t file) const { return static_cast<Outcome>(outcomes_[file]); }
  void SetOutcome(uint64_t file, Outcome outcome) {
    outcomes_[file] = static_cast<uint8_t>(outcome);
  }

  // The row, with its split and the outcomes of its files as they are here.
  Result<ProjectRow> Read(size_t project) const;
  Result<ProjectRows> ReadAll() const;

  // Attribute uses in what is kept.
  int64_t SitesOf(size_t project) const;
  std::vector<int64_t> SitesBySplit() const;

 private:
  Status AddFiles(Project& project, const Contents& contents);

  std::vector<Project> projects_;
  std::vector<uint32_t> contents_, sites_;
  std::vector<uint8_t> outcomes_;
  std::shared_ptr<const ProjectRows> own_;
};

}  // namespace fastnode::corpus
