#include "predict/offers.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyze/bind/reads.h"
#include "analyze/types/types.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "predict/auto_import/offer.h"
#include "predict/auto_import/where_to_insert.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/asker.h"
#include "predict/imports/star_names.h"
#include "predict/making/class_attributes.h"

namespace fastnode::predict {
namespace {

using pack::Task;

constexpr size_t kLettersTyped = 2;
constexpr size_t kMostOffers = 30;

// A word of the language: it is typed whole, or likelier than all names together.
bool IsWordMeant(const Answer& answer) {
  if (pack::IsWord(answer.prefix)) return true;
  return !answer.completions.empty() && answer.completions[0].kind == "word" &&
         answer.completions[0].probability >= 0.5F;
}

class Scope {
 public:
  Scope(const FoundSite& site, const Known& known)
      : brought_(StarNames(site.source->index, known.environment)) {
    const bind::FileIndex& index = site.source->index;
    for (bind::VariableId id : bind::VisibleVariables(index, NodeOf(site))) {
      names_.insert(index.variables[id].name);
    }
  }

  // What a star brings, as far as it is known.
  const Names& brought() const { return brought_; }

  bool Has(std::string_view name) const {
    const auto builtins = pack::Builtins();
    return names_.contains(name) || brought_.contains(name) ||
           std::binary_search(builtins.begin(), builtins.end(), name);
  }

