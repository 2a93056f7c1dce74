// Only brackets, strings and indentation are looked at: they say where a statement ends, and which
// ones are a function's. A body that may bind names of the module (`global`), or that imports in
// the middle of a line, stays as it is. outline_test.cc holds exports of outlines to those of
// texts.
#include "predict/auto_import/outline.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "analyze/ast/name_byte.h"

namespace fastnode::auto_import {
namespace {

constexpr std::string_view kBlank = " \t\f";

// A statement with all of its lines, or the head of one with a body.
struct Statement {
  size_t line = 0;   // where its first line begins
  size_t begin = 0;  // behind what it is indented by
  size_t end = 0;    // behind its last line's end
  size_t column = 0;
  bool opens_block = false;  // a colon is the last thing in it
};

class Statements {
 public:
  explicit Statements(std::string_view text) : text_(text) {}

  // The next one; nothing at the end, or where brackets or strings are not closed.
  std::optional<Statement> Next() {
    while (at_ < text_.size()) {
      Statement statement{.line = at_, .begin = at_};
      while (statement.begin < text_.size() && kBlank.find(text_[statement.begin]) != kBlank.npos) {
        const char c = text_[statement.begin++];
        statement.column = c == '\f'   ? 0
                           : c == '\t' ? statement.column / 8 * 8 + 8
                                       : statement.column + 1;
      }
      at_ = statement.begin;
      if (at_ == text_.size()) break;
      const bool is_empty = text_[at_] == '#' || text_[at_] == '\n' || text_[at_] == '\r';
      if (is_empty) {
        at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
        continue;
      }
      if (!Pass(statement)) return std::nullopt;
      return statement;
    }
    is_whole_ = true;
    return std::nullopt;
  }
  bool is_whole() const { return is_whole_; }

 private:
  // To the end of the statement. False: there is none.
  bool Pass(Statement& statement) {
    int depth = 0;
    char last = '\0';
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' && depth == 0) {
        ++at_;
        break;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (c == '"' || c == '\'') {
        if (!PassString()) return false;
        last = c;
        continue;
      }
      if (c == '\\') at_ += text_.substr(at_ + 1, 2) == "\r\n" ? 2 : 1;
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (depth < 0) return false;
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f') last = c;
      ++at_;
    }
    at_ = std::min(at_, text_.size());
    statement.end = at_;
    statement.opens_block = last == ':';
    return depth == 0;
  }

  bool PassString() {
    const std::string_view quote = text_.substr(at_, 1), triple = text_.substr(at_, 3);
    const bool is_triple = triple.size() == 3 && triple[1] == quote[0] && triple[2] == quote[0];
    at_ += is_triple ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        at_ += text_.substr(at_ + 1, 2) == "\r\n" ? 3 : 2;
      } else if (c == quote[0] && (!is_triple || text_.substr(at_, 3) == triple)) {
        at_ += is_triple ? 3 : 1;
        return true;
      } else if (c == '\n' && !is_triple) {
        return false;
      } else {
        ++at_;
      }
    }
    return false;
  }

  const std::string_view text_;
  size_t at_ = 0;
  bool is_whole_ = false;
};

std::string_view WordAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && ast::IsNameByte(text[end])) ++end;
  return text.substr(at, end - at);
}

bool IsFunction(std::string_view text, size_t at) {
  const std::string_view word = WordAt(text, at);
  if (word != "async") return word == "def";
  const size_t next = text.find_first_not_of(kBlank, at + word.size());
  return next != text.npos && WordAt(text, next) == "def";
}

bool IsImport(std::string_view word) { return word == "import" || word == "from"; }

// Whether behind a colon or a semicolon names are imported, or are the module's.
bool BindsWithin(std::string_view statement) {
  for (size_t at = statement.find_first_of(":;"); at != statement.npos;
       at = statement.find_first_of(":;", at + 1)) {
    const size_t next = statement.find_first_not_of(kBlank, at + 1);
    if (next == statement.npos) return false;
    const std::string_view word = WordAt(statement, next);
    if (IsImport(word) || word == "global") return true;
  }
  return false;
}

class Outliner {
 public:
  explicit Outliner(std::string_view text) : text_(text) {}

  std::string Run() && {
    Statements statements(text_);
    while (std::optional<Statement> one = statements.Next()) {
      if (head_ && one->column <= head_->column) EndBody();
      if (head_) {
        AddToBody(*one);
      } else {
        Put(one->line, one->end);
        if (one->opens_block && IsFunction(text_, one->begin)) head_ = one;
      }
    }
    if (!statements.is_whole()) return std::string(text_);
    if (head_) EndBody();
    return std::move(outline_);
  }

 private:
  void Put(size_t begin, size_t end) { outline_ += text_.substr(begin, end - begin); }

  void AddToBody(const Statement& one) {
    const std::string_view word = WordAt(text_, one.begin);
    if (body_begin_ == body_end_) body_begin_ = one.line;
    body_end_ = one.end;
    if (IsImport(word)) imports_.push_back(one);
    stays_ |= word == "global" || BindsWithin(text_.substr(one.begin, one.end - one.begin));
  }

  void EndBody() {
    if (stays_) {
      Put(body_begin_, body_end_);
    } else {
      const std::string_view indent = text_.substr(head_->line, head_->begin - head_->line);
      outline_.append(indent).append(" pass\n");
      for (const Statement& import : imports_) {
        outline_.append(indent).append(" ");
        Put(import.begin, import.end);
      }
    }
    imports_.clear();
    body_begin_ = body_end_ = 0;
    stays_ = false;
    head_.reset();
  }

  const std::string_view text_;
  std::string outline_;
  // Of the function whose statements come.
  std::optional<Statement> head_;
  size_t body_begin_ = 0, body_end_ = 0;
  std::vector<Statement> imports_;
  bool stays_ = false;
};

}  // namespace

std::string Outline(std::string_view text) { return Outliner(text).Run(); }

}  // namespace fastnode::auto_import
