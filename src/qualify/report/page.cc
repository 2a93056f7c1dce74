#include "qualify/report/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "support/html.h"

namespace fastnode::qualify {
namespace {

constexpr std::array<const char*, 10> kColours = {"#2563eb", "#0891b2", "#7c3aed", "#d97706",
                                                  "#db2777", "#059669", "#65a30d", "#6b7280",
                                                  "#b45309", "#475569"};

const char* ColourOf(size_t method) { return kColours[method % kColours.size()]; }

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark}
body{font:15px/1.55 system-ui,"DejaVu Sans",sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2.2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;max-width:100%}
th,td{padding:.3em .55em;text-align:right;border-bottom:1px solid #8883}
th{font-weight:500;font-size:.85rem;opacity:.8;vertical-align:bottom}
td{white-space:nowrap}td small{display:block;font-size:.72rem;line-height:1.3}
th:first-child,td:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere}
small{opacity:.7}svg{max-width:100%;height:auto;margin-right:1rem;vertical-align:top}
svg text{fill:currentColor;font-size:12px}
.texts td{white-space:normal;overflow-wrap:anywhere;text-align:left}ul{list-style:none;padding:0;columns:18rem}.passed{color:light-dark(#047857,#34d399)}.failed{color:light-dark(#b91c1c,#f87171)}
@media(max-width:60rem){
.stack,.stack tbody{display:block}.stack tr:first-child{display:none}
.stack tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.4rem,1fr));padding:.4rem 0;border-bottom:1px solid #8883}
.stack td{border:0;padding:.1rem .2rem;text-align:left}.stack td:first-child{grid-column:1/-1;font-weight:600}
.stack td+td::before{content:attr(data-of);display:block;font-size:.75rem;opacity:.7;white-space:normal}}
)";

// `of`: what the column's head says, which a narrow window shows in the cell.
std::string Cell(const std::string& of, const Estimate& estimate) {
  return fmt::format("<td data-of=\"{}\">{:.1f} <small>[{:.1f}, {:.1f}]</small>", EscapeHtml(of),
                     100 * estimate.value, 100 * estimate.low, 100 * estimate.high);
}

void AddMethods(const std::string& title, const Group& group,
                const std::vector<std::string>& methods, std::string& page) {
  page += "<table class=stack><tr><th>" + EscapeHtml(title);
  for (int m = 0; m < kNumMetrics; ++m) page += fmt::format("<th>{}", Name(static_cast<Metric>(m)));
  for (size_t method = 0; method < methods.size(); ++method) {
    page += fmt::format("<tr><td><span style=\"color:{}\">&#9632;</span> {}", ColourOf(method),
                        EscapeHtml(methods[method]));
    for (int m = 0; m < kNumMetrics; ++m) {
      page += Cell(Name(static_cast<Metric>(m)), group.methods[method][static_cast<size_t>(m)]);
    }
  }
  page += "</table>";
}

// Bars with intervals: for each group its methods' values of one metric, side by side.
std::string FewBars(const std::vector<const Group*>& groups, Metric metric,
                    const std::vector<size_t>& methods, const std::vector<std::string>& names) {
  constexpr double kLeft = 40, kTop = 12, kHeight = 180, kBar = 14, kGap = 26, kLabel = 104;
  const double step = std::max(kBar * static_cast<double>(methods.size()) + kGap, kLabel);
  const double width = kLeft + step * static_cast<double>(groups.size()) + 10;
  auto y = [&](double value) { return kTop + kHeight * (1 - value); };
  std::string svg =
      fmt::format("<svg role=img aria-label=\"{}\" viewBox=\"0 0 {:.0f} {:.0f}\" width={:.0f}>",
                  Name(metric), width, kTop + kHeight + 40, width);
  for (int tick = 0; tick <= 100; tick += 25) {
    svg += fmt::format(
        "<line x1={} x2={:.0f} y1={:.1f} y2={:.1f} stroke=#8884 /><text x={} y={:.1f} "
        "text-anchor=end>{}</text>",
        kLeft, width, y(tick / 100.), y(tick / 100.), kLeft - 6, y(tick / 100.) + 4, tick);
  }
  for (size_t g = 0; g < groups.size(); ++g) {
    const double x0 = kLeft + 10 + step * static_cast<double>(g);
    for (size_t i = 0; i < methods.size(); ++i) {
      const Estimate& e = groups[g]->methods[methods[i]][static_cast<size_t>(metric)];
      const double x = x0 + kBar * static_cast<double>(i);
      svg += fmt::format(
          "<g><title>{}, {}: {:.1f} [{:.1f}, {:.1f}]</title><rect x={:.1f} y={:.1f} width={} "
          "height={:.1f} fill={} /><line x1={:.1f} x2={:.1f} y1={:.1f} y2={:.1f} "
          "stroke=currentColor /></g>",
          EscapeHtml(names[methods[i]]), EscapeHtml(groups[g]->name), 100 * e.value, 100 * e.low,
          100 * e.high, x, y(e.value), kBar - 2, kHeight * e.value, ColourOf(methods[i]),
          x + kBar / 2 - 1, x + kBar / 2 - 1, y(e.low), y(e.high));
    }
    svg += fmt::format("<text x={:.1f} y={:.1f}>{}</text>", x0, kTop + kHeight + 18,
                       EscapeHtml(groups[g]->name.substr(0, 14)));
  }
  return svg + "</svg>";
}

