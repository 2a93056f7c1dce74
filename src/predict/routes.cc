#include "predict/routes.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/tasks/words.h"
#include "predict/asked/text_place.h"
#include "predict/completer_parts.h"
#include "predict/fit/class_keywords.h"
#include "predict/fit/enum_members.h"
#include "predict/fit/field_lookups.h"
#include "predict/fit/known_keywords.h"
#include "predict/fit/outer_names.h"
#include "predict/fit/passed_on.h"
#include "predict/fit/patterns.h"
#include "predict/fit/possible_names.h"
#include "predict/fit/takes_nothing.h"
#include "predict/imports/import_alias.h"
#include "predict/imports/import_wanted.h"
#include "predict/imports/imported_already.h"
#include "predict/imports/imports.h"
#include "predict/imports/module_meant.h"
#include "predict/making/bound_again.h"
#include "predict/making/due_names.h"
#include "predict/making/fixture_names.h"
#include "predict/making/inner_class.h"
#include "predict/making/names_above.h"
#include "predict/making/new_parameter.h"
#include "predict/making/new_type_parameter.h"
#include "predict/making/overridden_parameters.h"
#include "predict/making/overrides.h"
#include "predict/making/targets_above.h"
#include "predict/making/usual_targets.h"
#include "predict/offers.h"
#include "predict/strings/doctest.h"
#include "predict/strings/documented_parameters.h"
#include "predict/strings/dotted_strings.h"
#include "predict/strings/format_names.h"
#include "predict/strings/keys.h"
#include "predict/strings/quoted_annotation.h"
#include "predict/usual/errors_meant.h"
#include "predict/usual/usual_keywords.h"
#include "predict/usual/usual_words.h"
#include "predict/words/awaited.h"
#include "predict/words/before_operand.h"
#include "predict/words/below_decorator.h"
#include "predict/words/heads.h"
#include "predict/words/operators.h"
#include "predict/words/word_before.h"
#include "predict/words/yielded.h"

namespace fastnode::predict {
namespace {

using pack::Task;

Routes::Found Elsewhere() { return std::optional<Answer>(); }
Routes::Found Here(Result<Answer> answer) {
  if (!answer.ok()) return answer.error();
  return std::optional<Answer>(*std::move(answer));
}

Answer Nothing() { return {Task::kName, "", {}, {}, false, Origin::kNowhere}; }

Answer Words(std::string_view prefix, std::vector<Completion> words, Origin origin) {
  return {Task::kName, std::string(prefix), std::move(words), {}, false, origin};
}

// Whether the word at the cursor stands behind two dots, which is a slip.
bool IsBehindTwoDots(std::string_view text, size_t cursor) {
  return text.substr(0, ast::BeginOfWord(text, cursor)).ends_with("..");
}

// Whether the cursor stands right behind what is closed: no word begins there.
bool IsBehindClosed(std::string_view text, size_t cursor) {
  return cursor > 0 && std::string_view(")]}\"'").find(text[cursor - 1]) != std::string_view::npos;
}

// Whether a name is asked for that an annotation has.
Result<bool> StandsInType(const Question& question, const Known& known, const Budget& budget) {
  Result<FoundSite> site = FindSite(question, known, budget);
  if (!site.ok()) return site.error();
  if (site->at < 0) return false;
  const auto at = static_cast<size_t>(site->at);
  const bind::FileIndex& index = site->source->index;
  if (site->task != Task::kName && site->task != Task::kAttribute) return false;
  const ast::NodeId node =
      site->task == Task::kName ? site->source->reads[at] : index.attributes[at].node;
  return bind::PositionOf(index.tree, node) == bind::Position::kType;
}

}  // namespace

const Routes::Route Routes::kRoutes[] = {
    &Routes::InLongString,
    &Routes::AtImportAlias,
    &Routes::WhereNothingIsOffered,
    &Routes::InImport,
    &Routes::BelowDecorator,
    &Routes::AtNewTypeParameter,
    &Routes::AtNewParameter,
    &Routes::BeforeOperand,
    &Routes::BehindScopeWord,
    &Routes::BehindOperand,
    &Routes::AtCase,
    &Routes::AtHead,
    &Routes::InPattern,
    &Routes::InQuotedAnnotation,
    &Routes::InDottedString,
    &Routes::AtKey,
    &Routes::InString,
    &Routes::AtFixture,
    &Routes::AtOverriddenParameter,
    &Routes::AtOverride,
    &Routes::AtInnerClass,
    &Routes::AtDueName,
};

Routes::Routes(const Completer& completer, const Question& question, const Known& known,
               const Budget& budget, BaseOrder order)
    : completer_(completer),
      parts_(*completer.parts_),
      question_(question),
      known_(known),
      budget_(budget),
      order_(order),
      until_(std::chrono::steady_clock::now() + budget.patience) {}

Budget Routes::Rest() const {
  const auto left = until_ - std::chrono::steady_clock::now();
  Budget rest = budget_;
  rest.patience = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(left),
                           std::chrono::milliseconds(0));
  return rest;
}

