#include "serve/memories.h"

#include <gtest/gtest.h>

namespace fastnode::serve {
namespace {

TEST(Memories, AreKeptByText) {
  Memories memories;
  auto first = memories.Take("a.py");
  const predict::AnalysisMemory* kept = first.get();
  memories.GiveBack("a.py", std::move(first));
  EXPECT_NE(memories.Take("b.py").get(), kept);
  EXPECT_EQ(memories.Take("a.py").get(), kept);
}

TEST(Memories, AreOneThreadsAtATime) {
  Memories memories;
  auto first = memories.Take("a.py"), second = memories.Take("a.py");
  const predict::AnalysisMemory* kept = first.get();
  EXPECT_NE(kept, second.get());
  memories.GiveBack("a.py", std::move(first));
  memories.GiveBack("a.py", std::move(second));
  EXPECT_EQ(memories.Take("a.py").get(), kept);
}

TEST(Memories, OnlyThoseOfTheLastTextsAreKept) {
  Memories memories;
  // How often what was analysed before was found.
  auto found = [&] {
    const Memories::Held memory(memories, "a.py");
    EXPECT_TRUE(memory.get()->Analyse("x = 1\n", predict::TimePoint::max()).ok());
    return memory.get()->found();
  };
  auto ask_of_others = [&](int count) {
    for (int i = 0; i < count; ++i) Memories::Held(memories, std::to_string(i));
  };
  EXPECT_EQ(found(), 0);
  ask_of_others(2);
  EXPECT_EQ(found(), 1);
  ask_of_others(100);
  EXPECT_EQ(found(), 0);
}

}  // namespace
}  // namespace fastnode::serve
