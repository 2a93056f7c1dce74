// Calls that type checkers know by name, because what they give depends on more than a signature.
// Each has a row in the table; it may still say that a call is none of its own.
#include <string>
#include <utility>
#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/parsed_arguments.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

struct SpecialCall {
  Infer& infer;
  const File& f;
  NodeId call;
  Arguments arguments;

  // What argument i declares, read as an annotation.
  TypeId Declared(size_t i) const {
    if (i >= arguments.list.size()) return kUnknownType;
    NodeId type = arguments.list[i].node;
    return ReadAnnotation(infer, f, type, f.scope_of(type));
  }
  TypeId MadeClass() const { return infer.table().Class(f.number, call); }
};

// Whether super() is called where the class itself is the first argument.
bool IsCalledOnClass(const File& f, NodeId call, NodeId cls) {
  for (ScopeId scope = f.scope_of(call); scope != kNone; scope = f.scope(scope).parent) {
    NodeId function = f.scope(scope).node;
    if (f.scope(scope).kind != bind::ScopeKind::kFunction ||
        f.kind(function) != Kind::kFunctionDefinition || ClassOfFunction(f, function) != cls) {
      continue;
    }
    NodeId name = f.child(function, Field::kName);
    return HasDecorator(f, function, "classmethod") ||
           (name != kNoNode && f.text(name) == "__new__");
  }
  return false;
}

// The object, seen from behind its class.
std::optional<TypeId> Super(const SpecialCall& c) {
  NodeId cls = EnclosingClass(c.f, c.call);
  if (cls == kNoNode) return kUnknownType;
  TypeData self = c.infer.table()[c.infer.classes().Self(c.f, cls)];
  self.flags |= kIsSuper;
  if (IsCalledOnClass(c.f, c.call, cls)) self.form = Form::kClass;
  return c.infer.table().Add(std::move(self));
}

std::optional<TypeId> Cast(const SpecialCall& c) { return c.Declared(0); }

// type(x), type("T", (Base,), {})
std::optional<TypeId> TypeCall(const SpecialCall& c) {
  if (c.arguments.list.size() == 1) {
    return c.infer.table().ClassOf(ArgumentType(c.infer, c.arguments, 0));
  }
  return c.arguments.list.size() == 3 ? c.MadeClass() : kUnknownType;
}

// TypeVar("T", A, B), TypeVar("T", bound=A)
std::optional<TypeId> TypeVar(const SpecialCall& c) {
  std::vector<TypeId> bounds;
  for (size_t i = 0; i < c.arguments.list.size(); ++i) {
    std::string_view keyword = c.arguments.list[i].keyword;
    bool counts = keyword == "bound" || (keyword.empty() && i > 0);
    if (counts) bounds.push_back(c.Declared(i));
  }
  TypeData variable{.form = Form::kVariable, .file = c.f.number, .node = c.call};
  TypeId bound = c.infer.table().Union(bounds);
  if (IsKnown(bound)) variable.arguments = {bound};
  return c.infer.table().Add(std::move(variable));
}

// ParamSpec("P"), TypeVarTuple("Ts")
std::optional<TypeId> Variable(const SpecialCall& c) {
  return c.infer.table().Variable(c.f.number, c.call, "");
}

// NewType("UserId", int)
std::optional<TypeId> NewType(const SpecialCall& c) {
  return c.infer.table().ClassOf(c.Declared(1));
}

// property(getter)
std::optional<TypeId> Property(const SpecialCall& c) {
  if (c.arguments.list.empty()) return std::nullopt;
  TypeData property = c.infer.table()[ArgumentType(c.infer, c.arguments, 0)];
  if (property.form != Form::kFunction) return std::nullopt;
  property.form = Form::kProperty;
  return c.infer.table().Add(std::move(property));
}

std::optional<TypeId> Parsed(const SpecialCall& c) { return ParsedObject(c.infer, c.f, c.call); }
std::optional<TypeId> ParsedAndRest(const SpecialCall& c) {
  return ParsedPair(c.infer, c.f, c.call);
}

std::optional<TypeId> Made(const SpecialCall& c) { return c.MadeClass(); }

struct SpecialRow {
  std::string_view module, name;
  std::optional<TypeId> (*value)(const SpecialCall&);
};
constexpr SpecialRow kRows[] = {
    {"argparse", "parse_args", Parsed},
    {"argparse", "parse_intermixed_args", Parsed},
    {"argparse", "parse_known_args", ParsedAndRest},
    {"argparse", "parse_known_intermixed_args", ParsedAndRest},
    {"builtins", "super", Super},
    {"builtins", "type", TypeCall},
    {"builtins", "property", Property},
    {"collections", "namedtuple", Made},
    {"optparse", "parse_args", ParsedAndRest},
    {"typing", "NamedTuple", Made},
    {"typing", "NewType", NewType},
    {"typing", "ParamSpec", Variable},
    {"typing", "TypeVar", TypeVar},
    {"typing", "TypeVarTuple", Variable},
    {"typing", "cast", Cast},
    {"typing_extensions", "NewType", NewType},
    {"typing_extensions", "ParamSpec", Variable},
    {"typing_extensions", "TypeVar", TypeVar},
    {"typing_extensions", "TypeVarTuple", Variable},
    {"typing_extensions", "cast", Cast},
};

}  // namespace

std::optional<TypeId> SpecialCallValue(Infer& infer, TypeId callee, const File& f, NodeId call) {
  const TypeData& data = infer.table()[callee];
  if ((data.form != Form::kClass && data.form != Form::kFunction) || data.file == 0) {
    return std::nullopt;
  }
  const File& other = infer.files().at(data.file);
  const std::string& module = other.module->path();
  NodeId name_node = other.child(data.node, Field::kName);
  std::string_view name = name_node == kNoNode ? "" : other.text(name_node);
  for (const SpecialRow& row : kRows) {
    if (row.module != module || row.name != name) continue;
    return row.value({infer, f, call, ArgumentsOf(f, call)});
  }
  // Enum("Color", "RED GREEN")
  if (data.form != Form::kClass || module != "enum") return std::nullopt;
  bool is_enum = infer.classes().At(data.file, data.node).is_enum || name == "Enum";
  if (!is_enum || ArgumentsOf(f, call).list.size() < 2) return std::nullopt;
  return infer.table().Class(f.number, call);
}

}  // namespace fastnode::types
