// Strings that are asked of something known: the key in `d["|"]` or `d.get("|")`, the value of what
// takes a few literals (a parameter, a declared variable, what a function returns), a key of a
// typed dictionary that is being written, `open(path, "|")`.
#pragma once

#include <optional>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// What the string at the cursor may be, most used first; nothing if the cursor is in no such
// string. Keys are those of typed dictionaries, of dictionaries that the file writes out, those
// that the file asks of the same object elsewhere, and usual variables of the environment. Texts
// are without quotes; `prefix` is what was typed behind the opening one.
Result<std::optional<Answer>> CompleteKey(const Question& question, const Known& known,
                                          const Budget& budget);

// The same where no quote is typed yet: strings in quotes and other keys as code, among the names
// of the answer.
void AddKeys(const FoundSite& site, const Known& known, const Budget& budget, Answer& answer);

// The placeholder that begins there, or kNoNode.
ast::NodeId PlaceholderAt(const ast::Tree& tree, size_t begin);

}  // namespace fastnode::predict
