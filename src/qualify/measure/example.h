// Examples: a text, a cursor, the right answer, and what each method gave. The format is that of
// the example viewer: JSON objects, indented by four spaces, with the characters of HTML escaped. A
// collection is a file with a list of them, or a folder of files. Objects one after the other are
// read as well: older files have them.
//
//   {"Buffer", "Cursor" (byte offset), "Symbol", "Expected", ("Project", "Slice", "Condition" if
//   known,)
//    "Provided": null | {method: {"Completions": [{"Identifier", "Score"}], "MungedBuffer"}}}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "qualify/ask/answer.h"
#include "support/result.h"

namespace fastnode::qualify {

struct Provided {
  Ranking completions;
  std::string munged_buffer;  // the text that the method saw
};

struct Example {
  std::string buffer;
  uint64_t cursor = 0;
  std::string symbol;
  std::string expected;
  std::string project, slice;  // where it is from, and of what kind its base is; "" unknown
  std::string condition;       // under which it is asked (pack::Name); "" unknown
  std::vector<std::pair<std::string, Provided>> provided;  // by method, in order; empty: null
};

Example MakeExample(std::string buffer, uint64_t cursor, std::string symbol, std::string expected);

// Replaces what is provided by the answers of `methods`; those that failed are left out. Long lists
// are cut.
void Provide(const std::vector<std::string>& methods, const std::string& munged_buffer,
             Answers answers, Example& example);

std::string EncodeExample(const Example& example);
std::string EncodeExamples(const std::vector<Example>& examples);  // a JSON list

// A whole file of them. A cursor of 0 and "$$$" in the text: the cursor is there, the mark is
// removed. Errors name the example by its number: wrong JSON, a missing field, a cursor outside the
// text.
Result<std::vector<Example>> DecodeExamples(std::string_view text);

}  // namespace fastnode::qualify
