#include "collect/corpus/listing.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "support/bytes.h"
#include "support/check.h"

namespace fastnode::corpus {
namespace {

// The parts of a project put together again: each file once.
Result<ProjectRow> ReadJoined(const std::vector<RowAt>& rows) {
  if (rows.size() == 1) return rows[0].Read();
  ProjectRow joined;
  for (const RowAt& at : rows) {
    Result<ProjectRow> row = at.Read();
    if (!row.ok()) return row;
    joined.files.insert(joined.files.end(), row->files.begin(), row->files.end());
  }
  std::sort(joined.files.begin(), joined.files.end(), [](const FileRow& a, const FileRow& b) {
    return std::tie(a.path, a.outcome) < std::tie(b.path, b.outcome);
  });
  auto same = [](const FileRow& a, const FileRow& b) { return a.path == b.path; };
  joined.files.erase(std::unique(joined.files.begin(), joined.files.end(), same),
                     joined.files.end());
  return joined;
}

}  // namespace

Result<ProjectRow> RowAt::Read() const {
  if (row_ != nullptr) return *row_;
  return DecodeProject(encoded_);
}

Split RowAt::split() const {
  if (row_ != nullptr) return row_->split;
  return encoded_.empty() ? Split::kTrain : static_cast<Split>(encoded_[0]);
}

uint32_t RowAt::num_files() const {
  if (row_ != nullptr) return static_cast<uint32_t>(row_->files.size());
  ByteReader reader(encoded_);
  reader.Get<uint8_t>();  // its split
  return reader.Get<uint32_t>();
}

RowsAt RowsIn(const ProjectRows& rows) {
  RowsAt at;
  for (const auto& [name, row] : rows) at.emplace_hint(at.end(), name, RowAt(row));
  return at;
}

Result<Listing> Listing::Make(std::vector<Project> projects, const Contents& contents) {
  Listing listing;
  listing.projects_ = std::move(projects);
  // At once: what grows is twice as large for a while.
  uint64_t num_files = 0;
  for (const Project& project : listing.projects_) {
    for (const RowAt& row : project.rows) num_files += row.num_files();
  }
  listing.contents_.reserve(num_files);
  listing.sites_.reserve(num_files);
  listing.outcomes_.reserve(num_files);
  for (Project& project : listing.projects_) {
    Status added = listing.AddFiles(project, contents);
    if (!added.ok()) return added.error().Context("project " + project.name);
  }
  return listing;
}

Result<Listing> Listing::MakeOf(ProjectRows rows, const Contents& contents) {
  auto own = std::make_shared<const ProjectRows>(std::move(rows));
  std::vector<Project> projects;
  for (const auto& [name, row] : *own) projects.push_back({name, row.split, {RowAt(row)}});
  Result<Listing> listing = Make(std::move(projects), contents);
  if (listing.ok()) listing->own_ = std::move(own);
  return listing;
}

Status Listing::AddFiles(Project& project, const Contents& contents) {
  Result<ProjectRow> row = ReadJoined(project.rows);
  if (!row.ok()) return row.error();
  project.begin = outcomes_.size();
  for (const FileRow& file : row->files) {
    uint32_t number = kNoContent, sites = 0;
    if (HasContent(file.outcome)) {
      auto found = contents.Find(project.name, file.id);
      if (!found.has_value()) {
        return Error{file.path + ": its content " + file.id.Hex() +
                     " is not there; the part was changed without a merge: run 'fastnode corpus "
                     "merge'"};
      }
      number = found->number;
      sites = found->row.sites;
    }
    contents_.push_back(number);
    sites_.push_back(sites);
    outcomes_.push_back(static_cast<uint8_t>(file.outcome));
  }
  project.end = outcomes_.size();
  return {};
}

bool Listing::Contains(std::string_view name) const {
  auto found =
      std::lower_bound(projects_.begin(), projects_.end(), name,
                       [](const Project& project, std::string_view a) { return project.name < a; });
  return found != projects_.end() && found->name == name;
}

Result<ProjectRow> Listing::Read(size_t project) const {
  const Project& here = projects_[project];
  Result<ProjectRow> row = ReadJoined(here.rows);
  if (!row.ok()) return row.error().Context("project " + here.name);
  CHECK(row->files.size() == here.end - here.begin);
  row->split = here.split;
  for (uint64_t file = here.begin; file < here.end; ++file) {
    row->files[file - here.begin].outcome = outcome(file);
  }
  return row;
}

Result<ProjectRows> Listing::ReadAll() const {
  ProjectRows rows;
  for (size_t project = 0; project < projects_.size(); ++project) {
    Result<ProjectRow> row = Read(project);
    if (!row.ok()) return row.error();
    rows.emplace_hint(rows.end(), projects_[project].name, *std::move(row));
  }
  return rows;
}

int64_t Listing::SitesOf(size_t project) const {
  int64_t sum = 0;
  for (uint64_t file = projects_[project].begin; file < projects_[project].end; ++file) {
    if (outcome(file) == Outcome::kKept) sum += sites(file);
  }
  return sum;
}

std::vector<int64_t> Listing::SitesBySplit() const {
  std::vector<int64_t> sums(kNumSplits);
  for (size_t project = 0; project < projects_.size(); ++project) {
    sums[static_cast<size_t>(projects_[project].split)] += SitesOf(project);
  }
  return sums;
}

}  // namespace fastnode::corpus
