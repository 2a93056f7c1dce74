// The training counts of one part of a corpus as a file, and the sum of many of them
// (docs/formats/counts.md). A part is counted where it is; the files come together and are added up
// as they are read, side by side in their order: no table of theirs is in memory as a whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "collect/draw/training_counts.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/result.h"

namespace fastnode::draw {

// Writes what it takes.
class CountsWriter : public CountsSink {
 public:
  // `counted_from` says of what the counts are.
  explicit CountsWriter(std::string counted_from) : counted_from_(std::move(counted_from)) {}

  void AddSize(const TrainingSize& size) override { size_ = size; }
  void AddText(Counted what, std::string_view text, const TextCounts& counts) override;
  void AddUsage(uint64_t key, std::vector<corpus::NamedRow> rows) override;
  void Finish() override {}
  const TrainingSize& size() const { return size_; }
  std::string Take();  // the file's bytes

 private:
  const std::string counted_from_;
  TrainingSize size_;
  ByteWriter texts_[kNumCounted];
  uint64_t num_texts_[kNumCounted] = {};
  std::unordered_map<std::string, uint32_t> names_;
  ByteWriter letters_;  // of the names, one after the other
  std::vector<uint64_t> name_ends_;
  ByteWriter usage_;
  uint64_t num_keys_ = 0;
};

class CountsFile {
 public:
  // Errors: it is missing, or its bytes are not those that were written.
  static Result<CountsFile> Open(const std::string& path);
  const std::string& counted_from() const { return counted_from_; }
  const TrainingSize& size() const { return size_; }

 private:
  friend class TextCursor;
  friend class UsageCursor;
  friend Status AddUpCounts(const std::vector<CountsFile>& files, CountsSink& sink);

  struct Section {
    uint64_t number = 0;
    std::string_view bytes;
  };
  explicit CountsFile(MappedFile file) : file_(std::move(file)) {}
  Status Read();
  std::string_view Name(uint32_t id) const;

  MappedFile file_;
  std::string counted_from_;
  TrainingSize size_;
  Section texts_[kNumCounted], names_, usage_;  // names: their letters, behind where each ends
};

// Gives the sum of all of them to `sink`. Error: one is damaged in spite of its checksum.
Status AddUpCounts(const std::vector<CountsFile>& files, CountsSink& sink);

}  // namespace fastnode::draw
