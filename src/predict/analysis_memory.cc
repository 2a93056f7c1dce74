// A new text is analysed from a kept one without errors: only the statements that an edit reaches
// are analysed again (collect/pack/analyse.h), and the result is that of analysing the text alone.
#include "predict/analysis_memory.h"

#include <algorithm>
#include <utility>

#include "analyze/ast/line_ends.h"
#include "collect/pack/analyse.h"

namespace fastnode::predict {

namespace {

ast::ParseLimits LimitsOf(TimePoint until) {
  ast::ParseLimits limits;
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
      until - std::chrono::steady_clock::now());
  limits.timeout_micros = static_cast<uint64_t>(std::max<int64_t>(0, left.count()));
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
  const auto sound = std::find_if(kept_.begin(), kept_.end(), [](const Entry& entry) {
    return entry.analysed->index.tree.num_errors == 0;
  });
  const ast::ParseLimits limits = LimitsOf(until);
  Result<pack::AnalysedSource> made = sound == kept_.end()
                                          ? pack::Analyse(text, limits)
                                          : pack::AnalyseAgain(*sound->analysed, text, limits);
  if (!made.ok()) return made.error();
  const auto analysed = std::make_shared<const pack::AnalysedSource>(*std::move(made));
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

}  // namespace fastnode::predict
