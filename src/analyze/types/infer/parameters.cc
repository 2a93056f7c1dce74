// Parameters: annotations, defaults, what the method of a base class says, what calls pass.
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxCallers = 16;  // calls of a function that are looked at
constexpr int kMaxCallingModules = 6;
constexpr int kMaxCallerSteps = 1500;
constexpr int kMaxCallerDepth = 3;  // of parameters that come from parameters

}  // namespace

const std::vector<Parameter>& Evaluator::ParametersOf(const File& f, NodeId function) {
  auto [found, is_new] =
      parameters_.emplace(std::pair(f.number, function), std::vector<Parameter>());
  if (!is_new) return found->second;
  std::vector<Parameter>& parameters = found->second;
  NodeId list = f.child(function, Field::kParameters);
  if (list == kNoNode) return parameters;
  bool keyword_only = false;
  for (NodeId c = f.first(list); c != kNoNode; c = f.next(c)) {
    Parameter parameter;
    if (keyword_only) parameter.kind = ParameterKind::kKeywordOnly;
    NodeId node = c;
    switch (f.kind(c)) {
      case Kind::kPositionalSeparator:
        for (Parameter& before : parameters) before.kind = ParameterKind::kPositionalOnly;
        continue;
      case Kind::kKeywordSeparator:
        keyword_only = true;
        continue;
      case Kind::kTypedParameter:
        parameter.annotation = f.child(c, Field::kType);
        node = f.first(c);
        break;
      case Kind::kDefaultParameter:
      case Kind::kTypedDefaultParameter:
        parameter.annotation = f.child(c, Field::kType);
        parameter.value = f.child(c, Field::kValue);
        node = f.child(c, Field::kName);
        break;
      default:
        break;
    }
    if (node == kNoNode) continue;
    if (f.kind(node) == Kind::kListSplatPattern || f.kind(node) == Kind::kDictionarySplatPattern) {
      bool list_like = f.kind(node) == Kind::kListSplatPattern;
      parameter.kind = list_like ? ParameterKind::kList : ParameterKind::kDictionary;
      keyword_only |= list_like;
      node = f.first(node);
      if (node != kNoNode && f.kind(node) == Kind::kOperator) node = f.next(node);
      if (node == kNoNode) continue;  // a bare `*`
    }
    if (f.kind(node) != Kind::kIdentifier) continue;
    parameter.identifier = node;
    parameter.name = f.text(node);
    // Names that begin with two underscores are positional, in older stubs.
    if (parameter.name.starts_with("__") && !parameter.name.ends_with("__") &&
        f.module->is_stub() && parameter.kind == ParameterKind::kNormal) {
      parameter.kind = ParameterKind::kPositionalOnly;
    }
    parameters.push_back(parameter);
  }
  return parameters;
}

TypeId Evaluator::ParameterValue(const File& f, NodeId identifier) {
  NodeId list = f.parent(identifier);
  while (list != kNoNode && f.kind(list) != Kind::kParameters &&
         f.kind(list) != Kind::kLambdaParameters) {
    list = f.parent(list);
  }
  if (list == kNoNode) return kUnknownType;
  NodeId function = f.parent(list);
  const std::vector<Parameter>& parameters = ParametersOf(f, function);
  auto found = std::find_if(parameters.begin(), parameters.end(),
                            [&](const Parameter& p) { return p.identifier == identifier; });
  if (found == parameters.end()) return kUnknownType;
  Parameter parameter = *found;
  TypeId declared =
      parameter.annotation == kNoNode ? kUnknownType : Annotated(f, parameter.annotation);
  if (table_[declared].form == Form::kSpecial) declared = kUnknownType;
  if (parameter.kind == ParameterKind::kList) {
    TypeData tuple = table_[Instance("tuple", {declared})];
    if (tuple.form == Form::kInstance) tuple.flags |= kAnyLength;
    return table_.Add(std::move(tuple));
  }
  if (parameter.kind == ParameterKind::kDictionary) {
    return Instance("dict", {Instance("str"), declared});
  }
  if (table_[declared].form != Form::kUnknown) return declared;
  if (found == parameters.begin() && f.kind(list) == Kind::kParameters) {
    if (TypeId self = Receiver(f, function); table_.IsKnown(self)) return self;
  }
  std::vector<TypeId> types;
  if (parameter.value != kNoNode) {
    TypeId value = TypeOf(f, parameter.value);
    if (value != kNoneType) types.push_back(value);
  }
  if (f.kind(function) == Kind::kFunctionDefinition && !f.module->is_stub()) {
    TypeId base = ParameterFromBase(f, function, parameter.name);
    if (table_.IsKnown(base)) {
      types.push_back(base);
    } else {
      types.push_back(Ask(Question::kParameter, f, identifier));
    }
  }
  TypeId type = table_.Union(types);
  return table_.IsKnown(type) ? type : declared;
}

