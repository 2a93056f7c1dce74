// One pass over the text, line by line, that knows no grammar: it follows brackets, strings and
// comments, and looks at the word that begins a line and the byte that ends it. What cannot go on
// as it stands is overwritten by blanks (an operator at a line's end) or ended by what is missing
// (a bracket, a quote, a comma, a colon).
//
// That a bracket is not closed shows some lines later, where something begins that cannot stand in
// brackets. It is then closed before the first line after it that begins no further right than its
// own does, if there is one, and reading goes on from there. How much may be read again is bounded.
// reparse_test and tests/corpus/half_typed hold what becomes of it.
//
// What was read of a text comes to nothing where a line begins, in no bracket or string, that is
// not indented, or that begins with a word such as `def`, which ends what is open. So after an
// edit, reading may begin at such a line. It may end where any statement begins as it did.
#include "analyze/ast/repair.h"

#include <algorithm>
#include <array>
#include <vector>

#include "analyze/ast/line_words.h"
#include "analyze/ast/name_byte.h"

namespace fastnode::ast {
namespace {

// After an operand, these go on with it in the next line; and with these a line ends in no operand.
constexpr std::array<std::string_view, 11> kGoOn = {"and", "as", "async", "else", "for", "from",
                                                    "if",  "in", "is",    "not",  "or"};
constexpr std::array<std::string_view, 14> kWantMore = {"and",    "as",   "async", "await", "else",
                                                        "for",    "from", "if",    "in",    "is",
                                                        "lambda", "not",  "or",    "yield"};
// Of kWithColon those that may be one word.
constexpr std::array<std::string_view, 4> kOneWord = {"else", "except", "finally", "try"};
// Alone in a line these take the next one for their own.
constexpr std::array<std::string_view, 14> kAlone = {"assert", "async",    "class", "def",    "del",
                                                     "elif",   "for",      "from",  "global", "if",
                                                     "import", "nonlocal", "while", "with"};

// Between two expressions, or before one.
constexpr std::array<std::string_view, 6> kBinary = {"and", "as", "in", "is", "not", "or"};

bool IsOperatorByte(char c) { return std::string_view("=+-*/%|&^<>~@!").find(c) != kNowhere; }

// What ReadLine looks at: a line's end, and what may be more than a byte of code.
bool IsMark(char c) {
  static constexpr auto kMarks = [] {
    std::array<bool, 256> marks{};
    for (char mark : std::string_view("\n#\"'()[]{}:"))
      marks[static_cast<unsigned char>(mark)] = true;
    return marks;
  }();
  return kMarks[static_cast<unsigned char>(c)];
}

class Repairer {
 public:
  Repairer(std::string_view source, Damage damage, const Unedited& unedited)
      : source_(source), damage_(damage), unedited_(unedited), at_(unedited.begin) {}

  Repaired Run() {
    while (at_ < source_.size()) {
      BeginLine();
      if (IsAsBefore()) break;
      ReadLine();
      if (at_ == source_.size()) EndText();
    }
    return Apply();
  }

 private:
  // What the code that was read last is.
  enum class End : uint8_t { kCode, kString, kMadeBracket, kMadeComma };
  // Where the code that was read ends.
  struct Place {
    size_t end = 0;
    size_t last = kNowhere;  // its last byte, that nothing has taken away; of a string, its first
    End kind = End::kCode;
    size_t line = 0, indentation = 0;  // in which it ends
  };
  struct Bracket {
    size_t at;
    char closer;
    size_t line, indentation;  // in which it stands
    // The first line after it that may be a statement of its own, and the code before that.
    size_t next_line = kNowhere;
    Place before = {};
    bool is_made = false;  // it was put in at the end of that
  };
  struct Closed {
    Bracket bracket;
    size_t end;  // behind what closed it
  };
  // A byte that takes the place of another one, or is put in before it.
  struct Change {
    size_t at;
    char byte;
    bool is_insertion;
  };

  // A line has begun from which on the text is as it was, and as it was read.
  bool IsAsBefore() const {
    const std::vector<size_t>& lines = unedited_.lines_behind;
    return open_.empty() && !continued_ && std::binary_search(lines.begin(), lines.end(), line_);
  }

  std::string_view LineFrom(size_t begin) const {
    return source_.substr(begin, source_.find('\n', begin) - begin);
  }

  std::string_view WordAt(size_t begin) const {
    size_t end = begin;
    while (end < source_.size() && IsNameByte(source_[end])) ++end;
    return source_.substr(begin, end - begin);
  }

