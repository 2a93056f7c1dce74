#include "support/compress.h"

#include <zstd.h>

#include "support/check.h"

namespace fastnode {

std::string Compress(std::string_view bytes, int level) {
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  size_t size = ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), level);
  CHECK(!ZSTD_isError(size));
  frame.resize(size);
  return frame;
}

Result<std::string> Decompress(std::string_view frame, uint64_t max_bytes) {
  unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) {
    return Error{"not a compressed value"};
  }
  if (size > max_bytes) return Error{"compressed value too large"};
  std::string bytes(size, '\0');
  size_t got = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
  if (ZSTD_isError(got))
    return Error{std::string("damaged compressed value: ") + ZSTD_getErrorName(got)};
  if (got != bytes.size()) return Error{"damaged compressed value: wrong size"};
  return bytes;
}

}  // namespace fastnode
