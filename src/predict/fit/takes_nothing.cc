#include "predict/fit/takes_nothing.h"

#include <string>
#include <string_view>

namespace fastnode::predict {
namespace {

// A decorator that leaves the parameters as they are.
bool KeepsParameters(std::string_view decorator) {
  for (const char* one : {"@classmethod", "@staticmethod", "@abstractmethod"}) {
    if (decorator == one) return true;
  }
  return decorator == "@abc.abstractmethod";
}

// Whether the definition has no decorator that may change what a call takes.
bool IsAsWritten(const types::TypeEvaluator::Definition& definition) {
  if (definition.module == nullptr) return false;
  const ast::Tree& tree = definition.module->tree();
  const ast::NodeId decorated = tree[definition.node].parent;
  if (decorated == ast::kNoNode || tree[decorated].kind != ast::Kind::kDecoratedDefinition) {
    return true;
  }
  for (ast::NodeId c = tree.FirstChild(decorated); c != ast::kNoNode; c = tree.NextSibling(c)) {
    const bool is_decorator = tree[c].kind == ast::Kind::kDecorator;
    if (is_decorator && !KeepsParameters(tree.Text(c))) return false;
  }
  return true;
}

// Whether the class has no other constructor than every object has.
bool HasNoConstructor(types::TypeEvaluator& types, const types::Type& cls) {
  auto is_of_objects = [&](std::string_view name) {
    const types::Type method = types.TypeOfMember(cls, name);
    return method.kind == types::Type::Kind::kUnknown ||
           method.path == "builtins.object." + std::string(name);
  };
  return is_of_objects("__init__") && is_of_objects("__new__");
}

}  // namespace

bool TakesNothing(const FoundSite& site, const Known& known) {
  if (site.task != pack::Task::kArgument || !site.prefix.empty()) return false;
  const bind::FileIndex& index = site.source->index;
  const ast::NodeId call = site.source->places[static_cast<size_t>(site.at)].call;
  const ast::NodeId callee = index.tree.Child(call, ast::Field::kFunction);
  if (callee == ast::kNoNode) return false;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type type = types.TypeOf(callee);
  const bool is_class = type.kind == types::Type::Kind::kClass;
  if (types.Alternatives(type).size() != 1) return false;
  if (is_class && types.OpennessOf(type) != types::TypeEvaluator::Openness::kClosed) return false;
  const types::CallSignature signature = types.SignatureOfCall(call);
  if (is_class && !signature.known && HasNoConstructor(types, type)) {
    return IsAsWritten(types.DefinitionOf(type));
  }
  return signature.known && !signature.is_overloaded && !signature.takes_list &&
         !signature.takes_dictionary && signature.parameters.empty() &&
         IsAsWritten(types.DefinitionOf(type));
}

}  // namespace fastnode::predict