  void Overwrite(size_t at, char c) { changes_.push_back({at, c, false}); }
  void Insert(size_t at, char c) { changes_.push_back({at, c, true}); }

  Repaired Apply() {
    Repaired repaired{"", static_cast<int>(changes_.size()), {}};
    std::stable_sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) {
      return a.at != b.at ? a.at < b.at : a.is_insertion && !b.is_insertion;
    });
    repaired.text.reserve(source_.size() + changes_.size());
    size_t copied = 0;
    for (const Change& change : changes_) {
      if (change.at < copied) continue;  // what was taken away twice, before and after going back
      repaired.text += source_.substr(copied, change.at - copied);
      repaired.text += change.byte;
      copied = change.is_insertion ? change.at : change.at + 1;
      if (change.is_insertion) repaired.inserted.push_back(static_cast<uint32_t>(change.at));
    }
    repaired.text += source_.substr(copied);
    return repaired;
  }

  // `at_` is at the first byte of a line that is in no string.
  void BeginLine() {
    line_ = at_;
    size_t indentation = 0;
    for (; at_ < source_.size() && IsBlank(source_[at_]); ++at_) {
      indentation += source_[at_] == '\t' ? kTab : 1;
    }
    if (at_ == source_.size() || source_[at_] == '\n' || source_[at_] == '#') return;
    indentation_ = indentation;
    if (!continued_ && !open_.empty()) {
      if (const size_t kept = BracketsKept(); kept < open_.size()) {
        CloseFrom(kept);
        return BeginLine();  // of the line that is gone on from
      }
      NoteNextLine();
    } else if (!continued_ && IsLeftOver()) {
      first_ = before_first_;
      MakeBracket();
    }
    if (!open_.empty() || continued_) return;
    first_ = at_;
    first_indentation_ = indentation_;
    has_colon_ = false;
    closed_.clear();
  }

  // A line of code begins within brackets: how many of these does it leave open?
  size_t BracketsKept() {
    if (open_.size() > kMostOpen) return open_.size();
    if (BeginsStatement(at_)) return 0;
    if (!EndsInOperand(open_.back().at)) return open_.size();
    const bool just_opened = open_.back().line == end_.line;
    const bool is_header = just_opened && !has_colon_ && IsOneOf(ClauseWord(first_), kWithColon);
    const bool may_be_next = is_header || indentation_ <= open_.front().indentation;
    if (may_be_next && IsClause(at_)) return 0;
    if (!BeginsWithOperand(at_)) return open_.size();
    if (is_header) return 0;
    size_t kept = open_.size();
    while (kept > 0 && open_[kept - 1].indentation >= indentation_) --kept;
    if (kept < open_.size()) return kept;
    if (!just_opened && indentation_ > end_.indentation && line_ != not_left_over_) {
      MakeBracket();
    } else {
      Insert(end_.end, ',');
      end_.kind = End::kMadeComma;
    }
    return open_.size();
  }

  // Outside of brackets: is the line further to the right than the one before allows?
  bool IsLeftOver() const {
    if (before_first_ == kNowhere || indentation_ <= first_indentation_) return false;
    if (line_ == not_left_over_ || source_[end_.last] == ':') return false;
    if (IsOneOf(ClauseWord(before_first_), kWithColon)) return false;
    return EndsInOperand(before_first_) && !IsOneOf(WordAt(at_), kStatements);
  }

  // For a line that is left over from a call, say, whose beginning is gone. If nothing closes it
  // there was none.
  void MakeBracket() {
    Insert(end_.end, '(');
    open_.push_back({end_.end, ')', end_.line, end_.indentation, line_, end_, true});
    end_.kind = End::kMadeBracket;
  }

  void NoteNextLine() {
    if (!IsNameByte(source_[at_]) && source_[at_] != '@') return;
    if (open_.size() > kMostOpen || IsOneOf(WordAt(at_), kOperators)) return;
    for (Bracket& bracket : open_) {
      if (bracket.next_line != kNowhere || bracket.indentation < indentation_) continue;
      bracket.next_line = line_;
      bracket.before = end_;
    }
  }

  // Brackets from this one on are closed: here, or earlier where the text might have gone on.
  // Reading goes on behind them.
  void CloseFrom(size_t kept) {
    const auto made = std::find_if(open_.begin(), open_.end(),
                                   [](const Bracket& bracket) { return bracket.is_made; });
    const Bracket outer = made != open_.end() ? *made : open_[kept];
    const bool goes_back = outer.next_line < line_ &&
                           read_again_ + (at_ - outer.next_line) <= kMostReadAgain * source_.size();
    at_ = line_;
    continued_ = false;
    if (goes_back) {
      GoBack(outer);
      if (outer.is_made) return Unmake(outer);
    }
    CloseByComma();
    while (open_.size() > kept) CloseInnermost();
    if (open_.empty()) EndStatement();
  }

