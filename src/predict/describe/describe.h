// What an editor shows of a name: what it is, where it is defined, what it says of itself; and of a
// call, its parameters. By types and the texts of modules, without the model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "predict/asked/question.h"
#include "predict/cursor/known.h"
#include "support/result.h"

namespace fastnode::predict {

// A place in a text, in bytes.
struct Place {
  std::string file;  // "": the text at hand
  std::string text;  // of another file, as it was read
  uint64_t begin = 0, end = 0;
};

struct Description {
  std::string label;  // "def join(a: StrPath, *paths: StrPath) -> str", "total: builtins.int"
  std::string documentation;        // its docstring, "" if it has none
  uint64_t begin = 0, end = 0;      // of the name at the cursor
  std::optional<Place> definition;  // of its name; none where no file has it (stubs)
};

// Of the name at the cursor or that ends there. Empty: no name, or nothing is known of it.
Result<std::optional<Description>> DescribeName(const Question& question, const Known& known);

struct CallDescription {
  std::string label;  // "join(a, *paths)"
  struct Range {
    uint32_t begin, end;  // bytes of the label
  };
  std::vector<Range> parameters;
  int32_t active = -1;  // the parameter that is being written, -1: none
  std::string documentation;
};

// Of the innermost call round the cursor.
Result<std::optional<CallDescription>> DescribeCall(const Question& question, const Known& known);

}  // namespace fastnode::predict
