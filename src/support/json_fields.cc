#include "support/json_fields.h"

#include <utility>

namespace fastnode {
namespace {

std::string At(const std::string& name, size_t i) { return name + "[" + std::to_string(i) + "]"; }

}  // namespace

JsonFields::JsonFields(const Json& json, std::string what) : json_(json), what_(std::move(what)) {
  if (!json_.is_object()) error_ = what_ + ": not a JSON object";
}

const Json* JsonFields::ReadAny(const std::string& name) {
  known_.insert(name);
  if (!json_.is_object()) return nullptr;
  auto field = json_.find(name);
  if (field == json_.end() || (null_is_absent_ && field->is_null())) return nullptr;
  return &*field;
}

void JsonFields::Fail(const std::string& name, const std::string& reason) {
  if (error_.empty()) error_ = what_ + ": " + path_ + name + " " + reason;
}

bool JsonFields::ReadInteger(const std::string& name, int64_t least, int64_t most, int64_t& value) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return false;
  const bool fits = field->is_number_integer() &&
                    !(field->is_number_unsigned() && field->get<uint64_t>() > INT64_MAX);
  if (!fits || field->get<int64_t>() < least || field->get<int64_t>() > most) {
    Fail(name, "must be an integer from " + std::to_string(least) + " to " + std::to_string(most));
    return false;
  }
  value = field->get<int64_t>();
  return true;
}

void JsonFields::ReadUnsigned(const std::string& name, uint64_t& value) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return;
  if (!field->is_number_unsigned()) return Fail(name, "must be an integer, not negative");
  value = field->get<uint64_t>();
}

void JsonFields::ReadNumber(const std::string& name, double least, double most, double& value) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return;
  if (!field->is_number() || !(field->get<double>() >= least && field->get<double>() <= most)) {
    return Fail(name, "must be a number from " + PrintJson(least) + " to " + PrintJson(most));
  }
  value = field->get<double>();
}

void JsonFields::ReadBool(const std::string& name, bool& value) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return;
  if (!field->is_boolean()) return Fail(name, "must be true or false");
  value = field->get<bool>();
}

void JsonFields::ReadText(const std::string& name, std::string& value) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return;
  if (!field->is_string()) return Fail(name, "must be a text");
  value = field->get<std::string>();
}

void JsonFields::ReadTexts(const std::string& name, std::vector<std::string>& value) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return;
  if (!field->is_array()) return Fail(name, "must be a list of texts");
  for (size_t i = 0; i < field->size(); ++i) {
    if (!(*field)[i].is_string()) return Fail(At(name, i), "must be a text");
  }
  value = field->get<std::vector<std::string>>();
}

void JsonFields::ReadNamedTexts(const std::string& name, NamedTexts& value) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return;
  if (!field->is_object()) return Fail(name, "must be an object of texts");
  value.clear();
  for (const auto& [key, text] : field->items()) {
    if (!text.is_string()) return Fail(name + "." + key, "must be a text");
    value.emplace_back(key, text.get<std::string>());
  }
}

void JsonFields::ReadWithin(const Json& value, const std::string& name,
                            const std::function<void(JsonFields&)>& read) {
  if (!error_.empty()) return;
  if (!value.is_object()) return Fail(name, "must be an object");
  JsonFields within(value, what_);
  within.path_ = path_ + name + ".";
  within.unknown_is_fine_ = unknown_is_fine_;
  within.null_is_absent_ = null_is_absent_;
  read(within);
  if (Status status = within.Finish(); !status.ok()) error_ = status.error().message;
}

void JsonFields::ReadObject(const std::string& name, const std::function<void(JsonFields&)>& read) {
  if (const Json* field = ReadAny(name)) ReadWithin(*field, name, read);
}

void JsonFields::ReadObjects(const std::string& name,
                             const std::function<void(JsonFields&)>& read) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return;
  if (!field->is_array()) return Fail(name, "must be a list of objects");
  for (size_t i = 0; i < field->size(); ++i) ReadWithin((*field)[i], At(name, i), read);
}

void JsonFields::ReadNamedObjects(
    const std::string& name, const std::function<void(const std::string&, JsonFields&)>& read) {
  const Json* field = ReadAny(name);
  if (field == nullptr) return;
  if (!field->is_object()) return Fail(name, "must be an object of objects");
  for (const auto& [key, value] : field->items()) {
    ReadWithin(value, name + "." + key, [&, &key = key](JsonFields& fields) { read(key, fields); });
  }
}

void JsonFields::Require(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (ReadAny(name) == nullptr) Fail(name, "is missing");
  }
}

Status JsonFields::Finish() const {
  if (!error_.empty()) return Error{error_};
  if (unknown_is_fine_) return {};
  for (const auto& [name, value] : json_.items()) {
    if (!known_.contains(name)) return Error{what_ + ": unknown field '" + path_ + name + "'"};
  }
  return {};
}

}  // namespace fastnode
