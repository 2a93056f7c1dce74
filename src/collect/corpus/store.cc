// The catalogue (projects, sources, sizes) is read once at Open and never changes, so a Store is
// thread-safe without locks. Texts and counts are read in transactions of their own when they are
// asked for. Sources are sorted by content id, so their indices depend on the dataset alone.
#include "collect/corpus/store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <queue>
#include <tuple>
#include <utility>

#include "analyze/ast/compact.h"
#include "collect/corpus/catalogue.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/seal.h"
#include "collect/corpus/usage_builder.h"
#include "support/bytes.h"
#include "support/check.h"
#include "support/compress.h"
#include "support/file.h"
#include "support/lmdb.h"
#include "support/open_files.h"

namespace fastnode::corpus {

namespace {

// One environment: the whole store, or a part of it.
struct OnePart {
  std::string folder;
  Lmdb environment;
};

void SetSizes(const SourceRow& row, Source& source) {
  source.bytes = row.bytes;
  source.lines = row.lines;
  source.sites = row.sites;
  source.base_sites = row.base_sites;
}

// Error: parts are missing; names them.
Status AllHere(const std::string& store, const Catalogue& catalogue) {
  const std::vector<int> missing = MissingParts(store, catalogue.num_parts());
  if (missing.empty()) return {};
  const std::string number = std::to_string(catalogue.num_parts());
  return Error{store + ": " + PrintParts(missing) + " of " + number +
               (missing.size() == 1 ? " is" : " are") +
               " missing, and all are needed here; 'fastnode corpus add --parts " + number +
               " --part " + std::to_string(missing.front()) +
               "' makes one, 'fastnode corpus merge' looks at it again"};
}

// The part as the catalogue knows it.
Result<OnePart> OpenKnown(const std::string& store, const Catalogue& catalogue, int part) {
  const auto number = static_cast<int>(catalogue.parts.size());
  const std::string folder = PartFolder(store, part, number);
  Result<Lmdb> environment = OpenPart(store, part, number);
  if (!environment.ok()) return environment.error();
  {
    Result<Lmdb::Transaction> txn = environment->Begin();
    if (!txn.ok()) return txn.error();
    if (Status checked = CheckVersions(*txn); !checked.ok()) return checked.error().Context(folder);
    Result<std::string> contents = ContentsOf(*txn);
    if (!contents.ok()) return contents.error().Context(folder);
    if (*contents != catalogue.parts[static_cast<size_t>(part)].contents) {
      return Error{folder +
                   " has changed since the catalogue was made; run 'fastnode corpus merge'"};
    }
  }
  return OnePart{folder, *std::move(environment)};
}

}  // namespace

struct Store::Parts {
  std::string folder;
  std::vector<OnePart> parts;
  std::vector<int32_t> part_of;  // of each project, by its index, in `parts`
  std::string dataset_id;
  int num_shares = 1;
  uint64_t library_hash = 0;
  std::vector<Project> projects;
  std::vector<Source> sources;
  SkipCounts skipped;
  mutable std::mutex mutex;
  mutable Status damage;

