#include "predict/completer.h"

#include <algorithm>
#include <utility>

#include "collect/draw/metainfo.h"
#include "collect/pack/features.h"
#include "collect/pack/print.h"
#include "learn/run/scorer.h"
#include "predict/site.h"
#include "support/file.h"
#include "support/json.h"

namespace fastnode::predict {
namespace {

char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The fit rule: a completion fits if it continues what was typed, letter case aside.
bool Fits(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return LowerAscii(a) == LowerAscii(b); });
}

std::string KindOf(pack::Task task, const uint8_t* features) {
  if (task == pack::Task::kAttributeBase) return "name";
  if (features[pack::kMemberFunction] != 0) return "method";
  if (features[pack::kMemberVariable] != 0) return "field";
  return "attribute";
}

Result<std::string> ReadPart(const std::string& folder, const char* name) {
  Result<std::string> bytes = ReadFile(folder + "/" + name);
  if (!bytes.ok()) {
    return bytes.error().Context("not a release folder (make one with 'make compress')");
  }
  return bytes;
}

}  // namespace

struct Completer::Parts {
  learn::Scorer scorer;
  pack::Vocabularies vocabularies;
  corpus::UsageTable usage;
  bind::Library library;
  pack::CutOptions options;
  float temperature = 1;
};

Completer::Completer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Completer::Completer(Completer&&) noexcept = default;
Completer& Completer::operator=(Completer&&) noexcept = default;
Completer::~Completer() = default;

Result<Completer> Completer::Load(const std::string& folder) {
  Result<std::string> metainfo_text = ReadPart(folder, "metainfo-inference.json");
  if (!metainfo_text.ok()) return metainfo_text.error();
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*metainfo_text);
  if (!metainfo.ok()) return metainfo.error().Context(folder + "/metainfo-inference.json");
  Result<std::string> usage_bytes = ReadPart(folder, "usage.bin");
  if (!usage_bytes.ok()) return usage_bytes.error();
  Result<corpus::UsageTable> usage = corpus::UsageTable::Decode(*usage_bytes);
  if (!usage.ok()) return usage.error().Context(folder + "/usage.bin");
  Result<bind::Library> library = bind::Library::Open(folder + "/library.bin");
  if (!library.ok()) return library.error();
  Result<learn::Scorer> scorer = learn::Scorer::Load(folder);
  if (!scorer.ok()) return scorer.error();
  const learn::ModelConfig& config = scorer->config();
  if (config.name_rows != metainfo->vocabularies.names.size() ||
      config.type_rows != metainfo->vocabularies.types.size()) {
    return Error{folder + ": model and metainfo-inference.json do not belong together"};
  }
  float temperature = config.temperature;
  return Completer(std::make_unique<Parts>(Parts{std::move(*scorer),
                                                 std::move(metainfo->vocabularies),
                                                 std::move(*usage),
                                                 std::move(*library),
                                                 {},
                                                 temperature}));
}

Result<pack::Cut> Completer::Cut(const FoundSite& site, const Request& request) const {
  pack::CutContext context{&parts_->library, &parts_->vocabularies, {}, parts_->options};
  context.usage.project = request.project;
  context.usage.project_minus = request.project_minus;
  context.usage.corpus = &parts_->usage;
  return pack::CutSite(site.source, site.use, site.task, context);
}

Result<std::string> Completer::Explain(const Request& request) const {
  Result<FoundSite> site = FindSite(request.source, request.offset);
  if (!site.ok()) return site.error();
  if (site->use < 0) return Error{"nothing can be completed there"};
  Result<pack::Cut> cut = Cut(*site, request);
  if (!cut.ok()) return cut.error();
  return pack::Print(*cut, parts_->vocabularies);
}

Result<Answer> Completer::Complete(const Request& request, const CompleteOptions& options) const {
  Result<FoundSite> site = FindSite(request.source, request.offset);
  if (!site.ok()) return site.error();
  Answer answer{site->task, site->prefix, {}};
  if (site->use < 0) return answer;
  Result<pack::Cut> cut = Cut(*site, request);
  if (!cut.ok()) return cut.error();
  std::vector<float> probabilities = learn::Softmax(
      parts_->scorer.Score(cut->sample), cut->sample.candidate_begin, parts_->temperature);
  float fitting = 0;
  for (size_t i = 0; i < cut->candidates.size(); ++i) {
    const std::string& text = cut->candidates[i];
    if (!Fits(text, site->prefix) || text == kPlaceholder) continue;
    const uint8_t* features = &cut->sample.candidate_features[i * pack::kNumCandidateFeatures];
    fitting += probabilities[i];
    answer.completions.push_back({text, probabilities[i], KindOf(site->task, features)});
  }
  for (Completion& completion : answer.completions) {
    if (fitting > 0) completion.probability /= fitting;
  }
  std::sort(answer.completions.begin(), answer.completions.end(),
            [](const Completion& a, const Completion& b) {
              return a.probability != b.probability ? a.probability > b.probability
                                                    : a.text < b.text;
            });
  if (answer.completions.size() > static_cast<size_t>(options.max_completions)) {
    answer.completions.resize(static_cast<size_t>(options.max_completions));
  }
  return answer;
}

const corpus::UsageTable& Completer::corpus_usage() const { return parts_->usage; }
const bind::Library& Completer::library() const { return parts_->library; }

}  // namespace fastnode::predict
