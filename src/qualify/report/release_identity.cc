#include "qualify/report/release_identity.h"

#include "support/file.h"
#include "support/hash.h"
#include "support/json.h"

namespace fastnode::qualify {
namespace {

constexpr uint64_t kMaxManifestBytes = 16u << 20;

std::string Text(const Json& json, const char* field) {
  return json.is_object() && json.contains(field) && json[field].is_string()
             ? json[field].get<std::string>()
             : "";
}

}  // namespace

ReleaseIdentity IdentityOf(const std::string& release) {
  Result<std::string> bytes = ReadFile(release + "/manifest.json", kMaxManifestBytes);
  if (!bytes.ok()) return {};
  ReleaseIdentity identity{Sha256Hex(*bytes), "", ""};
  Result<Json> json = ParseJson(*bytes);
  if (!json.ok() || !json->is_object()) return identity;
  identity.name = Text(*json, "name");
  if (json->contains("created_from")) identity.model = Text((*json)["created_from"], "model");
  return identity;
}

}  // namespace fastnode::qualify
