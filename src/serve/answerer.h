// The worker of a language server: what the model and the analysis say at a cursor, as the replies
// of the protocol.
#pragma once

#include <chrono>
#include <optional>

#include "predict/project_memory.h"
#include "serve/backend.h"
#include "serve/cursor.h"
#include "serve/memories.h"
#include "support/json.h"

namespace fastnode::serve {

// A reply from the words of the text alone (quick_answer.h). Any thread may ask for it.
Json QuickReply(const Json& id, const Cursor& at);

// Owned by the thread that works (of Jobs): no other calls it. With the reader it shares `backend`
// and `projects`; these and `importables` are thread-safe and must outlive it.
class Answerer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Answerer(const Backend& backend, predict::ProjectMemory& projects,
           predict::ImportableMemory& importables)
      : backend_(backend), projects_(projects), importables_(importables) {}

  // Reads what the file imports, so that the first answer need not.
  void Prepare(const Cursor& at);

  // After `deadline` it begins nothing more, and returns what it has.
  Json Complete(const Json& id, const Cursor& at, std::optional<TimePoint> deadline);

  // What is shown behind the cursor, if anything is that likely.
  Json CompleteInline(const Json& id, const Cursor& at, std::optional<TimePoint> deadline,
                      float threshold);

  Json Describe(const Json& id, const Cursor& at);        // textDocument/hover
  Json FindDefinition(const Json& id, const Cursor& at);  // textDocument/definition
  Json DescribeCall(const Json& id, const Cursor& at);    // textDocument/signatureHelp

  // `item`, an item of a completion list, with what is known about it. `at`: the end of its label
  // in the text as it would be with the item chosen.
  Json Resolve(const Json& id, const Cursor& at, Json item);

 private:
  predict::Request RequestAt(const Cursor& at);

  const Backend& backend_;
  predict::ProjectMemory& projects_;
  predict::ImportableMemory& importables_;
  Memories memories_;
};

}  // namespace fastnode::serve
