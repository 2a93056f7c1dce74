// The digest has the part's seal in it, the checksum of all of its bytes. Is another one beside the
// part, or none, the part was written since, or copied here without its digest.
#include "collect/corpus/digest.h"

#include <cstring>
#include <utility>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/seal.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/lmdb.h"
#include "support/scratch.h"

namespace fastnode::corpus {
namespace {

constexpr uint32_t kDigestMagic = 0x31444e46;  // "FND1"
constexpr size_t kChecksumBytes = 32;

// Of the rows that are found by their number.
constexpr size_t kIdBytes = sizeof(ContentId);
constexpr size_t kSourceBytes = 2 * sizeof(uint32_t) + kIdBytes + sizeof(SourceRow);
constexpr size_t kSketchBytes = 2 * sizeof(uint32_t) + kIdBytes + sizeof(Sketch);

std::string DigestPath(const std::string& store, int part, int num_parts) {
  return PartFolder(store, part, num_parts) + ".digest";
}

// The rows of a table, as a digest has them.
Status PutTable(const Lmdb::Transaction& txn, Table table, ByteWriter& writer) {
  ByteWriter rows;
  uint32_t number = 0;
  Status read = txn.ForEach(table, [&](std::string_view key, std::string_view value) {
    rows.PutText(key);
    rows.PutText(value);
    ++number;
    return Status();
  });
  writer.Put(number);
  writer.PutBytes(rows.Take());
  return read;
}

// LMDB's order is that of names and of ids.
Result<std::string> EncodePart(const std::string& store, int part, int num_parts,
                               const std::string& seal) {
  Result<Lmdb> environment = OpenPart(store, part, num_parts);
  if (!environment.ok()) return environment.error();
  Result<Lmdb::Transaction> txn = environment->Begin();
  if (!txn.ok()) return txn.error();
  if (Status checked = CheckVersions(*txn); !checked.ok()) return checked.error();
  auto library = txn->Get(kMeta, "library");
  if (!library.ok()) return library.error();
  if (!library->has_value()) return Error{"nothing has been added yet"};
  Result<std::string> contents = ContentsOf(*txn);
  if (!contents.ok()) return contents.error();
  ByteWriter writer;
  writer.Put(kDigestMagic);
  writer.PutText(kFormat);
  writer.PutText(EncodeTreeVersion());
  writer.PutText(seal);
  writer.Put(ByteReader(**library).Get<uint64_t>());
  writer.PutText(*contents);
  for (Table table : {kProjects, kSources, kSketches}) {
    if (Status put = PutTable(*txn, table, writer); !put.ok()) return put.error();
  }
  std::string bytes = writer.Take();
  bytes += HashContent(bytes).Hex();
  return bytes;
}

ContentId IdIn(std::string_view rows, size_t row_bytes, uint32_t i) {
  return *DecodeId(rows.substr(i * row_bytes + sizeof(uint32_t), kIdBytes));
}

std::string_view ValueIn(std::string_view rows, size_t row_bytes, uint32_t i) {
  return rows.substr(i * row_bytes, row_bytes).substr(2 * sizeof(uint32_t) + kIdBytes);
}

// Rows of one size: each an id and a value, as texts.
bool AreRows(std::string_view rows, size_t row_bytes, uint32_t number) {
  for (uint32_t i = 0; i < number; ++i) {
    ByteReader row(rows.substr(i * row_bytes, row_bytes));
    if (row.GetText().size() != kIdBytes) return false;
    row.GetText();
    if (!row.ok() || !row.at_end()) return false;
  }
  return true;
}

}  // namespace

ContentId Digest::IdAt(uint32_t i) const { return IdIn(sources_, kSourceBytes, i); }

SourceRow Digest::SourceAt(uint32_t i) const {
  return *DecodeSource(ValueIn(sources_, kSourceBytes, i));
}

Sketch Digest::SketchAt(uint32_t i) const {
  Sketch sketch;
  static_assert(sizeof sketch == kSketchSize * sizeof(uint32_t));
  std::memcpy(sketch.data(), ValueIn(sketches_, kSketchBytes, i).data(), sizeof sketch);
  return sketch;
}

std::optional<uint32_t> Digest::Find(const ContentId& id) const {
  uint32_t begin = 0, end = num_contents_;
  while (begin < end) {
    const uint32_t middle = begin + (end - begin) / 2;
    if (IdAt(middle) < id) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  if (begin == num_contents_ || IdAt(begin) != id) return std::nullopt;
  return begin;
}

void Digest::LetGo() const {
  if (file_.has_value()) fastnode::LetGo(bytes_);
}

void Digest::ReadHereAndThere() const {
  if (file_.has_value()) fastnode::ReadHereAndThere(bytes_);
}

Status Digest::Parse(std::string_view bytes) {
  const Error damaged{"damaged digest; bring it again from where the part is"};
  bytes_ = bytes;
  if (bytes.size() < kChecksumBytes) return damaged;
  const std::string_view checksum = bytes.substr(bytes.size() - kChecksumBytes);
  bytes.remove_suffix(kChecksumBytes);
  if (HashContent(bytes).Hex() != checksum) return damaged;
  ByteReader reader(bytes);
  if (reader.Get<uint32_t>() != kDigestMagic) return damaged;
  if (reader.GetText() != kFormat || reader.GetText() != EncodeTreeVersion()) {
    return Error{"a digest of another version of fastnode; make the part again"};
  }
  seal_ = reader.GetText();
  library_hash_ = reader.Get<uint64_t>();
  contents_ = reader.GetText();
  const uint32_t number = reader.GetCount(2 * sizeof(uint32_t));
  for (uint32_t i = 0; i < number && reader.ok(); ++i) {
    const std::string_view name = reader.GetText(), row = reader.GetText();
    // All of it now: later it is only read where it is needed.
    Result<ProjectRow> decoded = DecodeProject(row);
    if (!decoded.ok()) return decoded.error().Context("project " + std::string(name));
    projects_.emplace(name, RowAt(row));
  }
  num_contents_ = reader.GetCount(kSourceBytes);
  sources_ = reader.GetBytes(num_contents_ * kSourceBytes);
  const uint32_t num_sketches = reader.GetCount(kSketchBytes);
  sketches_ = reader.GetBytes(num_sketches * kSketchBytes);
  if (!reader.ok() || !reader.at_end() || num_sketches != num_contents_) return damaged;
  if (!AreRows(sources_, kSourceBytes, num_contents_)) return damaged;
  if (!AreRows(sketches_, kSketchBytes, num_contents_)) return damaged;
  for (uint32_t i = 0; i < num_contents_; ++i) {
    if (IdAt(i) != IdIn(sketches_, kSketchBytes, i)) return damaged;
    if (i > 0 && !(IdAt(i - 1) < IdAt(i))) return damaged;
  }
  LetGo();
  return {};
}

Result<Digest> MakeDigest(const std::string& store, int part, int num_parts) {
  const std::string folder = PartFolder(store, part, num_parts);
  const std::optional<std::string> seal = SealOf(folder);
  Result<std::string> bytes = EncodePart(store, part, num_parts, seal.value_or(""));
  if (!bytes.ok()) return bytes.error().Context(folder);
  // A part that a writer died in has no seal; it is read anew each time until it is written again.
  Digest digest;
  if (!seal.has_value() || SealOf(folder) != seal) {
    digest.made_ = std::make_shared<const std::string>(*std::move(bytes));
    Status parsed = digest.Parse(*digest.made_);
    return parsed.ok() ? Result<Digest>(std::move(digest)) : parsed.error().Context(folder);
  }
  const std::string path = DigestPath(store, part, num_parts);
  if (Status written = WriteFileAtomic(path, *bytes); !written.ok()) return written.error();
  std::string().swap(*bytes);
  Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  digest.file_ = *std::move(file);
  Status parsed = digest.Parse(digest.file_->bytes());
  return parsed.ok() ? Result<Digest>(std::move(digest)) : parsed.error().Context(folder);
}

Result<Digest> DigestOf(const std::string& store, int part, int num_parts) {
  const std::string path = DigestPath(store, part, num_parts);
  const std::string folder = PartFolder(store, part, num_parts);
  const bool is_here = PathExists(folder + "/data.mdb");
  if (!HasDigest(store, part, num_parts)) return MakeDigest(store, part, num_parts);
  Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  Digest digest;
  digest.file_ = *std::move(file);
  Status parsed = digest.Parse(digest.file_->bytes());
  if (is_here && (!parsed.ok() || SealOf(folder) != digest.seal())) {
    return MakeDigest(store, part, num_parts);
  }
  if (!parsed.ok()) return parsed.error().Context(path);
  return digest;
}

bool HasDigest(const std::string& store, int part, int num_parts) {
  return PathExists(DigestPath(store, part, num_parts));
}

Status RemoveDigest(const std::string& store, int part, int num_parts) {
  return RemoveFile(DigestPath(store, part, num_parts));
}

}  // namespace fastnode::corpus
