// Files of the viewer's page, built into the program, and how they are answered: a browser keeps
// them and asks only whether they are still the same.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "support/http_server.h"

namespace fastnode::qualify {

struct Asset {
  std::string_view path, type, bytes;
  std::string_view brotli;  // the same bytes, compressed when the program was built
};
std::span<const Asset> ViewerAssets();

// Bytes that stay the same while the viewer runs.
class KeptAnswer {
 public:
  KeptAnswer(std::string type, std::string bytes, std::string_view brotli = {});
  explicit KeptAnswer(const Asset& asset);

  // 304 without a body where the request bears the tag of what it would get; compressed where the
  // request takes that.
  HttpResponse operator()(const HttpRequest& request) const;

 private:
  std::string type_, bytes_, brotli_;
  std::string tag_;  // a hash of the bytes
};

}  // namespace fastnode::qualify
