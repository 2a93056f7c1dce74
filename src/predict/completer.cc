#include "predict/completer.h"

#include <cstdio>
#include <utility>

#include "collect/draw/metainfo.h"
#include "collect/pack/print.h"
#include "predict/completer_parts.h"
#include "predict/routes.h"
#include "predict/words/later_words.h"
#include "support/file.h"
#include "support/release_folder.h"

namespace fastnode::predict {
namespace {

constexpr char kMetainfoName[] = "metainfo-inference.json", kUsageName[] = "usage.bin",
               kLibraryName[] = "library.bin";

// decode(bytes) of a file of the release; errors name it.
template <typename Decode>
auto ReadPart(const ReleaseFolder& release, const char* name, const Decode& decode)
    -> decltype(decode(std::string_view())) {
  Result<MappedFile> file = release.Map(name);
  if (!file.ok()) return file.error();
  auto decoded = decode(file->bytes());
  if (!decoded.ok()) return decoded.error().Context(release.PathOf(name));
  return decoded;
}

Result<learn::Model> MapModel(const ReleaseFolder& release, const std::string& folder) {
  Result<MappedFile> config = release.Map(learn::kConfigFile);
  if (!config.ok()) return config.error();
  Result<MappedFile> weights = release.Map(learn::kWeightsFile);
  if (!weights.ok()) return weights.error();
  return learn::DecodeModel(config->bytes(), weights->bytes(), folder);
}

// As in training, with a longer list: what training leaves out is rarely the answer, but an
// editor's list should have it. Longer still costs time and moves nothing near the top.
constexpr pack::CutOptions kProductCut = {.max_candidates = 400,
                                          .max_project_names = 600,
                                          .max_corpus_names = 400,
                                          .max_file_words = 400};

// What editors show as the server's log.
void SayWrong(const std::string& message) {
  std::fprintf(stderr, "fastnode: %s\n", message.c_str());
}

}  // namespace

Completer::Completer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Completer::Completer(Completer&&) noexcept = default;
Completer& Completer::operator=(Completer&&) noexcept = default;
Completer::~Completer() = default;

Result<Completer> Completer::Load(const std::string& folder,
                                  const std::vector<std::string>& packages,
                                  const std::string& model, ast::TreeCache* trees,
                                  const types::OpenTexts* open_texts) {
  Result<ReleaseFolder> release = ReleaseFolder::Open(folder);
  if (!release.ok()) return release.error();
  Result<draw::Metainfo> metainfo = ReadPart(*release, kMetainfoName, draw::DecodeMetainfo);
  if (!metainfo.ok()) return metainfo.error();
  Result<corpus::UsageTable> usage = ReadPart(*release, kUsageName, corpus::UsageTable::Decode);
  if (!usage.ok()) return usage.error();
  Result<MappedFile> library_file = release->Map(kLibraryName);
  if (!library_file.ok()) return library_file.error();
  Result<types::Library> library =
      types::Library::Open(*std::move(library_file), release->PathOf(kLibraryName));
  if (!library.ok()) return library.error();
  Result<FallbackList> fallback = ReadPart(*release, kFallbackName, FallbackList::Parse);
  if (!fallback.ok()) return fallback.error();
  Result<learn::Model> weights =
      model.empty() ? MapModel(*release, folder) : learn::ReadModel(model);
  if (!weights.ok()) return weights.error();
  Result<learn::Scorer> scorer = learn::Scorer::Make(*std::move(weights));
  if (!scorer.ok()) return scorer.error();
  const learn::ModelConfig& config = scorer->config();
  if (config.name_rows != metainfo->vocabularies.names.size() ||
      config.type_rows != metainfo->vocabularies.types.size()) {
    return Error{folder + ": model and metainfo-inference.json do not belong together"};
  }
  learn::Temperatures temperatures = config.temperatures;
  auto opened = std::make_unique<types::Library>(std::move(*library));
  auto workspace = std::make_unique<types::Workspace>(*opened, packages, trees, open_texts);
  return Completer(std::make_unique<Parts>(
      Parts{std::move(*scorer), std::move(metainfo->vocabularies), std::move(*usage),
            std::move(opened), std::move(workspace), std::make_unique<ProjectSettings>(SayWrong),
            kProductCut, temperatures, *std::move(fallback), folder}));
}

Known Completer::Know(const Question& question, const Given& given) const {
  FileSettings settings;
  if (given.environment == nullptr) settings = parts_->settings->Of(question.root, question.path);
  return Resolve(question, given, *parts_->workspace, &parts_->usage, settings);
}

Result<Answer> Completer::Complete(const Question& question, const Known& known,
                                   const Budget& budget, BaseOrder order) const {
  Result<Answer> answer = Routes(*this, question, known, budget, order).Run();
  if (answer.ok()) LeaveOutLaterWords(known.settings.python, question, *answer);
  return answer;
}

Result<Answer> Completer::Complete(const Request& request) const {
  return Complete(request.question, Know(request.question, request.given), request.budget);
}

Result<std::string> Completer::Explain(const Question& question, const Known& known) const {
  Result<FoundSite> site = FindSite(question, known, {});
  if (!site.ok()) return site.error();
  if (site->at < 0) return Error{"nothing can be completed there"};
  Result<pack::Cut> cut = parts_->Cut(*site, site->task, known);
  if (!cut.ok()) return cut.error();
  cut->truth = "?";  // where the placeholder stands, nobody knows it
  return pack::Print(*cut, parts_->vocabularies);
}

Result<Decision> Completer::Decide(const pack::AnalysedSource& source, int32_t at, pack::Task task,
                                   const Known& known) const {
  Result<pack::Cut> cut = parts_->Cut(source, at, task, "", known);
  if (!cut.ok()) return cut.error();
  std::vector<float> probabilities = parts_->Probabilities(*cut, task);
  return Decision{*std::move(cut), std::move(probabilities)};
}

const corpus::UsageTable& Completer::corpus_usage() const { return parts_->usage; }
const types::Library& Completer::library() const { return *parts_->library; }

Result<types::Library> Completer::OpenLibrary() const {
  Result<ReleaseFolder> release = ReleaseFolder::Open(parts_->folder);
  if (!release.ok()) return release.error();
  Result<MappedFile> file = release->Map(kLibraryName);
  if (!file.ok()) return file.error();
  return types::Library::Open(*std::move(file), release->PathOf(kLibraryName));
}

}  // namespace fastnode::predict
