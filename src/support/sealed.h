// Files that carry their own checksum. In such a file stands, somewhere,
//
//   "checksum": "32 hexadecimal digits"
//
// the 128-bit XXH3 of the whole file with zeros in the place of the digits: every byte counts, and
// the file stays what it is for other readers, JSON or safetensors (docs/formats/integrity.md).
#pragma once

#include <string>
#include <string_view>

#include "support/json.h"
#include "support/result.h"

namespace fastnode {

inline constexpr char kChecksumField[] = "checksum";
inline constexpr std::string_view kNoChecksum = "00000000000000000000000000000000";

// `head`: how many bytes at the begin of the file are text, if not all are; the last such field
// in them counts. Seal sets the digits of a field that has kNoChecksum.
void Seal(std::string& file, size_t head = std::string::npos);
// Errors, to be put behind the file's name: it has no checksum, or another one.
Status CheckSealed(std::string_view file, size_t head = std::string::npos);

// A JSON object as a file's text, with a last field for its checksum. The same object gives the
// same bytes.
std::string PrintSealed(Json object, int indent = -1);
// The object without that field. Errors: as of CheckSealed, or no JSON.
Result<Json> ParseSealed(std::string_view text);
// Of a file that people may write, too: who does leaves the field out.
Result<Json> ParseSealedOrByHand(std::string_view text);

}  // namespace fastnode
