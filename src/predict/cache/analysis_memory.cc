// A new text is analysed from the nearest kept one without errors: only the statements that an edit
// reaches are analysed again (collect/pack/analyse.h), and the result is that of analysing the text
// alone.
#include "predict/cache/analysis_memory.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/text_edit.h"
#include "analyze/ast/two_edits.h"
#include "collect/pack/analyse.h"

namespace fastnode::predict {

namespace {

ast::ParseLimits LimitsOf(TimePoint until) {
  ast::ParseLimits limits;
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
      until - std::chrono::steady_clock::now());
  limits.timeout = std::max(left, std::chrono::microseconds(0));
  return limits;
}

}  // namespace

Result<Analysed> Analyse(AnalysisMemory* memory, std::string given, TimePoint until) {
  std::string text = ast::WithLineFeeds(std::move(given));
  if (memory != nullptr) return memory->Analyse(std::move(text), until);
  Result<pack::AnalysedSource> analysed = pack::Analyse(std::move(text), LimitsOf(until));
  if (!analysed.ok()) return analysed.error();
  return std::make_shared<const pack::AnalysedSource>(*std::move(analysed));
}

Result<Analysed> AnalysisMemory::Analyse(std::string text, TimePoint until) {
  for (auto it = kept_.begin(); it != kept_.end(); ++it) {
    if (it->text != text) continue;
    kept_.splice(kept_.begin(), kept_, it);
    ++found_;
    return kept_.front().analysed;
  }
  // Mended text differs from what was given, so that is kept as well.
  auto nearest = NearestSound(text);
  // One after the other: what each leaves is moved along. The text between is what is left where a
  // name was accepted, and who goes on elsewhere starts from it again and again.
  if (nearest != kept_.end()) {
    std::optional<std::string> between = ast::WithFirstEdit(nearest->text, text);
    if (between && Analyse(*std::move(between), until).ok()) nearest = NearestSound(text);
  }
  const ast::ParseLimits limits = LimitsOf(until);
  Result<pack::AnalysedSource> made = nearest == kept_.end()
                                          ? pack::Analyse(text, limits)
                                          : pack::AnalyseAgain(*nearest->analysed, text, limits);
  if (!made.ok()) return made.error();
  const auto analysed = std::make_shared<const pack::AnalysedSource>(*std::move(made));
  if (nearest != kept_.end()) kept_.splice(kept_.begin(), kept_, nearest);
  kept_.push_front({std::move(text), analysed});
  size_t bytes = 0, texts = 0;
  for (auto it = kept_.begin(); it != kept_.end();) {
    bytes += it->text.size();
    const bool fits = texts < kMaxTexts && (texts == 0 || bytes <= kMaxBytes);
    it = fits ? std::next(it) : kept_.erase(it);
    ++texts;
  }
  return analysed;
}

// Of equally near ones the latest.
std::list<AnalysisMemory::Entry>::iterator AnalysisMemory::NearestSound(std::string_view text) {
  auto nearest = kept_.end();
  size_t least = SIZE_MAX;
  for (auto it = kept_.begin(); it != kept_.end(); ++it) {
    if (it->analysed->index.tree.num_errors > 0) continue;
    const size_t bytes = ast::TextEdit(it->text, text).bytes();
    if (bytes < least) {
      least = bytes;
      nearest = it;
    }
  }
  return nearest;
}

}  // namespace fastnode::predict
