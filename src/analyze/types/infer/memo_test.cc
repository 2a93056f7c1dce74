#include "analyze/types/infer/memo.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace fastnode::types {
namespace {

constexpr TypeId kSome{7};

ast::NodeId Node(int number) { return ast::NodeId(number); }

// Questions about nodes of file 0, answered by what is put into `rules`.
class MemoTest : public testing::Test {
 protected:
  TypeId Ask(int node) {
    return memo_.Ask(Question::kValue, 0, Node(node), [&] {
      ++computed_[node];
      return rules_[node]();
    });
  }
  TypeId AskFromOutside(int node) {
    memo_.Begin();
    return Ask(node);
  }

  Memo memo_{/*num_nodes=*/1};
  std::map<int, std::function<TypeId()>> rules_;
  std::map<int, int> computed_;
};

TEST_F(MemoTest, AnswersAreComputedOnce) {
  rules_[1] = [] { return kSome; };
  EXPECT_EQ(AskFromOutside(1), kSome);
  EXPECT_EQ(AskFromOutside(1), kSome);
  EXPECT_EQ(computed_[1], 1);
}

TEST_F(MemoTest, QuestionsOfDifferentKindsAreDifferent) {
  memo_.Begin();
  auto some = [] { return kSome; };
  auto none = [] { return kNoneType; };
  EXPECT_EQ(memo_.Ask(Question::kValue, 0, Node(1), some), kSome);
  EXPECT_EQ(memo_.Ask(Question::kTarget, 0, Node(1), none), kNoneType);
  EXPECT_EQ(memo_.Ask(Question::kValue, 1, Node(1), none), kNoneType);
}

TEST_F(MemoTest, ACircleIsUnknownWhereItCloses) {
  rules_[1] = [&] { return Ask(2); };
  rules_[2] = [&] { return IsKnown(Ask(1)) ? kNoneType : kSome; };
  EXPECT_EQ(AskFromOutside(1), kSome);
}

TEST_F(MemoTest, WhatACircleCutShortIsAskedAgain) {
  rules_[1] = [&] { return Ask(2); };
  rules_[2] = [&] { return Ask(1); };
  AskFromOutside(1);
  rules_[2] = [] { return kSome; };
  EXPECT_EQ(AskFromOutside(2), kSome);         // 1 was unknown in it: that answer was not kept
  EXPECT_EQ(AskFromOutside(1), kUnknownType);  // the answer to the question from outside was
  EXPECT_EQ(computed_[2], 2);
}

TEST_F(MemoTest, WhatNoCircleTouchedIsKept) {
  rules_[1] = [&] { return Ask(3), Ask(2); };
  rules_[2] = [&] { return Ask(1); };
  rules_[3] = [] { return kSome; };
  AskFromOutside(1);
  AskFromOutside(3);
  EXPECT_EQ(computed_[3], 1);
}

TEST_F(MemoTest, DepthIsBounded) {
  for (int node = 0; node < 1000; ++node) {
    rules_[node] = [this, node] { return node == 999 ? kSome : Ask(node + 1); };
  }
  EXPECT_EQ(AskFromOutside(0), kUnknownType);
  EXPECT_EQ(computed_.size(), 100u);
  EXPECT_EQ(AskFromOutside(950), kSome);
}

TEST_F(MemoTest, StepsAreBoundedForEachQuestionFromOutside) {
  constexpr int kNodes = 100'000;
  rules_[0] = [&] {
    TypeId last = kUnknownType;
    for (int node = 1; node < kNodes; ++node) last = Ask(node);
    return last;
  };
  for (int node = 1; node < kNodes; ++node) rules_[node] = [] { return kSome; };
  EXPECT_EQ(AskFromOutside(0), kUnknownType);
  EXPECT_EQ(AskFromOutside(kNodes - 1), kSome);
}

TEST_F(MemoTest, LookingForCallersLeavesTheQuestionItsSteps) {
  rules_[0] = [&] {
    {
      Memo::CallerSearch search(memo_);
      EXPECT_TRUE(search.is_outermost());
      int known = 0;
      for (int node = 1; node <= 5000; ++node) known += IsKnown(Ask(node)) ? 1 : 0;
      EXPECT_LT(known, 5000);
    }
    int known = 0;
    for (int node = 5001; node <= 10000; ++node) known += IsKnown(Ask(node)) ? 1 : 0;
    EXPECT_EQ(known, 5000);
    return kSome;
  };
  for (int node = 1; node <= 10000; ++node) rules_[node] = [] { return kSome; };
  AskFromOutside(0);
}

}  // namespace
}  // namespace fastnode::types
