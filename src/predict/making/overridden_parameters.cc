#include "predict/making/overridden_parameters.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/line_ends.h"
#include "analyze/types/file/parameters.h"
#include "analyze/types/file/references.h"
#include "analyze/types/types.h"
#include "collect/pack/candidates.h"
#include "predict/cache/analysis_memory.h"
#include "predict/cursor/parameter_place.h"
#include "predict/making/special_methods.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kMaxDefault = 20;  // bytes of one that is offered with its parameter

// As it is written: "name", "name=1", "*args".
using Written = std::vector<std::string>;

bool IsReceiver(std::string_view name) { return name == "self" || name == "cls" || name == "mcs"; }

Written ParametersOf(const types::File& f, NodeId function) {
  Written list;
  for (const types::Parameter& one : types::ReadParameters(f, function)) {
    const bool is_first = list.empty() && one.identifier != kNoNode;
    if (is_first && IsReceiver(one.name)) continue;
    if (one.name.starts_with("__")) continue;  // an old way to say that it has no name
    std::string text(one.name);
    if (one.kind == types::ParameterKind::kList) text = "*" + text;
    if (one.kind == types::ParameterKind::kDictionary) text = "**" + text;
    const std::string_view value = one.value == kNoNode ? "" : f.text(one.value);
    const bool tells = !value.empty() && value != "..." && value.size() <= kMaxDefault &&
                       value.find('\n') == value.npos;
    if (tells) text += one.annotation == kNoNode ? "=" + std::string(value) : "";
    list.push_back(std::move(text));
  }
  return list;
}

Written ParametersOfSpecial(std::string_view function) {
  Written list;
  for (const SpecialMethod& method : SpecialMethods()) {
    if (method.name != function) continue;
    std::string_view rest = method.parameters;
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(", "), rest.size());
      const std::string_view name = rest.substr(0, comma);
      if (!IsReceiver(name)) list.emplace_back(name);
      rest.remove_prefix(std::min(comma + 2, rest.size()));
    }
  }
  return list;
}

// Of the first base that has such a method.
Written ParametersOfBases(const types::File& f, NodeId owner, std::string_view function,
                          types::TypeEvaluator& types) {
  const NodeId bases = f.child(owner, Field::kSuperclasses);
  if (bases == kNoNode) return {};
  for (NodeId base = f.first(bases); base != kNoNode; base = f.next(base)) {
    if (f.kind(base) == Kind::kKeywordArgument) continue;
    const types::Type type = types.TypeOf(base);
    if (type.kind != types::Type::Kind::kClass) continue;
    const auto method = types.DefinitionOf(types.TypeOfMember(type, function));
    if (method.module == nullptr) continue;
    const types::File there{.module = method.module};
    if (there.kind(method.node) != Kind::kFunctionDefinition) continue;
    return ParametersOf(there, method.node);
  }
  return {};
}

// What a parameter is called, of how it is written.
std::string_view BareName(std::string_view written) {
  written.remove_prefix(std::min(written.find_first_not_of('*'), written.size()));
  return written.substr(0, written.find('='));
}

NodeId FunctionRound(const types::File& f, size_t begin) {
  for (NodeId node : f.tree().ids()) {
    if (f.kind(node) != Kind::kIdentifier || f.tree()[node].begin != begin) continue;
    while (node != kNoNode && f.kind(node) != Kind::kFunctionDefinition) node = f.parent(node);
    return node;
  }
  return kNoNode;
}

}  // namespace

Result<std::optional<Answer>> CompleteOverriddenParameter(const Question& question,
                                                          const Known& known,
                                                          const Budget& budget) {
  using Nothing = std::optional<Answer>;
  if (question.cursor > question.text.size()) return Nothing();
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<ParameterPlace> place = FindParameterPlace(text, question.cursor);
  if (!place || place->given.empty()) return Nothing();  // behind the bracket it is the receiver
  Result<Analysed> analysed =
      AnalyseWithParameter(text, *place, question.cursor, known.memory, budget.patience);
  if (!analysed.ok()) return analysed.error();
  const types::Standing& standing = known.environment.standing();
  const types::Module module((*analysed)->index, standing.module, standing.package);
  const types::File f{.module = &module};
  const NodeId function = FunctionRound(f, place->word);
  const NodeId owner = function == kNoNode ? NodeId(kNoNode) : types::ClassOfFunction(f, function);
  if (owner == kNoNode) return Nothing();
  Written written = ParametersOfSpecial(place->function);
  if (written.empty()) {
    types::TypeEvaluator types((*analysed)->index, known.environment);
    written = ParametersOfBases(f, owner, place->function, types);
  }
  if (written.empty()) return Nothing();
  Answer answer{
      pack::Task::kName,     text.substr(place->word, question.cursor - place->word), {}, {}, false,
      Origin::kInDeclaration};
  float share = 0.5F;  // halves of halves: the order is all that is known
  for (std::string& one : written) {
    const std::string_view name = BareName(one);
    const auto& given = place->given;
    if (std::find(given.begin(), given.end(), name) != given.end()) continue;
    if (!pack::Fits(name, answer.prefix)) continue;
    if (name.size() < one.size() && one[0] == '*' && !answer.prefix.empty()) continue;
    answer.completions.push_back({std::move(one), std::exchange(share, share / 2), "name"});
  }
  if (std::ssize(answer.completions) > budget.max_completions) {
    answer.completions.resize(static_cast<size_t>(budget.max_completions));
  }
  return Nothing(std::move(answer));
}

}  // namespace fastnode::predict
