#include "qualify/report/table.h"

#include <cstdarg>
#include <cstdio>

namespace fastnode::qualify {
namespace {

[[gnu::format(printf, 1, 2)]] std::string Format(const char* format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  return text;
}

std::string Cell(const Estimate& estimate, const char* format) {
  std::string text = Format(format, 100 * estimate.value, 100 * estimate.low, 100 * estimate.high);
  return Format("%20s", text.c_str());
}

std::string Header(const std::string& title) {
  std::string line = Format("%-20s", title.c_str());
  for (Metric metric : kMetrics) line += Format("%20s", Name(metric));
  return line + "\n";
}

std::string Row(const std::string& name, const Estimates& estimates, const char* format) {
  std::string line = Format("%-20s", name.c_str());
  for (Metric metric : kMetrics) line += Cell(estimates[metric], format);
  return line + "\n";
}

// The baseline that the model is set beside; the last method if it is not there.
size_t CountsMethod(const Measured& measured) {
  size_t counts = 0;
  while (counts + 1 < measured.methods.size() && measured.methods[counts] != "counts") ++counts;
  return counts;
}

std::string Groups(const char* title, const std::vector<Group>& groups, const Measured& measured) {
  std::string text = Format("\n%-34s%8s", title, "sites");
  for (Metric metric : {Metric::kRecall1, Metric::kRecall5, Metric::kReciprocalRank}) {
    text += Format("%20s", Name(metric));
  }
  text += "   (model / counts)\n";
  const size_t counts = CountsMethod(measured);
  for (const Group& group : groups) {
    text += Format("%-34.34s%8lld", group.name.c_str(), static_cast<long long>(group.sites));
    for (Metric metric : {Metric::kRecall1, Metric::kRecall5, Metric::kReciprocalRank}) {
      text += Format("%12.1f / %5.1f", 100 * group.methods[kModelMethod][metric].value,
                     100 * group.methods[counts][metric].value);
    }
    text += "\n";
  }
  return text;
}

// Of all methods, what people feel: the first completions, and keys.
std::string Conditions(const Measured& measured, const Summary& summary) {
  if (summary.conditions.empty()) return "";
  std::string text = Format("\n%-40s%8s%14s%14s%14s%14s\n", "condition", "sites", "recall@1",
                            "recall@5", "mrr", "coverage");
  auto row = [&](Condition condition, const Group& group, size_t method) {
    const std::string name = std::string(pack::Title(condition)) + ", " + measured.methods[method];
    text += Format("%-40s%8lld", name.c_str(), static_cast<long long>(group.sites));
    for (Metric metric :
         {Metric::kRecall1, Metric::kRecall5, Metric::kReciprocalRank, Metric::kCoverage}) {
      text += Format("%14.1f", 100 * group.methods[method][metric].value);
    }
    text += "\n";
  };
  for (size_t m : {kModelMethod, CountsMethod(measured)}) {
    row(measured.condition, summary.all, m);
  }
  for (const OtherCondition& condition : summary.conditions) {
    for (size_t m : {kModelMethod, CountsMethod(measured)}) {
      row(condition.condition, condition.all, m);
    }
  }
  if (summary.keys_saved.empty()) return text;
  text += Format("\nKeys saved with %d names in sight: ", kVisible);
  for (size_t m = 0; m < measured.methods.size(); ++m) {
    text += Format("%s%s %.1f %%", m == 0 ? "" : ", ", measured.methods[m].c_str(),
                   100 * summary.keys_saved[m].value);
  }
  return text + "\n";
}

std::string Errors(const SiteList& list, const Measured& measured) {
  std::string text;
  for (size_t m = 0; m < measured.methods.size(); ++m) {
    for (const auto& [reason, count] : measured.errors[m]) {
      text += Format("%s failed at %lld sites: %s\n", measured.methods[m].c_str(),
                     static_cast<long long>(count), reason.c_str());
    }
  }
  for (const auto& [reason, count] : list.skipped) {
    text += Format("skipped: %s: %lld\n", reason.c_str(), static_cast<long long>(count));
  }
  return text;
}

std::string Verdict(const Summary& summary) {
  std::string text;
  for (const Gate& gate : summary.gates) {
    if (!gate.passed) text += "gate failed: " + PrintGate(gate) + "\n";
  }
  return text + (summary.passed() ? "verdict: passed\n" : "verdict: failed\n");
}

}  // namespace

std::string PrintTable(const Validation& validation) {
  const auto& [subject, list, measured, summary, timing] = validation;
  std::string text =
      Format("Completion, %s, %s: %lld sites in %lld files of %zu projects (%s split, seed %llu)\n",
             subject.protocol->name().c_str(), std::string(pack::Title(measured.condition)).c_str(),
             static_cast<long long>(summary.all.sites), static_cast<long long>(summary.all.files),
             summary.projects.size(), subject.split.c_str(),
             static_cast<unsigned long long>(subject.seed));
  text += "Percent, with 95 % intervals clustered by file.\n\n" + Header("method");
  for (size_t m = 0; m < measured.methods.size(); ++m) {
    text += Row(measured.methods[m], summary.all.methods[m], "%.1f [%.1f, %.1f]");
  }
  text += "\n" + Header("model less");
  for (const Difference& difference : summary.differences) {
    text += Row(difference.against, difference.by_file, "%+.1f [%+.1f, %+.1f]");
  }
  text += Groups("slice", summary.slices, measured);
  if (!summary.seen.empty()) text += Groups("the name stands", summary.seen, measured);
  text += Groups("project", summary.projects, measured);
  text += Conditions(measured, summary);
  text +=
      Format("\nAny method's list held the truth at %.1f %% [%.1f, %.1f] of the sites.\n",
             100 * summary.any_list.value, 100 * summary.any_list.low, 100 * summary.any_list.high);
  text += Format(
      "Calibration error of the first completion: %.1f %% (by chance alone %.1f %%); right less "
      "said: "
      "%+.1f %%\n",
      100 * summary.calibration.error, 100 * summary.calibration.by_chance,
      100 * summary.calibration.bias);
  text += Format("One completion: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms; peak memory %.0f MB\n",
                 static_cast<double>(timing.p50_micros) / 1e3,
                 static_cast<double>(timing.p95_micros) / 1e3,
                 static_cast<double>(timing.p99_micros) / 1e3,
                 static_cast<double>(timing.peak_memory_bytes) / 1e6);
  return text + Errors(list, measured) + Verdict(summary);
}

}  // namespace fastnode::qualify
