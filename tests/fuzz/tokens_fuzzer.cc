// Any bytes as two texts, halved at a 0: the second one's tokens are the same alone and as an edit
// of the first; an index of both is the same sorted and merged; and every question has an answer or
// none.
#include <cstdlib>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "collect/context/index.h"
#include "collect/context/tokens_again.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fastnode::context;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::string_view before = all.substr(0, all.find('\0'));
  const std::string_view after = all.substr(before.size() < size ? before.size() + 1 : 0);
  const Tokens tokens = Tokenize(after), again = TokenizeAgain(before, Tokenize(before), after);
  if (tokens.list != again.list || tokens.begin != again.begin) std::abort();

  const FileTokens first = ReadTokens(before), second = ReadTokens(after);
  auto index_of = [](std::initializer_list<const FileTokens*> files) {
    Index::Builder builder;
    for (const FileTokens* file : files) builder.Add(*file);
    return std::move(builder).Finish();
  };
  const Index index = index_of({&first, &first, &first, &second});
  Index::Builder builder;
  builder.Add(index, 0);
  builder.Add(second);
  builder.Add(index, 2);
  builder.Add(index, 3);
  if (!(std::move(builder).Finish() == index_of({&first, &second, &first, &second}))) std::abort();

  Followers followers;
  for (size_t at = 0; at <= tokens.size(); at += 1 + tokens.size() / 16) {
    const auto asked = static_cast<Asked>(at % 6);
    const Left left = LeftOf(tokens.list, at, asked);
    followers.Clear();
    FindInFile(tokens, left, at, at + at % 3, followers);
    index.Find(left, 3, followers);
    for (const Followers::One& one : followers.list()) {
      if (followers.Find(one.answer) != &one) std::abort();
    }
  }
  return 0;
}
