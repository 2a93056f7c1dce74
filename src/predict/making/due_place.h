// Where the cursor binds a name, as its line and what stands around it tell without a tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fastnode::predict {

enum class Binder : uint8_t {
  kAssignment,
  kAugmented,  // `| += 1`
  kLoop,       // `for | in`, of a comprehension, too
  kAs,         // of `with` and `except`
  kParameter,
  kLambda,
  kClass,
};

struct DuePlace {
  Binder binder;
  bool is_only = true;  // no other name is bound beside it
  size_t begin = 0, end = 0;
  std::string behind = "";   // what is missing behind the name
  std::string missing = "";  // ... and at the end of the line
  int stars = 0;             // that stand before it
};

// `is_of_lambda`: the cursor is known to stand at a parameter of one.
std::optional<DuePlace> FindDuePlace(std::string_view text, size_t cursor, bool is_of_lambda);

}  // namespace fastnode::predict
