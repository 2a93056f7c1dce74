// The corpus store, read side: sources of projects with their split and usage, in one LMDB
// environment (docs/formats/corpus.md). `fastnode corpus add` (collect/corpus/add.h) writes it.
//
// Only kept sources show: each content once, without duplicates, generated files or broken ones.
// The catalogue is read at Open; texts and counts are read when asked for. A corpus in parts
// (docs/formats/catalogue.md) is opened as one store, or one part of it alone.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/tree.h"
#include "collect/context/index.h"
#include "collect/corpus/symbols.h"
#include "collect/corpus/usage_table.h"
#include "support/hash.h"
#include "support/result.h"

namespace fastnode::corpus {

enum class Split : uint8_t { kTrain, kValidation, kTest };
inline constexpr int kNumSplits = 3;
std::string_view Name(Split split);  // "train", "validation", "test"
std::optional<Split> SplitFromName(std::string_view name);

struct Catalogue;  // catalogue.h

struct Source {
  ContentId id;
  int32_t project;   // index into Store::projects()
  std::string path;  // in the project's folder
  uint32_t bytes = 0;
  uint32_t lines = 0;
  uint32_t sites = 0;       // attribute uses
  uint32_t base_sites = 0;  // those whose base is a plain name
};

struct Project {
  std::string name;
  Split split;
  std::vector<int32_t> sources;       // indices into Store::sources(), ascending
  std::vector<std::string> packages;  // folders with an __init__ file, kept or not; sorted
};

// What a source contributes to the vocabularies. Each list is sorted by text and has counts.
struct Words {
  using Counts = std::vector<std::pair<std::string, uint32_t>>;
  Counts names;  // identifiers
  Counts types;  // type names of attribute bases (types::TypeEvaluator::Name)
  Counts bases;  // base texts (bind::PathText)
};

// Files that were not kept, by reason ("duplicate", "unparsable"...).
using SkipCounts = std::map<std::string, int64_t>;

// Whether Store::Open would find something to open, whole or not.
bool HasStore(const std::string& folder);

// Thread-safe.
class Store {
 public:
  // Errors: no store there, another format version, nothing added yet, parts that are missing.
  static Result<Store> Open(const std::string& folder);
  // The projects of one part as the whole dataset has them. No other part has to be there. Errors:
  // it is missing, damaged, or not what the catalogue says.
  static Result<Store> OpenPart(const std::string& folder, const Catalogue& catalogue, int part);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // 32 hexadecimal digits: a hash of the kept (project, split, content id), the library and the
  // format.
  const std::string& dataset_id() const;
  // content_hash() of the library with which types were counted.
  uint64_t library_hash() const;

  const std::vector<Project>& projects() const;       // sorted by name
  const std::vector<Source>& sources() const;         // sorted by content id
  std::vector<int32_t> SourcesOf(Split split) const;  // indices into sources(), ascending
  int32_t FindProject(std::string_view name) const;   // index, or -1
  const SkipCounts& skipped() const;

  // Of the dataset (catalogue.h), and the share of a project (index).
  int num_shares() const;
  int ShareOf(int32_t project) const;

  // The first row that could not be read since it was opened, if there was one: the folder is
  // damaged. What was made since then may be made without that row.
  Status Damage() const;

  // The next five take an index into sources(). Errors: damaged rows.
  Result<std::string> Text(int32_t source) const;
  Result<ast::Tree> Tree(int32_t source) const;  // as ast::Parse gives it, a hundred times faster
  Result<FileUsage> Usage(int32_t source) const;
  Result<Words> ReadWords(int32_t source) const;
  Result<FileSymbols> Symbols(int32_t source) const;

  int32_t FindSource(const ContentId& id) const;  // index, or -1

  // The sources that use a symbol, by symbol and then by content id: for all symbols that begin
  // with `prefix`, or for one. Errors: damaged rows.
  using VisitPosting =
      std::function<void(std::string_view symbol, int32_t source, const SymbolCounts& counts)>;
  Status ForEachPosting(SymbolForm form, std::string_view prefix, const VisitPosting& visit) const;
  Status ForEachUse(SymbolForm form, std::string_view symbol, const VisitPosting& visit) const;

  // The sum over a project's sources, finished.
  Result<UsageTable> ProjectUsage(int32_t project) const;

 private:
  struct Parts;
  explicit Store(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// The sum over projects (indices), each counted as one project; finished, not pruned.
Result<UsageTable> CorpusUsage(const Store& store, const std::vector<int32_t>& projects);

// Of a project (index): its files in the order of Project::sources.
Result<context::Index> IndexOf(const Store& store, int32_t project);

// The projects of a split, ascending. With `names`, only those.
Result<std::vector<int32_t>> ProjectsOf(const Store& store, Split split,
                                        const std::vector<std::string>& names = {});

}  // namespace fastnode::corpus
