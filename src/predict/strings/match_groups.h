// Named groups of a regular expression: `m["|"]`, `m.group("|")` where `m` is a match of a pattern
// that the file writes (library reference, module `re`).
#pragma once

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

class Keys;

// Adds the groups that the string at `place`, a name of the tree that stands for it, may name:
// those of the pattern that was matched or, where that is not found, of all in the file. False: no
// match is asked.
bool AddMatchGroups(const bind::FileIndex& index, types::TypeEvaluator& types, ast::NodeId place,
                    Keys& keys);

}  // namespace fastnode::predict
