#include "support/tfrecord.h"

#include <array>
#include <cerrno>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace fastnode {
namespace {

constexpr uint32_t kPolynomial = 0x82F63B78u;  // Castagnoli, bits reversed.
constexpr uint32_t kMaskDelta = 0xA282EAD8u;   // From the format.
constexpr size_t kHeaderBytes = sizeof(uint64_t) + sizeof(uint32_t);

using Tables = std::array<std::array<uint32_t, 256>, 8>;

// Eight tables, eight bytes per step ("slicing by 8", Kounavis and Berry 2005).
constexpr Tables MakeTables() {
  Tables tables{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ kPolynomial : crc >> 1;
    tables[0][byte] = crc;
  }
  for (uint32_t byte = 0; byte < 256; ++byte) {
    for (size_t t = 1; t < 8; ++t) {
      uint32_t before = tables[t - 1][byte];
      tables[t][byte] = before >> 8 ^ tables[0][before & 255];
    }
  }
  return tables;
}

constexpr Tables kTables = MakeTables();

template <typename T>
void PutLittleEndian(T value, std::string& out) {
  for (size_t i = 0; i < sizeof(T); ++i) out.push_back(static_cast<char>(value >> 8 * i));
}

template <typename T>
T GetLittleEndian(std::string_view bytes) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value |= static_cast<T>(static_cast<uint8_t>(bytes[i])) << 8 * i;
  }
  return value;
}

#if defined(__x86_64__)
// The processor's own instruction for this polynomial: six times as fast as the tables.
__attribute__((target("sse4.2"))) uint32_t Crc32cByProcessor(std::string_view bytes) {
  uint64_t crc = ~0u;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    crc = _mm_crc32_u64(crc, GetLittleEndian<uint64_t>(bytes));
  }
  auto rest = static_cast<uint32_t>(crc);
  for (char byte : bytes) rest = _mm_crc32_u8(rest, static_cast<uint8_t>(byte));
  return ~rest;
}
const bool kByProcessor = __builtin_cpu_supports("sse4.2");
#endif

}  // namespace

uint32_t Crc32c(std::string_view bytes) {
#if defined(__x86_64__)
  if (kByProcessor) return Crc32cByProcessor(bytes);
#endif
  return Crc32cByTables(bytes);
}

uint32_t Crc32cByTables(std::string_view bytes) {
  uint32_t crc = ~0u;
  while (bytes.size() >= 8) {
    uint64_t word = GetLittleEndian<uint64_t>(bytes) ^ crc;
    crc = 0;
    for (size_t i = 0; i < 8; ++i) crc ^= kTables[7 - i][word >> 8 * i & 255];
    bytes.remove_prefix(8);
  }
  for (char byte : bytes) crc = crc >> 8 ^ kTables[0][(crc ^ static_cast<uint8_t>(byte)) & 255];
  return ~crc;
}

uint32_t MaskedCrc32c(std::string_view bytes) {
  uint32_t crc = Crc32c(bytes);
  return (crc >> 15 | crc << 17) + kMaskDelta;
}

void AppendRecord(std::string_view record, std::string& out) {
  size_t start = out.size();
  PutLittleEndian(static_cast<uint64_t>(record.size()), out);
  uint32_t length_crc = MaskedCrc32c(std::string_view(out).substr(start));
  PutLittleEndian(length_crc, out);
  out.append(record);
  PutLittleEndian(MaskedCrc32c(record), out);
}

Status WriteRecord(std::string_view record, std::FILE* file) {
  std::string framed;
  AppendRecord(record, framed);
  if (std::fwrite(framed.data(), 1, framed.size(), file) != framed.size()) {
    return Error{std::string("writing a record: ") + std::strerror(errno)};
  }
  return {};
}

Result<std::string_view> RecordReader::Next() {
  const std::string name = "record " + std::to_string(index_);
  std::string_view rest = bytes_.substr(position_);
  if (rest.size() < kHeaderBytes) return Error{name + ": cut short"};
  uint64_t length = GetLittleEndian<uint64_t>(rest);
  if (GetLittleEndian<uint32_t>(rest.substr(8)) != MaskedCrc32c(rest.substr(0, 8))) {
    return Error{name + ": checksum of the length differs"};
  }
  rest.remove_prefix(kHeaderBytes);
  if (rest.size() < sizeof(uint32_t) || rest.size() - sizeof(uint32_t) < length) {
    return Error{name + ": cut short"};
  }
  std::string_view record = rest.substr(0, length);
  if (GetLittleEndian<uint32_t>(rest.substr(length)) != MaskedCrc32c(record)) {
    return Error{name + ": checksum differs"};
  }
  position_ += kHeaderBytes + length + sizeof(uint32_t);
  ++index_;
  return record;
}

}  // namespace fastnode
