// What the model makes of a found place: the cut, and its candidates with their probabilities.
//
// Names after a dot are ordered by counts instead after the bases of the release's fallback list.
// An argument is no single decision: it is a keyword's, or a plain name, or begins with a name.
// Each of these is a decision of the model, and a text is worth the sum of the ways that lead to
// it. Names that nothing defines are left out: the model saw them in other files.
#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "analyze/bind/reads.h"
#include "analyze/types/types.h"
#include "collect/pack/tasks/attribute.h"
#include "collect/pack/tasks/tasks.h"
#include "collect/pack/tasks/variables.h"
#include "collect/pack/tasks/words.h"
#include "predict/auto_import/names.h"
#include "predict/auto_import/standard_modules.h"
#include "predict/completer_parts.h"
#include "predict/fit/call_rules.h"
#include "predict/fit/closed_base.h"
#include "predict/fit/fitting_values.h"
#include "predict/fit/foreign_private.h"
#include "predict/fit/overloaded_keywords.h"
#include "predict/fit/without_value.h"
#include "predict/imports/star_names.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using pack::Task;

constexpr std::string_view kPlainName = "name";  // what a name is called of which no more is known

float ProbabilityOf(std::string_view text, const std::vector<Completion>& ranked) {
  for (const Completion& one : ranked) {
    if (one.text == text) return one.probability;
  }
  return 0;
}

// The name that is read at a place, or the call that gets an argument there.
const uint8_t* FeaturesOf(const pack::Cut& cut, size_t candidate) {
  return &cut.sample.candidate_features[candidate * pack::kNumCandidateFeatures];
}

// What a program puts among the builtins itself (gettext's `_`) is used again and again; a slip of
// the pen is not.
constexpr uint64_t kUsesOfBuiltin = 2;
// What is left of a name's probability that a class of which all is known does not have.
constexpr float kShareOfStrangers = 0.1f;
constexpr float kShareOfOthers = 1e-4f;

bool IsBuiltin(std::string_view name) {
  const auto known = pack::Builtins();
  return std::binary_search(known.begin(), known.end(), name);
}

// Whether the file binds the name somewhere. `_` is what is not wanted, wherever it is bound.
bool IsBound(const bind::FileIndex& index, std::string_view name) {
  return name != "_" &&
         std::any_of(index.variables.begin(), index.variables.end(),
                     [&](const bind::Variable& variable) { return variable.name == name; });
}

// Whether a variable may be meant: it is in reach, or a builtin, or what every module has; or the
// file names it elsewhere, and a star or the program itself may bring it. What another scope of the
// file binds, the program does not bring.
bool IsDefined(std::string_view name, const uint8_t* features, const bind::FileIndex& index,
               bool has_star, const types::Module* builtins) {
  if (features[pack::kVisible] != 0) return true;
  if (has_star && features[pack::kReferences] >= 1) return true;
  if (features[pack::kReferences] >= pack::QuantiseCount(kUsesOfBuiltin) && !IsBound(index, name)) {
    return true;
  }
  if (pack::IsOfEveryModule(name) || IsBuiltin(name)) return true;
  return builtins != nullptr && builtins->Find(bind::kModuleScope, name) != bind::kNone;
}

// Of a name after a dot: whether the base's type has it, the file uses it on the same base, or the
// project on the same type (collect/pack/tasks/attribute_candidates.cc).
bool IsPossible(const pack::Cut& cut, size_t candidate) {
  using namespace pack::attribute;
  const uint8_t* features = FeaturesOf(cut, candidate);
  return features[kIsMember] != 0 || features[kFileBase] != 0 ||
         (features[kProjectType] != 0 && cut.base_type != "local");
}

// Whether no other name was let in.
bool IsClosed(const pack::Cut& cut) {
  using namespace pack::attribute;
  bool has_member = false;
  for (size_t i = 0; i < cut.candidates.size(); ++i) {
    if (!IsPossible(cut, i)) return false;
    has_member |= FeaturesOf(cut, i)[kIsMember] != 0;
  }
  return has_member;
}

// Whether a candidate is none of the type's, and stands there for what the file does with the same
// words elsewhere.
bool IsOfFileAlone(const pack::Cut& cut, size_t candidate) {
  using namespace pack::attribute;
  const uint8_t* features = FeaturesOf(cut, candidate);
  return features[kIsMember] == 0 && features[kFileBase] != 0;
}

bool HasOfFileAlone(const pack::Cut& cut) {
  for (size_t i = 0; i < cut.candidates.size(); ++i) {
    if (IsOfFileAlone(cut, i)) return true;
  }
  return false;
}

