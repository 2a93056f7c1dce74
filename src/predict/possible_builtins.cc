#include "predict/possible_builtins.h"

#include <algorithm>
#include <string_view>

#include "analyze/bind/reads.h"
#include "analyze/types/file/module.h"
#include "collect/pack/candidates.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

enum class Wanted : uint8_t { kAnything, kClass, kException };

// Whether a call asks of what class its first argument is.
bool AsksForClass(const ast::Tree& tree, NodeId call) {
  const NodeId callee = tree.Child(call, Field::kFunction);
  if (callee == kNoNode) return false;
  return tree.Text(callee) == "isinstance" || tree.Text(callee) == "issubclass";
}

Wanted WantedAt(const FoundSite& site) {
  if (site.at < 0) return Wanted::kAnything;
  const auto at = static_cast<size_t>(site.at);
  const ast::Tree& tree = site.source->index.tree;
  if (site.task == pack::Task::kArgument) {
    const bind::ArgumentPlace& place = site.source->places[at];
    const bool is_second = place.position == 1 && AsksForClass(tree, place.call);
    return is_second ? Wanted::kClass : Wanted::kAnything;
  }
  if (site.task != pack::Task::kName) return Wanted::kAnything;
  const NodeId read = site.source->reads[at];
  NodeId whole = read;  // except (A, B
  if (tree[read].parent != kNoNode && tree[tree[read].parent].kind == Kind::kTuple) {
    whole = tree[read].parent;
  }
  switch (bind::PositionOf(tree, whole)) {
    case bind::Position::kRaised:
    case bind::Position::kCaught:
      return Wanted::kException;
    case bind::Position::kBaseClass:
      return whole == read ? Wanted::kClass : Wanted::kAnything;
    default:
      return Wanted::kAnything;
  }
}

bool BindsAnywhere(const bind::FileIndex& index, std::string_view name) {
  return std::any_of(index.variables.begin(), index.variables.end(),
                     [&](const bind::Variable& variable) { return variable.name == name; });
}

bool IsClassOfBuiltins(const types::Module& builtins, std::string_view name) {
  const bind::VariableId variable = builtins.Find(bind::kModuleScope, name);
  if (variable == bind::kNone) return true;  // an older name of one, or nobody knows
  const auto references = builtins.index().variables[variable].references;
  return std::any_of(references.begin(), references.end(), [](const bind::Reference& one) {
    return one.kind == bind::ReferenceKind::kClass;
  });
}

// Builtins with a large letter are exceptions, but for these.
bool IsBuiltinException(std::string_view name) {
  return name[0] >= 'A' && name[0] <= 'Z' && name != "Ellipsis" && name != "NotImplemented" &&
         name != "True" && name != "False";
}

}  // namespace

void DropImpossibleBuiltins(const FoundSite& site, const Known& known, Answer& answer) {
  const Wanted wanted = WantedAt(site);
  if (wanted == Wanted::kAnything) return;
  const auto builtins = known.environment.Find("builtins");
  if (builtins == nullptr) return;
  const auto names = pack::Builtins();
  std::erase_if(answer.completions, [&](const Completion& one) {
    if (one.kind == "word" || !std::binary_search(names.begin(), names.end(), one.text)) {
      return false;
    }
    const bool is_possible = wanted == Wanted::kException ? IsBuiltinException(one.text)
                                                          : IsClassOfBuiltins(*builtins, one.text);
    return !is_possible && !BindsAnywhere(site.source->index, one.text);
  });
}

}  // namespace fastnode::predict
