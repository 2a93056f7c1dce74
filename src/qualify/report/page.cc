// A page is one text of HTML: without scripts, and with nothing from elsewhere. All that comes from
// a corpus is escaped (validation_test.cc). In a narrow window each row of a table becomes a block,
// in which a cell bears the head of its column (data-of).
#include "qualify/report/page.h"

#include <fmt/format.h>

#include <numeric>
#include <string_view>
#include <vector>

#include "qualify/report/page_style.h"
#include "qualify/report/plots.h"
#include "support/html.h"

namespace fastnode::qualify {
namespace {

// `of`: what the column's head says, which a narrow window shows in the cell.
std::string Cell(const std::string& of, const Estimate& estimate) {
  return fmt::format("<td data-of=\"{}\">{:.1f} <small>[{:.1f}, {:.1f}]</small>", EscapeHtml(of),
                     100 * estimate.value, 100 * estimate.low, 100 * estimate.high);
}

void AddMethods(const std::string& title, const Group& group,
                const std::vector<std::string>& methods, std::string& page) {
  page += "<table class=stack><tr><th>" + EscapeHtml(title);
  for (Metric metric : kMetrics) page += fmt::format("<th>{}", Name(metric));
  for (size_t method = 0; method < methods.size(); ++method) {
    page += fmt::format("<tr><td><span style=\"color:{}\">&#9632;</span> {}", ColourOf(method),
                        EscapeHtml(methods[method]));
    for (Metric metric : kMetrics) {
      page += Cell(Name(metric), group.methods[method][metric]);
    }
  }
  page += "</table>";
}

std::vector<const Group*> Pointers(const std::vector<Group>& groups) {
  std::vector<const Group*> pointers;
  for (const Group& group : groups) pointers.push_back(&group);
  return pointers;
}

void AddGroups(const std::string& title, const std::vector<Group>& groups, const Measured& measured,
               std::string& page) {
  page += "<h2>" + EscapeHtml(title) + "</h2>";
  // The model, and the baseline that comes closest.
  std::vector<size_t> methods;
  for (size_t m = 0; m < measured.methods.size(); ++m) {
    if (m == kModelMethod || measured.methods[m] == "counts") methods.push_back(m);
  }
  page += PlotBars({Pointers(groups), Metric::kRecall1, methods, measured.methods});
  page += "<table class=stack><tr><th>sites of<th>number";
  for (size_t method : methods) {
    for (Metric metric : {Metric::kRecall1, Metric::kRecall5, Metric::kReciprocalRank}) {
      page += fmt::format("<th>{} {}", EscapeHtml(measured.methods[method]), Name(metric));
    }
  }
  for (const Group& group : groups) {
    page += fmt::format("<tr><td>{}<td data-of=number>{}", EscapeHtml(group.name), group.sites);
    for (size_t method : methods) {
      for (Metric metric : {Metric::kRecall1, Metric::kRecall5, Metric::kReciprocalRank}) {
        page += fmt::format("<td data-of=\"{} {}\">{:.1f}", EscapeHtml(measured.methods[method]),
                            Name(metric), 100 * group.methods[method][metric].value);
      }
    }
  }
  page += "</table>";
}

void AddConditions(const Measured& measured, const Summary& summary, std::string& page) {
  if (summary.conditions.empty()) return;
  for (const OtherCondition& condition : summary.conditions) {
    page += fmt::format("<h2>{}</h2><p>{} sites</p>", pack::Title(condition.condition),
                        condition.all.sites);
    AddMethods("method", condition.all, measured.methods, page);
  }
  if (summary.keys_saved.empty()) return;
  page += fmt::format(
      "<h2>Keys saved</h2><p>With {} names in sight, one of which is taken with one "
      "key.</p><table>",
      kVisible);
  for (size_t m = 0; m < summary.keys_saved.size(); ++m) {
    page += "<tr><td>" + EscapeHtml(measured.methods[m]) + Cell("saved", summary.keys_saved[m]);
  }
  page += "</table>";
}

void AddVerdict(const Summary& summary, std::string& page) {
  page += fmt::format("<p class={0}><b>verdict: {0}</b></p><ul>",
                      summary.passed() ? "passed" : "failed");
  for (const Gate& gate : summary.gates) {
    page += fmt::format("<li class={}>{} {}", gate.passed ? "passed" : "failed",
                        gate.passed ? "&#10003;" : "&#10007;", EscapeHtml(PrintGate(gate)));
  }
  page += "</ul>";
}

void AddErrors(const SiteList& list, const Measured& measured, std::string& page) {
  std::string rows;
  for (size_t m = 0; m < measured.methods.size(); ++m) {
    for (const auto& [reason, count] : measured.errors[m]) {
      rows += fmt::format("<tr><td>{}<td>{}<td>{}", EscapeHtml(measured.methods[m]),
                          EscapeHtml(reason), count);
    }
  }
  for (const auto& [reason, count] : list.skipped) {
    rows += fmt::format("<tr><td>(no site)<td>{}<td>{}", EscapeHtml(reason), count);
  }
  if (!rows.empty())
    page += "<h2>Errors (counted as misses), and what gave no site</h2><table class=texts>" + rows +
            "</table>";
}

void AddHead(const Subject& subject, const Summary& summary, std::string& page) {
  const std::string title = "Completion of " + EscapeHtml(subject.protocol->name()) + "s";
  page +=
      "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport "
      "content=\"width=device-width\"><title>" +
      title + "</title><style>" + std::string(kPageStyle) + "</style><h1>" + title + "</h1>";
  page += fmt::format(
      "<p>{} sites in {} files of {} projects that neither training nor any count has seen ({} "
      "split, seed {}). Percent, with 95 % intervals from resampling files.</p>",
      summary.all.sites, summary.all.files, summary.projects.size(), EscapeHtml(subject.split),
      subject.seed);
}

void AddAllSites(const Measured& measured, const Summary& summary, std::string& page) {
  AddMethods("method", summary.all, measured.methods, page);
  std::vector<size_t> methods(measured.methods.size());
  std::iota(methods.begin(), methods.end(), size_t{0});
  page += "<p>recall@1, and recall@5:</p>" +
          PlotBars({{&summary.all}, Metric::kRecall1, methods, measured.methods}) +
          PlotBars({{&summary.all}, Metric::kRecall5, methods, measured.methods});
}

void AddTime(const Subject& subject, const Timing& timing, std::string& page) {
  auto ms = [](int64_t micros) { return static_cast<double>(micros) / 1e3; };
  page += fmt::format(
      "<h2>Time and memory</h2><p>One completion: p50 {:.1f} ms, p95 {:.1f} ms, p99 {:.1f} ms; "
      "peak memory of the validation {:.0f} MB.</p><p><small>dataset {}, release "
      "{}</small></p></html>\n",
      ms(timing.p50_micros), ms(timing.p95_micros), ms(timing.p99_micros),
      static_cast<double>(timing.peak_memory_bytes) / 1e6, EscapeHtml(subject.dataset_id),
      EscapeHtml(subject.manifest_sha256.empty() ? "without a manifest"
                                                 : subject.manifest_sha256.substr(0, 16)));
}

}  // namespace

std::string PrintPage(const Validation& validation) {
  const auto& [subject, list, measured, summary, timing] = validation;
  std::string page;
  AddHead(subject, summary, page);
  AddVerdict(summary, page);
  AddAllSites(measured, summary, page);
  AddGroups("By what is asked", summary.slices, measured, page);
  if (!summary.seen.empty()) {
    AddGroups("By where else the name stands", summary.seen, measured, page);
  }
  AddGroups("By project", summary.projects, measured, page);
  AddConditions(measured, summary, page);
  page += fmt::format(
              "<h2>Calibration</h2><p>Expected error of the first completion's probability: "
              "{:.1f} %; probabilities that are true would have {:.1f} % at as many sites. Right "
              "less said: "
              "{:+.1f} %. A dot is a bin, its size the number of sites in it.</p>",
              100 * summary.calibration.error, 100 * summary.calibration.by_chance,
              100 * summary.calibration.bias) +
          PlotCalibration(summary.calibration);
  AddErrors(list, measured, page);
  AddTime(subject, timing, page);
  return page;
}

}  // namespace fastnode::qualify
