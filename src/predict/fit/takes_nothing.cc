#include "predict/fit/takes_nothing.h"

#include <string>
#include <string_view>

#include "predict/fit/call_rules.h"

namespace fastnode::predict {
namespace {

// A decorator that leaves the parameters as they are, or makes those that types know.
bool KeepsParameters(std::string_view decorator) {
  for (const char* one : {"@classmethod", "@staticmethod", "@abstractmethod", "@overload"}) {
    if (decorator == one) return true;
  }
  return decorator == "@abc.abstractmethod" || decorator.starts_with("@dataclass");
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

// Whether a name may be one thing or another: `def f(x)` and `f = g` below. Overloads are several
// definitions of one.
bool IsBoundTwice(const bind::FileIndex& index, ast::NodeId callee) {
  if (index.tree[callee].kind != ast::Kind::kIdentifier) return false;
  const bind::VariableId id = index.variable_of[callee];
  if (id == bind::kNone || index.tree.source.find("overload") != std::string::npos) return false;
  int count = 0;
  for (const bind::Reference& one : index.variables[id].references) {
    count += bind::IsBinding(one.kind) ? 1 : 0;
  }
  return count > 1;
}

}  // namespace

bool IsMadeOfNothing(types::TypeEvaluator& types, const types::Type& cls) {
  return cls.kind == types::Type::Kind::kClass &&
         types.OpennessOf(cls) == types::TypeEvaluator::Openness::kClosed &&
         HasNoConstructor(types, cls) && IsAsWritten(types.DefinitionOf(cls));
}

bool TakesNothing(const FoundSite& site, const Known& known) {
  if (site.task != pack::Task::kArgument || !site.prefix.empty()) return false;
  const bind::FileIndex& index = site.source->index;
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  const ast::NodeId callee = index.tree.Child(place.call, ast::Field::kFunction);
  if (callee == ast::kNoNode || IsBoundTwice(index, callee)) return false;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type type = types.TypeOf(callee);
  const bool is_class = type.kind == types::Type::Kind::kClass;
  if (types.Alternatives(type).size() != 1) return false;
  if (is_class && types.OpennessOf(type) != types::TypeEvaluator::Openness::kClosed) return false;
  const types::CallSignature signature = types.SignatureOfCall(place.call);
  if (is_class && !signature.known && HasNoConstructor(types, type)) {
    return IsMadeOfNothing(types, type);
  }
  return TakesNoMore(PassedBefore(*site.source, place), PassedAround(*site.source, place),
                     signature) &&
         IsAsWritten(types.DefinitionOf(type));
}

}  // namespace fastnode::predict
