#include "predict/imports/imported_already.h"

#include <gtest/gtest.h>

#include "predict/asked/question_for_test.h"

namespace fastnode::predict {
namespace {

// Of `listed`, in the order in which they are offered at the `$` of the text.
std::string Offered(std::string text, const std::vector<std::string>& listed) {
  const size_t cursor = TakeCursor(text);
  const std::optional<ImportPlace> place = FindImport(text, cursor);
  if (!place) return "no import";
  std::vector<Completion> list;
  for (const std::string& name : listed) list.push_back({name, 0, "module"});
  PutImportedLast(text, cursor, *place, list);
  std::string offered;
  for (const Completion& one : list) offered += (offered.empty() ? "" : " ") + one.text;
  return offered;
}

TEST(ImportedAlreadyTest, ModulesOfOtherStatementsComeLast) {
  const std::vector<std::string> modules = {"os", "sys", "re", "xml"};
  EXPECT_EQ(Offered("import os, re\nimport $\n", modules), "sys xml os re");
  EXPECT_EQ(Offered("import $\nimport sys\n", modules), "os re xml sys");
  EXPECT_EQ(Offered("import xml.dom\nimport $\n", modules), "os sys re xml");
  EXPECT_EQ(Offered("def f():\n    import os\nimport $\n", modules), "os sys re xml");
  EXPECT_EQ(Offered("import os\nfrom $\n", modules), "os sys re xml");
}

TEST(ImportedAlreadyTest, SoDoNamesOfTheSameModule) {
  const std::vector<std::string> names = {"Any", "List", "cast"};
  EXPECT_EQ(Offered("from typing import Any\nfrom typing import $\n", names), "List cast Any");
  EXPECT_EQ(Offered("from typing import (\n    Any,\n    List,\n)\nfrom typing import $\n", names),
            "cast Any List");
  EXPECT_EQ(Offered("from typings import Any\nfrom typing import $\n", names), "Any List cast");
  EXPECT_EQ(Offered("from typing import (\n    Any,\n    $\n)\n", names), "Any List cast");
}

}  // namespace
}  // namespace fastnode::predict
