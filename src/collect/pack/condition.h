// Conditions: how much of a text is there when something is asked in it. Drawing, validation,
// curated examples and benches name them alike, and one routine says what is gone under each of
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyze/ast/tree.h"

namespace fastnode::pack {

enum class Condition : uint8_t {
  kWholeFile,       // all but the answer is there
  kExpressionEnds,  // ... and but what the answer's expression goes on with
  // ... and but the rest of the cursor's line. What opens on that line goes with it, and so does
  // what closes a bracket round the cursor (lists, tuples, sets and dictionaries excepted: they go
  // on below with their next element): no tail of a call is left on the lines below.
  kRestOfLine,
  kNothingBelow,  // as that, and the file ends with the cursor's line
  // As kRestOfLine, and so many characters of the answer stand before the cursor; of one as short
  // as that, all but the last.
  kOneTyped,
  kTwoTyped,
};
inline constexpr int kNumConditions = 6;
// Training sees no typed characters: these come first.
inline constexpr int kNumDrawnConditions = 4;

std::string_view Name(Condition condition);   // in files and flags: "rest_of_line"
std::string_view Title(Condition condition);  // in tables: "the rest of the line is gone"
std::optional<Condition> ConditionFromName(std::string_view name);
int32_t NumTyped(Condition condition);

struct TextRange {
  size_t begin = 0, end = 0;  // bytes
};

// What is to be filled in at a place of a text.
struct Blank {
  TextRange text;             // the answer, and what else is hidden behind it
  ast::NodeId expression{0};  // of the answer; or the call, in which it is an argument
  // What was typed before it, though the text lacks it: the comma where a call stops.
  std::string before;
  // The expression ends with the answer under every condition: of a word of the language that
  // begins a statement, the statement goes with it.
  bool is_all = false;
};

// What of the text is gone: the answer and what follows it, and what follows behind a bracket that
// stays.
struct Gone {
  TextRange here, behind;
};
Gone GoneUnder(Condition condition, const ast::Tree& tree, const Blank& blank);

// The text round the cursor under a condition.
struct Posed {
  std::string left, right;
  size_t kept = 0;   // bytes with which `left` and the whole text begin
  size_t quiet = 0;  // what `left` lacks may be looked for from here on (ast::FindQuietLines)
};
Posed Pose(std::string_view text, const Gone& gone, std::string_view before);
Posed Pose(Condition condition, const ast::Tree& tree, const Blank& blank);

}  // namespace fastnode::pack
