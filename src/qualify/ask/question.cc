#include "qualify/ask/question.h"

#include <chrono>

#include "analyze/ast/name_byte.h"

namespace fastnode::qualify {
namespace {

// The product gives up a text that takes two seconds to parse. A figure must not depend on how busy
// the machine is: here a text is waited for, though not for ever.
constexpr std::chrono::minutes kPatience{1};

}  // namespace

Result<std::string> RemoveName(std::string_view text, uint64_t offset, std::string_view expected) {
  if (offset > text.size()) {
    return Error{"cursor " + std::to_string(offset) + " is outside the text of " +
                 std::to_string(text.size()) + " bytes"};
  }
  std::string_view rest = text.substr(offset);
  bool whole_word = rest.size() >= expected.size() && rest.substr(0, expected.size()) == expected &&
                    (rest.size() == expected.size() || !ast::IsNameByte(rest[expected.size()]));
  if (whole_word) rest.remove_prefix(expected.size());
  return std::string(text.substr(0, offset)) + std::string(rest);
}

predict::Request RequestOf(const Question& question, predict::AnalysisMemory* memory) {
  predict::Request request;
  request.question.text = question.text;
  request.question.cursor = question.offset;
  request.given.project = predict::KnownProject::Borrowed(question.usage);
  request.given.environment = question.environment;
  request.given.memory = memory;
  request.budget.patience = kPatience;
  return request;
}

Result<predict::FoundSite> FindAnything(const Question& question, predict::AnalysisMemory* memory) {
  return predict::FindSite(question.text, question.offset, memory, kPatience);
}

Result<predict::FoundSite> FindAsked(const Question& question, pack::Task task,
                                     predict::AnalysisMemory* memory) {
  Result<predict::FoundSite> site = FindAnything(question, memory);
  if (site.ok() && (site->at < 0 || site->task != task)) {
    return Error{"took the cursor for another place"};
  }
  return site;
}

}  // namespace fastnode::qualify
