#include "collect/corpus/seal.h"

#include "collect/corpus/layout.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/lmdb_check.h"

namespace fastnode::corpus {
namespace {

constexpr uint64_t kMaxSealBytes = 100;

std::string SealOf(const std::string& folder) { return folder + "/checksum"; }

Error Damaged(const std::string& folder, const std::string& why) {
  return Error{folder + "/data.mdb is damaged: " + why +
               "; remove the folder and make the store again with 'fastnode corpus add'"};
}

// There is no checksum while somebody writes, and after one who died: LMDB keeps its promises
// then, but only reading everything tells a disk's mistake.
Status CheckUnsealed(const std::string& folder) {
  if (CheckLmdb(folder, Tables()).ok()) return {};
  return Damaged(folder, "it cannot be read to its end");
}

Result<std::string> Checksum(const std::string& folder) {
  Result<MappedFile> data = MappedFile::Open(folder + "/data.mdb");
  if (!data.ok()) return data.error();
  return HashContent(data->bytes()).Hex() + "\n";
}

}  // namespace

Status CheckSeal(const std::string& folder) {
  // Twice: a writer may begin between the reading of the seal and that of the data.
  for (bool again : {true, false}) {
    if (!PathExists(SealOf(folder))) return CheckUnsealed(folder);
    Result<std::string> seal = ReadFile(SealOf(folder), kMaxSealBytes);
    Result<std::string> checksum = Checksum(folder);
    if (!checksum.ok()) return checksum.error();
    if (seal.ok() && *seal == *checksum) return {};
    Result<std::string> now = ReadFile(SealOf(folder), kMaxSealBytes);
    if (!again || (seal.ok() && now.ok() && *seal == *now)) break;
  }
  return Damaged(folder, "its bytes are not those that were written");
}

Status BreakSeal(const std::string& folder) {
  if (Status checked = CheckSeal(folder); !checked.ok()) return checked;
  return RemoveFile(SealOf(folder));
}

Status PutSeal(const std::string& folder) {
  Result<std::string> checksum = Checksum(folder);
  if (!checksum.ok()) return checksum.error();
  return WriteFileAtomic(SealOf(folder), *checksum);
}

}  // namespace fastnode::corpus