// As many groups in a plot as a narrow window has room for; a wide one has several plots in a row.
std::string Bars(const std::vector<const Group*>& groups, Metric metric,
                 const std::vector<size_t>& methods, const std::vector<std::string>& names) {
  constexpr size_t kGroupsAPlot = 4;
  std::string plots;
  for (size_t first = 0; first < groups.size(); first += kGroupsAPlot) {
    const size_t last = std::min(groups.size(), first + kGroupsAPlot);
    plots += FewBars({groups.begin() + static_cast<std::ptrdiff_t>(first),
                      groups.begin() + static_cast<std::ptrdiff_t>(last)},
                     metric, methods, names);
  }
  return plots;
}

// Of each bin of probability, how often the first completion was right; the diagonal is perfect.
std::string CalibrationPlot(const Calibration& calibration) {
  constexpr double kSize = 220, kLeft = 40, kTop = 12;
  int64_t most = 1;
  for (const Calibration::Bin& bin : calibration.bins) most = std::max(most, bin.count);
  auto x = [&](double v) { return kLeft + kSize * v; };
  auto y = [&](double v) { return kTop + kSize * (1 - v); };
  std::string svg = fmt::format(
      "<svg role=img aria-label=calibration viewBox=\"0 0 {:.0f} {:.0f}\" width={:.0f}>"
      "<line x1={:.1f} y1={:.1f} x2={:.1f} y2={:.1f} stroke=#8888 />"
      "<rect x={} y={} width={} height={} fill=none stroke=#8884 />",
      kLeft + kSize + 20, kTop + kSize + 40, kLeft + kSize + 20, x(0), y(0), x(1), y(1), kLeft,
      kTop, kSize, kSize);
  for (const Calibration::Bin& bin : calibration.bins) {
    if (bin.count == 0) continue;
    svg += fmt::format(
        "<circle cx={:.1f} cy={:.1f} r={:.1f} fill={} fill-opacity=.7><title>{} sites, said {:.0f} "
        "%, "
        "right {:.0f} %</title></circle>",
        x(bin.probability), y(bin.accuracy),
        3 + 9 * static_cast<double>(bin.count) / static_cast<double>(most), ColourOf(0), bin.count,
        100 * bin.probability, 100 * bin.accuracy);
  }
  return svg + fmt::format("<text x={:.0f} y={:.0f}>said</text><text x=2 y=12>right</text></svg>",
                           x(.45), y(0) + 20);
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
  page += Bars(Pointers(groups), Metric::kRecall1, methods, measured.methods);
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
                            Name(metric),
                            100 * group.methods[method][static_cast<size_t>(metric)].value);
      }
    }
  }
  page += "</table>";
}

void AddConditionsTo(const Measured& measured, const Summary& summary, std::string& page) {
  if (summary.conditions.empty()) return;
  for (const OtherCondition& condition : summary.conditions) {
    page += "<h2>" + EscapeHtml(condition.name) + "</h2>";
    AddMethods("method", condition.all, measured.methods, page);
  }
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

}  // namespace

std::string PrintPage(const Validation& validation) {
  const auto& [subject, list, measured, summary, timing] = validation;
  const std::string title = "Completion of " + EscapeHtml(subject.protocol->name()) + "s";
  std::string page =
      "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport "
      "content=\"width=device-width\"><title>" +
      title + "</title><style>" + std::string(kStyle) + "</style><h1>" + title + "</h1>";
  page += fmt::format(
      "<p>{} sites in {} files of {} projects that neither training nor any count has seen ({} "
      "split, "
      "seed {}). Percent, with 95 % intervals that draw files anew.</p>",
      summary.all.sites, summary.all.files, summary.projects.size(), EscapeHtml(subject.split),
      subject.seed);
  AddVerdict(summary, page);
  AddMethods("method", summary.all, measured.methods, page);
  std::vector<size_t> methods(measured.methods.size());
  for (size_t m = 0; m < methods.size(); ++m) methods[m] = m;
  page += "<p>recall@1, and recall@5:</p>" +
          Bars({&summary.all}, Metric::kRecall1, methods, measured.methods) +
          Bars({&summary.all}, Metric::kRecall5, methods, measured.methods);
  AddGroups("By what is asked", summary.slices, measured, page);
  if (!summary.seen.empty()) {
    AddGroups("By where else the name stands", summary.seen, measured, page);
  }
  AddGroups("By project", summary.projects, measured, page);
  AddConditionsTo(measured, summary, page);
  page += fmt::format(
              "<h2>Calibration</h2><p>Expected error of the first completion's probability: "
              "{:.1f} %. A dot is a bin, its size the number of sites in it.</p>",
              100 * summary.calibration.error) +
          CalibrationPlot(summary.calibration);
  AddErrors(list, measured, page);
  page += fmt::format(
      "<h2>Time and memory</h2><p>One completion: p50 {:.1f} ms, p95 {:.1f} ms, p99 {:.1f} ms; "
      "peak "
      "memory of the validation {:.0f} MB.</p><p><small>dataset {}, release "
      "{}</small></p></html>\n",
      static_cast<double>(timing.p50_micros) / 1e3, static_cast<double>(timing.p95_micros) / 1e3,
      static_cast<double>(timing.p99_micros) / 1e3,
      static_cast<double>(timing.peak_memory_bytes) / 1e6, EscapeHtml(subject.dataset_id),
      EscapeHtml(subject.manifest_sha256.empty() ? "without a manifest"
                                                 : subject.manifest_sha256.substr(0, 16)));
  return page;
}

}  // namespace fastnode::qualify
