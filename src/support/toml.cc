#include "support/toml.h"

#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>

namespace fastnode {
namespace {

constexpr int kMaxTomlDepth = 100;  // as JSON's

// Where a string ends that begins at `at`.
size_t EndOfString(std::string_view text, size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool is_long = text.substr(at, 3) == three;
  for (at += is_long ? 3 : 1; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (is_long ? text.substr(at, 3) == three : text[at] == quote || text[at] == '\n') {
      return at + (is_long ? 3 : 1);
    }
  }
  return text.size();
}

// Whether a key or the head of a table has more parts than JSON may be deep. The library makes a
// table of each part, and takes them apart by calls within calls.
bool HasLongKey(std::string_view text) {
  int parts = 0;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = EndOfString(text, at);
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '\n' || c == '=' || c == ',') parts = 0;
    if (c == '.' && ++parts > kMaxTomlDepth) return true;
    ++at;
  }
  return false;
}

// Nothing where it is nested too deep.
std::optional<Json> JsonOf(const toml::node& node, int depth) {
  if (depth > kMaxTomlDepth) return std::nullopt;
  if (const toml::table* table = node.as_table()) {
    Json object = Json::object();
    for (const auto& [key, value] : *table) {
      std::optional<Json> json = JsonOf(value, depth + 1);
      if (!json) return std::nullopt;
      // Keys of a table differ, so none is looked for.
      object.get_ref<Json::object_t&>().emplace_back(key.str(), *std::move(json));
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
  if (HasLongKey(text)) return Error{"nested too deep"};
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
