// What a binding gives its target: assignments, loops, with, except, parameters, definitions; and
// annotations.
#include <algorithm>

#include "analyze/bind/infer.h"

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

namespace {

bool IsSequence(Kind kind) {
  switch (kind) {
    case Kind::kPatternList:
    case Kind::kTuplePattern:
    case Kind::kListPattern:
    case Kind::kTuple:
    case Kind::kList:
    case Kind::kExpressionList:
      return true;
    default:
      return false;
  }
}

int PlaceAmongSiblings(const ast::Tree& tree, NodeId node) {
  int place = 0;
  for (NodeId c = tree.FirstChild(tree[node].parent); c != node; c = tree.NextSibling(c)) ++place;
  return place;
}

}  // namespace

// `target`: an identifier that binds a variable, or an attribute expression that is stored to.
Type Inference::Target(NodeId target) {
  if (tree_[target].kind == Kind::kIdentifier) {
    const Reference* reference = ReferenceAt(target);
    if (reference == nullptr) return Unknown();
    switch (reference->kind) {
      case ReferenceKind::kImport:
        return Import(target);
      case ReferenceKind::kParameter:
        return Parameter(target);
      case ReferenceKind::kFunction:
        return {.kind = Type::Kind::kFunction, .local = tree_[target].parent};
      case ReferenceKind::kClass:
        return {.kind = Type::Kind::kClass, .local = tree_[target].parent};
      default:
        break;
    }
  }
  std::vector<int> path;  // places in nested sequences of targets, innermost first
  for (NodeId node = target, parent = tree_[node].parent; parent != kNoNode;
       node = parent, parent = tree_[node].parent) {
    Field field = tree_[node].field;
    switch (tree_[parent].kind) {
      case Kind::kAssignment: {
        if (field != Field::kLeft) return Unknown();
        NodeId type = tree_.Child(parent, Field::kType), value = tree_.Child(parent, Field::kRight);
        if (type != kNoNode) {
          Type declared = Annotated(type);
          if (IsKnown(declared)) return declared;
        }
        return value == kNoNode ? Unknown() : Destructured(value, path);
      }
      case Kind::kAugmentedAssignment: {
        NodeId sign = tree_.Child(parent, Field::kOperator);
        NodeId value = tree_.Child(parent, Field::kRight);
        if (sign == kNoNode || value == kNoNode || field != Field::kLeft) return Unknown();
        if (tree_[target].kind != Kind::kIdentifier) return Unknown();
        std::string_view text = tree_.Text(sign);
        VariableId variable = index_.variable_of[static_cast<size_t>(target)];
        return Binary(text.substr(0, text.size() - 1), FlowValue(variable, target), TypeOf(value));
      }
      case Kind::kForStatement:
      case Kind::kForInClause: {
        NodeId iterable = tree_.Child(parent, Field::kRight);
        bool is_target = field == Field::kLeft && iterable != kNoNode;
        bool is_async = tree_.Text(tree_.FirstChild(parent)) == "async";
        return is_target && !is_async ? ElementOf(iterable, path) : Unknown();
      }
      case Kind::kNamedExpression: {
        NodeId value = tree_.Child(parent, Field::kValue);
        return value == kNoNode || field != Field::kName ? Unknown() : TypeOf(value);
      }
      case Kind::kAsPattern:
        return path.empty() ? Entered(parent) : Unknown();
      case Kind::kAsPatternTarget:
      case Kind::kParenthesizedExpression:
        break;
      case Kind::kListSplatPattern:
      case Kind::kListSplat:
        return path.empty() ? Instance("list") : Unknown();
      default:
        if (!IsSequence(tree_[parent].kind)) return Unknown();
        path.push_back(PlaceAmongSiblings(tree_, node));
    }
  }
  return Unknown();
}

// The part of `value` that a target at `path` receives.
Type Inference::Destructured(NodeId value, const std::vector<int>& path) {
  for (auto place = path.rbegin(); place != path.rend(); ++place) {
    while (tree_[value].kind == Kind::kParenthesizedExpression ||
           tree_[value].kind == Kind::kAssignment) {
      NodeId inner = tree_[value].kind == Kind::kAssignment ? tree_.Child(value, Field::kRight)
                                                            : tree_.FirstChild(value);
      if (inner == kNoNode) return Unknown();
      value = inner;
    }
    if (!IsSequence(tree_[value].kind)) return Unknown();
    NodeId part = tree_.FirstChild(value);
    for (int i = 0; part != kNoNode && i <= *place; ++i) {
      if (tree_[part].kind == Kind::kListSplat) return Unknown();
      if (i < *place) part = tree_.NextSibling(part);
    }
    if (part == kNoNode) return Unknown();
    value = part;
  }
  return TypeOf(value);
}

// What a loop's target at `path` receives from `iterable`.
Type Inference::ElementOf(NodeId iterable, const std::vector<int>& path) {
  if (path.empty()) return Ask(Question::kElement, iterable);
  // for i, x in enumerate(...)
  bool counts = tree_[iterable].kind == Kind::kCall && path.back() == 0 && path.size() == 1;
  if (!counts) return Unknown();
  Type type = TypeOf(iterable);
  bool enumerates = type.symbol != kNoSymbol && type == Instance("enumerate");
  return enumerates ? Instance("int") : Unknown();
}