  Status Load();  // of the only part
  // Of all parts, or of one.
  Status LoadCatalogue(const Catalogue& catalogue, std::optional<int> only);
  Status LoadMeta(const Lmdb::Transaction& txn);
  Status LoadSizes(const Lmdb::Transaction& txn);
  void AddProject(std::string name, ProjectRow row, int32_t part);
  void SortSources();
  int32_t PartOf(int32_t source) const {
    return part_of[static_cast<size_t>(sources[static_cast<size_t>(source)].project)];
  }
  const OnePart& Holding(int32_t source) const {
    return parts[static_cast<size_t>(PartOf(source))];
  }
  Result<std::string> Unpack(Table table, int32_t source) const;
  // `read`, whose error is damage.
  template <typename T>
  Result<T> Note(Result<T> read) const {
    if (read.ok()) return read;
    std::lock_guard lock(mutex);
    if (damage.ok()) damage = read.error();
    return read;
  }
  std::string RowName(Table table, int32_t source) const;
  Status VisitOne(const Store& store, int32_t part, std::string_view symbol, std::string_view value,
                  const VisitPosting& visit) const;
  Status VisitMerged(const Store& store, Table table, std::string_view prefix,
                     const VisitPosting& visit) const;
};

Status Store::Parts::LoadMeta(const Lmdb::Transaction& txn) {
  auto format = txn.Get(kMeta, "format");
  auto library = txn.Get(kMeta, "library");
  auto id = txn.Get(kMeta, "dataset_id");
  for (const auto* value : {&format, &library, &id}) {
    if (!value->ok()) return value->error();
    if (!(*value)->has_value()) return Error{"nothing has been added yet"};
  }
  Result<int> shares = ReadNumShares(txn);
  if (!shares.ok()) return shares.error();
  num_shares = *shares;
  dataset_id = **id;
  library_hash = ByteReader(**library).Get<uint64_t>();
  return {};
}

Status Store::Parts::LoadSizes(const Lmdb::Transaction& txn) {
  for (Source& source : sources) {
    auto bytes = txn.Get(kSources, EncodeId(source.id));
    if (!bytes.ok()) return bytes.error();
    if (!bytes->has_value()) return Error{"source " + source.id.Hex() + " is missing"};
    Result<SourceRow> row = DecodeSource(**bytes);
    if (!row.ok()) return row.error().Context("source " + source.id.Hex());
    SetSizes(*row, source);
  }
  return {};
}

void Store::Parts::AddProject(std::string name, ProjectRow row, int32_t part) {
  const auto project = static_cast<int32_t>(projects.size());
  projects.push_back({std::move(name), row.split, {}, {}});
  part_of.push_back(part);
  std::vector<std::string>& packages = projects.back().packages;
  for (FileRow& file : row.files) {
    constexpr std::string_view kInit = "/__init__.py";
    if (file.path.ends_with(kInit)) {
      packages.push_back(file.path.substr(0, file.path.size() - kInit.size()));
    }
    if (file.outcome == Outcome::kKept) {
      sources.push_back({file.id, project, std::move(file.path)});
    } else {
      ++skipped[std::string(Name(file.outcome))];
    }
  }
  std::sort(packages.begin(), packages.end());
}

void Store::Parts::SortSources() {
  std::sort(sources.begin(), sources.end(),
            [](const Source& a, const Source& b) { return a.id < b.id; });
  for (size_t i = 0; i < sources.size(); ++i) {
    projects[static_cast<size_t>(sources[i].project)].sources.push_back(static_cast<int32_t>(i));
  }
}

Status Store::Parts::Load() {
  Result<Lmdb::Transaction> txn = parts[0].environment.Begin();
  if (!txn.ok()) return txn.error();
  if (Status meta = LoadMeta(*txn); !meta.ok()) return meta.error();
  Status read = txn->ForEach(kProjects, [&](std::string_view key, std::string_view value) {
    Result<ProjectRow> row = DecodeProject(value);
    if (!row.ok()) return Status(row.error().Context("project " + std::string(key)));
    AddProject(std::string(key), *std::move(row), 0);
    return Status();
  });
  if (!read.ok()) return read.error();
  SortSources();
  return LoadSizes(*txn);
}

Status Store::Parts::LoadCatalogue(const Catalogue& catalogue, std::optional<int> only) {
  dataset_id = catalogue.dataset_id;
  library_hash = catalogue.library_hash;
  num_shares = catalogue.num_shares();
  struct Found {
    int32_t part;
    ProjectRow row;
    std::vector<SourceRow> sources;
  };
  std::map<std::string, Found> found;          // of all parts, by name
  AllowOpenFiles(2 * catalogue.parts.size());  // each has its data and LMDB's lock
  for (int part = only.value_or(0); part < (only ? *only + 1 : catalogue.num_parts()); ++part) {
    const auto place = static_cast<int32_t>(parts.size());
    Result<OnePart> opened = OpenKnown(folder, catalogue, part);
    if (!opened.ok()) return opened.error();
    parts.push_back(*std::move(opened));
    Result<PartRows> rows = ReadPartRows(folder, catalogue, part);
    if (!rows.ok()) return rows.error();
    auto source = rows->sources.begin();
    for (auto& [name, row] : rows->projects) {
      const auto kept = std::count_if(row.files.begin(), row.files.end(), [](const FileRow& file) {
        return file.outcome == Outcome::kKept;
      });
      if (rows->sources.end() - source < kept) return Error{folder + ": damaged rows of a part"};
      std::vector<SourceRow> sizes(source, source + kept);
      source += kept;
      found.emplace(name, Found{place, std::move(row), std::move(sizes)});
    }
  }
  for (auto& [name, project] : found) {
    const size_t first = sources.size();
    AddProject(name, std::move(project.row), project.part);
    for (size_t i = 0; i < project.sources.size(); ++i) {
      SetSizes(project.sources[i], sources[first + i]);
    }
  }
  SortSources();
  return {};
}

std::string Store::Parts::RowName(Table table, int32_t source) const {
  const ContentId& id = sources[static_cast<size_t>(source)].id;
  return Holding(source).folder + ": " + Tables()[table].name + " of " + id.Hex();
}

Result<std::string> Store::Parts::Unpack(Table table, int32_t source) const {
  CHECK(source >= 0 && static_cast<size_t>(source) < sources.size());
  auto read = [&]() -> Result<std::string> {
    Result<Lmdb::Transaction> txn = Holding(source).environment.Begin();
    if (!txn.ok()) return txn.error();
    auto value = txn->Get(table, EncodeId(sources[static_cast<size_t>(source)].id));
    if (!value.ok()) return value.error();
    if (!value->has_value()) return Error{RowName(table, source) + ": missing"};
    Result<std::string> bytes = Decompress(**value, kMaxUnpackedBytes);
    if (!bytes.ok()) return bytes.error().Context(RowName(table, source));
    return bytes;
  };
  return Note(read());
}

Status Store::Parts::VisitOne(const Store& store, int32_t part, std::string_view symbol,
                              std::string_view value, const VisitPosting& visit) const {
  Result<Posting> posting = DecodePosting(value);
  if (!posting.ok()) return posting.error().Context(parts[static_cast<size_t>(part)].folder);
  const int32_t source = store.FindSource(posting->id);
  // Else it was not kept, or is kept in another part, which has it, too.
  if (source >= 0 && PartOf(source) == part) visit(symbol, source, posting->counts);
  return {};
}

// All parts side by side, by symbol and then by content id, with which a posting begins.
Status Store::Parts::VisitMerged(const Store& store, Table table, std::string_view prefix,
                                 const VisitPosting& visit) const {
  std::vector<Lmdb::Transaction> txns;
  std::vector<Lmdb::Rows> rows;
  txns.reserve(parts.size());
  rows.reserve(parts.size());
  auto later = [&](size_t a, size_t b) {
    return std::tuple(rows[a].key(), rows[a].value()) > std::tuple(rows[b].key(), rows[b].value());
  };
  std::priority_queue<size_t, std::vector<size_t>, decltype(later)> next(later);
  for (const OnePart& part : parts) {
    Result<Lmdb::Transaction> txn = part.environment.Begin();
    if (!txn.ok()) return txn.error();
    txns.push_back(*std::move(txn));
    Result<Lmdb::Rows> begun = txns.back().RowsWith(table, prefix);
    if (!begun.ok()) return begun.error();
    rows.push_back(*std::move(begun));
    if (!rows.back().at_end()) next.push(rows.size() - 1);
  }
  while (!next.empty()) {
    const size_t part = next.top();
    next.pop();
    Status visited =
        VisitOne(store, static_cast<int32_t>(part), rows[part].key(), rows[part].value(), visit);
    if (!visited.ok()) return visited.error();
    if (Status moved = rows[part].Next(); !moved.ok()) return moved.error();
    if (!rows[part].at_end()) next.push(part);
  }
  return {};
}

// Before all tables are opened: a store of another version may lack some.
static Status CheckVersionsOf(const std::string& folder) {
  Result<Lmdb> environment = Lmdb::Open(folder, {Tables()[kMeta]}, Lmdb::Mode::kRead);
  if (!environment.ok()) return environment.error();
  Result<Lmdb::Transaction> txn = environment->Begin();
  if (!txn.ok()) return txn.error();
  if (Status checked = CheckVersions(*txn); !checked.ok()) return checked.error().Context(folder);
  return {};
}

bool HasStore(const std::string& folder) {
  return HasCatalogue(folder) || PathExists(folder + "/data.mdb");
}

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::Open(const std::string& folder) {
  if (HasCatalogue(folder)) {
    Result<Catalogue> catalogue = ReadCatalogue(folder);
    if (!catalogue.ok()) return catalogue.error();
    if (Status here = AllHere(folder, *catalogue); !here.ok()) return here.error();
    auto parts = std::make_unique<Parts>();
    parts->folder = folder;
    if (Status loaded = parts->LoadCatalogue(*catalogue, {}); !loaded.ok()) return loaded.error();
    return Store(std::move(parts));
  }
  if (Result<int> number = CountParts(folder); number.ok() && *number > 0) {
    return Error{folder +
                 ": has parts of a corpus and no catalogue; 'fastnode corpus merge' makes it"};
  }
  if (!PathExists(folder + "/data.mdb")) {
    return Error{folder + ": no corpus store there; 'fastnode corpus add' makes one"};
  }
  if (Status checked = CheckSeal(folder); !checked.ok()) return checked.error();
  if (Status checked = CheckVersionsOf(folder); !checked.ok()) return checked.error();
  Result<Lmdb> environment = Lmdb::Open(folder, Tables(), Lmdb::Mode::kRead);
  if (!environment.ok()) return environment.error();
  auto parts = std::make_unique<Parts>();
  parts->folder = folder;
  parts->parts.push_back({folder, *std::move(environment)});
  if (Status loaded = parts->Load(); !loaded.ok()) return loaded.error().Context(folder);
  return Store(std::move(parts));
}

Result<Store> Store::OpenPart(const std::string& folder, const Catalogue& catalogue, int part) {
  auto parts = std::make_unique<Parts>();
  parts->folder = folder;
  if (Status loaded = parts->LoadCatalogue(catalogue, part); !loaded.ok()) return loaded.error();
  return Store(std::move(parts));
}

const std::string& Store::dataset_id() const { return parts_->dataset_id; }
uint64_t Store::library_hash() const { return parts_->library_hash; }
const std::vector<Project>& Store::projects() const { return parts_->projects; }
const std::vector<Source>& Store::sources() const { return parts_->sources; }
const SkipCounts& Store::skipped() const { return parts_->skipped; }
int Store::num_shares() const { return parts_->num_shares; }

int Store::ShareOf(int32_t project) const {
  return ShareOfProject(projects()[static_cast<size_t>(project)].name, num_shares());
}

Status Store::Damage() const {
  std::lock_guard lock(parts_->mutex);
  return parts_->damage;
}

std::vector<int32_t> Store::SourcesOf(Split split) const {
  std::vector<int32_t> found;
  for (size_t i = 0; i < sources().size(); ++i) {
    auto project = static_cast<size_t>(sources()[i].project);
    if (projects()[project].split == split) found.push_back(static_cast<int32_t>(i));
  }
  return found;
}

int32_t Store::FindProject(std::string_view name) const {
  auto found = std::lower_bound(projects().begin(), projects().end(), name,
                                [](const Project& a, std::string_view b) { return a.name < b; });
  if (found == projects().end() || found->name != name) return -1;
  return static_cast<int32_t>(found - projects().begin());
}

Result<std::string> Store::Text(int32_t source) const { return parts_->Unpack(kTexts, source); }

Result<ast::Tree> Store::Tree(int32_t source) const {
  Result<std::string> text = Text(source), tree = parts_->Unpack(kTrees, source);
  if (!text.ok()) return text.error();
  if (!tree.ok()) return tree.error();
  Result<ast::Tree> expanded = ast::Expand(*std::move(text), *tree);
  if (!expanded.ok()) {
    return parts_->Note(
        Result<ast::Tree>(expanded.error().Context(parts_->RowName(kTrees, source))));
  }
  return expanded;
}

Result<FileUsage> Store::Usage(int32_t source) const {
  Result<std::string> bytes = parts_->Unpack(kUsage, source);
  if (!bytes.ok()) return bytes.error();
  return parts_->Note(DecodeUsage(*bytes));
}

Result<Words> Store::ReadWords(int32_t source) const {
  Result<std::string> bytes = parts_->Unpack(kWords, source);
  if (!bytes.ok()) return bytes.error();
  return parts_->Note(DecodeWords(*bytes));
}

Result<FileSymbols> Store::Symbols(int32_t source) const {
  Result<std::string> bytes = parts_->Unpack(kSymbols, source);
  if (!bytes.ok()) return bytes.error();
  return parts_->Note(DecodeSymbols(*bytes));
}

int32_t Store::FindSource(const ContentId& id) const {
  auto found = std::lower_bound(sources().begin(), sources().end(), id,
                                [](const Source& a, const ContentId& b) { return a.id < b; });
  if (found == sources().end() || found->id != id) return -1;
  return static_cast<int32_t>(found - sources().begin());
}

Status Store::ForEachPosting(SymbolForm form, std::string_view prefix,
                             const VisitPosting& visit) const {
  if (parts_->parts.size() > 1) {
    return parts_->VisitMerged(*this, PostingsOf(form), prefix, visit);
  }
  Result<Lmdb::Transaction> txn = parts_->parts[0].environment.Begin();
  if (!txn.ok()) return txn.error();
  return txn->ForEachWith(PostingsOf(form), prefix,
                          [&](std::string_view symbol, std::string_view value) {
                            return parts_->VisitOne(*this, 0, symbol, value, visit);
                          });
}

Status Store::ForEachUse(SymbolForm form, std::string_view symbol,
                         const VisitPosting& visit) const {
  // Sources are sorted by content id, as the values of one part are.
  std::map<int32_t, SymbolCounts> found;
  const bool many = parts_->parts.size() > 1;
  auto collect = [&](std::string_view, int32_t source, const SymbolCounts& counts) {
    found.emplace(source, counts);
  };
  for (size_t part = 0; part < parts_->parts.size(); ++part) {
    Result<Lmdb::Transaction> txn = parts_->parts[part].environment.Begin();
    if (!txn.ok()) return txn.error();
    Status read = txn->ForEachValue(PostingsOf(form), symbol, [&](std::string_view value) {
      const auto number = static_cast<int32_t>(part);
      return many ? parts_->VisitOne(*this, number, symbol, value, collect)
                  : parts_->VisitOne(*this, number, symbol, value, visit);
    });
    if (!read.ok()) return read.error();
  }
  for (const auto& [source, counts] : found) visit(symbol, source, counts);
  return {};
}

Result<UsageTable> Store::ProjectUsage(int32_t project) const {
  UsageBuilder builder;
  for (int32_t source : projects()[static_cast<size_t>(project)].sources) {
    Result<std::string> bytes = parts_->Unpack(kUsage, source);
    if (!bytes.ok()) return bytes.error();
    if (Status added = builder.AddEncoded(*bytes); !added.ok()) {
      return parts_->Note(Result<UsageTable>(added.error()));
    }
  }
  return std::move(builder).Finish();
}

Result<UsageTable> CorpusUsage(const Store& store, const std::vector<int32_t>& projects) {
  UsageBuilder builder;
  for (int32_t project : projects) {
    Result<UsageTable> usage = store.ProjectUsage(project);
    if (!usage.ok()) return usage.error();
    builder.AddProject(*usage);
  }
  return std::move(builder).Finish();
}

Result<context::Index> IndexOf(const Store& store, int32_t project) {
  context::Index::Builder builder;
  for (int32_t source : store.projects()[static_cast<size_t>(project)].sources) {
    Result<std::string> text = store.Text(source);
    if (!text.ok()) return text.error();
    builder.Add(context::ReadTokens(*text));
  }
  return std::move(builder).Finish();
}

Result<std::vector<int32_t>> ProjectsOf(const Store& store, Split split,
                                        const std::vector<std::string>& names) {
  std::vector<int32_t> found;
  for (size_t i = 0; i < store.projects().size() && names.empty(); ++i) {
    if (store.projects()[i].split == split) found.push_back(static_cast<int32_t>(i));
  }
  for (const std::string& name : names) {
    int32_t project = store.FindProject(name);
    if (project < 0) return Error{"the corpus has no project '" + name + "'"};
    if (store.projects()[static_cast<size_t>(project)].split == split) found.push_back(project);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace fastnode::corpus
