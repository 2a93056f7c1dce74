#include "predict/words/later_words.h"

#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/word_at.h"

namespace fastnode::predict {
namespace {

// Whether the text has it as a word of its own, but at the cursor, and not behind a dot.
bool HasAsName(const Question& question, std::string_view word) {
  const std::string_view text = question.text;
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if (ast::BeginOfWord(text, end) != at || ast::EndOfWord(text, at) != end) continue;
    if ((at == 0 || text[at - 1] != '.') && end != question.cursor) return true;
  }
  return false;
}

}  // namespace

// `type` is a function, too, and stays.
void LeaveOutLaterWords(int python, const Question& question, Answer& answer) {
  static constexpr std::pair<std::string_view, int> kSince[] = {
      {"async", 305}, {"await", 305}, {"case", 310}, {"match", 310}};
  if (python == 0) return;
  std::erase_if(answer.completions, [&](const Completion& one) {
    if (one.kind != "word") return false;
    for (const auto& [word, since] : kSince) {
      if (one.text == word) return python < since && !HasAsName(question, word);
    }
    return false;
  });
}

}  // namespace fastnode::predict
