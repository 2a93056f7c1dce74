// Plots are written as SVG by hand: a few lines, boxes and dots in units of their own, which a
// browser scales. Titles tell the exact numbers.
#include "qualify/report/plots.h"
#include "support/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace fastnode::qualify {
namespace {

constexpr std::array<const char*, 10> kColours = {"#2563eb", "#0891b2", "#7c3aed", "#d97706",
                                                  "#db2777", "#059669", "#65a30d", "#6b7280",
                                                  "#b45309", "#475569"};

// The place of a plot's bars, in its own units.
constexpr double kLeft = 40, kTop = 12, kHeight = 180, kBar = 14, kGap = 26, kLabel = 104;

double Y(double value) { return kTop + kHeight * (1 - value); }

std::string Scale(double width) {
  std::string svg;
  for (int tick = 0; tick <= 100; tick += 25) {
    const double y = Y(tick / 100.);
    svg += fmt::format(
        "<line x1={} x2={:.0f} y1={:.1f} y2={:.1f} stroke=#8884 /><text x={} y={:.1f} "
        "text-anchor=end>{}</text>",
        kLeft, width, y, y, kLeft - 6, y + 4, tick);
  }
  return svg;
}

std::string Bar(const BarGroups& bars, const Group& group, size_t method, double x) {
  const Estimate& e = group.methods[method][bars.metric];
  return fmt::format(
      "<g><title>{}, {}: {:.1f} [{:.1f}, {:.1f}]</title><rect x={:.1f} y={:.1f} width={} "
      "height={:.1f} fill={} /><line x1={:.1f} x2={:.1f} y1={:.1f} y2={:.1f} "
      "stroke=currentColor /></g>",
      EscapeHtml(bars.names[method]), EscapeHtml(group.name), 100 * e.value, 100 * e.low,
      100 * e.high, x, Y(e.value), kBar - 2, kHeight * e.value, ColourOf(method), x + kBar / 2 - 1,
      x + kBar / 2 - 1, Y(e.low), Y(e.high));
}

std::string OnePlot(const BarGroups& bars) {
  const double step = std::max(kBar * static_cast<double>(bars.methods.size()) + kGap, kLabel);
  const double width = kLeft + step * static_cast<double>(bars.groups.size()) + 10;
  std::string svg =
      fmt::format("<svg role=img aria-label=\"{}\" viewBox=\"0 0 {:.0f} {:.0f}\" width={:.0f}>",
                  Name(bars.metric), width, kTop + kHeight + 40, width) +
      Scale(width);
  for (size_t g = 0; g < bars.groups.size(); ++g) {
    const double x0 = kLeft + 10 + step * static_cast<double>(g);
    for (size_t i = 0; i < bars.methods.size(); ++i) {
      svg += Bar(bars, *bars.groups[g], bars.methods[i], x0 + kBar * static_cast<double>(i));
    }
    svg += fmt::format("<text x={:.1f} y={:.1f}>{}</text>", x0, kTop + kHeight + 18,
                       EscapeHtml(bars.groups[g]->name.substr(0, 14)));
  }
  return svg + "</svg>";
}

}  // namespace

const char* ColourOf(size_t method) { return kColours[method % kColours.size()]; }

std::string PlotBars(const BarGroups& bars) {
  constexpr size_t kGroupsPerPlot = 4;
  std::string plots;
  for (size_t first = 0; first < bars.groups.size(); first += kGroupsPerPlot) {
    const size_t last = std::min(bars.groups.size(), first + kGroupsPerPlot);
    plots += OnePlot({{bars.groups.begin() + static_cast<std::ptrdiff_t>(first),
                       bars.groups.begin() + static_cast<std::ptrdiff_t>(last)},
                      bars.metric,
                      bars.methods,
                      bars.names});
  }
  return plots;
}

std::string PlotCalibration(const Calibration& calibration) {
  constexpr double kSize = 220;
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

}  // namespace fastnode::qualify
