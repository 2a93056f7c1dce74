// The line below a decorator: nothing can begin there but a definition, or another decorator. With
// code below, a parser takes the half-typed word for part of that, so tokens are read instead.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "predict/cursor/answer.h"

namespace fastnode::predict {

struct BelowDecorator {
  std::string_view prefix;         // what is typed of the word
  bool is_nested = false;          // in a class or a function
  std::optional<bool> is_class{};  // what is decorated, where the text says so
};

// `cursor`: at most the text's size. Nothing if it does not stand there.
std::optional<BelowDecorator> FindBelowDecorator(std::string_view text, size_t cursor);

// The words that fit, best first.
std::vector<Completion> CompleteBelowDecorator(const BelowDecorator& place);

}  // namespace fastnode::predict
