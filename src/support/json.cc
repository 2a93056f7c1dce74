#include "support/json.h"

#include <sstream>

namespace fastnode {

Result<Json> ParseJson(std::string_view text) {
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {
    return Error{error.what()};
  }
}

Result<std::vector<Json>> ParseJsonSequence(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<Json> values;
  try {
    while (!(stream >> std::ws).eof()) stream >> values.emplace_back();
  } catch (const Json::exception& error) {
    return Error{"value " + std::to_string(values.size()) + ": " + error.what()};
  }
  return values;
}

std::string PrintJson(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fastnode
