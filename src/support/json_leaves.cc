#include "support/json_leaves.h"

namespace fastnode {
namespace {

void Add(const std::string& path, const Json& json,
         std::vector<std::pair<std::string, const Json*>>& leaves) {
  if (!json.is_object()) {
    leaves.emplace_back(path, &json);
    return;
  }
  for (const auto& [name, inner] : json.items()) {
    Add(path.empty() ? name : path + "." + name, inner, leaves);
  }
}

}  // namespace

std::vector<std::pair<std::string, const Json*>> LeavesOf(const Json& json,
                                                          const std::string& path) {
  std::vector<std::pair<std::string, const Json*>> leaves;
  Add(path, json, leaves);
  return leaves;
}

}  // namespace fastnode
