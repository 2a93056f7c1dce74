// pack::Sample <-> bytes (docs/formats/sample.md).
#pragma once

#include <string>
#include <string_view>

#include "collect/pack/packed.h"
#include "collect/pack/sample.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::record {

// Media types of framed samples: packed, as tables, and with each table as a zstd frame.
inline constexpr std::string_view kPackedSamples = "application/x-fastnode-packed";
inline constexpr std::string_view kPlainSamples = "application/x-flatbuffers";
inline constexpr std::string_view kZstdSamples = "application/x-flatbuffers+zstd";

std::string Encode(const pack::Sample& sample);
std::string Encode(const pack::PackedSample& sample);  // the same bytes

// Verifies before it reads. Whatever the bytes are, the result is a sample that passes
// pack::Verify, or an error that says what is wrong.
Result<pack::Sample> Decode(std::string_view bytes, int32_t name_rows, int32_t type_rows);

// The same for the bytes of a pack::PackedSample.
Result<pack::Sample> DecodePacked(std::string_view bytes, int32_t name_rows, int32_t type_rows);

// For people: every array by its name.
Json ToJson(const pack::Sample& sample);

}  // namespace fastnode::record
