// Names in the text of a format: `"{|}".format(name=1)`, `"%(|)s" % {"name": 1}`, also where the
// format has a name and is filled elsewhere in the file.
#pragma once

#include <cstddef>
#include <optional>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// What the name at the cursor may be, those that the format lacks first; nothing if the string is
// no format, or it is not known what fills it. `string_begin`: where the string begins.
Result<std::optional<Answer>> CompleteFormatName(const Question& question, size_t string_begin,
                                                 const Known& known, const Budget& budget);

}  // namespace fastnode::predict
