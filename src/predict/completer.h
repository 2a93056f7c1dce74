// The door of predict: a model, a text and a cursor in, ranked completions out. The same path
// serves `fastnode complete`, validation and editors.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/usage_table.h"
#include "collect/pack/asked_text.h"
#include "collect/pack/cut.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/request.h"
#include "support/result.h"

namespace fastnode::predict {

struct Decision {
  pack::Cut cut;                     // candidates, and what stands there
  std::vector<float> probabilities;  // of the candidates
};

// How names after a dot are ordered: as the release says (the model, or counts after the bases of
// its fallback list), or by one of both whatever the base.
enum class BaseOrder : uint8_t { kRelease, kModel, kPopularity };

struct CallOptions {
  int32_t beam = 5;            // hypotheses kept at each step
  int32_t max_arguments = 12;  // a call that goes on is given up
  int32_t max_completions = 5;
};

struct ChainOptions {
  int32_t beam = 3;       // names, and expressions that go on, kept at each step
  int32_t max_links = 3;  // names; an expression that goes on is given up
  int32_t max_completions = 5;
  CallOptions call = {.beam = 3, .max_completions = 3};
};

// Thread-safe: Complete is const and keeps no state.
class Completer {
 public:
  // `folder`: a release folder (out/serve).
  // `packages`: folders of packages that files may import from, as on sys.path. `model`: folder of
  // another model of the same training run, in the place of the release's ("": its own). `trees`:
  // of files that were parsed before; `open`: texts that stand for files. Both null, or they must
  // outlive the completer.
  static Result<Completer> Load(const std::string& folder,
                                const std::vector<std::string>& packages = {},
                                const std::string& model = "", ast::TreeCache* trees = nullptr,
                                const types::OpenTexts* open = nullptr);
  Completer(Completer&&) noexcept;
  Completer& operator=(Completer&&) noexcept;
  ~Completer();

  // What is known around a question (the rule stands in known.h). Valid while the completer lives,
  // and what is given.
  Known Know(const Question& question, const Given& given = {}) const;

  // Errors name what is wrong with the question: cursor outside the text or inside a character,
  // text too large.
  Result<Answer> Complete(const Question& question, const Known& known, const Budget& budget,
                          BaseOrder order = BaseOrder::kRelease) const;
  Result<Answer> Complete(const Request& request) const;  // the same, by what it knows

  // Whole calls, for a cursor where an argument may be written; empty elsewhere. A beam search over
  // the decisions that a call is made of: what comes next, which keyword, a plain name or something
  // else, which name. A list's probability is the product of theirs, changed by a weight for the
  // whole list.
  Result<std::vector<CallCompletion>> CompleteCall(const Question& question, const Known& known,
                                                   const Budget& budget = {},
                                                   const CallOptions& options = {}) const;

  // Whole expressions, for a cursor after a dot; empty elsewhere, and where the expression goes on
  // already or is written to. A beam search over names, whether they are called (what the file, the
  // project and the corpus do), the calls of CompleteCall, and whether another dot follows (what
  // the file does). Probabilities are products of those of the steps.
  Result<std::vector<CallCompletion>> CompleteChain(const Question& question, const Known& known,
                                                    const Budget& budget = {},
                                                    const ChainOptions& options = {}) const;

  // One decision of the model at a place of a source as it stands, with what stands there hidden
  // (validation).
  Result<Decision> Decide(const pack::AnalysedSource& source, int32_t at, pack::Task task,
                          const Known& known) const;

  // Why the first `count` completions are there, for people: what each was found by, what is known
  // of it, and its features by name. Errors: as Complete.
  Result<std::string> ExplainAnswer(const Request& request, int32_t count) const;

  // The graph sample that the model sees for this question, in text (pack::Print).
  Result<std::string> Explain(const Question& question, const Known& known) const;

  const corpus::UsageTable& corpus_usage() const;
  const types::Library& library() const;
  // The same library once more, with nothing of it read: for somebody who reads much of it once.
  Result<types::Library> OpenLibrary() const;

 private:
  friend class CallSearch;
  friend class ChainSearch;
  friend class Routes;
  struct Parts;
  explicit Completer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace fastnode::predict
