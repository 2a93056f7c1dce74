#include "predict/fit/passed_on.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// What a call calls, seen from the function that it stands in.
enum class Called : uint8_t {
  kParameter,  // something that was passed: `fn(|` in a decorator
  kSuper,      // the method that it overrides: `super().save(|` in `save`
  kNamesake,   // another method of its name
  kOther,
};

// How often it is passed on as the first argument, as a later one, and `**kwargs` behind `*args`.
// Of some 30,000 calls in functions of installed packages and the standard library that take them.
struct ShareOfPassed {
  float first, later, behind;
};
constexpr std::array<ShareOfPassed, 4> kOfBoth = {
    {{0.56F, 0.71F, 0.99F}, {0.71F, 0.51F, 0.97F}, {0.31F, 0.52F, 0.89F}, {0.05F, 0.10F, 0.92F}}};
constexpr std::array<ShareOfPassed, 4> kOfListAlone = {
    {{0.32F, 0.44F, 0}, {0.28F, 0.46F, 0}, {0.43F, 0.71F, 0}, {0.036F, 0.07F, 0}}};
constexpr std::array<ShareOfPassed, 4> kOfDictionaryAlone = {
    {{0.13F, 0.34F, 0}, {0.20F, 0.45F, 0}, {0.08F, 0.36F, 0}, {0.018F, 0.13F, 0}}};
// Of what is passed on nobody passes the list itself.
constexpr float kOfPlainWhenPassed = 0.01F;

// The names behind the stars of a function's parameters; "" if it has none.
struct Stars {
  std::string_view list, dictionary;
};

Stars StarsOf(const ast::Tree& tree, NodeId function) {
  Stars stars;
  const NodeId parameters = tree.Child(function, Field::kParameters);
  if (parameters == kNoNode) return stars;
  for (NodeId node : tree.Subtree(parameters)) {
    const Kind kind = tree[node].kind;
    if (kind != Kind::kListSplatPattern && kind != Kind::kDictionarySplatPattern) continue;
    const NodeId sign = tree.FirstChild(node);
    const NodeId name = sign == kNoNode ? sign : tree.NextSibling(sign);
    if (name == kNoNode || tree[name].kind != Kind::kIdentifier) continue;
    (kind == Kind::kListSplatPattern ? stars.list : stars.dictionary) = tree.Text(name);
  }
  return stars;
}

NodeId RoundCall(const ast::Tree& tree, NodeId call) {
  for (NodeId up = tree[call].parent; up != kNoNode; up = tree[up].parent) {
    const Kind kind = tree[up].kind;
    if (kind == Kind::kFunctionDefinition || kind == Kind::kLambda) return up;
    if (kind == Kind::kClassDefinition) return kNoNode;
  }
  return kNoNode;
}

Called CalledBy(const bind::FileIndex& index, NodeId function, NodeId call) {
  const ast::Tree& tree = index.tree;
  const NodeId callee = tree.Child(call, Field::kFunction);
  if (callee == kNoNode) return Called::kOther;
  if (tree[callee].kind == Kind::kIdentifier) {
    const bind::VariableId variable = index.variable_of[callee];
    if (variable == bind::kNone) return Called::kOther;
    const auto references = index.variables[variable].references;
    const bool is_parameter = std::any_of(
        references.begin(), references.end(),
        [](const bind::Reference& one) { return one.kind == bind::ReferenceKind::kParameter; });
    return is_parameter ? Called::kParameter : Called::kOther;
  }
  const NodeId own = tree.Child(function, Field::kName);
  const NodeId name =
      tree[callee].kind == Kind::kAttribute ? tree.Child(callee, Field::kAttribute) : kNoNode;
  if (own == kNoNode || name == kNoNode || tree.Text(own) != tree.Text(name)) return Called::kOther;
  const NodeId object = tree.Child(callee, Field::kObject);
  const bool is_super = object != kNoNode && tree.Text(object).starts_with("super(");
  return is_super ? Called::kSuper : Called::kNamesake;
}

