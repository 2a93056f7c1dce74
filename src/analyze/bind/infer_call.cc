// Calls: what comes back from classes, library functions and functions of this file.
#include <algorithm>

#include "analyze/bind/infer.h"

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

std::vector<NodeId> Inference::Arguments(NodeId call) const {
  std::vector<NodeId> arguments;
  NodeId list = tree_.Child(call, Field::kArguments);
  if (list == kNoNode || tree_[list].kind != Kind::kArgumentList) return arguments;
  for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c)) {
    if (!IsHidden(c)) arguments.push_back(c);
  }
  return arguments;
}

Type Inference::CallValue(NodeId call) {
  NodeId function = tree_.Child(call, Field::kFunction);
  if (function == kNoNode) return Unknown();
  Type callee = TypeOf(function);
  if (callee.symbol != kNoSymbol && callee.kind != Type::Kind::kInstance) {
    bool handled = false;
    Type special = SpecialCall(library_.path(callee.symbol), call, handled);
    if (handled) return special;
  }
  Type receiver;
  if (tree_[function].kind == Kind::kAttribute) {
    NodeId base = tree_.Child(function, Field::kObject);
    if (base != kNoNode) receiver = TypeOf(base);
  }
  return CallResult(callee, receiver, call);
}

Type Inference::CallResult(const Type& callee, const Type& receiver, NodeId call) {
  switch (callee.kind) {
    case Type::Kind::kUnknown:
      return callee.path.empty() ? Unknown() : Opaque(callee.path + "()");
    case Type::Kind::kClass:
      return InstanceOf(callee);
    case Type::Kind::kFunction:
      if (callee.local != kNoNode) return Ask(Question::kReturn, callee.local);
      return Declared(library_.ReturnType(callee.symbol), library_.IsClassObject(callee.symbol),
                      receiver);
    case Type::Kind::kInstance: {
      Type method = Attribute(callee, "__call__");
      if (method.kind != Type::Kind::kFunction) return Unknown();
      return CallResult(method, callee, call);
    }
    case Type::Kind::kModule:
    case Type::Kind::kNone:
      return Unknown();
  }
  return Unknown();
}

// Calls whose result depends on their arguments.
Type Inference::SpecialCall(std::string_view name, NodeId call, bool& handled) {
  handled = true;
  std::vector<NodeId> arguments = Arguments(call);
  if (name == "builtins.super") return Super(call);
  if (name == "builtins.open" || name == "pathlib.Path.open") return OpenedFile(call);
  if (name == "typing.cast") return arguments.empty() ? Unknown() : Annotated(arguments[0]);
  if (name == "builtins.type") {
    if (arguments.size() != 1) return Unknown();
    Type type = TypeOf(arguments[0]);
    if (type.kind != Type::Kind::kInstance) return Unknown();
    return {.kind = Type::Kind::kClass, .symbol = type.symbol, .local = type.local};
  }
  if (name.ends_with(".__new__")) {  // object.__new__(cls)
    return arguments.empty() ? Unknown() : InstanceOf(TypeOf(arguments[0]));
  }
  if (name == "collections.namedtuple") {
    SymbolId tuple = library_.Find("typing.NamedTuple");
    return tuple == kNoSymbol ? Unknown() : Type{.kind = Type::Kind::kClass, .symbol = tuple};
  }
  handled = false;
  return Unknown();
}

