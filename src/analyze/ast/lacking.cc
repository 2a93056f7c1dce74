// One pass over the text, line by line, that knows no grammar: it follows brackets, strings and
// comments, marks the brackets that are open at the cursor, and goes on until all of them are
// closed or a line begins another statement (lacking_test.cc). An open bracket above the cursor is
// given up where something begins that stands in no brackets.
#include "analyze/ast/lacking.h"

#include <algorithm>
#include <array>
#include <vector>

#include "analyze/ast/line_words.h"
#include "analyze/ast/name_byte.h"

namespace fastnode::ast {
namespace {

// Of a conditional expression, and of a key.
constexpr std::string_view kElse = " else None", kValue = ": 0";
// So many brackets round the cursor are looked into, from the inside.
constexpr size_t kMaxLookedInto = 8;
// Head of a block: a colon ends it.
constexpr std::array<std::string_view, 8> kHeads = {"class", "def", "elif",  "except",
                                                    "for",   "if",  "while", "with"};

// Whether ReadLine only passes it over.
bool IsPlain(char c) {
  static constexpr auto kPlain = [] {
    std::array<bool, 256> plain{};
    plain.fill(true);
    for (char other : std::string_view("\n\r\\#\"'()[]{}:"))
      plain[static_cast<unsigned char>(other)] = false;
    return plain;
  }();
  return kPlain[static_cast<unsigned char>(c)];
}

class Reader {
 public:
  // `cursor`: just behind the word at the cursor.
  Reader(std::string_view source, size_t cursor) : source_(source), cursor_(cursor) {}

  Lacking Run() {
    while (at_ < source_.size() && !IsDecided()) {
      BeginLine();
      if (!IsDecided()) ReadLine();
    }
    return Lack();
  }

  // Of a text with the cursor at its end: the lines at which it is as if reading began there.
  std::vector<uint32_t> QuietLines() {
    std::vector<uint32_t> lines;
    while (at_ < source_.size()) {
      BeginLine();
      if (first_ != kNowhere && first_ == at_) lines.push_back(static_cast<uint32_t>(line_));
      ReadLine();
    }
    return lines;
  }

 private:
  std::string_view LineFrom(size_t begin) const {
    return source_.substr(begin, source_.find('\n', begin) - begin);
  }

  std::string_view WordAt(size_t begin) const {
    size_t end = begin;
    while (end < source_.size() && IsNameByte(source_[end])) ++end;
    return source_.substr(begin, end - begin);
  }

  // `at_` is at the first byte of a line that is in no string.
  void BeginLine() {
    line_ = at_;
    while (at_ < source_.size() && IsBlank(source_[at_])) ++at_;
    if (at_ == source_.size() || source_[at_] == '\n' || source_[at_] == '#') return;
    size_t indentation = at_ - line_;
    if (!open_.empty() && BeginsStatement(at_, indentation)) {
      if (at_ > cursor_) {
        is_over_ = true;
        return;
      }
      open_.clear();
    }
    if (!open_.empty() || continued_) return;
    indentation_ = indentation;
    first_ = at_;
    has_colon_ = false;
    if (at_ > cursor_) is_over_ = true;
  }

  // Within brackets: does this line begin something else?
  bool BeginsStatement(size_t begin, size_t indentation) const {
    std::string_view word = WordAt(begin);
    if (IsOneOf(word, kStatements)) return true;
    std::string_view line = LineFrom(begin);
    line = line.substr(0, line.find('#'));
    while (!line.empty() && IsBlank(line.back())) line.remove_suffix(1);
    if (IsOneOf(word, kClauses) && line.ends_with(':')) return true;
    if (indentation > indentation_ || word.empty() || IsOneOf(word, kOperators)) return false;
    return !(word[0] >= '0' && word[0] <= '9');
  }

