#include "support/json_fields.h"

#include <utility>

namespace fastnode {

JsonFields::JsonFields(const Json& json, std::string what) : json_(json), what_(std::move(what)) {
  if (!json_.is_object()) error_ = what_ + ": not a JSON object";
}

const Json* JsonFields::ReadAny(const std::string& name) {
  known_.insert(name);
  if (!json_.is_object()) return nullptr;
  auto field = json_.find(name);
  return field == json_.end() ? nullptr : &*field;
}

void JsonFields::Fail(const std::string& name, const std::string& reason) {
  if (error_.empty()) error_ = what_ + ": " + name + " " + reason;
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
  bool valid = field->is_array();
  for (size_t i = 0; valid && i < field->size(); ++i) valid = (*field)[i].is_string();
  if (!valid) return Fail(name, "must be a list of texts");
  value = field->get<std::vector<std::string>>();
}

Status JsonFields::Finish() const {
  if (!error_.empty()) return Error{error_};
  for (const auto& [name, value] : json_.items()) {
    if (!known_.contains(name)) return Error{what_ + ": unknown field '" + name + "'"};
  }
  return {};
}

}  // namespace fastnode
