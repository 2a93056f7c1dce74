// Whether a value decorates: it is called with what is defined below, or with something else and
// gives what is. The network sees names of types only.
#pragma once

#include "analyze/types/types.h"

namespace fastnode::predict {

enum class Decorates : uint8_t {
  kNot,       // whatever is called there does not take a function or a class, nor give what does
  kByMember,  // it does not itself; nobody knows of what is behind its dot
  kMay,       // for all that is known
};
Decorates DecoratesWith(types::TypeEvaluator& types, const types::Type& type);

// Whether it is sure that what is defined below cannot be passed to any of a type's values.
bool CannotBePassed(types::TypeEvaluator& types, const types::Type& type);

// Whether a function that is defined in a file could be one by its body: it has another one inside,
// gives back what it was given, or calls it.
bool LooksLikeDecorator(const ast::Tree& tree, ast::NodeId function);

}  // namespace fastnode::predict
