#include "predict/auto_import/outline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "analyze/types/answers_for_test.h"
#include "analyze/types/file/parse_module.h"
#include "predict/auto_import/exports.h"
#include "support/file.h"

namespace fastnode::auto_import {
namespace {

TEST(OutlineTest, LeavesOutWhatFunctionsDo) {
  EXPECT_EQ(Outline("import a\n"
                    "def f(x,\n"
                    "      y='):'):  # comment\n"
                    "    '''text\n"
                    "def not_one(): it is text\n"
                    "'''\n"
                    "    if x:\n"
                    "        from b import (c,\n"
                    "  d)\n"
                    "\n"
                    "# comment\n"
                    "    return {\n"
                    "}\n"
                    "class A:\n"
                    "\tone = 1\n"
                    "\tasync  def m(self):\n"
                    "\t\treturn 1\n"
                    "\ttwo = 2\n"
                    "def g(): return 1\n"
                    "LAST = f(\n"
                    "1)"),
            "import a\n"
            "def f(x,\n"
            "      y='):'):  # comment\n"
            " pass\n"
            " from b import (c,\n"
            "  d)\n"
            "class A:\n"
            "\tone = 1\n"
            "\tasync  def m(self):\n"
            "\t pass\n"
            "\ttwo = 2\n"
            "def g(): return 1\n"
            "LAST = f(\n"
            "1)");
}

TEST(OutlineTest, KeepsBodiesThatMayBindNamesOfTheModuleOrImportWithinALine) {
  for (const std::string text : {"def f():\n    global A\n    A = 1\nB = 2\n",
                                 "def f():\n    if x: global A\n    A = 1\nB = 2\n",
                                 "def f():\n    x = 1; global A\n    A = 1\nB = 2\n",
                                 "def f():\n    if x: import y\n    return 1\nB = 2\n"}) {
    EXPECT_EQ(Outline(text), text);
  }
}

TEST(OutlineTest, LinesMayEndAsOnWindows) {
  const std::string text =
      "def f():\n    from os import path, \\\n      sep\n    return 'a\\\nb'\nclass A:\n  one = "
      "1\n";
  const auto with_returns = [](std::string of) {
    for (size_t at = 0; (at = of.find('\n', at)) != of.npos; at += 2) of.replace(at, 1, "\r\n");
    return of;
  };
  const std::string outline = Outline(with_returns(text));
  EXPECT_THAT(outline, testing::HasSubstr("sep\r\nclass A:\r\n  one = 1\r\n"));
  EXPECT_THAT(outline, testing::Not(testing::HasSubstr("return")));
}

TEST(OutlineTest, IsTheTextWhereBracketsOrStringsAreNotClosed) {
  for (const std::string text : {"def f():\n    x = (1\nB = 2\n", "def f():\n    x = 'a\nB = 2\n",
                                 "def f():\n    x = 1)\nB = 2\n"}) {
    EXPECT_EQ(Outline(text), text);
  }
}

TEST(OutlineTest, ExportsWhatTheTextDoes) {
  const std::string folder = types::StandardLibraryForTest();
  if (folder.empty()) GTEST_SKIP() << "no standard library in /usr/lib";
  size_t files = 0, bytes = 0, outlined = 0;
  for (const std::string& file : *ListFiles(folder, ".py")) {
    if (file.find('/') != file.npos && file[0] > 'e') continue;  // enough of them
    const std::string text = *ReadFile(folder + "/" + file);
    const std::string outline = Outline(text);
    const auto whole = types::ParseModule("package", false, false, text);
    const auto part = types::ParseModule("package", false, false, outline);
    if (whole == nullptr || whole->tree().num_errors > 0) continue;
    ASSERT_NE(part, nullptr);
    EXPECT_EQ(EncodeExports(ExportsOf(*part)), EncodeExports(ExportsOf(*whole))) << file;
    ++files;
    bytes += text.size();
    outlined += outline.size();
  }
  EXPECT_GT(files, 100u);
  EXPECT_LT(2 * outlined, bytes);
}

}  // namespace
}  // namespace fastnode::auto_import
