// Nothing is merged in pairs: the decision is a function of the set of all projects with their
// sketches (keep.h), the same one that a single store makes. So there is no order to depend on.
// tests/cli/parts.sh compares 1, 3 and 16 parts.
#include "collect/corpus/merge.h"

#include <utility>
#include <vector>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/decide.h"
#include "collect/corpus/digest.h"
#include "collect/corpus/layout.h"
#include "support/file.h"
#include "support/file_lock.h"
#include "support/hash.h"

namespace fastnode::corpus {
namespace {

class Merger {
 public:
  Merger(const AddOptions& options, const types::Library& library)
      : options_(options), library_(library) {}

  Result<AddReport> Run(const std::set<std::string>* added) {
    if (Status read = ReadParts(); !read.ok()) return read.error();
    if (Status read = ReadBefore(added); !read.ok()) return read.error();
    report_.shares = options_.shares.value_or(shares_before_);
    if (Status fits = CheckShares(report_.shares, catalogue_.num_parts()); !fits.ok()) {
      return fits.error();
    }
    Result<ProjectRows> after =
        Decide(options_, {before_, added_, removed_, sketches_, sites_}, report_);
    if (!after.ok()) return after.error();
    report_.dataset_id = DatasetId(*after, library_.content_hash(), report_.shares);
    CountChanges(*after);
    if (Status written = Write(*after); !written.ok()) return written.error();
    Tell(options_, added_, *after, report_);
    return std::move(report_);
  }

 private:
  Status ReadParts() {
    Result<int> number = CountParts(options_.store);
    if (!number.ok()) return number.error();
    if (*number == 0) return Error{options_.store + ": there are no parts of a corpus"};
    catalogue_.parts.resize(static_cast<size_t>(*number));
    catalogue_.library_hash = library_.content_hash();
    for (int part = 0; part < *number; ++part) {
      if (Status read = ReadPart(part); !read.ok()) return read.error();
    }
    return {};
  }

  Status ReadPart(int part) {
    const int number = static_cast<int>(catalogue_.parts.size());
    Result<Digest> digest = DigestOf(options_.store, part, number);
    if (!digest.ok()) return digest.error();
    Status taken = Take(part, *std::move(digest));
    return taken.ok() ? taken : taken.error().Context(PartFolder(options_.store, part, number));
  }

  Status Take(int part, Digest digest) {
    if (digest.library_hash != library_.content_hash()) {
      return Error{"made with another library; give that one, or make the part again"};
    }
    for (const auto& [name, row] : digest.projects) {
      if (PartOfProject(name, catalogue_.num_parts()) != part) {
        return Error{"project '" + name + "' belongs to another part"};
      }
    }
    catalogue_.parts[static_cast<size_t>(part)].contents = std::move(digest.contents);
    there_.merge(digest.projects);
    for (const auto& [id, row] : digest.sources) sites_.emplace(id, row.sites);
    sources_.merge(digest.sources);
    sketches_.merge(digest.sketches);
    return {};
  }

  // What the catalogue said, and what has come and gone since.
  Status ReadBefore(const std::set<std::string>* added) {
    if (HasCatalogue(options_.store)) {
      // Roles that cannot be read are assigned again; `corpus add` says so, too.
      if (Result<Catalogue> catalogue = ReadCatalogue(options_.store); catalogue.ok()) {
        shares_before_ = catalogue->num_shares();
      }
      Result<ProjectRows> before = ReadCatalogueRows(options_.store);
      if (before.ok()) {
        before_ = *std::move(before);
      } else {
        report_.forgotten = before.error().message;
      }
    }
    const ProjectRows whole = JoinParts(before_);
    for (const auto& [name, row] : there_) {
      if (added == nullptr || added->contains(name) || !whole.contains(name)) {
        added_.emplace(name, row);
      }
    }
    for (const auto& [name, row] : whole) {
      if (there_.contains(name)) continue;
      removed_.insert(name);
      for (Split split : {Split::kValidation, Split::kTest}) removed_.insert(PartOf(name, split));
    }
    return {};
  }

  void CountChanges(const ProjectRows& after) {
    for (const auto& [name, project] : after) {
      auto old = before_.find(name);
      const bool same = old != before_.end() && old->second == project;
      report_.projects_changed += !same && IsAdded(name, added_, report_);
    }
    for (const auto& [name, project] : before_) report_.projects_changed += !after.contains(name);
  }

  Status Write(const ProjectRows& after) {
    std::vector<PartRows> rows(catalogue_.parts.size());
    if (report_.shares > 1) catalogue_.shares.resize(static_cast<size_t>(report_.shares));
    for (const auto& [name, project] : after) {
      const auto part = static_cast<size_t>(PartOfProject(name, catalogue_.num_parts()));
      const auto split = static_cast<size_t>(project.split);
      CatalogueSplit& sums = catalogue_.parts[part].splits[split];
      int64_t weight = 0;
      ++sums.projects;
      rows[part].projects.emplace(name, project);
      for (const FileRow& file : project.files) {
        if (file.outcome != Outcome::kKept) continue;
        const SourceRow& source = sources_.at(file.id);
        rows[part].sources.push_back(source);
        ++sums.sources;
        sums.sites += source.sites;
        weight += DrawWeight(source.sites);
      }
      if (report_.shares == 1) continue;
      const int share = ShareOfProject(name, report_.shares);
      catalogue_.shares[static_cast<size_t>(share)][split] += weight;
    }
    for (size_t part = 0; part < rows.size(); ++part) {
      const std::string bytes = EncodePartRows(rows[part]);
      catalogue_.parts[part].rows = HashContent(bytes).Hex();
      Status written = WritePartRows(options_.store, static_cast<int>(part),
                                     static_cast<int>(rows.size()), bytes);
      if (!written.ok()) return written.error();
    }
    catalogue_.dataset_id = report_.dataset_id;
    return WriteCatalogue(options_.store, catalogue_);
  }

  const AddOptions& options_;
  const types::Library& library_;
  Catalogue catalogue_;
  ProjectRows there_, before_, added_;
  std::set<std::string> removed_;
  std::map<ContentId, SourceRow> sources_;
  Sketches sketches_;
  SitesOfContent sites_;
  int shares_before_ = 1;
  AddReport report_;
};

Result<AddReport> Merge(const AddOptions& options, const types::Library& library,
                        const std::set<std::string>* added) {
  Result<FileLock> lock = FileLock::Take(options.store + "/merge.lock");
  if (!lock.ok()) return lock.error();
  return Merger(options, library).Run(added);
}

}  // namespace

Result<AddReport> MergeParts(const AddOptions& options, const types::Library& library,
                             const std::set<std::string>& added) {
  return Merge(options, library, &added);
}

Result<AddReport> MergeParts(const AddOptions& options, const types::Library& library) {
  return Merge(options, library, nullptr);
}

}  // namespace fastnode::corpus
