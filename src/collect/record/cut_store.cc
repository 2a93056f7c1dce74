#include "collect/record/cut_store.h"

#include <utility>
#include <vector>

#include "collect/record/encode.h"
#include "support/build_id.h"
#include "support/bytes.h"
#include "support/compress.h"

namespace fastnode::record {
namespace {

enum Table : Lmdb::Table { kMeta, kSites, kCuts };
const std::vector<Lmdb::TableSpec>& Tables() {
  static const auto* tables = new std::vector<Lmdb::TableSpec>{"meta", "sites", "cuts"};
  return *tables;
}

// A commit costs one or two writes through to the disk: one for so much is not felt.
constexpr size_t kWaitingBytes = 8u << 20;
constexpr uint64_t kMaxValueBytes = 64u << 20;
constexpr int kLevel = 1;  // of zstd: samples are mostly zeros
constexpr uint8_t kSample = 1, kNoSample = 0;

std::string KeyOf(const ContentId& source) {
  ByteWriter writer;
  writer.Put(source.high);
  writer.Put(source.low);
  return writer.Take();
}

std::string KeyOf(uint64_t identity, const draw::CutCache::Place& place) {
  ByteWriter writer;
  writer.Put(identity);
  writer.Put(place.source.high);
  writer.Put(place.source.low);
  writer.Put(static_cast<uint8_t>(place.task));
  writer.Put(place.at);
  return writer.Take();
}

// A checksum before the bytes: the machine may have died while the file was written.
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

Status ClearAll(const Lmdb& environment) {
  Result<Lmdb::Transaction> txn = environment.Begin();
  if (!txn.ok()) return txn.error();
  for (Table table : {kSites, kCuts}) {
    if (Status cleared = txn->Clear(table); !cleared.ok()) return cleared;
  }
  if (Status put = txn->Put(kMeta, "build", BuildId()); !put.ok()) return put;
  return txn->Commit();
}

// What another build of the program cut need not be what this one would.
Result<bool> IsOfThisBuild(const Lmdb& environment) {
  Result<Lmdb::Transaction> txn = environment.BeginRead();
  if (!txn.ok()) return txn.error();
  auto build = txn->Get(kMeta, "build");
  if (!build.ok()) return build.error();
  return build->has_value() && **build == BuildId();
}

}  // namespace

CutStore::CutStore(Lmdb environment, uint64_t max_bytes)
    : environment_(std::move(environment)), max_bytes_(max_bytes) {}

CutStore::~CutStore() { (void)Flush(); }

Result<std::unique_ptr<CutStore>> CutStore::Open(const std::string& folder, uint64_t max_bytes) {
  Result<Lmdb> environment = Lmdb::Open(folder, Tables(), Lmdb::Mode::kWrite, max_bytes);
  if (!environment.ok()) return environment.error();
  Result<bool> is_ours = IsOfThisBuild(*environment);
  if (!is_ours.ok()) return is_ours.error();
  if (!*is_ours || environment->used_bytes() > max_bytes / 10 * 9) {
    if (Status cleared = ClearAll(*environment); !cleared.ok()) return cleared.error();
  }
  return std::unique_ptr<CutStore>(new CutStore(std::move(*environment), max_bytes));
}

std::optional<std::string> CutStore::Find(int table, const std::string& key) const {
  {
    std::lock_guard lock(mutex_);
    for (const auto* rows : {&waiting_, &being_written_}) {
      auto found = rows->find({table, key});
      if (found != rows->end()) return Unseal(found->second);
    }
  }
  Result<Lmdb::Transaction> txn = environment_.BeginRead();
  if (!txn.ok()) return std::nullopt;
  auto value = txn->Get(table, key);
  if (!value.ok() || !value->has_value()) return std::nullopt;
  return Unseal(**value);
}

std::optional<draw::SitesOfSource> CutStore::FindSites(const ContentId& source) const {
  std::optional<std::string> bytes = Find(kSites, KeyOf(source));
  if (!bytes.has_value()) return std::nullopt;
  draw::SitesOfSource sites;
  ByteReader reader(*bytes);
  for (std::vector<uint8_t>* masks : {&sites.uses, &sites.places}) {
    std::string_view text = reader.GetText();
    masks->assign(text.begin(), text.end());
  }
  if (!reader.ok() || !reader.at_end()) return std::nullopt;
  return sites;
}

std::optional<draw::RememberedCut> CutStore::FindCut(uint64_t identity, const Place& place) const {
  std::optional<std::string> bytes = Find(kCuts, KeyOf(identity, place));
  if (!bytes.has_value() || bytes->empty()) return std::nullopt;
  std::string_view rest = std::string_view(*bytes).substr(1);
  draw::RememberedCut cut;
  if ((*bytes)[0] == kNoSample) {
    cut.reason = rest;
  } else {
    Result<std::string> table = Decompress(rest, kMaxValueBytes);
    if (!table.ok()) return std::nullopt;
    Result<pack::Sample> sample = DecodeTrusted(*table);
    if (!sample.ok()) return std::nullopt;
    cut.sample = std::move(*sample);
  }
  ++found_;
  return cut;
}

void CutStore::KeepSites(const ContentId& source, const draw::SitesOfSource& sites) {
  ByteWriter writer;
  for (const std::vector<uint8_t>* masks : {&sites.uses, &sites.places}) {
    writer.PutText({reinterpret_cast<const char*>(masks->data()), masks->size()});
  }
  Keep(kSites, KeyOf(source), writer.Take());
}

void CutStore::KeepCut(uint64_t identity, const Place& place, const draw::RememberedCut& cut) {
  ++made_;
  if (full_) return;
  std::string value;
  value.push_back(static_cast<char>(cut.reason.empty() ? kSample : kNoSample));
  value += cut.reason.empty() ? Compress(Encode(cut.sample), kLevel) : cut.reason;
  Keep(kCuts, KeyOf(identity, place), std::move(value));
}

void CutStore::Keep(int table, std::string key, std::string value) {
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

Status CutStore::Write(const std::map<std::pair<int, std::string>, std::string>& rows) {
  Result<Lmdb::Transaction> txn = environment_.Begin();
  if (!txn.ok()) return txn.error();
  for (const auto& [place, value] : rows) {
    if (Status put = txn->Put(place.first, place.second, value); !put.ok()) return put;
  }
  return txn->Commit();
}

Status CutStore::Flush() {
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

CutStore::Counts CutStore::counts() const { return {found_, made_, environment_.used_bytes()}; }

}  // namespace fastnode::record
