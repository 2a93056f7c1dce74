// Known answers, and the index against reading every place of every file, on real sources.
#include "collect/context/index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "collect/context/followers.h"
#include "support/check.h"
#include "support/file.h"

namespace fastnode::context {
namespace {

using tokens::OfName;

Index IndexOf(const std::vector<std::string>& files) {
  Index::Builder builder;
  for (const std::string& file : files) builder.Add(ReadTokens(file));
  return std::move(builder).Finish();
}

// The question at the end of a text.
Left Asking(std::string_view text, Asked asked) {
  const Tokens tokens = Tokenize(text);
  return LeftOf(tokens.list, tokens.size(), asked);
}

const Weights& Of(const Followers& followers, std::string_view answer, Where where) {
  static const Weights kNone;
  const Followers::One* one = followers.Find(OfName(answer));
  return one == nullptr ? kNone : one->in[static_cast<size_t>(where)];
}

TEST(IndexTest, TheLongestRunIsFound) {
  const Index index = IndexOf({"for row in table.rows:\n    x = row.name\n", "y = row.size\n"});
  Followers followers;
  index.Find(Asking("for row in table.rows:\n    x = row.", Asked::kAttribute), Index::kNoFile,
             followers);
  EXPECT_EQ(Of(followers, "name", Where::kProject).longest, 12);
  EXPECT_EQ(Of(followers, "size", Where::kProject).longest, 3);       // = row .
  EXPECT_EQ(Of(followers, "size", Where::kProjectShape).longest, 4);  // and a name
  EXPECT_EQ(Of(followers, "rows", Where::kProject).longest, 0);       // table. is another base
  EXPECT_EQ(index.TextOf(OfName("size")), "size");
  EXPECT_EQ(index.TextOf(OfName("nowhere")), "");
}

TEST(IndexTest, SharesAreThoseOfTheWeights) {
  const Index index = IndexOf({"a.x\nb.a.y\na.x\n"});
  Followers followers;
  index.Find(Asking("c\nq.a.", Asked::kAttribute), Index::kNoFile, followers);
  // Before x: newline or nothing, a, dot. Before y: a dot, a, dot.
  EXPECT_EQ(Of(followers, "x", Where::kProject).slow, 2 * 2.5 * 2.5);
  EXPECT_EQ(Of(followers, "y", Where::kProject).slow, 2.5 * 2.5 * 2.5);
  EXPECT_EQ(Of(followers, "y", Where::kProject).steep, 8 * 8 * 8);
  EXPECT_EQ(followers.total(Where::kProject).slow, 2 * 6.25 + 15.625);
}

TEST(IndexTest, AFileIsPassedOver) {
  const std::vector<std::string> files = {"a.b.c\n", "a.b.secret\n", "a.b.d\nf(a,"};
  const Index all = IndexOf(files), others = IndexOf({files[0], files[2]});
  const Left left = Asking("a.b.", Asked::kAttribute);
  Followers with, passed_over, without;
  all.Find(left, Index::kNoFile, with);
  all.Find(left, 1, passed_over);
  others.Find(left, Index::kNoFile, without);
  EXPECT_NE(with.Find(OfName("secret")), nullptr);
  EXPECT_EQ(passed_over.Find(OfName("secret")), nullptr);
  EXPECT_EQ(passed_over.list().size(), without.list().size());
  EXPECT_EQ(passed_over.total(Where::kProject).slow, without.total(Where::kProject).slow);
}

TEST(IndexTest, EachQuestionHasItsAnswers) {
  const Index index = IndexOf({"f(a, size=b)\nf(a)\nf(a, 1)\ng(a, c.d, key=7)\n"});
  auto ask = [&](std::string_view text, Asked asked) {
    Followers followers;
    index.Find(Asking(text, asked), Index::kNoFile, followers);
    std::map<Token, int> longest;
    for (const Followers::One& one : followers.list()) {
      longest[one.answer] = one.in[static_cast<size_t>(Where::kProject)].longest;
    }
    std::erase_if(longest, [](const auto& one) { return one.second < 3; });
    return longest;
  };
  EXPECT_EQ(ask("f(a, size=", Asked::kArgument), (std::map<Token, int>{{OfName("b"), 6}}));
  EXPECT_EQ(ask("f(a, ", Asked::kKeyword), (std::map<Token, int>{{OfName("size"), 4}}));
  const std::map<Token, int> kinds = ask("f(a", Asked::kKind);
  EXPECT_EQ(kinds, (std::map<Token, int>{
                       {OfName("keyword"), 3}, {OfName("stop"), 3}, {OfName("positional"), 3}}));
  EXPECT_EQ(ask("f(a, ", Asked::kKind), kinds);
  EXPECT_EQ(ask("g(a, ", Asked::kForm),
            (std::map<Token, int>{{OfName("placeholder"), 4}, {OfName("literal"), 3}}));
  // No keyword is a name.
  const Index keywords = IndexOf({"f(None)\nf(self)\nf(x=True)\nfrom .x import y\n"});
  Followers followers;
  keywords.Find(Asking("f(", Asked::kArgument), Index::kNoFile, followers);
  ASSERT_EQ(followers.list().size(), 1u);
  EXPECT_EQ(followers.list()[0].answer, OfName("self"));
  followers.Clear();
  keywords.Find(Asking("f(", Asked::kForm), Index::kNoFile, followers);
  ASSERT_NE(followers.Find(OfName("placeholder")), nullptr);  // None
  EXPECT_EQ(followers.Find(OfName("literal")), nullptr);
  EXPECT_EQ(followers.Find(OfName("placeholder"))->in[static_cast<size_t>(Where::kProject)].slow,
            followers.Find(OfName("name"))->in[static_cast<size_t>(Where::kProject)].slow);
  const Index forms = IndexOf({"g(1)\ng(f'a')\ng(*a)\ng(**a)\ng(...)\n"});
  followers.Clear();
  forms.Find(Asking("g(", Asked::kForm), Index::kNoFile, followers);
  EXPECT_NE(followers.Find(OfName("literal")), nullptr);
  EXPECT_NE(followers.Find(OfName("placeholder")), nullptr)
      << "how a search writes what is no name";
  EXPECT_EQ(followers.list().size(), 2u) << "splats have no form";
  EXPECT_EQ(ask("g(a, ", Asked::kBase), (std::map<Token, int>{{OfName("c"), 4}}));
}

TEST(FollowersTest, WhatIsHiddenIsNoEvidence) {
  const std::string text = "a.b.secret\nx = a.b.other\na.b.c\n";
  const Tokens tokens = Tokenize(text);
  const size_t hidden = tokens.From(text.find("other"));
  auto find = [&](size_t begin, size_t end) {
    Followers followers;
    FindInFile(tokens, LeftOf(tokens.list, hidden, Asked::kAttribute), begin, end, followers);
    return followers;
  };
  const Followers followers = find(hidden, hidden + 1);
  EXPECT_EQ(followers.Find(OfName("other")), nullptr);
  EXPECT_EQ(Of(followers, "secret", Where::kFile).longest, 4);
  EXPECT_EQ(Of(followers, "c", Where::kFile).longest, 4);
  // A run after the site ends at what is hidden; and the test would notice.
  const Followers seen = find(hidden - 4, hidden - 3);
  EXPECT_NE(seen.Find(OfName("other")), nullptr);
}

// Tokens are looked at many together.
TEST(FollowersTest, EveryPlaceOfAFileIsLookedAt) {
  std::string before;
  for (int lines = 0; lines < 24; ++lines, before += "y\n") {
    const Tokens tokens = Tokenize(before + "a.b\na.");
    Followers followers;
    FindInFile(tokens, LeftOf(tokens.list, tokens.size(), Asked::kAttribute), tokens.size(),
               tokens.size(), followers);
    ASSERT_EQ(followers.list().size(), 1u) << lines;
    EXPECT_EQ(followers.list()[0].answer, OfName("b")) << lines;
  }
}

// As Index::Find, place by place.
Followers Reading(const std::vector<std::string>& files, const Left& left) {
  Followers followers;
  for (const std::string& file : files) {
    std::vector<Token> list = {tokens::kNothing};
    const Tokens read = Tokenize(file);
    list.insert(list.end(), read.list.begin(), read.list.end());
    for (size_t at = 1; at < list.size(); ++at) {
      const Token answer = AnswerAt(list, at, left.asked);
      if (answer == tokens::kNothing) continue;
      for (bool shape : {false, true}) {
        auto key = shape ? tokens::Shape : tokens::Spelling;
        int run = 0;
        while (run < left.size && static_cast<size_t>(run) < at &&
               key(list[at - 1 - static_cast<size_t>(run)]) ==
                   key(left.tokens[static_cast<size_t>(run)])) {
          ++run;
        }
        if (run >= left.shortest()) {
          followers.Add(answer, shape ? Where::kProjectShape : Where::kProject, Weight::Of(run));
        }
      }
    }
  }
  return followers;
}

std::vector<std::string> Cases() {
  std::vector<std::string> files;
  for (const char* name : {"inventory.py", "calls.py", "half_typed.py"}) {
    Result<std::string> text =
        ReadFile(std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/pack/" + name);
    CHECK(text.ok());
    files.push_back(*text);
  }
  return files;
}

TEST(IndexTest, IsTheSameAsReadingEveryPlace) {
  const std::vector<std::string> files = Cases();
  const Index index = IndexOf(files);
  int compared = 0, found = 0;
  for (const std::string& file : files) {
    const Tokens tokens = Tokenize(file);
    for (size_t at = 1; at < tokens.size(); at += 3) {
      for (Asked asked : {Asked::kAttribute, Asked::kBase, Asked::kArgument, Asked::kKeyword,
                          Asked::kKind, Asked::kForm}) {
        const Left left = LeftOf(tokens.list, at, asked);
        Followers actual;
        index.Find(left, Index::kNoFile, actual);
        const Followers expected = Reading(files, left);
        // Of few places all are looked at; of many, some count for all.
        for (const Followers::One& one : expected.list()) {
          for (size_t where = 0; where < kNumWheres; ++where) {
            const Followers::One* other = actual.Find(one.answer);
            const int longest = other == nullptr ? 0 : other->in[where].longest;
            ASSERT_LE(longest, one.in[where].longest);
            if (one.in[where].longest >= 4) {
              ASSERT_EQ(longest, one.in[where].longest) << at;
              ++found;
            }
          }
        }
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 2000);
  EXPECT_GT(found, 1000);
}

// One file is edited, one is gone, one is new: byte for byte what reading all of them gives.
TEST(IndexTest, FilesOfAnotherIndexAreTakenOver) {
  std::vector<std::string> files = Cases();
  files.insert(files.begin() + 1, {"a.b.c\n", "", "f(a.b)\n"});
  const Index before = IndexOf(files);
  Index::Builder builder;
  std::vector<std::string> after;
  for (size_t i = 0; i < files.size(); ++i) {
    if (i == 2) continue;
    if (i == 1) {
      after.push_back("a.b.edited(x, y=z)\nself.log.info(a.b)\n");
      builder.Add(ReadTokens(after.back()));
      after.push_back("import new\nnew.a.b.d(e)\n");
      builder.Add(ReadTokens(after.back()));
      continue;
    }
    after.push_back(files[i]);
    builder.Add(before, static_cast<int32_t>(i));
  }
  const Index index = std::move(builder).Finish();
  EXPECT_TRUE(index == IndexOf(after));
  EXPECT_FALSE(index == before);
  EXPECT_EQ(index.TextOf(OfName("edited")), "edited");
}

// Left sides that are equal for longer than the longest run among them; a few files at a time are
// compared, and all at once are dealt out.
TEST(IndexTest, ManyPlacesAreInTheOrderOfFew) {
  const std::vector<std::string> cases = Cases();
  std::vector<std::string> files;
  Index grown;
  while (files.size() < 600) {
    Index::Builder builder;
    for (size_t i = 0; i < files.size(); ++i) builder.Add(grown, static_cast<int32_t>(i));
    for (int more = 0; more < 12; ++more) {
      const size_t i = files.size();
      files.push_back(cases[i % cases.size()]);
      std::string& text = files.back();
      text.insert(text.find('\n', text.size() * (i % 7) / 8) + 1,
                  "made_" + std::to_string(i) + ".name(other)\n");
      builder.Add(ReadTokens(text));
    }
    Index next = std::move(builder).Finish();
    grown = std::move(next);
  }
  EXPECT_GT(grown.num_tokens(), 300'000u);
  EXPECT_TRUE(grown == IndexOf(files));
}

// In another order than theirs they are sorted anew.
TEST(IndexTest, FilesMayBeTakenOverInAnyOrder) {
  const std::vector<std::string> files = Cases();
  const Index before = IndexOf(files);
  Index::Builder builder;
  for (int32_t i : {2, 0, 1}) builder.Add(before, i);
  EXPECT_TRUE(std::move(builder).Finish() == IndexOf({files[2], files[0], files[1]}));
}

TEST(IndexTest, NothingIsFoundInNothing) {
  Followers followers;
  IndexOf({}).Find(Asking("a.", Asked::kAttribute), Index::kNoFile, followers);
  Index().Find(Asking("a.", Asked::kAttribute), Index::kNoFile, followers);
  IndexOf({"", ""}).Find(Asking("a.", Asked::kAttribute), 1, followers);
  EXPECT_TRUE(followers.list().empty());
}

}  // namespace
}  // namespace fastnode::context
