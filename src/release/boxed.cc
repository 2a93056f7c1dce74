#include "release/boxed.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "release/registry.h"
#include "support/file.h"
#include "support/manifest.h"

namespace fastnode::release {
namespace {

Result<Bundle> OpenBox(const std::string& folder, bool verify) {
  if (verify) {
    Result<Manifest> whole = VerifyManifest(folder);
    if (!whole.ok()) return whole.error();
  }
  const std::string path = folder + "/" + kManifestName;
  Result<std::string> bytes = ReadFile(path, 1u << 20);
  if (!bytes.ok()) return bytes.error();
  Result<Manifest> manifest = DecodeManifest(*bytes);
  if (!manifest.ok()) return manifest.error().Context(path);
  return Bundle{"", {{manifest->info.name, VersionOf(*bytes), folder, {}}}};
}

}  // namespace

std::string FindBoxedModel(const std::string& program_folder) {
  for (const char* place : {"/../share/fastnode/models/pythonexpr", "/../models/pythonexpr"}) {
    const std::string folder =
        std::filesystem::path(program_folder + place).lexically_normal().string();
    if (PathExists(folder + "/" + kManifestName)) return folder;
  }
  return "";
}

Result<Bundle> DefaultModels(bool verify) {
  const std::string bundle = DefaultBundleFolder();
  const char* chosen = std::getenv("FASTNODE_DATADEPS");
  if ((chosen == nullptr || *chosen == '\0') && !HasBundle(bundle)) {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::string box = FindBoxedModel(program.parent_path().string());
    if (!box.empty()) return OpenBox(box, verify);
  }
  return verify ? VerifyBundle(bundle) : ReadBundle(bundle);
}

}  // namespace fastnode::release
