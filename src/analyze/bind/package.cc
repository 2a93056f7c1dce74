#include "analyze/bind/package.h"

#include "support/file.h"

namespace fastnode::bind {

std::string PackageOf(const std::string& path) {
  std::string package, folder = path;
  constexpr int kMaxFolders = 64;
  for (int i = 0; i < kMaxFolders; ++i) {
    size_t slash = folder.rfind('/');
    if (slash == std::string::npos || slash == 0) break;
    folder.resize(slash);
    if (!PathExists(folder + "/__init__.py")) break;
    size_t name = folder.rfind('/') + 1;  // 0 if there is none
    package = folder.substr(name) + (package.empty() ? "" : "." + package);
  }
  return package;
}

}  // namespace fastnode::bind
