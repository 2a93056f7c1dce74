// Behind `def`: in the body of a class the methods of its bases that it may override, and what is
// called already. Otherwise a name that is being made is nobody's to guess.
#pragma once

#include <optional>

#include "predict/asked/question.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "support/result.h"

namespace fastnode::predict {

// Nothing: the cursor stands at no such place. `__init__` comes first, unless something makes it
// for the class. Then methods that the class calls and does not have; behind any other `def`, the
// functions that the file calls and does not have, alone. Then what the project's classes define
// most; what is equal in the order of the bases of the file's own class statement and of their
// bodies, then what these inherit. Names with two underscores are last; what the class has already
// is left out. Below `@value.setter` there is but one name. `calls`, if asked for: the same with
// their parameters, as far as these are known. Errors: the text's.
Result<std::optional<Answer>> CompleteOverride(const Question& question, const Known& known,
                                               const Budget& budget);

}  // namespace fastnode::predict