  // To the line before which the bracket may have been meant to be closed.
  void GoBack(const Bracket& outer) {
    read_again_ += at_ - outer.next_line;
    at_ = outer.next_line;
    end_ = outer.before;
    auto is_behind = [&](const Change& change) {
      return change.at > end_.end || (change.at == end_.end && !change.is_insertion);
    };
    while (!changes_.empty() && is_behind(changes_.back())) changes_.pop_back();
    while (open_.back().at >= at_) open_.pop_back();
    // Those that were open there: an inner one was closed first.
    for (; !closed_.empty() && closed_.back().end > at_; closed_.pop_back()) {
      if (closed_.back().bracket.at < at_) open_.push_back(closed_.back().bracket);
    }
  }

  void Unmake(const Bracket& bracket) {
    not_left_over_ = bracket.next_line;
    std::erase_if(open_, [&](const Bracket& other) { return other.is_made; });
    std::erase_if(changes_, [&](const Change& change) {
      return change.at == bracket.at && change.is_insertion && change.byte == '(';
    });
    if (open_.empty()) EndStatement();
  }

  void PopBracket(size_t end) {
    closed_.push_back({open_.back(), end});
    open_.pop_back();
  }

  void CloseInnermost() {
    const Bracket& inner = open_.back();
    const bool has_code = end_.kind == End::kCode && end_.last != kNowhere;
    if (has_code && end_.last > inner.at) {
      size_t bytes = DanglingBytes();
      if (source_[end_.last] == ':' && inner.closer == '}') bytes = 1;
      if (bytes < end_.last - inner.at) TakeAway(bytes);
    }
    // `x[` becomes `x`: there is no `x[]`.
    const bool is_empty = has_code && end_.last == inner.at && source_[end_.last] == '[';
    if (is_empty && end_.last > first_ && EndsExpression(end_.last - 1)) {
      Overwrite(end_.last, ' ');
    } else {
      Insert(end_.end, inner.closer);
    }
    PopBracket(end_.end);
    end_.kind = End::kMadeBracket;
  }

  // Within brackets: does this line begin something else?
  bool BeginsStatement(size_t begin) const {
    const std::string_view word = WordAt(begin);
    if (IsOneOf(word, kStatements)) return true;
    if (damage_ == Damage::kCertain) return false;
    if (IsClause(begin)) return true;
    const bool may_be_next = indentation_ <= open_.front().indentation && !word.empty();
    return may_be_next && !IsOneOf(word, kOperators) && !(word[0] >= '0' && word[0] <= '9');
  }

  // A line such as `if x:`, whatever stands around it.
  bool IsClause(size_t begin) const {
    if (!IsOneOf(WordAt(begin), kClauses)) return false;
    int depth = 0;
    char last = 0;
    for (char c : LineFrom(begin)) {
      if (c == '#') break;
      if (c == '(' || c == '[' || c == '{') ++depth;
      if ((c == ')' || c == ']' || c == '}') && --depth < 0) return false;
      if (!IsBlank(c)) last = c;
    }
    return last == ':' && depth == 0;
  }

  // Does the code before this line end in something that two blanks and a name cannot follow? It
  // begins at `begin` at the earliest.
  bool EndsInOperand(size_t begin) const {
    if (end_.kind == End::kString || end_.kind == End::kMadeBracket) return true;
    if (end_.kind == End::kMadeComma || end_.last == kNowhere || end_.last < begin) return false;
    const char c = source_[end_.last];
    if (c == ')' || c == ']' || c == '}') return true;
    if (!IsNameByte(c)) return false;
    size_t word = end_.last;
    while (word > begin && IsNameByte(source_[word - 1])) --word;
    return !IsOneOf(WordAt(word), kWantMore);
  }

  // Does the line begin with an operand that cannot belong to the one before?
  bool BeginsWithOperand(size_t begin) const {
    const std::string_view word = WordAt(begin);
    if (IsOneOf(word, kGoOn)) return false;
    const size_t after = begin + word.size();
    constexpr size_t kMaxPrefix = 2;  // of a string
    const bool is_string = word.size() <= kMaxPrefix && after < source_.size() &&
                           (source_[after] == '"' || source_[after] == '\'');
    if (is_string) return end_.kind != End::kString;
    return !word.empty() || source_[begin] == '{';
  }

