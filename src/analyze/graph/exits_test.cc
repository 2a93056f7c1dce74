#include "analyze/graph/exits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyze/ast/parse.h"
#include "support/file.h"

namespace fastnode::graph {
namespace {

using ast::Kind;

// Their names are looked for and nothing else; that must be what their children say.
bool IsRunFromLeftToRight(Kind kind) {
  static const std::vector<Kind> kKinds = {Kind::kArgumentList,
                                           Kind::kAssignment,
                                           Kind::kAttribute,
                                           Kind::kBinaryOperator,
                                           Kind::kBooleanOperator,
                                           Kind::kCall,
                                           Kind::kDictionary,
                                           Kind::kExpressionList,
                                           Kind::kExpressionStatement,
                                           Kind::kList,
                                           Kind::kString,
                                           Kind::kParenthesizedExpression,
                                           Kind::kComparisonOperator,
                                           Kind::kSubscript,
                                           Kind::kTuple};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

void ExpectThatOfItsChildren(std::string text) {
  const Result<ast::Tree> tree = ast::Parse(std::move(text));
  ASSERT_TRUE(tree.ok());
  ExitMap exits(*tree);
  for (NodeId node : tree->ids()) {
    if (!IsRunFromLeftToRight((*tree)[node].kind)) continue;
    EXPECT_EQ(exits.Of(node), exits.OfChildren(node)) << tree->Text(node);
  }
}

TEST(ExitsTest, ExpressionsEndAsTheirPartsDo) {
  Result<std::vector<std::string>> names =
      ListFiles(std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus", ".py");
  ASSERT_TRUE(names.ok());
  for (const std::string& name : *names) {
    Result<std::string> text = ReadFile(std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/" + name);
    ASSERT_TRUE(text.ok());
    ExpectThatOfItsChildren(*text);
  }
}

TEST(ExitsTest, InBrokenCodeStatementsMayStandInExpressions) {
  for (const char* text :
       {"x = f(1, raise 2, 3)\n", "f(return 1)\n", "x = [1, break, 2]\n", "{1: continue}\n",
        "f(a, (return, b))\n", "x = 'a' 'b' = return\n", "x[1 return 2]\n", "f(lambda: 1 return)\n",
        "f(1 for raise in 2)\n", "x = 1 + (break) + 2\n", "f'{return}' = 3\n"}) {
    ExpectThatOfItsChildren(text);
  }
}

}  // namespace
}  // namespace fastnode::graph
