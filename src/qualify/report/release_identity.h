// What a release says of itself, for records of runs: which one it is, and which model it was made
// of.
#pragma once

#include <string>

namespace fastnode::qualify {

struct ReleaseIdentity {
  std::string manifest_sha256;  // its version is the first 12 digits
  std::string name;
  std::string model;  // Sha256OfFolder of the model that it was made of
};

// Fields are empty where there is no manifest, or it does not say.
ReleaseIdentity IdentityOf(const std::string& release);

}  // namespace fastnode::qualify
