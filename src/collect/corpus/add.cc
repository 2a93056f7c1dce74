// Adds in two steps, so that a kill loses little and harms nothing. Contents go in first, in
// groups, each a transaction: no file names them yet, so no reader sees them. Then one transaction
// decides over the whole store which files are kept and writes all names at once. What no file
// names is removed in the same transaction. StoreTest.AWriterMayDieAtAnyWrite kills a writer at
// each write.
#include "collect/corpus/add.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <utility>

#include "collect/corpus/examine.h"
#include "collect/corpus/find.h"
#include "collect/corpus/keep.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/roles.h"
#include "collect/corpus/seal.h"
#include "support/bytes.h"
#include "support/compress.h"
#include "support/file.h"
#include "support/file_lock.h"
#include "support/hash.h"
#include "support/progress.h"
#include "support/workers.h"

namespace fastnode::corpus {
namespace {

// Files analysed between two commits. It bounds the memory, and the work that a kill loses.
constexpr size_t kGroup = 512;

// What came out of one file. `examined` is set if its content was not in the store.
struct AddedFile {
  FileRow row;
  std::optional<Examined> examined;
  std::vector<std::pair<Table, std::string>> content;  // its rows, if it is kept
};

std::vector<std::pair<Table, std::string>> RowsOf(const std::string& text,
                                                  const Examined& examined) {
  return {
      {kSources, EncodeSource(examined.row)},
      {kSketches, EncodeSketch(examined.sketch)},
      {kTexts, Compress(text)},
      {kTrees, Compress(examined.tree)},
      {kUsage, Compress(EncodeUsage(examined.usage))},
      {kWords, Compress(EncodeWords(examined.words))},
      {kSymbols, Compress(EncodeSymbols(examined.symbols))},
  };
}

Result<ProjectRows> ReadProjects(const Lmdb::Transaction& txn) {
  ProjectRows projects;
  Status read = txn.ForEach(kProjects, [&](std::string_view key, std::string_view value) {
    Result<ProjectRow> row = DecodeProject(value);
    if (!row.ok()) return Status(row.error().Context("project " + std::string(key)));
    projects.emplace(key, std::move(*row));
    return Status();
  });
  if (!read.ok()) return read.error();
  return projects;
}

// The roles that a store's projects have; none if there is no store.
Result<Roles> ReadRoles(const std::string& store) {
  if (store.empty() || !PathExists(store + "/data.mdb")) return Roles();
  if (Status checked = CheckSeal(store); !checked.ok()) return checked.error();
  // The first two tables: a store of another version may lack others, and roles outlive versions.
  Result<Lmdb> environment =
      Lmdb::Open(store, {Tables()[kMeta], Tables()[kProjects]}, Lmdb::Mode::kRead);
  if (!environment.ok()) return environment.error();
  Result<Lmdb::Transaction> txn = environment->Begin();
  if (!txn.ok()) return txn.error();
  Result<ProjectRows> projects = ReadProjects(*txn);
  if (!projects.ok()) return projects.error();
  return RolesOf(*projects);
}

class Adder {
 public:
  Adder(const AddOptions& options, const types::Library& library, Lmdb environment)
      : options_(options),
        library_(library),
        types_(std::make_unique<types::LibraryTypes>(library)),
        environment_(std::move(environment)) {}

  Result<AddReport> Remove(const std::vector<std::string>& projects) {
    if (Status loaded = Load(); !loaded.ok()) return loaded.error();
    for (const std::string& name : projects) {
      if (!before_.contains(name)) {
        return Error{options_.store + ": there is no project '" + name + "'"};
      }
      removed_.insert(name);
      for (Split split : {Split::kValidation, Split::kTest}) removed_.insert(PartOf(name, split));
    }
    if (Status finished = Finish(); !finished.ok()) return finished.error();
    return std::move(report_);
  }

  Result<AddReport> Run(const std::vector<FileToAdd>& files) {
    if (Status loaded = Load(); !loaded.ok()) return loaded.error();
    if (Status analysed = AnalyseAll(files); !analysed.ok()) return analysed.error();
    if (Status finished = Finish(); !finished.ok()) return finished.error();
    return std::move(report_);
  }

