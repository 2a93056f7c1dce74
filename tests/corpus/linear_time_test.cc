// Long sources are analysed in time that grows with their size, or refused with a reason. The
// bounds are generous: what they catch is quadratic, not slow.
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "analyze/analyze.h"
#include "analyze/types/imports/library.h"
#include "analyze/types/types.h"
#include "tests/corpus/long_sources.h"

namespace fastnode {
namespace {

constexpr double kMaxSeconds = 10;
constexpr size_t kMaxEdgesPerNode = 20;

// The cost of all questions grows with their number: one at the end and one in the middle will do.
void AskForTypes(const bind::FileIndex& index) {
  const types::Library library = types::Library::Empty();
  if (index.attributes.empty()) return;
  for (const bind::AttributeUse& use :
       {index.attributes.back(), index.attributes[index.attributes.size() / 2]}) {
    types::TypeEvaluator types(index, library, {use.name});
    types.Members(types.TypeOf(use.base));
  }
}

class LinearTimeTest : public testing::TestWithParam<LongSource> {};

TEST_P(LinearTimeTest, FinishesOrIsRefused) {
  const auto start = std::chrono::steady_clock::now();
  Result<analyze::Source> source = analyze::Analyze(GetParam().make(GetParam().size));
  if (source.ok()) {
    EXPECT_LE(source->graph.whole()->edges.size(),
              kMaxEdgesPerNode * source->index.tree.nodes.size());
    AskForTypes(source->index);
  } else {
    EXPECT_TRUE((std::set<std::string>{"too large", "timed out"}).count(source.error().message));
  }
  std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  EXPECT_LT(elapsed.count(), kMaxSeconds);
}

INSTANTIATE_TEST_SUITE_P(Long, LinearTimeTest, testing::ValuesIn(LongSources()),
                         [](const auto& info) { return "Source" + std::to_string(info.index); });

}  // namespace
}  // namespace fastnode
