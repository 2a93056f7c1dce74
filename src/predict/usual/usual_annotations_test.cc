#include "predict/usual/usual_annotations.h"

#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// The first type at `$`; "" if none is known.
std::string Type(std::string text) {
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return "no site";
  const WordShares shares = UsualAnnotations(*site);
  return shares.empty() ? "" : std::string(shares[0].first);
}

TEST(UsualAnnotations, TheNameOfAFunctionSaysWhatItGives) {
  EXPECT_EQ(Type("class A:\n    def __len__(self) -> $\n"), "int");
  EXPECT_EQ(Type("class A:\n    def __init__(self, x) -> $:\n        pass\n"), "None");
  EXPECT_EQ(Type("class A:\n    def __lt__(self, other) -> $: ...\n"), "bool");
  EXPECT_EQ(Type("def is_new(day) -> $: ...\n"), "bool");
  EXPECT_EQ(Type("def _has_key(day) -> $: ...\n"), "bool");
  EXPECT_EQ(Type("def write_all(day) -> $: ...\n"), "None");
  EXPECT_EQ(Type("def write_all(day) -> $:\n    return 3\n"), "");
  EXPECT_EQ(Type("def issue(day) -> $: ...\n"), "");
  EXPECT_EQ(Type("def is_new(day: $) -> int: ...\n"), "");
}

TEST(UsualAnnotations, NoneBehindABar) {
  EXPECT_EQ(Type("x: str | $\n"), "None");
  EXPECT_EQ(Type("def f(x: list[str | $]): ...\n"), "None");
  EXPECT_EQ(Type("x: str | None | $\n"), "");
  EXPECT_EQ(Type("x = a | $\n"), "");
}

}  // namespace
}  // namespace fastnode::predict
