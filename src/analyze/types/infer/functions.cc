// Functions: decorators, and what a call gives - by annotation, else by what is returned.
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxReturns = 16;

// Whether a node of this kind has a scope of its own, into which `return` and `yield` do not look.
bool IsOtherFunction(Kind kind) {
  return kind == Kind::kFunctionDefinition || kind == Kind::kLambda ||
         kind == Kind::kClassDefinition;
}

// Decorators that leave a function's result as it is.
bool IsTransparent(std::string_view name) {
  static constexpr std::string_view kNames[] = {"staticmethod",    "classmethod",
                                                "abstractmethod",  "lru_cache",
                                                "cache",           "wraps",
                                                "override",        "final",
                                                "overload",        "abstractclassmethod",
                                                "deprecated",      "no_type_check",
                                                "type_check_only", "abstractstaticmethod"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

}  // namespace

// The last name of what decorates: `b` of `@a.b(1)`.
std::string_view Evaluator::DecoratorName(const File& f, NodeId decorator) const {
  NodeId expression = f.first(decorator);
  if (expression != kNoNode) expression = f.next(expression);  // after the `@`
  if (expression != kNoNode && f.kind(expression) == Kind::kCall) {
    expression = f.child(expression, Field::kFunction);
  }
  if (expression == kNoNode) return "";
  if (f.kind(expression) == Kind::kAttribute) expression = f.child(expression, Field::kAttribute);
  if (expression == kNoNode || f.kind(expression) != Kind::kIdentifier) return "";
  return IsHidden(f, expression) ? "" : f.text(expression);
}

// Whether a decorator's last name ends so: "property" is also "cached_property".
bool Evaluator::HasDecorator(const File& f, NodeId function, std::string_view suffix) const {
  NodeId parent = f.parent(function);
  if (parent == kNoNode || f.kind(parent) != Kind::kDecoratedDefinition) return false;
  for (NodeId c = f.first(parent); c != kNoNode && c != function; c = f.next(c)) {
    if (f.kind(c) == Kind::kDecorator && DecoratorName(f, c).ends_with(suffix)) return true;
  }
  return false;
}

TypeId Evaluator::FunctionType(const File& f, NodeId definition) {
  NodeId decorated = f.parent(definition);
  if (decorated != kNoNode && f.kind(decorated) == Kind::kDecoratedDefinition) {
    return Decorated(f, definition, decorated);
  }
  return table_.Add({.form = Form::kFunction, .file = f.number, .node = definition});
}

// Decorators are applied from the inside. One of which nothing is known is taken to keep the
// function, as functools.wraps makes it look.
TypeId Evaluator::Decorated(const File& f, NodeId definition, NodeId decorated) {
  TypeId type = table_.Add({.form = Form::kFunction, .file = f.number, .node = definition});
  std::vector<NodeId> decorators;
  for (NodeId c = f.first(decorated); c != kNoNode && c != definition; c = f.next(c)) {
    if (f.kind(c) == Kind::kDecorator) decorators.push_back(c);
  }
  for (auto at = decorators.rbegin(); at != decorators.rend(); ++at) {
    std::string_view name = DecoratorName(f, *at);
    if (IsTransparent(name)) continue;
    bool property = name.ends_with("property") || name == "setter" || name == "getter" ||
                    name == "deleter" || name == "DynamicClassAttribute" ||
                    name == "_magic_enum_attr" || name == "reify";
    if (property && table_[type].form == Form::kFunction) {
      TypeData data = table_[type];
      data.form = Form::kProperty;
      type = table_.Add(std::move(data));
      continue;
    }
    NodeId expression = f.next(f.first(*at));
    if (expression == kNoNode) continue;
    TypeId decorator = TypeOf(f, expression);
    Arguments arguments;
    arguments.list.push_back({.type = type});
    std::vector<TypeId> kept;
    for (TypeId alternative : table_.Alternatives(decorator)) {
      const TypeData& data = table_[alternative];
      // What a decorator of unknown signature returns is a wrapper that tells less than the
      // function.
      bool declares =
          data.form == Form::kClass || data.form == Form::kCallable || data.form == Form::kInstance;
      if (data.form == Form::kFunction &&
          file(data.file).kind(data.node) == Kind::kFunctionDefinition) {
        declares = file(data.file).child(data.node, Field::kReturnType) != kNoNode;
      }
      if (!declares) continue;
      TypeId result = Call(alternative, arguments);
      Form form = table_[result].form;
      bool tells = form == Form::kInstance || form == Form::kFunction || form == Form::kClass ||
                   form == Form::kProperty ||
                   (form == Form::kCallable && table_.IsKnown(table_[result].arguments[0]));
      if (tells) kept.push_back(result);
    }
    if (!kept.empty()) type = table_.Union(kept);
  }
  return type;
}

// What a call gives, in terms of the function's and its class's type variables.
TypeId Evaluator::ReturnOf(const File& f, NodeId function) {
  if (f.kind(function) == Kind::kLambda) {
    NodeId body = f.child(function, Field::kBody);
    return body == kNoNode ? kUnknownType : TypeOf(f, body);
  }
  if (f.kind(function) != Kind::kFunctionDefinition) return kUnknownType;
  NodeId word = f.first(function);
  bool is_async = word != kNoNode && f.text(word) == "async";
  NodeId annotation = f.child(function, Field::kReturnType);
  TypeId result = annotation == kNoNode ? kUnknownType : Annotated(f, annotation);
  if (table_[result].form == Form::kSpecial) result = kUnknownType;
  bool declared = table_.IsKnown(result);
  NodeId body = f.child(function, Field::kBody);
  if (!declared && body != kNoNode && !f.module->is_stub()) {
    TypeId yielded = Yielded(f, body);
    bool generates = yielded >= 0;
    if (generates) {
      std::string_view name = is_async ? "AsyncGenerator" : "Generator";
      return LibraryInstance("typing", name, {yielded, kUnknownType, kUnknownType});
    }
    result = Returned(f, function);
  }
  if (!is_async) return result;
  if (declared && f.module->is_stub() == false && body != kNoNode && Yielded(f, body) >= 0) {
    return result;  // an async generator declares what it is
  }
  return LibraryInstance("types", "CoroutineType", {kUnknownType, kUnknownType, result});
}

// The union of what return statements give; None if there is none.
TypeId Evaluator::Returned(const File& f, NodeId function) {
  NodeId body = f.child(function, Field::kBody);
  std::vector<TypeId> results;
  bool raises_only = true;
  for (NodeId n = body; n < f.tree()[body].subtree_end;) {
    if (f.kind(n) == Kind::kReturnStatement) {
      raises_only = false;
      NodeId value = f.next(f.first(n));
      results.push_back(value == kNoNode ? kNoneType : TypeOf(f, value));
      if (results.size() > kMaxReturns) break;
    }
    n = IsOtherFunction(f.kind(n)) ? f.tree()[n].subtree_end : n + 1;
  }
  if (!results.empty()) return table_.Union(results);
  // `raise NotImplementedError`: those who override it know.
  NodeId only = f.first(body);
  if (raises_only && only != kNoNode) {
    for (NodeId c = only; c != kNoNode; c = f.next(c)) {
      if (f.kind(c) == Kind::kRaiseStatement) return kUnknownType;
    }
  }
  return kNoneType;
}

// What `yield` gives; -1 if there is none.
TypeId Evaluator::Yielded(const File& f, NodeId body) {
  std::vector<TypeId> types;
  bool found = false;
  for (NodeId n = body; n < f.tree()[body].subtree_end;) {
    if (f.kind(n) == Kind::kYield) {
      found = true;
      NodeId value = f.next(f.first(n));
      bool from = value != kNoNode && f.kind(value) == Kind::kKeyword;
      if (from) value = f.next(value);
      if (value != kNoNode && types.size() < kMaxReturns) {
        TypeId type = TypeOf(f, value);
        types.push_back(from ? Element(type) : type);
      }
    }
    n = IsOtherFunction(f.kind(n)) ? f.tree()[n].subtree_end : n + 1;
  }
  return found ? table_.Union(types) : -1;
}

}  // namespace fastnode::types
