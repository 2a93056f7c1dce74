// Room beside what is being made, for what may not fit into memory. Files here lose their name as
// soon as they are open, so the system takes them back when the process ends, however it ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/result.h"

namespace fastnode {

struct Scratch {
  std::string folder;                       // on a disk with room; files are made when needed
  size_t memory_bytes = size_t{128} << 20;  // of one array, or of one sort
};

// Written at its end, read anywhere. For one thread. Errors name the folder; a full disk is one.
class ScratchFile {
 public:
  static Result<ScratchFile> Make(const std::string& folder);
  ScratchFile(ScratchFile&& other) noexcept;
  ScratchFile& operator=(ScratchFile&& other) noexcept;
  ~ScratchFile();

  uint64_t size() const { return size_; }
  Status Append(std::string_view bytes);
  Status ReadAt(uint64_t offset, char* bytes, size_t size) const;

 private:
  friend class ScratchBytes;
  ScratchFile(std::string folder, int fd) : folder_(std::move(folder)), fd_(fd) {}
  std::string folder_;
  int fd_ = -1;
  uint64_t size_ = 0;
};

// So many bytes, zero at first: of memory if `scratch` allows as much, else of a file that is
// mapped, which the system can put away.
class ScratchBytes {
 public:
  static Result<ScratchBytes> Make(const Scratch& scratch, uint64_t size);
  ScratchBytes(ScratchBytes&& other) noexcept;
  ScratchBytes& operator=(ScratchBytes&& other) noexcept;
  ~ScratchBytes();

  char* data() const { return data_; }
  uint64_t size() const { return size_; }

 private:
  ScratchBytes(char* data, uint64_t size) : data_(data), size_(size) {}
  char* data_ = nullptr;
  uint64_t size_ = 0;
};

// The same, as numbers of one kind.
template <typename T>
class ScratchArray {
 public:
  static Result<ScratchArray> Make(const Scratch& scratch, uint64_t size) {
    Result<ScratchBytes> bytes = ScratchBytes::Make(scratch, size * sizeof(T));
    if (!bytes.ok()) return bytes.error();
    return ScratchArray(*std::move(bytes));
  }
  T* data() const { return reinterpret_cast<T*>(bytes_.data()); }
  uint64_t size() const { return bytes_.size() / sizeof(T); }
  T& operator[](uint64_t i) const { return data()[i]; }
  T* begin() const { return data(); }
  T* end() const { return data() + size(); }

 private:
  explicit ScratchArray(ScratchBytes bytes) : bytes_(std::move(bytes)) {}
  ScratchBytes bytes_;
};

// Mapped bytes that will not be read again soon: they do not have to stay in memory.
void LetGo(std::string_view mapped);
// And what will be read of them next is here and there: a page at a time, not what is around it.
void ReadHereAndThere(std::string_view mapped);

}  // namespace fastnode
