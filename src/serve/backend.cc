#include "serve/backend.h"

namespace fastnode::serve {

Backend MakeBackend(Models& models, int32_t max_completions) {
  Backend backend;
  backend.complete = [&models,
                      max_completions](const predict::Request& request) -> Result<predict::Answer> {
    Result<Models::Loaded> chosen = models.For(request.source);
    if (!chosen.ok()) return chosen.error();
    return (*chosen)->Complete(request, {.max_completions = max_completions});
  };
  backend.read_project = [&models](const std::string& root) {
    return predict::ProjectUsage::Read(root, models.general().library());
  };
  backend.describe = [&models](const predict::Request& request) {
    return predict::DescribeName(request, models.general().EnvironmentOf(request));
  };
  backend.describe_call = [&models](const predict::Request& request) {
    return predict::DescribeCall(request, models.general().EnvironmentOf(request));
  };
  return backend;
}

}  // namespace fastnode::serve
