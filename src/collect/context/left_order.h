// Places of many tokens in the order of what stands to the left of each.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "collect/context/tokens.h"

namespace fastnode::context {

using Key = Token (*)(Token);  // tokens::Spelling or tokens::Shape

// The distinct ones of a list of tokens by number, how often each stands there, and which of them
// stands where. kNothing is 0.
struct Numbered {
  std::vector<Token> distinct = {tokens::kNothing};
  std::vector<uint32_t> times = {0};
  std::vector<uint32_t> at;

  explicit Numbered(std::span<const Token> tokens);
};

// By the keys of the kLongestRun tokens to the left of each, the nearest first; behind a kNothing
// all are equal. Ties by place. `places`: ascending, none before the first kNothing.
std::vector<uint32_t> InOrderOfLeft(const Numbered& tokens, Key key,
                                    std::span<const uint32_t> places);

}  // namespace fastnode::context
