#include "collect/context/file_tokens.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace fastnode::context {
namespace {

TEST(FileTokensTest, AreThoseOfTheTextAndNameEachNameOnce) {
  const std::string text = "b = a.name(b, 'text')\nfor a in name: pass\n";
  const FileTokens file = ReadTokens(text);
  EXPECT_EQ(file.list, Tokenize(text).list);
  std::vector<std::string> names;
  for (const auto& [token, name] : file.names) {
    EXPECT_EQ(token, tokens::OfName(name));
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"a", "b", "for", "in", "name", "pass"}));
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "f(name" + std::to_string(i) + ",)\n";
  EXPECT_EQ(ReadTokens(many).list, Tokenize(many).list);
  EXPECT_EQ(ReadTokens(many).names.size(), 5001u);
}

TEST(FileTokensTest, OfTwoNamesWithOneTokenTheFirstInOrderCounts) {
  std::unordered_map<Token, std::string> met;
  int found = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string name = "name" + std::to_string(i);
    const auto [other, is_new] = met.emplace(tokens::OfName(name), name);
    if (is_new) continue;
    ++found;
    for (const std::string& text : {name + " " + other->second, other->second + " " + name}) {
      const FileTokens file = ReadTokens(text + " " + name);
      ASSERT_EQ(file.names.size(), 1u);
      EXPECT_EQ(file.names[0].second, std::min(name, other->second));
    }
  }
  EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace fastnode::context
