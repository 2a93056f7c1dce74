#include "predict/imports/import_alias.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/auto_import/index.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "no alias" if the cursor stands at none.
std::vector<std::string> Offered(std::string text, const Known& known = KnownForTest()) {
  auto answer = CompleteImportAlias(QuestionAt(std::move(text)), known, {});
  if (!answer.ok() || !answer->has_value()) return {"no alias"};
  return TextsOf((*answer)->completions);
}

TEST(ImportAlias, IsWhatEverybodyCallsIt) {
  EXPECT_THAT(Offered("import numpy as $\n"), ElementsAre("np"));
  EXPECT_THAT(Offered("import os, pandas as p$\n"), ElementsAre("pd"));
  EXPECT_THAT(Offered("import matplotlib.pyplot as $\n"), ElementsAre("plt"));
  EXPECT_THAT(Offered("from matplotlib import pyplot as $\n"), ElementsAre("plt"));
  EXPECT_THAT(Offered("import numpy as x$\n"), IsEmpty());
}

TEST(ImportAlias, IsWhatTheFileReads) {
  EXPECT_THAT(Offered("import json as $\n\nprint(j.dumps(1), k.other())\n"), ElementsAre("j"));
  EXPECT_THAT(Offered("from shop import helper as $\n\nprint(help_with(1))\n"),
              ElementsAre("help_with"));
  EXPECT_THAT(Offered("import json as $\nj = 1\nj.dumps\n"), IsEmpty());
}

TEST(ImportAlias, OtherStatementsHaveNone) {
  for (const char* text : {"with open(p) as $\n", "try:\n    pass\nexcept E as $:\n",
                           "import numpy a$\n", "import numpyas $\n", "x as $\n", "import $\n"}) {
    EXPECT_THAT(Offered(text), ElementsAre("no alias")) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
