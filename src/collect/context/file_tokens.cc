// Each name is met many times: a hash of those that were, while the text is read. Then few are
// sorted.
#include "collect/context/file_tokens.h"

#include <algorithm>

#include "collect/context/lexer.h"

namespace fastnode::context {
namespace {

class NamesSink {
 public:
  explicit NamesSink(size_t bytes) : list_(bytes / 6 + 64), slots_(1024) {}

  Token Last() const { return last_; }
  void Put(Token token, size_t) {
    if (size_ == list_.size()) list_.resize(2 * size_);
    list_[size_++] = last_ = token;
  }
  void Drop() {
    --size_;
    last_ = size_ == 0 ? tokens::kNothing : list_[size_ - 1];
  }
  void PutName(Token token, size_t, std::string_view name, uint64_t hash) {
    Put(token, 0);
    const Token spelling = tokens::Spelling(token);
    uint32_t& slot = SlotOf(spelling);
    if (slot != 0) {
      // Of two names with one token the first in order.
      Met& met = met_[slot - 1];
      if (met.hash != hash && name < met.name) met = {spelling, hash, name};
      return;
    }
    met_.push_back({spelling, hash, name});
    slot = static_cast<uint32_t>(met_.size());
    if (2 * met_.size() <= slots_.size()) return;
    slots_.assign(2 * slots_.size(), 0);
    for (uint32_t i = 0; i < met_.size(); ++i) SlotOf(met_[i].token) = i + 1;
  }

  FileTokens Take() {
    std::sort(met_.begin(), met_.end(),
              [](const Met& a, const Met& b) { return a.token < b.token; });
    FileTokens file;
    file.names.reserve(met_.size());
    for (const Met& met : met_) file.names.emplace_back(met.token, met.name);
    list_.resize(size_);
    file.list = std::move(list_);
    return file;
  }

 private:
  struct Met {
    Token token;
    uint64_t hash;
    std::string_view name;
  };
  uint32_t& SlotOf(Token token) {
    const size_t mask = slots_.size() - 1;
    size_t at = token & mask;
    while (slots_[at] != 0 && met_[slots_[at] - 1].token != token) at = (at + 1) & mask;
    return slots_[at];
  }

  std::vector<Token> list_;  // with room behind the last
  size_t size_ = 0;
  Token last_ = tokens::kNothing;
  std::vector<Met> met_;
  std::vector<uint32_t> slots_;  // a power of two, at most half full; places in met_, from 1
};

}  // namespace

FileTokens ReadTokens(std::string_view text) {
  NamesSink sink(text.size());
  for (Lexer lexer(text, sink); !lexer.at_end();) lexer.Next();
  return sink.Take();
}

}  // namespace fastnode::context
