// Strings that name tables and classes which declare them, as SQLAlchemy's do:
// `ForeignKey("users.|")`, `relationship("|")`, `relationship(back_populates="|")`.
#pragma once

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

class Keys;

// Adds those that the string at `place`, a name of the tree that stands for it, may name. False:
// it is no such place, or the file has none.
bool AddTableNames(const bind::FileIndex& index, types::TypeEvaluator& types, ast::NodeId place,
                   Keys& keys);

}  // namespace fastnode::predict
