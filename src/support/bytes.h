// Small binary rows: little-endian fixed-width integers and length-prefixed texts, written one
// after the other and read back with bounds checked.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastnode {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "rows are little-endian");

class ByteWriter {
 public:
  template <typename T>
  void Put(T value) {
    static_assert(std::is_integral_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void PutText(std::string_view text) {
    Put(static_cast<uint32_t>(text.size()));
    bytes_.append(text);
  }
  // As they are: who reads them knows how many.
  void PutBytes(std::string_view bytes) { bytes_.append(bytes); }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Once something is missing, or what was read makes no sense (Fail), everything reads as zero and
// ok() is false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  T Get() {
    static_assert(std::is_integral_v<T>);
    T value{};
    if (!ok_ || bytes_.size() < sizeof value) {
      ok_ = false;
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view GetText() { return GetBytes(Get<uint32_t>()); }
  std::string_view GetBytes(uint64_t size) {
    if (!ok_ || size > bytes_.size()) {
      ok_ = false;
      return {};
    }
    std::string_view bytes = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return bytes;
  }
  // A count of things that take at least `bytes_each`: bounds what the caller allocates.
  uint32_t GetCount(size_t bytes_each) {
    auto count = Get<uint32_t>();
    if (ok_ && count > bytes_.size() / bytes_each) ok_ = false;
    return ok_ ? count : 0;
  }
  void Fail() { ok_ = false; }
  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace fastnode
