// A syntax tree as few bytes, to be kept beside its source: a byte or two for each node
// (docs/formats/tree.md). To make the tree of them costs a hundredth of parsing the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyze/ast/tree.h"
#include "support/result.h"

namespace fastnode::ast {

// What the bytes depend on besides the text: our kinds and fields, the grammar, and how a tree is
// made and written. Bytes of another version are refused.
uint32_t TreeVersion();

// `tree`: of ast::Parse. Same tree, same bytes.
std::string Compact(const Tree& tree);

// The very tree that was compacted, its source included. Errors, by reason: bytes of another
// version, of another text, or damaged. Any bytes give an error or a tree that Verify has nothing
// to say of, and take memory in proportion to their length at most. Thread-safe.
Result<Tree> Expand(std::string source, std::string_view bytes);

// Gives bytes the checksum that they ought to have. For tests, of what is damaged otherwise.
void Seal(std::string_view source, std::string& bytes);

}  // namespace fastnode::ast
