// One pass from the begin of the text. What is open is a stack: strings, and in f-strings the
// braces that code stands in. A string of one line ends with it, so that a forgotten quote costs
// its own line only.
#include "predict/asked/text_place.h"

#include <algorithm>
#include <string>
#include <vector>

#include "analyze/ast/word_at.h"

namespace fastnode::predict {
namespace {

struct Open {
  char quote = 0;  // 0: braces in an f-string
  bool is_long = false, is_format = false;
  int depth = 0;         // of brackets in the braces
  size_t begin = 0;      // of the quotes
  bool in_spec = false;  // behind the colon of the braces, where `#` and quotes are signs
};

class Scanner {
 public:
  // `without_comments`: if given, the same text, to be blanked where comments are.
  explicit Scanner(std::string_view text, std::string* without_comments = nullptr)
      : text_(text), without_comments_(without_comments) {}

  TextPlace Run() {
    while (at_ < text_.size()) {
      behind_ = false;
      if (!open_.empty() && open_.back().quote != 0) {
        StepInString();
      } else {
        StepInCode();
      }
    }
    if (comment_) return TextPlace::kComment;
    if (!open_.empty() && open_.back().quote != 0) {
      return open_.back().is_long ? TextPlace::kLongString : TextPlace::kString;
    }
    if (!open_.empty() && open_.back().in_spec) return TextPlace::kString;
    return behind_ ? TextPlace::kBehindString : TextPlace::kCode;
  }

  size_t begin() const { return open_.empty() ? 0 : open_.back().begin; }

 private:
  bool Begins(size_t at, char quote) const {
    return text_.substr(at).starts_with(quote == '"' ? R"(""")" : "'''");
  }

  void EndLine() {
    comment_ = false;
    // Braces and strings of one line are no longer open.
    const auto is_long = [](const Open& one) { return one.is_long; };
    const auto last = std::find_if(open_.rbegin(), open_.rend(), is_long);
    const bool in_braces = last != open_.rbegin() && last != open_.rend();
    if (last == open_.rend()) {
      open_.clear();
    } else if (!in_braces) {
      open_.erase(last.base(), open_.end());
    }
  }

  void StepInString() {
    const Open& string = open_.back();
    const char c = text_[at_];
    if (c == '\\') {
      at_ += text_.substr(at_ + 1).starts_with("\r\n") ? 3 : 2;
    } else if (string.is_long ? Begins(at_, string.quote) && c == string.quote
                              : c == string.quote) {
      at_ += string.is_long ? 3 : 1;
      open_.pop_back();
      behind_ = true;
    } else if ((c == '\n' || c == '\r') && !string.is_long) {
      ++at_;
      open_.pop_back();
      EndLine();
    } else if (string.is_format && c == '{') {
      const bool is_brace = at_ + 1 < text_.size() && text_[at_ + 1] == '{';
      at_ += is_brace ? 2 : 1;
      if (!is_brace) open_.push_back({});
    } else {
      ++at_;
    }
  }

  void StepInCode() {
    const char c = text_[at_];
    if (c == '\n' || c == '\r') {
      ++at_;
      EndLine();
    } else if (comment_) {
      PassComment();
    } else if (!open_.empty() && open_.back().in_spec) {
      StepInSpec(c);
      ++at_;
    } else if (c == '#') {
      comment_ = true;
      PassComment();
    } else if (c == '"' || c == '\'') {
      const bool is_long = Begins(at_, c);
      open_.push_back(
          {.quote = c, .is_long = is_long, .is_format = HasFormatPrefix(), .begin = at_});
      at_ += is_long ? 3 : 1;
    } else {
      if (!open_.empty()) StepInBraces(c);
      ++at_;
    }
  }

  void PassComment() {
    if (without_comments_ != nullptr) (*without_comments_)[at_] = ' ';
    ++at_;
  }

  void StepInSpec(char c) {
    if (c == '{') open_.push_back({});
    if (c == '}') open_.pop_back();
  }

  void StepInBraces(char c) {
    Open& braces = open_.back();
    if (c == ':' && braces.depth == 0) braces.in_spec = true;
    if (c == '(' || c == '[' || c == '{') ++braces.depth;
    if (c == '}' && braces.depth == 0) {
      open_.pop_back();
    } else if (c == ')' || c == ']' || c == '}') {
      braces.depth = std::max(0, braces.depth - 1);
    }
  }

  bool HasFormatPrefix() const {
    const size_t begin = ast::BeginOfWord(text_, at_);
    const std::string_view prefix = text_.substr(begin, at_ - begin);
    return prefix.size() <= 2 && prefix.find_first_of("fF") != prefix.npos;
  }

  const std::string_view text_;
  std::string* const without_comments_;
  size_t at_ = 0;
  std::vector<Open> open_;
  bool comment_ = false, behind_ = false;
};

}  // namespace

TextPlace PlaceIn(std::string_view text, size_t cursor, size_t* string_begin) {
  Scanner scanner(text.substr(0, cursor));
  const TextPlace place = scanner.Run();
  if (string_begin != nullptr) *string_begin = scanner.begin();
  return place;
}

std::string WithBlankComments(std::string_view text) {
  std::string without(text);
  Scanner(text, &without).Run();
  return without;
}

}  // namespace fastnode::predict
