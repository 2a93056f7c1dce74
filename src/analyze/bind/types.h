// Types of expressions, asked for one at a time and remembered: the evaluator looks only at what an
// answer needs. What cannot be known is Type::kUnknown, never a guess.
//
// `hidden` (ascending) names the nodes whose identity must not be used (the site of a prediction):
// their type is unknown, a store to a hidden attribute defines no member, a hidden name is no
// reference. The answers are the same as if the hidden identifiers had been replaced in the text by
// a fresh one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/bind/library.h"

namespace fastnode::bind {

struct Type {
  enum class Kind : uint8_t {
    kUnknown,
    kModule,    // symbol: a library module; or kNoSymbol with `path` set: a module outside it
    kClass,     // the class object itself: symbol, or local (class_definition of this file)
    kInstance,  // an instance of symbol or local
    kFunction,  // symbol, or local (function_definition)
    kNone,
  };
  Kind kind = Kind::kUnknown;
  SymbolId symbol = kNoSymbol;
  NodeId local = kNoNode;
  std::string path;  // dotted import path of modules and imported names the library does not know

  bool operator==(const Type&) const = default;
};

// Where a member of a type comes from.
enum class MemberOrigin : uint8_t { kLibrary, kClassBody, kSelfAssignment, kInherited };

struct Member {
  std::string_view name;
  MemberOrigin origin;
  SymbolKind kind;        // of methods kFunction, of attributes kVariable
  NodeId node = kNoNode;  // definition in this file, if there
};

class TypeEvaluator {
 public:
  // All references must outlive the evaluator. One thread only.
  TypeEvaluator(const FileIndex& index, const Library& library, std::vector<NodeId> hidden = {});
  ~TypeEvaluator();

  Type TypeOf(NodeId expression);

  // What may follow the dot after a value of this type; local classes include the members of
  // their bases and of `self.x = ...` assignments in their methods. Sorted by name, one entry a
  // name. Empty if unknown.
  std::vector<Member> Members(const Type& type);

  // A dotted name for vocabularies and counts: "os.path" for a module, "builtins.str" for an
  // instance, "type:builtins.str" for the class itself, "def:os.getcwd" for a function,
  // "mod:pkg.sub" for modules and "ext:pkg.Name" for imported names the library lacks;
  // local classes and functions: "local"; unknown: "".
  std::string Name(const Type& type) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fastnode::bind
