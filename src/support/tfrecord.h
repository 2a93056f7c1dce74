// TFRecord framing, the format of TensorBoard's event files and of our shards
// (docs/formats/tfrecord.md): a record is
//
//   uint64 length, uint32 masked CRC-32C of the length, length bytes, uint32 masked CRC-32C of them
//
// all little-endian. The mask keeps a checksum of bytes that hold checksums from going weak.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "support/result.h"

namespace fastnode {

// CRC-32C (Castagnoli polynomial, RFC 3720 appendix B.4).
uint32_t Crc32c(std::string_view bytes);
uint32_t Crc32cByTables(std::string_view bytes);  // the same, on any processor
uint32_t MaskedCrc32c(std::string_view bytes);

// Appends one framed record to `out`.
inline constexpr size_t kRecordFrameBytes = 16;  // besides the record
void AppendRecord(std::string_view record, std::string& out);

// Writes one framed record with a single write; the caller flushes. Errors say what the system
// said.
Status WriteRecord(std::string_view record, std::FILE* file);

// Reads framed records one after the other out of `bytes`, which must outlive it.
// One thread only.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const { return position_ == bytes_.size(); }
  size_t position() const { return position_; }  // behind the last whole record

  // The next record, in place. Errors name the record: cut short, or a checksum that differs.
  Result<std::string_view> Next();

 private:
  std::string_view bytes_;
  size_t position_ = 0;
  int64_t index_ = 0;
};

}  // namespace fastnode