size_t PlaceOf(const pack::Cut& cut, const Completion& one) {
  const auto found = std::find(cut.candidates.begin(), cut.candidates.end(), one.text);
  return static_cast<size_t>(std::distance(cut.candidates.begin(), found));
}

// A base of which it is known what there is behind its dot leaves no room for the rest.
void LeaveOutImpossible(const pack::Cut& cut, ClosedBase& base, std::vector<Completion>& list) {
  std::erase_if(list, [&](const Completion& one) {
    const size_t at = PlaceOf(cut, one);
    const bool is_possible =
        IsPossible(cut, at) && !(IsOfFileAlone(cut, at) && base.IsOfOthers(one.text));
    return !is_possible && !base.Has(one.text);  // candidates know the first of many members
  });
}

// A statement may be about to give the base something new, but seldom what others have: its own
// members come first, and what is called like a variable that was given or waits to be read.
// An object that stands elsewhere seldom gets any: there they are left out.
void DoubtStrangers(const pack::Cut& cut, ClosedBase& base, std::vector<Completion>& list) {
  using namespace pack::attribute;
  const float share = base.is_given_names() ? kShareOfStrangers : 0;
  for (Completion& one : list) {
    const size_t at = PlaceOf(cut, one);
    const uint8_t* features = FeaturesOf(cut, at);
    const bool is_given =
        features[kParameter] != 0 || features[kUnreadOverlap] == pack::QuantiseShare(1);
    const bool is_doubtful = !is_given || one.text == cut.base_text;
    if (!is_doubtful || IsPossible(cut, at) || base.Has(one.text)) continue;
    one.probability *= share;
  }
  if (share == 0) {
    std::erase_if(list, [](const Completion& one) { return one.probability == 0; });
  }
}

// What the file does with the same words where they are another variable, or of another type, comes
// behind what the type has.
void DoubtOthers(const pack::Cut& cut, ClosedBase& base, std::vector<Completion>& list) {
  for (Completion& one : list) {
    const bool is_doubtful =
        IsOfFileAlone(cut, PlaceOf(cut, one)) && !base.Has(one.text) && base.IsOfOthers(one.text);
    if (is_doubtful) one.probability *= kShareOfOthers;
  }
}

// Names with an underscore are a module's or a class's own affair in the standard library, where
// neither the file uses them on the same words nor the project on the same type.
void DoubtPrivate(const pack::Cut& cut, std::vector<Completion>& list) {
  using namespace pack::attribute;
  static constexpr std::string_view kPublic[] = {"_asdict", "_fields", "_make", "_replace"};
  if (!auto_import::IsStandard(auto_import::TopOf(cut.base_type))) return;
  for (Completion& one : list) {
    if (!one.text.starts_with('_') || one.text.starts_with("__")) continue;
    const uint8_t* features = FeaturesOf(cut, PlaceOf(cut, one));
    const bool is_used = features[kFileBase] != 0 || features[kProjectType] != 0;
    const bool is_public = std::find(std::begin(kPublic), std::end(kPublic), one.text) !=
                           std::end(kPublic);  // of named tuples
    if (!is_used && !is_public) one.probability *= kShareOfStrangers;
  }
}

bool HasKnownKeyword(const pack::Cut& cut) {
  for (size_t i = 0; i < cut.candidates.size(); ++i) {
    if (pack::IsKnownKeyword(FeaturesOf(cut, i))) return true;
  }
  return false;
}

// Candidates with their probabilities, but for those that are no names, and keywords of which
// nobody knows that the call takes them, where no letter is typed.
std::vector<Completion> Ranked(const pack::Cut& cut, const FoundSite& site, Task task,
                               const Known& known, const std::vector<float>& probabilities) {
  const bool of_variables = pack::RowOf(task).ranks_variables;
  const bind::FileIndex& index = site.source->index;
  const std::set<std::string_view> without_value = of_variables && !known.any_order
                                                       ? WithoutValue(index, NodeOf(site))
                                                       : std::set<std::string_view>();
  const bool has_star = of_variables && HasStar(site.source->index);
  const std::shared_ptr<const types::Module> builtins =
      of_variables ? known.environment.Find("builtins") : nullptr;
  std::vector<Completion> ranked;
  // Who types a letter looks for something.
  const bool is_keyword = task == Task::kKeywordName && site.prefix.empty();
  if (is_keyword && !HasKnownKeyword(cut)) return ranked;
  for (size_t i = 0; i < cut.candidates.size(); ++i) {
    const std::string& name = cut.candidates[i];
    const uint8_t* features = FeaturesOf(cut, i);
    if (name == kPlaceholder) continue;
    // Where some are known, others are those of other calls.
    if (is_keyword && !pack::IsKnownKeyword(features)) continue;
    const std::string_view kind = pack::RowOf(task).kind(features);
    if (of_variables && kind != "word") {
      if (!IsDefined(name, features, index, has_star, builtins.get())) continue;
      if (without_value.contains(name) && !IsBuiltin(name)) continue;
    }
    ranked.push_back({name, probabilities[i], std::string(kind)});
  }
  return ranked;
}

