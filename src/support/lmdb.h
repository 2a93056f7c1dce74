// LMDB, behind a wall: an environment of named tables from bytes to bytes, read and written in
// transactions. A reader sees one state from its first read to its end; a writer's changes are
// there all at once after Commit, or not at all, whenever the power fails.
//
// Environments are thread-safe; a transaction is of one thread at a time. One environment per
// folder and process (LMDB's own rule).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode {

class Lmdb {
 public:
  enum class Mode { kRead, kWrite };
  using Table = int;  // place in the list given to Open
  struct TableSpec {
    std::string name;
    bool many = false;  // a key may have many values, sorted, of at most 511 bytes each
    TableSpec(const char* a_name, bool has_many = false)
        : name(a_name), many(has_many) {}  // NOLINT
  };

  // Address space, not memory or disk: the file grows as needed, to this size at most. Thirty
  // million lines of source take about one gigabyte of it.
  static constexpr uint64_t kMaxBytes = uint64_t{16} << 30;

  // kWrite makes the folder and the tables that are missing. Errors name the folder.
  static Result<Lmdb> Open(const std::string& folder, const std::vector<TableSpec>& tables,
                           Mode mode, uint64_t max_bytes = kMaxBytes);
  Lmdb(Lmdb&&) noexcept;
  Lmdb& operator=(Lmdb&&) noexcept;
  ~Lmdb();

  class Transaction;
  class Rows;
  Result<Transaction> Begin() const;      // of the environment's mode
  Result<Transaction> BeginRead() const;  // that reads alone, whatever the mode

  // Bytes of the file that hold something now.
  uint64_t used_bytes() const;

 private:
  struct Parts;
  explicit Lmdb(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Ends without effect unless committed. Move-only; the environment must outlive it.
class Lmdb::Transaction {
 public:
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // The value, in place in the map: valid until the transaction ends or writes. Absent: nullopt.
  Result<std::optional<std::string_view>> Get(Table table, std::string_view key) const;

  // All rows in the order of their keys; stops at the first error that `visit` returns.
  using Visit = std::function<Status(std::string_view key, std::string_view value)>;
  Status ForEach(Table table, const Visit& visit) const;
  // Those whose key begins with `prefix`.
  Status ForEachWith(Table table, std::string_view prefix, const Visit& visit) const;

  // The same rows, one at a time: for who reads several tables side by side.
  Result<Rows> RowsWith(Table table, std::string_view prefix) const;

  // The values of one key, sorted.
  using VisitValue = std::function<Status(std::string_view value)>;
  Status ForEachValue(Table table, std::string_view key, const VisitValue& visit) const;

  // Of a table with many values a key: adds one, unless it is there.
  Status Put(Table table, std::string_view key, std::string_view value);
  Status Delete(Table table, std::string_view key);  // absent keys are fine
  Status DeleteValue(Table table, std::string_view key, std::string_view value);  // of many
  Status Clear(Table table);
  Status Commit();

 private:
  friend class Lmdb;
  Transaction(const Lmdb::Parts* parts, void* handle) : parts_(parts), handle_(handle) {}
  const Lmdb::Parts* parts_;
  void* handle_;  // MDB_txn, null once ended
};

// A place in a table. The transaction must outlive it, and must not write meanwhile.
class Lmdb::Rows {
 public:
  Rows(Rows&& other) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  bool at_end() const { return at_end_; }
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }
  Status Next();

 private:
  friend class Transaction;
  Rows(const Lmdb::Parts* parts, void* cursor, std::string_view prefix)
      : parts_(parts), cursor_(cursor), prefix_(prefix) {}
  Status Move(bool first);
  const Lmdb::Parts* parts_;
  void* cursor_;  // MDB_cursor
  std::string prefix_;
  std::string_view key_, value_;
  bool at_end_ = false;
};

}  // namespace fastnode
