// What is answered: what may stand at the cursor, best first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collect/pack/asked_text.h"
#include "collect/pack/cut.h"
#include "predict/auto_import/where_to_insert.h"

namespace fastnode::predict {

struct Completion {
  std::string text;
  float probability;
  // "attribute", "method", "field", "name" or "keyword" (its text ends in "="); of a module's
  // members, and in import statements, also "module", "class" and "function"; in strings "key". So
  // is a string where no quote is typed yet, in its quotes, and what else is a key.
  std::string kind;
  // Of a name that is not in scope: from where it is imported, and the edits that do so. Of a
  // method that is overridden, the edit that puts its decorator above.
  std::string module = "";
  std::vector<auto_import::Edit> edits = {};
};

// All arguments of a call from the cursor on, the closing bracket included: "a, key=b)"; or, after
// a dot, an expression to its end: "name", "name(a, key=b).other". An argument that is no plain
// name is written as kSomething.
struct CallCompletion {
  std::string text;
  float probability;  // of the whole
};
using pack::kSomething;

// What an answer comes from: the model, or a rule that knows all there is.
enum class Origin : uint8_t {
  kByModel,
  kInImports,
  kInPattern,
  kInKeys,
  kInDeclaration,     // behind def, global or nonlocal
  kBehindOperand,     // words that may follow
  kNowhere,           // a text or a comment
  kInWordsOfTheText,  // the model's answer was late
};

struct Answer {
  pack::Task task;
  std::string prefix;  // what was typed of the word at the cursor
  // Best first; those that fit the prefix. Names that the model did not look at have probability 0.
  std::vector<Completion> completions;
  std::vector<CallCompletion> calls;  // if asked for
  // From the words of the text: the model's came too late; or without all that can be imported.
  bool late = false;
  Origin origin = Origin::kByModel;
};

// The most probable few, best first, what is equal in the order it came in.
void KeepBest(int32_t count, std::vector<Completion>& list);

// What a rule knows to stand there before what is listed, each as likely as the likeliest of that;
// at most so many stay. Together no more likely than 1.
void PutBefore(std::vector<Completion> first, size_t most, std::vector<Completion>& list);

}  // namespace fastnode::predict