  // To the beginning of the next line that is in no string.
  void ReadLine() {
    bool continued = false;
    while (at_ < source_.size() && source_[at_] != '\n') {
      if (at_ == cursor_) MarkCursor(kNowhere);
      if (IsPlain(source_[at_])) {
        const size_t stop = at_ < cursor_ ? cursor_ : source_.size();
        while (at_ < stop && IsPlain(source_[at_])) ++at_;
        continued = false;
        continue;
      }
      char c = source_[at_];
      if (c != '\r') continued = c == '\\';
      if (c == '#') {
        at_ = std::min(source_.find('\n', at_), source_.size());
        break;
      }
      if (c == '"' || c == '\'') {
        const size_t begin = at_;
        ReadString();
        if (begin < cursor_ && cursor_ <= at_) MarkCursor(begin);
        continue;
      }
      if (c == ':' && open_.empty() && at_ < cursor_) has_colon_ = true;
      if (c == '(' || c == '[' || c == '{') open_.push_back(at_);
      if (c == ')' || c == ']' || c == '}') CloseBracket(c);
      ++at_;
    }
    if (at_ == cursor_) MarkCursor(kNowhere);
    if (!continued && open_.empty() && is_marked_) is_over_ = true;
    continued_ = continued;
    if (at_ < source_.size()) ++at_;
  }

  void CloseBracket(char c) {
    if (is_marked_ && !open_.empty() && open_.size() + closed_.size() == open_at_cursor_.size()) {
      closed_ += c;
      open_.pop_back();
    } else if (!open_.empty() && CloserOf(source_[open_.back()]) == c) {
      open_.pop_back();
    }
  }

  // A string of one line ends with it at the latest.
  void ReadString() {
    char quote = source_[at_];
    bool triple = IsTripleAt(quote);
    at_ += triple ? 3 : 1;
    while (at_ < source_.size()) {
      if (triple) SkipTo(quote);
      if (at_ == source_.size()) return;
      if (source_[at_] == '\\') {
        bool line_end = source_.substr(at_ + 1, 2) == "\r\n";
        at_ = std::min(at_ + (line_end ? 3 : 2), source_.size());
      } else if (!triple && source_[at_] == '\n') {
        return;
      } else if (source_[at_] != quote || (triple && !IsTripleAt(quote))) {
        ++at_;
      } else {
        at_ += triple ? 3 : 1;
        return;
      }
    }
  }

  // To the next quote or backslash.
  void SkipTo(char quote) {
    const char stops[] = {quote, '\\'};
    at_ = std::min(source_.find_first_of({stops, sizeof stops}, at_), source_.size());
  }

  bool IsTripleAt(char quote) const {
    return at_ + 2 < source_.size() && source_[at_ + 1] == quote && source_[at_ + 2] == quote;
  }

  // Of a cursor in a string: where that begins.
  void MarkCursor(size_t string) {
    if (is_marked_) return;
    is_marked_ = true;
    string_ = string;
    head_ = first_;
    open_at_cursor_ = open_;
  }

  bool IsDecided() const {
    return is_over_ || (is_marked_ && closed_.size() == open_at_cursor_.size() && at_ > cursor_);
  }

  // Where code goes on in the text from here, over blanks, and lines and comments if asked for.
  size_t NextCode(size_t at, bool over_lines) const {
    while (at < source_.size()) {
      const char c = source_[at];
      if (c == '#' && over_lines) {
        at = std::min(source_.find('\n', at), source_.size());
      } else if (IsBlank(c) || (c == '\n' && over_lines)) {
        ++at;
      } else {
        break;
      }
    }
    return at;
  }

  bool IsRestOfLineBlank(size_t at) const {
    at = NextCode(at, false);
    return at == source_.size() || source_[at] == '\n' || source_[at] == '#';
  }

  Lacking Lack() const {
    if (!is_marked_) return {};
    if (string_ != kNowhere) return LackInString();
    // Brackets that stand closed just behind the cursor, as editors put them there.
    size_t at = cursor_, left = open_at_cursor_.size();
    while (left > 0) {
      const size_t next = NextCode(at, false);
      const char closer = CloserOf(source_[open_at_cursor_[left - 1]]);
      if (next == source_.size() || source_[next] != closer) break;
      at = next + 1;
      --left;
    }
    Lacking lacking;
    lacking.at = at - cursor_;
    const size_t num_closed_here = open_at_cursor_.size() - left;
    const std::vector<bool> missing = FindMissing(
        left, std::string_view(closed_).substr(std::min(num_closed_here, closed_.size())));
    lacking.text = Closers(missing);
    if (!IsRestOfLineBlank(at)) {
      // `f(a| b=1)`
      const bool is_whole = lacking.text.empty() && at == cursor_;
      if (is_whole && BeginsKeyword(NextCode(at, false))) lacking.text = ",";
      return lacking;
    }
    // One place alone can be filled: what is closed behind the cursor is closed again.
    const std::string_view half = MissingHalf(open_at_cursor_.size(), cursor_);
    if (num_closed_here > 0 && !half.empty()) {
      return lacking.text.empty() ? Lacking{std::string(half), 0} : lacking;
    }
    const bool is_all = lacking.text.size() == left;
    lacking.text = ClosersWithHalves(missing, at);
    if (is_all && IsHead()) lacking.text += ':';
    if (!is_all && BeginsElement(NextCode(at, true))) lacking.text += ',';
    return lacking;
  }

