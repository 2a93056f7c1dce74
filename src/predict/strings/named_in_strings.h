// Strings that name something of the program: attributes of what `getattr` is asked of, members of
// an enumeration in brackets, what `__all__` lists, the module that is run, parameters of a test.
#pragma once

#include <set>
#include <string_view>

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

class Keys;

// Adds what the string at `place`, a name of the tree that stands for it, may name. False: it names
// nothing that is known.
bool AddNamed(const bind::FileIndex& index, types::TypeEvaluator& types, ast::NodeId place,
              Keys& keys);

// The same of a name behind a comma in "a, b|", which has some before it.
bool AddParameter(const bind::FileIndex& index, types::TypeEvaluator& types, ast::NodeId place,
                  const std::set<std::string_view>& given, Keys& keys);

}  // namespace fastnode::predict
