// The parameters of what a call calls, wherever it is defined.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/types.h"

namespace fastnode::pack {

struct Parameter {
  std::string_view name;
  bool has_default = false;
  bool keyword_only = false;
  bool positional_only = false;
};

struct Signature {
  bool known = false;
  bool takes_more = false;            // *args or **kwargs
  bool takes_any_keyword = true;      // ... the latter, or it is one of several, or a guess
  std::vector<Parameter> parameters;  // without the receiver of a method

  int Find(std::string_view name) const;  // or -1
};

// `call`: a call expression. Not known: what is called, or it is nothing that can be called. Names
// live as long as `types`.
Signature SignatureOf(const bind::FileIndex& index, ast::NodeId call, types::TypeEvaluator& types);

}  // namespace fastnode::pack