Result<Answer> Routes::Ask(const Question& question) const {
  return completer_.Complete(question, known_, Rest(), order_);
}

Result<Answer> Routes::Run() {
  const Status asked = CheckAsked(question_.text, question_.cursor);
  if (!asked.ok()) return asked.error();
  within_ = PlaceIn(question_.text, question_.cursor, &string_begin_);
  for (const Route route : kRoutes) {
    Found found = (this->*route)();
    if (!found.ok()) return found.error();
    if (found->has_value()) return std::move(**found);
  }
  return Read();
}

Routes::Found Routes::InLongString() {
  if (within_ != TextPlace::kLongString) return Elsewhere();
  if (auto parameter = CompleteDocumentedParameter(question_, string_begin_)) {
    return Here(*std::move(parameter));
  }
  const std::optional<Question> example = AskedInDocstring(question_, string_begin_);
  if (!example) return Here(Nothing());
  Result<Answer> answer = Ask(*example);
  if (!answer.ok()) return answer.error();
  // An import would be put into another text.
  std::erase_if(answer->completions, [](const Completion& one) { return !one.edits.empty(); });
  return Here(std::move(answer));
}

Routes::Found Routes::AtImportAlias() {
  if (within_ != TextPlace::kCode) return Elsewhere();
  return CompleteImportAlias(question_, known_, Rest());
}

Routes::Found Routes::WhereNothingIsOffered() {
  if (within_ == TextPlace::kString) return Elsewhere();
  if (within_ != TextPlace::kCode) return Here(Nothing());
  if (IsBehindTwoDots(question_.text, question_.cursor) &&
      !FindImport(ast::WithLineFeeds(question_.text), question_.cursor)) {
    return Here(Nothing());
  }
  if (IsBehindClosed(question_.text, question_.cursor)) return Here(Nothing());
  return Elsewhere();
}

Routes::Found Routes::InImport() {
  const auto place = FindImport(ast::WithLineFeeds(question_.text), question_.cursor);
  if (!place) return Elsewhere();
  const ImportWeights weights = place->name ? ImportWeights(known_, Rest()) : ImportWeights();
  std::vector<Completion> list =
      CompleteImport(*place, known_.environment, parts_.usage, SIZE_MAX, weights);
  PutWantedImportsFirst(question_, *place, known_, Rest(), list);
  PutImportedLast(question_.text, question_.cursor, *place, list);
  if (list.size() > max_completions()) list.resize(max_completions());
  return Here(Answer{
      Task::kAttribute, place->prefix, std::move(list), {}, weights.late(), Origin::kInImports});
}

Routes::Found Routes::BelowDecorator() {
  if (within_ != TextPlace::kCode) return Elsewhere();
  const auto place = FindBelowDecorator(question_.text, question_.cursor);
  if (!place) return Elsewhere();
  return Here(Words(place->prefix, CompleteBelowDecorator(*place), Origin::kInDeclaration));
}

Routes::Found Routes::AtNewTypeParameter() {
  if (within_ != TextPlace::kCode) return Elsewhere();
  const auto parameter = FindNewTypeParameter(question_.text, question_.cursor);
  if (!parameter) return Elsewhere();
  return Here(
      Words(parameter->prefix, CompleteNewTypeParameter(*parameter), Origin::kInDeclaration));
}