 private:
  // Reads what the store holds.
  Status Load() {
    Result<Lmdb::Transaction> txn = environment_.Begin();
    if (!txn.ok()) return txn.error();
    if (Status checked = CheckMeta(*txn); !checked.ok()) return checked.error();
    Result<ProjectRows> projects = ReadProjects(*txn);
    if (!projects.ok()) return projects.error();
    before_ = *std::move(projects);
    Status read = txn->ForEach(kSources, [&](std::string_view key, std::string_view value) {
      Result<ContentId> id = DecodeId(key);
      Result<SourceRow> row = DecodeSource(value);
      if (!id.ok()) return Status(id.error());
      if (!row.ok()) return Status(row.error());
      sites_.emplace(*id, row->sites);
      return Status();
    });
    if (!read.ok()) return read.error();
    return txn->ForEach(kSketches, [&](std::string_view key, std::string_view value) {
      Result<ContentId> id = DecodeId(key);
      Result<Sketch> sketch = DecodeSketch(value);
      if (!id.ok()) return Status(id.error());
      if (!sketch.ok()) return Status(sketch.error());
      sketches_.emplace(*id, *sketch);
      return Status();
    });
  }

  Status CheckMeta(const Lmdb::Transaction& txn) {
    if (Status checked = CheckVersions(txn); !checked.ok()) {
      return checked.error().Context(options_.store);
    }
    auto library = txn.Get(kMeta, "library");
    if (!library.ok()) return library.error();
    if (library->has_value() && **library != LibraryBytes()) {
      return Error{options_.store + ": made with another library; give that one, or a new folder"};
    }
    return {};
  }

  std::string LibraryBytes() const {
    ByteWriter writer;
    writer.Put(library_.content_hash());
    return writer.Take();
  }

  Status AnalyseAll(const std::vector<FileToAdd>& files) {
    for (const auto& [name, project] : before_) {
      for (const FileRow& file : project.files) {
        if (file.outcome >= Outcome::kEmpty && !HasContent(file.outcome)) {
          rejected_.emplace(file.id, file.outcome);
        }
      }
    }
    Progress progress("corpus add", files.size(), "files");
    for (size_t begin = 0; begin < files.size(); begin += kGroup) {
      size_t count = std::min(kGroup, files.size() - begin);
      std::vector<AddedFile> group(count);
      ParallelFor(static_cast<int64_t>(count), options_.num_threads, [&](int64_t i) {
        group[static_cast<size_t>(i)] = AddFile(files[begin + static_cast<size_t>(i)]);
        progress.Add();
      });
      if (Status stored = StoreGroup(group); !stored.ok()) return stored.error();
      for (size_t i = 0; i < count; ++i) {
        const std::string& project = files[begin + i].project;
        added_[project].files.push_back(std::move(group[i].row));
      }
    }
    progress.Finish();
    report_.files = static_cast<int64_t>(files.size());
    return {};
  }

  // Reads one file, and examines it if its content is new. Changes no member, so it runs in
  // parallel.
  AddedFile AddFile(const FileToAdd& file) const {
    AddedFile added;
    added.row.path = file.path;
    std::error_code error;
    uint64_t size = std::filesystem::file_size(file.full_path, error);
    added.row.bytes = static_cast<uint32_t>(std::min<uint64_t>(error ? 0 : size, UINT32_MAX));
    if (!error && size > kMaxSourceBytes) {
      added.row.outcome = Outcome::kTooLarge;
      return added;
    }
    Result<std::string> text = ReadFile(file.full_path, kMaxSourceBytes);
    if (!text.ok()) {
      added.row.outcome = Outcome::kUnreadable;
      return added;
    }
    added.row.bytes = static_cast<uint32_t>(text->size());
    added.row.id = HashContent(*text);
    if (sketches_.contains(added.row.id)) return added;
    if (auto known = rejected_.find(added.row.id); known != rejected_.end()) {
      added.row.outcome = known->second;
      return added;
    }
    added.examined = Examine(*text, *types_);
    added.row.outcome = added.examined->outcome;
    if (added.row.outcome == Outcome::kKept) added.content = RowsOf(*text, *added.examined);
    return added;
  }

  // Commits the contents of a group. The files that name them are written by Finish.
  Status StoreGroup(const std::vector<AddedFile>& group) {
    Result<Lmdb::Transaction> txn = environment_.Begin();
    if (!txn.ok()) return txn.error();
    for (const AddedFile& file : group) {
      report_.bytes += file.row.bytes;
      if (!file.examined.has_value()) continue;
      ++report_.analysed;
      if (file.examined->outcome != Outcome::kKept) continue;
      if (!sketches_.emplace(file.row.id, file.examined->sketch).second) continue;
      sites_.emplace(file.row.id, file.examined->row.sites);
      if (Status put = PutContent(file, *txn); !put.ok()) return put.error();
    }
    return txn->Commit();
  }

