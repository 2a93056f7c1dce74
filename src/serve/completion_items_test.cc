#include "serve/completion_items.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace fastnode::serve {
namespace {

const Client kClient{.snippets = true, .label_details = true};

TEST(CompletionItems, WhatIsTypedAlreadyIsOfferedIfItIsLikely) {
  auto labels = [](std::vector<predict::Completion> completions) {
    const predict::Answer answer{pack::Task::kAttribute, "to", std::move(completions), {}};
    const Json list = CompletionList(answer, "x.to", 4, kClient);
    std::vector<std::string> texts;
    for (const Json& item : list["items"]) texts.push_back(item["label"]);
    return texts;
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(labels({{"total", .8f, "attribute"}, {"to", .2f, "attribute"}}), Texts{"total"});
  EXPECT_EQ(labels({{"to", .8f, "attribute"}, {"total", .2f, "field"}}), (Texts{"to", "total"}));
  EXPECT_EQ(labels({{"total", .8f, "field"}, {"to", .2f, "method"}}), (Texts{"total", "to"}));
}

TEST(CompletionItems, ASignTakesAnItemOnlyIfThatIsHardlyASurprise) {
  auto signs = [](std::vector<predict::Completion> completions) {
    const predict::Answer answer{pack::Task::kName, "it", std::move(completions), {}};
    const Json list = CompletionList(answer, "it", 2, kClient);
    std::vector<std::string> all;
    for (const Json& item : list["items"]) {
      all.push_back(item.contains("commitCharacters") ? item["commitCharacters"][0] : "");
    }
    return all;
  };
  using Signs = std::vector<std::string>;
  EXPECT_EQ(signs({{"items", .6f, "name"}, {"item", .4f, "method"}}), (Signs{".", "("}));
  EXPECT_EQ(signs({{"Item", .9f, "name"}}), Signs{""});
  EXPECT_EQ(signs({{"items", .4f, "name"}, {"iter", .3f, "name"}}), (Signs{"", "."}));
  EXPECT_EQ(signs({{"it", .9f, "keyword"}, {"it_", .1f, "word"}}), (Signs{"", ""}));
}

TEST(CompletionItems, AMethodComesWithTheDecoratorThatItWants) {
  const predict::Answer answer{
      pack::Task::kName,
      "m",
      {{"mend", .5f, "method"}, {"make", .5f, "method", "", {{9, 9, "  @staticmethod\n"}}}},
      {}};
  const Json items = CompletionList(answer, "class A:\n  def m", 16, kClient)["items"];
  EXPECT_FALSE(items[0].contains("additionalTextEdits"));
  EXPECT_FALSE(items[1].contains("labelDetails"));
  EXPECT_EQ(items[1]["additionalTextEdits"][0]["newText"], "  @staticmethod\n");
  EXPECT_EQ(items[1]["additionalTextEdits"][0]["range"]["start"]["line"], 1);
}

TEST(CompletionItems, AKeyIsFoundByItsLastName) {
  auto filtered_by = [](const std::string& prefix) {
    const predict::Answer answer{pack::Task::kName, prefix, {{"Size.CUP", .5f, "key"}}, {}};
    const Json item = CompletionList(answer, "x[" + prefix, 2 + prefix.size(), kClient)["items"][0];
    return item.contains("filterText") ? item["filterText"].get<std::string>() : "";
  };
  EXPECT_EQ(filtered_by("C"), "CUP");
  EXPECT_EQ(filtered_by("S"), "Size.CUP");
}

TEST(CompletionItems, NamesThatAreNotInScopeComeWithTheirImport) {
  const predict::Answer answer{
      pack::Task::kName,
      "o",
      {{"ord", .5f, "function"},
       {"odd", 0, "function", "pkg.numbers", {{5, 5, "from pkg.numbers import odd\n"}}}},
      {}};
  const Json items = CompletionList(answer, "\"ä\"\no", 6, kClient)["items"];
  EXPECT_FALSE(items[0].contains("additionalTextEdits"));
  EXPECT_EQ(items[1]["labelDetails"]["description"], "pkg.numbers");
  EXPECT_FALSE(items[1].contains("detail"));
  const Json plain = CompletionList(answer, "\"ä\"\no", 6, Client())["items"];
  EXPECT_FALSE(plain[1].contains("labelDetails"));
  EXPECT_EQ(plain[1]["detail"], "pkg.numbers");
  const Json& edit = items[1]["additionalTextEdits"][0];
  EXPECT_EQ(edit["newText"], "from pkg.numbers import odd\n");
  EXPECT_EQ(edit["range"]["start"]["line"], 1);
  EXPECT_EQ(edit["range"]["end"]["character"], 0);
  EXPECT_EQ(items[1]["textEdit"]["newText"], "odd");
}

TEST(CompletionItems, AListIsFinalIfTheNextKeyOnlyLeavesItemsOut) {
  auto is_incomplete = [](predict::Origin found, std::string prefix, size_t count) {
    predict::Answer answer{pack::Task::kName, std::move(prefix), {}, {}, false, found};
    answer.completions.resize(count, {"ab", .1f, "module"});
    return CompletionList(answer, "a", 1, kClient)["isIncomplete"];
  };
  using enum predict::Origin;
  EXPECT_EQ(is_incomplete(kInImports, "a", 3), false);
  EXPECT_EQ(is_incomplete(kInImports, "", 3), true);
  EXPECT_EQ(is_incomplete(kInImports, "a", 100), true);
  EXPECT_EQ(is_incomplete(kByModel, "a", 3), true);
  EXPECT_EQ(is_incomplete(kInWordsOfTheText, "a", 3), true);
  EXPECT_EQ(is_incomplete(kNowhere, "", 0), false);
}

TEST(CompletionItems, ThePrefixIsReplacedAndCallsAreSnippets) {
  predict::Answer answer{
      pack::Task::kArgument, "na", {{"name", .5f, "name"}}, {{"a, ..., k=$x)", .5f}}};
  const Json list = CompletionList(answer, "f(na)", 4, kClient);
  EXPECT_EQ(list["items"][0]["textEdit"]["range"]["start"]["character"], 2);
  EXPECT_EQ(list["items"][0]["textEdit"]["range"]["end"]["character"], 4);
  EXPECT_EQ(list["items"][1]["textEdit"]["newText"], "a, ${1}, k=\\$x$0");
  EXPECT_EQ(list["items"][1]["insertTextFormat"], 2);
  EXPECT_EQ(CompletionList(answer, "f(na)", 4, Client())["items"].size(), 1u);
  EXPECT_EQ(CallSnippet("..., ...)", false), "${1}, ${2})$0");
}

}  // namespace
}  // namespace fastnode::serve
