// Nothing is merged in pairs: the decision is a function of the set of all projects with their
// sketches (keep.h), the same one that a single store makes. So there is no order to depend on.
// tests/cli/parts.sh compares 1, 3 and 16 parts. In memory there are a few numbers of each file
// (listing.h, near_duplicates.h), the names of projects, and the rows of one part at a time.
#include "collect/corpus/merge.h"

#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/contents.h"
#include "collect/corpus/decide.h"
#include "collect/corpus/digest.h"
#include "collect/corpus/keep.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/listing.h"
#include "collect/corpus/roles.h"
#include "support/check.h"
#include "support/file_lock.h"
#include "support/hash.h"
#include "support/scratch.h"

namespace fastnode::corpus {
namespace {

// The contents of all parts. What is found of one is in two parts if both have it.
class ContentsOfParts final : public Contents {
 public:
  static Result<ContentsOfParts> Make(const std::vector<Digest>& digests, const Scratch& scratch) {
    uint64_t rows = 0;
    std::vector<uint64_t> begins;
    for (const Digest& digest : digests) {
      begins.push_back(rows);
      rows += digest.num_contents();
    }
    if (rows >= Listing::kNoContent) return Error{"more contents than a merge can number"};
    auto numbers = ScratchArray<uint32_t>::Make(scratch, rows);
    if (!numbers.ok()) return numbers.error();
    auto places = ScratchArray<Place>::Make(scratch, rows);
    if (!places.ok()) return places.error();
    ContentsOfParts contents(digests, std::move(begins), *std::move(numbers), *std::move(places));
    contents.Number();
    return contents;
  }

  uint32_t size() const override { return size_; }

  std::optional<Found> Find(std::string_view project, const ContentId& id) const override {
    const auto part =
        static_cast<size_t>(PartOfProject(project, static_cast<int>(digests_->size())));
    const Digest& digest = (*digests_)[part];
    const std::optional<uint32_t> row = digest.Find(id);
    if (!row.has_value()) return std::nullopt;
    return Found{numbers_[begins_[part] + *row], digest.SourceAt(*row)};
  }

  Sketch SketchOf(uint32_t number) const override {
    const Place& place = places_[number];
    return (*digests_)[place.part].SketchAt(place.row);
  }

  // Else the system reads much around each of them, and has no room for what is needed.
  void AllWereRead() const override {
    for (const Digest& digest : *digests_) digest.ReadHereAndThere();
  }

 private:
  struct Place {
    uint32_t part, row;
  };

  ContentsOfParts(const std::vector<Digest>& digests, std::vector<uint64_t> begins,
                  ScratchArray<uint32_t> numbers, ScratchArray<Place> places)
      : digests_(&digests),
        begins_(std::move(begins)),
        numbers_(std::move(numbers)),
        places_(std::move(places)) {}

  // Digests are sorted by id, so they are read side by side.
  void Number() {
    using Head = std::pair<ContentId, uint32_t>;  // and the part
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
    std::vector<uint32_t> next(digests_->size());
    auto push = [&](uint32_t part) {
      const Digest& digest = (*digests_)[part];
      if (next[part] < digest.num_contents()) heads.emplace(digest.IdAt(next[part]), part);
    };
    for (uint32_t part = 0; part < digests_->size(); ++part) push(part);
    std::optional<ContentId> last;
    while (!heads.empty()) {
      const auto [id, part] = heads.top();
      heads.pop();
      if (last != id) places_[size_++] = {part, next[part]};
      last = id;
      numbers_[begins_[part] + next[part]++] = size_ - 1;
      push(part);
    }
  }

  const std::vector<Digest>* digests_;
  std::vector<uint64_t> begins_;    // of each part, in numbers_
  ScratchArray<uint32_t> numbers_;  // of the contents of each part
  ScratchArray<Place> places_;      // of each number, the first part that has it
  uint32_t size_ = 0;
};

class Merger {
 public:
  Merger(const AddOptions& options, const types::Library& library)
      : options_(options),
        library_(library),
        scratch_{options.store, options.merge_memory_bytes.value_or(Scratch().memory_bytes)} {}

  Result<AddReport> Run(const std::set<std::string>* added) {
    if (Status read = ReadParts(); !read.ok()) return read.error();
    if (Status read = ReadBefore(added); !read.ok()) return read.error();
    report_.shares = options_.shares.value_or(shares_before_);
    if (Status fits = CheckShares(report_.shares, catalogue_.num_parts()); !fits.ok()) {
      return fits.error();
    }
    Result<ContentsOfParts> contents = ContentsOfParts::Make(digests_, scratch_);
    if (!contents.ok()) return contents.error();
    Result<Listing> after =
        Decide(options_, {before_.projects(), added_, removed_, *contents}, scratch_, report_);
    if (!after.ok()) return after.error();
    Result<std::string> id = DatasetId(*after, library_.content_hash(), report_.shares);
    if (!id.ok()) return id.error();
    report_.dataset_id = *std::move(id);
    if (Status counted = CountChanges(*after); !counted.ok()) return counted.error();
    if (Status written = Write(*after, *contents); !written.ok()) return written.error();
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
    const int number = catalogue_.num_parts();
    Result<Digest> digest = DigestOf(options_.store, part, number);
    if (!digest.ok()) return digest.error();
    if (Status taken = Take(part, *digest); !taken.ok()) {
      return taken.error().Context(PartFolder(options_.store, part, number));
    }
    digests_.push_back(*std::move(digest));
    return {};
  }

