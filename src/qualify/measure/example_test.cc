#include "qualify/measure/example.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "qualify/measure/example_files.h"
#include "support/file.h"
#include "support/json.h"

namespace fastnode::qualify {
namespace {

std::string Scratch(const std::string& name) {
  std::string folder = ::testing::TempDir() + "/example_test_" + name;
  std::filesystem::remove_all(folder);
  return folder;
}

Example Made() {
  Example example = MakeExample("x = '<&>\xE2\x82\xAC'\nx.upper", 15, "builtins.str", "upper");
  example.provided = {{"model", {{{"upper", .75}, {"lower", .25}}, "x."}}, {"counts", {{}, "x."}}};
  return example;
}

TEST(Example, IsPrintedAsTheViewerReadsIt) {
  Example example = MakeExample("a<b>&\"c\"", 2, "os", "path");
  EXPECT_EQ(EncodeExample(example),
            "{\n"
            "    \"Buffer\": \"a\\u003cb\\u003e\\u0026\\\"c\\\"\",\n"
            "    \"Cursor\": 2,\n"
            "    \"Symbol\": \"os\",\n"
            "    \"Expected\": \"path\",\n"
            "    \"Provided\": null\n"
            "}\n");
  example.provided = {{"model", {{{"path", .5}}, "os."}}};
  EXPECT_NE(EncodeExample(example).find("    \"Provided\": {\n"
                                        "        \"model\": {\n"
                                        "            \"Completions\": [\n"
                                        "                {\n"
                                        "                    \"Identifier\": \"path\",\n"
                                        "                    \"Score\": 0.5\n"
                                        "                }\n"
                                        "            ],\n"
                                        "            \"MungedBuffer\": \"os.\"\n"),
            std::string::npos);
}

TEST(Example, AFileOfThemIsOneJsonValueAndTheOldFormIsRead) {
  for (size_t size : {0, 1, 3}) {
    const std::string text = EncodeExamples(std::vector<Example>(size, Made()));
    Result<Json> json = ParseJson(text);
    ASSERT_TRUE(json.ok()) << text;
    EXPECT_TRUE(json->is_array());
    std::string old;
    for (size_t i = 0; i < size; ++i) old += EncodeExample(Made());
    for (const std::string& form : {text, old}) {
      Result<std::vector<Example>> read = DecodeExamples(form);
      ASSERT_TRUE(read.ok()) << read.error().message;
      EXPECT_EQ(EncodeExamples(*read), text);
    }
  }
}

TEST(Example, ComesBackAsItWasWritten) {
  Result<std::vector<Example>> read = DecodeExamples(EncodeExample(Made()) + EncodeExample(Made()));
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_EQ(read->size(), 2u);
  const Example& example = (*read)[1];
  EXPECT_EQ(example.buffer, Made().buffer);
  EXPECT_EQ(example.cursor, 15u);
  EXPECT_EQ(example.symbol, "builtins.str");
  EXPECT_EQ(example.expected, "upper");
  ASSERT_EQ(example.provided.size(), 2u);
  EXPECT_EQ(example.provided[0].first, "model");
  EXPECT_EQ(example.provided[0].second.completions[1].name, "lower");
  EXPECT_EQ(example.provided[0].second.completions[1].score, .25);
  EXPECT_EQ(example.provided[0].second.munged_buffer, "x.");
}

TEST(Example, TakesItsCursorFromAMark) {
  Result<std::vector<Example>> read = DecodeExamples(
      R"({"Buffer": "os.$$$\n", "Cursor": 0, "Symbol": "os", "Expected": "path", "Provided": null})");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ((*read)[0].buffer, "os.\n");
  EXPECT_EQ((*read)[0].cursor, 3u);
}

TEST(Example, ErrorsNameTheExample) {
  const std::string good = EncodeExample(Made());
  for (const char* bad : {
           R"({"Cursor": 0, "Symbol": "", "Expected": ""})",
           R"({"Buffer": "x", "Cursor": -1, "Symbol": "", "Expected": ""})",
           R"({"Buffer": "x", "Cursor": 2, "Symbol": "", "Expected": ""})",
           R"({"Buffer": "x", "Cursor": 0, "Symbol": "", "Expected": "", "Provided": 3})",
           R"({"Buffer": "x", "Cursor": 0, "Symbol": "", "Expected": "", "Provided": {"m": {}}})",
           R"({"Buffer": "", "Cursor": 0, "Symbol": "", "Expected": "",
               "Provided": {"m": {"Completions": ["x"]}}})",
           "[]",
       }) {
    Result<std::vector<Example>> read = DecodeExamples(good + bad);
    ASSERT_FALSE(read.ok()) << bad;
    EXPECT_NE(read.error().message.find("example 2"), std::string::npos) << read.error().message;
  }
  EXPECT_FALSE(DecodeExamples(good + "{").ok());
}

TEST(Example, FolderReplacesWhatStoodThere) {
  const std::string folder = Scratch("folder");
  ASSERT_TRUE(WriteExampleFolder({Made(), Made(), Made()}, folder).ok());
  ASSERT_TRUE(WriteExampleFolder({Made(), Made()}, folder).ok());
  Result<std::vector<std::string>> files = ListFiles(folder, "");
  ASSERT_TRUE(files.ok());
  EXPECT_EQ(*files,
            (std::vector<std::string>{"example-0001-of-0002.json", "example-0002-of-0002.json"}));
  Result<std::vector<Example>> read = ReadExamples(folder);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->size(), 2u);
}

TEST(Example, CuratedOnesAreWellFormed) {
  Result<std::vector<Example>> read =
      ReadExamples(FASTNODE_SOURCE_DIR "/pipeline/curated-examples/attr.json");
  ASSERT_TRUE(read.ok()) << read.error().message;
  // Whatever reads JSON reads it.
  EXPECT_TRUE(
      ParseJson(*ReadFile(FASTNODE_SOURCE_DIR "/pipeline/curated-examples/attr.json")).ok());
  EXPECT_GE(read->size(), 20u);
  for (const Example& example : *read) {
    EXPECT_EQ(example.buffer.substr(example.cursor - 1, 1), ".") << example.buffer;
    EXPECT_TRUE(example.provided.empty());
    EXPECT_FALSE(example.expected.empty());
  }
}

}  // namespace
}  // namespace fastnode::qualify
