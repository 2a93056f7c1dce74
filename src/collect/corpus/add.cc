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

#include "collect/corpus/catalogue.h"
#include "collect/corpus/decide.h"
#include "collect/corpus/digest.h"
#include "collect/corpus/examine.h"
#include "collect/corpus/find.h"
#include "collect/corpus/keep.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/merge.h"
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
    Result<int> shares = ReadNumShares(*txn);
    if (!shares.ok()) return shares.error();
    shares_before_ = *shares;
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
    return ReadSketches(*txn, sketches_);
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

  // Decides over the whole store what is kept, and commits that with all names in one transaction.
  Status Finish() {
    const RowsAt added = RowsIn(added_);
    const StoredContents contents(sketches_, sites_);
    Result<Listing> decided = Decide(options_, {RowsIn(before_), added, removed_, contents},
                                     {.folder = options_.store}, report_);
    if (!decided.ok()) return decided.error();
    Result<ProjectRows> rows = decided->ReadAll();
    if (!rows.ok()) return rows.error();
    const ProjectRows& after = *rows;
    Result<Lmdb::Transaction> txn = environment_.Begin();
    if (!txn.ok()) return txn.error();
    report_.shares = options_.shares.value_or(shares_before_);
    Result<std::string> id = DatasetId(*decided, library_.content_hash(), report_.shares);
    if (!id.ok()) return id.error();
    report_.dataset_id = *std::move(id);
    const std::set<ContentId> named = NamedBy(after);
    if (options_.keep_same && !before_.empty() && after == before_ &&
        named.size() == sketches_.size()) {
      Tell(options_, added, *decided, report_);
      return {};
    }
    const std::pair<std::string, std::string> meta[] = {
        {"format", std::string(kFormat)},
        {"trees", EncodeTreeVersion()},
        {"library", LibraryBytes()},
        {"dataset_id", report_.dataset_id},
    };
    for (const auto& [key, value] : meta) {
      if (Status put = txn->Put(kMeta, key, value); !put.ok()) return put.error();
    }
    if (Status put = PutShares(*txn); !put.ok()) return put.error();
    for (const auto& [name, project] : after) {
      auto old = before_.find(name);
      if (old != before_.end() && old->second == project) continue;
      if (IsAdded(name, added, report_)) ++report_.projects_changed;
      if (Status put = txn->Put(kProjects, name, EncodeProject(project)); !put.ok())
        return put.error();
    }
    for (const auto& [name, project] : before_) {
      if (after.contains(name)) continue;
      if (Status removed = txn->Delete(kProjects, name); !removed.ok()) return removed.error();
      ++report_.projects_changed;
    }
    if (Status removed = RemoveUnnamed(named, *txn); !removed.ok()) return removed.error();
    Tell(options_, added, *decided, report_);
    return txn->Commit();
  }

  Status PutShares(Lmdb::Transaction& txn) const {
    if (report_.shares == 1) return txn.Delete(kMeta, kSharesKey);
    return txn.Put(kMeta, kSharesKey, std::to_string(report_.shares));
  }

  static std::set<ContentId> NamedBy(const ProjectRows& projects) {
    std::set<ContentId> named;
    for (const auto& [name, project] : projects) {
      for (const FileRow& file : project.files) {
        if (HasContent(file.outcome)) named.insert(file.id);
      }
    }
    return named;
  }

  Status RemoveUnnamed(const std::set<ContentId>& named, Lmdb::Transaction& txn) const {
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

  const AddOptions& options_;
  const types::Library& library_;
  const std::unique_ptr<types::LibraryTypes> types_;
  Lmdb environment_;
  ProjectRows before_, added_;
  std::set<std::string> removed_;
  Sketches sketches_;
  SitesOfContent sites_;
  int shares_before_ = 1;
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

// A part decides over itself alone, and all of it trains. The catalogue says how it is with the
// others.
AddOptions OptionsOfPart(const AddOptions& options, int part, int num_parts) {
  AddOptions one;
  one.store = PartFolder(options.store, part, num_parts);
  one.split = Split::kTrain;
  one.num_threads = options.num_threads;
  one.keep_same = true;
  return one;
}

// How many parts the store has, or is to have; 0: it is one store, as ever.
Result<int> PartsFor(const AddOptions& options) {
  Result<int> there = CountParts(options.store);
  if (!there.ok()) return there.error();
  const bool whole = PathExists(options.store + "/data.mdb");
  const int wanted = options.parts.value_or(*there > 0 ? *there : 1);
  if ((*there > 0 && wanted != *there) || (whole && wanted > 1)) {
    return Error{options.store + ": has " + std::to_string(std::max(*there, 1)) +
                 (*there > 1 ? " parts" : " part") + ", not " + std::to_string(wanted) +
                 "; remove it, or give another folder"};
  }
  // One part alone is a store like any other, unless it is there as a part.
  return *there == 0 && wanted == 1 ? 0 : wanted;
}

Result<AddReport> AddToPart(const AddOptions& options, const types::Library& library,
                            const std::vector<FileToAdd>& files) {
  if (Status made = MakeFolders(options.store); !made.ok()) return made.error();
  return WithStore(options, library, [&](Adder adder) { return adder.Run(files); });
}

// A part whose digest alone is here is somewhere else: to make it here would lose its other
// projects. A part that was removed to be made again gets all of them. Error: it names the part.
Status CheckPlace(const AddOptions& options, int part, int num_parts,
                  const std::set<std::string>& projects) {
  if (PathExists(PartFolder(options.store, part, num_parts) + "/data.mdb")) return {};
  if (!HasDigest(options.store, part, num_parts)) return {};
  Result<Digest> digest = DigestOf(options.store, part, num_parts);
  if (!digest.ok()) return {};
  for (const auto& [name, row] : digest->projects()) {
    if (projects.contains(name)) continue;
    return Error{options.store + ": part " + std::to_string(part) + " of " +
                 std::to_string(num_parts) + " is not here, and has project '" + name +
                 "', too; change it where it is, and bring its digest, or remove " +
                 PartFolder(options.store, part, num_parts) + ".digest if it is lost"};
  }
  return {};
}

// What merges read of a part is written with it. `projects`: those that are added or removed.
template <typename Work>
Result<AddReport> WithPart(const AddOptions& options, int part, int num_parts,
                           const std::set<std::string>& projects, const Work& work) {
  if (Status checked = CheckPlace(options, part, num_parts, projects); !checked.ok()) {
    return checked.error();
  }
  if (Status made = MakeFolders(options.store); !made.ok()) return made.error();
  if (Status removed = RemoveDigest(options.store, part, num_parts); !removed.ok()) {
    return removed.error();
  }
  Result<AddReport> report = work(OptionsOfPart(options, part, num_parts));
  if (!report.ok()) return report;
  Result<Digest> digest = MakeDigest(options.store, part, num_parts);
  if (!digest.ok()) return digest.error();
  return report;
}

Result<AddReport> AddToParts(const AddOptions& options, const types::Library& library,
                             std::vector<FileToAdd> files, int num_parts) {
  std::vector<std::vector<FileToAdd>> dealt(static_cast<size_t>(num_parts));
  std::set<std::string> added;
  for (FileToAdd& file : files) {
    const int part = PartOfProject(file.project, num_parts);
    if (options.part.value_or(part) != part) continue;
    added.insert(file.project);
    dealt[static_cast<size_t>(part)].push_back(std::move(file));
  }
  AddReport sum;
  for (int part = 0; part < num_parts; ++part) {
    const std::vector<FileToAdd>& mine = dealt[static_cast<size_t>(part)];
    if (options.part.value_or(part) != part) continue;
    const bool is_there = PathExists(PartFolder(options.store, part, num_parts) + "/data.mdb") ||
                          HasDigest(options.store, part, num_parts);
    if (mine.empty() && is_there) continue;
    Result<AddReport> report =
        WithPart(options, part, num_parts, added,
                 [&](const AddOptions& one) { return AddToPart(one, library, mine); });
    if (!report.ok()) return report.error();
    sum.files += report->files;
    sum.bytes += report->bytes;
    sum.analysed += report->analysed;
    sum.kept += report->kept;
    sum.projects += report->projects;
    sum.projects_changed += report->projects_changed;
  }
  if (options.part.has_value()) return sum;
  Result<AddReport> merged = MergeParts(options, library, added);
  if (!merged.ok()) return merged.error();
  merged->files = sum.files;
  merged->bytes = sum.bytes;
  merged->analysed = sum.analysed;
  return merged;
}

}  // namespace