// What texts are worth, by text. What one is called says who has more to say than "name".
using Worth = std::map<std::string, Completion>;

void Add(const std::vector<Completion>& ranked, float share, std::string_view ending,
         Worth& worth) {
  for (const Completion& one : ranked) {
    Completion& sum = worth[one.text + std::string(ending)];
    sum.probability += share * one.probability;
    if (sum.kind.empty() || sum.kind == kPlainName) sum.kind = one.kind;
  }
}

}  // namespace

Result<pack::Cut> Completer::Parts::Cut(const FoundSite& site, Task task,
                                        const Known& known) const {
  return Cut(*site.source, site.at, task, site.prefix, known, site.source);
}

Result<pack::Cut> Completer::Parts::Cut(const pack::AnalysedSource& source, int32_t at, Task task,
                                        std::string_view prefix, const Known& known,
                                        const Analysed& held) const {
  pack::CutContext context{library.get(), &vocabularies, known.usage, options, &known.environment};
  if (task == Task::kName) context.prefix = prefix;
  if (task == Task::kAttribute && !prefix.empty()) {
    // Few fit, so all that are known are looked at.
    context.prefix = prefix;
    context.options.max_project_names = context.options.max_corpus_names =
        context.options.max_file_words = INT32_MAX;
  }
  if (known.memory != nullptr) {
    known.memory->cuts().Serve(source, {identity, known.project, known.question, held}, context);
  }
  return pack::CutSite(source, at, task, context);
}

std::vector<float> Completer::Parts::Probabilities(const pack::Cut& cut, Task task) const {
  return learn::Softmax(scorer.Score(cut.sample), cut.sample.candidate_begin,
                        temperatures[static_cast<size_t>(task)]);
}

bool Completer::Parts::OrdersByPopularity(const pack::Cut& cut, Task task, BaseOrder order) const {
  if (task != Task::kAttribute || order == BaseOrder::kModel) return false;
  return order == BaseOrder::kPopularity ||
         fallback.Has(SymbolOfBase(cut.base_type, cut.base_text));
}

Result<std::vector<Completion>> Completer::Parts::Rank(const FoundSite& site, Task task,
                                                       const Known& known, BaseOrder order) const {
  Result<pack::Cut> cut = Cut(site, task, known);
  if (!cut.ok()) return cut.error();
  return Ranked(
      *cut, site, task, known,
      OrdersByPopularity(*cut, task, order) ? ByPopularity(*cut) : Probabilities(*cut, task));
}

Result<Completer::Parts::Attributes> Completer::Parts::RankAttributes(const FoundSite& site,
                                                                      const Known& known,
                                                                      BaseOrder order) const {
  Result<pack::Cut> cut = Cut(site, Task::kAttribute, known);
  if (!cut.ok()) return cut.error();
  const std::vector<float> probabilities = OrdersByPopularity(*cut, Task::kAttribute, order)
                                               ? ByPopularity(*cut)
                                               : Probabilities(*cut, Task::kAttribute);
  Attributes found{Ranked(*cut, site, Task::kAttribute, known, probabilities), IsClosed(*cut)};
  if (site.prefix.empty()) DoubtPrivate(*cut, found.list);
  DoubtForeignPrivate(site, known, found.list);
  const bool is_doubtful = found.closed && HasOfFileAlone(*cut);
  if (cut->base_type.empty() || (found.closed && !is_doubtful)) return found;
  ClosedBase base(site, known);
  if (base.may_get_new()) {
    DoubtStrangers(*cut, base, found.list);
    found.closed |= site.prefix.empty() && !base.is_given_names();
  }
  if (!base.is_closed()) return found;
  // Where nothing that is possible fits what is typed, the candidates are all that fit: they are
  // let go here.
  if (found.closed && site.prefix.empty()) {
    DoubtOthers(*cut, base, found.list);
    return found;
  }
  found.closed = true;
  LeaveOutImpossible(*cut, base, found.list);
  return found;
}

