// Every answer falls back on something. A text that is too large, or an analysis that ran out of
// time, is answered from the words of the text; what is not known is null and not an error.
#include "serve/answerer.h"

#include <string>
#include <string_view>
#include <utility>

#include "analyze/ast/parse.h"
#include "predict/cursor/site.h"
#include "serve/cell_imports.h"
#include "serve/completion_items.h"
#include "serve/descriptions.h"
#include "serve/inline_items.h"
#include "serve/json_rpc.h"
#include "serve/quick_answer.h"
#include "serve/triggers.h"

namespace fastnode::serve {
namespace {

constexpr size_t kMaxQuickItems = 100;

Json CompletionReply(const Json& id, const Cursor& at, const predict::Answer& answer) {
  return Success(id, CompletionList(answer, *at.text, at.offset, at.client, at.uri));
}

// What was found, as `show` shows it; null if nothing was.
template <typename Found, typename Show>
Json DescriptionReply(const Json& id, const Result<std::optional<Found>>& found, const Show& show) {
  if (!found.ok()) return Failure(id, kFailed, found.error().message);
  return Success(id, found->has_value() ? show(**found) : Json(nullptr));
}

}  // namespace

Json QuickReply(const Json& id, const Cursor& at) {
  return CompletionReply(id, at, QuickAnswer(*at.text, at.offset, kMaxQuickItems));
}

predict::Request Answerer::RequestAt(const Cursor& at) {
  predict::Request request{{*at.text, at.offset, at.path, at.root}};
  request.question.any_order = at.notebook != nullptr;
  request.given.packages = at.python.packages;
  request.given.standard_library = at.python.standard_library;
  request.given.memory = memories_.Of(at.notebook == nullptr ? at.uri : at.notebook->uri);
  request.given.is_auto_import_said = at.is_auto_import_said;
  if (at.auto_import) {
    // An answer does not wait for what is still being read.
    request.given.find_importables = [this](const std::vector<std::string>& folders,
                                            const predict::Budget&) {
      return importables_.Get(folders, TimePoint::min());
    };
  }
  return request;
}

void Answerer::Prepare(const Cursor& at) {
  const predict::Request request = RequestAt(at);
  if (request.given.find_importables) {
    request.given.find_importables(request.given.packages, request.budget);
  }
  backend_.prepare(request);
}

Json Answerer::Complete(const Json& id, const Cursor& at, std::optional<TimePoint> deadline) {
  if (at.text->size() > predict::kMaxSourceBytes) return QuickReply(id, at);
  predict::Request request = RequestAt(at);
  request.given.project = projects_.Get(at.root, at.path);
  request.question.calls = BeginsArgument(std::string_view(*at.text).substr(0, at.offset));
  request.budget.deadline = deadline;
  Result<predict::Answer> answer = backend_.complete(request);
  if (answer.ok()) {
    if (at.notebook != nullptr) ImportInCell(*at.notebook, *answer);
    return CompletionReply(id, at, *answer);
  }
  if (answer.error().message == ast::kTooMuchWork) return QuickReply(id, at);
  return Failure(id, kFailed, answer.error().message);
}

Json Answerer::CompleteInline(const Json& id, const Cursor& at, std::optional<TimePoint> deadline,
                              float threshold) {
  const Json nothing = {{"items", Json::array()}};
  if (at.text->size() > predict::kMaxSourceBytes) return Success(id, nothing);
  predict::Request request = RequestAt(at);
  request.given.project = projects_.Get(at.root, at.path);
  request.question.calls = true;
  request.budget.deadline = deadline;
  Result<predict::Answer> answer = backend_.complete(request);
  if (!answer.ok()) {
    return answer.error().message == ast::kTooMuchWork
               ? Success(id, nothing)
               : Failure(id, kFailed, answer.error().message);
  }
  return Success(id, InlineList(*answer, *at.text, at.offset, at.client.encoding, threshold));
}

Json Answerer::Describe(const Json& id, const Cursor& at) {
  return DescriptionReply(id, backend_.describe(RequestAt(at)), [&](const auto& description) {
    return Hover(description, *at.text, at.client.encoding, at.client.markdown);
  });
}

Json Answerer::FindDefinition(const Json& id, const Cursor& at) {
  return DescriptionReply(id, backend_.describe(RequestAt(at)), [&](const auto& description) {
    return Definition(description, at.uri, *at.text, at.client.encoding);
  });
}

Json Answerer::DescribeCall(const Json& id, const Cursor& at) {
  return DescriptionReply(id, backend_.describe_call(RequestAt(at)),
                          [](const auto& call) { return SignatureHelp(call); });
}

Json Answerer::Resolve(const Json& id, const Cursor& at, Json item) {
  const auto description = backend_.describe(RequestAt(at));
  if (description.ok() && description->has_value()) {
    item["detail"] = (*description)->label;
    if (!(*description)->documentation.empty()) {
      item["documentation"] = (*description)->documentation;
    }
  }
  return Success(id, std::move(item));
}

}  // namespace fastnode::serve
