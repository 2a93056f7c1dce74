// Type comments, as PEP 484 has them: what is declared behind a statement, or below the head of a
// function, where an annotation could stand. Comments are no part of the tree: they are read off
// the text.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/file/parameters.h"

namespace fastnode::types {

// X of `statement  # type: X`; "" if there is none, or it tells checkers to look away.
std::string_view TypeCommentBehind(const File& f, NodeId statement);

// `# type: (X, Y) -> Z` between the head of a function and its body.
struct FunctionTypeComment {
  std::vector<std::string_view> parameters;  // none of `(...)`
  std::string_view result;
};
std::optional<FunctionTypeComment> TypeCommentOf(const File& f, NodeId function);

// What comments say of a parameter: that of the function, or the one behind the parameter itself.
// "": nothing.
// `all`: the parameters of the function; `parameter`: one of them.
std::string_view TypeCommentOfParameter(const File& f, NodeId function,
                                        const std::vector<Parameter>& all,
                                        const Parameter& parameter);

}  // namespace fastnode::types
