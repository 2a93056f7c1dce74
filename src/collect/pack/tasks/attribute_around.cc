#include "collect/pack/tasks/attribute_around.h"

#include <algorithm>
#include <string>

#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"
#include "collect/pack/cut.h"
#include "collect/pack/signature.h"
#include "collect/pack/surroundings.h"
#include "collect/pack/tasks/variables.h"

namespace fastnode::pack {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

const UseKeys& OwnKeys(const AnalysedSource& source, const Site& site) {
  return source.use_keys[static_cast<size_t>(site.at)];
}

// The conditions that hold at the site: of the branches and loops around it, the closest first.
std::vector<NodeId> GuardsOf(const ast::Tree& tree, NodeId site) {
  std::vector<NodeId> guards;
  for (NodeId node = site; tree[node].parent != kNoNode; node = tree[node].parent) {
    const NodeId parent = tree[node].parent;
    switch (tree[parent].kind) {
      case Kind::kIfStatement:
      case Kind::kElifClause:
      case Kind::kWhileStatement: {
        // What is done if it does not hold is another child.
        const bool holds =
            tree[node].field == ast::Field::kConsequence || tree[node].field == ast::Field::kBody;
        const NodeId condition = tree.Child(parent, ast::Field::kCondition);
        if (holds && condition != kNoNode) guards.push_back(condition);
        break;
      }
      case Kind::kFunctionDefinition:
      case Kind::kClassDefinition:
        return guards;
      default:
        break;
    }
  }
  return guards;
}

void SortOnce(std::vector<uint32_t>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// The attribute used last on the same base in the same function.
std::string_view PreviousOf(const AnalysedSource& source, const Site& site) {
  const UseKeys& own = OwnKeys(source, site);
  if (own.base == 0) return "";
  for (auto i = static_cast<size_t>(site.at); i-- > 0;) {
    const UseKeys& before = source.use_keys[i];
    if (before.base != own.base || before.function != own.function) continue;
    return source.index.tree.Text(source.index.attributes[i].name);
  }
  return "";
}

}  // namespace

corpus::NarrowKeys NarrowKeysAt(const AnalysedSource& source, const Site& site,
                                std::string_view type_name) {
  const UseKeys& own = OwnKeys(source, site);
  const std::string path = bind::PathText(source.index.tree, site.base);
  corpus::UseSurroundings around;
  around.position = own.position;
  if (own.last != 0) around.last = bind::LastComponent(path);
  around.type = type_name;
  around.previous = PreviousOf(source, site);
  around.function = bind::NameOfScope(source.index, own.function);
  around.purpose = bind::PurposeOf(source.index.tree, site.attribute);
  return corpus::NarrowKeysOf(around);
}

SaidBefore FindSaidBefore(const AnalysedSource& source, const Site& site) {
  const ast::Tree& tree = source.index.tree;
  const UseKeys& own = OwnKeys(source, site);
  const NodeId statement = StatementAround(tree, site.attribute);
  const std::vector<NodeId> guards = GuardsOf(tree, site.attribute);
  SaidBefore said;
  for (auto i = static_cast<size_t>(site.at); i-- > 0;) {
    const bind::AttributeUse& use = source.index.attributes[i];
    const uint32_t name = source.use_names[i];
    if (name == corpus::kNoName) continue;
    const bool on_base =
        own.base != 0 && source.use_keys[i].base == own.base && !site.Touches(tree, use.base);
    if (on_base && use.node >= statement) said.on_base.push_back(name);
    for (NodeId guard : guards) {
      if (use.node < guard || use.node >= tree[guard].subtree_end) continue;
      said.guard.push_back(name);
      if (on_base) said.guard_on_base.push_back(name);
    }
    const bool is_far = use.node < statement && (guards.empty() || use.node < guards.back());
    if (is_far) break;
  }
  for (auto* list : {&said.on_base, &said.guard, &said.guard_on_base}) SortOnce(*list);
  return said;
}

std::vector<std::string_view> UnreadAround(const AnalysedSource& source, const Site& site) {
  const bind::FileIndex& index = source.index;
  const bind::ScopeId function = OwnKeys(source, site).function;
  std::vector<std::string_view> names;
  if (function == bind::kNone) return names;
  for (bind::VariableId id : bind::VisibleVariables(index, site.attribute)) {
    const bind::Variable& variable = index.variables[id];
    if (variable.scope == function && ReadingOf(index, variable, site).unread) {
      names.push_back(variable.name);
    }
  }
  return names;
}

ParametersAround FindParametersAround(const AnalysedSource& source, const Site& site) {
  const bind::FileIndex& index = source.index;
  const bind::ScopeId function = OwnKeys(source, site).function;
  ParametersAround parameters;
  for (const bind::Variable* variable : ParametersOf(index, function)) {
    if (variable->name == index.tree.Text(site.base)) continue;
    parameters.names.push_back(variable->name);
    const auto& references = variable->references;
    const bool is_used =
        std::any_of(references.begin() + 1, references.end(),
                    [&](const bind::Reference& r) { return site.Distance(r.node) < 0; });
    if (!is_used && parameters.next.empty()) parameters.next = variable->name;
  }
  return parameters;
}

std::string_view ParameterThatGets(const AnalysedSource& source, const Site& site,
                                   types::TypeEvaluator& types) {
  const ast::Tree& tree = source.index.tree;
  if (OwnKeys(source, site).position != bind::Position::kArgument) return "";
  NodeId argument = site.attribute;
  while (tree[argument].parent != kNoNode &&
         tree[tree[argument].parent].begin == tree[argument].begin) {
    argument = tree[argument].parent;
  }
  const NodeId list = tree[argument].parent;
  if (list == kNoNode || tree[list].kind != Kind::kArgumentList) return "";
  const NodeId call = tree[list].parent;
  if (call == kNoNode || tree[call].kind != Kind::kCall) return "";
  size_t at = 0;
  for (NodeId c = tree.FirstChild(list); c != argument; c = tree.NextSibling(c), ++at) {
    if (c == kNoNode || tree[c].kind == Kind::kKeywordArgument) return "";
  }
  const Signature signature = SignatureOf(source.index, call, types);
  const bool is_known = at < signature.parameters.size() && !signature.parameters[at].keyword_only;
  return is_known ? signature.parameters[at].name : "";
}

}  // namespace fastnode::pack