// What the first parameter of a method is: the object, or the class.
TypeId Evaluator::Receiver(const File& f, NodeId function) {
  NodeId cls = ClassOfFunction(f, function);
  if (cls == kNoNode || HasDecorator(f, function, "staticmethod")) return kUnknownType;
  NodeId name = f.child(function, Field::kName);
  std::string_view text = name == kNoNode ? "" : f.text(name);
  bool of_class = text == "__new__" || text == "__init_subclass__" || text == "__class_getitem__" ||
                  HasDecorator(f, function, "classmethod");
  TypeId self = SelfType(f, cls);
  if (!of_class && Inherits(self, "builtins", "type")) {
    return self;  // a metaclass: what it makes are classes, which have all that it has
  }
  return of_class ? ClassOf(self) : self;
}

// The annotation of the parameter of this name in the method that is overridden.
TypeId Evaluator::ParameterFromBase(const File& f, NodeId function, std::string_view name) {
  NodeId cls = ClassOfFunction(f, function), own = f.child(function, Field::kName);
  if (cls == kNoNode || own == kNoNode || f.text(own) == "__init__") return kUnknownType;
  TypeId type = ClassType(f, cls);
  std::vector<TypeId> ancestors = Ancestors(type);
  for (size_t i = 1; i < ancestors.size(); ++i) {
    const TypeData& base = table_[ancestors[i]];
    if (base.form != Form::kClass || f.number == -1) continue;
    const File& other = file(base.file);
    VariableId variable = other.module->Find(other.module->ScopeOfClass(base.node), f.text(own));
    if (variable == kNone) continue;
    for (NodeId binding : Bindings(other, variable)) {
      NodeId definition = other.parent(binding);
      if (other.kind(definition) != Kind::kFunctionDefinition) continue;
      const std::vector<Parameter>& parameters = ParametersOf(other, definition);
      for (const Parameter& parameter : parameters) {
        bool counts = parameter.name == name && parameter.annotation != kNoNode;
        if (!counts) continue;
        TypeId declared = Annotated(other, parameter.annotation);
        return Substitute(declared, ClassArguments(ancestors[i]));
      }
      // By place, where the names differ.
      const std::vector<Parameter>& mine = ParametersOf(f, function);
      for (size_t p = 0; p < mine.size() && p < parameters.size(); ++p) {
        bool counts = mine[p].name == name && parameters[p].annotation != kNoNode &&
                      parameters[p].kind <= ParameterKind::kNormal;
        if (!counts) continue;
        TypeId declared = Annotated(other, parameters[p].annotation);
        return Substitute(declared, ClassArguments(ancestors[i]));
      }
    }
    break;
  }
  return kUnknownType;
}

