// Which modules of a folder call something of a given name. Read off their texts, without parsing:
// a module that is named in vain (the call stands in a comment) costs time later, nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fastnode::types {

class CallIndex {
 public:
  // Reads the Python files below `folder`, the first few thousand. Hidden folders and links are
  // left out.
  explicit CallIndex(const std::string& folder);
  CallIndex() = default;

  void Add(std::string module, std::string_view text);

  // Dotted paths of modules, in the order of their files. Empty for names that a great many call.
  std::vector<std::string> ModulesCalling(std::string_view name) const;

 private:
  void AddText(uint32_t module, std::string_view text);

  std::vector<std::string> modules_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> callers_;  // by the name's hash; ascending
};

}  // namespace fastnode::types
