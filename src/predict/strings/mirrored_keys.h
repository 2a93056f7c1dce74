// Keys that say the name of what is stored or asked for beside them: `{"size": self.size}`,
// `Box(size=row["size"])`, `size = row.get("size")`.
#pragma once

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

class Keys;

// Adds what the key at `place`, a name of the tree that stands for it, says if it does so. Of what
// is known already (`is_complete`: all that there can be) it puts the key that says so first.
void AddMirrored(const bind::FileIndex& index, types::TypeEvaluator& types, ast::NodeId place,
                 bool is_complete, Keys& keys);

}  // namespace fastnode::predict
