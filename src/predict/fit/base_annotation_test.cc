#include "predict/fit/base_annotation.h"

#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// What is put before a name that is there; "" if nothing is.
std::string FirstOf(std::string text) {
  const Known known = KnownForTest();
  const Result<FoundSite> site = FindSite(QuestionAt(std::move(text)), known, {});
  if (!site.ok() || site->task != pack::Task::kName || site->at < 0) return "no name";
  std::vector<Completion> list = {{"A", .5F, "class"}};
  PutBaseAnnotationFirst(*site, known, list);
  KeepBest(INT32_MAX, list);
  return list.size() > 1 || list[0].probability > .5F ? list[0].text : "";
}

const std::string kBase =
    "from typing import List, TypeVar\nT = TypeVar('T')\n\n\nclass Base:\n    size: List[int]\n"
    "    rest: T\n\n    def run(self, job: str, *, deep: 'bool' = True, one: T = 1) -> "
    "List[str]: ...\n\n\nclass Other(Base):\n";

TEST(BaseAnnotation, OfAMethod) {
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job: $\n"), "str");
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job: $): ...\n"), "str");
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job) -> $: ...\n"), "List[str]");
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job) -> Li$: ...\n"), "List[str]");
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job) -> x$: ...\n"), "");
  EXPECT_EQ(FirstOf(kBase + "    def go(self, job: $): ...\n"), "");
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job):\n        def run(job: $): ...\n"), "");
}

TEST(BaseAnnotation, OfAVariable) {
  EXPECT_EQ(FirstOf(kBase + "    size: $\n"), "List[int]");
  EXPECT_EQ(FirstOf(kBase + "    size: $ = []\n"), "List[int]");
  EXPECT_EQ(FirstOf(kBase + "    sizes: $\n"), "");
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job):\n        size: $\n"), "");
}

TEST(BaseAnnotation, NotOfWhatMeansSomethingElseHere) {
  EXPECT_EQ(FirstOf(kBase + "    rest: $\n"), "");
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job, *, one: $): ...\n"), "");
  EXPECT_EQ(FirstOf(kBase + "    def run(self, job, *, deep: $): ...\n"), "");
  EXPECT_EQ(FirstOf("import threading\n\n\nclass A(threading.Thread):\n"
                    "    def join(self, timeout: $): ...\n"),
            "float | None");
}

}  // namespace
}  // namespace fastnode::predict
