#include "serve/backend.h"

#include <utility>

namespace fastnode::serve {

Backend MakeBackend(Models& models, int32_t max_completions, predict::EditorCache* cache) {
  Backend backend;
  backend.complete = [&models,
                      max_completions](const predict::Request& request) -> Result<predict::Answer> {
    Result<Models::Loaded> chosen = models.For(request.question.text);
    if (!chosen.ok()) return chosen.error();
    predict::Budget budget = request.budget;
    budget.max_completions = max_completions;
    return (*chosen)->Complete(request.question, (*chosen)->Know(request.question, request.given),
                               budget);
  };
  backend.read_project = predict::ProjectReader(models.general().library(), cache);
  // Of a library that is thrown away: all modules would stay in the one that answers use.
  backend.read_importable = [&models, cache](const std::string& folder,
                                             const predict::GoOn& go_on) -> predict::Importable {
    if (!folder.empty()) return predict::ReadPackages(folder, cache, go_on);
    Result<types::Library> library = models.general().OpenLibrary();
    return library.ok() ? predict::ReadStandard(*library, cache, go_on) : nullptr;
  };
  backend.change_text = [&models](const std::string& path, types::OpenTexts::Text text) {
    if (text == nullptr) return models.open_texts().Remove(path);
    models.open_texts().Set(path, std::move(text));
  };
  backend.prepare = [&models](const predict::Request& request) {
    (void)models.For(request.question.text);
    const predict::Known known = models.general().Know(request.question, request.given);
    for (const std::string& package : ImportedPackages(request.question.text)) {
      known.environment.Find(package);
    }
  };
  backend.describe = [&models](const predict::Request& request) {
    return predict::DescribeName(request.question,
                                 models.general().Know(request.question, request.given));
  };
  backend.describe_call = [&models](const predict::Request& request) {
    return predict::DescribeCall(request.question,
                                 models.general().Know(request.question, request.given));
  };
  return backend;
}

}  // namespace fastnode::serve
