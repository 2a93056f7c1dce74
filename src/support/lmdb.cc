#include "support/lmdb.h"

#include <lmdb.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "support/check.h"
#include "support/file.h"
#include "support/machine_lock.h"
#include "support/scratch.h"

namespace fastnode {
namespace {

constexpr unsigned kMaxReaders = 512;

Error LmdbError(const std::string& what, int code) {
  return Error{what + ": " + mdb_strerror(code)};
}

MDB_val ToVal(std::string_view bytes) { return {bytes.size(), const_cast<char*>(bytes.data())}; }

std::string_view ToView(const MDB_val& value) {
  return {static_cast<const char*>(value.mv_data), value.mv_size};
}

// Called where LMDB would abort: it has met a page that was damaged since the file was opened.
void EndDamaged(MDB_env* env, const char* what) {
  const char* folder = "";
  mdb_env_get_path(env, &folder);
  std::fprintf(stderr, "fastnode: %s/data.mdb is damaged, and cannot be read on (%s)\n", folder,
               what);
  std::_Exit(1);
}

// What was read of a map that nobody writes. Whoever reads here and there would have the whole file
// in memory in the end, though a value is mostly unpacked at once and read again much later. So now
// and then all pages are given back. They stay in the system's cache of files, which takes them
// away where it needs room; reading one again costs a fault for each block, and no disk.
class PagesRead {
 public:
  void Note(std::string_view value) {
    const auto begin = reinterpret_cast<uintptr_t>(value.data()), end = begin + value.size();
    Widen(begin, end);
    // Of neighbours the block was noted before.
    const uintptr_t block = end / kBlock;
    const uintptr_t before = last_block_.exchange(block, std::memory_order_relaxed);
    if (block == before) return;
    const uint64_t more = end - begin / kBlock * kBlock + kBlock;
    if (bytes_.fetch_add(more, std::memory_order_relaxed) + more < kMaxBytes) return;
    bytes_.store(0, std::memory_order_relaxed);
    const uintptr_t first = begin_.load(std::memory_order_relaxed);
    LetGo({reinterpret_cast<const char*>(first), end_.load(std::memory_order_relaxed) - first});
  }

 private:
  // What Linux maps at once of what it has in its cache.
  static constexpr uintptr_t kBlock = 64u << 10;
  static constexpr uint64_t kMaxBytes = 32u << 20;

  void Widen(uintptr_t begin, uintptr_t end) {
    uintptr_t known = begin_.load(std::memory_order_relaxed);
    while (begin < known && !begin_.compare_exchange_weak(known, begin)) {
    }
    known = end_.load(std::memory_order_relaxed);
    while (end > known && !end_.compare_exchange_weak(known, end)) {
    }
  }

  // Of all that was read: it is one map.
  std::atomic<uintptr_t> begin_{UINTPTR_MAX}, end_{0};
  std::atomic<uintptr_t> last_block_{0};
  std::atomic<uint64_t> bytes_{0};  // since pages were given back
};

}  // namespace

struct Lmdb::Parts {
  std::string folder;
  Mode mode;
  mutable PagesRead pages_read;
  MDB_env* env = nullptr;
  std::vector<MDB_dbi> tables;

  ~Parts() {
    if (env != nullptr) mdb_env_close(env);
  }

  // An error code, or 0 with an environment that can be read.
  int OpenEnvironment(size_t num_tables, uint64_t max_bytes, unsigned flags) {
    if (env != nullptr) mdb_env_close(env);
    env = nullptr;
    if (int code = mdb_env_create(&env)) return code;
    mdb_env_set_assert(env, EndDamaged);
    mdb_env_set_mapsize(env, max_bytes);
    mdb_env_set_maxdbs(env, static_cast<MDB_dbi>(num_tables));
    mdb_env_set_maxreaders(env, kMaxReaders);
    if (int code = mdb_env_open(env, folder.c_str(), flags, 0644)) return code;
    // Frees the places of processes that were killed while they read, and the pages they kept.
    int dead = 0;
    if ((flags & MDB_NOLOCK) == 0) {
      if (int code = mdb_reader_check(env, &dead)) return code;
    }
    MDB_txn* txn = nullptr;
    if (int code = mdb_txn_begin(env, nullptr, MDB_RDONLY, &txn)) return code;
    mdb_txn_abort(txn);
    return 0;
  }

  // Values of a writer may stand elsewhere than in the map.
  void Note(const MDB_val& value) const {
    if (mode == Mode::kRead) pages_read.Note(ToView(value));
  }

  MDB_dbi Handle(Table table) const {
    CHECK(table >= 0 && static_cast<size_t>(table) < tables.size());
    return tables[static_cast<size_t>(table)];
  }

