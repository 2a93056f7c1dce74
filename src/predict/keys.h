// Strings that are asked of something known: the key in `d["|"]` or `d.get("|")`, the value of a
// parameter that takes a few literals, `open(path, "|")`.
#pragma once

#include <optional>

#include "predict/completer.h"
#include "predict/known.h"

namespace fastnode::predict {

// What the string at the cursor may be, most used first; nothing if the cursor is in no such
// string. Keys are those of typed dictionaries, of dictionaries that the file writes out, those
// that the file asks of the same object elsewhere, and usual variables of the environment. Texts
// are without quotes; `prefix` is what was typed behind the opening one.
Result<std::optional<Answer>> CompleteKey(const Question& question, const Known& known,
                                          const Budget& budget);

}  // namespace fastnode::predict
