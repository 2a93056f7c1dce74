// The normalised text of an expression, the key under which attribute uses of one base are counted:
// names and dotted names as written ("self.items"), calls as "f()", subscripts as "x[]", strings as
// "''", numbers as "0", lists, sets, dicts and tuples as "[]", "{}" and "()" , parentheses and
// `await` dropped, anything else "?". Identifiers inside a hidden node read "?".
#pragma once

#include <string>

#include "analyze/bind/file_index.h"

namespace fastnode::bind {

// `hidden`: a node whose text must not be seen (kNoNode: none); an expression that contains it is
// rendered with "?" in its place.
std::string PathText(const ast::Tree& tree, NodeId expression, NodeId hidden = kNoNode);

// The longest expression that goes on from this one: as long as it is called, subscripted, or the
// base of a dot.
NodeId GoingOn(const ast::Tree& tree, NodeId expression);

// The last component of a path: "items" of "self.items", "f()" of "a.f()", "x[]" of "a.x[]".
std::string_view LastComponent(std::string_view path);

}  // namespace fastnode::bind
