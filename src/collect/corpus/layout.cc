// Every row is little-endian but for content ids, which are big-endian, so that LMDB's byte order
// is the order of ids. Counts of postings are variable-length integers, because most of them are
// below 128. Damaged rows are errors, never crashes.
#include "collect/corpus/layout.h"

#include <charconv>
#include <utility>

#include "analyze/ast/compact.h"
#include "support/bytes.h"

namespace fastnode::corpus {
namespace {

void PutId(const ContentId& id, ByteWriter& writer) {
  writer.Put(__builtin_bswap64(id.high));
  writer.Put(__builtin_bswap64(id.low));
}

ContentId GetId(ByteReader& reader) {
  uint64_t high = __builtin_bswap64(reader.Get<uint64_t>());
  uint64_t low = __builtin_bswap64(reader.Get<uint64_t>());
  return {high, low};
}

Error Damaged(const char* what) { return Error{std::string("damaged ") + what + " row"}; }

void PutWordCounts(const Words::Counts& counts, ByteWriter& writer) {
  writer.Put(static_cast<uint32_t>(counts.size()));
  for (const auto& [text, count] : counts) {
    writer.PutText(text);
    writer.Put(count);
  }
}

Words::Counts GetWordCounts(ByteReader& reader) {
  Words::Counts counts(reader.GetCount(2 * sizeof(uint32_t)));
  for (auto& [text, count] : counts) {
    text = reader.GetText();
    count = reader.Get<uint32_t>();
  }
  return counts;
}

}  // namespace

const std::vector<Lmdb::TableSpec>& Tables() {
  static const auto* tables = new std::vector<Lmdb::TableSpec>{
      "meta",  "projects", "sources",         "sketches",         "texts", "trees", "usage",
      "words", "symbols",  {"written", true}, {"canonical", true}};
  return *tables;
}

Result<int> ReadNumShares(const Lmdb::Transaction& txn) {
  auto row = txn.Get(kMeta, kSharesKey);
  if (!row.ok()) return row.error();
  if (!row->has_value()) return 1;
  int shares = 0;
  const auto [end, error] =
      std::from_chars((*row)->data(), (*row)->data() + (*row)->size(), shares);
  const bool whole = error == std::errc() && end == (*row)->data() + (*row)->size();
  if (!whole || shares < 1) return Error{"damaged number of shares"};
  return shares;
}

std::string EncodeTreeVersion() {
  ByteWriter writer;
  writer.Put(ast::TreeVersion());
  return writer.Take();
}

Status CheckVersions(const Lmdb::Transaction& txn) {
  auto format = txn.Get(kMeta, "format"), trees = txn.Get(kMeta, "trees");
  if (!format.ok()) return format.error();
  if (!trees.ok()) return trees.error();
  if (!format->has_value()) return {};
  constexpr char kRemedy[] = "; remove it and add again, or run 'make corpus'";
  if (**format != kFormat) {
    return Error{"the store has format " + std::string(**format) + ", not " + std::string(kFormat) +
                 kRemedy};
  }
  if (*trees != EncodeTreeVersion()) {
    return Error{std::string("the store has syntax trees of another version of fastnode") +
                 kRemedy};
  }
  return {};
}

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kKept:
      return "kept";
    case Outcome::kUnreadable:
      return "unreadable";
    case Outcome::kTooLarge:
      return "too large";
    case Outcome::kEmpty:
      return "empty";
    case Outcome::kBinary:
      return "binary";
    case Outcome::kNotUtf8:
      return "not UTF-8";
    case Outcome::kUnparsable:
      return "unparsable";
    case Outcome::kGenerated:
      return "generated";
    case Outcome::kDuplicate:
      return "duplicate";
    case Outcome::kNearDuplicate:
      return "near duplicate";
  }
  return "?";
}

std::string_view Name(Split split) {
  switch (split) {
    case Split::kTrain:
      return "train";
    case Split::kValidation:
      return "validation";
    case Split::kTest:
      return "test";
  }
  return "?";
}

std::optional<Split> SplitFromName(std::string_view name) {
  for (int i = 0; i < kNumSplits; ++i) {
    if (Name(static_cast<Split>(i)) == name) return static_cast<Split>(i);
  }
  return std::nullopt;
}

