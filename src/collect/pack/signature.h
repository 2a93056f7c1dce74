// The parameters of what a call calls, where this file defines it.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/types.h"

namespace fastnode::pack {

struct Parameter {
  std::string_view name;
  bool has_default = false;
  bool keyword_only = false;
};

struct Signature {
  bool known = false;
  bool takes_more = false;            // *args or **kwargs
  std::vector<Parameter> parameters;  // without the receiver of a method

  int Find(std::string_view name) const;  // or -1
};

// `call`: a call expression. Not known: what is called is defined elsewhere, or is no function.
Signature SignatureOf(const bind::FileIndex& index, ast::NodeId call, types::TypeEvaluator& types);

}  // namespace fastnode::pack
