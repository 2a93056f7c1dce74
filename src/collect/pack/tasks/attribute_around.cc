#include "collect/pack/tasks/attribute_around.h"

#include <algorithm>
#include <string>

#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"
#include "collect/pack/cut.h"
#include "collect/pack/signature.h"

namespace fastnode::pack {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

const UseKeys& OwnKeys(const AnalysedSource& source, const Site& site) {
  return source.use_keys[static_cast<size_t>(site.at)];
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
  return corpus::NarrowKeysOf(around);
}

ParametersAround FindParametersAround(const AnalysedSource& source, const Site& site) {
  const bind::FileIndex& index = source.index;
  const bind::ScopeId function = OwnKeys(source, site).function;
  ParametersAround parameters;
  if (function == bind::kNone) return parameters;
  for (const bind::Variable& variable : index.variables) {
    if (variable.scope != function || variable.references.empty() ||
        variable.references[0].kind != bind::ReferenceKind::kParameter ||
        variable.name == index.tree.Text(site.base)) {
      continue;
    }
    parameters.names.push_back(variable.name);
    const bool is_used =
        std::any_of(variable.references.begin() + 1, variable.references.end(),
                    [&](const bind::Reference& r) { return site.Distance(r.node) < 0; });
    if (!is_used && parameters.next.empty()) parameters.next = variable.name;
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
