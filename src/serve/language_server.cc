// Four threads, and what each owns. The caller's reads: Session. One works: Answerer, through Jobs.
// One watches deadlines (Jobs), one reads projects from the disk (predict::ProjectMemory). All send
// through one Outbox. language_server_test.cc holds the protocol with a stub for the model,
// tests/lsp with editors' own clients.
#include "serve/language_server.h"

#include <filesystem>
#include <optional>

#include "predict/project_memory.h"
#include "serve/answerer.h"
#include "serve/jobs.h"
#include "serve/messages.h"
#include "serve/outbox.h"
#include "serve/progress.h"
#include "serve/session.h"

namespace fastnode::serve {

Result<bool> ServeLanguage(std::istream& in, std::ostream& out, const Backend& backend,
                           const LanguageOptions& options) {
  Outbox outbox(out, options.log);
  Progress progress([&](const Json& message) { outbox.Send(message); });
  const auto tell = [&](const std::string& root, size_t files, size_t of) {
    const std::string name = std::filesystem::path(root).filename().string();
    progress.Tell("fastnode: reading " + name, files, of);
  };
  predict::ProjectMemory projects(backend.read_project, {.tell = tell});
  predict::ImportableMemory importables(backend.read_importable, options.packages);
  Answerer answerer(backend, projects, importables);
  Jobs jobs([&](const Json& reply) {
    if (!reply.is_null()) outbox.Send(reply);
  });
  Session session({outbox, progress, projects, answerer, jobs, backend}, options);
  while (!outbox.broken()) {
    Result<std::optional<std::string>> message = ReadMessage(in);
    if (!message.ok()) return message.error();
    if (!message->has_value()) return false;
    session.Take(**message);
    if (session.ended()) return session.was_shut_down();
  }
  return Error{"cannot write the answer"};
}

}  // namespace fastnode::serve
