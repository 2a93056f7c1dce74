// fastnode runs list|show|compare|note|lineage
#include <cstdio>
#include <string>
#include <vector>

#include "qualify/report/compare_runs.h"
#include "qualify/report/print_runs.h"
#include "qualify/report/run_lineage.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

int Print(const Result<std::string>& text) {
  if (!text.ok()) {
    std::fprintf(stderr, "fastnode runs: %s\n", text.error().message.c_str());
    return 1;
  }
  std::fputs(text->c_str(), stdout);
  return 0;
}

}  // namespace

int RunRuns(int argc, char** argv) {
  CLI::App app{"Records of what was trained and validated.", "fastnode runs"};
  app.require_subcommand(1);
  std::string root = "runs", name, text;
  std::vector<std::string> names;
  app.add_option("--runs", root, "folder of the records")->capture_default_str();
  auto* list = app.add_subcommand("list", "list all of them, newest first")->fallthrough();
  auto* show = app.add_subcommand("show", "show one of them in full")->fallthrough();
  show->add_option("RUN", name, "its name, or a part of it that no newer one has")->required();
  auto* compare = app.add_subcommand("compare", "show settings and results side by side");
  compare->fallthrough();
  compare->add_option("RUN", names, "two or more")->required()->expected(2, 16);
  auto* note =
      app.add_subcommand("note", "keep a line about a run, which is shown with it from then on");
  note->fallthrough();
  note->add_option("RUN", name, "its name, or a part of it that no newer one has")->required();
  note->add_option("TEXT", text, "the note; \"\" removes it")->required();
  auto* lineage = app.add_subcommand(
      "lineage", "show what led from training to a release and its verdicts, joined by hashes");
  lineage->fallthrough();
  lineage
      ->add_option("WHAT", name, "a run's name, or the first digits of a model's or release's hash")
      ->required();
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  if (list->parsed()) return Print(qualify::PrintRunList(root));
  if (show->parsed()) return Print(qualify::PrintRun(root, name));
  if (note->parsed()) return Print(qualify::NoteRun(root, name, text));
  if (lineage->parsed()) return Print(qualify::PrintLineage(root, name));
  return Print(qualify::PrintComparison(root, names));
}

}  // namespace fastnode::tool