  Status OpenTables(const std::vector<TableSpec>& specs) {
    MDB_txn* txn = nullptr;
    const bool write = mode == Mode::kWrite;
    if (int code = mdb_txn_begin(env, nullptr, write ? 0 : MDB_RDONLY, &txn)) {
      return LmdbError(folder, code);
    }
    for (const TableSpec& spec : specs) {
      MDB_dbi handle = 0;
      if (int code =
              mdb_dbi_open(txn, spec.name.c_str(),
                           (write ? MDB_CREATE : 0u) | (spec.many ? MDB_DUPSORT : 0u), &handle)) {
        mdb_txn_abort(txn);
        return LmdbError(folder + ": table " + spec.name, code);
      }
      tables.push_back(handle);
    }
    if (int code = mdb_txn_commit(txn)) return LmdbError(folder, code);
    return {};
  }
};

Lmdb::Lmdb(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Lmdb::Lmdb(Lmdb&&) noexcept = default;
Lmdb& Lmdb::operator=(Lmdb&&) noexcept = default;
Lmdb::~Lmdb() = default;

Result<Lmdb> Lmdb::Open(const std::string& folder, const std::vector<TableSpec>& tables, Mode mode,
                        uint64_t max_bytes) {
  if (mode == Mode::kWrite) {
    if (Status made = MakeFolders(folder); !made.ok()) return made.error();
  }
  auto parts = std::make_unique<Parts>();
  parts->folder = folder;
  parts->mode = mode;
  // MDB_NOTLS: a read transaction belongs to its object, not to a thread.
  const unsigned flags = MDB_NOTLS | (mode == Mode::kRead ? MDB_RDONLY : 0);
  // Readers note what they read in a mapped file, under a lock in that file. Over a network file
  // system such notes keep no writer back, and a lock that is seen half-written may never be free.
  // There, and where the file cannot be written, readers leave no notes: nobody may write
  // meanwhile.
  const bool reads = mode == Mode::kRead;
  const bool notes = !reads || IsOnOwnDisk(folder);
  int code = parts->OpenEnvironment(tables.size(), max_bytes, flags | (notes ? 0 : MDB_NOLOCK));
  // EAGAIN: a reader's place belongs to its process number, and a process of the same number reads
  // in another container.
  if (reads && notes && (code == EAGAIN || code == EACCES || code == EROFS)) {
    code = parts->OpenEnvironment(tables.size(), max_bytes, flags | MDB_NOLOCK);
  }
  if (code != 0) return LmdbError(folder, code);
  if (Status opened = parts->OpenTables(tables); !opened.ok()) return opened.error();
  return Lmdb(std::move(parts));
}

Result<Lmdb::Transaction> Lmdb::Begin() const {
  if (parts_->mode == Mode::kRead) return BeginRead();
  MDB_txn* txn = nullptr;
  if (int code = mdb_txn_begin(parts_->env, nullptr, 0, &txn)) {
    return LmdbError(parts_->folder, code);
  }
  return Transaction(parts_.get(), txn);
}

Result<Lmdb::Transaction> Lmdb::BeginRead() const {
  MDB_txn* txn = nullptr;
  if (int code = mdb_txn_begin(parts_->env, nullptr, MDB_RDONLY, &txn)) {
    return LmdbError(parts_->folder, code);
  }
  return Transaction(parts_.get(), txn);
}

uint64_t Lmdb::used_bytes() const {
  MDB_envinfo info;
  MDB_stat stat;
  mdb_env_info(parts_->env, &info);
  mdb_env_stat(parts_->env, &stat);
  return (uint64_t{info.me_last_pgno} + 1) * stat.ms_psize;
}

Lmdb::Transaction::Transaction(Transaction&& other) noexcept
    : parts_(other.parts_), handle_(std::exchange(other.handle_, nullptr)) {}

Lmdb::Transaction::~Transaction() {
  if (handle_ != nullptr) mdb_txn_abort(static_cast<MDB_txn*>(handle_));
}

Result<std::optional<std::string_view>> Lmdb::Transaction::Get(Table table,
                                                               std::string_view key) const {
  MDB_val wanted = ToVal(key), value;
  int code = mdb_get(static_cast<MDB_txn*>(handle_), parts_->Handle(table), &wanted, &value);
  if (code == MDB_NOTFOUND) return std::optional<std::string_view>();
  if (code != 0) return LmdbError(parts_->folder, code);
  parts_->Note(value);
  return std::optional<std::string_view>(ToView(value));
}

Status Lmdb::Transaction::ForEach(Table table, const Visit& visit) const {
  return ForEachWith(table, "", visit);
}

Status Lmdb::Transaction::ForEachWith(Table table, std::string_view prefix,
                                      const Visit& visit) const {
  Result<Rows> rows = RowsWith(table, prefix);
  if (!rows.ok()) return rows.error();
  while (!rows->at_end()) {
    if (Status visited = visit(rows->key(), rows->value()); !visited.ok()) return visited.error();
    if (Status moved = rows->Next(); !moved.ok()) return moved.error();
  }
  return {};
}

Result<Lmdb::Rows> Lmdb::Transaction::RowsWith(Table table, std::string_view prefix) const {
  MDB_cursor* cursor = nullptr;
  auto* txn = static_cast<MDB_txn*>(handle_);
  if (int code = mdb_cursor_open(txn, parts_->Handle(table), &cursor)) {
    return LmdbError(parts_->folder, code);
  }
  Rows rows(parts_, cursor, prefix);
  if (Status moved = rows.Move(true); !moved.ok()) return moved.error();
  return rows;
}

Lmdb::Rows::Rows(Rows&& other) noexcept
    : parts_(other.parts_),
      cursor_(std::exchange(other.cursor_, nullptr)),
      prefix_(std::move(other.prefix_)),
      key_(other.key_),
      value_(other.value_),
      at_end_(other.at_end_) {}

Lmdb::Rows::~Rows() {
  if (cursor_ != nullptr) mdb_cursor_close(static_cast<MDB_cursor*>(cursor_));
}

Status Lmdb::Rows::Next() { return Move(false); }

Status Lmdb::Rows::Move(bool first) {
  MDB_val key = ToVal(prefix_), value;
  const MDB_cursor_op op = !first ? MDB_NEXT : prefix_.empty() ? MDB_FIRST : MDB_SET_RANGE;
  const int code = mdb_cursor_get(static_cast<MDB_cursor*>(cursor_), &key, &value, op);
  at_end_ = code != 0 || !ToView(key).starts_with(prefix_);
  if (code != 0 && code != MDB_NOTFOUND) return LmdbError(parts_->folder, code);
  if (code == 0) parts_->Note(value);
  key_ = at_end_ ? std::string_view() : ToView(key);
  value_ = at_end_ ? std::string_view() : ToView(value);
  return {};
}

Status Lmdb::Transaction::ForEachValue(Table table, std::string_view key,
                                       const VisitValue& visit) const {
  MDB_cursor* cursor = nullptr;
  auto* txn = static_cast<MDB_txn*>(handle_);
  if (int code = mdb_cursor_open(txn, parts_->Handle(table), &cursor)) {
    return LmdbError(parts_->folder, code);
  }
  std::unique_ptr<MDB_cursor, void (*)(MDB_cursor*)> closer(cursor, mdb_cursor_close);
  MDB_val wanted = ToVal(key), value;
  int code = mdb_cursor_get(cursor, &wanted, &value, MDB_SET);
  if (code == 0) parts_->Note(value);
  for (; code == 0; code = mdb_cursor_get(cursor, &wanted, &value, MDB_NEXT_DUP)) {
    if (Status visited = visit(ToView(value)); !visited.ok()) return visited.error();
  }
  return code == MDB_NOTFOUND ? Status() : LmdbError(parts_->folder, code);
}

Status Lmdb::Transaction::Put(Table table, std::string_view key, std::string_view value) {
  MDB_val k = ToVal(key), v = ToVal(value);
  int code = mdb_put(static_cast<MDB_txn*>(handle_), parts_->Handle(table), &k, &v, 0);
  return code == 0 ? Status() : LmdbError(parts_->folder, code);
}

Status Lmdb::Transaction::Delete(Table table, std::string_view key) {
  MDB_val k = ToVal(key);
  int code = mdb_del(static_cast<MDB_txn*>(handle_), parts_->Handle(table), &k, nullptr);
  return code == 0 || code == MDB_NOTFOUND ? Status() : LmdbError(parts_->folder, code);
}

Status Lmdb::Transaction::DeleteValue(Table table, std::string_view key, std::string_view value) {
  MDB_val k = ToVal(key), v = ToVal(value);
  int code = mdb_del(static_cast<MDB_txn*>(handle_), parts_->Handle(table), &k, &v);
  return code == 0 || code == MDB_NOTFOUND ? Status() : LmdbError(parts_->folder, code);
}

Status Lmdb::Transaction::Clear(Table table) {
  int code = mdb_drop(static_cast<MDB_txn*>(handle_), parts_->Handle(table), 0);
  return code == 0 ? Status() : LmdbError(parts_->folder, code);
}

Status Lmdb::Transaction::Commit() {
  CHECK(handle_ != nullptr);
  int code = mdb_txn_commit(static_cast<MDB_txn*>(std::exchange(handle_, nullptr)));
  return code == 0 ? Status() : LmdbError(parts_->folder, code);
}

}  // namespace fastnode
