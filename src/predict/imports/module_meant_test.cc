#include "predict/imports/module_meant.h"

#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

// The text that is asked about, the cursor at `$`; "" if it is that of the question.
std::string AskedFor(std::string text) {
  const Question question = QuestionAt(std::move(text));
  const Result<FoundSite> site = FindSite(question.text, question.cursor);
  if (!site.ok()) return "no site";
  auto asked = AskedWithModule(question, *site, KnownForTest());
  return asked ? asked->text.insert(asked->cursor, "$") : "";
}

TEST(ModuleMeant, IsImported) {
  EXPECT_EQ(AskedFor("x = math.$\n"), "import math\nx = math.$\n");
  EXPECT_EQ(AskedFor("def f(path):\n    return os.ge$(path)\n"),
            "import os\ndef f(path):\n    return os.ge$(path)\n");
}

TEST(ModuleMeant, PutsItsMembersBeforeGuesses) {
  std::vector<Completion> list = {{"put", 1, "attribute"}, {"Queue", .5F, "attribute"}};
  PutModuleFirst({{"__doc__", 1, "name"}, {"Queue", .5F, "class"}}, 3, list);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].text, "Queue");
  EXPECT_EQ(list[1].text, "put");
  EXPECT_EQ(list[2].text, "__doc__");
}

TEST(ModuleMeant, IsNoNameThatIsBoundOrNoModule) {
  EXPECT_EQ(AskedFor("import math\nx = math.$\n"), "");
  EXPECT_EQ(AskedFor("def f(queue):\n    queue.$\n"), "");
  EXPECT_EQ(AskedFor("for math in x: pass\nmath.$\n"), "");
  EXPECT_EQ(AskedFor("from other import *\nmath.$\n"), "");
  EXPECT_EQ(AskedFor("something.$\n"), "");
  EXPECT_EQ(AskedFor("x.math.$\n"), "");
  EXPECT_EQ(AskedFor("mat$\n"), "");
}

}  // namespace
}  // namespace fastnode::predict
