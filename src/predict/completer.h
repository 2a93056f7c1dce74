// The door of predict: a model, a text and a cursor in, ranked completions out. The same path
// serves `fastnode complete`, validation and editors.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/usage.h"
#include "collect/pack/cut.h"
#include "predict/analysis_memory.h"
#include "support/result.h"

namespace fastnode::predict {

struct Request {
  std::string source;   // the whole text, what is half-typed included
  uint64_t offset = 0;  // byte offset of the cursor
  // What the rest of the project uses (never this file); null: nothing known.
  const corpus::UsageTable* project = nullptr;
  // Set where `project` counts the file as stored: its part, to be taken off (validation).
  const corpus::FileUsage* project_minus = nullptr;
  bool calls = false;  // what comes after the name, too (CompleteCall, CompleteChain)
  // The file's path and its project's folder, "" if not known: other files may be read, this one
  // never is.
  std::string path = "", root = "";
  // What the file imports from, where the caller knows better (validation); else by path and root.
  const types::Environment* environment = nullptr;
  // Folders of packages that the project's files import from, beside those of Load.
  std::vector<std::string> packages = {};
  // The folder of the standard library's sources, "" if not known: what its stubs do not say.
  std::string standard_library = "";
  // Of a caller that asks about nearly the same text again and again, one thread's. The answer is
  // the same with it.
  AnalysisMemory* memory = nullptr;
  // Keeps `project` and its part alive for whoever works on after the caller has gone.
  std::shared_ptr<const void> holds = nullptr;
  // After it no more whole calls are looked for; none: until all are found.
  std::optional<std::chrono::steady_clock::time_point> deadline = std::nullopt;
};

struct Completion {
  std::string text;
  float probability;
  // "attribute", "method", "field", "name" or "keyword" (its text ends in "="); in import
  // statements also "module" and "class".
  std::string kind;
};

// All arguments of a call from the cursor on, the closing bracket included: "a, key=b)"; or, after
// a dot, an expression to its end: "name", "name(a, key=b).other". An argument that is no plain
// name is written as kSomething.
struct CallCompletion {
  std::string text;
  float probability;  // of the whole
};
inline constexpr std::string_view kSomething = "...";

struct Answer {
  pack::Task task;
  std::string prefix;  // what was typed of the word at the cursor
  // Best first; those that fit the prefix. Names that the model did not look at have probability 0.
  std::vector<Completion> completions;
  std::vector<CallCompletion> calls;  // if asked for
  bool late = false;                  // from the words of the text: the model's came too late
};

struct Decision {
  pack::Cut cut;                     // candidates, and what stands there
  std::vector<float> probabilities;  // of the candidates
};

// How names after a dot are ordered: as the release says (the model, or counts after the bases of
// its fallback list), or by one of both whatever the base.
enum class BaseOrder : uint8_t { kRelease, kModel, kPopularity };

struct CompleteOptions {
  int32_t max_completions = 20;
  BaseOrder order = BaseOrder::kRelease;
};

struct CallOptions {
  int32_t beam = 5;           // hypotheses kept at each step
  int32_t max_arguments = 8;  // a call that goes on is given up
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
  // another model of the same training run, in the place of the release's ("": its own).
  static Result<Completer> Load(const std::string& folder,
                                const std::vector<std::string>& packages = {},
                                const std::string& model = "");
  Completer(Completer&&) noexcept;
  Completer& operator=(Completer&&) noexcept;
  ~Completer();

  // Errors name what is wrong with the request: offset outside the text or inside a character,
  // source too large.
  Result<Answer> Complete(const Request& request, const CompleteOptions& options = {}) const;

  // Whole calls, for a cursor where an argument may be written; empty elsewhere. A beam search over
  // the decisions that a call is made of: what comes next, which keyword, a plain name or something
  // else, which name. Probabilities are products of those of the decisions.
  Result<std::vector<CallCompletion>> CompleteCall(const Request& request,
                                                   const CallOptions& options = {}) const;

  // Whole expressions, for a cursor after a dot; empty elsewhere, and where the expression goes on
  // already or is written to. A beam search over names, whether they are called (what the file, the
  // project and the corpus do), the calls of CompleteCall, and whether another dot follows (what
  // the file does). Probabilities are products of those of the steps.
  Result<std::vector<CallCompletion>> CompleteChain(const Request& request,
                                                    const ChainOptions& options = {}) const;

  // One decision of the model at a place of a source as it stands, with what stands there hidden
  // (validation). Of the request project, project_minus and environment count.
  Result<Decision> Decide(const pack::AnalysedSource& source, int32_t at, pack::Task task,
                          const Request& request) const;

  // The graph sample that the model sees for this request, in text (pack::Print).
  Result<std::string> Explain(const Request& request) const;

  const corpus::UsageTable& corpus_usage() const;
  const types::Library& library() const;
  // What the request's file imports from. Valid while the completer lives.
  types::Environment EnvironmentOf(const Request& request) const;

 private:
  friend class CallSearch;
  friend class ChainSearch;
  struct Parts;
  explicit Completer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Usage of the other Python files under `root`: bounded in files and bytes; `except` (the open
// file's path) is left out.
Result<corpus::UsageTable> ReadProjectUsage(const std::string& root, const std::string& except,
                                            const types::Library& library);

}  // namespace fastnode::predict
