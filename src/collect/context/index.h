// The sources of a project, so that what followed the same tokens before is found without reading
// them: all their tokens, and their places in the order of what stands to the left of each, nearest
// first. Places with a common left side stand together, those with a longer one within them: a
// question is a few binary searches (suffix arrays: Manber, Myers 1993).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "collect/context/file_tokens.h"
#include "collect/context/followers.h"
#include "collect/context/tokens.h"

namespace fastnode::context {

// Immutable. Files are numbered as they were added; the result depends on them and their order.
class Index {
 public:
  class Builder {
   public:
    // The next file; or that file of another index, which must live until the end. Files that come
    // from one index in its order need not be sorted again, if others are few.
    void Add(const FileTokens& file);
    void Add(const Index& other, int32_t file);
    Index Finish() &&;

   private:
    struct Taken {
      uint32_t from, to, count;  // tokens of the other index
    };
    void Begin();

    std::vector<Token> tokens_;
    std::vector<uint32_t> file_begin_;
    std::unordered_map<Token, std::string> names_;
    const Index* other_ = nullptr;
    std::vector<Taken> taken_;
    bool can_take_ = true;
  };

  static constexpr int32_t kNoFile = -1;

  // Adds what the project has, but for one file (kNoFile: none). Of many places with a run of one
  // length some are looked at, evenly, and count for all.
  void Find(const Left& left, int32_t without, Followers& followers) const;

  // The text of an answer that is a name of the project; "" of others.
  std::string_view TextOf(Token answer) const;

  size_t num_tokens() const { return tokens_.size(); }
  size_t bytes() const;  // of memory
  bool operator==(const Index&) const = default;

 private:
  using Key = Token (*)(Token);
  using Order = std::vector<uint32_t>;  // places: what stands there is the answer
  struct Range {
    size_t begin, end;
  };
  // Within places whose first `depth` tokens are the question's, those with one more.
  Range Narrow(const Order& order, Range range, size_t depth, Token token, Key key) const;
  void FindIn(const Order& order, Key key, const Left& left, Range skipped, Where where,
              Followers& followers) const;

  std::vector<Token> tokens_;         // of all files, each after a kNothing
  std::vector<uint32_t> file_begin_;  // in these, and the end
  Order exact_, shapes_;
  // Names, by their tokens.
  std::vector<Token> names_;
  std::vector<uint32_t> name_begin_;  // in the letters, and the end
  std::string letters_;
};

}  // namespace fastnode::context
