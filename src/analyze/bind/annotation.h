// Annotations reduced to the names of classes they may mean, by syntax alone: generic arguments,
// Optional, Annotated, ClassVar and the like are taken off, unions become several choices, literals
// become their builtin class. What the names stand for is the caller's business.
#pragma once

#include <string>
#include <vector>

#include "analyze/ast/tree.h"

namespace fastnode::bind {

struct TypeChoice {
  enum class Kind : uint8_t {
    kNamed,   // an instance of the class `path`, or the class itself if `class_object`
    kNone,    // None
    kAny,     // Any: says nothing
    kSelf,    // Self
    kOpaque,  // a form that names no class: a callable, a string that does not parse
  };
  Kind kind = Kind::kNamed;
  bool class_object = false;
  std::string path;                 // dotted, as written; "builtins.str" for literals
  ast::NodeId root = ast::kNoNode;  // the first identifier of the path, if it is in the tree
};

// "pkg.core" of ".core" in package "pkg". In no package relative paths stay as they are.
std::string AbsoluteModule(std::string_view written, std::string_view package);

// Identifiers whose text must not be seen read "?".
using HiddenNodes = std::vector<ast::NodeId>;

// `annotation`: an expression or a kType node. At least one choice, at most a few dozen.
std::vector<TypeChoice> ReduceAnnotation(const ast::Tree& tree, ast::NodeId annotation,
                                         const HiddenNodes& hidden = {});

// "a.b.c" of an identifier or of attributes of one, and that identifier; "" for anything else.
std::string DottedText(const ast::Tree& tree, ast::NodeId expression,
                       const HiddenNodes& hidden = {}, ast::NodeId* root = nullptr);

// The path of the builtin class of a literal ("builtins.str"), or "".
std::string LiteralClass(const ast::Tree& tree, ast::NodeId literal);

// The text between the quotes of a string without prefix letters other than r and u; "" otherwise.
std::string StringContent(const ast::Tree& tree, ast::NodeId string);

}  // namespace fastnode::bind