  // What closes the brackets that are missing, the inner ones first; and what is lacking within
  // each, up to the first that is closed. All of it belongs at `at`.
  std::string ClosersWithHalves(const std::vector<bool>& missing, size_t at) const {
    std::string text;
    bool is_inside = true;
    for (size_t level = missing.size() + 1; level-- > 0;) {
      if (is_inside && level + kMaxLookedInto > missing.size()) text += MissingHalf(level, at);
      if (level == 0) break;
      if (missing[level - 1]) {
        text += CloserOf(source_[open_at_cursor_[level - 1]]);
      } else {
        is_inside = false;
      }
    }
    return text;
  }

  // The other half of what the cursor stands in within so many of the brackets: of a conditional
  // expression, of a key and its value.
  std::string_view MissingHalf(size_t level, size_t behind) const {
    if (IsConditional(level) && WordAt(NextCode(behind, true)) != "else") return kElse;
    return IsKey(level) ? kValue : "";
  }

  // Of the `count` outermost brackets that are open at the cursor, whether nothing closes them.
  // What is closed below is taken for the outer ones: they were opened earlier.
  std::vector<bool> FindMissing(size_t count, std::string_view closed) const {
    std::vector<bool> missing(count, true);
    for (size_t i = 0; i < count && !closed.empty(); ++i) {
      if (closed.back() != CloserOf(source_[open_at_cursor_[i]])) continue;
      closed.remove_suffix(1);
      missing[i] = false;
    }
    return missing;
  }

  // The inner ones first.
  std::string Closers(const std::vector<bool>& missing) const {
    std::string closers;
    for (size_t i = missing.size(); i-- > 0;) {
      if (missing[i]) closers += CloserOf(source_[open_at_cursor_[i]]);
    }
    return closers;
  }

  bool BeginsElement(size_t at) const {
    if (at == source_.size()) return false;
    const char c = source_[at];
    if (IsNameByte(c)) return !IsOneOf(WordAt(at), kOperators);
    return c == '"' || c == '\'' || c == '*';
  }

  // Whether `name=` stands there.
  bool BeginsKeyword(size_t at) const {
    const std::string_view word = WordAt(at);
    const size_t sign = NextCode(at + word.size(), false);
    const bool is_argument = !open_at_cursor_.empty() && source_[open_at_cursor_.back()] == '(';
    return is_argument && !word.empty() && source_.substr(sign).starts_with('=') &&
           !source_.substr(sign).starts_with("==");
  }

  bool IsHead() const {
    if (head_ == kNowhere || has_colon_) return false;
    std::string_view word = WordAt(head_);
    if (word == "async") word = WordAt(NextCode(head_ + word.size(), false));
    return IsOneOf(word, kHeads);
  }

