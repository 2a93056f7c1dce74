// The catalogue (projects, sources, sizes) is read once at Open and never changes, so a Store is
// thread-safe without locks. Texts and counts are read in transactions of their own when they are
// asked for. Sources are sorted by content id, so their indices depend on the dataset alone.
#include "collect/corpus/store.h"

#include <algorithm>
#include <utility>

#include "analyze/ast/compact.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/seal.h"
#include "collect/corpus/usage_builder.h"
#include "support/bytes.h"
#include "support/check.h"
#include "support/compress.h"
#include "support/file.h"
#include "support/lmdb.h"

namespace fastnode::corpus {

struct Store::Parts {
  std::string folder;
  Lmdb environment;
  std::string dataset_id;
  uint64_t library_hash = 0;
  std::vector<Project> projects;
  std::vector<Source> sources;
  SkipCounts skipped;

  Status Load();
  Status LoadMeta(const Lmdb::Transaction& txn);
  Status LoadSizes(const Lmdb::Transaction& txn);
  Result<std::string> Unpack(Table table, int32_t source) const;
  std::string RowName(Table table, int32_t source) const;
  Status VisitOne(const Store& store, std::string_view symbol, std::string_view value,
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
    source.bytes = row->bytes;
    source.lines = row->lines;
    source.sites = row->sites;
    source.base_sites = row->base_sites;
  }
  return {};
}

Status Store::Parts::Load() {
  Result<Lmdb::Transaction> txn = environment.Begin();
  if (!txn.ok()) return txn.error();
  if (Status meta = LoadMeta(*txn); !meta.ok()) return meta.error();
  Status read = txn->ForEach(kProjects, [&](std::string_view key, std::string_view value) {
    Result<ProjectRow> row = DecodeProject(value);
    if (!row.ok()) return Status(row.error().Context("project " + std::string(key)));
    auto project = static_cast<int32_t>(projects.size());
    projects.push_back({std::string(key), row->split, {}, {}});
    for (FileRow& file : row->files) {
      constexpr std::string_view kInit = "/__init__.py";
      if (file.path.ends_with(kInit)) {
        projects.back().packages.push_back(file.path.substr(0, file.path.size() - kInit.size()));
      }
      if (file.outcome == Outcome::kKept) {
        sources.push_back({file.id, project, std::move(file.path)});
      } else {
        ++skipped[std::string(Name(file.outcome))];
      }
    }
    std::sort(projects.back().packages.begin(), projects.back().packages.end());
    return Status();
  });
  if (!read.ok()) return read.error();
  std::sort(sources.begin(), sources.end(),
            [](const Source& a, const Source& b) { return a.id < b.id; });
  for (size_t i = 0; i < sources.size(); ++i) {
    projects[static_cast<size_t>(sources[i].project)].sources.push_back(static_cast<int32_t>(i));
  }
  return LoadSizes(*txn);
}

std::string Store::Parts::RowName(Table table, int32_t source) const {
  const ContentId& id = sources[static_cast<size_t>(source)].id;
  return folder + ": " + Tables()[table].name + " of " + id.Hex();
}

Result<std::string> Store::Parts::Unpack(Table table, int32_t source) const {
  CHECK(source >= 0 && static_cast<size_t>(source) < sources.size());
  Result<Lmdb::Transaction> txn = environment.Begin();
  if (!txn.ok()) return txn.error();
  auto value = txn->Get(table, EncodeId(sources[static_cast<size_t>(source)].id));
  if (!value.ok()) return value.error();
  if (!value->has_value()) return Error{RowName(table, source) + ": missing"};
  Result<std::string> bytes = Decompress(**value, kMaxUnpackedBytes);
  if (!bytes.ok()) return bytes.error().Context(RowName(table, source));
  return bytes;
}

Status Store::Parts::VisitOne(const Store& store, std::string_view symbol, std::string_view value,
                              const VisitPosting& visit) const {
  Result<Posting> posting = DecodePosting(value);
  if (!posting.ok()) return posting.error().Context(folder);
  const int32_t source = store.FindSource(posting->id);
  if (source >= 0) visit(symbol, source, posting->counts);  // else it was not kept
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

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::Open(const std::string& folder) {
  if (!PathExists(folder + "/data.mdb")) {
    return Error{folder + ": no corpus store there; 'fastnode corpus add' makes one"};
  }
  if (Status checked = CheckSeal(folder); !checked.ok()) return checked.error();
  if (Status checked = CheckVersionsOf(folder); !checked.ok()) return checked.error();
  Result<Lmdb> environment = Lmdb::Open(folder, Tables(), Lmdb::Mode::kRead);
  if (!environment.ok()) return environment.error();
  auto parts = std::make_unique<Parts>(Parts{folder, std::move(*environment), {}, 0, {}, {}, {}});
  if (Status loaded = parts->Load(); !loaded.ok()) return loaded.error().Context(folder);
  return Store(std::move(parts));
}

const std::string& Store::dataset_id() const { return parts_->dataset_id; }
uint64_t Store::library_hash() const { return parts_->library_hash; }
const std::vector<Project>& Store::projects() const { return parts_->projects; }
const std::vector<Source>& Store::sources() const { return parts_->sources; }
const SkipCounts& Store::skipped() const { return parts_->skipped; }

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
  if (!expanded.ok()) return expanded.error().Context(parts_->RowName(kTrees, source));
  return expanded;
}

Result<FileUsage> Store::Usage(int32_t source) const {
  Result<std::string> bytes = parts_->Unpack(kUsage, source);
  if (!bytes.ok()) return bytes.error();
  return DecodeUsage(*bytes);
}

Result<Words> Store::ReadWords(int32_t source) const {
  Result<std::string> bytes = parts_->Unpack(kWords, source);
  if (!bytes.ok()) return bytes.error();
  return DecodeWords(*bytes);
}

Result<FileSymbols> Store::Symbols(int32_t source) const {
  Result<std::string> bytes = parts_->Unpack(kSymbols, source);
  if (!bytes.ok()) return bytes.error();
  return DecodeSymbols(*bytes);
}

int32_t Store::FindSource(const ContentId& id) const {
  auto found = std::lower_bound(sources().begin(), sources().end(), id,
                                [](const Source& a, const ContentId& b) { return a.id < b; });
  if (found == sources().end() || found->id != id) return -1;
  return static_cast<int32_t>(found - sources().begin());
}

Status Store::ForEachPosting(SymbolForm form, std::string_view prefix,
                             const VisitPosting& visit) const {
  Result<Lmdb::Transaction> txn = parts_->environment.Begin();
  if (!txn.ok()) return txn.error();
  return txn->ForEachWith(PostingsOf(form), prefix,
                          [&](std::string_view symbol, std::string_view value) {
                            return parts_->VisitOne(*this, symbol, value, visit);
                          });
}

Status Store::ForEachUse(SymbolForm form, std::string_view symbol,
                         const VisitPosting& visit) const {
  Result<Lmdb::Transaction> txn = parts_->environment.Begin();
  if (!txn.ok()) return txn.error();
  return txn->ForEachValue(PostingsOf(form), symbol, [&](std::string_view value) {
    return parts_->VisitOne(*this, symbol, value, visit);
  });
}

Result<UsageTable> Store::ProjectUsage(int32_t project) const {
  UsageBuilder builder;
  for (int32_t source : projects()[static_cast<size_t>(project)].sources) {
    Result<FileUsage> usage = Usage(source);
    if (!usage.ok()) return usage.error();
    builder.Add(*usage);
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
