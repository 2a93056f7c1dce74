// Annotations in quotes (PEP 484, forward references): `-> "Node"`, `items: 'list[Item]'`.
#pragma once

#include <optional>

#include "predict/asked/question.h"

namespace fastnode::predict {

// The cursor stands in a string of one line that begins at `begin`. The same question without its
// quotes, in which what stands below counts: annotations are read when all is defined. Nothing if
// the line is no declaration, or the string more than names, dots and brackets.
std::optional<Question> AskedInAnnotation(const Question& question, size_t begin);

}  // namespace fastnode::predict
