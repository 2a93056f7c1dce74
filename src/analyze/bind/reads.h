// Where an expression or a statement begins with a word: a name that is read, or a word of the
// language (`return`, `not`, `None`). These are the places where somebody types a plain name.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"

namespace fastnode::bind {

// Identifiers that are read or deleted, and words of the language that begin a statement, a clause
// of one
// (`else`) or an expression, ascending. Names after dots, keywords of arguments and names that are
// bound, imported or declared there are none of them.
std::vector<NodeId> FindReads(const FileIndex& index);

bool IsName(const ast::Tree& tree, NodeId read);
// Whether a word is followed by more of its own: `return x`, but not `None`.
bool GoesOn(const ast::Tree& tree, NodeId word);
// What ends with what such a word begins: its statement, of a clause the whole statement.
NodeId BegunBy(const ast::Tree& tree, NodeId word);

// What the expression that a read begins is to what stands around it.
enum class Position : uint8_t {
  kStatement,  // it begins one
  kAssigned,
  kReturned,
  kCondition,  // of if, while, assert
  kIterated,   // behind the `in` of a for
  kOpened,     // by `with`
  kArgument,
  kElement,  // of a list, a tuple, a set or a dictionary
  kOperand,
  kCompared,
  kIndex,
  kType,
  kRaised,
  kCaught,
  kDecorator,
  kBaseClass,
  kShown,  // by an f-string
  kDefault,
  kOther,
};
inline constexpr int kNumPositions = 19;
Position PositionOf(const ast::Tree& tree, NodeId read);
// The outermost expression that begins with a read.
NodeId BeganBy(const ast::Tree& tree, NodeId read);
std::string_view Name(Position position);  // "statement"

}  // namespace fastnode::bind
