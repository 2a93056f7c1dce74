// A seal is only believed when it was the same before and after the data was read, so a writer that
// begins meanwhile is no damage. Without a seal everything is read once, in a process of its own,
// because a damaged LMDB page can end the process that follows it. store_test.cc damages stores in
// many ways and expects this error.
#include "collect/corpus/seal.h"

#include "collect/corpus/layout.h"
#include "support/file.h"
#include "support/hash_stream.h"
#include "support/lmdb_check.h"
#include "support/scratch.h"

namespace fastnode::corpus {
namespace {

constexpr uint64_t kMaxSealBytes = 100;

std::string SealPath(const std::string& folder) { return folder + "/checksum"; }

Error Damaged(const std::string& folder, const std::string& why) {
  return Error{folder + "/data.mdb is damaged: " + why +
               "; remove the folder and make the store again with 'fastnode corpus add'"};
}

// There is no checksum while somebody writes, or after a writer died. LMDB keeps its promises then,
// but only reading everything finds a disk's mistake.
Status CheckUnsealed(const std::string& folder) {
  if (CheckLmdb(folder, Tables()).ok()) return {};
  return Damaged(folder, "it cannot be read to its end");
}

Result<std::string> Checksum(const std::string& folder) {
  Result<MappedFile> data = MappedFile::Open(folder + "/data.mdb");
  if (!data.ok()) return data.error();
  // In pieces, so that a large store is never in memory as a whole.
  constexpr size_t kPiece = size_t{32} << 20;
  HashStream hash;
  for (std::string_view rest = data->bytes(); !rest.empty();) {
    const std::string_view piece = rest.substr(0, kPiece);
    hash.Add(piece);
    LetGo(piece);
    rest.remove_prefix(piece.size());
  }
  return hash.Hash().Hex() + "\n";
}

}  // namespace

std::optional<std::string> SealOf(const std::string& folder) {
  Result<std::string> seal = ReadFile(SealPath(folder), kMaxSealBytes);
  if (!seal.ok()) return std::nullopt;
  return *std::move(seal);
}

Status CheckSeal(const std::string& folder) {
  // Twice, because a writer may begin after the seal was read and before the data is.
  for (bool again : {true, false}) {
    if (!PathExists(SealPath(folder))) return CheckUnsealed(folder);
    Result<std::string> seal = ReadFile(SealPath(folder), kMaxSealBytes);
    Result<std::string> checksum = Checksum(folder);
    if (!checksum.ok()) return checksum.error();
    if (seal.ok() && *seal == *checksum) return {};
    Result<std::string> now = ReadFile(SealPath(folder), kMaxSealBytes);
    if (!again || (seal.ok() && now.ok() && *seal == *now)) break;
  }
  return Damaged(folder, "its bytes are not those that were written");
}

Status BreakSeal(const std::string& folder) {
  if (Status checked = CheckSeal(folder); !checked.ok()) return checked.error();
  return RemoveFile(SealPath(folder));
}

Status PutSeal(const std::string& folder) {
  Result<std::string> checksum = Checksum(folder);
  if (!checksum.ok()) return checksum.error();
  return WriteFileAtomic(SealPath(folder), *checksum);
}

}  // namespace fastnode::corpus
