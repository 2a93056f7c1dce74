// What a server answers from: the seam between protocols and models.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "predict/describe.h"
#include "predict/json_lines.h"
#include "serve/models.h"
#include "serve/projects.h"

namespace fastnode::serve {

// All are thread-safe, and may be asked about any text.
struct Backend {
  predict::Complete complete;
  ReadProject read_project;
  std::function<Result<std::optional<predict::Description>>(const predict::Request&)> describe;
  std::function<Result<std::optional<predict::CallDescription>>(const predict::Request&)>
      describe_call;
};

// `models` must outlive it.
Backend MakeBackend(Models& models, int32_t max_completions);

}  // namespace fastnode::serve
