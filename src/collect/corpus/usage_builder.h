// Adds up usage: of files to a project's table, of projects to a corpus's; and leaves out what is
// rare.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "collect/corpus/usage_table.h"

namespace fastnode::corpus {

// One thread only.
class UsageBuilder {
 public:
  void Add(const FileUsage& usage);
  // The same of EncodeUsage(usage), without making that of it. Errors: as DecodeUsage, and the
  // builder is of no use then.
  Status AddEncoded(std::string_view bytes);
  // Adds all rows of a project's table, counting the project once for each row.
  void AddProject(const UsageTable& project);
  // The sum. Depends on what was added, not on the order.
  UsageTable Finish() &&;

  // The only row of this key and name.
  void AddRow(uint64_t key, std::string_view name, uint32_t num_projects, const UseCounts& counts);

 private:
  // A row, packed as in a table.
  struct Entry {
    uint64_t key;
    uint64_t row;
  };
  void Put(uint64_t key, const UsageTable::Row& row) {
    entries_.push_back({key, UsageTable::Pack(row, wide_)});
  }
  template <typename Visit>
  void ForEachSum(const Visit& visit) const;
  void SumUpIfMany();

  NameTable names_;
  std::vector<Entry> entries_;         // as they were added
  std::vector<UsageTable::Row> wide_;  // rows of these that do not fit
  size_t num_summed_ = 0;              // entries, when they were summed up last
};

// A row of a key, whose name stands elsewhere.
struct NamedRow {
  std::string_view name;
  uint32_t num_projects = 0;
  UseCounts counts{};
};

// The rows of the table's i-th key, by name.
std::vector<NamedRow> NamedRows(const UsageTable& table, size_t i);

// The most frequent rows of a table that comes key by key, and never has to be in memory as a
// whole.
class UsagePruner {
 public:
  struct Limits {
    uint32_t min_projects;
    size_t max_rows_a_key;  // the most frequent ones; 20,000 of kAny and kBaseName
    size_t max_rows;        // in all
  };
  explicit UsagePruner(const Limits& limits) : limits_(limits) {}

  // All rows of a key, in any order. The names must stay until Finish.
  void Add(uint64_t key, std::vector<NamedRow> rows);
  // What is within the limits; the names of other rows are forgotten. Depends on what was added,
  // not on the order.
  UsageTable Finish() &&;

 private:
  struct Ranked {
    uint64_t key;
    uint32_t place;  // among the rows of the key
    NamedRow row;
    bool operator<(const Ranked& other) const;
  };
  void KeepMost();

  const Limits limits_;
  std::vector<Ranked> ranking_;
};

// The sum of these files.
UsageTable AddUp(const std::vector<FileUsage>& files);

}  // namespace fastnode::corpus
