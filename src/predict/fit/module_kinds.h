// What the members of a module are: classes, functions, modules, variables. The network does not
// ask; who reads a list does.
#pragma once

#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Of an attribute site: where a module stands before the dot, the kinds of those in the list that
// it has. Others keep theirs. Where no letter is typed, what every object has and a module hardly
// asks for is left out: `__eq__`, `__getattr__`.
void TellKindsOfModule(const FoundSite& site, const Known& known, std::vector<Completion>& list);

// Whether an import binds what the base of an attribute begins with. Types are asked where one
// does.
bool BeginsWithImport(const bind::FileIndex& index, ast::NodeId base);

}  // namespace fastnode::predict
