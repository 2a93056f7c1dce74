// AddReport, as text for people.
#include <fmt/format.h>

#include "collect/corpus/add.h"

namespace fastnode::corpus {
namespace {

// With fewer places a share says little: its 95 % interval is wider than 14 points.
constexpr int64_t kFewSites = 200;

constexpr char kByFile[] =
    "****************************************************************************************\n"
    "SPLIT BY FILE: fewer than three projects have attributes, so files are held out instead.\n"
    "Files of one project share names: a model that has learnt from some knows much about the\n"
    "others. Its figures say how it does in the next file of this code, and nothing about other\n"
    "code. Imports between the parts are not followed. Three projects are enough to avoid this.\n"
    "****************************************************************************************\n";

}  // namespace

std::string Print(const AddReport& report) {
  std::string text =
      fmt::format("{} projects, {} files, {:.1f} MB; {} contents analysed\n", report.projects,
                  report.files, static_cast<double>(report.bytes) / 1e6, report.analysed);
  for (const auto& [reason, count] : report.skipped) {
    text += fmt::format("left out: {:>8}  {}\n", count, reason);
  }
  if (!report.not_found.empty()) {
    text += fmt::format("listed, but in no folder: {} projects, {}...\n", report.not_found.size(),
                        report.not_found.front());
  }
  text += report.projects_changed == 0
              ? "nothing changed: all of it is in the store already\n"
              : fmt::format("{} projects new or changed\n", report.projects_changed);
  return text + PrintStore(report);
}

std::string PrintStore(const AddReport& report) {
  std::string text;
  if (report.by_file) text += kByFile;
  if (!report.forgotten.empty()) {
    text += fmt::format(
        "warning: roles are assigned again, because the earlier ones cannot be read: {}\n",
        report.forgotten);
  }
  for (size_t split = 0; split < report.sites.size(); ++split) {
    if (report.sites[split] >= kFewSites) continue;
    const std::string_view name = Name(static_cast<Split>(split));
    text += report.sites[split] == 0
                ? fmt::format("warning: the {} split has no attribute\n", name)
                : fmt::format(
                      "warning: the {} split has only {} attributes; figures of so few say "
                      "little\n",
                      name, report.sites[split]);
  }
  const std::string shares = report.shares > 1 ? fmt::format(", {} shares", report.shares) : "";
  return text + fmt::format("the store keeps {} files; dataset {}{}\n", report.kept,
                            report.dataset_id, shares);
}

std::string PrintPart(const AddReport& report, int part) {
  return fmt::format(
      "part {}: {} projects, {} files, {:.1f} MB; {} contents analysed; 'fastnode corpus merge' "
      "makes the catalogue when all parts are there\n",
      part, report.projects, report.files, static_cast<double>(report.bytes) / 1e6,
      report.analysed);
}

}  // namespace fastnode::corpus
