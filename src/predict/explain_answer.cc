// Completer::ExplainAnswer: why names are in an answer. The tasks that were asked at the place are
// asked again for their candidates, and each name is looked up among them.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "collect/pack/tasks/tasks.h"
#include "predict/completer_parts.h"
#include "predict/fit/patterns.h"

namespace fastnode::predict {
namespace {

using pack::Knowledge;
using pack::Task;

std::string_view Describe(Origin origin) {
  switch (origin) {
    case Origin::kByModel:
      return "ranked by the model";
    case Origin::kInImports:
      return "an import: modules and names that are there, most used first";
    case Origin::kInPattern:
      return "a pattern: classes, members and fields";
    case Origin::kInKeys:
      return "a string: keys, and values of literals";
    case Origin::kInDeclaration:
      return "behind def, global or nonlocal: methods to override, `self`, fixtures of a test, "
             "names outside";
    case Origin::kBehindOperand:
      return "behind an operand: words that may follow";
    case Origin::kNowhere:
      return "a text, a comment or a parameter of a lambda: nothing is offered";
    case Origin::kInWordsOfTheText:
      return "words of the text: the model was late";
  }
  return "";
}

// The candidates of a task at the place.
struct Asked {
  Task task;
  pack::Cut cut;
};

// What the features say a name is made of, and themselves by name.
std::string Line(const Asked& one, size_t candidate) {
  static constexpr std::pair<Knowledge, std::string_view> kSources[] = {
      {Knowledge::kTypes, "types"},
      {Knowledge::kFile, "file"},
      {Knowledge::kProject, "project"},
      {Knowledge::kCorpus, "corpus"},
      {Knowledge::kContexts, "what followed the same before"}};
  const pack::TaskRow& row = pack::RowOf(one.task);
  const uint8_t* bytes =
      &one.cut.sample.candidate_features[candidate * pack::kNumCandidateFeatures];
  std::string known_by, features;
  for (const auto& [knowledge, name] : kSources) {
    bool any = false;
    for (size_t slot = 0; slot < row.features.slots.size(); ++slot) {
      const auto& meaning = row.features.slots[slot];
      any |= bytes[slot] != 0 && !meaning.name.empty() && Includes(meaning.knowledge, knowledge);
    }
    if (any) known_by += (known_by.empty() ? "" : ", ") + std::string(name);
  }
  for (size_t slot = 0; slot < row.features.slots.size(); ++slot) {
    const std::string_view name = row.features.slots[slot].name;
    if (bytes[slot] != 0 && !name.empty()) features += fmt::format(" {}={}", name, bytes[slot]);
  }
  return fmt::format("    {} {} of {}, known by: {}\n     {}\n", row.name, candidate + 1,
                     one.cut.candidates.size(), known_by.empty() ? "nothing" : known_by, features);
}

}  // namespace

Result<std::string> Completer::ExplainAnswer(const Request& request, int32_t count) const {
  const Known known = Know(request.question, request.given);
  Result<Answer> answer = Complete(request.question, known, request.budget);
  if (!answer.ok()) return answer.error();
  std::vector<Asked> asked;
  auto ask = [&](const FoundSite& site, Task task) {
    Result<pack::Cut> cut = parts_->Cut(site, task, known);
    if (cut.ok()) asked.push_back({task, *std::move(cut)});
  };
  if (answer->origin == Origin::kByModel) {
    const std::optional<PatternPlace> pattern = FindPattern(request.question);
    Result<FoundSite> site =
        FindSite(pattern ? pattern->question : request.question, known, request.budget);
    if (!site.ok()) return site.error();
    if (site->at >= 0) ask(*site, site->task);
    if (site->at >= 0 && site->task == Task::kArgument) {
      ask(*site, Task::kKeywordName);
      Result<FoundSite> read = AsRead(*site);
      if (read.ok() && read->at >= 0) ask(*read, Task::kName);
    }
  }
  std::string text = fmt::format("{} completions, typed '{}', {}\n", answer->completions.size(),
                                 answer->prefix, Describe(answer->origin));
  int32_t number = 0;
  for (const Completion& one : answer->completions) {
    if (number == count) break;
    text += fmt::format("{} {:.4f} {} ({})\n", ++number, one.probability, one.text, one.kind);
    std::string name = one.text;
    if (name.ends_with('=')) name.pop_back();
    for (const Asked& task : asked) {
      const bool is_keyword = task.task == Task::kKeywordName;
      if (is_keyword != (name != one.text)) continue;
      const auto& candidates = task.cut.candidates;
      const auto found = std::find(candidates.begin(), candidates.end(), name);
      if (found == candidates.end()) continue;
      text += Line(task, static_cast<size_t>(found - candidates.begin()));
    }
  }
  return text;
}

}  // namespace fastnode::predict
