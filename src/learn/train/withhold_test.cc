#include "learn/train/withhold.h"

#include <gtest/gtest.h>

#include "learn/model/synthetic_sample.h"

namespace fastnode::learn {
namespace {

constexpr SyntheticShape kShape = {};

TEST(Withheld, EachKindChangesTheSampleAndKeepsItsContract) {
  const pack::Sample whole = SyntheticSample(kShape, 1, 0);
  for (const char* name : {"file", "project", "corpus", "types", "spelling", "prior", "names",
                           "uses", "flow", "edges", "features"}) {
    Result<Withheld> withheld = Withheld::Parse({name});
    ASSERT_TRUE(withheld.ok()) << name;
    pack::Sample sample = whole;
    withheld->TakeFrom(sample);
    EXPECT_FALSE(sample == whole) << name;
    EXPECT_EQ(pack::Verify(sample, kShape.name_rows, kShape.type_rows), "") << name;
    EXPECT_EQ(sample.labels, whole.labels) << name;
  }
}

TEST(Withheld, NothingWithheldChangesNothing) {
  const pack::Sample whole = SyntheticSample(kShape, 1, 0);
  pack::Sample sample = whole;
  Withheld().TakeFrom(sample);
  EXPECT_TRUE(sample == whole);
}

TEST(Withheld, NamesStandInOneOrder) {
  EXPECT_EQ(Withheld::Parse({"types", "file", "types"})->names(),
            (std::vector<std::string>{"file", "types"}));
  EXPECT_FALSE(Withheld::Parse({"everything"}).ok());
}

}  // namespace
}  // namespace fastnode::learn
