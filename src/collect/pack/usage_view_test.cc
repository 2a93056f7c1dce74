// What a site has put into the tables must not show in which names are looked at.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "collect/corpus/usage_builder.h"
#include "collect/pack/usage_view.h"
#include "support/random.h"

namespace fastnode::pack {
namespace {

using corpus::FileUsage;
using corpus::KeySpace;
using corpus::UsageKey;
using corpus::UsageTable;

// `count` uses of names n0 to n29, under one key.
FileUsage RandomFile(uint64_t key, int count, Random& random) {
  std::map<std::string, uint32_t> uses;
  for (int i = 0; i < count; ++i) ++uses["n" + std::to_string(random.Below(30))];
  FileUsage usage;
  for (const auto& [name, times] : uses) {
    usage.rows.push_back({key, static_cast<uint32_t>(usage.names.size()), {times, 0, 0, 0}});
    usage.names.push_back(name);
  }
  return usage;
}

TEST(UsageView, MostFrequentNamesAreThoseOfATableWithoutTheFile) {
  const uint64_t key = UsageKey(KeySpace::kBase, "x");
  Random random(3, 0, 0);
  for (int round = 0; round < 200; ++round) {
    const FileUsage own = RandomFile(key, 20, random), other = RandomFile(key, 40, random);
    const UsageTable all = corpus::AddUp({own, other}), rest = corpus::AddUp({other}),
                     mine = corpus::AddUp({own});
    UsageAround with_minus, without;
    with_minus.project = &all;
    with_minus.project_minus = &own;
    with_minus.corpus = &all;
    with_minus.corpus_minus = &mine;
    without.project = without.corpus = &rest;
    const UsageView taken_off(with_minus), apart(without);
    const std::vector<uint32_t> numbers = corpus::NamesIn(all, mine);
    UsageAround numbered = with_minus;
    numbered.corpus_names_in_minus = &numbers;
    const UsageView by_number(numbered);
    EXPECT_EQ(by_number.CorpusTotal(by_number.Locate(key)), apart.CorpusTotal(apart.Locate(key)));
    for (size_t limit : {0, 1, 5, 12, 100}) {
      const auto wanted = apart.MostOfProject(apart.Locate(key), limit);
      EXPECT_EQ(taken_off.MostOfProject(taken_off.Locate(key), limit), wanted) << limit;
      EXPECT_EQ(taken_off.MostOfCorpus(taken_off.Locate(key), limit), wanted) << limit;
      EXPECT_EQ(by_number.MostOfCorpus(by_number.Locate(key), limit), wanted) << limit;
    }
  }
}

}  // namespace
}  // namespace fastnode::pack
