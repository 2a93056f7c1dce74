// Completer::Complete: the name at the cursor, and what comes after it.
#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "collect/pack/usage_view.h"
#include "predict/asked/text_place.h"
#include "predict/completer_parts.h"
#include "predict/fit/class_keywords.h"
#include "predict/fit/decorator_members.h"
#include "predict/fit/enum_members.h"
#include "predict/fit/fitting_callees.h"
#include "predict/fit/fitting_values.h"
#include "predict/fit/given_type.h"
#include "predict/fit/module_kinds.h"
#include "predict/fit/outer_names.h"
#include "predict/fit/own_parameters.h"
#include "predict/fit/passed_on.h"
#include "predict/fit/patterns.h"
#include "predict/fit/possible_names.h"
#include "predict/imports/import_wanted.h"
#include "predict/imports/imports.h"
#include "predict/making/due_names.h"
#include "predict/making/fixture_names.h"
#include "predict/making/new_parameter.h"
#include "predict/making/overridden_parameters.h"
#include "predict/making/overrides.h"
#include "predict/offers.h"
#include "predict/strings/doctest.h"
#include "predict/strings/dotted_strings.h"
#include "predict/strings/format_names.h"
#include "predict/strings/keys.h"
#include "predict/strings/quoted_annotation.h"
#include "predict/usual/errors_meant.h"
#include "predict/usual/returned_words.h"
#include "predict/usual/said_twice.h"
#include "predict/usual/usual_attributes.h"
#include "predict/usual/usual_words.h"
#include "predict/words/awaited.h"
#include "predict/words/below_decorator.h"
#include "predict/words/heads.h"
#include "predict/words/operators.h"
#include "predict/words/word_before.h"

namespace fastnode::predict {
namespace {

using pack::Task;

constexpr float kLikely = 0.5F;
// How much less likely a name is whose letters were typed in another case: `path` before
// `PathLike`.
constexpr float kInOtherCase = 0.1F;

// A name with two underscores on both sides that is less likely than all others together.
bool IsUnlikelyDunder(const Completion& completion) {
  const std::string_view name = completion.text;
  return name.starts_with("__") && name.ends_with("__") && completion.probability < kLikely;
}

void KeepFirst(int32_t count, std::vector<Completion>& list) {
  if (std::ssize(list) > count) list.resize(static_cast<size_t>(count));
}

// Best first, what is equal in the order it came in; at most so many of those that fit, their
// probabilities and that of what fits and is never offered summing to 1. Names with two underscores
// stand last unless these were typed, or they are the module's own (`getLogger(__name__)`).
void Choose(const FoundSite& site, int32_t max_completions, std::vector<Completion>& list,
            float never_offered = 0) {
  std::erase_if(list, [&](const Completion& c) { return !pack::Fits(c.text, site.prefix); });
  for (Completion& completion : list) {
    if (!completion.text.starts_with(site.prefix)) completion.probability *= kInOtherCase;
  }
  float fitting = never_offered;
  for (const Completion& completion : list) fitting += completion.probability;
  for (Completion& completion : list) {
    if (fitting > 0) completion.probability /= fitting;
  }
  KeepBest(INT32_MAX, list);
  const bool are_attributes = site.task == Task::kAttribute;
  if (!site.prefix.starts_with("__")) {
    std::stable_partition(list.begin(), list.end(), [&](const Completion& one) {
      const bool is_of_module = !are_attributes && pack::IsOfEveryModule(one.text);
      return is_of_module || !IsUnlikelyDunder(one);
    });
  }
  KeepFirst(max_completions, list);
}

// A name that Python changes within a class: only the class that has it can use it there.
bool IsPrivate(std::string_view name) { return name.starts_with("__") && !name.ends_with("__"); }

// Whether a name that begins at `at` is given something there: `def name`, `name =`, `name: int`.
bool IsBoundAt(std::string_view text, size_t at, size_t end) {
  const std::string_view before = text.substr(0, at);
  const size_t next = text.find_first_not_of(" \t", end);
  if (before.ends_with("def ") || before.ends_with("class ")) return true;
  if (next == text.npos) return false;
  if (text[next] == ':' || text[next] == ',') return true;
  return text.find('=', next) - next <= 2 && text.substr(next, 2) != "==";
}

// The class round a node, the innermost, or kNoNode.
ast::NodeId ClassRound(const ast::Tree& tree, ast::NodeId node) {
  while (node != ast::kNoNode && tree[node].kind != ast::Kind::kClassDefinition) {
    node = tree[node].parent;
  }
  return node;
}

// Whether a name is given something within a class.
bool IsBoundIn(const ast::Tree& tree, ast::NodeId node, std::string_view name) {
  const std::string_view text = tree.Text(node);
  for (size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    const bool is_whole = (at == 0 || !ast::IsNameByte(text[at - 1])) &&
                          (end == text.size() || !ast::IsNameByte(text[end]));
    if (is_whole && IsBoundAt(text, at, end)) return true;
  }
  return false;
}

// Which private names may be meant at a site: those that a class round it gives itself; where none
// is round it, and Python leaves names as they are, those of a module, and what the file uses so.
class PrivateNames {
 public:
  PrivateNames(const FoundSite& site, const Known& known) : tree_(site.source->index.tree) {
    const bind::FileIndex& index = site.source->index;
    const auto at = static_cast<size_t>(site.at);
    class_ = ClassRound(tree_, index.attributes[at].node);
    if (class_ != ast::kNoNode) return;
    for (size_t i = 0; i < index.attributes.size(); ++i) {
      const std::string_view name = tree_.Text(index.attributes[i].name);
      const bool is_other = i != at && IsPrivate(name);
      if (is_other && ClassRound(tree_, index.attributes[i].node) == ast::kNoNode) {
        outside_.emplace(name);
      }
    }
    types::TypeEvaluator& types = TypesAt(site, known);
    const types::Type type = types.TypeOf(index.attributes[at].base);
    const bool is_of_class =
        type.kind == types::Type::Kind::kClass || type.kind == types::Type::Kind::kInstance;
    // There they have other names, whatever the file says.
    if (is_of_class && types.OpennessOf(type) == types::TypeEvaluator::Openness::kClosed) {
      outside_.clear();
    }
    if (type.kind != types::Type::Kind::kModule) return;
    for (const types::Member& member : types.Members(type)) {
      if (IsPrivate(member.name)) outside_.emplace(member.name);
    }
  }

