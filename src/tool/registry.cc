// fastnode registry list|add|use|rollback
#include "release/registry.h"

#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include "support/file.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

Result<std::string> Add(const std::string& path, const std::string& models,
                        const std::string& folder, const std::string& packages) {
  if (packages.empty()) return release::AddToRegistry(path, models, folder);
  Result<std::string> text = ReadFile(packages, 1u << 20);
  if (!text.ok()) return text.error();
  std::vector<std::string> names;
  std::istringstream lines(*text);
  for (std::string name; lines >> name;) names.push_back(name);
  return release::AddToRegistry(path, models, folder, names);
}

}  // namespace

int RunRegistry(int argc, char** argv) {
  std::string path = "pipeline/models.json", models = "versions", folder, name, version, packages;
  CLI::App app{"The versions of models on this machine, their folders, and which are current.",
               "fastnode registry"};
  app.require_subcommand(1);
  app.add_option("--registry", path, "the file")->capture_default_str();
  auto* list =
      app.add_subcommand("list", "list all versions and mark the current ones")->fallthrough();
  auto* add =
      app.add_subcommand("add", "copy a release folder to MODELS/NAME/VERSION and make it current")
          ->fallthrough();
  add->add_option("--models", models, "where versions are kept")->capture_default_str();
  add->add_option("FOLDER", folder, "release folder")->required();
  add->add_option(
      "--packages", packages,
      "file of packages, one per line: the model is for files that import them; without "
      "it the model is for all files that no other model is for");
  auto* use = app.add_subcommand("use", "make a version current")->fallthrough();
  use->add_option("NAME", name, "name of the model")->required();
  use->add_option("VERSION", version, "as list shows it; its first digits are enough")->required();
  auto* back = app.add_subcommand("rollback", "go back to the version before")->fallthrough();
  back->add_option("NAME", name, "name of the model")->required();
  if (auto status = ParseArguments(app, argc, argv)) return *status;

  Result<std::string> said = std::string();
  if (list->parsed()) {
    said = release::PrintRegistry(path);
  } else if (add->parsed()) {
    said = Add(path, models, folder, packages);
    if (said.ok())
      said = *said + " is current; scripts/build_datadeps.sh brings it to the product\n";
  } else if (use->parsed()) {
    said = release::UseVersion(path, name, version);
    if (said.ok()) said = *said + " is current\n";
  } else {
    said = release::RollBack(path, name);
    if (said.ok()) said = *said + " is current again\n";
  }
  if (!said.ok()) {
    std::fprintf(stderr, "fastnode registry: %s\n", said.error().message.c_str());
    return 1;
  }
  std::fputs(said->c_str(), stdout);
  return 0;
}

}  // namespace fastnode::tool
