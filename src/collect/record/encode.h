// pack::Sample <-> bytes (docs/formats/sample.md).
#pragma once

#include <string>
#include <string_view>

#include "collect/pack/sample.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::record {

// Media types of framed samples, plain and with each record as a zstd frame.
inline constexpr std::string_view kPlainSamples = "application/x-flatbuffers";
inline constexpr std::string_view kZstdSamples = "application/x-flatbuffers+zstd";

std::string Encode(const pack::Sample& sample);

// Verifies before it reads. Whatever the bytes are, the result is a sample that passes
// pack::Verify, or an error that says what is wrong.
Result<pack::Sample> Decode(std::string_view bytes, int32_t name_rows, int32_t type_rows);

// For bytes that Encode made and a checksum protects: only the form of the table is verified.
Result<pack::Sample> DecodeTrusted(std::string_view bytes);

// For people: every array by its name.
Json ToJson(const pack::Sample& sample);

}  // namespace fastnode::record
