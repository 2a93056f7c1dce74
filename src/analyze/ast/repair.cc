// One pass over the text, line by line, that knows no grammar: it follows brackets, strings and
// comments, and looks at the word that begins a line and the byte that ends it. What cannot go on
// as it stands is overwritten, byte for byte, so that no offset moves: an operator at a line's end
// by a blank, a comma by the bracket that it leaves open. reparse_test and tests/corpus/half_typed
// hold what becomes of it.
#include "analyze/ast/repair.h"

#include <algorithm>
#include <array>
#include <vector>

#include "analyze/ast/name_byte.h"

namespace fastnode::ast {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

template <size_t n>
bool IsOneOf(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// No line within brackets begins with one of these.
constexpr std::array<std::string_view, 18> kStatements = {
    "assert", "break",  "class",    "continue", "def",   "del",    "elif", "except", "finally",
    "global", "import", "nonlocal", "pass",     "raise", "return", "try",  "while",  "with"};
// ... and with one of these only if it does not end in a colon.
constexpr std::array<std::string_view, 7> kClauses = {"async", "case", "else", "for",
                                                      "from",  "if",   "match"};
// A line may go on with these after a name without saying anything of its own.
constexpr std::array<std::string_view, 10> kOperators = {"and", "as", "await", "else",   "for",
                                                         "if",  "in", "is",    "lambda", "not"};
// Alone in a line these take the next one for their own.
constexpr std::array<std::string_view, 14> kAlone = {"assert", "async",    "class", "def",    "del",
                                                     "elif",   "for",      "from",  "global", "if",
                                                     "import", "nonlocal", "while", "with"};

// Between two expressions, or before one.
constexpr std::array<std::string_view, 6> kBinary = {"and", "as", "in", "is", "not", "or"};

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f'; }
bool IsOperatorByte(char c) { return std::string_view("=+-*/%|&^<>~@!").find(c) != kNowhere; }

char CloserOf(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

class Repairer {
 public:
  Repairer(std::string_view source, Damage damage)
      : source_(source), damage_(damage), text_(source) {}

  Repaired Run() {
    while (at_ < source_.size()) {
      BeginLine();
      ReadLine();
    }
    if (!open_.empty() && damage_ == Damage::kLikely) CloseByComma();
    return {std::move(text_), num_repairs_};
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

  void Overwrite(size_t at, char c) {
    text_[at] = c;
    ++num_repairs_;
  }

  // `at_` is at the first byte of a line that is in no string.
  void BeginLine() {
    line_ = at_;
    while (at_ < source_.size() && IsBlank(source_[at_])) ++at_;
    if (at_ == source_.size() || source_[at_] == '\n' || source_[at_] == '#') return;
    size_t indentation = at_ - line_;
    if (!open_.empty() && BeginsStatement(at_, indentation)) {
      CloseByComma();
      for (size_t bracket : open_) Overwrite(bracket, ' ');
      open_.clear();
    }
    if (!open_.empty() || continued_) return;
    indentation_ = indentation;
    first_ = at_;
  }

  // Within brackets: does this line begin something else?
  bool BeginsStatement(size_t begin, size_t indentation) const {
    std::string_view word = WordAt(begin);
    if (IsOneOf(word, kStatements)) return true;
    if (damage_ == Damage::kCertain) return false;
    std::string_view line = LineFrom(begin);
    line = line.substr(0, line.find('#'));
    while (!line.empty() && IsBlank(line.back())) line.remove_suffix(1);
    if (IsOneOf(word, kClauses) && line.ends_with(':')) return true;
    if (indentation > indentation_ || word.empty() || IsOneOf(word, kOperators)) return false;
    return !(word[0] >= '0' && word[0] <= '9');
  }

  // The comma at the end of what was typed becomes the innermost bracket's end.
  void CloseByComma() {
    if (last_ == kNowhere || source_[last_] != ',' || last_ < open_.back()) return;
    Overwrite(last_, CloserOf(source_[open_.back()]));
    open_.pop_back();
  }

  // To the beginning of the next line that is in no string.
  void ReadLine() {
    bool continued = false;
    while (at_ < source_.size() && source_[at_] != '\n') {
      char c = source_[at_];
      if (c != '\r') continued = c == '\\';
      if (c == '#') {
        at_ = std::min(source_.find('\n', at_), source_.size());
        break;
      }
      if (c == '"' || c == '\'') {
        ReadString();
        continue;
      }
      if (c == '(' || c == '[' || c == '{') open_.push_back(at_);
      if (c == ')' || c == ']' || c == '}') CloseBracket(c);
      if (!IsBlank(c)) last_ = at_;
      ++at_;
    }
    if (!continued && open_.empty()) EndStatement();
    continued_ = continued;
    if (at_ < source_.size()) ++at_;
  }

  void CloseBracket(char c) {
    if (open_.empty())
      Overwrite(at_, ' ');
    else if (CloserOf(source_[open_.back()]) == c)
      open_.pop_back();
  }

  // A string of one line ends with it at the latest.
  void ReadString() {
    char quote = source_[at_];
    bool triple = source_.substr(at_, 3) == std::string(3, quote);
    last_ = at_;
    at_ += triple ? 3 : 1;
    while (at_ < source_.size()) {
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

  bool IsTripleAt(char quote) const {
    return at_ + 2 < source_.size() && source_[at_ + 1] == quote && source_[at_ + 2] == quote;
  }

  // A statement's last line, without brackets that are open, has been read. What would go on in the
  // next line is taken away from its end.
  void EndStatement() {
    if (first_ == kNowhere || last_ == kNowhere || last_ < first_) return;
    while (size_t bytes = DanglingBytes()) {
      for (size_t i = 0; i < bytes; ++i) text_[last_ - i] = ' ';
      ++num_repairs_;
      if (bytes > last_ - first_) break;  // nothing else is left of it
      last_ -= bytes;
      while (last_ > first_ && IsBlank(source_[last_])) --last_;
    }
    first_ = kNowhere;
  }

  // Of the statement's end: a dot, an operator, or a keyword that needs something after it.
  size_t DanglingBytes() const {
    char c = source_[last_];
    if (c == '.') return last_ > first_ && EndsExpression(last_ - 1) ? 1 : 0;
    size_t begin = last_ + 1;
    if (IsNameByte(c)) {
      while (begin > first_ && IsNameByte(source_[begin - 1])) --begin;
      if (begin > first_ && source_[begin - 1] == '.') return 0;
      std::string_view word = WordAt(begin);
      bool dangling = begin == first_ ? IsOneOf(word, kAlone) : IsOneOf(word, kBinary);
      return dangling ? word.size() : 0;
    }
    while (begin > first_ && IsOperatorByte(source_[begin - 1])) --begin;
    if (c == '*' && Before(begin).ends_with("import")) return 0;
    return last_ + 1 - begin;
  }

  // The statement's text before a place, without blanks at its end.
  std::string_view Before(size_t end) const {
    while (end > first_ && IsBlank(source_[end - 1])) --end;
    return source_.substr(first_, end - first_);
  }

  // Is the byte the end of something that may have attributes? `1.` and `...` are complete.
  bool EndsExpression(size_t at) const {
    char c = source_[at];
    if (c == ')' || c == ']' || c == '}' || c == '"' || c == '\'') return true;
    if (!IsNameByte(c)) return false;
    while (at > 0 && IsNameByte(source_[at - 1])) --at;
    return !(source_[at] >= '0' && source_[at] <= '9');
  }

  std::string_view source_;
  const Damage damage_;
  std::string text_;
  int num_repairs_ = 0;
  size_t at_ = 0;
  size_t line_ = 0;
  std::vector<size_t> open_;  // brackets of the statement that is being read
  size_t first_ = kNowhere;   // where it begins
  size_t indentation_ = 0;    // ... in its line
  size_t last_ = kNowhere;    // the last byte of code that was read
  bool continued_ = false;    // by a backslash
};

}  // namespace

Repaired Repair(std::string_view source, Damage damage) { return Repairer(source, damage).Run(); }

}  // namespace fastnode::ast
