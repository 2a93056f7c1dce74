#include "qualify/report/json.h"

#include "qualify/measure/rounded.h"
#include "support/hash.h"

namespace fastnode::qualify {
namespace {

const char* Name(bind::UseContext context) {
  constexpr const char* kNames[bind::kNumUseContexts] = {"load", "call", "store", "delete"};
  return kNames[static_cast<int>(context)];
}

Json EstimateToJson(const Estimate& estimate) {
  return {{"value", Rounded(estimate.value)},
          {"low", Rounded(estimate.low)},
          {"high", Rounded(estimate.high)}};
}

Json EstimatesToJson(const Estimates& estimates) {
  Json json = Json::object();
  for (Metric metric : kMetrics) {
    json[Name(metric)] = EstimateToJson(estimates[metric]);
  }
  return json;
}

Json GroupToJson(const Group& group, const std::vector<std::string>& methods) {
  Json json = {{"name", group.name}, {"sites", group.sites}, {"files", group.files}};
  Json& of_methods = json["methods"] = Json::object();
  for (size_t m = 0; m < methods.size(); ++m) {
    of_methods[methods[m]] = EstimatesToJson(group.methods[m]);
  }
  return json;
}

Json GroupsToJson(const std::vector<Group>& groups, const std::vector<std::string>& methods) {
  Json json = Json::array();
  for (const Group& group : groups) json.push_back(GroupToJson(group, methods));
  return json;
}

Json CalibrationToJson(const Calibration& calibration) {
  Json bins = Json::array();
  for (const Calibration::Bin& bin : calibration.bins) {
    bins.push_back({{"count", bin.count},
                    {"probability", Rounded(bin.probability)},
                    {"accuracy", Rounded(bin.accuracy)}});
  }
  return {{"expected_error", Rounded(calibration.error)},
          {"by_chance", Rounded(calibration.by_chance)},
          {"bias", Rounded(calibration.bias)},
          {"bins", std::move(bins)}};
}

// Ranges of bytes, ascending.
Json GoneToJson(const pack::Gone& gone) {
  Json ranges = Json::array();
  for (const pack::TextRange& range : {gone.here, gone.behind}) {
    if (range.begin < range.end) ranges.push_back({range.begin, range.end});
  }
  return ranges;
}

Json SiteToJson(const SiteList& list, const Site& site) {
  const SiteFile& file = list.files[site.file];
  return {{"source", file.ref.id.Hex()},
          {"project", file.ref.project},
          {"path", file.ref.path},
          {"offset", site.offset},
          {"context", Name(site.context)},
          {"slice", list.slices[site.slice]},
          {"base", site.base},
          {"symbol", site.symbol},
          {"expected", site.expected}};
}

Json SitesToJson(const SiteList& list, const Summary& summary) {
  std::string lines;
  for (const Site& site : list.sites) {
    lines += PrintJson(SiteToJson(list, site)) + "\n";
  }
  Json skipped = Json::object();
  for (const auto& [reason, count] : list.skipped) skipped[reason] = count;
  return {{"count", summary.all.sites},
          {"files", summary.all.files},
          {"projects", summary.projects.size()},
          {"list_sha256", Sha256Hex(lines)},
          {"skipped", std::move(skipped)}};
}

Json ErrorsToJson(const Measured& measured) {
  Json json = Json::object();
  for (size_t m = 0; m < measured.methods.size(); ++m) {
    Json& errors = json[measured.methods[m]] = Json::object();
    for (const auto& [reason, count] : measured.errors[m]) errors[reason] = count;
  }
  return json;
}

Json DifferencesToJson(const Summary& summary) {
  Json json = Json::array();
  for (const Difference& difference : summary.differences) {
    json.push_back({{"against", difference.against},
                    {"clustered_by_file", EstimatesToJson(difference.by_file)},
                    {"clustered_by_project", EstimatesToJson(difference.by_project)}});
  }
  return json;
}

Json ConditionsToJson(const Summary& summary, const std::vector<std::string>& methods) {
  Json json = Json::array();
  for (const OtherCondition& condition : summary.conditions) {
    json.push_back({{"condition", pack::Name(condition.condition)},
                    {"name", pack::Title(condition.condition)},
                    {"all", GroupToJson(condition.all, methods)},
                    {"slices", GroupsToJson(condition.slices, methods)}});
  }
  return json;
}

Json KeysSavedToJson(const Summary& summary, const std::vector<std::string>& methods) {
  Json json = Json::object();
  for (size_t m = 0; m < summary.keys_saved.size(); ++m) {
    json[methods[m]] = EstimateToJson(summary.keys_saved[m]);
  }
  return json;
}

Json VerdictToJson(const Summary& summary) {
  Json gates = Json::array();
  for (const Gate& gate : summary.gates) {
    Json& json = gates.emplace_back(Json::object({{"name", gate.name}, {"passed", gate.passed}}));
    if (gate.difference) json["difference"] = EstimateToJson(*gate.difference);
  }
  return {{"passed", summary.passed()}, {"gates", std::move(gates)}};
}

}  // namespace

Json ValidationToJson(const Validation& validation) {
  const auto& [subject, list, measured, summary, timing] = validation;
  return {{"format", 1},
          {"task", subject.protocol->name()},
          {"dataset_id", subject.dataset_id},
          {"split", subject.split},
          {"seed", subject.seed},
          {"condition", pack::Name(measured.condition)},
          {"release", Json::object({{"manifest_sha256", subject.manifest_sha256}})},
          {"sites", SitesToJson(list, summary)},
          {"verdict", VerdictToJson(summary)},
          {"any_list", EstimateToJson(summary.any_list)},
          {"all", GroupToJson(summary.all, measured.methods)},
          {"differences", DifferencesToJson(summary)},
          {"calibration", CalibrationToJson(summary.calibration)},
          {"slices", GroupsToJson(summary.slices, measured.methods)},
          {"seen", GroupsToJson(summary.seen, measured.methods)},
          {"conditions", ConditionsToJson(summary, measured.methods)},
          {"keys_saved", KeysSavedToJson(summary, measured.methods)},
          {"projects", GroupsToJson(summary.projects, measured.methods)},
          {"errors", ErrorsToJson(measured)}};
}

Json TimingToJson(const Timing& timing) {
  return {{"completion_micros",
           {{"p50", timing.p50_micros}, {"p95", timing.p95_micros}, {"p99", timing.p99_micros}}},
          {"peak_memory_bytes", timing.peak_memory_bytes}};
}

std::string PrintSites(const SiteList& list, const Measured& measured) {
  std::string lines;
  for (size_t i = 0; i < list.sites.size(); ++i) {
    Json line = SiteToJson(list, list.sites[i]);
    line["gone"] = GoneToJson(list.sites[i].gone[static_cast<size_t>(measured.condition)]);
    Json& ranks = line["ranks"] = Json::object();
    for (size_t m = 0; m < measured.methods.size(); ++m) {
      ranks[measured.methods[m]] = measured.ranks[m][i];
    }
    lines += PrintJson(line) + "\n";
  }
  return lines;
}

}  // namespace fastnode::qualify
