#include "collect/pack/print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collect/pack/analyse.h"
#include "collect/pack/features.h"

namespace fastnode::pack {
namespace {

using testing::HasSubstr;
using testing::Not;

// One slot, two tasks: each prints its own name for it.
TEST(Print, NamesFeaturesAsTheirTaskDoes) {
  Result<AnalysedSource> source = Analyse("def f(a, b):\n    g(a, b)\n    b.c\n    b.c\n");
  ASSERT_TRUE(source.ok());
  const Vocabularies vocabularies;
  const types::Library library = types::Library::Empty();
  const CutContext context{&library, &vocabularies, {}, {}};
  Result<Cut> argument = CutSite(*source, 1, Task::kArgument, context);
  ASSERT_TRUE(argument.ok());
  const std::string printed = Print(*argument, vocabularies);
  EXPECT_THAT(printed, HasSubstr("site argument base 'g'"));
  EXPECT_THAT(printed, HasSubstr(" position=" + std::to_string(QuantiseCount(1))));
  EXPECT_THAT(printed, HasSubstr(" is_parameter=" + std::to_string(kFlag)));
  EXPECT_THAT(printed, Not(HasSubstr("total_members")));
  Result<Cut> attribute = CutSite(*source, 1, Task::kAttribute, context);
  ASSERT_TRUE(attribute.ok());
  EXPECT_THAT(Print(*attribute, vocabularies),
              HasSubstr("c file_base=" + std::to_string(QuantiseCount(1))));
}

}  // namespace
}  // namespace fastnode::pack
