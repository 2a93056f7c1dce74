#include "analyze/types/types.h"

#include <utility>

#include "analyze/types/infer/evaluator.h"
#include "analyze/types/infer/members.h"

namespace fastnode::types {
namespace {

Type::Kind KindOf(Form form) {
  switch (form) {
    case Form::kNone:
      return Type::Kind::kNone;
    case Form::kModule:
      return Type::Kind::kModule;
    case Form::kClass:
      return Type::Kind::kClass;
    case Form::kInstance:
      return Type::Kind::kInstance;
    case Form::kFunction:
      return Type::Kind::kFunction;
    default:
      return Type::Kind::kUnknown;
  }
}

std::string Describe(const Evaluator& evaluator, TypeId id, int depth) {
  const TypeData& data = evaluator.table()[id];
  std::string text;
  switch (data.form) {
    case Form::kUnknown:
      return data.text.empty() ? "unknown" : "ext:" + data.text;
    case Form::kNone:
      return "None";
    case Form::kModule:
      return "module:" + data.text;
    case Form::kSpecial:
      return "typing." + data.text;
    case Form::kUnion: {
      for (TypeId alternative : data.arguments) {
        text += (text.empty() ? "" : "|") + Describe(evaluator, alternative, depth);
      }
      return text;
    }
    case Form::kCallable:
      return "callable:" + Describe(evaluator, data.arguments[0], depth + 1);
    case Form::kVariable:
    case Form::kClassOf:
      return "unknown";
    case Form::kProperty:
      return "property";
    case Form::kClass:
      text = "type:" + evaluator.PathOf(data);
      break;
    case Form::kInstance:
      text = evaluator.PathOf(data);
      break;
    case Form::kFunction:
      return "def:" + evaluator.PathOf(data);
  }
  constexpr int kMaxDepth = 4;
  if (data.arguments.empty() || depth > kMaxDepth) return text;
  std::string arguments;
  for (TypeId argument : data.arguments) {
    arguments += (arguments.empty() ? "" : ",") + Describe(evaluator, argument, depth + 1);
  }
  return text + "[" + arguments + ((data.flags & kAnyLength) != 0 ? ",...]" : "]");
}

}  // namespace

struct TypeEvaluator::State {
  Evaluator evaluator;
};

TypeEvaluator::TypeEvaluator(const bind::FileIndex& index, const Environment& environment,
                             std::vector<NodeId> hidden)
    : state_(new State{Evaluator(index, environment, std::move(hidden))}) {}
TypeEvaluator::~TypeEvaluator() = default;

namespace {

Type Shown(const Evaluator& evaluator, TypeId id) {
  Type type{.id = id};
  // Of a union, the first that is not None.
  TypeId shown = id;
  for (TypeId alternative : evaluator.table().Alternatives(id)) {
    shown = alternative;
    if (alternative != kNoneType) break;
  }
  const TypeData& data = evaluator.table()[shown];
  type.kind = KindOf(data.form);
  bool has_place =
      data.form == Form::kClass || data.form == Form::kInstance || data.form == Form::kFunction;
  if (has_place && data.file == 0) type.local = data.node;
  if (has_place && data.file != 0) type.path = evaluator.PathOf(data);
  if (data.form == Form::kModule || data.form == Form::kUnknown) type.path = data.text;
  return type;
}

}  // namespace

Type TypeEvaluator::TypeOf(NodeId expression) {
  return Shown(state_->evaluator, state_->evaluator.Answer(expression));
}

std::vector<Type> TypeEvaluator::Alternatives(const Type& type) const {
  std::vector<Type> types;
  for (TypeId alternative : state_->evaluator.table().Alternatives(type.id)) {
    types.push_back(Shown(state_->evaluator, alternative));
  }
  return types;
}

std::vector<Member> TypeEvaluator::Members(const Type& type) {
  return MembersOf(state_->evaluator, type.id);
}

namespace {

// The first of the types of a union that can be called.
struct Callable {
  const File* file = nullptr;
  NodeId function = kNoNode;
  bool bound = false;
};
Callable CallableOf(Evaluator& evaluator, const Type& callee) {
  Callable callable;
  for (TypeId alternative : evaluator.table().Alternatives(callee.id)) {
    callable.bound = false;
    callable.function = evaluator.FunctionOfCall(alternative, callable.bound, callable.file);
    if (callable.function != kNoNode) break;
  }
  return callable;
}

}  // namespace

CallSignature TypeEvaluator::SignatureOf(const Type& callee) {
  Evaluator& evaluator = state_->evaluator;
  CallSignature signature;
  const Callable callable = CallableOf(evaluator, callee);
  if (callable.function == kNoNode) return signature;
  signature.known = true;
  signature.is_overloaded = evaluator.HasDecorator(*callable.file, callable.function, "overload");
  const std::vector<Parameter>& parameters =
      evaluator.ParametersOf(*callable.file, callable.function);
  for (size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    if (parameter.kind == ParameterKind::kList) {
      signature.takes_list = true;
    } else if (parameter.kind == ParameterKind::kDictionary) {
      signature.takes_dictionary = true;
    } else if (!callable.bound || i > 0) {
      signature.parameters.push_back({parameter.name, parameter.kind == ParameterKind::kKeywordOnly,
                                      parameter.kind == ParameterKind::kPositionalOnly,
                                      parameter.value != kNoNode});
    }
  }
  return signature;
}

Type TypeEvaluator::TypeOfParameter(const Type& callee, std::string_view name) {
  Evaluator& evaluator = state_->evaluator;
  const Callable callable = CallableOf(evaluator, callee);
  if (callable.function == kNoNode) return {};
  for (const Parameter& parameter : evaluator.ParametersOf(*callable.file, callable.function)) {
    if (parameter.name != name || parameter.annotation == kNoNode) continue;
    return Shown(evaluator, evaluator.Annotated(*callable.file, parameter.annotation));
  }
  return {};
}

TypeEvaluator::Definition TypeEvaluator::DefinitionOf(const Type& type) {
  Evaluator& evaluator = state_->evaluator;
  for (TypeId alternative : evaluator.table().Alternatives(type.id)) {
    const TypeData& data = evaluator.table()[alternative];
    if (data.form == Form::kModule) {
      const File* file = evaluator.ModuleFile(data.text);
      if (file != nullptr) return {file->module, ast::kRoot, file->number == 0};
    } else if (data.form == Form::kClass || data.form == Form::kInstance ||
               data.form == Form::kFunction || data.form == Form::kProperty) {
      if (data.file < 0 || data.node == kNoNode) continue;
      return {evaluator.file(data.file).module, data.node, data.file == 0};
    }
  }
  return {};
}

TypeEvaluator::Openness TypeEvaluator::OpennessOf(const Type& type) {
  Evaluator& evaluator = state_->evaluator;
  Openness openness = Openness::kClosed;
  for (TypeId alternative : evaluator.table().Alternatives(type.id)) {
    const Form form = evaluator.table()[alternative].form;
    if (form != Form::kClass && form != Form::kInstance) continue;
    for (TypeId ancestor : evaluator.Ancestors(alternative)) {
      const TypeData& cls = evaluator.table()[ancestor];
      if (cls.form == Form::kUnknown) return Openness::kUnknownBase;
      if (cls.form != Form::kClass) continue;
      const Module& module = *evaluator.file(cls.file).module;
      bool on_demand = module.Find(module.ScopeOfClass(cls.node), "__getattr__") != kNone;
      if (on_demand) openness = Openness::kMadeOnDemand;
    }
  }
  return openness;
}

std::string TypeEvaluator::Name(const Type& type) const {
  const std::string path = type.local != kNoNode ? "local" : type.path;
  switch (type.kind) {
    case Type::Kind::kUnknown:
      return type.path.empty() ? "" : "ext:" + type.path;
    case Type::Kind::kModule:
      return state_->evaluator.ModuleFile(type.path) == nullptr ? "mod:" + type.path : type.path;
    case Type::Kind::kClass:
      return type.local != kNoNode ? path : "type:" + path;
    case Type::Kind::kInstance:
      return path;
    case Type::Kind::kFunction:
      return type.local != kNoNode ? path : "def:" + path;
    case Type::Kind::kNone:
      return "None";
  }
  return "";
}

std::string TypeEvaluator::Describe(const Type& type) const {
  return types::Describe(state_->evaluator, type.id, 0);
}

}  // namespace fastnode::types
