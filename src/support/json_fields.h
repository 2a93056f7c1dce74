// Reads the fields of a JSON object strictly: absent fields keep their defaults unless they are
// required; wrong types, values out of range and unknown fields are errors that name the field by
// its path, such as `models.json: models.general.before[2] must be a text`. Every JSON that comes
// from outside the program is read with it. Nothing throws, whatever the value is.
//
//   JsonFields fields(json, "session");
//   fields.Read("sites", 1, 4096, config.sites);
//   fields.Require({"sites"});
//   if (Status status = fields.Finish(); !status.ok()) return status.error();
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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
  // An object of texts, in its order.
  using NamedTexts = std::vector<std::pair<std::string, std::string>>;
  void ReadNamedTexts(const std::string& name, NamedTexts& value);

  // An object, a list of objects, and an object of objects. They are finished after `read`.
  void ReadObject(const std::string& name, const std::function<void(JsonFields&)>& read);
  void ReadObjects(const std::string& name, const std::function<void(JsonFields&)>& read);
  void ReadNamedObjects(const std::string& name,
                        const std::function<void(const std::string&, JsonFields&)>& read);

  void Require(std::initializer_list<const char*> names);
  // For objects that others make, or that grow; of objects within, too, if it was said before.
  void AllowUnknown() { unknown_is_fine_ = true; }
  // Fields that are null are as if they were not there.
  void NullIsAbsent() { null_is_absent_ = true; }

  // The field as it is, or null if it is absent.
  const Json* ReadAny(const std::string& name);
  void Fail(const std::string& name, const std::string& reason);  // the first one stays

  // The first error; then an unknown field.
  Status Finish() const;

 private:
  bool ReadInteger(const std::string& name, int64_t least, int64_t most, int64_t& value);
  void ReadWithin(const Json& value, const std::string& name,
                  const std::function<void(JsonFields&)>& read);

  const Json& json_;
  std::string what_, path_, error_;  // path_: of the object, with the dot that its fields follow
  std::set<std::string> known_;
  bool unknown_is_fine_ = false, null_is_absent_ = false;
};

}  // namespace fastnode