// What is named before the star goes before it: less than the likeliest of these parameters, as far
// as they are not passed yet.
float BelowNamed(const ast::Tree& tree, NodeId function, const bind::ArgumentPlace& place,
                 const std::vector<Completion>& names) {
  constexpr float kBelow = 0.9f;
  std::set<std::string_view> left;
  const NodeId parameters = tree.Child(function, Field::kParameters);
  for (NodeId c = parameters == kNoNode ? kNoNode : tree.FirstChild(parameters); c != kNoNode;
       c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kListSplatPattern) break;
    const NodeId name = tree[c].kind == Kind::kIdentifier ? c : tree.FirstChild(c);
    if (name != kNoNode && tree[name].kind == Kind::kIdentifier) left.insert(tree.Text(name));
  }
  for (NodeId c = tree.FirstChild(place.list); c != kNoNode; c = tree.NextSibling(c)) {
    left.erase(tree.Text(c));
  }
  const NodeId callee = tree.Child(place.call, Field::kFunction);
  const std::string_view object =
      tree[callee].kind == Kind::kAttribute ? tree.Text(tree.Child(callee, Field::kObject)) : "";
  left.erase(object.starts_with("super(") ? "self" : object);
  float best = 0;
  for (const Completion& one : names) {
    if (left.contains(one.text)) best = std::max(best, one.probability);
  }
  // Both are scaled by what the star leaves: p (1 - s) > s.
  return best > 0 ? kBelow * best / (1 + best) : 1;
}

}  // namespace

void AddPassedOn(const FoundSite& site, const Budget& budget, Answer& answer) {
  if (site.task != pack::Task::kArgument || !site.prefix.empty()) return;
  const bind::FileIndex& index = site.source->index;
  const ast::Tree& tree = index.tree;
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  if (place.keyword != kNoNode || place.list == kNoNode) return;
  const NodeId function = RoundCall(tree, place.call);
  if (function == kNoNode) return;
  const Stars stars = StarsOf(tree, function);
  if (stars.list.empty() && stars.dictionary.empty()) return;
  const std::string list = "*" + std::string(stars.list),
                    dictionary = "**" + std::string(stars.dictionary);
  bool has_list = stars.list.empty(), has_dictionary = stars.dictionary.empty();
  bool is_behind = false;
  for (NodeId c = tree.FirstChild(place.list); c != kNoNode; c = tree.NextSibling(c)) {
    has_dictionary |= tree.Text(c) == dictionary;
    if (stars.list.empty() || tree.Text(c) != list) continue;
    has_list = true;
    is_behind = c < place.argument;
  }
  if ((has_list && has_dictionary) || (place.after_keyword && has_dictionary)) return;
  const auto called = static_cast<size_t>(CalledBy(index, function, place.call));
  const bool has_both = !stars.list.empty() && !stars.dictionary.empty();
  const bool is_list = !has_list && !place.after_keyword;
  const ShareOfPassed& shares =
      has_both ? kOfBoth[called] : (is_list ? kOfListAlone : kOfDictionaryAlone)[called];
  float share = place.position == 0 ? shares.first : shares.later;
  if (has_both && !is_list) share = is_behind ? shares.behind : kOfDictionaryAlone[called].later;
  const bool passes_on = called != static_cast<size_t>(Called::kOther);
  std::vector<Completion>& names = answer.completions;
  if (is_list && passes_on) share = std::min(share, BelowNamed(tree, function, place, names));
  for (Completion& one : names) {
    const bool is_plain = one.text == stars.list || one.text == stars.dictionary;
    one.probability *= (1 - share) * (passes_on && is_plain ? kOfPlainWhenPassed : 1);
  }
  names.push_back({is_list ? list : dictionary, share, "name"});
  std::stable_sort(names.begin(), names.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
  const auto max = static_cast<size_t>(budget.max_completions);
  if (names.size() > max) names.resize(max);
}

}  // namespace fastnode::predict