  static Status PutContent(const AddedFile& file, Lmdb::Transaction& txn) {
    const std::string key = EncodeId(file.row.id);
    for (const auto& [table, value] : file.content) {
      if (Status put = txn.Put(table, key, value); !put.ok()) return put.error();
    }
    for (SymbolForm form : {SymbolForm::kWritten, SymbolForm::kCanonical}) {
      for (const FileSymbols::Row& row : file.examined->symbols.rows[static_cast<size_t>(form)]) {
        Status put = txn.Put(PostingsOf(form), row.symbol, EncodePosting(file.row.id, row.counts));
        if (!put.ok()) return put.error();
      }
    }
    return {};
  }

  // The projects with their splits, and what is kept of them.
  Result<ProjectRows> Decide() {
    ProjectRows after = before_;
    for (const std::string& name : removed_) after.erase(name);
    for (auto& [name, project] : added_) {
      auto listed = options_.splits.find(name);
      project.split =
          listed == options_.splits.end() ? options_.split.value_or(Split::kTrain) : listed->second;
      for (Split split : {Split::kValidation, Split::kTest}) after.erase(PartOf(name, split));
      after[name] = project;
    }
    if (options_.split.has_value() || added_.empty()) {
      DecideKept(sketches_, after);
    } else {
      Roles before = RolesOf(before_);
      if (Result<Roles> others = ReadRoles(options_.roles_of); others.ok()) {
        before.merge(*others);
      } else {
        report_.forgotten = others.error().message;
      }
      RolesGiven given = GiveRoles(JoinParts(after), options_.splits, before, sketches_, sites_);
      report_.by_file = given.by_file;
      after = std::move(given.projects);
    }
    report_.sites = SitesBySplit(after, sites_);
    if (options_.need_all_splits) {
      if (Status enough = CheckSplits(after); !enough.ok()) return enough.error();
    }
    return after;
  }

  Status CheckSplits(const ProjectRows& after) const {
    int64_t files = 0, listed = 0;
    for (const auto& [name, project] : after) {
      listed += options_.splits.contains(name);
      for (const FileRow& file : project.files) {
        auto found = sites_.find(file.id);
        files += file.outcome == Outcome::kKept && found != sites_.end() && found->second > 0;
      }
    }
    for (Split split : {Split::kTrain, Split::kValidation, Split::kTest}) {
      if (report_.sites[static_cast<size_t>(split)] > 0) continue;
      std::string error =
          "the " + std::string(Name(split)) + " split has no attribute (a name after a dot); ";
      if (listed > 0)
        return Error{error + "give this role to a project that has some in the list of roles"};
      return Error{error + "of the files kept, " + std::to_string(files) +
                   " have one, and three must: one each for training, validation and test; add "
                   "code"};
    }
    return {};
  }

  // Decides over the whole store what is kept, and commits that with all names in one transaction.
  Status Finish() {
    Result<ProjectRows> decided = Decide();
    if (!decided.ok()) return decided.error();
    const ProjectRows& after = *decided;
    Result<Lmdb::Transaction> txn = environment_.Begin();
    if (!txn.ok()) return txn.error();
    report_.dataset_id = DatasetId(after, library_.content_hash());
    const std::pair<std::string, std::string> meta[] = {
        {"format", std::string(kFormat)},
        {"trees", EncodeTreeVersion()},
        {"library", LibraryBytes()},
        {"dataset_id", report_.dataset_id},
    };
    for (const auto& [key, value] : meta) {
      if (Status put = txn->Put(kMeta, key, value); !put.ok()) return put.error();
    }
    for (const auto& [name, project] : after) {
      auto old = before_.find(name);
      if (old != before_.end() && old->second == project) continue;
      if (IsAdded(name)) ++report_.projects_changed;
      if (Status put = txn->Put(kProjects, name, EncodeProject(project)); !put.ok())
        return put.error();
    }
    for (const auto& [name, project] : before_) {
      if (after.contains(name)) continue;
      if (Status removed = txn->Delete(kProjects, name); !removed.ok()) return removed.error();
      ++report_.projects_changed;
    }
    if (Status removed = RemoveUnnamed(after, *txn); !removed.ok()) return removed.error();
    Tell(after);
    return txn->Commit();
  }

