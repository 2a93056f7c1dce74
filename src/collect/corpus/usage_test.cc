#include "collect/corpus/usage.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analyze/ast/parse.h"
#include "analyze/bind/file_index.h"
#include "collect/corpus/usage_builder.h"

namespace fastnode::corpus {
namespace {

FileUsage UsageOf(const std::string& text) {
  Result<ast::Tree> tree = ast::Parse(text);
  CHECK(tree.ok());
  return CountUses(bind::Bind(std::move(*tree)), {});
}

constexpr char kText[] =
    "class A:\n"
    "    def area(self):\n"
    "        self.items.append(1)\n"
    "        self.items.append(2)\n"
    "        self.size = 1\n"
    "        del self.size\n";

TEST(CountUsesTest, CountsByBaseTextAndContext) {
  FileUsage usage = UsageOf(kText);
  EXPECT_EQ(usage.Find(UsageKey(KeySpace::kBase, "self.items"), "append"), (UseCounts{0, 2, 0, 0}));
  EXPECT_EQ(usage.Find(UsageKey(KeySpace::kLast, "items"), "append"), (UseCounts{0, 2, 0, 0}));
  EXPECT_EQ(usage.Find(UsageKey(KeySpace::kBase, "self"), "items"), (UseCounts{2, 0, 0, 0}));
  EXPECT_EQ(usage.Find(UsageKey(KeySpace::kBase, "self"), "size"), (UseCounts{0, 0, 1, 1}));
  EXPECT_EQ(Total(usage.Find(UsageKey(KeySpace::kBaseName, ""), "self")), 4u);
  EXPECT_EQ(usage.Find(UsageKey(KeySpace::kDefined, ""), "area")[0], 1u);
  EXPECT_EQ(Total(usage.Sum(UsageKey(KeySpace::kAny, ""))), 6u);
  EXPECT_EQ(Total(usage.Find(UsageKey(KeySpace::kBase, "self"), "absent")), 0u);
}

TEST(CountUsesTest, CountsByWhatStandsAround) {
  const FileUsage usage = UsageOf(kText);
  auto times = [&](Narrow narrow, const UseSurroundings& around, std::string_view name) {
    return Total(usage.Find(NarrowKeysOf(around)[static_cast<size_t>(narrow)], name));
  };
  UseSurroundings around{.position = bind::Position::kStatement, .last = "self"};
  EXPECT_EQ(times(Narrow::kPosition, around, "append"), 2u);
  EXPECT_EQ(times(Narrow::kLastInPosition, around, "items"), 2u);
  EXPECT_EQ(times(Narrow::kLastInPosition, around, "append"), 0u);
  around.position = bind::Position::kReturned;
  EXPECT_EQ(times(Narrow::kPosition, around, "append"), 0u);
  around.function = "area";
  EXPECT_EQ(times(Narrow::kWithin, around, "size"), 2u);
  EXPECT_EQ(times(Narrow::kWithin, around, "append"), 0u);
  around.previous =
      "items";  // on `self`: after `self.items.append` comes `self.items`, `self.size`
  EXPECT_EQ(times(Narrow::kAfter, around, "items"), 1u);
  EXPECT_EQ(times(Narrow::kAfter, around, "size"), 1u);
  EXPECT_EQ(times(Narrow::kAfter, around, "append"), 0u);
}

TEST(CountUsesTest, KeysOfWhatIsUnknownAreNone) {
  const NarrowKeys keys = NarrowKeysOf({.position = bind::Position::kIndex});
  EXPECT_NE(keys[static_cast<size_t>(Narrow::kPosition)], 0u);
  for (size_t i = 1; i < keys.size(); ++i) EXPECT_EQ(keys[i], 0u) << i;
}

TEST(CountUsesTest, WhatWasUsedBeforeIsOfTheSameFunction) {
  const FileUsage usage = UsageOf("def f(a):\n    a.x\ndef g(a):\n    a.y\n    a.z\n");
  auto after = [&](std::string_view previous, std::string_view name) {
    const NarrowKeys keys = NarrowKeysOf({.previous = previous});
    return Total(usage.Find(keys[static_cast<size_t>(Narrow::kAfter)], name));
  };
  EXPECT_EQ(after("x", "y"), 0u);
  EXPECT_EQ(after("y", "z"), 1u);
}

TEST(CountUsesTest, EncodedUsageComesBack) {
  FileUsage usage = UsageOf(kText);
  std::string bytes = EncodeUsage(usage);
  Result<FileUsage> back = DecodeUsage(bytes);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(EncodeUsage(*back), bytes);
  EXPECT_EQ(back->rows.size(), usage.rows.size());
}

TEST(CountUsesTest, DamagedUsageIsRefusedWhereverItIsCut) {
  std::string bytes = EncodeUsage(UsageOf(kText));
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeUsage(bytes.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(DecodeUsage(bytes + "x").ok());
}

TEST(UsageTableTest, AnswersMostFrequentFirstWhateverTheOrderOfAdding) {
  FileUsage a = UsageOf("x.b\nx.b\nx.a\n"), b = UsageOf("x.c\nx.a\nx.a\n");
  const UsageTable one = AddUp({a, b}), two = AddUp({b, a});
  const auto rows = one.Rows(UsageKey(KeySpace::kBase, "x"));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(one.Name(rows[0].name), "a");
  EXPECT_EQ(rows[0].num_projects, 2u);
  EXPECT_EQ(Total(rows[0].counts), 3u);
  EXPECT_EQ(one.Name(rows[1].name), "b");
  EXPECT_EQ(one.Encode(), two.Encode());
}

TEST(UsageTableTest, PruningKeepsRowsOfSeveralProjectsAndTheMostFrequent) {
  UsageBuilder builder;
  builder.AddProject(AddUp({UsageOf("x.a\nx.a\nx.b\nx.only\n")}));
  builder.AddProject(AddUp({UsageOf("x.a\nx.b\n")}));
  const UsageTable whole = std::move(builder).Finish();
  UsagePruner pruner({.min_projects = 2, .max_rows_a_key = 1, .max_rows = 1000});
  for (size_t i = whole.num_keys(); i-- > 0;) pruner.Add(whole.key(i), NamedRows(whole, i));
  const UsageTable corpus = std::move(pruner).Finish();
  const auto rows = corpus.Rows(UsageKey(KeySpace::kBase, "x"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(corpus.Name(rows[0].name), "a");
  EXPECT_FALSE(corpus.Find(UsageKey(KeySpace::kAny, ""), "only").has_value());
  EXPECT_EQ(corpus.Rows(UsageKey(KeySpace::kAny, "")).size(), 2u);
}

TEST(UsageTableTest, PruningKeepsAsManyRowsAsAllowedInAll) {
  // As many as make it choose before it has seen all.
  std::vector<std::string> names;
  for (int i = 0; i < 60'000; ++i) names.push_back("name" + std::to_string(i));
  UsagePruner pruner({.min_projects = 1, .max_rows_a_key = 1, .max_rows = 100});
  for (uint32_t i = 0; i < names.size(); ++i) {
    const uint32_t count = 1 + (i * 7919) % static_cast<uint32_t>(names.size());
    pruner.Add(i, {{names[i], 1, {count, 0, 0, 0}}});
  }
  const UsageTable kept = std::move(pruner).Finish();
  ASSERT_EQ(kept.num_rows(), 100u);
  for (size_t i = 0; i < kept.num_keys(); ++i) {
    EXPECT_GT(Total(kept.RowsAt(i)[0].counts), names.size() - 100);
  }
}

TEST(UsageTableTest, ManyNamesOfOneKeyAreFoundEach) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "x.name" + std::to_string(i) + "\n";
  const UsageTable table = AddUp({UsageOf(text), UsageOf(text)});
  for (int i = 0; i < 500; ++i) {
    const auto row = table.Find(UsageKey(KeySpace::kBase, "x"), "name" + std::to_string(i));
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(Total(row->counts), 2u);
  }
}

TEST(UsageTableTest, LargeCountsAreKeptAsWellAsSmallOnes) {
  const uint64_t key = UsageKey(KeySpace::kBase, "x");
  const std::vector<UseCounts> counts = {
      {254, 0, 0, 0}, {0, 255, 0, 0}, {0, 0, 256, 1}, {1u << 31, 2, 3, 4}};
  FileUsage file;
  for (uint32_t i = 0; i < counts.size(); ++i) {
    file.names.push_back("name" + std::to_string(i));
    file.rows.push_back({key, i, counts[i]});
  }
  const UsageTable once = AddUp({file}), often = AddUp(std::vector<FileUsage>(300, file));
  for (uint32_t i = 0; i < counts.size(); ++i) {
    const auto row = once.Find(key, file.names[i]);
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->counts, counts[i]);
    EXPECT_EQ(row->num_projects, 1u);
    EXPECT_EQ(often.Find(key, file.names[i])->num_projects, 300u);
    EXPECT_EQ(often.Find(key, file.names[i])->counts[3], 300 * counts[i][3]);
  }
}

TEST(UsageTableTest, RecordsAreAddedAsTheUsageThatTheyAre) {
  const std::vector<FileUsage> files = {UsageOf(kText), UsageOf("x.b\nx.b\nx.a\n"), UsageOf("")};
  UsageBuilder builder;
  for (const FileUsage& file : files) ASSERT_TRUE(builder.AddEncoded(EncodeUsage(file)).ok());
  EXPECT_EQ(std::move(builder).Finish().Encode(), AddUp(files).Encode());
  const std::string bytes = EncodeUsage(files[0]);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(UsageBuilder().AddEncoded(bytes.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(UsageBuilder().AddEncoded(bytes + "x").ok());
}

// So many that they are added up before the end.
TEST(UsageTableTest, TheSumIsTheSameWhereverItIsTaken) {
  constexpr uint32_t kNames = 50, kRows = 200'000, kTimes = 11;
  FileUsage file;
  for (uint32_t i = 0; i < kNames; ++i) file.names.push_back("name" + std::to_string(i));
  std::sort(file.names.begin(), file.names.end());
  for (uint32_t i = 0; i < kRows; ++i) {
    const uint64_t key = (i / kNames + 1) * 0x9E3779B97F4A7C15;
    file.rows.push_back({key, i % kNames, {i % 70, 1, 0, i % 7 == 0 ? 1000 : 0u}});
  }
  UsageBuilder builder;
  for (uint32_t i = 0; i < kTimes; ++i) builder.Add(file);
  const UsageTable sum = std::move(builder).Finish();
  ASSERT_EQ(sum.num_rows(), kRows);
  for (const FileUsage::Row& row : file.rows) {
    const auto found = sum.Find(row.key, file.names[row.name]);
    ASSERT_TRUE(found.has_value());
    ASSERT_EQ(found->num_projects, kTimes);
    for (size_t i = 0; i < row.counts.size(); ++i) {
      ASSERT_EQ(found->counts[i], kTimes * row.counts[i]);
    }
  }
}

TEST(UsageTableTest, EncodedTableComesBackAndDamageIsRefused) {
  const UsageTable table = AddUp({UsageOf(kText)});
  std::string bytes = table.Encode();
  Result<UsageTable> back = UsageTable::Decode(bytes);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->Encode(), bytes);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(UsageTable::Decode(bytes.substr(0, size)).ok()) << size;
  }
  // Whatever one byte is changed to, there is an answer.
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
    const Result<UsageTable> read = UsageTable::Decode(damaged);
    if (read.ok()) {
      EXPECT_LE(read->num_rows(), bytes.size());
    }
  }
}

}  // namespace
}  // namespace fastnode::corpus
