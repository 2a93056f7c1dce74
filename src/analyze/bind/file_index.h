// Scopes, variables and attribute uses of one source: the product of analyze/bind.
//
// Scoping is Python's (language reference, 4.2): module, class, function, lambda, comprehension
// scopes; class scopes are invisible to nested functions; `global` and `nonlocal` are honoured.
// A variable exists for each name bound in a scope of this file; a name bound nowhere in the file
// (a builtin, or unknown) has no variable.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/parse.h"

namespace fastnode::bind {

using ast::kNoNode;
using ast::NodeId;
using ScopeId = Id<struct ScopeTag>;
using VariableId = Id<struct VariableTag>;
inline constexpr NoId kNone = kNoId;
inline constexpr ScopeId kModuleScope{0};

enum class ScopeKind : uint8_t { kModule, kClass, kFunction, kLambda, kComprehension };
inline constexpr int kNumScopeKinds = 5;

struct Scope {
  ScopeKind kind;
  // module, class_definition, function_definition, lambda or a comprehension; the type parameters
  // of a generic definition have a function scope around it, whose node is the type_parameter
  NodeId node;
  ScopeId parent = kNone;
};

enum class ReferenceKind : uint8_t {
  kRead,
  kWrite,  // assignment targets, for and with targets, walrus, except-as, match captures
  kDelete,
  kImport,  // the name an import statement binds
  kParameter,
  kFunction,  // the name in `def name`
  kClass,     // the name in `class name`
};
inline constexpr int kNumReferenceKinds = 7;
inline bool IsBinding(ReferenceKind kind) {
  return kind != ReferenceKind::kRead && kind != ReferenceKind::kDelete;
}

struct Reference {
  NodeId node;  // an identifier (for `import a.b` the first component of the dotted name)
  ReferenceKind kind;
};

struct Variable {
  std::string_view name;  // into the source
  ScopeId scope;
  std::span<const Reference> references;  // in text order; augmented assignment counts as kWrite
};

// How an attribute expression stands in the code: `x.a` read, `x.a()` called, `x.a = 1` stored
// (augmented and annotated assignment too), `del x.a`.
enum class UseContext : uint8_t { kLoad, kCall, kStore, kDelete };
inline constexpr int kNumUseContexts = 4;

struct AttributeUse {
  NodeId node;  // the attribute expression
  NodeId base;  // its object
  NodeId name;  // the identifier after the dot
  UseContext context;
};

struct FileIndex {
  ast::Tree tree;
  IdVector<ScopeId, Scope> scopes;           // scopes[kModuleScope] is the module
  IdVector<VariableId, Variable> variables;  // ordered by first reference
  IdVector<NodeId, ScopeId> scope_of;        // per node: the scope in which its names are looked up
  IdVector<NodeId, VariableId>
      variable_of;                       // per node: of identifiers that are references, else kNone
  std::vector<AttributeUse> attributes;  // in order of the name's offset; decorators included
  std::vector<NodeId> declarations;      // global and nonlocal statements
  std::unique_ptr<Reference[]> references;  // those of all variables: they view it
};

// The door: moves the tree into the index. Linear in the tree's size. Thread-safe.
FileIndex Bind(ast::Tree tree);
// Of a text. Errors: those of ast::Parse.
Result<FileIndex> BindText(std::string text, const ast::ParseLimits& limits = {});

// Variables visible by name from `node` (own scope outwards by Python's rules; inner ones shadow),
// in order of VariableId.
std::vector<VariableId> VisibleVariables(const FileIndex& index, NodeId node);

// The closest scope of a kind, this one or one around it, or kNone.
ScopeId Enclosing(const FileIndex& index, ScopeId scope, ScopeKind kind);
// What `def` or `class` calls a scope's node; "" of any other scope, and of kNone.
std::string_view NameOfScope(const FileIndex& index, ScopeId scope);

std::string Print(const FileIndex& index);
std::string Verify(const FileIndex& index);

}  // namespace fastnode::bind