Result<AddReport> AddProjects(const AddOptions& options, const types::Library& library) {
  Result<int> num_parts = PartsFor(options);
  if (!num_parts.ok()) return num_parts.error();
  if (options.part.has_value() && *num_parts <= 1) {
    return Error{"one part is the whole store: give --parts, or leave out --part"};
  }
  if (options.part.has_value() && *options.part >= *num_parts) {
    return Error{"there is no part " + std::to_string(*options.part) + " of " +
                 std::to_string(*num_parts) + "; they count from 0"};
  }
  Result<std::vector<FileToAdd>> files = FindFiles(options);
  if (!files.ok()) return files.error();
  if (*num_parts > 0) return AddToParts(options, library, *std::move(files), *num_parts);
  return AddToPart(options, library, *files);
}

Result<AddReport> RemoveProjects(const std::string& store, const types::Library& library,
                                 const std::vector<std::string>& projects) {
  AddOptions options;
  options.store = store;
  Result<int> num_parts = CountParts(store);
  if (!num_parts.ok()) return num_parts.error();
  if (*num_parts == 0) {
    if (!PathExists(store + "/data.mdb")) return Error{store + ": no corpus store there"};
    return WithStore(options, library, [&](Adder adder) { return adder.Remove(projects); });
  }
  // Before the first is removed all are known to be there.
  Result<CatalogueRows> rows = CatalogueRows::Open(store);
  if (!rows.ok()) return rows.error();
  const RowsAt& there = rows->projects();
  std::map<int, std::vector<std::string>> dealt;
  for (const std::string& name : projects) {
    const bool by_file = there.contains(PartOf(name, Split::kValidation)) ||
                         there.contains(PartOf(name, Split::kTest));
    if (!there.contains(name) && !by_file) {
      return Error{store + ": there is no project '" + name + "'"};
    }
    dealt[PartOfProject(name, *num_parts)].push_back(name);
  }
  for (const auto& of_part : dealt) {
    Result<AddReport> removed =
        WithPart(options, of_part.first, *num_parts, {}, [&](const AddOptions& one) {
          return WithStore(one, library, [&](Adder adder) { return adder.Remove(of_part.second); });
        });
    if (!removed.ok()) return removed.error();
  }
  return MergeParts(options, library, {});
}

}  // namespace fastnode::corpus
