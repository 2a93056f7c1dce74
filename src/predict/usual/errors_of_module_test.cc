#include "predict/usual/errors_of_module.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// What is listed at `$`, the first few.
std::vector<std::string> ListedAt(const std::string& module, const std::string& code,
                                  const std::vector<std::string>& names, size_t count) {
  std::string text = "import " + module + "\n" + code;
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0 || site->task != pack::Task::kAttribute) return {"no site"};
  const Known known = KnownForTest();
  std::vector<Completion> list;
  for (const std::string& name : names) list.push_back({name, .1F, "attribute"});
  PutErrorsFirst(*site, known, 20, list);
  list.resize(std::min(list.size(), count));
  return TextsOf(list);
}

TEST(ErrorsOfModule, AreFirstWhereOneIsRaisedOrCaught) {
  const std::vector<std::string> names = {"Queue", "Empty"};
  for (const char* code :
       {"try:\n    f()\nexcept queue.$:\n    pass\n", "raise queue.$\n", "raise queue.$()\n",
        "try:\n    f()\nexcept (OSError, queue.$):\n    pass\n"}) {
    EXPECT_THAT(ListedAt("queue", code, names, 1), ElementsAre("Empty")) << code;
  }
  for (const char* code : {"x = queue.$\n", "raise f(queue.$)\n", "raise A from queue.$\n"}) {
    EXPECT_THAT(ListedAt("queue", code, names, 1), ElementsAre("Queue")) << code;
  }
}

TEST(ErrorsOfModule, AreThereThoughTheModelDidNotLookAtThem) {
  EXPECT_THAT(ListedAt("subprocess", "raise subprocess.$\n", {"Popen", "TimeoutExpired"}, 4),
              ElementsAre("TimeoutExpired", "CalledProcessError", "SubprocessError", "Popen"));
}

}  // namespace
}  // namespace fastnode::predict