Routes::Found Routes::AtNewParameter() {
  if (within_ != TextPlace::kCode) return Elsewhere();
  const auto parameter = FindNewParameter(question_.text, question_.cursor);
  if (!parameter) return Elsewhere();
  const bool is_of_lambda = parameter->name.empty();
  if (is_of_lambda) {
    Found due = CompleteDueName(question_, true, known_, Rest());
    if (!due.ok()) return due;
    AddNamesAbove(question_, true, max_completions(), *due);
    if (due->has_value()) return due;
  }
  return Here(Words(parameter->prefix, CompleteNewParameter(*parameter),
                    is_of_lambda ? Origin::kNowhere : Origin::kInDeclaration));
}

Routes::Found Routes::BeforeOperand() {
  if (within_ != TextPlace::kCode) return Elsewhere();
  const std::optional<Question> asked = AskedWithoutOperand(question_);
  if (!asked) return Elsewhere();
  Result<Answer> answer = Ask(*asked);
  if (!answer.ok()) return answer.error();
  KeepWordsBeforeOperand(*answer);
  if (answer->completions.empty()) return Elsewhere();
  return Here(std::move(answer));
}

Routes::Found Routes::BehindScopeWord() {
  if (within_ != TextPlace::kCode) return Elsewhere();
  return CompleteOuterName(question_, known_, Rest());
}

Routes::Found Routes::BehindOperand() {
  const auto place = FindOperator(question_.text, question_.cursor);
  if (!place) return Elsewhere();
  return Here(Words(place->prefix, CompleteOperator(*place), Origin::kBehindOperand));
}

Routes::Found Routes::AtCase() {
  const auto word = FindCaseWord(question_);
  if (!word) return Elsewhere();
  Answer answer = Words(*word, {}, Origin::kInPattern);
  if (std::string_view("case").starts_with(*word)) {
    answer.completions.push_back({"case", 1, "word"});
  }
  return Here(answer);
}

Routes::Found Routes::AtHead() {
  if (within_ != TextPlace::kCode) return Elsewhere();
  const auto words = FindHeadWords(question_.text, question_.cursor);
  if (!words) return Elsewhere();
  return Here(CompleteHead(*words));
}

Routes::Found Routes::InPattern() {
  const std::optional<PatternPlace> pattern = FindPattern(question_);
  if (!pattern) return Elsewhere();
  return Here(pattern->attribute ? Ask(pattern->question)
                                 : CompletePattern(*pattern, known_, Rest()));
}

Routes::Found Routes::InQuotedAnnotation() {
  if (within_ != TextPlace::kString) return Elsewhere();
  const std::optional<Question> annotation = AskedInAnnotation(question_, string_begin_);
  if (!annotation) return Elsewhere();
  Result<bool> is_type = StandsInType(*annotation, known_, Rest());
  if (!is_type.ok()) return is_type.error();
  if (!*is_type) return Elsewhere();
  return Here(Ask(*annotation));
}

Routes::Found Routes::InDottedString() {
  if (within_ != TextPlace::kString) return Elsewhere();
  return CompleteDottedString(question_, string_begin_, known_, parts_.usage, max_completions());
}

Routes::Found Routes::AtKey() {
  const std::optional<Question> of_subject =
      within_ == TextPlace::kString ? AskedOfSubject(question_) : std::nullopt;
  Found key = CompleteKey(of_subject ? *of_subject : question_, known_, Rest());
  if (key.ok() && key->has_value() && of_subject) LeaveOutWritten(question_, (**key).completions);
  return key;
}

// In no other string anything is offered but the names of a format.
Routes::Found Routes::InString() {
  if (within_ != TextPlace::kString) return Elsewhere();
  Found name = CompleteFormatName(question_, string_begin_, known_, Rest());
  if (!name.ok() || name->has_value()) return name;
  return Here(Nothing());
}

Routes::Found Routes::AtFixture() {
  Found fixture = CompleteFixture(question_, known_, Rest());
  if (!fixture.ok() || !fixture->has_value()) return fixture;
  // What the body of a test reads and nothing binds comes before other fixtures.
  Found read = CompleteDueName(question_, false, known_, Rest());
  if (!read.ok()) return read;
  if (read->has_value()) PutDueFirst(**read, max_completions(), **fixture);
  return fixture;
}

