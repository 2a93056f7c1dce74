#include "serve/roots.h"

#include <fmt/format.h>

#include "serve/python_environment.h"

namespace fastnode::serve {
namespace {

constexpr std::string_view kScheme = "file://";

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string FolderOf(const std::string& uri) {
  std::string path = PathOf(uri);
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace

std::string PathOf(std::string_view uri) {
  if (!uri.starts_with(kScheme)) return "";
  uri.remove_prefix(kScheme.size());
  if (!uri.starts_with('/')) return "";
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    const bool escaped = uri[i] == '%' && i + 2 < uri.size() && HexValue(uri[i + 1]) >= 0 &&
                         HexValue(uri[i + 2]) >= 0;
    if (escaped) {
      path.push_back(static_cast<char>(16 * HexValue(uri[i + 1]) + HexValue(uri[i + 2])));
      i += 2;
    } else {
      path.push_back(uri[i]);
    }
  }
  return path;
}

std::string UriOf(std::string_view path) {
  std::string uri(kScheme);
  for (char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

void Roots::Add(const std::string& uri) {
  if (std::string path = FolderOf(uri); !path.empty()) folders_.insert(std::move(path));
}
void Roots::Remove(const std::string& uri) { folders_.erase(FolderOf(uri)); }

std::string Roots::RootOf(const std::string& path) const {
  std::string best;
  for (const std::string& folder : folders_) {
    if (folder.size() > best.size() && path.starts_with(folder + "/")) best = folder;
  }
  return best;
}

const Roots::Python& Roots::PythonOf(const std::string& root) {
  auto found = pythons_.find(root);
  if (found == pythons_.end()) {
    Python python{PackageFolders(root, interpreter_), StandardLibraryFolder(root, interpreter_)};
    found = pythons_.emplace(root, std::move(python)).first;
  }
  return found->second;
}

void Roots::SetInterpreter(const std::string& interpreter) {
  interpreter_ = interpreter;
  pythons_.clear();
}

}  // namespace fastnode::serve