  Status RemoveUnnamed(const ProjectRows& projects, Lmdb::Transaction& txn) const {
    std::set<ContentId> named;
    for (const auto& [name, project] : projects) {
      for (const FileRow& file : project.files) {
        if (HasContent(file.outcome)) named.insert(file.id);
      }
    }
    for (const auto& [id, sketch] : sketches_) {
      if (named.contains(id)) continue;
      if (Status removed = RemovePostings(id, txn); !removed.ok()) return removed.error();
      for (Table table : kContentTables) {
        if (Status removed = txn.Delete(table, EncodeId(id)); !removed.ok()) return removed.error();
      }
    }
    return {};
  }

  static Status RemovePostings(const ContentId& id, Lmdb::Transaction& txn) {
    auto row = txn.Get(kSymbols, EncodeId(id));
    if (!row.ok()) return row.error();
    if (!row->has_value()) return {};
    Result<std::string> bytes = Decompress(**row, kMaxUnpackedBytes);
    if (!bytes.ok()) return bytes.error();
    Result<FileSymbols> symbols = DecodeSymbols(*bytes);
    if (!symbols.ok()) return symbols.error();
    for (SymbolForm form : {SymbolForm::kWritten, SymbolForm::kCanonical}) {
      for (const FileSymbols::Row& row : symbols->rows[static_cast<size_t>(form)]) {
        Status removed =
            txn.DeleteValue(PostingsOf(form), row.symbol, EncodePosting(id, row.counts));
        if (!removed.ok()) return removed.error();
      }
    }
    return {};
  }

  void Tell(const ProjectRows& after) {
    report_.projects = static_cast<int64_t>(added_.size());
    for (const auto& [name, project] : after) {
      for (const FileRow& file : project.files) {
        if (file.outcome == Outcome::kKept) {
          ++report_.kept;
        } else if (IsAdded(name)) {
          ++report_.skipped[std::string(Name(file.outcome))];
        }
      }
    }
    for (const auto& [name, split] : options_.splits) {
      if (!added_.contains(name)) report_.not_found.push_back(name);
    }
  }

  // `name` may be the name of a part (PartOf).
  bool IsAdded(const std::string& name) const {
    return added_.contains(name) ||
           (report_.by_file && added_.contains(name.substr(0, name.rfind('/'))));
  }

  const AddOptions& options_;
  const types::Library& library_;
  const std::unique_ptr<types::LibraryTypes> types_;
  Lmdb environment_;
  ProjectRows before_, added_;
  std::set<std::string> removed_;
  Sketches sketches_;
  SitesOfContent sites_;
  std::map<ContentId, Outcome> rejected_;
  AddReport report_;
};

// Nobody else may write from the first read to the last commit. LMDB's own lock only covers one
// transaction.
template <typename Work>
Result<AddReport> WithStore(const AddOptions& options, const types::Library& library,
                            const Work& work) {
  Result<FileLock> lock = FileLock::Take(options.store + "/add.lock");
  if (!lock.ok()) return lock.error();
  if (Status broken = BreakSeal(options.store); !broken.ok()) return broken.error();
  Result<Lmdb> environment = Lmdb::Open(options.store, Tables(), Lmdb::Mode::kWrite);
  if (!environment.ok()) return environment.error();
  Result<AddReport> report = work(Adder(options, library, std::move(*environment)));
  if (Status sealed = PutSeal(options.store); !sealed.ok() && report.ok()) return sealed.error();
  return report;
}

}  // namespace

Result<AddReport> AddProjects(const AddOptions& options, const types::Library& library) {
  Result<std::vector<FileToAdd>> files = FindFiles(options);
  if (!files.ok()) return files.error();
  if (Status made = MakeFolders(options.store); !made.ok()) return made.error();
  return WithStore(options, library, [&](Adder adder) { return adder.Run(*files); });
}

Result<AddReport> RemoveProjects(const std::string& store, const types::Library& library,
                                 const std::vector<std::string>& projects) {
  if (!PathExists(store + "/data.mdb")) return Error{store + ": no corpus store there"};
  AddOptions options;
  options.store = store;
  return WithStore(options, library, [&](Adder adder) { return adder.Remove(projects); });
}

}  // namespace fastnode::corpus
