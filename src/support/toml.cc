#include "support/toml.h"

#include <toml++/toml.h>

#include <optional>
#include <sstream>
#include <string>

namespace fastnode {
namespace {

constexpr int kMaxTomlDepth = 100;  // as JSON's

// Nothing where it is nested too deep.
std::optional<Json> JsonOf(const toml::node& node, int depth) {
  if (depth > kMaxTomlDepth) return std::nullopt;
  if (const toml::table* table = node.as_table()) {
    Json object = Json::object();
    for (const auto& [key, value] : *table) {
      std::optional<Json> json = JsonOf(value, depth + 1);
      if (!json) return std::nullopt;
      object[std::string(key.str())] = *std::move(json);
    }
    return object;
  }
  if (const toml::array* array = node.as_array()) {
    Json list = Json::array();
    for (const toml::node& value : *array) {
      std::optional<Json> json = JsonOf(value, depth + 1);
      if (!json) return std::nullopt;
      list.push_back(*std::move(json));
    }
    return list;
  }
  if (const auto* value = node.as_string()) return value->get();
  if (const auto* value = node.as_integer()) return value->get();
  if (const auto* value = node.as_floating_point()) return value->get();
  if (const auto* value = node.as_boolean()) return value->get();
  std::ostringstream text;
  if (const auto* value = node.as_date()) text << value->get();
  if (const auto* value = node.as_time()) text << value->get();
  if (const auto* value = node.as_date_time()) text << value->get();
  return text.str();
}

}  // namespace

Result<Json> ParseToml(std::string_view text) {
  try {
    const toml::table table = toml::parse(text);
    std::optional<Json> json = JsonOf(table, 0);
    if (!json) return Error{"nested too deep"};
    return *std::move(json);
  } catch (const toml::parse_error& error) {
    return Error{"line " + std::to_string(error.source().begin.line) + ": " +
                 std::string(error.description())};
  }
}

}  // namespace fastnode
