#include "support/disk_cache.h"

#include "support/bytes.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode {
namespace {

// A commit costs one or two writes through to the disk: one for so much is not felt.
constexpr size_t kWaitingBytes = 8u << 20;
constexpr Lmdb::Table kMeta = 0;  // the caller's tables follow it

std::string Seal(const std::string& bytes) {
  ByteWriter writer;
  writer.Put(Hash64(bytes));
  return writer.Take() + bytes;
}

std::optional<std::string> Unseal(std::string_view sealed) {
  ByteReader reader(sealed.substr(0, sizeof(uint64_t)));
  auto hash = reader.Get<uint64_t>();
  if (!reader.ok()) return std::nullopt;
  std::string_view bytes = sealed.substr(sizeof hash);
  if (Hash64(bytes) != hash) return std::nullopt;
  return std::string(bytes);
}

Status ClearAll(const Lmdb& environment, size_t num_tables, const std::string& build) {
  Result<Lmdb::Transaction> txn = environment.Begin();
  if (!txn.ok()) return txn.error();
  for (size_t table = 1; table <= num_tables; ++table) {
    if (Status cleared = txn->Clear(static_cast<int>(table)); !cleared.ok()) return cleared;
  }
  if (Status put = txn->Put(kMeta, "build", build); !put.ok()) return put;
  return txn->Commit();
}

Result<bool> IsOfBuild(const Lmdb& environment, const std::string& build) {
  Result<Lmdb::Transaction> txn = environment.BeginRead();
  if (!txn.ok()) return txn.error();
  auto made_by = txn->Get(kMeta, "build");
  if (!made_by.ok()) return made_by.error();
  return made_by->has_value() && **made_by == build;
}

}  // namespace

DiskCache::DiskCache(MachineLock machine, Lmdb environment)
    : machine_(std::move(machine)), environment_(std::move(environment)) {}

DiskCache::~DiskCache() { (void)Flush(); }

Result<std::unique_ptr<DiskCache>> DiskCache::Open(const std::string& folder,
                                                   std::vector<Lmdb::TableSpec> tables,
                                                   uint64_t max_bytes, const std::string& build) {
  const size_t num_tables = tables.size();
  tables.insert(tables.begin(), "meta");
  if (Status made = MakeFolders(folder); !made.ok()) return made.error();
  Result<MachineLock> machine = MachineLock::Take(folder);
  if (!machine.ok()) return machine.error();
  Result<Lmdb> environment = Lmdb::Open(folder, tables, Lmdb::Mode::kWrite, max_bytes);
  if (!environment.ok()) return environment.error();
  Result<bool> is_ours = IsOfBuild(*environment, build);
  if (!is_ours.ok()) return is_ours.error();
  if (!*is_ours || environment->used_bytes() > max_bytes / 10 * 9) {
    if (Status cleared = ClearAll(*environment, num_tables, build); !cleared.ok()) {
      return cleared.error();
    }
  }
  return std::unique_ptr<DiskCache>(new DiskCache(std::move(*machine), std::move(*environment)));
}

std::optional<std::string> DiskCache::Find(Table table, const std::string& key) const {
  {
    std::lock_guard lock(mutex_);
    for (const Rows* rows : {&waiting_, &being_written_}) {
      auto found = rows->find({table, key});
      if (found != rows->end()) return Unseal(found->second);
    }
  }
  Result<Lmdb::Transaction> txn = environment_.BeginRead();
  if (!txn.ok()) return std::nullopt;
  auto value = txn->Get(table + 1, key);
  if (!value.ok() || !value->has_value()) return std::nullopt;
  return Unseal(**value);
}

void DiskCache::Keep(Table table, std::string key, const std::string& value) {
  if (full_) return;
  bool enough = false;
  {
    std::lock_guard lock(mutex_);
    waiting_bytes_ += key.size() + value.size();
    waiting_[{table, std::move(key)}] = Seal(value);
    enough = waiting_bytes_ > kWaitingBytes;
  }
  if (enough && !Flush().ok()) full_ = true;
}

Status DiskCache::Write(const Rows& rows) {
  Result<Lmdb::Transaction> txn = environment_.Begin();
  if (!txn.ok()) return txn.error();
  for (const auto& [place, value] : rows) {
    if (Status put = txn->Put(place.first + 1, place.second, value); !put.ok()) return put;
  }
  return txn->Commit();
}

Status DiskCache::Flush() {
  std::lock_guard writing(writing_);
  {
    std::lock_guard lock(mutex_);
    being_written_.swap(waiting_);
    waiting_bytes_ = 0;
  }
  Status written = being_written_.empty() ? Status() : Write(being_written_);
  std::lock_guard lock(mutex_);
  being_written_.clear();
  return written;
}

}  // namespace fastnode
