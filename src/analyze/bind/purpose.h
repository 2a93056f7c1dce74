// What an expression is for: the argument of which call it is, and the name it is given to. Code
// that is for the same thing is often the same, whatever it begins with.
#pragma once

#include <string>
#include <string_view>

#include "analyze/bind/file_index.h"

namespace fastnode::bind {

struct Purpose {
  // "open #1": an argument of what has this last component, by position or keyword; "" if it is
  // none.
  std::string passed_to;
  // The name that it is assigned to, passed as, compared with, or that is its key in a dictionary;
  // "" if there is none.
  std::string_view given_to;
};

// Of the expression that begins with `begin`: what stands behind it makes no difference.
Purpose PurposeOf(const ast::Tree& tree, NodeId begin);

}  // namespace fastnode::bind
