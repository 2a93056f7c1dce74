#include "collect/corpus/roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "collect/corpus/tiny_corpus.h"

namespace fastnode::corpus {
namespace {

using testing::HasSubstr;

RoleCandidate Of(const std::string& name, int64_t sites) { return {name, sites, {}, {}}; }

int64_t SitesIn(Split split, const std::vector<RoleCandidate>& candidates,
                const std::vector<Split>& roles) {
  int64_t sum = 0;
  for (size_t i = 0; i < roles.size(); ++i) sum += roles[i] == split ? candidates[i].sites : 0;
  return sum;
}

TEST(DealRoles, NoSplitIsEmptyWhateverTheNamesOfThreeOrMore) {
  for (int count = 3; count <= 12; ++count) {
    for (int trial = 0; trial < 200; ++trial) {
      std::vector<RoleCandidate> candidates;
      for (int i = 0; i < count; ++i) {
        const std::string name = "p" + std::to_string(trial) + "_" + std::to_string(i);
        candidates.push_back(Of(name, 1 + (trial * 7 + i * i * 31) % 500));
      }
      const std::vector<Split> roles = DealRoles(candidates);
      for (Split split : {Split::kTrain, Split::kValidation, Split::kTest}) {
        EXPECT_GT(SitesIn(split, candidates, roles), 0) << Name(split) << " of " << trial;
      }
    }
  }
}

TEST(DealRoles, OfManyAProjectsRoleRestsOnItsNameAlone) {
  std::vector<RoleCandidate> candidates;
  for (int i = 0; i < 200; ++i) candidates.push_back(Of("p" + std::to_string(i), 10 + i % 7));
  const std::vector<Split> roles = DealRoles(candidates);
  for (size_t i = 0; i < roles.size(); ++i) {
    EXPECT_EQ(roles[i], SplitByHash(candidates[i].name)) << candidates[i].name;
  }
}

TEST(DealRoles, TheLargestOfAFewIsNotHeldOut) {
  for (int trial = 0; trial < 50; ++trial) {
    const std::string n = std::to_string(trial);
    std::vector<RoleCandidate> candidates = {Of("large" + n, 10'000), Of("a" + n, 900),
                                             Of("b" + n, 1100), Of("c" + n, 3)};
    const std::vector<Split> roles = DealRoles(candidates);
    EXPECT_EQ(roles[0], Split::kTrain);
    for (Split split : {Split::kValidation, Split::kTest}) {
      EXPECT_LE(SitesIn(split, candidates, roles), 2403);
    }
  }
}

TEST(DealRoles, WhatIsListedStaysAndWhatWasBeforeStays) {
  std::vector<RoleCandidate> candidates;
  for (int i = 0; i < 6; ++i) candidates.push_back(Of("p" + std::to_string(i), 100));
  candidates[0].listed = Split::kTest;
  const std::vector<Split> before = DealRoles(candidates);
  EXPECT_EQ(before[0], Split::kTest);
  for (int more = 0; more < 50; ++more) {
    std::vector<RoleCandidate> grown = candidates;
    for (size_t i = 0; i < grown.size(); ++i) grown[i].before = before[i];
    grown.push_back(Of("new" + std::to_string(more), 1 + more * 40));
    const std::vector<Split> after = DealRoles(grown);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin())) << more;
  }
}

TEST(DealRoles, ASplitThatWasEmptyBeforeIsFilled) {
  std::vector<RoleCandidate> candidates;
  for (int i = 0; i < 4; ++i) {
    candidates.push_back({"p" + std::to_string(i), 100, {}, Split::kTrain});
  }
  const std::vector<Split> roles = DealRoles(candidates);
  EXPECT_EQ(SitesIn(Split::kTrain, candidates, roles), 200);
  EXPECT_EQ(SitesIn(Split::kTest, candidates, roles), 100);
}

TEST(DealRoles, WhatHasNoAttributesTrains) {
  const std::vector<Split> roles =
      DealRoles({Of("a", 0), Of("b", 0), Of("c", 5), Of("d", 5), Of("e", 5)});
  EXPECT_EQ(roles[0], Split::kTrain);
  EXPECT_EQ(roles[1], Split::kTrain);
}

class OwnCode : public testing::Test {
 protected:
  Result<AddReport> Add() {
    AddOptions options = corpus_.Options();
    options.split = std::nullopt;
    options.splits = listed_;
    options.need_all_splits = true;
    options.store = store_.empty() ? corpus_.store() : store_;
    options.roles_of = roles_of_;
    return AddProjects(options, corpus_.library());
  }
  std::map<std::string, Split> SplitsNow() {
    std::map<std::string, Split> splits;
    const Result<Store> store = Store::Open(store_.empty() ? corpus_.store() : store_);
    for (const Project& project : store->projects()) splits[project.name] = project.split;
    return splits;
  }

