#include "support/release_folder.h"

#include <algorithm>
#include <utility>

#include "support/hash.h"

namespace fastnode {
namespace {

constexpr uint64_t kMaxManifestBytes = 1u << 20;
constexpr char kRemedy[] = "; install the release again, or make it again with 'make compress'";

}  // namespace

Result<ReleaseFolder> ReleaseFolder::Open(const std::string& folder) {
  const std::string path = folder + "/" + kManifestName;
  Result<std::string> text = ReadFile(path, kMaxManifestBytes);
  if (!text.ok()) {
    return text.error().Context("not a release folder (make one with 'make compress')");
  }
  Result<Manifest> manifest = DecodeManifest(*text);
  if (!manifest.ok()) return Error{path + ": " + manifest.error().message + kRemedy};
  return ReleaseFolder(folder, *std::move(manifest));
}

Result<MappedFile> ReleaseFolder::Map(const std::string& name) const {
  const auto& files = manifest_.files;
  auto named = std::find_if(files.begin(), files.end(),
                            [&](const ManifestFile& file) { return file.name == name; });
  if (named == files.end()) {
    return Error{PathOf(name) + ": the release's manifest does not name it" + kRemedy};
  }
  Result<MappedFile> file = MappedFile::Open(PathOf(name));
  if (!file.ok()) return Error{file.error().message + kRemedy};
  if (file->bytes().size() != named->bytes || HashContent(file->bytes()).Hex() != named->xxh3) {
    return Error{PathOf(name) + " is damaged: its bytes are not those that " + kManifestName +
                 " names" + kRemedy};
  }
  return file;
}

}  // namespace fastnode
