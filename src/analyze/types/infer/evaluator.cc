#include "analyze/types/infer/evaluator.h"

#include <algorithm>

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxDepth = 100;
constexpr int64_t kMinTotalSteps = 60000;
constexpr int64_t kTotalStepsANode = 20;
constexpr size_t kMaxOpaqueBytes = 80;
constexpr int kMaxElements = 12;  // of long displays the first speak for all

}  // namespace

Evaluator::Evaluator(const bind::FileIndex& index, const Environment& environment,
                     std::vector<NodeId> hidden)
    : environment_(environment), hidden_(std::move(hidden)) {
  const Standing& standing = environment_.standing();
  auto module = std::make_shared<Module>(index, standing.module, standing.package);
  files_.push_back({.number = 0, .held = module, .module = module.get()});
  if (!module->path().empty()) file_numbers_.emplace(module->path(), 0);
}

bool Evaluator::IsHidden(const File& f, NodeId node) const {
  return f.number == 0 && std::binary_search(hidden_.begin(), hidden_.end(), node);
}

const File* Evaluator::ModuleFile(std::string_view path) {
  auto found = file_numbers_.find(path);
  if (found == file_numbers_.end()) {
    std::shared_ptr<const Module> module = environment_.Find(path);
    int32_t number = module == nullptr ? -1 : static_cast<int32_t>(files_.size());
    if (module != nullptr) {
      const Module* raw = module.get();
      files_.push_back({.number = number, .held = std::move(module), .module = raw});
    }
    found = file_numbers_.emplace(path, number).first;
  }
  return found->second < 0 ? nullptr : &files_[static_cast<size_t>(found->second)];
}

TypeId Evaluator::Answer(NodeId expression) {
  const File& f = files_[0];
  if (expression < 0 || expression >= f.tree().size()) return kUnknownType;
  steps_ = 0;
  caller_steps_left_ = kMaxStepsAQuestion;
  return Ground(TypeOf(f, expression));
}

TypeId Evaluator::Ask(Question question, const File& f, NodeId node) {
  uint64_t key = static_cast<uint64_t>(question) << 60 | static_cast<uint64_t>(f.number) << 32 |
                 static_cast<uint32_t>(node);
  auto found = answers_.find(key);
  if (found != answers_.end()) return found->second;
  bool spent = ++steps_ > step_limit_ ||
               ++total_steps_ > kMinTotalSteps + kTotalStepsANode * files_[0].tree().size();
  bool in_circle = std::find(asking_.begin(), asking_.end(), key) != asking_.end();
  if (spent || in_circle || asking_.size() >= kMaxDepth) {
    cut_short_ = true;
    return kUnknownType;
  }
  bool outer_cut_short = cut_short_;
  cut_short_ = false;
  asking_.push_back(key);
  TypeId answer = Compute(question, f, node);
  asking_.pop_back();
  if (!cut_short_ || asking_.empty()) answers_.emplace(key, answer);
  cut_short_ = asking_.empty() ? false : cut_short_ || outer_cut_short;
  return answer;
}

TypeId Evaluator::Compute(Question question, const File& f, NodeId node) {
  switch (question) {
    case Question::kValue:
      return Value(f, node);
    case Question::kTarget:
      return Target(f, node);
    case Question::kReturn:
      return ReturnOf(f, node);
    case Question::kAnnotation:
      return Annotation(f, node, f.scope_of(node), 0);
    case Question::kParameter:
      return ParameterFromCalls(f, node);
    case Question::kGrowth:
      return Growth(f, node);
  }
  return kUnknownType;
}

