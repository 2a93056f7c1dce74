#include "predict/fit/base_annotation.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyze/bind/file_index.h"
#include "analyze/types/file/parameters.h"
#include "analyze/types/types.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "predict/fit/private_names.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// Of 901 parameters whose base declares them, in methods that declare them as well.
constexpr float kShareOfBase = 0.93F;
constexpr size_t kLongestAnnotation = 60;

// An annotation in the file that has it.
struct Annotation {
  const types::Module* module = nullptr;
  NodeId node = kNoNode;
};

// What a read annotates: a parameter or the result of a function, or a variable of a class.
struct WhatIsAnnotated {
  NodeId function = kNoNode;  // kNoNode: a variable
  std::string_view name;      // of the parameter or the variable, "" of a result
};

WhatIsAnnotated AnnotatedAt(const ast::Tree& tree, NodeId read) {
  const NodeId annotation = tree[read].parent;
  if (annotation == kNoNode || tree[annotation].kind != Kind::kType) return {};
  const NodeId annotated = tree[annotation].parent;
  switch (tree[annotated].kind) {
    case Kind::kFunctionDefinition:
      return {annotated, ""};
    case Kind::kTypedParameter:
    case Kind::kTypedDefaultParameter: {
      const NodeId list = tree[annotated].parent, name = tree.FirstChild(annotated);
      const NodeId function = list == kNoNode ? list : tree[list].parent;
      const bool is_of_function = function != kNoNode && name != kNoNode &&
                                  tree[function].kind == Kind::kFunctionDefinition &&
                                  tree[name].kind == Kind::kIdentifier;
      return is_of_function ? WhatIsAnnotated{function, tree.Text(name)} : WhatIsAnnotated();
    }
    case Kind::kAssignment: {
      const NodeId left = tree.Child(annotated, Field::kLeft);
      const bool is_name = left != kNoNode && tree[left].kind == Kind::kIdentifier;
      return is_name ? WhatIsAnnotated{kNoNode, tree.Text(left)} : WhatIsAnnotated();
    }
    default:
      return {};
  }
}

NodeId AnnotationOfMethod(const types::Module& module, NodeId method, std::string_view parameter) {
  const types::File f{.module = &module};
  if (f.kind(method) != Kind::kFunctionDefinition) return kNoNode;
  if (parameter.empty()) return f.child(method, Field::kReturnType);
  for (const types::Parameter& one : types::ReadParameters(f, method)) {
    if (one.name == parameter) return one.annotation;
  }
  return kNoNode;
}

NodeId AnnotationOfVariable(const ast::Tree& tree, NodeId owner, std::string_view name) {
  const NodeId body = tree.Child(owner, Field::kBody);
  for (NodeId s = body == kNoNode ? body : tree.FirstChild(body); s != kNoNode;
       s = tree.NextSibling(s)) {
    const NodeId assignment = tree.FirstChild(s);
    if (assignment == kNoNode || tree[assignment].kind != Kind::kAssignment) continue;
    const NodeId left = tree.Child(assignment, Field::kLeft);
    const NodeId annotation = tree.Child(assignment, Field::kType);
    if (left != kNoNode && annotation != kNoNode && tree.Text(left) == name) return annotation;
  }
  return kNoNode;
}

// Of the first base that declares it.
Annotation AnnotationOfBases(const ast::Tree& tree, NodeId owner, const WhatIsAnnotated& annotated,
                             types::TypeEvaluator& types) {
  const NodeId bases = tree.Child(owner, Field::kSuperclasses);
  for (NodeId c = bases == kNoNode ? bases : tree.FirstChild(bases); c != kNoNode;
       c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kKeywordArgument) continue;
    const types::Type base = types.TypeOf(c);
    if (base.kind != types::Type::Kind::kClass) continue;
    Annotation found;
    if (annotated.function == kNoNode) {
      const auto cls = types.DefinitionOf(base);
      if (cls.module == nullptr) continue;
      found = {cls.module, AnnotationOfVariable(cls.module->tree(), cls.node, annotated.name)};
    } else {
      const std::string_view method = tree.Text(tree.Child(annotated.function, Field::kName));
      const auto definition = types.DefinitionOf(types.TypeOfMember(base, method));
      if (definition.module == nullptr) continue;
      found = {definition.module,
               AnnotationOfMethod(*definition.module, definition.node, annotated.name)};
    }
    if (found.node != kNoNode) return found;
  }
  return {};
}

// Whether a name stands for other types in every class: `T = TypeVar("T")`.
bool IsTypeVariable(const ast::Tree& tree, std::string_view name) {
  return tree.source.find(std::string(name) + " = TypeVar") != std::string::npos ||
         tree.source.find(std::string(name) + " = typing.TypeVar") != std::string::npos;
}

// Whether each name of an annotation is one here, too.
bool MeansSomething(const Annotation& annotation, const bind::FileIndex& index, NodeId read) {
  const ast::Tree& tree = annotation.module->tree();
  const auto builtins = pack::Builtins();
  std::vector<std::string_view> visible;
  for (bind::VariableId id : bind::VisibleVariables(index, read)) {
    visible.push_back(index.variables[id].name);
  }
  for (NodeId node : tree.Subtree(annotation.node)) {
    if (tree[node].kind == Kind::kString) return false;
    if (tree[node].kind != Kind::kIdentifier) continue;
    const NodeId parent = tree[node].parent;
    const bool is_behind_dot = parent != kNoNode && tree[parent].kind == Kind::kAttribute &&
                               tree.Child(parent, Field::kAttribute) == node;
    if (is_behind_dot) continue;
    const std::string_view name = tree.Text(node);
    if (IsTypeVariable(tree, name)) return false;
    const bool is_here = std::find(visible.begin(), visible.end(), name) != visible.end() ||
                         std::binary_search(builtins.begin(), builtins.end(), name);
    if (!is_here) return false;
  }
  return true;
}

}  // namespace

void PutBaseAnnotationFirst(const FoundSite& site, const Known& known,
                            std::vector<Completion>& names) {
  const bind::FileIndex& index = site.source->index;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const WhatIsAnnotated annotated = AnnotatedAt(index.tree, read);
  if (annotated.function == kNoNode && annotated.name.empty()) return;
  const NodeId inner = annotated.function == kNoNode ? read : annotated.function;
  const NodeId owner = ClassRound(index.tree, inner);
  if (owner == kNoNode || index.scopes[index.scope_of[inner]].node != owner) return;
  const Annotation found = AnnotationOfBases(index.tree, owner, annotated, TypesAt(site, known));
  if (found.node == kNoNode) return;
  const std::string text(found.module->tree().Text(found.node));
  const bool is_short = text.size() <= kLongestAnnotation && text.find('\n') == text.npos;
  if (!is_short || !pack::Fits(text, site.prefix) || !MeansSomething(found, index, read)) return;
  std::erase_if(names, [&](const Completion& one) { return one.text == text; });
  float others = 0;
  for (const Completion& one : names) others += one.probability;
  for (Completion& one : names) {
    if (others > 0) one.probability *= (1 - kShareOfBase) / others;
  }
  names.push_back({text, kShareOfBase, "class"});
}

}  // namespace fastnode::predict
