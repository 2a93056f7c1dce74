// What is gone is told by the tree of the finished text and by its brackets, never by who asks:
// training cuts and validation pose the same texts (condition_test.cc, cut_test.cc).
#include "collect/pack/condition.h"

#include <algorithm>
#include <array>

#include "analyze/bind/path.h"

namespace fastnode::pack {
namespace {

using ast::Kind;
using ast::NodeId;

struct ConditionRow {
  Condition condition;
  std::string_view name, title;
  int32_t typed = 0;
};
constexpr std::array<ConditionRow, kNumConditions> kConditionRows = {{
    {Condition::kWholeFile, "whole_file", "whole file"},
    {Condition::kExpressionEnds, "expression_ends", "the expression ends there"},
    {Condition::kRestOfLine, "rest_of_line", "the rest of the line is gone"},
    {Condition::kNothingBelow, "nothing_below", "nothing below the line"},
    {Condition::kOneTyped, "one_typed", "1 character typed", 1},
    {Condition::kTwoTyped, "two_typed", "2 characters typed", 2},
}};

const ConditionRow& RowOf(Condition condition) {
  return kConditionRows[static_cast<size_t>(condition)];
}

// Brackets that are closed by who writes the line; those of lists go on below with elements.
bool EndsWithTheLine(Kind kind) {
  switch (kind) {
    case Kind::kArgumentList:
    case Kind::kParenthesizedExpression:
    case Kind::kSubscript:
    case Kind::kParameters:
    case Kind::kGeneratorExpression:
    case Kind::kListComprehension:
    case Kind::kSetComprehension:
    case Kind::kDictionaryComprehension:
    case Kind::kString:
      return true;
    default:
      return false;
  }
}

// A walk over code from a place outside strings to the end of its line, or of what is opened there.
class Line {
 public:
  Line(std::string_view text, size_t at) : text_(text), at_(at) {}

  size_t End() {
    int open = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' && open <= 0) break;
      if (c == '"' || c == '\'') {
        PassString(c);
        continue;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++open;
      if (c == ')' || c == ']' || c == '}') open = std::max(0, open - 1);
      at_ += c == '\\' ? LengthOfEscape() : 1;
    }
    at_ = std::min(at_, text_.size());
    return at_ > 0 && at_ < text_.size() && text_[at_ - 1] == '\r' ? at_ - 1 : at_;
  }

 private:
  size_t LengthOfEscape() const { return text_.substr(at_ + 1, 2) == "\r\n" ? 3 : 2; }

  // A string of one line ends with it at the latest.
  void PassString(char quote) {
    const std::string three(3, quote);
    const bool triple = text_.substr(at_, 3) == three;
    at_ += triple ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' && !triple) return;
      if (c == '\\') {
        at_ += LengthOfEscape();
      } else if (c == quote && (!triple || text_.substr(at_, 3) == three)) {
        at_ += triple ? 3 : 1;
        return;
      } else {
        ++at_;
      }
    }
  }

  std::string_view text_;
  size_t at_;
};

size_t EndOfPhysicalLine(std::string_view text, size_t at) {
  const size_t end = std::min(text.find('\n', at), text.size());
  return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

size_t EndOfLine(const ast::Tree& tree, const Blank& blank) {
  size_t end = std::max<size_t>(blank.text.end, tree[blank.expression].end);
  for (NodeId node = tree[blank.expression].parent; node != ast::kNoNode;
       node = tree[node].parent) {
    if (!EndsWithTheLine(tree[node].kind)) continue;
    // A text of several lines stays.
    const bool is_text = tree[node].kind == Kind::kString;
    if (is_text && tree.Text(node).find('\n') != std::string_view::npos) {
      return EndOfPhysicalLine(tree.source, end);
    }
    end = std::max<size_t>(end, tree[node].end);
  }
  return Line(tree.source, end).End();
}

}  // namespace

std::string_view Name(Condition condition) { return RowOf(condition).name; }
std::string_view Title(Condition condition) { return RowOf(condition).title; }
int32_t NumTyped(Condition condition) { return RowOf(condition).typed; }

std::optional<Condition> ConditionFromName(std::string_view name) {
  for (const ConditionRow& row : kConditionRows) {
    if (row.name == name) return row.condition;
  }
  return std::nullopt;
}

Gone GoneUnder(Condition condition, const ast::Tree& tree, const Blank& blank) {
  Gone gone{blank.text, {blank.text.end, blank.text.end}};
  if (blank.is_all) {
    const size_t end = std::max<size_t>(blank.text.end, tree[blank.expression].end);
    gone = {{blank.text.begin, end}, {end, end}};
  }
  switch (condition) {
    case Condition::kWholeFile:
      break;
    case Condition::kExpressionEnds: {
      if (blank.is_all) break;
      const size_t end = tree[bind::GoingOn(tree, blank.expression)].end;
      const size_t begin = std::max<size_t>(blank.text.end, tree[blank.expression].end);
      gone.behind = {begin, std::max(begin, end)};
      break;
    }
    case Condition::kRestOfLine:
    case Condition::kOneTyped:
    case Condition::kTwoTyped:
      gone.here.end = EndOfLine(tree, blank);
      gone.behind = {gone.here.end, gone.here.end};
      break;
    case Condition::kNothingBelow:
      gone.here.end = tree.source.size();
      gone.behind = {gone.here.end, gone.here.end};
      break;
  }
  return gone;
}

Posed Pose(std::string_view text, const Gone& gone, std::string_view before) {
  Posed posed;
  posed.kept = gone.here.begin;
  posed.left.append(text.substr(0, gone.here.begin)).append(before);
  posed.right.append(text.substr(gone.here.end, gone.behind.begin - gone.here.end))
      .append(text.substr(gone.behind.end));
  return posed;
}

Posed Pose(Condition condition, const ast::Tree& tree, const Blank& blank) {
  return Pose(tree.source, GoneUnder(condition, tree, blank), blank.before);
}

}  // namespace fastnode::pack
