#include "analyze/bind/infer.h"

#include <algorithm>

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxDepth = 64;
constexpr int kMaxStepsAQuestion = 3000;
constexpr int kMinTotalSteps = 20000;
constexpr int kTotalStepsANode = 10;
constexpr size_t kMaxOpaqueBytes = 80;

}  // namespace

Type Agreed(const std::vector<Type>& types, bool lenient) {
  Type agreed;
  bool none = false;
  for (const Type& type : types) {
    if (type.kind == Type::Kind::kNone) {
      none = true;
    } else if (!IsKnown(type)) {
      if (!lenient) return Unknown();
    } else if (!IsKnown(agreed)) {
      agreed = type;
    } else if (!(agreed == type)) {
      return Unknown();
    }
  }
  if (!IsKnown(agreed) && none) agreed.kind = Type::Kind::kNone;
  return agreed;
}

Inference::Inference(const FileIndex& index, const Library& library, HiddenNodes hidden)
    : index_(index), tree_(index.tree), library_(library), hidden_(std::move(hidden)) {
  builtins_ = library_.FindModule("builtins");
}

bool Inference::IsHidden(NodeId node) const {
  return std::binary_search(hidden_.begin(), hidden_.end(), node);
}

SymbolId Inference::Builtin(std::string_view name) const {
  return builtins_ == kNoSymbol ? kNoSymbol : library_.Child(builtins_, name);
}

Type Inference::Answer(NodeId expression) {
  if (expression < 0 || expression >= tree_.size()) return Unknown();
  steps_ = 0;
  return TypeOf(expression);
}

Type Inference::Result(NodeId function) {
  steps_ = 0;
  return Ask(Question::kReturn, function);
}

Type Inference::ModuleVariable(std::string_view name) {
  steps_ = 0;
  VariableId variable = FindVariable(0, name);
  return variable == kNone ? Unknown() : VariableValue(variable);
}

Type Inference::Member(const Type& base, std::string_view name) {
  steps_ = 0;
  return Attribute(base, name);
}

Type Inference::Ask(Question question, NodeId node) {
  uint64_t key = static_cast<uint64_t>(question) << 32 | static_cast<uint32_t>(node);
  auto found = answers_.find(key);
  if (found != answers_.end()) return found->second;
  bool spent = ++steps_ > kMaxStepsAQuestion ||
               ++total_steps_ > kMinTotalSteps + kTotalStepsANode * tree_.size();
  bool in_circle = std::find(asking_.begin(), asking_.end(), key) != asking_.end();
  if (spent || in_circle || asking_.size() >= kMaxDepth) {
    cut_short_ = true;
    return Unknown();
  }
  bool outer_cut_short = cut_short_;
  cut_short_ = false;
  asking_.push_back(key);
  Type answer = Compute(question, node);
  asking_.pop_back();
  if (!cut_short_ || asking_.empty()) answers_.emplace(key, answer);
  cut_short_ = asking_.empty() ? false : cut_short_ || outer_cut_short;
  return answer;
}

Type Inference::Compute(Question question, NodeId node) {
  switch (question) {
    case Question::kValue:
      return Value(node);
    case Question::kTarget:
      return Target(node);
    case Question::kReturn:
      return ReturnOf(node);
    case Question::kElement:
      return Element(node);
  }
  return Unknown();
}

Type Inference::Value(NodeId node) {
  if (std::string literal = LiteralClass(tree_, node); !literal.empty()) {
    return Instance(std::string_view(literal).substr(literal.find('.') + 1));
  }
  switch (tree_[node].kind) {
    case Kind::kIdentifier:
      return NameValue(node);
    case Kind::kAttribute: {
      NodeId base = tree_.Child(node, Field::kObject), name = tree_.Child(node, Field::kAttribute);
      if (base == kNoNode || name == kNoNode || IsHidden(name)) return Unknown();
      return Attribute(TypeOf(base), tree_.Text(name));
    }
    case Kind::kCall:
      return CallValue(node);
    case Kind::kSubscript:
      return SubscriptValue(node);
    case Kind::kList:
    case Kind::kListComprehension:
      return Instance("list");
    case Kind::kDictionary:
    case Kind::kDictionaryComprehension:
      return Instance("dict");
    case Kind::kSet:
    case Kind::kSetComprehension:
      return Instance("set");
    case Kind::kTuple:
    case Kind::kExpressionList:
      return Instance("tuple");
    case Kind::kGeneratorExpression:
      return InstanceAt("typing.Generator");
    case Kind::kNone:
      return {.kind = Type::Kind::kNone};
    case Kind::kParenthesizedExpression: {
      NodeId inner = tree_.FirstChild(node);
      return inner == kNoNode ? Instance("tuple") : TypeOf(inner);
    }
    case Kind::kNamedExpression:
      return Target(tree_.FirstChild(node));
    case Kind::kAssignment: {  // x = y = value
      NodeId value = tree_.Child(node, Field::kRight);
      return value == kNoNode ? Unknown() : TypeOf(value);
    }
    case Kind::kConditionalExpression:
      return ConditionalValue(node);
    case Kind::kBooleanOperator:
      return BooleanValue(node);
    case Kind::kBinaryOperator:
      return BinaryValue(node);
    case Kind::kUnaryOperator:
      return UnaryValue(node);
    case Kind::kComparisonOperator:
      return ComparisonValue(node);
    case Kind::kNotOperator:
      return Instance("bool");
    default:
      return Unknown();
  }
}

