// Only quotes and comment signs are looked at: they say what is documentation. Words are kept as
// hashes, for all that is asked is how often a name stands there.
#include "predict/auto_import/documented.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyze/ast/name_byte.h"
#include "support/hash.h"

namespace fastnode::auto_import {
namespace {

constexpr size_t kMaxWordLength = 60;
constexpr uint8_t kMostOften = 255;

// The documentation of a text, piece by piece.
class Pieces {
 public:
  explicit Pieces(std::string_view text) : text_(text) {}

  // False: there is no more.
  bool Next(std::string_view& piece) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        const size_t begin = at_;
        at_ = std::min(text_.find('\n', at_), text_.size());
        piece = text_.substr(begin, at_ - begin);
        return true;
      }
      if (c != '"' && c != '\'') {
        ++at_;
        continue;
      }
      const std::string_view three = text_.substr(at_, 3);
      const bool is_long = three.size() == 3 && three[1] == c && three[2] == c;
      const size_t begin = at_ += is_long ? 3 : 1;
      PassString(c, is_long ? three : three.substr(0, 1));
      if (!is_long) continue;
      piece = text_.substr(begin, at_ - begin);
      return true;
    }
    return false;
  }

 private:
  void PassString(char quote, std::string_view end) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        at_ += 2;
      } else if (c == quote && text_.substr(at_, end.size()) == end) {
        at_ += end.size();
        return;
      } else if (c == '\n' && end.size() == 1) {
        return;
      } else {
        ++at_;
      }
    }
    at_ = text_.size();
  }

  const std::string_view text_;
  size_t at_ = 0;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The words of a piece in order, and where they end.
class WordsOfPiece {
 public:
  explicit WordsOfPiece(std::string_view text) : text_(text) {}

  std::string_view Next() {
    while (at_ < text_.size() && !ast::IsNameByte(text_[at_])) ++at_;
    const size_t begin = at_;
    while (at_ < text_.size() && ast::IsNameByte(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  size_t at() const { return at_; }

 private:
  const std::string_view text_;
  size_t at_ = 0;
};

// The module's path at the beginning of a text, behind blanks.
std::string_view PathAt(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  size_t length = 0;
  while (length < text.size() && (ast::IsNameByte(text[length]) || text[length] == '.')) ++length;
  return text.substr(0, length);
}

class PieceReader {
 public:
  void Read(std::string_view piece) {
    WordsOfPiece words(piece);
    for (std::string_view word = words.Next(); !word.empty(); word = words.Next()) {
      if (IsDigit(word[0]) || word.size() > kMaxWordLength) continue;
      uint8_t& number = numbers_[WordHash(word)];
      if (number < kMostOften) ++number;
      if (word == "from") ReadImport(piece.substr(words.at()));
    }
  }

  Documented Take() && {
    Documented documented;
    for (const auto& [hash, number] : numbers_) documented.words.push_back({hash, number});
    for (const auto& [module, name] : shown_) documented.shown.push_back({module, name});
    return documented;
  }

 private:
  // What stands behind `from`: `a.b import c, d as e`, in brackets or not.
  void ReadImport(std::string_view rest) {
    constexpr std::string_view kImport = " import ";
    const std::string_view module = PathAt(rest);
    if (module.empty() || module[0] == '.' || IsDigit(module[0])) return;
    rest.remove_prefix(static_cast<size_t>(module.data() - rest.data()) + module.size());
    if (!rest.starts_with(kImport)) return;
    rest.remove_prefix(kImport.size());
    const bool is_open = rest.find_first_not_of(' ') != rest.npos && PathAt(rest).empty();
    if (is_open && rest[rest.find_first_not_of(' ')] != '(') return;
    rest = rest.substr(0, rest.find(is_open ? ')' : '\n'));
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(','));
      const std::string_view name = WordsOfPiece(one).Next();
      if (name.empty() || IsDigit(name[0])) return;
      shown_.emplace(module, name);
      rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    }
  }

  std::map<uint32_t, uint8_t> numbers_;
  std::set<std::pair<std::string, std::string>> shown_;
};

}  // namespace

uint32_t WordHash(std::string_view word) { return static_cast<uint32_t>(Hash64(word)); }

Documented ReadDocumented(std::string_view text) {
  Pieces pieces(text);
  PieceReader reader;
  for (std::string_view piece; pieces.Next(piece);) reader.Read(piece);
  return std::move(reader).Take();
}

}  // namespace fastnode::auto_import
