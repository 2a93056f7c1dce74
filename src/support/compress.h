// Compression of small values, with zstd.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/result.h"

namespace fastnode {

// One zstd frame that states its content's size.
// `level`: zstd's, up to 19; its own default gives half of the best ratio at many times the speed,
// and levels below 0 hardly look for what is alike.
std::string Compress(std::string_view bytes, int level = 3);

// Errors: not such a frame, damaged, or larger than `max_bytes` when unpacked.
Result<std::string> Decompress(std::string_view frame, uint64_t max_bytes);

}  // namespace fastnode
