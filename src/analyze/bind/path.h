// The normalised text of an expression, the key under which attribute uses of one base are counted:
// names and dotted names as written ("self.items"), calls as "f()", subscripts as "x[]", strings as
// "''", numbers as "0", lists, sets, dicts and tuples as "[]", "{}" and "()" , parentheses and
// `await` dropped, anything else "?". A hidden identifier reads "?" as well.
#pragma once

#include <string>

#include "analyze/bind/file_index.h"

namespace fastnode::bind {

// `hidden`: an identifier whose text must not be seen (kNoNode: none).
std::string PathText(const ast::Tree& tree, NodeId expression, NodeId hidden = kNoNode);

// The longest expression that begins with this one: while it is called, subscripted, or the base of
// a dot.
NodeId GoingOn(const ast::Tree& tree, NodeId expression);

// The last component of a path: "items" of "self.items", "f()" of "a.f()", "x[]" of "a.x[]".
std::string_view LastComponent(std::string_view path);

}  // namespace fastnode::bind