TypeId Evaluator::Value(const File& f, NodeId node) {
  switch (f.kind(node)) {
    case Kind::kIdentifier:
      return NameValue(f, node);
    case Kind::kAttribute: {
      NodeId base = f.child(node, Field::kObject), name = f.child(node, Field::kAttribute);
      if (base == kNoNode || name == kNoNode || IsHidden(f, name)) return kUnknownType;
      return Narrowed(f, node, Attribute(TypeOf(f, base), f.text(name)));
    }
    case Kind::kCall:
      return CallValue(f, node);
    case Kind::kSubscript:
      return SubscriptValue(f, node);
    case Kind::kString: {
      std::string_view text = f.text(node).substr(0, 3);
      size_t quote = text.find_first_of("\"'");
      return Instance(text.substr(0, quote).find_first_of("bB") != text.npos ? "bytes" : "str");
    }
    case Kind::kConcatenatedString: {
      NodeId part = f.first(node);
      return part == kNoNode ? Instance("str") : TypeOf(f, part);
    }
    case Kind::kInteger: {
      std::string_view text = f.text(node);
      return Instance(text.ends_with('j') || text.ends_with('J') ? "complex" : "int");
    }
    case Kind::kFloat: {
      std::string_view text = f.text(node);
      return Instance(text.ends_with('j') || text.ends_with('J') ? "complex" : "float");
    }
    case Kind::kTrue:
    case Kind::kFalse:
    case Kind::kNotOperator:
      return Instance("bool");
    case Kind::kEllipsis:
      return LibraryInstance("types", "EllipsisType");
    case Kind::kSlice:
      return Instance("slice");
    case Kind::kNone:
      return kNoneType;
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple:
    case Kind::kExpressionList:
    case Kind::kPatternList:
    case Kind::kDictionary:
    case Kind::kListComprehension:
    case Kind::kSetComprehension:
    case Kind::kGeneratorExpression:
    case Kind::kDictionaryComprehension:
      return DisplayValue(f, node);
    case Kind::kLambda:
      return table_.Add({.form = Form::kFunction, .file = f.number, .node = node});
    case Kind::kParenthesizedExpression: {
      NodeId inner = f.first(node);
      return inner == kNoNode ? Instance("tuple") : TypeOf(f, inner);
    }
    case Kind::kNamedExpression: {
      NodeId value = f.child(node, Field::kValue);
      return value == kNoNode ? kUnknownType : TypeOf(f, value);
    }
    case Kind::kAssignment: {  // x = y = value
      NodeId value = f.child(node, Field::kRight);
      return value == kNoNode ? kUnknownType : TypeOf(f, value);
    }
    case Kind::kAwait: {
      NodeId inner = f.first(node);
      if (inner != kNoNode && f.kind(inner) == Kind::kKeyword) inner = f.next(inner);
      return inner == kNoNode ? kUnknownType : Awaited(TypeOf(f, inner));
    }
    case Kind::kConditionalExpression:
      return ConditionalValue(f, node);
    case Kind::kBooleanOperator:
      return BooleanValue(f, node);
    case Kind::kBinaryOperator:
      return BinaryValue(f, node);
    case Kind::kUnaryOperator:
      return UnaryValue(f, node);
    case Kind::kComparisonOperator:
      return ComparisonValue(f, node);
    default:
      return kUnknownType;
  }
}

// Lists, tuples, sets, dictionaries and comprehensions, with the types of what they hold.
TypeId Evaluator::DisplayValue(const File& f, NodeId node) {
  Kind kind = f.kind(node);
  std::vector<TypeId> elements, values;
  if (kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
      kind == Kind::kGeneratorExpression || kind == Kind::kDictionaryComprehension) {
    NodeId body = f.child(node, Field::kBody);
    if (kind == Kind::kDictionaryComprehension) {
      NodeId key = body == kNoNode ? kNoNode : f.child(body, Field::kKey);
      NodeId value = body == kNoNode ? kNoNode : f.child(body, Field::kValue);
      TypeId key_type = key == kNoNode ? kUnknownType : TypeOf(f, key);
      return Instance("dict", {key_type, value == kNoNode ? kUnknownType : TypeOf(f, value)});
    }
    TypeId element = body == kNoNode ? kUnknownType : TypeOf(f, body);
    if (kind == Kind::kListComprehension) return Instance("list", {element});
    if (kind == Kind::kSetComprehension) return Instance("set", {element});
    return LibraryInstance("typing", "Generator", {element, kUnknownType, kUnknownType});
  }
  bool any_length = false;
  int count = 0;
  for (NodeId c = f.first(node); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) == Kind::kError) continue;
    bool is_tuple = kind == Kind::kTuple || kind == Kind::kExpressionList;
    if (++count > kMaxElements) {
      any_length = true;
      break;
    }
    if (kind == Kind::kDictionary) {
      NodeId key = f.child(c, Field::kKey), value = f.child(c, Field::kValue);
      if (f.kind(c) != Kind::kPair || key == kNoNode || value == kNoNode) continue;
      elements.push_back(TypeOf(f, key));
      values.push_back(TypeOf(f, value));
    } else if (f.kind(c) == Kind::kListSplat) {
      NodeId inner = f.first(c);
      if (inner != kNoNode && f.kind(inner) == Kind::kOperator) inner = f.next(inner);
      any_length |= is_tuple;
      if (inner != kNoNode) elements.push_back(Element(TypeOf(f, inner)));
    } else {
      elements.push_back(TypeOf(f, c));
    }
  }
  TypeId element = table_.Union(elements);
  switch (kind) {
    case Kind::kList:
      return Instance("list", {element});
    case Kind::kSet:
      return Instance("set", {element});
    case Kind::kDictionary:
      return Instance("dict", {element, table_.Union(values)});
    default:
      break;
  }
  TypeData tuple = table_[Instance("tuple")];
  if (tuple.form != Form::kInstance) return kUnknownType;
  if (any_length) {
    tuple.flags |= kAnyLength;
    tuple.arguments = {element};
  } else {
    tuple.arguments = std::move(elements);
  }
  return table_.Add(std::move(tuple));
}

TypeId Evaluator::Opaque(std::string path) {
  if (path.size() > kMaxOpaqueBytes) return kUnknownType;
  return table_.Add({.form = Form::kUnknown, .text = std::move(path)});
}

TypeId Evaluator::ClassType(const File& f, NodeId cls) {
  return table_.Add({.form = Form::kClass, .file = f.number, .node = cls});
}

