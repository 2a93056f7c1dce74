// DescribeName: the type of the name at the cursor gives its label; the definition of that type,
// its documentation and place; and where the type has none, the file itself does.
#include "predict/describe/describe.h"

#include <utility>

#include "predict/cursor/site.h"
#include "predict/describe/definition_place.h"
#include "predict/describe/heading.h"

namespace fastnode::predict {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using TypeKind = types::Type::Kind;

// The identifier that the cursor touches.
NodeId NameAt(const ast::Tree& tree, uint64_t cursor) {
  NodeId best = kNoNode;
  for (NodeId node : tree.ids()) {
    const ast::Node& n = tree[node];
    if (n.kind == Kind::kIdentifier && n.begin <= cursor && cursor <= n.end) best = node;
  }
  return best;
}

// Whose type is the name's: of an attribute, the whole expression.
NodeId ExpressionOf(const bind::FileIndex& index, NodeId name) {
  for (const bind::AttributeUse& use : index.attributes) {
    if (use.name == name) return use.node;
  }
  return name;
}

// The function or class that the name stands in the head of, or kNoNode.
NodeId DefinitionNamed(const ast::Tree& tree, NodeId name) {
  const NodeId parent = tree[name].parent;
  const bool names = parent != kNoNode && IsDefinition(tree, parent) &&
                     tree.Child(parent, ast::Field::kName) == name;
  return names ? parent : kNoNode;
}

// "" of an unknown type.
std::string LabelOf(std::string_view name, const types::Type& type, const Definition& definition,
                    types::TypeEvaluator& types) {
  if (type.kind == TypeKind::kModule) return "module " + type.path;
  const bool defines = type.kind == TypeKind::kFunction || type.kind == TypeKind::kClass;
  if (defines && definition.module != nullptr &&
      IsDefinition(definition.module->tree(), definition.node)) {
    return Heading(definition.module->tree(), definition.node);
  }
  if (type.kind == TypeKind::kUnknown) return "";
  return OneLine(std::string(name) + ": " + types.Describe(type));
}

}  // namespace

Result<std::optional<Description>> DescribeName(const Question& question, const Known& known) {
  using Nothing = std::optional<Description>;
  Result<Analysed> analysed =
      Analyse(known.memory, question.text, std::chrono::steady_clock::now() + kPatience);
  if (!analysed.ok()) return analysed.error();
  const bind::FileIndex& index = (*analysed)->index;
  const NodeId name = NameAt(index.tree, question.cursor);
  if (name == kNoNode) return Nothing();
  Description description;
  description.begin = index.tree[name].begin;
  description.end = index.tree[name].end;
  if (const NodeId named = DefinitionNamed(index.tree, name); named != kNoNode) {
    description.label = Heading(index.tree, named);
    description.documentation = Documentation(index.tree, named);
    description.definition = Place{"", "", description.begin, description.end};
    return Nothing(std::move(description));
  }
  types::TypeEvaluator types(index, known.environment);
  const types::Type type = types.TypeOf(ExpressionOf(index, name));
  const Definition definition = types.DefinitionOf(type);
  const std::string text(index.tree.Text(name));
  description.label = LabelOf(text, type, definition, types);
  // An instance is described by its own name, not by its class.
  if (definition.module != nullptr && type.kind != TypeKind::kInstance) {
    std::shared_ptr<const types::Module> holder;
    const Definition written = InSource(definition, known.environment, holder);
    description.documentation = Documentation(written.module->tree(), written.node);
    if (written.is_here || !written.module->file().empty()) {
      description.definition = PlaceOf(written);
    }
  }
  if (!description.definition.has_value()) {
    description.definition = BoundHere(index, name, types);
  }
  if (description.label.empty()) {
    if (!description.definition.has_value()) return Nothing();
    description.label = text;
  }
  return Nothing(std::move(description));
}

}  // namespace fastnode::predict
