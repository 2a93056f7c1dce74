// Rows of the corpus store, as docs/formats/corpus.md describes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/sketch.h"
#include "collect/corpus/store.h"
#include "collect/corpus/symbols.h"
#include "support/hash.h"
#include "support/lmdb.h"
#include "support/result.h"

namespace fastnode::corpus {

inline constexpr std::string_view kFormat = "9";
inline constexpr uint64_t kMaxSourceBytes = 300'000;
inline constexpr size_t kMaxProjectName = 200;
// No row of a source is larger than this: usage and words of 300,000 bytes of text stay well below.
inline constexpr uint64_t kMaxUnpackedBytes = 256u << 20;

enum Table : Lmdb::Table {
  kMeta,
  kProjects,
  kSources,
  kSketches,
  kTexts,
  kTrees,
  kUsage,
  kWords,
  kSymbols,
  kWritten,    // inverted: sources by symbol as written...
  kCanonical,  // ...and by canonical symbol
};
// Each content has one row in each of these.
inline constexpr Table kContentTables[] = {kSources, kSketches, kTexts,  kTrees,
                                           kUsage,   kWords,    kSymbols};
inline constexpr Table PostingsOf(SymbolForm form) {
  return form == SymbolForm::kWritten ? kWritten : kCanonical;
}
const std::vector<Lmdb::TableSpec>& Tables();

// Errors: the store has another format, or trees of another version. A store to which nothing has
// been added has neither.
Status CheckVersions(const Lmdb::Transaction& txn);
std::string EncodeTreeVersion();

// How many shares a store has that is no part of a corpus (catalogue.h); without the row 1.
inline constexpr std::string_view kSharesKey = "shares";
Result<int> ReadNumShares(const Lmdb::Transaction& txn);

// What became of a file. The numbers are part of the format.
enum class Outcome : uint8_t {
  kKept,
  kUnreadable,
  kTooLarge,
  kEmpty,
  kBinary,
  kNotUtf8,
  kUnparsable,
  kGenerated,
  kDuplicate,
  kNearDuplicate,
};
inline constexpr int kNumOutcomes = 10;
std::string_view Name(Outcome outcome);

// True if the file's content is in the store.
inline bool HasContent(Outcome outcome) {
  return outcome == Outcome::kKept || outcome >= Outcome::kDuplicate;
}

struct FileRow {
  std::string path;
  ContentId id;
  uint32_t bytes = 0;
  Outcome outcome = Outcome::kKept;
  bool operator==(const FileRow&) const = default;
};

struct ProjectRow {
  Split split = Split::kTrain;
  std::vector<FileRow> files;  // sorted by path
  bool operator==(const ProjectRow&) const = default;
};

struct SourceRow {
  uint32_t bytes = 0, lines = 0, sites = 0, base_sites = 0;
};

std::string EncodeId(const ContentId& id);
Result<ContentId> DecodeId(std::string_view bytes);
std::string EncodeProject(const ProjectRow& project);
Result<ProjectRow> DecodeProject(std::string_view bytes);
std::string EncodeSource(const SourceRow& source);
Result<SourceRow> DecodeSource(std::string_view bytes);
std::string EncodeSketch(const Sketch& sketch);
Result<Sketch> DecodeSketch(std::string_view bytes);
// A value in the tables that are keyed by symbol.
std::string EncodePosting(const ContentId& id, const SymbolCounts& counts);
struct Posting {
  ContentId id;
  SymbolCounts counts;
};
Result<Posting> DecodePosting(std::string_view bytes);
std::string EncodeWords(const Words& words);
Result<Words> DecodeWords(std::string_view bytes);

}  // namespace fastnode::corpus