  Status Take(int part, const Digest& digest) {
    if (digest.library_hash() != library_.content_hash()) {
      return Error{"made with another library; give that one, or make the part again"};
    }
    for (const auto& [name, row] : digest.projects()) {
      if (PartOfProject(name, catalogue_.num_parts()) != part) {
        return Error{"project '" + name + "' belongs to another part"};
      }
      there_.emplace(name, row);
    }
    catalogue_.parts[static_cast<size_t>(part)].contents = digest.contents();
    return {};
  }

  // What the catalogue said, and what has come and gone since.
  Status ReadBefore(const std::set<std::string>* added) {
    if (HasCatalogue(options_.store)) {
      // Roles that cannot be read are assigned again; `corpus add` says so, too.
      if (Result<Catalogue> catalogue = ReadCatalogue(options_.store); catalogue.ok()) {
        shares_before_ = catalogue->num_shares();
      }
      Result<CatalogueRows> before = CatalogueRows::Open(options_.store);
      if (before.ok()) {
        before_ = *std::move(before);
      } else {
        report_.forgotten = before.error().message;
      }
    }
    const std::vector<Listing::Project> whole = JoinParts(before_.projects());
    std::set<std::string_view> names;
    for (const Listing::Project& project : whole) names.insert(project.name);
    for (const auto& [name, row] : there_) {
      if (added == nullptr || added->contains(name) || !names.contains(name)) {
        added_.emplace(name, row);
      }
    }
    for (const Listing::Project& project : whole) {
      if (there_.contains(project.name)) continue;
      removed_.insert(project.name);
      for (Split split : {Split::kValidation, Split::kTest}) {
        removed_.insert(PartOf(project.name, split));
      }
    }
    return {};
  }

  Status CountChanges(const Listing& after) {
    for (size_t i = 0; i < after.projects().size(); ++i) {
      const std::string& name = after.projects()[i].name;
      if (!IsAdded(name, added_, report_)) continue;
      auto old = before_.projects().find(name);
      if (old == before_.projects().end()) {
        ++report_.projects_changed;
        continue;
      }
      Result<ProjectRow> now = after.Read(i), was = old->second.Read();
      if (!now.ok()) return now.error();
      if (!was.ok()) return was.error();
      report_.projects_changed += *now != *was;
    }
    for (const auto& [name, row] : before_.projects()) {
      report_.projects_changed += !after.Contains(name);
    }
    return {};
  }

  // One part after the other.
  Status Write(const Listing& after, const Contents& contents) {
    const auto num_parts = catalogue_.parts.size();
    if (report_.shares > 1) catalogue_.shares.resize(static_cast<size_t>(report_.shares));
    std::vector<std::vector<size_t>> dealt(num_parts);
    for (size_t i = 0; i < after.projects().size(); ++i) {
      const std::string& name = after.projects()[i].name;
      dealt[static_cast<size_t>(PartOfProject(name, catalogue_.num_parts()))].push_back(i);
    }
    for (size_t part = 0; part < num_parts; ++part) {
      PartRows rows;
      for (size_t i : dealt[part]) {
        if (Status added = AddRows(after, i, contents, rows, catalogue_.parts[part]); !added.ok()) {
          return added;
        }
      }
      const std::string bytes = EncodePartRows(rows);
      catalogue_.parts[part].rows = HashContent(bytes).Hex();
      Status written =
          WritePartRows(options_.store, static_cast<int>(part), catalogue_.num_parts(), bytes);
      if (!written.ok()) return written.error();
    }
    catalogue_.dataset_id = report_.dataset_id;
    return WriteCatalogue(options_.store, catalogue_);
  }

  Status AddRows(const Listing& after, size_t i, const Contents& contents, PartRows& rows,
                 CataloguePart& part) {
    const std::string& name = after.projects()[i].name;
    Result<ProjectRow> project = after.Read(i);
    if (!project.ok()) return project.error();
    const auto split = static_cast<size_t>(project->split);
    CatalogueSplit& sums = part.splits[split];
    int64_t weight = 0;
    ++sums.projects;
    for (const FileRow& file : project->files) {
      if (file.outcome != Outcome::kKept) continue;
      const auto source = contents.Find(name, file.id);
      CHECK(source.has_value());
      rows.sources.push_back(source->row);
      ++sums.sources;
      sums.sites += source->row.sites;
      weight += DrawWeight(source->row.sites);
    }
    rows.projects.emplace_hint(rows.projects.end(), name, *std::move(project));
    if (report_.shares == 1) return {};
    const int share = ShareOfProject(name, report_.shares);
    catalogue_.shares[static_cast<size_t>(share)][split] += weight;
    return {};
  }

  const AddOptions& options_;
  const types::Library& library_;
  const Scratch scratch_;
  Catalogue catalogue_;
  std::vector<Digest> digests_;
  CatalogueRows before_;
  RowsAt there_, added_;
  std::set<std::string> removed_;
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
