// Only what stands in the same brackets counts. Behind a condition `else` is due; before `x in xs`
// it is `for`, or `if` where an earlier `for` gives x already; before `a else b` it is `if`.
#include "predict/words/between_operands.h"

#include <algorithm>
#include <vector>

#include "predict/words/spelled.h"

namespace fastnode::predict {
namespace {

using context::Token;
namespace tokens = context::tokens;

// Up to the cursor, in the innermost brackets that are open there.
struct SameBrackets {
  bool is_open = false;  // there are such brackets
  bool has_for = false;
  bool is_condition = false;  // since the last `if` no `else` has come
  std::vector<Token> names;   // that stand behind `for`
};

std::span<const Token> InBrackets(std::span<const Token> before, bool& is_open) {
  size_t begin = before.size();
  for (int depth = 0; begin > 0 && before[begin - 1] != tokens::kNewline; --begin) {
    depth -= DepthOf(before[begin - 1]);
    is_open = depth < 0;
    if (is_open) break;
  }
  return before.subspan(begin);
}

SameBrackets Read(std::span<const Token> before) {
  SameBrackets same;
  const std::span<const Token> list = InBrackets(before, same.is_open);
  int depth = 0;
  bool is_target = false;
  for (size_t i = 0; i < list.size(); ++i) {
    depth += DepthOf(list[i]);
    if (depth > 0) continue;
    if (IsSpelled(list[i], "in")) is_target = false;
    if (is_target && tokens::IsName(list[i])) same.names.push_back(tokens::Spelling(list[i]));
    if (IsSpelled(list[i], "for")) same.has_for = is_target = true;
    const bool is_statement = !same.is_open && i == 0;
    if (IsSpelled(list[i], "if") && !is_statement) same.is_condition = true;
    const bool ends = list[i] == tokens::kComma || IsSpelled(list[i], "else");
    if (ends) same.is_condition = false;
  }
  return same;
}

// What the rest of the line has before its brackets are closed.
struct Behind {
  Token first = tokens::kNothing;  // the first name
  bool is_target = false;          // names and commas, and `in`
  bool has_else = false;           // before any `if`
};

Behind ReadBehind(std::span<const Token> list) {
  Behind behind;
  int depth = 0;
  bool is_target = true, has_if = false;
  for (const Token token : list) {
    if (token == tokens::kNewline) break;
    depth += DepthOf(token);
    if (depth < 0) break;
    if (depth > 0) continue;
    const bool is_name = tokens::IsName(token) && !IsWordToken(token);
    if (is_name && behind.first == tokens::kNothing) behind.first = tokens::Spelling(token);
    behind.is_target |= is_target && IsSpelled(token, "in");
    is_target &= is_name || token == tokens::kComma;
    has_if |= IsSpelled(token, "if");
    behind.has_else |= !has_if && IsSpelled(token, "else");
  }
  return behind;
}

}  // namespace

std::string_view WordBetweenOperands(std::span<const Token> before, std::string_view right) {
  const context::Tokens rest = context::Tokenize(right);
  if (rest.list.empty() || !BeginsOperand(rest.list.front())) return "";
  const SameBrackets same = Read(before);
  const Behind behind = ReadBehind(rest.list);
  if (same.is_condition && !same.has_for) return behind.has_else ? "" : "else";
  if (behind.has_else) return "if";
  if (!same.is_open || !behind.is_target) return "";
  const bool is_given =
      std::find(same.names.begin(), same.names.end(), behind.first) != same.names.end();
  if (is_given && same.is_condition) return "";
  return is_given ? "if" : "for";
}

}  // namespace fastnode::predict