// What calls pass: in the same file, and in files of the project that call something of that name.
TypeId Evaluator::ParameterFromCalls(const File& f, NodeId identifier) {
  NodeId list = f.parent(identifier);
  while (list != kNoNode && f.kind(list) != Kind::kParameters) list = f.parent(list);
  if (list == kNoNode) return kUnknownType;
  if (caller_depth_ >= kMaxCallerDepth || caller_steps_left_ == 0) {
    cut_short_ = true;
    return kUnknownType;
  }
  NodeId function = f.parent(list), name = f.child(function, Field::kName);
  if (name == kNoNode || IsHidden(f, name)) return kUnknownType;
  const std::vector<Parameter>& parameters = ParametersOf(f, function);
  WantedCall wanted{.file = &f, .function = function, .name = f.text(name)};
  while (wanted.place < parameters.size() && parameters[wanted.place].identifier != identifier) {
    ++wanted.place;
  }
  wanted.cls = ClassOfFunction(f, function);
  wanted.is_method = wanted.cls != kNoNode && !HasDecorator(f, function, "staticmethod");
  std::vector<std::string_view> called = {wanted.name};
  if (wanted.is_method && wanted.name == "__init__") {
    wanted.constructs = true;
    NodeId own = f.child(wanted.cls, Field::kName);
    if (own != kNoNode) called.push_back(f.text(own));
  }
  ++caller_depth_;
  // Looking for callers has an allowance of its own: it must not use up what the question has.
  const int steps_before = steps_, limit_before = step_limit_;
  step_limit_ = std::min(step_limit_, steps_ + std::min(kMaxCallerSteps, caller_steps_left_));
  std::vector<TypeId> types;
  for (std::string_view callee : called) AddPassed(f, callee, wanted, types);
  bool in_project = f.number == 0 || !f.module->file().empty();
  if (types.empty() && in_project && caller_depth_ == 1 && called.back() != "__init__") {
    int looked_at = 0;
    for (const std::string& module : environment_.ModulesCalling(called.back())) {
      const File* other = ModuleFile(module);
      if (other == nullptr || other == &f) continue;
      if (++looked_at > kMaxCallingModules) break;
      AddPassed(*other, called.back(), wanted, types);
    }
  }
  --caller_depth_;
  caller_steps_left_ = std::max(0, caller_steps_left_ - (steps_ - steps_before));
  steps_ = steps_before;
  step_limit_ = limit_before;
  return table_.Union(types);
}

// Adds what the calls of `callee` in a file pass for the wanted parameter.
void Evaluator::AddPassed(const File& f, std::string_view callee, WantedCall& wanted,
                          std::vector<TypeId>& types) {
  const std::vector<Parameter>& parameters = ParametersOf(*wanted.file, wanted.function);
  for (const auto& [text, call] : f.module->CallsOf(callee)) {
    bool inside = &f == wanted.file && f.contains(wanted.function, call);
    if (inside) continue;
    if (++wanted.looked_at > kMaxCallers) return;
    NodeId expression = f.child(call, Field::kFunction);
    if (IsHidden(f, expression)) continue;
    bool means_it = false;
    TypeId type = TypeOf(f, expression);
    for (TypeId alternative : table_.Alternatives(type)) {
      const TypeData& data = table_[alternative];
      bool same_file = data.file == wanted.file->number;
      means_it |= data.form == Form::kFunction && same_file && data.node == wanted.function;
      means_it |=
          wanted.constructs && data.form == Form::kClass && same_file && data.node == wanted.cls;
    }
    if (!means_it) continue;
    Arguments arguments = ArgumentsOf(f, call);
    bool fits = true;
    bool bound = wanted.is_method && (f.kind(expression) == Kind::kAttribute || wanted.constructs);
    std::vector<int> matched = Match(parameters, bound, arguments, fits);
    for (size_t i = 0; i < matched.size(); ++i) {
      if (matched[i] != static_cast<int>(wanted.place)) continue;
      TypeId argument = ArgumentType(arguments, i);
      if (argument != kNoneType && table_.IsKnown(argument)) types.push_back(argument);
    }
  }
}

}  // namespace fastnode::types
