#include "serve/notebooks.h"

#include <gtest/gtest.h>

#include "serve/scripted_editor.h"

namespace fastnode::serve {
namespace {

constexpr char kBook[] = "file:///work/a.ipynb";

Json Cell(const std::string& uri, int kind = 2) { return {{"kind", kind}, {"document", uri}}; }
Json Text(const std::string& uri, const std::string& text, const std::string& language = "python") {
  return {{"uri", uri}, {"languageId", language}, {"version", 1}, {"text", text}};
}

TEST(Notebooks, MagicsAreBlank) {
  EXPECT_EQ(WithoutMagics("%time f()\nx = 1"), "         \nx = 1");
  EXPECT_EQ(WithoutMagics("  !ls é\nx?"), "        \n  ");
  EXPECT_EQ(WithoutMagics("names = !ls\nn = %env A"), "names = 0  \nn = 0     ");
  EXPECT_EQ(WithoutMagics("%%bash\nls"), "      \n  ");
  EXPECT_EQ(WithoutMagics("%%time\nf()"), "      \nf()");
  for (const char* code :
       {"x = a\\\n  % b", "x != y", "x = 5 %b", "'why?'", "# why?", "m = (\"%s\"\n  %name)",
        "\"\"\"\n!x\n\"\"\"", "x = a\\\n%b", "'a'\nx = '#'"}) {
    EXPECT_EQ(WithoutMagics(code), code);
  }
  EXPECT_EQ(WithoutMagics("x = '(' # (\n%t a"), "x = '(' # (\n    ");
  EXPECT_EQ(WithoutMagics("\"\"\"a\"\"\"\n!x\r\n!y"), "\"\"\"a\"\"\"\n  \r\n  ");
  EXPECT_TRUE(IsMagicAt("x\n%ti", 5));
  EXPECT_FALSE(IsMagicAt("x\n%ti", 1));
  EXPECT_TRUE(IsMagicAt("%%bash\nls", 9));
}

TEST(Notebooks, CellsAreOneTextInTheirOrder) {
  ScriptedEditor session;
  session.Request(1, "initialize")
      .Notice("notebookDocument/didOpen",
              {{"notebookDocument",
                {{"uri", kBook}, {"cells", {Cell("cell:1"), Cell("cell:m", 1), Cell("cell:2")}}}},
               {"cellTextDocuments",
                {Text("cell:1", "import os\n%cd /"), Text("cell:m", "Text.", "markdown"),
                 Text("cell:2", "one\ntwo.")}}})
      .Complete(2, "cell:2", 1, 4)
      .Notice("notebookDocument/didChange",
              {{"notebookDocument", {{"uri", kBook}, {"version", 2}}},
               {"change",
                {{"cells",
                  {{"structure",
                    {{"array", {{"start", 0}, {"deleteCount", 1}, {"cells", {Cell("cell:3")}}}},
                     {"didOpen", {Text("cell:3", "three\n")}},
                     {"didClose", {{{"uri", "cell:1"}}}}}},
                   {"textContent",
                    {{{"document", {{"uri", "cell:2"}, {"version", 2}}},
                      {"changes", {{{"text", "four."}}}}}}}}}}}})
      .Complete(3, "cell:2", 0, 5)
      .Complete(4, "cell:1", 0, 1)
      .Notice("notebookDocument/didClose",
              {{"notebookDocument", {{"uri", kBook}}},
               {"cellTextDocuments", {{{"uri", "cell:2"}}, {{"uri", "cell:3"}}}}})
      .Complete(5, "cell:2", 0, 1);
  auto answers = session.Run();
  const Json& first = answers["2"]["result"]["items"][0];
  EXPECT_EQ(first["label"], "import os\n     \none\ntwo.");
  EXPECT_EQ(first["textEdit"]["range"]["start"]["line"], 1);
  EXPECT_EQ(first["data"]["uri"], "cell:2");
  EXPECT_EQ(answers["3"]["result"]["items"][0]["label"], "three\n\nfour.");
  EXPECT_EQ(answers["3"]["result"]["items"][0]["textEdit"]["range"]["start"]["line"], 0);
  EXPECT_TRUE(answers["4"].contains("error"));
  EXPECT_TRUE(answers["5"].contains("error"));
}

TEST(Notebooks, DefinitionsLeadToTheirCellAndMagicsAreNotAnswered) {
  ScriptedEditor session;
  session.Request(1, "initialize")
      .Notice("notebookDocument/didOpen",
              {{"notebookDocument", {{"uri", kBook}, {"cells", {Cell("cell:1"), Cell("cell:2")}}}},
               {"cellTextDocuments",
                {Text("cell:1", "\ndef add(a):\n    pass"), Text("cell:2", "%ti\nadd(1)")}}})
      .Request(
          2, "textDocument/definition",
          {{"textDocument", {{"uri", "cell:2"}}}, {"position", {{"line", 1}, {"character", 1}}}})
      .Request(
          3, "textDocument/hover",
          {{"textDocument", {{"uri", "cell:2"}}}, {"position", {{"line", 1}, {"character", 1}}}})
      .Complete(4, "cell:2", 0, 3);
  auto answers = session.Run();
  EXPECT_EQ(answers["2"]["result"]["uri"], "cell:1");
  EXPECT_EQ(answers["2"]["result"]["range"]["start"]["line"], 1);
  EXPECT_EQ(answers["3"]["result"]["range"]["start"]["line"], 1);
  EXPECT_TRUE(answers["4"]["result"].is_null());
}

TEST(Notebooks, AnItemThatChangesAnotherCellIsLeftOut) {
  WholeNotebook whole{.uri = kBook, .text = "a\nb\n", .cells = {{"cell:1", 0}, {"cell:2", 1}}};
  whole.cell = 1;
  auto edit = [](int line) {
    Json edits = Json::array();
    edits.push_back(
        {{"range", {{"start", {{"line", static_cast<unsigned>(line)}, {"character", 0u}}}}}});
    return edits;
  };
  Json reply = {{"result",
                 {{"items",
                   {{{"label", "here"}, {"additionalTextEdits", edit(1)}},
                    {{"label", "there"}, {"additionalTextEdits", edit(0)}}}}}}};
  reply = InCell(reply, whole);
  ASSERT_EQ(reply["result"]["items"].size(), 1u);
  EXPECT_EQ(reply["result"]["items"][0]["label"], "here");
}

}  // namespace
}  // namespace fastnode::serve
