#include "analyze/types/infer/memo.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <span>

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

  // From then on it is noted what answers are made of.
  void HideTwice() {
    memo_.Hide({});
    memo_.Hide({});
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

TEST_F(MemoTest, WhatMetItselfIsKeptWhileTheCircleIsOpen) {
  rules_[1] = [&] { return Ask(2), Ask(2); };
  rules_[2] = [&] { return Ask(1); };
  AskFromOutside(1);
  EXPECT_EQ(computed_[2], 1);
  rules_[2] = [] { return kSome; };
  EXPECT_EQ(AskFromOutside(2), kSome);         // 1 was unknown in it: that answer was not kept
  EXPECT_EQ(AskFromOutside(1), kUnknownType);  // the circle closed in this one
  EXPECT_EQ(computed_[2], 2);
}

TEST_F(MemoTest, WhatMetItselfIsKeptForOneTurn) {
  rules_[1] = [&] { return Ask(2); };
  rules_[2] = [&] { return Ask(1), kSome; };
  AskFromOutside(1);
  AskFromOutside(1);
  EXPECT_EQ(computed_[1], 1);
  memo_.Hide({});
  AskFromOutside(1);
  EXPECT_EQ(computed_[1], 2);
}

// What answers were made of is noted once something was hidden twice.
TEST_F(MemoTest, HidingForTheFirstTimeForgetsAll) {
  rules_[1] = [] { return kSome; };
  AskFromOutside(1);
  memo_.Hide({});
  AskFromOutside(1);
  EXPECT_EQ(computed_[1], 2);
  memo_.Hide({});
  AskFromOutside(1);
  EXPECT_EQ(computed_[1], 3);
  memo_.Hide({});
  AskFromOutside(1);
  EXPECT_EQ(computed_[1], 3);
  memo_.MoveTo(/*num_nodes=*/1);
  AskFromOutside(1);
  memo_.Hide({});
  AskFromOutside(1);
  EXPECT_EQ(computed_[1], 5);
}

TEST_F(MemoTest, WhatIsSaidOfNodesIsOfOneText) {
  const auto ask = [&](Question question, int32_t file, TypeId answer) {
    return memo_.Ask(question, file, Node(1), [&] { return answer; });
  };
  memo_.Begin();
  for (Question question : {Question::kValue, Question::kClass, Question::kUsesOfName}) {
    EXPECT_EQ(ask(question, 0, kNoneType), kNoneType);
    EXPECT_EQ(ask(question, 1, kNoneType), kNoneType);
  }
  memo_.MoveTo(/*num_nodes=*/1);
  for (Question question : {Question::kValue, Question::kClass, Question::kUsesOfName}) {
    EXPECT_EQ(ask(question, 0, kSome), kSome);
    EXPECT_EQ(ask(question, 1, kSome), kNoneType);
  }
}

TEST_F(MemoTest, HidingANodeForgetsWhatAskedForIt) {
  const ast::NodeId node = Node(0);
  HideTwice();
  rules_[1] = [&] { return memo_.hidden().Ask(node) ? kNoneType : kSome; };
  rules_[2] = [&] { return Ask(1); };
  rules_[3] = [] { return kSome; };
  rules_[4] = [&] { return Ask(2), Ask(3); };
  EXPECT_EQ(AskFromOutside(2), kSome);
  EXPECT_EQ(AskFromOutside(4), kSome);
  memo_.Hide(std::span(&node, 1));
  EXPECT_EQ(AskFromOutside(2), kNoneType);
  EXPECT_EQ(AskFromOutside(4), kSome);
  EXPECT_EQ(AskFromOutside(2), kNoneType);
  EXPECT_EQ(computed_, (std::map<int, int>{{1, 2}, {2, 2}, {3, 1}, {4, 2}}));
  memo_.Hide({});
  EXPECT_EQ(AskFromOutside(2), kSome);
  EXPECT_EQ(computed_[2], 2);
}

TEST_F(MemoTest, WhatIsFoundWhileSomethingIsHiddenIsSharedIfItDidNotAsk) {
  const ast::NodeId node = Node(0);
  HideTwice();
  rules_[1] = [&] { return memo_.hidden().Ask(node) ? kNoneType : kSome; };
  rules_[2] = [] { return kSome; };
  rules_[3] = [&] { return Ask(2), Ask(1); };
  memo_.Hide(std::span(&node, 1));
  EXPECT_EQ(AskFromOutside(3), kNoneType);
  memo_.Hide({});
  EXPECT_EQ(AskFromOutside(3), kSome);
  EXPECT_EQ(computed_, (std::map<int, int>{{1, 2}, {2, 1}, {3, 2}}));
}

// What was found from outside does not let a question reach further than it would by itself.
TEST_F(MemoTest, DepthDoesNotDependOnWhatIsKnown) {
  for (int node = 0; node < 200; ++node) {
    rules_[node] = [this, node] { return node == 199 ? kSome : Ask(node + 1); };
  }
  EXPECT_EQ(AskFromOutside(150), kSome);
  EXPECT_EQ(AskFromOutside(0), kUnknownType);
  EXPECT_EQ(AskFromOutside(110), kSome);
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

// A step is an answer that cannot be shared.
TEST_F(MemoTest, StepsAreBoundedForEachQuestionFromOutside) {
  constexpr int kNodes = 3'000;
  rules_[0] = [&] {
    TypeId last = kUnknownType;
    for (int node = 1; node < kNodes; ++node) last = Ask(node);
    return last;
  };
  for (int node = 1; node < kNodes; ++node)
    rules_[node] = [this, node] { return Ask(node), kSome; };
  EXPECT_EQ(AskFromOutside(0), kUnknownType);
  EXPECT_EQ(AskFromOutside(kNodes - 1), kSome);
}

TEST_F(MemoTest, LookingForCallersLeavesTheQuestionItsSteps) {
  rules_[0] = [&] {
    {
      Memo::CallerSearch search(memo_);
      EXPECT_TRUE(search.is_outermost());
      int known = 0;
      for (int node = 1; node <= 1000; ++node) known += IsKnown(Ask(node)) ? 1 : 0;
      EXPECT_LT(known, 1000);
    }
    int known = 0;
    for (int node = 1001; node <= 2000; ++node) known += IsKnown(Ask(node)) ? 1 : 0;
    EXPECT_EQ(known, 1000);
    return kSome;
  };
  for (int node = 1; node <= 2000; ++node) rules_[node] = [this, node] { return Ask(node), kSome; };
  AskFromOutside(0);
}

TEST_F(MemoTest, WhatDependsOnTheDepthOfCallersIsKeptByDepth) {
  rules_[1] = [&] {
    Memo::CallerSearch search(memo_);
    return search.is_outermost() ? kSome : kNoneType;
  };
  rules_[2] = [&] {
    Memo::CallerSearch search(memo_);
    return Ask(1);
  };
  EXPECT_EQ(AskFromOutside(2), kNoneType);
  EXPECT_EQ(AskFromOutside(1), kSome);
  EXPECT_EQ(AskFromOutside(2), kNoneType);
}

}  // namespace
}  // namespace fastnode::types
