#include "predict/completer.h"

#include <utility>

#include "collect/draw/metainfo.h"
#include "collect/pack/print.h"
#include "predict/completer_parts.h"
#include "support/file.h"
#include "support/json.h"

namespace fastnode::predict {
namespace {

Result<std::string> ReadPart(const std::string& folder, const char* name) {
  Result<std::string> bytes = ReadFile(folder + "/" + name);
  if (!bytes.ok()) {
    return bytes.error().Context("not a release folder (make one with 'make compress')");
  }
  return bytes;
}

// As in training, with a longer list: what training leaves out is rarely the answer, but an
// editor's list should have it. Longer still costs time and moves nothing near the top.
constexpr pack::CutOptions kProductCut = {.max_candidates = 400,
                                          .max_project_names = 600,
                                          .max_corpus_names = 400,
                                          .max_file_words = 400};

}  // namespace

Completer::Completer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Completer::Completer(Completer&&) noexcept = default;
Completer& Completer::operator=(Completer&&) noexcept = default;
Completer::~Completer() = default;

Result<Completer> Completer::Load(const std::string& folder,
                                  const std::vector<std::string>& packages,
                                  const std::string& model) {
  Result<std::string> metainfo_text = ReadPart(folder, "metainfo-inference.json");
  if (!metainfo_text.ok()) return metainfo_text.error();
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*metainfo_text);
  if (!metainfo.ok()) return metainfo.error().Context(folder + "/metainfo-inference.json");
  Result<std::string> usage_bytes = ReadPart(folder, "usage.bin");
  if (!usage_bytes.ok()) return usage_bytes.error();
  Result<corpus::UsageTable> usage = corpus::UsageTable::Decode(*usage_bytes);
  if (!usage.ok()) return usage.error().Context(folder + "/usage.bin");
  Result<types::Library> library = types::Library::Open(folder + "/library.bin");
  if (!library.ok()) return library.error();
  Result<std::string> fallback_text = ReadPart(folder, kFallbackName);
  if (!fallback_text.ok()) return fallback_text.error();
  Result<FallbackList> fallback = FallbackList::Parse(*fallback_text);
  if (!fallback.ok()) return fallback.error().Context(folder + "/" + kFallbackName);
  Result<learn::Scorer> scorer = learn::Scorer::Load(model.empty() ? folder : model);
  if (!scorer.ok()) return scorer.error();
  const learn::ModelConfig& config = scorer->config();
  if (config.name_rows != metainfo->vocabularies.names.size() ||
      config.type_rows != metainfo->vocabularies.types.size()) {
    return Error{folder + ": model and metainfo-inference.json do not belong together"};
  }
  learn::Temperatures temperatures = config.temperatures;
  auto opened = std::make_unique<types::Library>(std::move(*library));
  auto workspace = std::make_unique<types::Workspace>(*opened, packages);
  return Completer(std::make_unique<Parts>(Parts{
      std::move(*scorer), std::move(metainfo->vocabularies), std::move(*usage), std::move(opened),
      std::move(workspace), kProductCut, temperatures, *std::move(fallback)}));
}

Result<std::string> Completer::Explain(const Request& request) const {
  Result<FoundSite> site = FindSite(request.source, request.offset, request.memory);
  if (!site.ok()) return site.error();
  if (site->at < 0) return Error{"nothing can be completed there"};
  Result<pack::Cut> cut = parts_->Cut(*site, site->task, request);
  if (!cut.ok()) return cut.error();
  cut->truth = "?";  // where the placeholder stands, nobody knows it
  return pack::Print(*cut, parts_->vocabularies);
}

Result<Decision> Completer::Decide(const pack::AnalysedSource& source, int32_t at, pack::Task task,
                                   const Request& request) const {
  Result<pack::Cut> cut = parts_->Cut(source, at, task, "", request);
  if (!cut.ok()) return cut.error();
  std::vector<float> probabilities = parts_->Probabilities(*cut, task);
  return Decision{*std::move(cut), std::move(probabilities)};
}

const corpus::UsageTable& Completer::corpus_usage() const { return parts_->usage; }
types::Environment Completer::Parts::EnvironmentOf(const Request& request) const {
  if (request.environment != nullptr) return *request.environment;
  return workspace->EnvironmentOf(request.path, request.root, request.packages,
                                  request.standard_library);
}
types::Environment Completer::EnvironmentOf(const Request& request) const {
  return parts_->EnvironmentOf(request);
}
const types::Library& Completer::library() const { return *parts_->library; }

}  // namespace fastnode::predict
