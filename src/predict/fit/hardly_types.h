// What a file binds in a way that no type is bound: a field that is declared to be a text, what a
// call gives a small name, a parameter, a function.
#pragma once

#include "predict/cursor/site.h"

namespace fastnode::predict {

// Of a variable that is in reach of the site, where a type is wanted. What the file has in another
// annotation is none of these.
bool BindsNoType(const bind::FileIndex& index, const bind::Variable& variable, ast::NodeId site);

// Whether a site stands behind the first one in the brackets of `Annotated`: anything may stand
// there.
bool IsMetadata(const ast::Tree& tree, ast::NodeId node);

}  // namespace fastnode::predict