TypeId Evaluator::InstanceOf(TypeId cls, std::vector<TypeId> arguments) {
  std::vector<TypeId> instances;
  for (TypeId alternative : table_.Alternatives(cls)) {
    TypeData data = table_[alternative];
    if (data.form == Form::kClass) {
      data.form = Form::kInstance;
      if (!arguments.empty()) data.arguments = arguments;
      instances.push_back(table_.Add(std::move(data)));
    } else if (data.form == Form::kClassOf) {
      instances.push_back(data.arguments[0]);
    } else if (data.form == Form::kUnknown && !data.text.empty()) {
      // A class of a package that is not there: the same as what calling it gives.
      instances.push_back(Opaque(data.text + "()"));
    }
  }
  return table_.Union(instances);
}

TypeId Evaluator::ClassOf(TypeId type) {
  std::vector<TypeId> classes;
  for (TypeId alternative : table_.Alternatives(type)) {
    TypeData data = table_[alternative];
    if (data.form == Form::kInstance) {
      data.form = Form::kClass;
      data.flags &= kIsSelf;
      data.text.clear();
      classes.push_back(table_.Add(std::move(data)));
    } else if (data.form == Form::kVariable) {
      classes.push_back(table_.Add({.form = Form::kClassOf, .arguments = {alternative}}));
    }
  }
  return table_.Union(classes);
}

TypeId Evaluator::LibraryClass(std::string_view module, std::string_view name) {
  std::string path = std::string(module) + "." + std::string(name);
  auto found = builtins_.find(path);
  if (found != builtins_.end()) return found->second;
  TypeId cls = kUnknownType;
  if (const File* f = ModuleFile(module); f != nullptr) {
    VariableId variable = f->module->Find(bind::kModuleScope, name);
    if (variable != kNone) {
      for (const bind::Reference& reference : f->variable(variable).references) {
        if (reference.kind != bind::ReferenceKind::kClass) continue;
        if (f->module->IsDead(reference.node)) continue;
        cls = ClassType(*f, f->parent(reference.node));
        break;
      }
      if (cls == kUnknownType) {
        TypeId value = VariableValue(*f, variable);
        if (table_[value].form == Form::kClass) cls = value;
      }
    }
  }
  builtins_.emplace(std::move(path), cls);
  return cls;
}

TypeId Evaluator::Builtin(std::string_view name) { return LibraryClass("builtins", name); }

TypeId Evaluator::Instance(std::string_view builtin, std::vector<TypeId> arguments) {
  return InstanceOf(Builtin(builtin), std::move(arguments));
}

TypeId Evaluator::LibraryInstance(std::string_view module, std::string_view name,
                                  std::vector<TypeId> arguments) {
  return InstanceOf(LibraryClass(module, name), std::move(arguments));
}

bool Evaluator::IsBuiltin(TypeId type, std::string_view builtin) {
  const TypeData& data = table_[type];
  if (data.form != Form::kInstance && data.form != Form::kClass) return false;
  const TypeData& cls = table_[Builtin(builtin)];
  return cls.form == Form::kClass && cls.file == data.file && cls.node == data.node;
}

bool Evaluator::IsInstanceOf(TypeId type, std::string_view builtin) {
  return table_[type].form == Form::kInstance && IsBuiltin(type, builtin);
}

// The module's path and the names of the definitions around.
std::string Evaluator::PathOf(const TypeData& type) const {
  const File& f = file(type.file);
  std::string path;
  for (NodeId node = type.node; node != kNoNode;) {
    NodeId name = f.child(node, Field::kName);
    std::string text = name == kNoNode ? "?" : std::string(f.text(name));
    if (f.kind(node) == Kind::kCall) {  // x = namedtuple(...)
      NodeId assignment = f.parent(node);
      NodeId left =
          f.kind(assignment) == Kind::kAssignment ? f.child(assignment, Field::kLeft) : kNoNode;
      text = left == kNoNode ? "?" : std::string(f.text(left));
    }
    path = path.empty() ? text : text + "." + path;
    ScopeId scope = f.scope_of(node);
    while (scope != kNone && f.kind(f.scope(scope).node) != Kind::kClassDefinition &&
           f.kind(f.scope(scope).node) != Kind::kFunctionDefinition) {
      scope = f.scope(scope).parent;
    }
    node = scope == kNone ? kNoNode : f.scope(scope).node;
  }
  return f.module->path().empty() ? path : f.module->path() + "." + path;
}

TypeId Evaluator::Ground(TypeId type) {
  if (!table_.HasVariables(type)) return type;
  TypeData data = table_[type];
  if (data.form == Form::kVariable) {
    return data.arguments.empty() ? kUnknownType : Ground(data.arguments[0]);
  }
  data.flags &= static_cast<uint8_t>(~kIsSelf);
  if (data.form == Form::kClassOf) return ClassOf(Ground(data.arguments[0]));
  for (TypeId& argument : data.arguments) argument = Ground(argument);
  if (data.form == Form::kUnion) return table_.Union(data.arguments);
  return table_.Add(std::move(data));
}

}  // namespace fastnode::types
