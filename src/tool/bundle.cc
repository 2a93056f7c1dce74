// fastnode bundle build|verify|show
#include "release/bundle.h"

#include <cstdio>

#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

constexpr int kBehind = 3;  // exit status of verify: the registry has changed since

void Print(const release::Bundle& bundle) {
  for (const release::BundledModel& model : bundle.models) {
    std::printf("%s %s", model.name.c_str(), model.version.c_str());
    if (!model.packages.empty()) std::printf(" for %zu packages", model.packages.size());
    std::printf("\n");
  }
}

}  // namespace

int RunBundle(int argc, char** argv) {
  std::string registry = "pipeline/models.json", folder = release::DefaultBundleFolder();
  CLI::App app{
      "The bundle: the folder of all models that 'fastnode lsp', 'complete' and 'serve' load "
      "unless "
      "they are told otherwise. build: exit status 0 if it was made or is up to date. verify: 0 if "
      "every byte is as it should be and the registry names the same models, 3 if the registry has "
      "changed since. No network is used.",
      "fastnode bundle"};
  app.require_subcommand(1);
  app.add_option("--registry", registry, "what to bundle")->capture_default_str();
  app.add_option("--bundle", folder, "folder of the bundle")->capture_default_str();
  auto* build = app.add_subcommand("build", "copy what the registry names")->fallthrough();
  auto* verify = app.add_subcommand("verify", "check every byte")->fallthrough();
  app.add_subcommand("show", "list its models")->fallthrough();
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  auto fail = [](const Error& error) {
    std::fprintf(stderr, "fastnode bundle: %s\n", error.message.c_str());
    return 1;
  };
  int status = 0;
  if (build->parsed()) {
    Result<bool> built = release::BuildBundle(registry, folder);
    if (!built.ok()) return fail(built.error());
    std::printf("bundle: %s\n", *built ? "made" : "up to date");
  } else if (verify->parsed()) {
    Result<release::Bundle> whole = release::VerifyBundle(folder);
    if (!whole.ok()) return fail(whole.error());
    Result<bool> up_to_date = release::IsUpToDate(registry, folder);
    if (!up_to_date.ok()) return fail(up_to_date.error());
    if (!*up_to_date) {
      std::printf("bundle: whole, but the registry names other models now\n");
      status = kBehind;
    }
  }
  Result<release::Bundle> bundle = release::ReadBundle(folder);
  if (!bundle.ok()) return fail(bundle.error());
  Print(*bundle);
  return status;
}

}  // namespace fastnode::tool