  // Whether the cursor stands in `{a: b, c`.
  bool IsKey(size_t level) const {
    if (level == 0 || source_[open_at_cursor_[level - 1]] != '{') return false;
    bool is_dictionary = false, has_value = false;
    int depth = 0, lambdas = 0;
    for (size_t at = open_at_cursor_[level - 1] + 1; at < cursor_; ++at) {
      const char c = source_[at];
      if (c == '"' || c == '\'' || c == '#') {
        at = std::min(source_.find(c == '#' ? '\n' : c, at + 1), cursor_);
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (depth > 0) continue;
      if (c == ',') {
        is_dictionary = is_dictionary || has_value;
        has_value = false;
      } else if (c == ':') {
        if (lambdas == 0) has_value = true;
        lambdas = std::max(lambdas - 1, 0);
      } else if (source_.substr(at, 2) == "**") {
        has_value = true;  // `**c`; a power has none, and is left as it is
      } else if (IsNameByte(c)) {
        const std::string_view word = WordAt(at);
        if (word == "for") return false;
        if (word == "lambda") ++lambdas;
        at += word.size() - 1;
      }
    }
    return is_dictionary && !has_value;
  }

  // Whether the cursor stands in `a if b`, of which the other half is missing.
  bool IsConditional(size_t level) const {
    size_t at = level == 0 ? head_ : open_at_cursor_[level - 1] + 1;
    if (at == kNowhere) return false;
    bool is_first = true, is_open = false;
    for (int depth = 0; at < cursor_;) {
      const char c = source_[at];
      const std::string_view word = WordAt(at);
      if (c == '"' || c == '\'') {
        at = std::min(source_.find(c, at + 1), cursor_) + 1;
      } else if (word.empty()) {
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
        if (c == ',' && depth == 0) is_open = false;
        ++at;
      } else {
        if (depth == 0) {
          if (word == "for" || (is_first && word == "case")) return false;
          if (word == "if") is_open = !is_first;
          if (word == "else") is_open = false;
          is_first = false;
        }
        at += word.size();
      }
    }
    return is_open;
  }

  // Whether the quote stands behind the cursor, on its line, and no brace before it.
  bool IsTextUpToQuote(char quote) const {
    const char stops[] = {quote, '{', '}', '\n'};
    const size_t at = source_.find_first_of({stops, sizeof stops}, cursor_);
    return at != std::string_view::npos && source_[at] == quote;
  }

  // An f-string of one line that the cursor's line does not end: its braces and brackets, its
  // quote, and the brackets round it. Of one that is ended, and whose braces are not, these.
  Lacking LackInString() const {
    size_t prefix = string_;
    while (prefix > 0 && IsNameByte(source_[prefix - 1])) --prefix;
    const bool format =
        source_.substr(prefix, string_ - prefix).find_first_of("fF") != std::string_view::npos;
    const bool triple = source_.substr(string_, 3) == std::string(3, source_[string_]);
    const bool is_open = IsRestOfLineBlank(cursor_);
    if (!format || triple || !(is_open || IsTextUpToQuote(source_[string_]))) return {};
    std::string closers;
    for (size_t i = string_ + 1; i < cursor_; ++i) {
      const char c = source_[i];
      if (closers.empty() && c == '{' && source_[i + 1] == '{') {
        ++i;
      } else if (c == '{' || (!closers.empty() && (c == '(' || c == '['))) {
        closers.insert(closers.begin(), CloserOf(c));
      } else if (!closers.empty() && c == closers.front()) {
        closers.erase(closers.begin());
      }
    }
    if (closers.empty()) return {};  // in its text
    if (!is_open) return {closers, 0};
    closers += source_[string_];
    return {closers + Closers(FindMissing(open_at_cursor_.size(), closed_)) + (IsHead() ? ":" : ""),
            0};
  }

  const std::string_view source_;
  const size_t cursor_;
  size_t at_ = 0;
  size_t line_ = 0;
  std::vector<size_t> open_;  // brackets of the statement that is being read
  size_t first_ = kNowhere;   // where it begins
  size_t indentation_ = 0;    // ... in its line
  bool continued_ = false;    // by a backslash
  bool has_colon_ = false;    // the statement before the cursor, outside brackets

  // At the cursor.
  bool is_marked_ = false, is_over_ = false;  // the cursor, and the statement round it, were passed
  size_t string_ = kNowhere, head_ = kNowhere;
  std::vector<size_t> open_at_cursor_;
  std::string closed_;  // what closes them, in its order
};

}  // namespace

Lacking FindLacking(std::string_view left, std::string_view right) {
  std::string text;
  text.reserve(left.size() + 1 + right.size());
  text.append(left).append("x").append(right);
  return Reader(text, left.size() + 1).Run();
}

std::vector<uint32_t> FindQuietLines(std::string_view text) {
  return Reader(text, text.size()).QuietLines();
}

}  // namespace fastnode::ast
