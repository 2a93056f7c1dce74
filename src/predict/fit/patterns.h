// Patterns of `match` statements: the class in `case Lig|`, what stands after the dot in
// `case Light.|`, the keywords in `case Move(|`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// Where the cursor stands in a pattern, as a question about an expression that may stand there;
// `keyword`: a keyword of a class pattern is asked for, too; `name`: a name on its own;
// `attribute`: what stands after a dot.
struct PatternPlace {
  Question question;  // the pattern is a guard: `case _ if Light.|:`
  std::string prefix;
  bool name = false, keyword = false, attribute = false;  // none: something new is written
  bool is_rest = false;                 // behind `*` or `**`: a new name for what is left
  bool is_whole = false;                // it stands in no brackets: the subject itself is meant,
  bool is_first = false;                // ... right behind `case`
  bool is_of_plain = false;             // in the brackets of a builtin class: what its object is
  bool is_given = false;                // the keyword has its sign and its value: `case Move(|=0)`
  std::vector<std::string> given = {};  // keywords that the class pattern has already
};
// Nothing if the cursor is in no pattern.
std::optional<PatternPlace> FindPattern(const Question& question);

// `case "a|`, and behind `|`: the question what the subject may be, `case _ if subject == "a|`.
// `case {"a|`: what keys it has, `case _ if subject["a|"]`. Nothing: no string begins there.
std::optional<Question> AskedOfSubject(const Question& question);

// Takes out what stands in quotes in the pattern already.
void LeaveOutWritten(const Question& question, std::vector<Completion>& strings);

// Right below a `match` statement's head, and beside its cases, a line begins with `case` and with
// nothing else: what was typed of it. Nothing: the cursor stands at no such place.
std::optional<std::string> FindCaseWord(const Question& question);

// Names and keywords, where these are asked for.
Result<Answer> CompletePattern(const PatternPlace& place, const Known& known, const Budget& budget);

}  // namespace fastnode::predict
