#include "serve/backend.h"

namespace fastnode::serve {

Backend MakeBackend(Models& models, int32_t max_completions, predict::UsageCache* cache) {
  Backend backend;
  backend.complete = [&models,
                      max_completions](const predict::Request& request) -> Result<predict::Answer> {
    Result<Models::Loaded> chosen = models.For(request.source);
    if (!chosen.ok()) return chosen.error();
    return (*chosen)->Complete(request, {.max_completions = max_completions});
  };
  backend.read_project = [&models, cache](const std::string& root,
                                          const predict::ReadProgress& progress) {
    return predict::ProjectUsage::Read(root, models.general().library(), cache, progress);
  };
  backend.prepare = [&models](const predict::Request& request) {
    (void)models.For(request.source);
    const types::Environment environment = models.general().EnvironmentOf(request);
    for (const std::string& package : ImportedPackages(request.source)) environment.Find(package);
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
