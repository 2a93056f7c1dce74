// Reads the fields of a JSON object strictly: absent fields keep their defaults, wrong types,
// values out of range and unknown fields are errors that name the field.
//
//   JsonFields fields(json, "session");
//   fields.Read("sites", 1, 4096, config.sites);
//   if (Status status = fields.Finish(); !status.ok()) return status.error();
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/json.h"
#include "support/result.h"

namespace fastnode {

class JsonFields {
 public:
  // `json` must outlive it; `what` names the object in errors.
  JsonFields(const Json& json, std::string what);

  template <typename T>
  void Read(const std::string& name, int64_t least, int64_t most, T& value) {
    int64_t wide = 0;
    if (ReadInteger(name, least, most, wide)) value = static_cast<T>(wide);
  }
  void ReadUnsigned(const std::string& name, uint64_t& value);  // any 64 bits
  void ReadNumber(const std::string& name, double least, double most, double& value);
  void ReadBool(const std::string& name, bool& value);
  void ReadText(const std::string& name, std::string& value);
  void ReadTexts(const std::string& name, std::vector<std::string>& value);

  // The field as it is, or null if it is absent.
  const Json* ReadAny(const std::string& name);
  void Fail(const std::string& name, const std::string& reason);  // the first one stays

  // The first error; then an unknown field.
  Status Finish() const;

 private:
  bool ReadInteger(const std::string& name, int64_t least, int64_t most, int64_t& value);

  const Json& json_;
  std::string what_, error_;
  std::set<std::string> known_;
};

}  // namespace fastnode