  // The comma at the end of what was typed becomes the innermost bracket's end.
  void CloseByComma() {
    if (end_.kind != End::kCode || end_.last == kNowhere || source_[end_.last] != ',' ||
        end_.last < open_.back().at) {
      return;
    }
    Overwrite(end_.last, open_.back().closer);
    PopBracket(end_.end);
    end_.kind = End::kMadeBracket;
  }

  // To the beginning of the next line that is in no string.
  void ReadLine() {
    size_t code = kNowhere;  // the last byte of it that has been read and not been noted
    auto note = [&] {
      if (code == kNowhere) return;
      end_ = {code + 1, code, End::kCode, line_, indentation_};
      code = kNowhere;
    };
    while (at_ < source_.size() && source_[at_] != '\n') {
      const char c = source_[at_];
      if (!IsMark(c)) {
        const size_t begin = at_;
        while (at_ < source_.size() && !IsMark(source_[at_])) ++at_;
        size_t end = at_;
        while (end > begin && IsBlank(source_[end - 1])) --end;
        if (end > begin) code = end - 1;
        continue;
      }
      note();
      if (c == '#') break;
      if (c == '"' || c == '\'') {
        ReadString();
        continue;
      }
      if (c == ':') {
        if (open_.empty()) has_colon_ |= source_.substr(at_ + 1, 1) != "=";
      } else if (c == '(' || c == '[' || c == '{') {
        open_.push_back({at_, CloserOf(c), line_, indentation_});
      } else {
        CloseBracket(c);
      }
      code = at_++;
    }
    note();
    continued_ = EndsInBackslash(source_.substr(line_, at_ - line_));
    at_ = std::min(source_.find('\n', at_), source_.size());
    if (!continued_ && open_.empty()) EndStatement();
    if (at_ < source_.size()) ++at_;
  }

  static bool EndsInBackslash(std::string_view text) {
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text.ends_with('\\');
  }

  // What closes a bracket further out closes those within it.
  void CloseBracket(char c) {
    size_t kept = open_.size();
    while (kept > 0 && open_[kept - 1].closer != c) --kept;
    if (kept == 0) return Overwrite(at_, ' ');
    while (open_.size() > kept) CloseInnermost();
    PopBracket(at_ + 1);
  }

  // A string of one line ends with it at the latest.
  void ReadString() {
    const size_t begin = at_;
    char quote = source_[at_];
    bool triple = IsTripleAt(quote);
    at_ += triple ? 3 : 1;
    bool is_closed = false;
    while (at_ < source_.size() && !is_closed) {
      if (source_[at_] == '\\') {
        bool line_end = source_.substr(at_ + 1, 2) == "\r\n";
        at_ = std::min(at_ + (line_end ? 3 : 2), source_.size());
      } else if (!triple && source_[at_] == '\n') {
        break;
      } else if (source_[at_] != quote || (triple && !IsTripleAt(quote))) {
        ++at_;
      } else {
        at_ += triple ? 3 : 1;
        is_closed = true;
      }
    }
    end_ = {at_, begin, End::kString, line_, indentation_};
    if (!is_closed && !triple) CloseString(begin);
    open_to_the_end_ = !is_closed && triple;
  }

  void CloseString(size_t begin) {
    const size_t line_end = at_;
    size_t& end = end_.end;
    while (end > begin + 1 && IsBlank(source_[end - 1])) --end;
    const bool formats = begin > 0 && (source_[begin - 1] == 'f' || source_[begin - 1] == 'F');
    if (formats) {
      const std::string_view text = source_.substr(begin, line_end - begin);
      const auto opened = std::count(text.begin(), text.end(), '{');
      for (auto i = std::count(text.begin(), text.end(), '}'); i < opened; ++i) Insert(end, '}');
    }
    Insert(end, source_[begin]);
  }

  bool IsTripleAt(char quote) const {
    return at_ + 2 < source_.size() && source_[at_ + 1] == quote && source_[at_ + 2] == quote;
  }

  // Nothing closes what is open, unless it is read again.
  void EndText() {
    if (open_.empty() || open_to_the_end_) return;
    line_ = at_;
    CloseFrom(0);
  }

  // The word that says which statement this is.
  std::string_view ClauseWord(size_t first) const {
    if (first == kNowhere) return {};
    const std::string_view word = WordAt(first);
    if (word != "async") return word;
    size_t begin = first + word.size();
    while (begin < source_.size() && IsBlank(source_[begin])) ++begin;
    return WordAt(begin);
  }

