// fastnode manifest
#include "support/manifest.h"

#include <cstdio>
#include <string>

#include "support/file.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

Status WriteAnew(const std::string& folder, const std::string& name) {
  ManifestInfo info;
  const std::string path = folder + "/" + kManifestName;
  if (PathExists(path)) {
    Result<std::string> text = ReadFile(path);
    if (!text.ok()) return text.error();
    Result<Manifest> manifest = DecodeManifest(*text);
    if (!manifest.ok()) return manifest.error().Context(path);
    info = manifest->info;
  } else if (name.empty()) {
    return Error{folder + " has no manifest yet: --name says what the release is called"};
  }
  if (!name.empty()) info.name = name;
  return WriteManifest(folder, info);
}

}  // namespace

int RunManifest(int argc, char** argv) {
  std::string folder, name;
  CLI::App app{
      "Writes the manifest of a release folder again, from the files as they are now: after one "
      "was\n"
      "changed on purpose, or to give the release another name.",
      "fastnode manifest"};
  app.add_option("folder", folder, "release folder")->required();
  app.add_option("--name", name, "what the release is called (default: as before)");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  Status written = WriteAnew(folder, name);
  if (written.ok()) return 0;
  std::fprintf(stderr, "fastnode manifest: %s\n", written.error().message.c_str());
  return 1;
}

}  // namespace fastnode::tool
