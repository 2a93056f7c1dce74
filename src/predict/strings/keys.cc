// The string is taken out, and a name stands in its place: half of a string may swallow the rest of
// a file, a name does not. What the name is a subscript or an argument of is then read off the
// tree.
#include "predict/strings/keys.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "analyze/ast/lacking.h"
#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "predict/asked/blanks.h"
#include "predict/asked/text_place.h"
#include "predict/imports/imports.h"
#include "predict/strings/string_values.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kMaxKey = 200;

// Where the keys of something are known, a string stands in its brackets in 68 % of the cases, or
// in 80 % if they are known by others that are asked for (6,150 subscripts of 2,500 files of
// Debian's Python packages, counted). Less than what is shown unasked.
constexpr float kStringsAmongAll = 0.65F;
constexpr float kStringsBehindLetters = 0.1F;  // a guess

struct StringPlace {
  size_t begin;  // of its quote
  size_t end;    // behind its closing quote, or the cursor if there is none
  std::string prefix;
};

// Behind a bracket, a comma, a colon, a sign of equality or `return`; where `in` follows, behind
// the words that conditions begin with.
bool MayBegin(std::string_view before, std::string_view behind) {
  while (!before.empty() && (IsBlank(before.back()) || before.back() == '\n')) {
    before.remove_suffix(1);
  }
  if (before.empty()) return false;
  if (std::string_view("[(,={:").find(before.back()) != before.npos) return true;
  if (before.ends_with("return")) return true;
  const std::string_view next = TrimmedLeft(behind);
  if (!next.starts_with("in ") && !next.starts_with("not in ")) return false;
  static constexpr std::string_view kWords[] = {"if", "elif", "while", "and",
                                                "or", "not",  "assert"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return before.ends_with(word); });
}

std::optional<StringPlace> FindString(std::string_view text, size_t cursor) {
  size_t begin = cursor;
  while (begin > 0 && text[begin - 1] != '"' && text[begin - 1] != '\'') {
    --begin;
    if (text[begin] == '\n' || cursor - begin > kMaxKey) return std::nullopt;
  }
  if (begin < 2) return std::nullopt;
  const char quote = text[--begin];
  size_t end = cursor;
  while (end < text.size() && text[end] != quote && text[end] != '\n') {
    // Code that goes on is not part of a string that is just begun.
    const bool in_key = ast::IsNameByte(text[end]) ||
                        std::string_view("-. /:").find(text[end]) != std::string_view::npos;
    if (!in_key) break;
    ++end;
  }
  const bool closed = end < text.size() && text[end] == quote;
  return StringPlace{begin, closed ? end + 1 : cursor,
                     std::string(text.substr(begin + 1, cursor - begin - 1))};
}

// Whether the innermost bracket that is open at the end is `{`.
bool EndsInBraces(std::string_view left) {
  constexpr size_t kFarthest = 4000;
  int depth = 0;
  const size_t first = left.size() - std::min(left.size(), kFarthest);
  for (size_t at = left.size(); at-- > first;) {
    const char c = left[at];
    if (c == '"' || c == '\'') {
      const size_t open = at == 0 ? left.npos : left.rfind(c, at - 1);
      if (open == left.npos || open < first) return false;
      at = open;
    } else if (c == ')' || c == ']' || c == '}') {
      ++depth;
    } else if ((c == '(' || c == '[' || c == '{') && depth-- == 0) {
      return c == '{';
    }
  }
  return false;
}

// Of a key that is being written the rest of the pair, or the display is no dictionary.
std::string_view RestOfPair(std::string_view left, std::string_view right) {
  size_t before = left.find_last_not_of(" \t\n");
  if (before == left.npos || (left[before] != ',' && left[before] != '{')) return "";
  const size_t behind = right.find_first_not_of(" \t");
  if (behind != right.npos && right[behind] == ':') return "";
  return EndsInBraces(left) ? ": 0" : "";
}

// The quotes in which the file writes most of its strings, single ones if it has none, as Python
// prints them; within an f-string those that do not end it.
char QuoteAt(const ast::Tree& tree, NodeId place) {
  auto quote_of = [&](NodeId string) {
    const std::string_view text = tree.Text(string);
    const size_t at = text.find_first_of("\"'");
    return at == text.npos ? ' ' : text[at];
  };
  for (NodeId up = tree[place].parent; up != kNoNode; up = tree[up].parent) {
    if (tree[up].kind != Kind::kString) continue;
    return quote_of(up) == '"' ? '\'' : '"';
  }
  int more_double = 0;
  for (NodeId node : tree.ids()) {
    if (tree[node].kind != Kind::kString) continue;
    const char quote = quote_of(node);
    if (tree.Text(node).find(std::string(3, quote)) != std::string_view::npos) continue;
    more_double += quote == '"' ? 1 : -1;
  }
  return more_double > 0 ? '"' : '\'';
}

