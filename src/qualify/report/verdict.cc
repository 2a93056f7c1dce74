// Validations are read as files that somebody may have damaged: what is missing counts as 0, "" or
// false, so that it can fail a release and never pass one (verdict_test.cc).
#include "qualify/report/verdict.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "qualify/ask/condition.h"
#include "qualify/ask/models.h"
#include "qualify/ask/protocol.h"
#include "qualify/measure/gates.h"
#include "qualify/report/release_identity.h"
#include "support/file.h"
#include "support/json.h"

namespace fastnode::qualify {
namespace {

constexpr uint64_t kMaxBytes = 256u << 20;

// The value at a path of keys, null where there is none.
const Json& At(const Json& json, std::initializer_list<std::string_view> keys) {
  static const Json kNull;
  const Json* at = &json;
  for (std::string_view key : keys) {
    if (!at->is_object() || !at->contains(key)) return kNull;
    at = &(*at)[std::string(key)];
  }
  return *at;
}

double Number(const Json& json) { return json.is_number() ? json.get<double>() : 0; }
std::string TextOrNone(const Json& json) { return json.is_string() ? json.get<std::string>() : ""; }

double ValueOf(const Json& validation, const std::string& method, const char* metric) {
  return 100 * Number(At(validation, {"all", "methods", method, metric, "value"}));
}

std::string BestBaseline(const Json& validation) {
  std::string best;
  for (const auto& [method, metrics] : At(validation, {"all", "methods"}).items()) {
    const bool better = best.empty() || ValueOf(validation, method, "recall@1") >
                                            ValueOf(validation, best, "recall@1");
    if (IsBaseline(method) && better) best = method;
  }
  return best;
}

std::string Line(const Protocol& protocol, const Json& validation, bool passed) {
  const Json& recall = At(validation, {"all", "methods", "model", "recall@1"});
  const std::string interval =
      fmt::format("{:.1f} [{:.1f}, {:.1f}]", 100 * Number(At(recall, {"value"})),
                  100 * Number(At(recall, {"low"})), 100 * Number(At(recall, {"high"})));
  std::string other;
  for (const std::string& method : {BestBaseline(validation), std::string(kPreviousName)}) {
    if (!At(validation, {"all", "methods", method}).is_object()) continue;
    other += fmt::format("{}{} {:.1f}", other.empty() ? "" : ", ", method,
                         ValueOf(validation, method, "recall@1"));
  }
  return fmt::format("{:<18} {:>6} {:>19} {:>9.1f} {:>6.1f}   {:<22} {}\n", protocol.title,
                     static_cast<int64_t>(Number(At(validation, {"sites", "count"}))), interval,
                     ValueOf(validation, "model", "recall@5"), ValueOf(validation, "model", "mrr"),
                     other, passed ? "passed" : "FAILED");
}

Gate GateFrom(const Json& json) {
  Gate gate{TextOrNone(At(json, {"name"})), At(json, {"passed"}) == true};
  if (const Json& difference = At(json, {"difference"}); difference.is_object()) {
    gate.difference = {Number(At(difference, {"value"})), Number(At(difference, {"low"})),
                       Number(At(difference, {"high"}))};
  }
  return gate;
}

// Gates that failed, as they are printed. A validation without gates says nothing, and a split
// other than the test split shaped the model.
std::vector<std::string> Failures(const Json& validation) {
  std::vector<std::string> failures;
  for (const Json& json : At(validation, {"verdict", "gates"})) {
    const Gate gate = GateFrom(json);
    if (!gate.passed) failures.push_back(PrintGate(gate));
  }
  if (At(validation, {"condition"}) != pack::Name(kHeadline)) {
    failures.push_back("not measured where " + std::string(pack::Title(kHeadline)));
  }
  if (At(validation, {"split"}) != "test") failures.push_back("not measured on the test split");
  if (failures.empty() && At(validation, {"verdict", "passed"}) != true) {
    failures.push_back("no verdict");
  }
  return failures;
}

}  // namespace

Result<Verdicts> ReadVerdicts(const std::string& folder) {
  const std::string release = IdentityOf(folder + "/serve").manifest_sha256;
  std::string lines, failed;
  int measured = 0;
  for (const Protocol& protocol : Protocols()) {
    auto fail = [&](const std::string& why) {
      failed += fmt::format("  {}: {}\n", protocol.title, why);
    };
    const std::string path = folder + "/" + protocol.file;
    if (!PathExists(path)) {
      fail(fmt::format("not measured: make {}", protocol.target()));
      continue;
    }
    Result<std::string> text = ReadFile(path, kMaxBytes);
    if (!text.ok()) return text.error();
    Result<Json> validation = ParseJson(*text);
    if (!validation.ok()) return validation.error().Context(path);
    if (!At(*validation, {"all", "methods", "model"}).is_object()) {
      return Error{path + " is not a validation: make " + protocol.target()};
    }
    ++measured;
    std::vector<std::string> failures = Failures(*validation);
    if (!release.empty() && At(*validation, {"release", "manifest_sha256"}) != release) {
      failures = {fmt::format("measured on another release: make {}", protocol.target())};
    }
    for (const std::string& why : failures) fail(why);
    lines += Line(protocol, *validation, failures.empty());
  }
  if (measured == 0) return Error{folder + " has no validation: 'make' makes one"};
  Verdicts verdicts;
  verdicts.passed = failed.empty();
  verdicts.text = fmt::format("{:<18} {:>6} {:>19} {:>9} {:>6}   {:<22} {}\n{}", "percent", "sites",
                              "recall@1", "recall@5", "mrr", "recall@1 of others", "gates", lines);
  verdicts.text +=
      verdicts.passed
          ? "verdict: passed\n"
          : "\nVERDICT: FAILED (differences in percent, with 95 % intervals)\n" + failed;
  return verdicts;
}

}  // namespace fastnode::qualify
