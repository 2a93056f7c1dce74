// The usage of a project or of a corpus: the sum of what its files or projects use. Immutable, and
// flat: rows of all keys stand in one array, keys in another, names in a table of theirs. Who adds
// up makes one with a UsageBuilder (usage_builder.h). Bytes: docs/formats/usage.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/name_table.h"
#include "collect/corpus/usage.h"
#include "support/result.h"

namespace fastnode::corpus {

// May be read by many threads.
class UsageTable {
 public:
  struct Row {
    uint32_t name;          // id in this table, see Name()
    uint32_t num_projects;  // how many projects (AddProject) or files (Add) have this row
    UseCounts counts;
  };

  // The order of a key's rows: most frequent first, ties by name.
  static bool Before(const Row& a, const Row& b) {
    const uint32_t total_a = Total(a.counts), total_b = Total(b.counts);
    return total_a != total_b ? total_a > total_b : a.name < b.name;
  }

  UsageTable() = default;  // without rows

  // Rows of a key in their order; empty if the key is unknown.
  std::span<const Row> Rows(uint64_t key) const { return Locate(key).rows; }
  // The sum of a key's rows.
  UseCounts Sum(uint64_t key) const { return Sum(Locate(key)); }
  // The counts of one (key, name), or nullptr.
  const Row* Find(uint64_t key, std::string_view name) const {
    return Find(Locate(key), IdOf(name));
  }

  // The same in two steps, for callers with many keys of one name or many names of one key.
  struct Located {
    std::span<const Row> rows;
    const uint32_t* places = nullptr;  // of a big key: a hash of its own
    const UseCounts* sum = nullptr;    // of a big key
    uint64_t filter = 0;               // of another: no name is there whose bit is not set
  };
  Located Locate(uint64_t key) const;
  static const Row* Find(const Located& key, uint32_t name);
  static UseCounts Sum(const Located& key);

  // Numbers of names are dense and ascend as the names do.
  uint32_t IdOf(std::string_view name) const { return names_.Find(name); }  // or kNoName
  std::string_view Name(uint32_t id) const { return names_[id]; }
  const NameTable& names() const { return names_; }

  std::span<const Row> rows() const { return rows_; }  // of all keys, in their order
  size_t num_keys() const { return keys_.size(); }
  uint64_t key(size_t i) const { return keys_[i].key; }  // ascending
  std::span<const Row> RowsAt(size_t i) const {
    const uint32_t begin = keys_[i].begin;
    return std::span(rows_).subspan(begin, End(i) - begin);
  }
  size_t bytes() const;  // of memory

  std::string Encode() const;  // stable bytes: keys and names sorted
  static Result<UsageTable> Decode(std::string_view bytes);

 private:
  friend class UsageBuilder;

  struct Key {
    uint64_t key;
    uint32_t begin;  // of its rows
    uint32_t big;    // place in big_, or kNoBig
  };
  // Keys with many rows have a hash from names to rows: a power of two of slots, in places_.
  struct Big {
    UseCounts sum;
    uint32_t places;
  };
  static constexpr uint32_t kNoBig = UINT32_MAX;

  uint32_t End(size_t i) const {
    return i + 1 < keys_.size() ? keys_[i + 1].begin : static_cast<uint32_t>(rows_.size());
  }
  void Index();  // makes what follows rows_

  NameTable names_;
  std::vector<Key> keys_;  // ascending
  std::vector<Row> rows_;
  std::vector<Big> big_;
  std::vector<uint32_t> places_;
  // Keys are hashes: by their first bits one finds where to look for them.
  std::vector<uint32_t> bucket_begin_;
  int bucket_shift_ = 0;
};

}  // namespace fastnode::corpus