Type Inference::Instance(std::string_view builtin) const {
  SymbolId symbol = Builtin(builtin);
  if (symbol == kNoSymbol) return Unknown();
  return {.kind = Type::Kind::kInstance, .symbol = symbol};
}

Type Inference::InstanceAt(std::string_view path) const {
  SymbolId symbol = library_.Find(path);
  if (symbol == kNoSymbol || library_.kind(symbol) != SymbolKind::kClass) return Unknown();
  return {.kind = Type::Kind::kInstance, .symbol = symbol};
}

Type Inference::InstanceOf(const Type& cls) const {
  if (cls.kind == Type::Kind::kClass) {
    return {.kind = Type::Kind::kInstance, .symbol = cls.symbol, .local = cls.local};
  }
  // A class of a package that the library lacks: the same as what calling it gives.
  if (cls.kind == Type::Kind::kUnknown && !cls.path.empty()) return Opaque(cls.path + "()");
  return Unknown();
}

Type Inference::Opaque(std::string path) const {
  if (path.size() > kMaxOpaqueBytes) return Unknown();
  return {.path = std::move(path)};
}

// The type that the library declares: `target` a class, kSelfType or kNoSymbol.
Type Inference::Declared(SymbolId target, bool class_object, const Type& receiver) const {
  Type cls{.kind = Type::Kind::kClass, .symbol = target};
  if (target == kNoSymbol) return Unknown();
  if (target == Library::kSelfType) {
    bool has_class = receiver.kind == Type::Kind::kInstance || receiver.kind == Type::Kind::kClass;
    if (!has_class) return Unknown();
    cls = receiver;
    cls.kind = Type::Kind::kClass;
  }
  return class_object ? cls : InstanceOf(cls);
}

// What a name that stands for `symbol` is. `receiver`: what it was looked up on.
Type Inference::FromSymbol(SymbolId symbol, const Type& receiver, bool on_instance) const {
  if (symbol == kNoSymbol) return Unknown();
  switch (library_.kind(symbol)) {
    case SymbolKind::kModule:
      return {.kind = Type::Kind::kModule, .symbol = symbol};
    case SymbolKind::kClass:
      return {.kind = Type::Kind::kClass, .symbol = symbol};
    case SymbolKind::kFunction:
      return {.kind = Type::Kind::kFunction, .symbol = symbol};
    case SymbolKind::kProperty:
      if (!on_instance) return Unknown();  // the property object
      return Declared(library_.TypeOf(symbol), library_.IsClassObject(symbol), receiver);
    case SymbolKind::kVariable:
      return Declared(library_.TypeOf(symbol), library_.IsClassObject(symbol), receiver);
    case SymbolKind::kAlias:
      break;
  }
  return Unknown();
}

Type Inference::Attribute(const Type& base, std::string_view name) {
  switch (base.kind) {
    case Type::Kind::kUnknown:
      return base.path.empty() ? Unknown() : Opaque(base.path + "." + std::string(name));
    case Type::Kind::kModule: {
      if (base.symbol == kNoSymbol) return Opaque(base.path + "." + std::string(name));
      SymbolId symbol = library_.Child(base.symbol, name);
      if (symbol == kNoSymbol) {
        SymbolId module_type = library_.Find("types.ModuleType");
        symbol = library_.Member(module_type, name);
      }
      return FromSymbol(symbol, base, true);
    }
    case Type::Kind::kClass:
    case Type::Kind::kInstance: {
      bool on_instance = base.kind == Type::Kind::kInstance;
      if (name == "__class__" && on_instance) {
        return {.kind = Type::Kind::kClass, .symbol = base.symbol, .local = base.local};
      }
      if (base.local != kNoNode) {
        Type found = LocalAttribute(base.local, name, base);
        if (IsKnown(found)) return found;
      } else if (SymbolId member = library_.Member(base.symbol, name); member != kNoSymbol) {
        return FromSymbol(member, base, on_instance);
      }
      if (on_instance) return Unknown();
      return FromSymbol(library_.Member(Builtin("type"), name), base, true);
    }
    case Type::Kind::kFunction:
      return FromSymbol(library_.Member(library_.Find("types.FunctionType"), name), base, true);
    case Type::Kind::kNone:
      return Unknown();
  }
  return Unknown();
}

}  // namespace fastnode::bind
