#include "analyze/types/infer/functions.h"

#include <optional>
#include <string>
#include <vector>

#include "analyze/types/file/docstring.h"
#include "analyze/types/file/type_comment.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/heirs.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/iterate.h"
#include "analyze/types/infer/known_classes.h"

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

// Nodes of one kind in a function's body, those in other functions left out.
std::vector<NodeId> NodesOf(const File& f, NodeId body, Kind kind) {
  std::vector<NodeId> nodes;
  for (NodeId n = body; n < f.tree()[body].subtree_end;) {
    if (f.kind(n) == kind) nodes.push_back(n);
    n = IsOtherFunction(f.kind(n)) ? f.tree()[n].subtree_end : n + 1;
  }
  return nodes;
}

// `raise NotImplementedError`: those who override it know.
bool OnlyRaises(const File& f, NodeId body) {
  for (NodeId c = f.first(body); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) == Kind::kRaiseStatement) return true;
  }
  return false;
}

// The union of what return statements give; None if there is none.
TypeId ReturnedValue(Infer& infer, const File& f, NodeId body) {
  std::vector<TypeId> results;
  for (NodeId statement : NodesOf(f, body, Kind::kReturnStatement)) {
    NodeId value = f.next(f.first(statement));
    results.push_back(value == kNoNode ? kNoneType : infer.TypeOf(f, value));
    if (results.size() > kMaxReturns) break;
  }
  if (!results.empty()) return infer.table().Union(results);
  return OnlyRaises(f, body) ? kUnknownType : kNoneType;
}

bool IsGenerator(const File& f, NodeId body) { return !NodesOf(f, body, Kind::kYield).empty(); }

TypeId YieldedValue(Infer& infer, const File& f, NodeId body) {
  std::vector<TypeId> types;
  for (NodeId yield : NodesOf(f, body, Kind::kYield)) {
    NodeId value = f.next(f.first(yield));
    bool from = value != kNoNode && f.kind(value) == Kind::kKeyword;
    if (from) value = f.next(value);
    if (value == kNoNode || types.size() >= kMaxReturns) continue;
    TypeId type = infer.TypeOf(f, value);
    types.push_back(from ? infer.Element(type) : type);
  }
  return infer.table().Union(types);
}

TypeId CommentedResult(Infer& infer, const File& f, NodeId function) {
  if (f.module->is_stub()) return kUnknownType;
  const std::optional<FunctionTypeComment> comment = TypeCommentOf(f, function);
  return comment ? ReadAnnotationText(infer, f, comment->result, f.scope_of(function))
                 : kUnknownType;
}

TypeId DeclaredResult(Infer& infer, const File& f, NodeId function) {
  NodeId annotation = f.child(function, Field::kReturnType);
  if (annotation == kNoNode) return CommentedResult(infer, f, function);
  TypeId result = infer.TypeOfAnnotation(f, annotation);
  return infer.table().form(result) == Form::kSpecial ? kUnknownType : result;
}

// One of the three that a generator has: what it yields, is sent, returns. Unknown if it is none.
TypeId PartOfGenerator(Infer& infer, TypeId generator, size_t part) {
  const auto arguments = ArgumentsAs(infer, generator, {"Generator", "AsyncGenerator"});
  return arguments && part < arguments->size() ? (*arguments)[part] : kUnknownType;
}

}  // namespace

TypeId YieldValue(Infer& infer, const File& f, NodeId node) {
  NodeId value = f.next(f.first(node));
  if (value != kNoNode && f.kind(value) == Kind::kKeyword) {  // yield from
    NodeId generator = f.next(value);
    return generator == kNoNode ? kUnknownType
                                : PartOfGenerator(infer, infer.TypeOf(f, generator), 2);
  }
  for (ScopeId s = f.scope_of(node); s != kNone; s = f.scope(s).parent) {
    if (f.scope(s).kind != bind::ScopeKind::kFunction) continue;
    NodeId function = f.scope(s).node;
    if (f.kind(function) != Kind::kFunctionDefinition) return kUnknownType;
    return PartOfGenerator(infer, DeclaredResult(infer, f, function), 1);
  }
  return kUnknownType;
}

TypeId FunctionValue(Infer& infer, const File& f, NodeId definition) {
  NodeId decorated = f.parent(definition);
  if (decorated != kNoNode && f.kind(decorated) == Kind::kDecoratedDefinition) {
    return DecoratedValue(infer, f, definition);
  }
  return infer.table().Function(f.number, definition);
}

TypeId FunctionResult(Infer& infer, const File& f, NodeId function) {
  NodeId body = f.child(function, Field::kBody);
  if (f.kind(function) == Kind::kLambda) {
    return body == kNoNode ? kUnknownType : infer.TypeOf(f, body);
  }
  if (f.kind(function) != Kind::kFunctionDefinition) return kUnknownType;
  NodeId word = f.first(function);
  const bool is_async = word != kNoNode && f.text(word) == "async";
  const bool is_written = body != kNoNode && !f.module->is_stub();
  TypeId result = DeclaredResult(infer, f, function);
  if (IsKnown(result)) {
    if (is_async && is_written) {
      // What is yielded is asked for, although what is declared rules: it may answer others.
      bool generates = IsGenerator(f, body);
      YieldedValue(infer, f, body);
      if (generates) return result;  // an async generator declares what it is
    }
  } else if (is_written) {
    if (IsGenerator(f, body)) {
      std::string_view name = is_async ? "AsyncGenerator" : "Generator";
      TypeId yielded = YieldedValue(infer, f, body);
      TypeId returned = is_async ? kNoneType : ReturnedValue(infer, f, body);
      return LibraryInstance(infer, "typing", name, {yielded, kUnknownType, returned});
    }
    result = ReturnedValue(infer, f, body);
    // `-> Any: ...` does not give None.
    if (result == kNoneType && f.child(function, Field::kReturnType) != kNoNode) {
      result = kUnknownType;
    }
    if (!IsKnown(result) || result == kNoneType) {
      const std::string written = DocumentedResult(DocstringOf(f, function));
      TypeId told = written.empty() ? kUnknownType
                                    : ReadAnnotationText(infer, f, written, f.scope_of(function));
      if (IsKnown(told)) result = told;
    }
    if (!IsKnown(result) || result == kNoneType) {
      const TypeId overridden = ResultOfOverrides(infer, f, function);
      if (IsKnown(overridden)) return overridden;
    }
  }
  if (!is_async) return result;
  return LibraryInstance(infer, "types", "CoroutineType", {kUnknownType, kUnknownType, result});
}

}  // namespace fastnode::types
