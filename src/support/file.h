// Files: whole reads with a size limit, atomic writes (temporary name, fsync, rename), read-only
// maps, and a sorted walk.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode {

inline constexpr uint64_t kNoSizeLimit = UINT64_MAX;

// The whole file; an error names the path. Refuses what is not a regular file.
Result<std::string> ReadFile(const std::string& path, uint64_t max_bytes = kNoSizeLimit);

// Writes `path` so that a reader sees the old bytes or the new ones, whenever the power fails.
Status WriteFileAtomic(const std::string& path, std::string_view bytes);
// The same of pieces, one after the other.
Status WriteFileAtomic(const std::string& path, std::span<const std::string_view> pieces);

// Gone for good, power failures included; a missing file is fine.
Status RemoveFile(const std::string& path);

Status MakeFolders(const std::string& path);

bool PathExists(const std::string& path);

// Regular files under `folder` whose name ends in `suffix`, sorted by path, relative to `folder`.
// Symbolic links are not followed.
Result<std::vector<std::string>> ListFiles(const std::string& folder, std::string_view suffix);

// A read-only map of a file. Move-only; the bytes live as long as the object.
class MappedFile {
 public:
  static Result<MappedFile> Open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}
  const char* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace fastnode
