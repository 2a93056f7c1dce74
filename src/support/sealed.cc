#include "support/sealed.h"

#include <algorithm>

#include "support/check.h"
#include "support/hash.h"

namespace fastnode {
namespace {

// Where the digits begin, or npos. Nothing else looks like it: quotes in a text are escaped.
size_t FindDigits(std::string_view head) {
  const std::string field = "\"" + std::string(kChecksumField) + "\":";
  size_t at = head.rfind(field);
  if (at == std::string_view::npos) return at;
  at += field.size();
  if (at < head.size() && head[at] == ' ') ++at;
  const size_t end = at + 1 + kNoChecksum.size();
  if (end >= head.size() || head[at] != '"' || head[end] != '"') return std::string_view::npos;
  return at + 1;
}

std::string ChecksumOf(std::string_view file, size_t digits) {
  return HashPieces({file.substr(0, digits), kNoChecksum, file.substr(digits + kNoChecksum.size())})
      .Hex();
}

}  // namespace

void Seal(std::string& file, size_t head) {
  const size_t digits = FindDigits(std::string_view(file).substr(0, head));
  CHECK(digits != std::string_view::npos);
  CHECK(file.compare(digits, kNoChecksum.size(), kNoChecksum) == 0);
  file.replace(digits, kNoChecksum.size(), ChecksumOf(file, digits));
}

Status CheckSealed(std::string_view file, size_t head) {
  const size_t digits = FindDigits(file.substr(0, head));
  if (digits == std::string_view::npos) {
    return Error{"has no checksum: it is damaged, or an earlier program made it"};
  }
  if (file.substr(digits, kNoChecksum.size()) == ChecksumOf(file, digits)) return {};
  return Error{"is damaged: its bytes are not those that its checksum is of"};
}

std::string PrintSealed(Json object, int indent) {
  CHECK(object.is_object());
  object.erase(kChecksumField);
  object[kChecksumField] = kNoChecksum;
  std::string text = PrintJson(object, indent) + "\n";
  Seal(text);
  return text;
}

Result<Json> ParseSealed(std::string_view text) {
  if (Status checked = CheckSealed(text); !checked.ok()) return checked.error();
  Result<Json> json = ParseJson(text);
  if (!json.ok()) return json.error();
  if (!json->is_object()) return Error{"not a JSON object"};
  json->erase(kChecksumField);
  return json;
}

Result<Json> ParseSealedOrByHand(std::string_view text) {
  const bool by_hand = text.find(kChecksumField) == std::string_view::npos;
  return by_hand ? ParseJson(text) : ParseSealed(text);
}

}  // namespace fastnode