  TinyCorpus corpus_;
  std::map<std::string, Split> listed_;
  std::string store_, roles_of_;
};

TEST_F(OwnCode, SixProjectsAndOneMoreStayWhereTheyAre) {
  for (int i = 0; i < 6; ++i) {
    corpus_.Write("p" + std::to_string(i) + "/a.py", TinyCorpus::Source(i, 40));
  }
  Result<AddReport> report = Add();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_FALSE(report->by_file);
  EXPECT_THAT(Print(*report), HasSubstr("only"));  // a few sites, said
  const auto before = SplitsNow();
  // Into the same store, and into a new one that is told of the old.
  roles_of_ = corpus_.store();
  for (const std::string& store : {corpus_.store(), corpus_.root() + "/other"}) {
    store_ = store;
    corpus_.Write("q/a.py", TinyCorpus::Source(9, 200));
    ASSERT_TRUE(Add().ok());
    auto after = SplitsNow();
    EXPECT_EQ(after.erase("q"), 1u);
    EXPECT_EQ(after, before);
  }
}

TEST_F(OwnCode, AProjectThatRepeatsOthersIsNotHeldOut) {
  for (const char* name : {"a", "b", "c", "d"}) {
    corpus_.Write(std::string(name) + "/same.py", TinyCorpus::Source(1, 40));
  }
  corpus_.Write("e/own.py", TinyCorpus::Source(2, 40));
  corpus_.Write("f/own.py", TinyCorpus::Source(3, 40));
  Result<AddReport> report = Add();
  ASSERT_TRUE(report.ok()) << report.error().message;
  for (int64_t sites : report->sites) EXPECT_GT(sites, 0);
}

TEST_F(OwnCode, OneProjectIsSplitByFileAndSaysWhatThatIsWorth) {
  corpus_.Write("mine/__init__.py", "");
  corpus_.Write("mine/pack/__init__.py", "VERSION = 1\n");
  for (int i = 0; i < 5; ++i) {
    corpus_.Write("mine/pack/f" + std::to_string(i) + ".py", TinyCorpus::Source(i, 40));
  }
  Result<AddReport> report = Add();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->by_file);
  EXPECT_THAT(Print(*report), HasSubstr("SPLIT BY FILE"));
  const std::map<std::string, Split> expected = {{"mine", Split::kTrain},
                                                 {"mine/test", Split::kTest},
                                                 {"mine/validation", Split::kValidation}};
  EXPECT_EQ(SplitsNow(), expected);
  const Result<Store> store = Store::Open(corpus_.store());
  for (const Project& project : store->projects()) {
    EXPECT_THAT(project.packages, testing::Contains("pack")) << project.name;
  }
  auto paths = [&](Split split) {
    const Result<Store> store = Store::Open(corpus_.store());
    std::vector<std::string> paths;
    for (int32_t source : store->SourcesOf(split)) {
      paths.push_back(store->sources()[static_cast<size_t>(source)].path);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  };
  const auto validation = paths(Split::kValidation), test = paths(Split::kTest);
  corpus_.Write("mine/pack/more.py", TinyCorpus::Source(7, 40));
  ASSERT_TRUE(Add().ok());
  EXPECT_THAT(paths(Split::kValidation), testing::IsSupersetOf(validation));
  EXPECT_THAT(paths(Split::kTest), testing::IsSupersetOf(test));
  // What was split by file is whole again as soon as there are projects enough, and goes whole.
  corpus_.Write("b/a.py", TinyCorpus::Source(20, 40));
  corpus_.Write("c/a.py", TinyCorpus::Source(21, 40));
  report = Add();
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->by_file);
  EXPECT_EQ(SplitsNow().size(), 3u);
  ASSERT_TRUE(RemoveProjects(corpus_.store(), corpus_.library(), {"mine"}).ok());
  EXPECT_EQ(SplitsNow().size(), 2u);
}

TEST_F(OwnCode, TheListWinsAndIsRefusedIfItLeavesASplitEmpty) {
  for (const char* name : {"a", "b", "c", "d"}) {
    corpus_.Write(std::string(name) + "/own.py", TinyCorpus::Source(name[0], 40));
  }
  listed_ = {{"a", Split::kTest}, {"b", Split::kValidation}, {"c", Split::kTrain}};
  ASSERT_TRUE(Add().ok());
  EXPECT_EQ(SplitsNow()["a"], Split::kTest);
  listed_ = {
      {"a", Split::kTrain}, {"b", Split::kTrain}, {"c", Split::kTrain}, {"d", Split::kTrain}};
  EXPECT_THAT(Add().error().message, HasSubstr("the validation split has no attribute"));
  EXPECT_EQ(SplitsNow()["a"], Split::kTest) << "what is refused changes nothing";
}

TEST_F(OwnCode, WhatCannotBeSplitIsRefusedWithTheRemedy) {
  corpus_.Write("a/one.py", TinyCorpus::Source(1));
  corpus_.Write("a/two.py", "x = 1\n");
  EXPECT_THAT(Add().error().message,
              testing::AllOf(HasSubstr("1 have one"), HasSubstr("three must")));
  EXPECT_FALSE(Store::Open(corpus_.store()).ok());
}

TEST_F(OwnCode, AFolderThatIsAProjectIsOneAndWhatIsNotItsOwnIsLeftOut) {
  for (int i = 0; i < 4; ++i) {
    corpus_.Write("sub" + std::to_string(i) + "/a.py", TinyCorpus::Source(i, 40));
  }
  corpus_.Write(".venv/lib/x.py", TinyCorpus::Source(50, 40));
  corpus_.Write("env/pyvenv.cfg", "");
  corpus_.Write("env/lib/y.py", TinyCorpus::Source(51, 40));
  corpus_.Write("pyproject.toml", "");
  Result<AddReport> report = Add();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->files, 4);
  EXPECT_EQ(SplitsNow().count("projects"), 1u);
}

}  // namespace
}  // namespace fastnode::corpus
