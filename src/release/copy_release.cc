// The manifest is checked before the copy and after it. Only a whole copy gets the name that
// readers know.
#include "release/copy_release.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "support/file.h"
#include "support/manifest.h"

namespace fastnode::release {

namespace fs = std::filesystem;

Status CopyRelease(const std::string& from, const std::string& to) {
  const std::string unfinished = to + ".tmp";
  std::error_code error;
  fs::remove_all(unfinished, error);
  Result<Manifest> manifest = VerifyManifest(from);
  if (!manifest.ok()) return manifest.error();
  std::vector<std::string> names = {kManifestName};
  for (const ManifestFile& file : manifest->files) names.push_back(file.name);
  for (const std::string& name : names) {
    Result<std::string> bytes = ReadFile(from + "/" + name);
    if (!bytes.ok()) return bytes.error();
    const std::string path = unfinished + "/" + name;
    Status made = MakeFolders(fs::path(path).parent_path().string());
    if (made.ok()) made = WriteFileAtomic(path, *bytes);
    if (!made.ok()) return made.error();
  }
  Result<Manifest> whole = VerifyManifest(unfinished);
  if (!whole.ok()) return whole.error();
  fs::remove_all(to, error);
  fs::rename(unfinished, to, error);
  return error ? Status(Error{to + ": " + error.message()}) : Status();
}

}  // namespace fastnode::release
