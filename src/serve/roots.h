// The folders of a workspace, the files in them, and both as URIs (RFC 8089).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fastnode::serve {

std::string PathOf(std::string_view uri);  // "" if it is not a file on this machine
std::string UriOf(std::string_view path);

class Roots {
 public:
  void Add(const std::string& uri);
  void Remove(const std::string& uri);
  bool empty() const { return folders_.empty(); }

  // The innermost folder of the workspace that holds the file; "" if none does.
  std::string RootOf(const std::string& path) const;

  // The Python for files below `root` (python_environment.h). It is looked for once.
  struct Python {
    std::vector<std::string> packages;
    std::string standard_library;
  };
  const Python& PythonOf(const std::string& root);
  // The path of a Python; "": it is found by itself.
  void SetInterpreter(const std::string& interpreter);

 private:
  std::set<std::string> folders_;
  std::string interpreter_;
  std::map<std::string, Python> pythons_;
};

}  // namespace fastnode::serve