  bool MayBe(std::string_view name) const {
    if (class_ == ast::kNoNode) return outside_.contains(name);
    for (ast::NodeId up = class_; up != ast::kNoNode; up = ClassRound(tree_, tree_[up].parent)) {
      if (IsBoundIn(tree_, up, name)) return true;
    }
    return false;
  }

 private:
  const ast::Tree& tree_;
  ast::NodeId class_;  // the innermost
  std::set<std::string, std::less<>> outside_;
};

// Behind these: whoever asks for more names than the model looks at gets the other ones that the
// file, the project and the corpus know, most used first, with probability 0.
void AddUnseen(const FoundSite& site, const Known& known, const PrivateNames& privates,
               size_t max_completions, std::vector<Completion>& list) {
  if (list.size() >= max_completions) return;
  // What the tree and the tables say stays where it is.
  const std::vector<Completion> seen = list;
  std::unordered_set<std::string_view> listed;
  for (const Completion& completion : seen) listed.insert(completion.text);
  auto add = [&](std::string_view name) {
    if (list.size() >= max_completions || !pack::Fits(name, site.prefix)) return;
    if (IsPrivate(name) && !privates.MayBe(name)) return;
    if (!name.empty() && listed.insert(name).second) {
      list.push_back({std::string(name), 0, "attribute"});
    }
  };
  const bind::FileIndex& index = site.source->index;
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    if (i != static_cast<size_t>(site.at)) add(index.tree.Text(index.attributes[i].name));
  }
  const pack::UsageView usage(known.usage);
  for (corpus::KeySpace space : {corpus::KeySpace::kAny, corpus::KeySpace::kDefined}) {
    const auto key = usage.Locate(corpus::UsageKey(space, ""));
    for (std::string_view name : usage.MostOfProject(key, SIZE_MAX)) add(name);
  }
  for (const pack::FileWord& word : site.source->words) add(word.text);
  const corpus::UsageTable& corpus = *known.usage.corpus;
  for (const auto& row : corpus.Rows(corpus::UsageKey(corpus::KeySpace::kAny, ""))) {
    add(corpus.Name(row.name));
  }
}

// Behind `yield`, which may go on with a value or with `from`.
void AddFrom(const FoundSite& site, Answer& answer) {
  constexpr std::string_view kFrom = "from", kYield = "yield";
  std::string_view left = site.left;
  const size_t end = left.find_last_not_of(" \t") + 1;
  const bool apart = end < left.size();
  left = left.substr(0, end);
  if (!apart || !left.ends_with(kYield) || answer.prefix.empty()) return;
  left.remove_suffix(kYield.size());
  const bool is_word = left.empty() || !ast::IsNameByte(left.back());
  if (is_word && kFrom.starts_with(answer.prefix)) {
    answer.completions.push_back({std::string(kFrom), 0, "word"});
  }
}

// Whether the word at the cursor stands behind two dots, which is a slip.
bool IsBehindTwoDots(std::string_view text, size_t cursor) {
  return text.substr(0, ast::BeginOfWord(text, cursor)).ends_with("..");
}

// Whether the cursor stands right behind what is closed: no word begins there.
bool IsBehindClosed(std::string_view text, size_t cursor) {
  return cursor > 0 && cursor <= text.size() &&
         std::string_view(")]}\"'").find(text[cursor - 1]) != std::string_view::npos;
}

// A name before `=`, `:=` or `+=`, of which a letter is typed: the same question before `==`, so
// that it is one that is read. New names are nobody's to guess, but one that is there may be meant.
std::optional<Question> AskedAsRead(const Question& question) {
  const std::string& text = question.text;
  if (question.cursor > text.size()) return std::nullopt;
  if (ast::BeginOfWord(text, question.cursor) == question.cursor) return std::nullopt;
  const size_t sign = text.find_first_not_of(" \t", ast::EndOfWord(text, question.cursor));
  if (sign == text.npos) return std::nullopt;
  const size_t equal = text.find_first_not_of(":+-*/%&|^@<>", sign);
  const bool is_sign = equal != text.npos && text[equal] == '=' && equal - sign <= 3;
  if (!is_sign || text.substr(sign, 2) == "==" || text.substr(sign, 2) == "<=" ||
      text.substr(sign, 2) == ">=") {
    return std::nullopt;
  }
  Question asked = question;
  asked.text.replace(sign, equal + 1 - sign, "==");
  asked.calls = false;
  return asked;
}

// A word of which it is known that it is what is missing.
void PutWordFirst(std::string_view word, Answer& answer) {
  constexpr float kShare = 0.9F;
  std::vector<Completion>& list = answer.completions;
  std::erase_if(list, [&](const Completion& one) { return one.text == word; });
  for (Completion& one : list) one.probability *= 1 - kShare;
  list.insert(list.begin(), {std::string(word), kShare, "word"});
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

// What the file binds, of an answer.
Result<Answer> OldNames(Result<Answer> answer) {
  if (!answer.ok()) return answer;
  const auto builtins = pack::Builtins();
  std::erase_if(answer->completions, [&](const Completion& one) {
    return one.kind == "word" || !one.edits.empty() || one.text.find('.') != std::string::npos ||
           std::binary_search(builtins.begin(), builtins.end(), one.text);
  });
  return answer;
}

// A decorator that leaves the parameters as they are.
bool KeepsParameters(std::string_view decorator) {
  for (const char* one : {"@classmethod", "@staticmethod", "@abstractmethod"}) {
    if (decorator == one) return true;
  }
  return decorator == "@abc.abstractmethod";
}

// Whether the definition has no decorator that may change what a call takes.
bool IsAsWritten(const types::TypeEvaluator::Definition& definition) {
  if (definition.module == nullptr) return false;
  const ast::Tree& tree = definition.module->tree();
  const ast::NodeId decorated = tree[definition.node].parent;
  if (decorated == ast::kNoNode || tree[decorated].kind != ast::Kind::kDecoratedDefinition) {
    return true;
  }
  for (ast::NodeId c = tree.FirstChild(decorated); c != ast::kNoNode; c = tree.NextSibling(c)) {
    const bool is_decorator = tree[c].kind == ast::Kind::kDecorator;
    if (is_decorator && !KeepsParameters(tree.Text(c))) return false;
  }
  return true;
}

// Whether the class has no other constructor than every object has.
bool HasNoConstructor(types::TypeEvaluator& types, const types::Type& cls) {
  auto is_of_objects = [&](std::string_view name) {
    const types::Type method = types.TypeOfMember(cls, name);
    return method.kind == types::Type::Kind::kUnknown ||
           method.path == "builtins.object." + std::string(name);
  };
  return is_of_objects("__init__") && is_of_objects("__new__");
}

// Whether a call is begun that takes nothing, as is known for sure. Who has typed a letter all the
// same knows better.
bool TakesNothing(const FoundSite& site, const Known& known) {
  if (site.task != Task::kArgument || !site.prefix.empty()) return false;
  const bind::FileIndex& index = site.source->index;
  const ast::NodeId call = site.source->places[static_cast<size_t>(site.at)].call;
  const ast::NodeId callee = index.tree.Child(call, ast::Field::kFunction);
  if (callee == ast::kNoNode) return false;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type type = types.TypeOf(callee);
  const bool is_class = type.kind == types::Type::Kind::kClass;
  if (types.Alternatives(type).size() != 1) return false;
  if (is_class && types.OpennessOf(type) != types::TypeEvaluator::Openness::kClosed) return false;
  const types::CallSignature signature = types.SignatureOfCall(call);
  if (is_class && !signature.known && HasNoConstructor(types, type)) {
    return IsAsWritten(types.DefinitionOf(type));
  }
  return signature.known && !signature.is_overloaded && !signature.takes_list &&
         !signature.takes_dictionary && signature.parameters.empty() &&
         IsAsWritten(types.DefinitionOf(type));
}

}  // namespace

Result<std::vector<Completion>> Completer::Parts::Names(const FoundSite& site, const Known& known,
                                                        int32_t max_completions,
                                                        BaseOrder order) const {
  if (site.task == Task::kAttribute) {
    Result<Attributes> names = RankAttributes(site, known, order);
    if (!names.ok()) return names.error();
    const PrivateNames privates(site, known);
    std::erase_if(names->list, [&](const Completion& one) {
      return IsPrivate(one.text) && !privates.MayBe(one.text);
    });
    const bind::FileIndex& index = site.source->index;
    const bind::AttributeUse& at = index.attributes[static_cast<size_t>(site.at)];
    const bool is_called = CallOf(index.tree, at.node) != ast::kNoNode;
    if (is_called || BeginsWithImport(index, at.base)) {
      FittingValues values(site, known);
      values.WeighMembers(names->list);
      if (is_called) FittingCallees(site, values.types()).Weigh(names->list);
    }
    WeighAttributes(site, known, names->list);
    if (IsInDecorator(site)) WeighDecorators(site, known, names->list);
    Choose(site, max_completions, names->list);
    if (!names->closed) {
      AddUnseen(site, known, privates, static_cast<size_t>(max_completions), names->list);
    }
    TellKindsOfModule(site, known, names->list);
    PutClassesFirst(site, names->list);
    return std::move(names->list);
  }
  if (site.task == Task::kArgument) {
    Result<Arguments> arguments = RankArgument(site, known);
    if (!arguments.ok()) return arguments.error();
    // A letter that is typed begins no literal.
    const float literal = site.prefix.empty() ? arguments->literal : 0;
    if (site.prefix.empty()) DoubtPassedNames(site, arguments->list);
    Choose(site, INT32_MAX, arguments->list, literal);
    PutParametersFirst(site, known, arguments->list);
    KeepFirst(max_completions, arguments->list);
    return std::move(arguments->list);
  }
  Result<std::vector<Completion>> names = site.task == Task::kKeywordName
                                              ? RankKeywords(site, known)
                                              : Rank(site, site.task, known, order);
  if (!names.ok()) return names.error();
  if (site.task == Task::kName) {
    FittingValues values(site, known);
    values.WeighBeginnings(*names);
    FittingCallees(site, values.types()).Weigh(*names);
    PutGivenTypeFirst(site, known, *names);
    DoubtComparedName(site, *names);
    DoubtLoopVariable(site, *names);
  }
  Choose(site, max_completions, *names);
  return names;
}

Result<Answer> Completer::Complete(const Question& question, const Known& known,
                                   const Budget& budget, BaseOrder order) const {
  // All that is parsed for one answer shares one limit of time.
  const auto until = std::chrono::steady_clock::now() + budget.patience;
  auto rest = [&] {
    const auto left = until - std::chrono::steady_clock::now();
    Budget shared = budget;
    shared.patience = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(left),
                               std::chrono::milliseconds(0));
    return shared;
  };
  // FindSite says what is wrong with others.
  const bool is_bounded =
      question.text.size() <= kMaxSourceBytes && question.cursor <= question.text.size();
  const Answer nothing{Task::kName, "", {}, {}, false, Origin::kNowhere};
  // Half of a character is an error, which FindSite tells.
  const bool is_whole = question.cursor >= question.text.size() ||
                        (static_cast<uint8_t>(question.text[question.cursor]) & 0xC0) != 0x80;
  size_t string_begin = 0;
  const TextPlace within = is_bounded && is_whole
                               ? PlaceIn(question.text, question.cursor, &string_begin)
                               : TextPlace::kCode;
  if (within == TextPlace::kLongString) {
    const std::optional<Question> example = AskedInDocstring(question, string_begin);
    if (!example) return nothing;
    Result<Answer> answer = Complete(*example, known, rest(), order);
    // An import would be put into another text.
    if (answer.ok()) {
      std::erase_if(answer->completions, [](const Completion& one) { return !one.edits.empty(); });
    }
    return answer;
  }
  if (within != TextPlace::kCode && within != TextPlace::kString) return nothing;
  if (question.cursor <= question.text.size()) {
    if (const auto place = FindImport(ast::WithLineFeeds(question.text), question.cursor)) {
      const ImportWeights weights = place->name ? ImportWeights(known, rest()) : ImportWeights();
      std::vector<Completion> list =
          CompleteImport(*place, known.environment, parts_->usage, SIZE_MAX, weights);
      PutWantedImportsFirst(question, *place, known, rest(), list);
      const auto max = static_cast<size_t>(budget.max_completions);
      if (list.size() > max) list.resize(max);
      return Answer{Task::kAttribute, place->prefix,     std::move(list), {},
                    weights.late(),   Origin::kInImports};
    }
  }
  if (is_bounded && within == TextPlace::kCode) {
    if (IsBehindTwoDots(question.text, question.cursor)) return nothing;
    if (IsBehindClosed(question.text, question.cursor)) return nothing;
    if (const auto place = FindBelowDecorator(question.text, question.cursor)) {
      return Answer{Task::kName, std::string(place->prefix), CompleteBelowDecorator(*place), {},
                    false,       Origin::kInDeclaration};
    }
    if (const auto parameter = FindNewParameter(question.text, question.cursor)) {
      if (parameter->name.empty()) {
        Result<std::optional<Answer>> due = CompleteDueName(question, true, known, rest());
        if (!due.ok()) return due.error();
        if (due->has_value()) return std::move(**due);
      }
      return Answer{Task::kName,
                    parameter->prefix,
                    CompleteNewParameter(*parameter),
                    {},
                    false,
                    parameter->name.empty() ? Origin::kNowhere : Origin::kInDeclaration};
    }
  }
  if (is_bounded && within == TextPlace::kCode) {
    if (const std::optional<Question> asked = AskedWithoutOperand(question)) {
      Result<Answer> answer = Complete(*asked, known, rest(), order);
      if (!answer.ok()) return answer.error();
      KeepWordsBeforeOperand(*answer);
      if (!answer->completions.empty()) return answer;
    }
    Result<std::optional<Answer>> outer = CompleteOuterName(question, known, rest());
    if (!outer.ok()) return outer.error();
    if (outer->has_value()) return std::move(**outer);
  }
  const auto place = is_bounded ? FindOperator(question.text, question.cursor) : std::nullopt;
  if (place) {
    return Answer{Task::kName, place->prefix, CompleteOperator(*place),
                  {},          false,         Origin::kBehindOperand};
  }
  if (question.cursor <= question.text.size()) {
    if (const auto word = FindCaseWord(question)) {
      Answer answer{Task::kName, *word, {}, {}, false, Origin::kInPattern};
      if (std::string_view("case").starts_with(*word)) {
        answer.completions.push_back({"case", 1, "word"});
      }
      return answer;
    }
    if (is_bounded && within == TextPlace::kCode) {
      if (const auto words = FindHeadWords(question.text, question.cursor)) {
        return CompleteHead(*words);
      }
    }
    if (const std::optional<PatternPlace> pattern = FindPattern(question)) {
      return pattern->attribute ? Complete(pattern->question, known, rest(), order)
                                : CompletePattern(*pattern, known, rest());
    }
    if (within == TextPlace::kString) {
      const std::optional<Question> annotation = AskedInAnnotation(question, string_begin);
      Result<bool> is_type = annotation ? StandsInType(*annotation, known, rest()) : false;
      if (!is_type.ok()) return is_type.error();
      if (*is_type) return Complete(*annotation, known, rest(), order);
    }
    if (within == TextPlace::kString) {
      std::optional<Answer> path =
          CompleteDottedString(question, string_begin, known, parts_->usage,
                               static_cast<size_t>(budget.max_completions));
      if (path) return *std::move(path);
    }
    const std::optional<Question> of_subject =
        within == TextPlace::kString ? AskedOfSubject(question) : std::nullopt;
    Result<std::optional<Answer>> key =
        CompleteKey(of_subject ? *of_subject : question, known, rest());
    if (!key.ok()) return key.error();
    if (key->has_value()) {
      if (of_subject) LeaveOutWritten(question, (**key).completions);
      return **std::move(key);
    }
    if (within == TextPlace::kString) {
      Result<std::optional<Answer>> name =
          CompleteFormatName(question, string_begin, known, rest());
      if (!name.ok()) return name.error();
      return name->has_value() ? std::move(**name) : nothing;
    }
  }
  if (is_bounded) {
    Result<std::optional<Answer>> fixture = CompleteFixture(question, known, rest());
    if (!fixture.ok()) return fixture.error();
    if (fixture->has_value()) {
      // What the body of a test reads and nothing binds comes before other fixtures.
      Result<std::optional<Answer>> read = CompleteDueName(question, false, known, rest());
      if (!read.ok()) return read.error();
      if (read->has_value()) {
        PutDueFirst(**read, static_cast<size_t>(budget.max_completions), **fixture);
      }
      return std::move(**fixture);
    }
    Result<std::optional<Answer>> parameter = CompleteOverriddenParameter(question, known, rest());
    if (!parameter.ok()) return parameter.error();
    if (parameter->has_value()) return std::move(**parameter);
    Result<std::optional<Answer>> overridden = CompleteOverride(question, known, rest());
    if (!overridden.ok()) return overridden.error();
    if (overridden->has_value()) return std::move(**overridden);
  }
  std::optional<Answer> due;
  bool is_await_missing = false;
  if (is_bounded) {
    Result<bool> found_await = IsAwaitMissing(question, known, rest());
    if (!found_await.ok()) return found_await.error();
    is_await_missing = *found_await;
    Result<std::optional<Answer>> found = CompleteDueName(question, false, known, rest());
    if (!found.ok()) return found.error();
    due = *std::move(found);
    if (due && due->prefix.empty()) return *std::move(due);
  }
  Result<FoundSite> site = FindSite(question, known, rest());
  if (!site.ok()) return site.error();
  Answer answer{site->task, site->prefix, {}};
  if (site->at < 0) {
    const std::optional<Question> asked = AskedAsRead(question);
    if (asked) {
      Result<Answer> old = OldNames(Complete(*asked, known, rest(), order));
      if (!old.ok()) return old.error();
      answer = *std::move(old);
    }
    if (due) PutDueFirst(*due, static_cast<size_t>(budget.max_completions), answer);
    return answer;
  }
  if (!TakesNothing(*site, known)) {
    // Some may be dropped again.
    const int32_t wide =
        site->task == Task::kAttribute
            ? budget.max_completions
            : budget.max_completions + static_cast<int32_t>(std::ssize(pack::Builtins()));
    Result<std::vector<Completion>> names = parts_->Names(*site, known, wide, order);
    if (!names.ok()) return names.error();
    answer.completions = *std::move(names);
    WeighErrors(*site, known, answer);
    DropImpossibleNames(*site, known, answer);
    AddUsualWords(*site, answer);
    const auto most = static_cast<size_t>(budget.max_completions);
    if (answer.completions.size() > most) answer.completions.resize(most);
    AddFrom(*site, answer);
    AddClassKeywords(*site, known, budget, answer);
    AddOffers(question, known, *site, budget, answer);
    AddKeys(*site, known, budget, answer);
    AddEnumMembers(*site, known, budget, answer);
    AddPassedOn(*site, budget, answer);
    DoubtPointless(*site, answer);
    DropWordsBehindAwait(*site, answer);
    if (is_await_missing) PutWordFirst("await", answer);
  }
  if (question.calls) {
    Result<std::vector<CallCompletion>> calls = site->task == Task::kAttribute
                                                    ? CompleteChain(question, known, budget)
                                                    : CompleteCall(question, known, budget);
    if (!calls.ok()) return calls.error();
    answer.calls = *std::move(calls);
  }
  return answer;
}

Result<Answer> Completer::Complete(const Request& request) const {
  return Complete(request.question, Know(request.question, request.given), request.budget);
}

}  // namespace fastnode::predict