namespace {

bool IsKeyword(const Completion& one) { return one.text.ends_with('='); }

// Takes out what the call cannot take, and adds what another overload takes. `share`: of keywords.
void DropImpossible(const FoundSite& site, const Known& known, float share,
                    std::vector<Completion>& list, float& literal) {
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  if (place.keyword != ast::kNoNode) return;  // what stands behind `name=`
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::CallSignature signature = types.SignatureOfCall(place.call);
  const Passed passed = PassedBefore(*site.source, place);
  const Passed around = PassedAround(*site.source, place);
  // Who types letters may be about to name what stands there.
  const bool takes_keyword = !site.prefix.empty() || !TrimmedLeft(site.behind).starts_with(',') ||
                             !StandsBeforePositional(*site.source, place);
  if (takes_keyword) AddOverloadedKeywords(signature, share, list);
  std::erase_if(list, [&](const Completion& one) {
    const std::string_view name = std::string_view(one.text).substr(0, one.text.size() - 1);
    return IsKeyword(one) && !(takes_keyword && MayPassKeyword(around, signature, name));
  });
  if (!place.after_keyword && MayPass(passed, signature, "")) return;
  // One argument too many is better than nothing; one behind a keyword is no Python.
  const bool has_keywords = std::any_of(list.begin(), list.end(), IsKeyword);
  if (!has_keywords && !place.after_keyword) return;
  std::erase_if(list, [&](const Completion& one) { return !IsKeyword(one); });
  literal = 0;
}

// The name before `=` is none that the call has already, or cannot take.
void DropImpossibleKeywords(const FoundSite& site, const Known& known,
                            std::vector<Completion>& list) {
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::CallSignature signature = types.SignatureOfCall(place.call);
  const Passed passed = PassedAround(*site.source, place);
  std::erase_if(
      list, [&](const Completion& one) { return !MayPassKeyword(passed, signature, one.text); });
}

// Names that fit well take from others, but not from keywords.
void KeepShareOfNames(float share, std::vector<Completion>& list) {
  float total = 0;
  for (const Completion& one : list) total += IsKeyword(one) ? 0 : one.probability;
  if (total <= share) return;
  for (Completion& one : list) one.probability *= IsKeyword(one) ? 1 : share / total;
}

void Normalise(std::vector<Completion>& list, float& rest) {
  float total = rest;
  for (const Completion& one : list) total += one.probability;
  if (total <= 0) return;
  for (Completion& one : list) one.probability /= total;
  rest /= total;
}

}  // namespace

Result<std::vector<Completion>> Completer::Parts::RankKeywords(const FoundSite& site,
                                                               const Known& known) const {
  Result<std::vector<Completion>> names = Rank(site, Task::kKeywordName, known);
  if (names.ok()) DropImpossibleKeywords(site, known, *names);
  return names;
}

Result<Completer::Parts::Arguments> Completer::Parts::RankArgument(const FoundSite& site,
                                                                   const Known& known) const {
  Worth worth;
  FittingValues fitting(site, known);
  auto add = [&](const FoundSite& at, Task task, float share) -> Status {
    Result<std::vector<Completion>> ranked = Rank(at, task, known);
    if (!ranked.ok()) return ranked.error();
    if (task == Task::kArgument) fitting.WeighNames(*ranked);
    if (task == Task::kName) fitting.WeighBeginnings(*ranked);
    Add(*ranked, share, task == Task::kKeywordName ? "=" : "", worth);
    return {};
  };
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  float positional = 1, keyword = 0;
  if (place.keyword == ast::kNoNode) {
    Result<std::vector<Completion>> kinds = Rank(site, Task::kArgumentKind, known);
    if (!kinds.ok()) return kinds.error();
    positional = ProbabilityOf(bind::kPositionalText, *kinds);
    keyword = ProbabilityOf(bind::kKeywordText, *kinds);
  }
  Result<std::vector<Completion>> forms = Rank(site, Task::kArgumentPlaceholder, known);
  if (!forms.ok()) return forms.error();
  const float name = ProbabilityOf(bind::kNameText, *forms);
  const float other = ProbabilityOf(bind::kPlaceholderText, *forms);
  Status status = add(site, Task::kArgument, positional * name);
  if (status.ok() && keyword > 0) status = add(site, Task::kKeywordName, keyword);
  if (!status.ok()) return status.error();
  Result<FoundSite> read = AsRead(site);
  if (!read.ok()) return read.error();
  if (read->at >= 0) status = add(*read, Task::kName, positional * other);
  if (!status.ok()) return status.error();
  Arguments arguments;
  arguments.literal = positional * ProbabilityOf(bind::kLiteralText, *forms);
  for (auto& [text, one] : worth) {
    arguments.list.push_back({text, one.probability, std::move(one.kind)});
  }
  KeepShareOfNames(positional * (name + other), arguments.list);
  DropImpossible(site, known, keyword, arguments.list, arguments.literal);
  Normalise(arguments.list, arguments.literal);
  return arguments;
}

}  // namespace fastnode::predict
