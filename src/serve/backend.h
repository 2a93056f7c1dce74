// What a server answers from: the seam between protocols and models.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "predict/describe/describe.h"
#include "predict/json_lines.h"
#include "predict/project_memory.h"
#include "serve/models.h"

namespace fastnode::serve {

// All are thread-safe, and may be asked about any text.
struct Backend {
  predict::Complete complete;
  predict::ReadProject read_project;
  predict::ImportableMemory::Read read_importable;
  // The text of a file as the editor has it: where other files import it, it counts. Null: what is
  // on disk does again.
  std::function<void(const std::string& path, types::OpenTexts::Text text)> change_text;
  // Reads what the request's file imports, so that the first answer need not.
  std::function<void(const predict::Request&)> prepare;
  std::function<Result<std::optional<predict::Description>>(const predict::Request&)> describe;
  std::function<Result<std::optional<predict::CallDescription>>(const predict::Request&)>
      describe_call;
};

// `models` must outlive it, and so must `cache`: of what projects use, null for none.
Backend MakeBackend(Models& models, int32_t max_completions, predict::EditorCache* cache);

}  // namespace fastnode::serve
