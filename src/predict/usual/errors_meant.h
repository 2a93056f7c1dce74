// Which exceptions are meant: behind `except` those that the body of the `try` may raise, and none
// that is caught above; behind `raise` those that the function's name, docstring or condition ask
// for.
#pragma once

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// What stands above an expression through tuples, brackets and names: the clause of `except (A, |)
// as e`.
ast::NodeId AroundErrors(const ast::Tree& tree, ast::NodeId expression);

// Weighs the names of an answer, and adds some.
void WeighErrors(const FoundSite& site, const Known& known, Answer& answer);

}  // namespace fastnode::predict