// `with VALUE as x`, `except VALUE as x`.
Type Inference::Entered(NodeId as_pattern) {
  NodeId value = tree_.FirstChild(as_pattern), owner = tree_[as_pattern].parent;
  if (value == kNoNode || owner == kNoNode) return Unknown();
  if (tree_[owner].kind == Kind::kExceptClause) {
    if (tree_[value].kind == Kind::kTuple) {
      Type type = Ask(Question::kElement, value);
      return type.kind == Type::Kind::kClass ? InstanceOf(type) : InstanceAt("builtins.Exception");
    }
    return InstanceOf(TypeOf(value));
  }
  if (tree_[owner].kind != Kind::kWithItem) return Unknown();
  Type manager = TypeOf(value);
  if (manager.kind == Type::Kind::kUnknown) return Unknown();
  Type method = Attribute(manager, "__enter__");
  if (method.kind != Type::Kind::kFunction) return Unknown();
  return CallResult(method, manager, kNoNode);
}

Type Inference::Parameter(NodeId identifier) {
  NodeId node = identifier, parent = tree_[node].parent;
  bool list = false, dictionary = false;
  NodeId annotation = kNoNode, value = kNoNode;
  while (tree_[parent].kind != Kind::kParameters && tree_[parent].kind != Kind::kLambdaParameters) {
    switch (tree_[parent].kind) {
      case Kind::kListSplatPattern:
        list = true;
        break;
      case Kind::kDictionarySplatPattern:
        dictionary = true;
        break;
      case Kind::kDefaultParameter:
      case Kind::kTypedParameter:
      case Kind::kTypedDefaultParameter:
        annotation = tree_.Child(parent, Field::kType);
        value = tree_.Child(parent, Field::kValue);
        break;
      default:
        return Unknown();
    }
    node = parent;
    parent = tree_[node].parent;
  }
  if (list) return Instance("tuple");
  if (dictionary) return Instance("dict");
  if (annotation != kNoNode) {
    Type declared = Annotated(annotation);
    if (IsKnown(declared)) return declared;
  }
  NodeId function = tree_[parent].parent;
  bool first = tree_.FirstChild(parent) == node && tree_[parent].kind == Kind::kParameters;
  if (first) {
    if (Type self = Receiver(function); IsKnown(self)) return self;
  }
  if (value == kNoNode) return Unknown();
  Type type = TypeOf(value);
  return type.kind == Type::Kind::kNone ? Unknown() : type;
}

// What the first parameter of a method is: `self`, or `cls`.
Type Inference::Receiver(NodeId function) {
  NodeId cls = ClassOfMethod(function);
  if (cls == kNoNode) return Unknown();
  NodeId name = tree_.Child(function, Field::kName), parent = tree_[function].parent;
  std::string_view text = name == kNoNode ? "" : tree_.Text(name);
  bool of_class = text == "__new__" || text == "__init_subclass__" || text == "__class_getitem__";
  if (tree_[parent].kind == Kind::kDecoratedDefinition) {
    for (NodeId c = tree_.FirstChild(parent); c != function; c = tree_.NextSibling(c)) {
      std::string decorator = DecoratorName(c);
      if (decorator == "staticmethod") return Unknown();
      of_class |= decorator == "classmethod";
    }
  }
  return {.kind = of_class ? Type::Kind::kClass : Type::Kind::kInstance, .local = cls};
}

Type Inference::Annotated(NodeId annotation) {
  std::vector<Type> types;
  for (const TypeChoice& choice : ReduceAnnotation(tree_, annotation, hidden_)) {
    switch (choice.kind) {
      case TypeChoice::Kind::kNone:
        types.push_back({.kind = Type::Kind::kNone});
        break;
      case TypeChoice::Kind::kAny:
        break;
      case TypeChoice::Kind::kSelf: {
        NodeId cls = EnclosingClass(annotation);
        if (cls == kNoNode) return Unknown();
        types.push_back({.kind = choice.class_object ? Type::Kind::kClass : Type::Kind::kInstance,
                         .local = cls});
        break;
      }
      case TypeChoice::Kind::kOpaque:
        return Unknown();
      case TypeChoice::Kind::kNamed: {
        Type cls = Named(choice, annotation);
        Type type = choice.class_object ? cls : InstanceOf(cls);
        if (!IsKnown(type) || (choice.class_object && cls.kind != Type::Kind::kClass)) {
          return Unknown();
        }
        types.push_back(type);
      }
    }
  }
  return Agreed(types);
}

// What the dotted name of an annotation at `place` stands for.
Type Inference::Named(const TypeChoice& choice, NodeId place) {
  std::string_view path = choice.path;
  size_t dot = path.find('.');
  std::string_view name = path.substr(0, dot);
  Type type;
  if (choice.root != kNoNode) {
    type = TypeOf(choice.root);
  } else if (VariableId variable = FindVariable(ScopeOf(place), name); variable != kNone) {
    type = VariableValue(variable);
  } else if (name == "builtins") {
    type = {.kind = Type::Kind::kModule, .symbol = builtins_};
  } else {
    type = FromSymbol(Builtin(name), Unknown(), false);
  }
  while (dot != std::string_view::npos && IsKnown(type)) {
    path.remove_prefix(dot + 1);
    dot = path.find('.');
    if (path.substr(0, dot) == "?") return Unknown();
    type = Attribute(type, path.substr(0, dot));
  }
  return type;
}

}  // namespace fastnode::bind
