// The digest has the part's seal in it, the checksum of all of its bytes. Is another one beside the
// part, or none, the part was written since, or copied here without its digest.
#include "collect/corpus/digest.h"

#include <optional>
#include <utility>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/decide.h"
#include "collect/corpus/seal.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::corpus {
namespace {

constexpr uint32_t kDigestMagic = 0x31444e46;  // "FND1"
constexpr size_t kChecksumBytes = 32;

std::string DigestPath(const std::string& store, int part, int num_parts) {
  return PartFolder(store, part, num_parts) + ".digest";
}

Result<Digest> ReadPart(const std::string& store, int part, int num_parts) {
  Result<Lmdb> environment = OpenPart(store, part, num_parts);
  if (!environment.ok()) return environment.error();
  Result<Lmdb::Transaction> txn = environment->Begin();
  if (!txn.ok()) return txn.error();
  if (Status checked = CheckVersions(*txn); !checked.ok()) return checked.error();
  Digest digest;
  auto library = txn->Get(kMeta, "library");
  if (!library.ok()) return library.error();
  if (!library->has_value()) return Error{"nothing has been added yet"};
  digest.library_hash = ByteReader(**library).Get<uint64_t>();
  Result<std::string> contents = ContentsOf(*txn);
  if (!contents.ok()) return contents.error();
  digest.contents = *std::move(contents);
  Result<ProjectRows> projects = ReadProjects(*txn);
  if (!projects.ok()) return projects.error();
  digest.projects = *std::move(projects);
  Status read = txn->ForEach(kSources, [&](std::string_view key, std::string_view value) {
    Result<ContentId> id = DecodeId(key);
    Result<SourceRow> row = DecodeSource(value);
    if (!id.ok()) return Status(id.error());
    if (!row.ok()) return Status(row.error());
    digest.sources.emplace(*id, *row);
    return Status();
  });
  if (!read.ok()) return read.error();
  if (Status sketches = ReadSketches(*txn, digest.sketches); !sketches.ok()) {
    return sketches.error();
  }
  return digest;
}

std::string Encode(const Digest& digest, const std::string& seal) {
  ByteWriter writer;
  writer.Put(kDigestMagic);
  writer.PutText(kFormat);
  writer.PutText(EncodeTreeVersion());
  writer.PutText(seal);
  writer.Put(digest.library_hash);
  writer.PutText(digest.contents);
  writer.Put(static_cast<uint32_t>(digest.projects.size()));
  for (const auto& [name, row] : digest.projects) {
    writer.PutText(name);
    writer.PutText(EncodeProject(row));
  }
  writer.Put(static_cast<uint32_t>(digest.sources.size()));
  for (const auto& [id, row] : digest.sources) {
    writer.PutText(EncodeId(id));
    writer.PutText(EncodeSource(row));
  }
  writer.Put(static_cast<uint32_t>(digest.sketches.size()));
  for (const auto& [id, sketch] : digest.sketches) {
    writer.PutText(EncodeId(id));
    writer.PutText(EncodeSketch(sketch));
  }
  std::string bytes = writer.Take();
  bytes += HashContent(bytes).Hex();
  return bytes;
}

// Of each, its id and its row.
template <typename Rows, typename Decode>
void ReadRows(ByteReader& reader, Rows& rows, const Decode& decode) {
  const uint32_t number = reader.GetCount(2 * sizeof(uint32_t));
  for (uint32_t i = 0; i < number && reader.ok(); ++i) {
    Result<ContentId> id = DecodeId(reader.GetText());
    auto row = decode(reader.GetText());
    if (!id.ok() || !row.ok()) return reader.Fail();
    rows.emplace(*id, *row);
  }
}

Result<Digest> Decode(std::string_view bytes, std::string& seal) {
  const Error damaged{"damaged digest; bring it again from where the part is"};
  if (bytes.size() < kChecksumBytes) return damaged;
  const std::string_view checksum = bytes.substr(bytes.size() - kChecksumBytes);
  bytes.remove_suffix(kChecksumBytes);
  if (HashContent(bytes).Hex() != checksum) return damaged;
  ByteReader reader(bytes);
  Digest digest;
  if (reader.Get<uint32_t>() != kDigestMagic) return damaged;
  if (reader.GetText() != kFormat || reader.GetText() != EncodeTreeVersion()) {
    return Error{"a digest of another version of fastnode; make the part again"};
  }
  seal = reader.GetText();
  digest.library_hash = reader.Get<uint64_t>();
  digest.contents = reader.GetText();
  const uint32_t number = reader.GetCount(2 * sizeof(uint32_t));
  for (uint32_t i = 0; i < number && reader.ok(); ++i) {
    std::string name(reader.GetText());
    Result<ProjectRow> row = DecodeProject(reader.GetText());
    if (!row.ok()) return row.error().Context("project " + name);
    digest.projects.emplace(std::move(name), *std::move(row));
  }
  ReadRows(reader, digest.sources, DecodeSource);
  ReadRows(reader, digest.sketches, DecodeSketch);
  if (!reader.ok() || !reader.at_end()) return damaged;
  return digest;
}

}  // namespace

Result<Digest> MakeDigest(const std::string& store, int part, int num_parts) {
  const std::string folder = PartFolder(store, part, num_parts);
  const std::optional<std::string> seal = SealOf(folder);
  Result<Digest> digest = ReadPart(store, part, num_parts);
  if (!digest.ok()) return digest.error().Context(folder);
  // A part that a writer died in has no seal; it is read anew each time until it is written again.
  if (!seal.has_value() || SealOf(folder) != seal) return digest;
  Status written = WriteFileAtomic(DigestPath(store, part, num_parts), Encode(*digest, *seal));
  if (!written.ok()) return written.error();
  return digest;
}

Result<Digest> DigestOf(const std::string& store, int part, int num_parts) {
  const std::string path = DigestPath(store, part, num_parts);
  const std::string folder = PartFolder(store, part, num_parts);
  const bool is_here = PathExists(folder + "/data.mdb");
  if (!HasDigest(store, part, num_parts)) return MakeDigest(store, part, num_parts);
  Result<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.error();
  std::string seal;
  Result<Digest> digest = Decode(*bytes, seal);
  if (is_here && (!digest.ok() || SealOf(folder) != seal)) {
    return MakeDigest(store, part, num_parts);
  }
  if (!digest.ok()) return digest.error().Context(path);
  return digest;
}

bool HasDigest(const std::string& store, int part, int num_parts) {
  return PathExists(DigestPath(store, part, num_parts));
}

Status RemoveDigest(const std::string& store, int part, int num_parts) {
  return RemoveFile(DigestPath(store, part, num_parts));
}

}  // namespace fastnode::corpus
