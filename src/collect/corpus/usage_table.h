// The usage of a project or of a corpus: the sum of what its files or projects use. Immutable, and
// flat: rows of all keys stand in one array, keys in another, names in a table of theirs. Who adds
// up makes one with a UsageBuilder (usage_builder.h). Bytes: docs/formats/usage.md.
#pragma once

#include <cstdint>
#include <optional>
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

  // Rows of a key, or of all, in their order. They are kept packed, and given as values.
  class RowList {
   public:
    RowList() = default;
    size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    Row operator[](size_t i) const { return Unpack(packed_[i], wide_); }
    uint32_t name(size_t i) const { return NameOf(packed_[i], wide_); }

    class Iterator {
     public:
      Iterator(const RowList* rows, size_t at) : rows_(rows), at_(at) {}
      Row operator*() const { return (*rows_)[at_]; }
      Iterator& operator++() { return ++at_, *this; }
      bool operator==(const Iterator&) const = default;

     private:
      const RowList* rows_;
      size_t at_;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size_}; }

   private:
    friend class UsageTable;
    RowList(const uint64_t* packed, size_t size, const Row* wide)
        : packed_(packed), size_(size), wide_(wide) {}
    const uint64_t* packed_ = nullptr;
    size_t size_ = 0;
    const Row* wide_ = nullptr;
  };

  // Empty if the key is unknown.
  RowList Rows(uint64_t key) const { return Locate(key).rows; }
  // The sum of a key's rows.
  UseCounts Sum(uint64_t key) const { return Sum(Locate(key)); }
  // The row of one (key, name), if there is one.
  std::optional<Row> Find(uint64_t key, std::string_view name) const {
    return Find(Locate(key), IdOf(name));
  }

  // The same in two steps, for callers with many keys of one name or many names of one key.
  struct Located {
    RowList rows;
    const uint32_t* places = nullptr;  // of a big key: a hash of its own
    size_t mask = 0;                   // ... and of its places
    const UseCounts* sum = nullptr;    // of a big key
    uint64_t filter = 0;               // of another: no name is there whose bit is not set
  };
  Located Locate(uint64_t key) const;
  // False: the key does not have the name.
  static bool MayHave(const Located& key, uint32_t name) {
    if (name == kNoName) return false;
    if (key.places == nullptr) return (key.filter & BitOf(name)) != 0;
    return key.places[PlaceOf(name) & key.mask] != kNoRow;
  }
  // Ahead of MayHave and Find, for who asks for many names one after the other.
  static void Fetch(const Located& key, uint32_t name) {
    if (key.places != nullptr) __builtin_prefetch(&key.places[PlaceOf(name) & key.mask]);
  }
  static constexpr uint32_t kNoRow = UINT32_MAX;
  // Of a name that it may have: the place of the row among the key's, or kNoRow.
  static uint32_t Search(const Located& key, uint32_t name);
  static std::optional<Row> Find(const Located& key, uint32_t name) {
    const uint32_t row = MayHave(key, name) ? Search(key, name) : kNoRow;
    return row == kNoRow ? std::nullopt : std::optional(key.rows[row]);
  }
  static UseCounts Sum(const Located& key);

  // Numbers of names are dense and ascend as the names do.
  uint32_t IdOf(std::string_view name) const { return names_.Find(name); }  // or kNoName
  std::string_view Name(uint32_t id) const { return names_[id]; }
  const NameTable& names() const { return names_; }

  size_t num_rows() const { return packed_.size(); }
  size_t num_keys() const { return keys_.size(); }
  uint64_t key(size_t i) const { return keys_[i].key; }  // ascending
  RowList RowsAt(size_t i) const {
    const uint32_t begin = keys_[i].begin;
    return {packed_.data() + begin, End(i) - begin, wide_.data()};
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

  // A row in 64 bits: how many projects have it, its name and its counts, in 8, 24 and four times 8
  // bits. Of one that does not fit the first 8 are ones, and the last 32 its place among the wide.
  static constexpr uint64_t kWide = 0xFF;
  static uint32_t NameOf(uint64_t packed, const Row* wide) {
    if ((packed & 0xFF) == kWide) return wide[packed >> 32].name;
    return static_cast<uint32_t>(packed) >> 8;
  }
  static Row Unpack(uint64_t packed, const Row* wide) {
    if ((packed & 0xFF) == kWide) return wide[packed >> 32];
    auto byte = [&](int shift) { return static_cast<uint32_t>(packed >> shift & 0xFF); };
    return {static_cast<uint32_t>(packed) >> 8, byte(0), {byte(32), byte(40), byte(48), byte(56)}};
  }

  // A row that does not fit is added to `wide`.
  static uint64_t Pack(const Row& row, std::vector<Row>& wide) {
    const UseCounts& counts = row.counts;
    const uint32_t all = counts[0] | counts[1] | counts[2] | counts[3];
    if (all <= 0xFF && row.num_projects < kWide && row.name < uint32_t{1} << 24) {
      return uint64_t{row.num_projects} | uint64_t{row.name} << 8 | uint64_t{counts[0]} << 32 |
             uint64_t{counts[1]} << 40 | uint64_t{counts[2]} << 48 | uint64_t{counts[3]} << 56;
    }
    wide.push_back(row);
    return kWide | uint64_t{wide.size() - 1} << 32;
  }

  uint32_t End(size_t i) const {
    return i + 1 < keys_.size() ? keys_[i + 1].begin : static_cast<uint32_t>(packed_.size());
  }
  void StartKey(uint64_t key) {
    keys_.push_back({key, static_cast<uint32_t>(packed_.size()), kNoBig});
  }
  void AddRow(const Row& row) { packed_.push_back(Pack(row, wide_)); }  // to the key started last
  void Index();  // makes what is looked up in, when all rows are there
  // Neighbouring names are put far apart (Fibonacci hashing).
  static uint64_t Mix(uint32_t name) { return name * uint64_t{0x9E3779B97F4A7C15}; }
  static size_t PlaceOf(uint32_t name) { return static_cast<size_t>(Mix(name) >> 32); }
  static uint64_t BitOf(uint32_t name) { return uint64_t{1} << (Mix(name) >> 58); }

  NameTable names_;
  std::vector<Key> keys_;         // ascending
  std::vector<uint64_t> packed_;  // rows
  std::vector<Row> wide_;         // those that do not fit
  std::vector<Big> big_;
  std::vector<uint32_t> places_;
  // Keys are hashes: by their first bits one finds where to look for them.
  std::vector<uint32_t> bucket_begin_;
  int bucket_shift_ = 0;
};

// Of each name of `table` its number in `other`, or kNoName: one walk over both.
std::vector<uint32_t> NamesIn(const UsageTable& table, const UsageTable& other);

}  // namespace fastnode::corpus