Routes::Found Routes::AtOverriddenParameter() {
  return CompleteOverriddenParameter(question_, known_, Rest());
}

Routes::Found Routes::AtOverride() { return CompleteOverride(question_, known_, Rest()); }

Routes::Found Routes::AtInnerClass() {
  if (within_ != TextPlace::kCode) return Elsewhere();
  const auto prefix = FindInnerClass(question_.text, question_.cursor);
  if (!prefix) return Elsewhere();
  return Here(Words(*prefix, {{"Meta", 1, "class"}}, Origin::kInDeclaration));
}

// With a letter typed there may be others, which come behind.
Routes::Found Routes::AtDueName() {
  Found due = CompleteDueName(question_, false, known_, Rest());
  if (due.ok() && !due->has_value()) due = CompleteUsualTarget(question_);
  if (due.ok()) AddNamesAbove(question_, false, max_completions(), *due);
  if (!due.ok() || !due->has_value() || (**due).prefix.empty()) return due;
  due_ = *std::move(due);
  return Elsewhere();
}

Result<Answer> Routes::Read() {
  Result<FoundSite> site = FindSite(question_, known_, Rest());
  if (!site.ok()) return site.error();
  if (site->at >= 0) {
    const std::optional<Question> asked = AskedWithModule(question_, *site, known_);
    Result<Answer> read = RankRead(*site);
    if (!asked || !read.ok()) return read;
    Result<Answer> of_module = Ask(*asked);
    if (!of_module.ok()) return of_module.error();
    PutModuleFirst(std::move(of_module->completions), max_completions(), read->completions);
    return read;
  }
  Answer answer{site->task, site->prefix, {}};
  if (const std::optional<Question> asked = AskedAsRead(question_)) {
    Result<Answer> read = Ask(*asked);
    if (!read.ok()) return read.error();
    answer = *std::move(read);
    KeepOldNames(answer);
  }
  if (due_) {
    PutDueFirst(*due_, max_completions(), answer);
    LeaveOutTyped(question_, answer);
  }
  return answer;
}

Result<Answer> Routes::RankRead(const FoundSite& site) {
  Answer answer{site.task, site.prefix, {}};
  if (!TakesNothing(site, known_)) {
    // Some may be dropped again.
    const int32_t wide =
        site.task == Task::kAttribute
            ? budget_.max_completions
            : budget_.max_completions + static_cast<int32_t>(std::ssize(pack::Builtins()));
    Result<std::vector<Completion>> names = parts_.Names(site, known_, wide, order_);
    if (!names.ok()) return names.error();
    answer.completions = *std::move(names);
    WeighErrors(site, known_, answer);
    DropImpossibleNames(site, known_, answer);
    AddUsualWords(site, known_, answer);
    if (answer.completions.size() > max_completions()) {
      answer.completions.resize(max_completions());
    }
    AddFrom(site, answer);
    AddClassKeywords(site, known_, budget_, answer);
    AddFieldLookups(site, known_, budget_, answer);
    AddKnownKeywords(site, known_, budget_, answer);
    PutUsualKeywords(site, known_, budget_, answer);
    AddOffers(question_, known_, site, budget_, answer);
    AddTargetsAbove(site, max_completions(), answer);
    AddKeys(site, known_, budget_, answer);
    AddEnumMembers(site, known_, budget_, answer);
    AddPassedOn(site, budget_, answer);
    DoubtPointless(site, answer);
    DropWordsBehindAwait(site, answer);
    PutWordsBeforeOperand(question_, answer);
    Result<bool> is_await_missing = IsAwaitMissing(question_, known_, Rest());
    if (!is_await_missing.ok()) return is_await_missing.error();
    if (*is_await_missing) PutAwaitFirst(answer);
  }
  if (question_.calls) {
    Result<std::vector<CallCompletion>> calls =
        site.task == Task::kAttribute ? completer_.CompleteChain(question_, known_, budget_)
                                      : completer_.CompleteCall(question_, known_, budget_);
    if (!calls.ok()) return calls.error();
    answer.calls = *std::move(calls);
  }
  return answer;
}

}  // namespace fastnode::predict
