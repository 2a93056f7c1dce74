// Sorts more rows than fit into memory: what fills the memory is sorted and put away as a run, and
// the runs are read side by side (Knuth, vol. 3, 5.4). Rows are of a fixed size and have no
// pointers; `<` looks at all of a row, so the order does not depend on how much memory there is.
// What fits into memory never meets the disk.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <queue>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/result.h"
#include "support/scratch.h"

namespace fastnode {

template <typename T>
class ExternalSort {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit ExternalSort(const Scratch& scratch)
      : scratch_(scratch), most_rows_(std::max<size_t>(scratch.memory_bytes / sizeof(T), 4)) {}

  Status Add(const T& row) {
    rows_.push_back(row);
    return rows_.size() < most_rows_ ? Status() : PutAway();
  }

  // All rows in order, once; stops at the first error that `visit` returns.
  template <typename Visit>
  Status ForEach(const Visit& visit) {
    if (!file_.has_value()) {
      std::sort(rows_.begin(), rows_.end());
      for (const T& row : rows_) {
        if (Status visited = visit(row); !visited.ok()) return visited;
      }
      return {};
    }
    if (Status put = PutAway(); !put.ok()) return put;
    std::vector<T>().swap(rows_);
    // Each run that is read has a share of the memory, and no share may be too small to read with.
    const size_t most_runs = std::clamp<size_t>(most_rows_ / 2, 2, kMostRuns);
    while (runs_.size() > most_runs) {
      const std::vector<Run> some(runs_.begin(), runs_.begin() + static_cast<int64_t>(most_runs));
      runs_.erase(runs_.begin(), runs_.begin() + static_cast<int64_t>(most_runs));
      Run merged{file_->size(), 0};
      std::vector<T> out;
      Status read = Merge(some, [&](const T& row) {
        ++merged.rows;
        out.push_back(row);
        return out.size() * most_runs < most_rows_ ? Status() : Write(out);
      });
      if (!read.ok()) return read;
      if (Status written = Write(out); !written.ok()) return written;
      runs_.push_back(merged);
    }
    return Merge(runs_, visit);
  }

 private:
  static constexpr size_t kMostRuns = 256;

  struct Run {
    uint64_t offset = 0, rows = 0;
  };

  struct Reader {
    Run left;
    std::vector<T> rows;
    size_t next = 0;
  };

  Status Write(std::vector<T>& rows) {
    Status written =
        file_->Append({reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(T)});
    rows.clear();
    return written;
  }

  Status PutAway() {
    if (rows_.empty()) return {};
    std::sort(rows_.begin(), rows_.end());
    if (!file_.has_value()) {
      Result<ScratchFile> made = ScratchFile::Make(scratch_.folder);
      if (!made.ok()) return made.error();
      file_ = *std::move(made);
    }
    runs_.push_back({file_->size(), rows_.size()});
    return Write(rows_);
  }

  Status Fill(Reader& reader, size_t most) const {
    reader.next = 0;
    reader.rows.resize(std::min<uint64_t>(most, reader.left.rows));
    const size_t bytes = reader.rows.size() * sizeof(T);
    Status read =
        file_->ReadAt(reader.left.offset, reinterpret_cast<char*>(reader.rows.data()), bytes);
    reader.left.offset += bytes;
    reader.left.rows -= reader.rows.size();
    return read;
  }

  template <typename Visit>
  Status Merge(const std::vector<Run>& runs, const Visit& visit) const {
    const size_t share = std::max<size_t>(most_rows_ / (runs.size() + 1), 1);
    std::vector<Reader> readers(runs.size());
    using Head = std::pair<T, size_t>;
    auto later = [](const Head& a, const Head& b) { return b.first < a.first; };
    std::priority_queue<Head, std::vector<Head>, decltype(later)> heads(later);
    for (size_t i = 0; i < runs.size(); ++i) {
      readers[i].left = runs[i];
      if (Status read = Fill(readers[i], share); !read.ok()) return read;
      heads.emplace(readers[i].rows[readers[i].next++], i);
    }
    while (!heads.empty()) {
      const auto [row, i] = heads.top();
      heads.pop();
      if (Status visited = visit(row); !visited.ok()) return visited;
      Reader& reader = readers[i];
      if (reader.next == reader.rows.size()) {
        if (reader.left.rows == 0) continue;
        if (Status read = Fill(reader, share); !read.ok()) return read;
      }
      heads.emplace(reader.rows[reader.next++], i);
    }
    return {};
  }

  Scratch scratch_;
  size_t most_rows_;
  std::vector<T> rows_;
  std::vector<Run> runs_;  // not empty, in file_
  std::optional<ScratchFile> file_;
};

}  // namespace fastnode
