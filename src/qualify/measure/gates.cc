#include "qualify/measure/gates.h"

#include <fmt/format.h>

#include "qualify/ask/models.h"
#include "qualify/measure/metrics.h"
#include "qualify/measure/summary.h"

namespace fastnode::qualify {
namespace {

const Estimate& Of(const Difference& difference, Metric metric) {
  return difference.by_file[metric];
}

void AgainstBaseline(const Difference& difference, std::vector<Gate>& gates) {
  for (Metric metric : {Metric::kRecall1, Metric::kReciprocalRank}) {
    const Estimate& margin = Of(difference, metric);
    gates.push_back(
        {std::string(Name(metric)) + " above " + difference.against, margin.value > 0, margin});
  }
  if (difference.against != "popularity") return;
  const Estimate& margin = Of(difference, Metric::kRecall5);
  gates.push_back({"recall@5 not below popularity", margin.value >= 0, margin});
}

void AgainstPrevious(const Difference& difference, std::vector<Gate>& gates) {
  for (Metric metric : {Metric::kRecall1, Metric::kRecall5, Metric::kReciprocalRank}) {
    const Estimate& margin = Of(difference, metric);
    gates.push_back({std::string(Name(metric)) + " no worse than the previous release",
                     margin.high >= 0, margin});
  }
}

}  // namespace

std::vector<Gate> JudgeGates(int64_t num_sites, const std::vector<Difference>& differences) {
  std::vector<Gate> gates = {{"there are sites", num_sites > 0}};
  for (const Difference& difference : differences) {
    if (IsBaseline(difference.against)) {
      AgainstBaseline(difference, gates);
    } else if (difference.against == kPreviousName) {
      AgainstPrevious(difference, gates);
    }
  }
  return gates;
}

std::string PrintGate(const Gate& gate) {
  if (!gate.difference) return gate.name;
  return fmt::format("{}: {:+.1f} [{:+.1f}, {:+.1f}]", gate.name, 100 * gate.difference->value,
                     100 * gate.difference->low, 100 * gate.difference->high);
}

}  // namespace fastnode::qualify