std::string EncodeId(const ContentId& id) {
  ByteWriter writer;
  PutId(id, writer);
  return writer.Take();
}

Result<ContentId> DecodeId(std::string_view bytes) {
  ByteReader reader(bytes);
  ContentId id = GetId(reader);
  if (!reader.ok() || !reader.at_end()) return Damaged("content id");
  return id;
}

std::string EncodeProject(const ProjectRow& project) {
  ByteWriter writer;
  writer.Put(static_cast<uint8_t>(project.split));
  writer.Put(static_cast<uint32_t>(project.files.size()));
  for (const FileRow& file : project.files) {
    writer.PutText(file.path);
    PutId(file.id, writer);
    writer.Put(file.bytes);
    writer.Put(static_cast<uint8_t>(file.outcome));
  }
  return writer.Take();
}

Result<ProjectRow> DecodeProject(std::string_view bytes) {
  ByteReader reader(bytes);
  ProjectRow project;
  auto split = reader.Get<uint8_t>();
  project.split = static_cast<Split>(split);
  bool valid = split < kNumSplits;
  project.files.resize(reader.GetCount(25));
  for (FileRow& file : project.files) {
    file.path = reader.GetText();
    file.id = GetId(reader);
    file.bytes = reader.Get<uint32_t>();
    auto outcome = reader.Get<uint8_t>();
    file.outcome = static_cast<Outcome>(outcome);
    valid = valid && outcome < kNumOutcomes;
  }
  if (!valid || !reader.ok() || !reader.at_end()) return Damaged("project");
  return project;
}

std::string EncodeSource(const SourceRow& source) {
  ByteWriter writer;
  for (uint32_t value : {source.bytes, source.lines, source.sites, source.base_sites}) {
    writer.Put(value);
  }
  return writer.Take();
}

Result<SourceRow> DecodeSource(std::string_view bytes) {
  ByteReader reader(bytes);
  SourceRow source;
  for (uint32_t* value : {&source.bytes, &source.lines, &source.sites, &source.base_sites}) {
    *value = reader.Get<uint32_t>();
  }
  if (!reader.ok() || !reader.at_end()) return Damaged("source");
  return source;
}

std::string EncodeSketch(const Sketch& sketch) {
  ByteWriter writer;
  for (uint32_t value : sketch) writer.Put(value);
  return writer.Take();
}

Result<Sketch> DecodeSketch(std::string_view bytes) {
  ByteReader reader(bytes);
  Sketch sketch;
  for (uint32_t& value : sketch) value = reader.Get<uint32_t>();
  if (!reader.ok() || !reader.at_end()) return Damaged("sketch");
  return sketch;
}

// Counts are small, so they are stored seven bits per byte, lowest first; the eighth bit says that
// more follow.
std::string EncodePosting(const ContentId& id, const SymbolCounts& counts) {
  ByteWriter writer;
  PutId(id, writer);
  for (uint32_t count : counts) {
    for (; count >= 128; count >>= 7) writer.Put(static_cast<uint8_t>(count | 128));
    writer.Put(static_cast<uint8_t>(count));
  }
  return writer.Take();
}

Result<Posting> DecodePosting(std::string_view bytes) {
  ByteReader reader(bytes);
  Posting posting{GetId(reader), {}};
  for (uint32_t& count : posting.counts) {
    uint8_t byte = 128;
    for (int shift = 0; byte >= 128 && shift < 32; shift += 7) {
      byte = reader.Get<uint8_t>();
      count |= static_cast<uint32_t>(byte & 127) << shift;
    }
  }
  if (!reader.ok() || !reader.at_end()) return Damaged("posting");
  return posting;
}

std::string EncodeWords(const Words& words) {
  ByteWriter writer;
  for (const auto* counts : {&words.names, &words.types, &words.bases})
    PutWordCounts(*counts, writer);
  return writer.Take();
}

Result<Words> DecodeWords(std::string_view bytes) {
  ByteReader reader(bytes);
  Words words;
  for (auto* counts : {&words.names, &words.types, &words.bases}) *counts = GetWordCounts(reader);
  if (!reader.ok() || !reader.at_end()) return Damaged("words");
  return words;
}

}  // namespace fastnode::corpus