// Of a dictionary to which a key is being added the text with the rest of the pair, or it is none.
std::optional<Analysed> AnalysedAsPair(const FoundSite& site, NodeId place, const Known& known) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId parent = place == kNoNode ? NodeId(kNoNode) : tree[place].parent;
  if (parent != kNoNode && tree[parent].kind == Kind::kSet) return std::nullopt;
  const std::string_view rest = RestOfPair(WithBlankComments(site.left), site.right);
  if (rest.empty()) return std::nullopt;
  std::string text = site.left;
  text.append(kPlaceholder).append(rest).append(site.right);
  Result<Analysed> analysed = Analyse(known.memory, std::move(text), site.until);
  return analysed.ok() ? std::optional(*std::move(analysed)) : std::nullopt;
}

}  // namespace

NodeId PlaceholderAt(const ast::Tree& tree, size_t begin) {
  for (NodeId node : tree.ids()) {
    if (tree[node].begin == begin && tree[node].kind == Kind::kIdentifier &&
        tree.Text(node) == kPlaceholder) {
      return node;
    }
  }
  return kNoNode;
}

Result<std::optional<Answer>> CompleteKey(const Question& question, const Known& known,
                                          const Budget& budget) {
  using Nothing = std::optional<Answer>;
  if (question.text.size() > kMaxSourceBytes) return Nothing();
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<StringPlace> string = FindString(text, question.cursor);
  if (!string) return Nothing();
  const std::string left = text.substr(0, string->begin);
  const std::string code = WithBlankComments(left);
  std::string right = text.substr(string->end);
  if (!MayBegin(code, right)) return Nothing();
  const ast::Lacking lacking = ast::FindLacking(left, right);
  right.insert(lacking.at, lacking.text);
  right.insert(0, RestOfPair(code, right));
  Result<Analysed> analysed = Analyse(known.memory, left + std::string(kPlaceholder) + right,
                                      std::chrono::steady_clock::now() + budget.patience);
  if (!analysed.ok()) return analysed.error();
  const bind::FileIndex& index = (*analysed)->index;
  const NodeId place = PlaceholderAt(index.tree, left.size());
  if (place == kNoNode) return Nothing();
  Keys keys;
  StringValues values(index, known);
  std::string prefix = string->prefix;
  const size_t comma = prefix.rfind(',');
  if (comma != prefix.npos &&
      values.ReadBehind(ImportedNames(prefix.substr(0, comma)), place, keys)) {
    prefix = TrimmedLeft(std::string_view(string->prefix).substr(comma + 1));
  } else if (!values.ReadQuoted(place, keys)) {
    return Nothing();
  }
  return Nothing(Answer{pack::Task::kAttribute,
                        prefix,
                        keys.Strings(prefix, text[string->begin], budget.max_completions),
                        {},
                        false,
                        Origin::kInKeys});
}

void AddKeys(const FoundSite& site, const Known& known, const Budget& budget, Answer& answer) {
  if (site.task != pack::Task::kName && site.task != pack::Task::kArgument) return;
  NodeId place = PlaceholderAt(site.source->index.tree, site.left.size());
  const std::optional<Analysed> as_pair = AnalysedAsPair(site, place, known);
  const bind::FileIndex& index = as_pair ? (*as_pair)->index : site.source->index;
  if (as_pair) place = PlaceholderAt(index.tree, site.left.size());
  Keys keys;
  if (place == kNoNode || !StringValues(index, known).Read(place, keys)) return;
  std::vector<Completion> strings = keys.Code(answer.prefix, QuoteAt(index.tree, place));
  if (strings.empty()) return;
  const bool is_compared = index.tree[index.tree[place].parent].kind == Kind::kComparisonOperator;
  float share = answer.prefix.empty() ? kStringsAmongAll : kStringsBehindLetters;
  if (is_compared) share = kStringsBehindLetters;
  std::erase_if(answer.completions, [&](const Completion& name) {
    return std::any_of(strings.begin(), strings.end(),
                       [&](const Completion& key) { return key.text == name.text; });
  });
  std::vector<Completion> list;
  auto next = strings.begin();
  for (Completion& name : answer.completions) {
    name.probability *= 1 - share;
    for (; next != strings.end() && next->probability * share >= name.probability; ++next) {
      list.push_back({next->text, next->probability * share, next->kind});
    }
    list.push_back(std::move(name));
  }
  for (; next != strings.end(); ++next) {
    list.push_back({next->text, next->probability * share, next->kind});
  }
  const auto max = static_cast<size_t>(budget.max_completions);
  if (list.size() > max) list.resize(max);
  answer.completions = std::move(list);
}

}  // namespace fastnode::predict
