#include "analyze/types/infer/format_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastnode::types {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FormatFields, NamesAndPositions) {
  EXPECT_THAT(ReadFormatFields("{name} is {age}, {name}").names, ElementsAre("name", "age"));
  EXPECT_THAT(ReadFormatFields("{user.name!r:>{width}} {rows[0]}").names,
              ElementsAre("user", "width", "rows"));
  EXPECT_FALSE(ReadFormatFields("{name}").has_positions);
  for (const char* text : {"{}", "{0}", "{name} {}", "{name:{}}"}) {
    EXPECT_TRUE(ReadFormatFields(text).has_positions) << text;
  }
}

TEST(FormatFields, BracesAreNone) {
  for (const char* text : {"", "plain", "{{name}}", "{"}) {
    EXPECT_THAT(ReadFormatFields(text).names, IsEmpty()) << text;
  }
  EXPECT_THAT(ReadFormatFields("{{{name}}}").names, ElementsAre("name"));
}

}  // namespace
}  // namespace fastnode::types