 private:
  std::set<std::string_view> names_;
  const Names brought_;
};

// What the model has not looked at: names that a star brings.
void AddBrought(const Scope& scope, size_t max, Answer& answer) {
  std::set<std::string, std::less<>> seen;
  for (const Completion& one : answer.completions) seen.insert(one.text);
  for (const std::string& name : scope.brought()) {
    if (answer.completions.size() >= max) return;
    if (!pack::Fits(name, answer.prefix) || seen.contains(name)) continue;
    answer.completions.push_back({name, 0, "name"});
  }
}

// In the body of a class: what its bases give their objects, to be given anew, and what others with
// the same base set; the latter first if all of them do. Methods are offered behind `def`. Gives
// what was added.
std::set<std::string, std::less<>> AddOfClass(const FoundSite& site, const Known& known, size_t max,
                                              Answer& answer) {
  constexpr float kLikelyAnyway = 0.01F;
  if (site.task != Task::kName) return {};
  const bind::FileIndex& index = site.source->index;
  const ast::NodeId at = NodeOf(site);
  const bind::Scope& scope = index.scopes[index.scope_of[at]];
  const bool is_statement = bind::PositionOf(index.tree, at) == bind::Position::kStatement;
  if (scope.kind != bind::ScopeKind::kClass || !is_statement) return {};
  types::TypeEvaluator& types = TypesAt(site, known);
  const ClassAttributes attributes = ClassAttributesFor(index, scope.node, types, known.usage);
  std::vector<Completion>& list = answer.completions;
  std::set<std::string, std::less<>> added;
  auto add = [&](const std::vector<std::string>& names, size_t place) {
    for (const std::string& name : names) {
      if (!pack::Fits(name, answer.prefix) || !added.insert(name).second) continue;
      std::erase_if(list, [&](const Completion& one) { return one.text == name; });
      place = std::min(place, list.size());
      const float worth = place < list.size() ? list[place].probability : 0;
      list.insert(list.begin() + static_cast<std::ptrdiff_t>(place++), {name, worth, "field"});
    }
  };
  add(attributes.of_all_siblings, 0);
  const auto first = list.begin() + static_cast<std::ptrdiff_t>(added.size());
  const auto likely = std::find_if(
      first, list.end(), [&](const Completion& one) { return one.probability < kLikelyAnyway; });
  const auto place = static_cast<size_t>(likely - list.begin());
  std::vector<std::string> others = attributes.of_siblings;
  others.insert(others.end(), attributes.of_bases.begin(), attributes.of_bases.end());
  add(others, place);
  if (list.size() > max) list.resize(max);
  float total = 0;
  for (const Completion& one : list) total += one.probability;
  for (Completion& one : list) one.probability /= total > 1 ? total : 1;
  return added;
}

// In a method, what its object has: `self.` was forgotten. Few letters are a name's.
void AddOfSelf(const FoundSite& site, const Known& known, size_t max, Answer& answer) {
  constexpr size_t kLettersOfMember = 3;
  if (answer.prefix.size() < kLettersOfMember) return;
  const bind::FileIndex& index = site.source->index;
  const ast::Tree& tree = index.tree;
  ast::NodeId method = NodeOf(site);
  while (method != ast::kNoNode && tree[method].kind != ast::Kind::kFunctionDefinition) {
    method = tree[method].parent;
  }
  if (method == ast::kNoNode) return;
  const bind::Scope& round = index.scopes[index.scope_of[method]];
  const ast::NodeId parameters = tree.Child(method, ast::Field::kParameters);
  if (round.kind != bind::ScopeKind::kClass || parameters == ast::kNoNode) return;
  const ast::NodeId self = tree.FirstChild(parameters);
  if (self == ast::kNoNode || tree[self].kind != ast::Kind::kIdentifier) return;
  types::TypeEvaluator types(index, known.environment);
  const types::Type type = types.TypeOf(self);
  const bool is_own = type.local != ast::kNoNode && (type.kind == types::Type::Kind::kInstance ||
                                                     type.kind == types::Type::Kind::kClass);
  if (!is_own) return;
  std::set<std::string, std::less<>> seen;
  for (const Completion& one : answer.completions) seen.insert(one.text);
  for (const types::Member& member : types.Members(type)) {
    if (answer.completions.size() >= max) return;
    if (member.name.starts_with("__") || seen.contains(member.name)) continue;
    if (!pack::Fits(member.name, answer.prefix)) continue;
    const bool is_method = member.kind == types::MemberKind::kFunction;
    answer.completions.push_back({std::string(tree.Text(self)) + "." + std::string(member.name), 0,
                                  is_method ? "method" : "field"});
  }
}

// What can be imported, the edits included.
std::vector<Completion> Importing(const Question& question, const Known& known, const Scope& scope,
                                  size_t max, const Budget& budget, Answer& answer) {
  Importables importables = known.find_importables(budget);
  answer.late |= importables.late;
  if (known.exports != nullptr) importables.list.insert(importables.list.begin(), known.exports);
  const auto_import::Asker asker = AskerOf(question, known);
  const std::vector<auto_import::Offer> offers = auto_import::FindOffers(
      importables.list, {.prefix = answer.prefix,
                         .asker = asker,
                         .is_in_scope = [&](std::string_view name) { return scope.Has(name); },
                         .corpus = known.usage.corpus,
                         .max_offers = max});
  const auto_import::Imports imports(
      question.text, question.cursor, known.environment.standing().package,
      [&](std::string_view top) { return known.exports && known.exports->HasTopLevel(top); });
  std::vector<Completion> list;
  for (const auto_import::Offer& offer : offers) {
    list.push_back({offer.name, 0, std::string(auto_import::Name(offer.kind)), offer.import.module,
                    imports.EditsFor(offer.import)});
  }
  return list;
}

// Whether nothing may stand there but the name of a keyword: before its sign, behind another one.
bool IsNameOfKeyword(const FoundSite& site) {
  if (site.task != Task::kArgument) return false;
  if (site.behind.starts_with('=') && !site.behind.starts_with("==")) return true;
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  return place.after_keyword && place.keyword == ast::kNoNode;
}

}  // namespace

void AddOffers(const Question& question, const Known& known, const FoundSite& site,
               const Budget& budget, Answer& answer) {
  const bool is_place = site.task == Task::kName || site.task == Task::kArgument;
  const auto max = static_cast<size_t>(budget.max_completions);
  if (!is_place || IsNameOfKeyword(site)) return;
  const auto of_class = AddOfClass(site, known, max, answer);
  if (answer.prefix.empty() || answer.completions.size() >= max) return;
  const Scope scope(site, known);
  AddBrought(scope, max, answer);
  AddOfSelf(site, known, max, answer);
  if (!known.find_importables || answer.prefix.size() < kLettersTyped || IsWordMeant(answer) ||
      answer.completions.size() >= max) {
    return;
  }
  std::vector<Completion> offers =
      Importing(question, known, scope, std::min(kMostOffers, max), budget, answer);
  std::erase_if(answer.completions, [&](const Completion& one) {
    return !scope.Has(one.text) && !of_class.contains(one.text) &&
           std::any_of(offers.begin(), offers.end(),
                       [&](const auto& offer) { return offer.text == one.text; });
  });
  for (Completion& offer : offers) {
    if (answer.completions.size() < max) answer.completions.push_back(std::move(offer));
  }
}

}  // namespace fastnode::predict