// The file object that `open` gives is known when its mode is written out.
Type Inference::OpenedFile(NodeId call) const {
  NodeId function = tree_.Child(call, Field::kFunction);
  size_t place =
      tree_[function].kind == Kind::kAttribute ? 0 : 1;  // Path.open has no path argument
  std::vector<NodeId> arguments = Arguments(call);
  NodeId mode = kNoNode;
  for (size_t i = 0; i < arguments.size(); ++i) {
    NodeId argument = arguments[i];
    if (tree_[argument].kind == Kind::kKeywordArgument) {
      NodeId name = tree_.Child(argument, Field::kName);
      if (name != kNoNode && tree_.Text(name) == "mode")
        mode = tree_.Child(argument, Field::kValue);
    } else if (tree_[argument].kind == Kind::kListSplat ||
               tree_[argument].kind == Kind::kDictionarySplat) {
      return Unknown();
    } else if (i == place) {
      mode = argument;
    }
  }
  std::string_view result = "_io.TextIOWrapper";
  if (mode != kNoNode) {
    if (tree_[mode].kind != Kind::kString) return Unknown();
    std::string text = StringContent(tree_, mode);
    auto has = [&](const char* letters) {
      return text.find_first_of(letters) != std::string::npos;
    };
    if (has("b")) {
      result = has("+")     ? "_io.BufferedRandom"
               : has("wax") ? "_io.BufferedWriter"
                            : "_io.BufferedReader";
    }
  }
  return InstanceAt(result);
}

// `super()`: seen as an instance of the first base that is known.
Type Inference::Super(NodeId call) {
  NodeId cls = EnclosingClass(call);
  if (cls == kNoNode) return Unknown();
  const LocalClass& local = ClassAt(cls);
  for (const Type& base : local.bases) {
    if (IsKnown(base)) return InstanceOf(base);
  }
  return local.bases.empty() ? Instance("object") : Unknown();
}

namespace {

// Decorators that leave a function's result as it is.
bool IsTransparent(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "staticmethod", "classmethod", "abstractmethod", "property",        "cached_property",
      "lru_cache",    "cache",       "wraps",          "override",        "final",
      "overload",     "setter",      "deleter",        "abstractproperty"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// Whether a node of this kind has a scope of its own, into which `return` and `yield` do not look.
bool IsOtherFunction(Kind kind) {
  return kind == Kind::kFunctionDefinition || kind == Kind::kLambda ||
         kind == Kind::kClassDefinition;
}

}  // namespace

std::string Inference::DecoratorName(NodeId decorator) const {
  NodeId expression = tree_.FirstChild(decorator);
  if (expression != kNoNode) expression = tree_.NextSibling(expression);  // after the `@`
  if (expression != kNoNode && tree_[expression].kind == Kind::kCall) {
    expression = tree_.Child(expression, Field::kFunction);
  }
  if (expression == kNoNode) return "";
  std::string path = DottedText(tree_, expression, hidden_);
  return path.substr(path.rfind('.') + 1);
}

bool Inference::KeepsResult(NodeId function) const {
  NodeId parent = tree_[function].parent;
  if (tree_[parent].kind != Kind::kDecoratedDefinition) return true;
  for (NodeId c = tree_.FirstChild(parent); c != function; c = tree_.NextSibling(c)) {
    if (tree_[c].kind == Kind::kDecorator && !IsTransparent(DecoratorName(c))) return false;
  }
  return true;
}

// The annotation, or what all return statements agree on.
Type Inference::ReturnOf(NodeId function) {
  if (!KeepsResult(function)) return Unknown();
  bool is_async = tree_.Text(tree_.FirstChild(function)) == "async";
  if (is_async) return InstanceAt("types.CoroutineType");
  NodeId annotation = tree_.Child(function, Field::kReturnType);
  if (annotation != kNoNode) {
    Type declared = Annotated(annotation);
    if (IsKnown(declared)) return declared;
  }
  NodeId body = tree_.Child(function, Field::kBody);
  if (body == kNoNode) return Unknown();
  std::vector<Type> results;
  constexpr size_t kMaxReturns = 16;
  for (NodeId n = body; n < tree_[body].subtree_end;) {
    if (tree_[n].kind == Kind::kYield) {
      return InstanceAt("typing.Generator");
    }
    if (tree_[n].kind == Kind::kReturnStatement) {
      NodeId value = tree_.NextSibling(tree_.FirstChild(n));
      if (value != kNoNode) results.push_back(TypeOf(value));
      if (results.size() > kMaxReturns) return Unknown();
    }
    n = IsOtherFunction(tree_[n].kind) ? tree_[n].subtree_end : n + 1;
  }
  if (results.empty()) return {.kind = Type::Kind::kNone};
  return Agreed(results);
}

}  // namespace fastnode::bind
