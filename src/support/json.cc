// The library parses, and hands its events to a builder of ours, which bounds the depth and refuses
// a key that stands twice.
#include "support/json.h"

#include <algorithm>
#include <sstream>
#include <unordered_set>
#include <utility>

namespace fastnode {
namespace {

// Printing, copying and comparing recurse as deep as a value is nested.
constexpr size_t kMaxDepth = 100;
// Up to this many keys, looking at each is quicker than a table.
constexpr size_t kFewKeys = 16;

// Builds the value from the parser's events. Ours, because nlohmann's own takes any depth, lets a
// later key replace an earlier one of the same name, and looks at all keys for each new one.
class Builder {
 public:
  explicit Builder(Json& root) : root_(root) {}

  const std::string& error() const { return error_; }

  bool null() { return Add(nullptr); }
  bool boolean(bool value) { return Add(value); }
  bool number_integer(int64_t value) { return Add(value); }
  bool number_unsigned(uint64_t value) { return Add(value); }
  bool number_float(double value, const std::string&) { return Add(value); }
  bool string(std::string& value) { return Add(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }  // never in JSON text
  bool start_object(size_t) { return Begin(Json::object()); }
  bool start_array(size_t) { return Begin(Json::array()); }
  bool end_object() { return End(); }
  bool end_array() { return End(); }

  bool key(std::string& name) {
    Level& level = open_.back();
    auto& members = level.value->get_ref<Json::object_t&>();
    bool twice = false;
    if (members.size() < kFewKeys) {
      twice = std::any_of(members.begin(), members.end(),
                          [&](const auto& member) { return member.first == name; });
    } else {
      if (level.names.empty()) {
        for (const auto& member : members) level.names.insert(member.first);
      }
      twice = !level.names.insert(name).second;
    }
    if (twice) return Fail("the key '" + name + "' stands twice in one object");
    members.emplace_back(std::move(name), nullptr);
    return true;
  }

  bool parse_error(size_t, const std::string&, const Json::exception& error) {
    return Fail(error.what());
  }

 private:
  struct Level {
    Json* value;
    std::unordered_set<std::string> names;  // of an object with many
  };

  // Puts it where it belongs; the pointer holds until its parent gets another.
  Json* Put(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back().value;
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    Json& member = parent.get_ref<Json::object_t&>().back().second;
    member = std::move(value);
    return &member;
  }

  template <typename Value>
  bool Add(Value&& value) {
    Put(Json(std::forward<Value>(value)));
    return true;
  }

  bool Begin(Json value) {
    if (open_.size() == kMaxDepth) {
      return Fail("nested more than " + std::to_string(kMaxDepth) + " deep");
    }
    open_.push_back({Put(std::move(value)), {}});
    return true;
  }

  bool End() {
    open_.pop_back();
    return true;
  }

  bool Fail(std::string reason) {
    error_ = std::move(reason);
    return false;
  }

  Json& root_;
  std::vector<Level> open_;
  std::string error_;
};

// `strict`: nothing may follow the value. An error's text, or "".
template <typename Input>
std::string Parse(Input&& input, bool strict, Json& value) {
  Builder builder(value);
  try {
    if (Json::sax_parse(std::forward<Input>(input), &builder, Json::input_format_t::json, strict)) {
      return "";
    }
  } catch (const Json::exception& error) {
    return error.what();
  }
  return builder.error();
}

}  // namespace

Result<Json> ParseJson(std::string_view text) {
  Json value;
  std::string error = Parse(text, true, value);
  if (!error.empty()) return Error{std::move(error)};
  return value;
}

Result<std::vector<Json>> ParseJsonSequence(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<Json> values;
  while (!(stream >> std::ws).eof()) {
    const std::string error = Parse(stream, false, values.emplace_back());
    if (!error.empty()) return Error{"value " + std::to_string(values.size()) + ": " + error};
  }
  return values;
}

std::string PrintJson(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fastnode
