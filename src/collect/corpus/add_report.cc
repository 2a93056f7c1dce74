// AddReport, as text for people.
#include <fmt/format.h>

#include "collect/corpus/add.h"

namespace fastnode::corpus {

std::string Print(const AddReport& report) {
  std::string text =
      fmt::format("{} projects, {} files, {:.1f} MB; {} contents analysed\n", report.projects,
                  report.files, static_cast<double>(report.bytes) / 1e6, report.analysed);
  for (const auto& [reason, count] : report.skipped) {
    text += fmt::format("left out: {:>8}  {}\n", count, reason);
  }
  if (!report.not_found.empty()) {
    text += fmt::format("listed but in no folder: {} projects, {}...\n", report.not_found.size(),
                        report.not_found.front());
  }
  text += report.projects_changed == 0
              ? "nothing changed: all of it was in the store already\n"
              : fmt::format("{} projects new or changed\n", report.projects_changed);
  return text + PrintStore(report);
}

std::string PrintStore(const AddReport& report) {
  std::string text;
  for (Split split : report.empty_splits) {
    text += fmt::format("warning: the {} split is empty\n", Name(split));
  }
  return text +
         fmt::format("the store keeps {} files; dataset {}\n", report.kept, report.dataset_id);
}

}  // namespace fastnode::corpus
