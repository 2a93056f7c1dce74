#include "predict/cache/analysis_memory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "analyze/graph/source_graph.h"
#include "collect/pack/analyse.h"

namespace fastnode::predict {
namespace {

TimePoint InAnHour() { return std::chrono::steady_clock::now() + std::chrono::hours(1); }

// Functions far from each other, each with a line that `edit` may be put into.
std::string Text(int edited, const std::string& edit) {
  std::string text = "import os\n";
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    text += "def f" + number + "(path, other):\n";
    text += "    known = os.path.join(path, other)\n";
    text += i == edited ? "    " + edit + "\n" : "    known.strip()\n";
    text += "    for one in known.split(" + std::string(80, 'a') + "):\n        yield one\n";
  }
  return text;
}

void ExpectSame(const pack::AnalysedSource& made, const std::string& text) {
  const Result<pack::AnalysedSource> whole = pack::Analyse(text);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(made.index.tree.source, whole->index.tree.source);
  EXPECT_EQ(graph::Whole(made.index, made.graph)->edges,
            graph::Whole(whole->index, whole->graph)->edges);
}

// Who accepts a name and goes on elsewhere has changed two places since the last question. The text
// between is never asked for, and still kept.
TEST(AnalysisMemoryTest, GoesOnFromTheTextBetweenTwoEdits) {
  AnalysisMemory memory;
  for (int place : {3, 30, 12, 35}) {
    for (const char* typed : {"known.x", "known.xy", "other.x", "x = known"}) {
      const std::string text = Text(place, typed);
      const Result<Analysed> made = memory.Analyse(text, InAnHour());
      ASSERT_TRUE(made.ok());
      ExpectSame(**made, text);
    }
  }
  const int64_t found = memory.found();
  ASSERT_TRUE(memory.Analyse(Text(-1, ""), InAnHour()).ok());
  EXPECT_EQ(memory.found(), found + 1);
}

}  // namespace
}  // namespace fastnode::predict
