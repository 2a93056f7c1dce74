#include "qualify/report/print_runs.h"

#include <fmt/format.h>

#include "qualify/report/run_facts.h"

namespace fastnode::qualify {
namespace {

std::string Columns(const std::string& run, const std::string& model, const std::string& status,
                    const std::string& time, const std::string& release,
                    const std::string& result) {
  return fmt::format("{:<39} {:<16} {:<9} {:>8} {:<12} {}", run, ShortText(model, 16), status, time,
                     release, result);
}

}  // namespace

std::string RunLine(const RunSummary& run) {
  std::string result = FieldOf(run, "error");
  if (result.empty()) result = HeadlineOf(run);
  for (const auto& [name, value] : ResultsOf(run)) {
    if (name == "passed") result += value == 1 ? ", passed" : ", failed a gate";
  }
  return Columns(run.name, FieldOf(run, "model_name"), FieldOf(run, "status"), DurationOf(run),
                 ReleaseOf(run), ShortText(result, 60));
}

Result<std::string> PrintRunList(const std::string& root) {
  int64_t unreadable = 0;
  Result<std::vector<RunSummary>> runs = ListRuns(root, &unreadable);
  if (!runs.ok()) return runs.error();
  std::string text = Columns("run", "model", "status", "time", "release", "result") + "\n";
  for (const RunSummary& run : *runs) {
    text += RunLine(run) + "\n";
    if (const std::string note = FieldOf(run, "note"); !note.empty()) {
      text += fmt::format("  note: {}\n", ShortText(note.substr(0, note.find('\n')), 100));
    }
  }
  if (unreadable > 0) text += fmt::format("{} records cannot be read\n", unreadable);
  return text;
}

Result<std::string> PrintRun(const std::string& root, const std::string& name) {
  Result<RunSummary> run = FindRun(root, name);
  if (!run.ok()) return run.error();
  return run->name + "\n" + PrintJson(run->json, 2) + "\n";
}

Result<std::string> NoteRun(const std::string& root, const std::string& name,
                            const std::string& text) {
  Result<RunSummary> run = FindRun(root, name);
  if (!run.ok()) return run.error();
  Status written = WriteNote(root, run->name, text);
  if (!written.ok()) return written.error();
  return run->name + (text.empty() ? ": has no note now\n" : ": noted\n");
}

}  // namespace fastnode::qualify
