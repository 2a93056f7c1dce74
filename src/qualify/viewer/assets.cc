// A browser keeps the page's files and asks by their hash whether they are still the same, so a new
// program is never seen with an old page. Brotli was made when the program was built: nothing is
// compressed while somebody waits.
#include "qualify/viewer/assets.h"

#include <utility>

#include "support/hash.h"
#include "support/trim.h"

namespace fastnode::qualify {
namespace {

// Calls `item` for each part between commas until it says true; whether it did.
template <typename Item>
bool AnyOf(std::string_view list, Item item) {
  while (!list.empty()) {
    const size_t comma = list.find(',');
    if (item(Trimmed(list.substr(0, comma)))) return true;
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return false;
}

// "gzip, br;q=1.0" does, "br;q=0" does not.
bool TakesBrotli(std::string_view accept_encoding) {
  return AnyOf(accept_encoding, [](std::string_view item) {
    const size_t end = item.find(';');
    if (Trimmed(item.substr(0, end)) != "br") return false;
    return end == std::string_view::npos ||
           item.substr(end).find_first_of("123456789") != std::string_view::npos;
  });
}

bool Has(std::string_view if_none_match, std::string_view tag) {
  return AnyOf(if_none_match, [&](std::string_view item) {
    if (item.starts_with("W/")) item.remove_prefix(2);
    return item == tag || item == "*";
  });
}

}  // namespace

KeptAnswer::KeptAnswer(std::string type, std::string bytes, std::string_view brotli)
    : type_(std::move(type)),
      bytes_(std::move(bytes)),
      brotli_(brotli),
      tag_(HashContent(bytes_).Hex()) {}

KeptAnswer::KeptAnswer(const Asset& asset)
    : KeptAnswer(std::string(asset.type), std::string(asset.bytes), asset.brotli) {}

HttpResponse KeptAnswer::operator()(const HttpRequest& request) const {
  const bool compressed = !brotli_.empty() && TakesBrotli(request.accept_encoding);
  const std::string tag = "\"" + tag_ + (compressed ? "-br\"" : "\"");
  HttpResponse response{200, type_, "", {}};
  // "no-cache": keep it, and ask each time whether it is still that.
  response.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  if (Has(request.if_none_match, tag)) {
    response.status = 304;
    return response;
  }
  if (compressed) response.headers["Content-Encoding"] = "br";
  response.body = compressed ? brotli_ : bytes_;
  return response;
}

}  // namespace fastnode::qualify
