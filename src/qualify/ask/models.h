// The models that a validation asks: a release's, and others to set beside it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "predict/completer.h"
#include "support/result.h"

namespace fastnode::qualify {

// Their names among the methods.
inline constexpr char kModelName[] = "model";
inline constexpr char kUncompressedName[] = "uncompressed";
inline constexpr char kPreviousName[] = "previous";

// Whether a method is none of these.
bool IsBaseline(std::string_view method);

struct AskedModel {
  std::string name;
  predict::Completer completer;
};
using Models = std::vector<AskedModel>;  // the release's first

// `uncompressed`: folder of the release's own model before it was compressed; `previous`: an
// earlier release ("": not asked).
struct ModelFolders {
  std::string release, uncompressed, previous;
};
Result<Models> LoadModels(const ModelFolders& folders);

}  // namespace fastnode::qualify