  // A statement's last line, without brackets that are open, has been read. What would go on in the
  // next line is taken away from its end.
  void EndStatement() {
    if (first_ == kNowhere || end_.last == kNowhere || end_.last < first_) return;
    bool is_left = end_.kind != End::kCode || !ImportsNothing();
    if (!is_left) TakeAway(end_.last + 1 - first_);
    while (size_t bytes = is_left && end_.kind == End::kCode ? DanglingBytes() : 0) {
      is_left = bytes <= end_.last - first_;
      TakeAway(bytes);
      if (!is_left) break;
    }
    if (is_left && !has_colon_) AddColon();
    before_first_ = is_left ? first_ : kNowhere;
    first_ = kNowhere;
  }

  // Of the last bytes of code, that something else stands before.
  void TakeAway(size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) Overwrite(end_.last - i, ' ');
    if (bytes == 0 || bytes > end_.last) return;
    end_.last -= bytes;
    while (end_.last > 0 && end_.last != first_ && IsBlank(source_[end_.last])) --end_.last;
  }

  void AddColon() {
    const std::string_view word = ClauseWord(first_);
    if (!IsOneOf(word, kWithColon)) return;
    const std::string_view statement = source_.substr(first_, end_.end - first_);
    if (statement.ends_with(word) && !IsOneOf(word, kOneWord)) return;
    if (word == "def" && statement.find('(') == statement.npos) {
      Insert(end_.end, '(');
      Insert(end_.end, ')');
    }
    Insert(end_.end, ':');
  }

  // Of the statement's end: a dot, an operator, or a keyword that needs something after it.
  size_t DanglingBytes() const {
    char c = source_[end_.last];
    if (c == '.') return end_.last > first_ && EndsExpression(end_.last - 1) ? 1 : 0;
    size_t begin = end_.last + 1;
    if (IsNameByte(c)) {
      while (begin > first_ && IsNameByte(source_[begin - 1])) --begin;
      if (begin > first_ && source_[begin - 1] == '.') return 0;
      std::string_view word = WordAt(begin);
      bool dangling = begin == first_ ? IsOneOf(word, kAlone) : IsOneOf(word, kBinary);
      return dangling ? word.size() : 0;
    }
    while (begin > first_ && IsOperatorByte(source_[begin - 1])) --begin;
    if (c == '*' && Before(begin).ends_with("import")) return 0;
    return end_.last + 1 - begin;
  }

  // `from x`, or `from x import`: the grammar takes the names in the lines below for what is
  // imported.
  bool ImportsNothing() const {
    if (WordAt(first_) != "from") return false;
    const size_t end = end_.last + 1;
    for (size_t at = first_; at < end; ++at) {
      if (source_[at] == '\n' || source_[at] == ';') return false;
      if (!IsNameByte(source_[at])) continue;
      const std::string_view word = WordAt(at);
      if (word == "import" && at + word.size() < end) return false;
      at += word.size() - 1;
    }
    return true;
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

  static constexpr size_t kTab = 8;         // blanks, as to the grammar
  static constexpr size_t kMostOpen = 200;  // CPython has no more
  // Times the text's length: a guess that leaves room for many open brackets.
  static constexpr size_t kMostReadAgain = 4;

  std::string_view source_;
  const Damage damage_;
  const Unedited& unedited_;
  std::vector<Change> changes_;
  size_t read_again_ = 0;
  size_t at_;
  size_t line_ = 0, indentation_ = 0;
  std::vector<Bracket> open_;        // of the statement that is being read
  std::vector<Closed> closed_;       // of the same, in the order of their closing
  size_t first_ = kNowhere;          // where it begins
  size_t first_indentation_ = 0;     // ... in its line
  size_t before_first_ = kNowhere;   // where the one before began, when it has ended
  Place end_;                        // of the code that was read
  size_t not_left_over_ = kNowhere;  // a line that no bracket is made for
  bool has_colon_ = false;           // outside of brackets
  bool continued_ = false;           // by a backslash
  bool open_to_the_end_ = false;
};

}  // namespace

Repaired Repair(std::string_view source, Damage damage) { return Repair(source, damage, {}); }

Repaired Repair(std::string_view source, Damage damage, const Unedited& unedited) {
  return Repairer(source, damage, unedited).Run();
}

SourcePlaces::SourcePlaces(const std::vector<uint32_t>& inserted) {
  for (uint32_t place : inserted) {
    places_.push_back(place + static_cast<uint32_t>(places_.size()));
  }
}

uint32_t SourcePlaces::operator()(uint32_t mended) const {
  const auto before = std::lower_bound(places_.begin(), places_.end(), mended) - places_.begin();
  return mended - static_cast<uint32_t>(before);
}

}  // namespace fastnode::ast
