#include "qualify/ask/models.h"

#include <utility>

namespace fastnode::qualify {

bool IsBaseline(std::string_view method) {
  return method != kModelName && method != kUncompressedName && method != kPreviousName;
}

Result<Models> LoadModels(const ModelFolders& folders) {
  Models models;
  auto add = [&](const char* name, Result<predict::Completer> loaded) -> Status {
    if (!loaded.ok()) return loaded.error();
    models.push_back({name, *std::move(loaded)});
    return {};
  };
  Status added = add(kModelName, predict::Completer::Load(folders.release));
  if (added.ok() && !folders.uncompressed.empty()) {
    added =
        add(kUncompressedName, predict::Completer::Load(folders.release, {}, folders.uncompressed));
  }
  if (added.ok() && !folders.previous.empty()) {
    added = add(kPreviousName, predict::Completer::Load(folders.previous));
  }
  if (!added.ok()) return added.error();
  return models;
}

}  // namespace fastnode::qualify
