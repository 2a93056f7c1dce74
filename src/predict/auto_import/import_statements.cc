#include "predict/auto_import/import_statements.h"

#include <algorithm>

#include "analyze/ast/name_byte.h"

namespace fastnode::auto_import {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// The end of a string whose first quote stands at `at`; of one that is open, of its line or of the
// text.
size_t EndOfString(std::string_view text, size_t at) {
  const std::string_view three = text.substr(at, 3);
  const bool triple = three.size() == 3 && three[1] == three[0] && three[2] == three[0];
  const std::string_view end = triple ? three : three.substr(0, 1);
  for (size_t i = at + end.size(); i < text.size(); ++i) {
    if (text[i] == '\\') {
      i += text.substr(i + 1).starts_with("\r\n") ? 2 : 1;
    } else if (text.substr(i, end.size()) == end) {
      return i + end.size();
    } else if (text[i] == '\n' && !triple) {
      return i;
    }
  }
  return text.size();
}

// Behind the line feed that ends the logical line that begins at `at`; nowhere if none does.
size_t EndOfLine(std::string_view text, size_t at) {
  int open = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = EndOfString(text, at);
      continue;
    }
    if (c == '#') at = std::min(text.find('\n', at), text.size());
    if (at == text.size()) break;
    if (c == '(' || c == '[' || c == '{') ++open;
    if (c == ')' || c == ']' || c == '}') --open;
    if (c == '\\') ++at;
    if (c == '\\' && at < text.size() && text[at] == '\r') ++at;
    if (text[std::min(at, text.size() - 1)] == '\n' && c != '\\' && open <= 0) return at + 1;
    ++at;
  }
  return kNowhere;
}

struct Token {
  std::string_view text;  // a dotted name, or one character
  size_t begin = 0;
  size_t end() const { return begin + text.size(); }
};

// Of a logical line, comments and line ends left out.
std::vector<Token> TokensOf(std::string_view text, size_t begin, size_t end) {
  std::vector<Token> tokens;
  for (size_t at = begin; at < end;) {
    const char c = text[at];
    if (c == '#') {
      at = std::min(text.find('\n', at), end);
    } else if (IsBlank(c) || c == '\n' || c == '\\') {
      ++at;
    } else {
      size_t stop = at;
      while (stop < end && (ast::IsNameByte(text[stop]) || text[stop] == '.')) ++stop;
      if (stop == at) ++stop;
      tokens.push_back({text.substr(at, stop - at), at});
      at = stop;
    }
  }
  return tokens;
}

// Fills in what stands behind `import`, or behind the module of a `from`. False: it cannot be read.
bool ReadNames(const std::vector<Token>& tokens, size_t at, ImportStatement& statement) {
  bool is_whole = true;
  if (at < tokens.size() && tokens[at].text == "(") {
    statement.has_brackets = true;
    ++at;
  }
  while (at < tokens.size()) {
    const Token& token = tokens[at];
    if (token.text == ")" && statement.has_brackets) {
      is_whole = at + 1 == tokens.size();
      break;
    }
    if (token.text == "*" || token.text == ";" || !ast::IsNameByte(token.text.back())) {
      is_whole = false;
      break;
    }
    ImportedName name{std::string(token.text), "", token.begin, token.end()};
    ++at;
    if (at + 1 < tokens.size() && tokens[at].text == "as") {
      name.alias = tokens[at + 1].text;
      name.end = tokens[at + 1].end();
      at += 2;
    }
    statement.names.push_back(std::move(name));
    if (at < tokens.size() && tokens[at].text == ",") ++at;
  }
  statement.may_grow = statement.is_from && is_whole && !statement.names.empty();
  return !statement.names.empty() || tokens.back().text == "*";
}

bool ReadStatement(const std::vector<Token>& tokens, ImportStatement& statement) {
  if (tokens.size() < 2) return false;
  if (tokens[0].text == "import") {
    if (!ReadNames(tokens, 1, statement) || statement.names.empty()) return false;
    statement.module = statement.names[0].name;
    return true;
  }
  if (tokens[0].text != "from") return false;
  statement.is_from = true;
  statement.module = tokens[1].text;
  size_t at = 2;
  // `from . import x`: the dots and the word stand apart. `from .a import`: they do not.
  if (at >= tokens.size() || tokens[at].text != "import") return false;
  return ReadNames(tokens, at + 1, statement);
}

bool IsBlankLine(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return IsBlank(c) || c == '\n'; });
}

// `#!` and the encoding: they stand at the very top.
bool IsForTools(std::string_view line) {
  return line.starts_with("#!") || line.find("coding") != line.npos;
}

class StatementReader {
 public:
  StatementReader(std::string_view text, size_t cursor) : text_(text), cursor_(cursor) {}

  ImportStatements Read() {
    size_t at = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    found_.top = at;
    while (at < text_.size()) {
      const size_t line_end = std::min(text_.find('\n', at), text_.size());
      if (cursor_ <= line_end) break;
      const std::string_view line = text_.substr(at, line_end - at);
      if (IsBlankLine(line)) {
        TakeBlank();
        at = line_end + 1;
        continue;
      }
      if (line[0] == '#') {
        TakeComment(line, line_end + 1);
        at = line_end + 1;
        continue;
      }
      const size_t end = EndOfLine(text_, at);
      if (end == kNowhere || end > cursor_) break;
      TakeStatement(at, end);
      at = end;
    }
    return std::move(found_);
  }

 private:
  void TakeBlank() {
    after_blank_ = true;
    // Comments at the top that nothing follows at once belong to the file.
    if (at_top_ && in_comments_ != 0) {
      found_.top = in_comments_;
      found_.after_text = has_words_;
    }
    in_comments_ = 0;
  }

  void TakeComment(std::string_view line, size_t end) {
    if (!at_top_) return;
    in_comments_ = end;
    const bool is_for_tools = std::count(text_.data(), line.data(), '\n') < 2 && IsForTools(line);
    if (!is_for_tools) has_words_ = true;
    if (!has_words_ || is_for_tools) found_.top = end;
    if (is_for_tools) found_.after_text = has_words_;
  }

  void TakeStatement(size_t begin, size_t end) {
    const char first = text_[begin];
    const auto is_quote = [](char c) { return c == '"' || c == '\''; };
    const bool has_prefix = first == 'r' || first == 'R' || first == 'u' || first == 'U';
    const bool is_text = is_quote(first) || (has_prefix && is_quote(text_[begin + 1]));
    if (is_first_ && is_text) {
      found_.top = end;
      found_.after_text = true;
    } else {
      ImportStatement statement{.begin = begin, .end = end, .run = run_};
      statement.after_blank = after_blank_;
      if (!IsBlank(first) && ReadStatement(TokensOf(text_, begin, end), statement)) {
        found_.list.push_back(std::move(statement));
      } else {
        ++run_;
      }
    }
    is_first_ = at_top_ = after_blank_ = false;
  }

  const std::string_view text_;
  const size_t cursor_;
  ImportStatements found_;
  size_t run_ = 0;
  bool is_first_ = true;    // no statement so far
  bool at_top_ = true;      // nothing but comments so far
  size_t in_comments_ = 0;  // the end of the comments that end here; 0: none do
  bool has_words_ = false;  // these are not for tools alone
  bool after_blank_ = false;
};

}  // namespace

ImportStatements ReadImportStatements(std::string_view text, size_t cursor) {
  return StatementReader(text, std::min(cursor, text.size())).Read();
}

}  // namespace fastnode::auto_import
