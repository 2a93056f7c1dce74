// Adds up usage: of files to a project's table, of projects to a corpus's.
#pragma once

#include <cstdint>
#include <vector>

#include "collect/corpus/usage_table.h"

namespace fastnode::corpus {

// One thread only.
class UsageBuilder {
 public:
  void Add(const FileUsage& usage);
  // Adds all rows of a project's table, counting the project once for each row.
  void AddProject(const UsageTable& project);
  // The sum. Depends on what was added, not on the order.
  UsageTable Finish() &&;

  struct Limits {
    uint32_t min_projects;
    size_t max_rows_a_key;  // the most frequent ones; 20,000 of kAny and kBaseName
    size_t max_rows;        // in all
  };
  // What of a table is within the limits; the names of other rows are forgotten.
  static UsageTable Prune(const UsageTable& table, const Limits& limits);

 private:
  struct Entry {
    uint64_t key;
    UsageTable::Row row;
  };
  UsageTable::Row& RowOf(uint64_t key, uint32_t name);
  void Reserve(size_t more);

  NameTable names_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;  // places in entries_, a power of two of them, at most half full
};

// The sum of these files.
UsageTable AddUp(const std::vector<FileUsage>& files);

}  // namespace fastnode::corpus
