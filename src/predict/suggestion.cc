#include "predict/suggestion.h"
#include "predict/cursor/answer.h"

namespace fastnode::predict {

std::optional<Suggestion> Suggest(const Answer& answer, float threshold) {
  std::optional<Suggestion> best;
  auto weigh = [&](const std::string& text, float probability) {
    if (probability < threshold || text.size() <= answer.prefix.size()) return;
    if (!text.starts_with(answer.prefix) || text.find(kSomething) != text.npos) return;
    if (!best || text.size() > best->text.size()) best = Suggestion{text, probability};
  };
  if (answer.late) return best;
  for (const Completion& one : answer.completions) weigh(one.text, one.probability);
  for (const CallCompletion& one : answer.calls) weigh(one.text, one.probability);
  return best;
}

}  // namespace fastnode::predict
