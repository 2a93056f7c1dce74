#include "predict/describe/definition_place.h"

#include <string_view>
#include <vector>

#include "predict/describe/heading.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// The function or class of this name that a scope defines, or kNoNode.
NodeId DefinedIn(const types::Module& module, bind::ScopeId scope, std::string_view name) {
  const bind::VariableId variable = module.Find(scope, name);
  if (variable == bind::kNone) return kNoNode;
  for (const bind::Reference& reference : module.index().variables[variable].references) {
    const NodeId parent = module.tree()[reference.node].parent;
    if (parent != kNoNode && IsDefinition(module.tree(), parent) &&
        module.tree().Child(parent, Field::kName) == reference.node) {
      return parent;
    }
  }
  return kNoNode;
}

}  // namespace

Definition InSource(const Definition& declared, const types::Environment& environment,
                    std::shared_ptr<const types::Module>& holder) {
  if (declared.module == nullptr || !declared.module->is_stub()) return declared;
  const ast::Tree& stub = declared.module->tree();
  std::vector<std::string_view> names;  // outermost last
  for (NodeId node = declared.node; node != kNoNode; node = stub[node].parent) {
    if (!IsDefinition(stub, node)) continue;
    names.push_back(stub.Text(stub.Child(node, Field::kName)));
  }
  holder = environment.FindSource(declared.module->path());
  if (holder == nullptr) return declared;
  NodeId found{0};
  bind::ScopeId scope{0};
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    found = scope == bind::kNone ? kNoNode : DefinedIn(*holder, scope, *name);
    if (found == kNoNode) return declared;
    scope = holder->ScopeOfClass(found);
  }
  return {holder.get(), found, false};
}

Place PlaceOf(const Definition& definition) {
  const ast::Tree& tree = definition.module->tree();
  Place place;
  if (!definition.is_here) {
    place.file = definition.module->file();
    place.text = tree.source;
  }
  NodeId node = definition.node;
  if (tree[node].kind == Kind::kModule) return place;
  if (NodeId name = tree.Child(node, Field::kName); name != kNoNode) node = name;
  place.begin = tree[node].begin;
  place.end = tree[node].end;
  return place;
}

std::optional<Place> BoundHere(const bind::FileIndex& index, NodeId name,
                               types::TypeEvaluator& types) {
  const bind::VariableId variable = index.variable_of[name];
  if (variable != bind::kNone) {
    for (const bind::Reference& reference : index.variables[variable].references) {
      if (!bind::IsBinding(reference.kind)) continue;
      const ast::Node& node = index.tree[reference.node];
      return Place{"", "", node.begin, node.end};
    }
  }
  for (const bind::AttributeUse& use : index.attributes) {
    if (use.name != name) continue;
    for (const types::Member& member : types.Members(types.TypeOf(use.base))) {
      if (member.name != index.tree.Text(name) || member.node == kNoNode) continue;
      const ast::Node& node = index.tree[member.node];
      return Place{"", "", node.begin, node.end};
    }
  }
  return std::nullopt;
}

}  // namespace fastnode::predict
