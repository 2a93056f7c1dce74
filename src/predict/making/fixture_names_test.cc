#include "predict/making/fixture_names.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "analyze/types/imports/folder.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;

// What is offered at `$`, up to the first of pytest's own; "none": it is no such place.
std::string Offered(std::string text, const std::string& path = "", const std::string& root = "",
                    const Known& known = {}) {
  Question question{std::move(text), 0, path, root};
  question.cursor = question.text.find('$');
  question.text.erase(question.cursor, 1);
  Result<std::optional<Answer>> answer = CompleteFixture(question, known, {});
  CHECK(answer.ok());
  if (!answer->has_value()) return "none";
  std::string names;
  for (const Completion& one : (*answer)->completions) {
    if (one.text == "tmp_path") break;
    names += one.text + " ";
  }
  return names;
}

const std::string kFixtures =
    "import pytest\n\n\n@pytest.fixture\ndef kettle(): ...\n\n\n"
    "@pytest.fixture(scope='module', name='tea')\ndef make_tea(kettle): ...\n\n\n"
    "def kettles(): ...\n\n\n";

TEST(FixtureNames, AreOfferedToTests) {
  EXPECT_EQ(Offered(kFixtures + "def test_a($"), "kettle tea ");
  EXPECT_EQ(Offered(kFixtures + "def test_a(ke$):\n    pass\n"), "kettle ");
  EXPECT_EQ(Offered(kFixtures + "def test_a(kettle, $):\n    pass\n"), "tea ");
  EXPECT_EQ(Offered(kFixtures + "class TestA:\n    def test_a(self,\n               t$"), "tea ");
  EXPECT_EQ(Offered(kFixtures + "def test_a(monk$"), "monkeypatch ");
}

TEST(FixtureNames, AreOfferedToFixtures) {
  EXPECT_EQ(Offered(kFixtures + "@pytest.fixture()\n@other\ndef cup(k$"), "kettle ");
  EXPECT_EQ(Offered(kFixtures + "@pytest.fixture\ndef tea_cup(tea$"), "tea ");
  EXPECT_EQ(Offered(kFixtures + "@pytest.fixture\n# Of tea.\ndef tea_cup(tea$"), "tea ");
}

TEST(FixtureNames, ParametersOfParametrizeAreFirst) {
  const std::string mark = "@pytest.mark.parametrize(";
  const std::string values = ", [\n    (1, 2),\n])\n";
  EXPECT_EQ(Offered(kFixtures + mark + "'text, expected'" + values + "def test_a($"),
            "text expected kettle tea ");
  EXPECT_EQ(Offered(kFixtures + mark + "['text', 'expected']" + values + "def test_a(text, e$"),
            "expected ");
  EXPECT_EQ(Offered(kFixtures + mark + "('text', 'cup')" + values + "@other\n" + mark + "'size'" +
                    values + "def test_a($):\n    pass\n"),
            "text cup size kettle tea ");
  EXPECT_EQ(Offered(kFixtures + mark + "'way'" + values +
                    "class TestA:\n    def test_a(self, $):\n        pass\n"),
            "way kettle tea ");
  EXPECT_EQ(Offered(kFixtures + mark + "'way'" + values + "def test_b(way): ...\n\n\ndef test_a($"),
            "kettle tea ");
}

TEST(FixtureNames, AreOfferedNowhereElse) {
  for (const char* text : {"def a($", "test_a($", "def test_a(x=$", "def test_a(x: $",
                           "def test_a(x, y=f($", "class Test($", "def test_a()$"}) {
    EXPECT_EQ(Offered(kFixtures + text), "none") << text;
  }
}

TEST(FixtureNames, AreThoseOfConftestFilesUpToTheRoot) {
  const fs::path folder =
      fs::temp_directory_path() / ("fastnode_fixtures_" + std::to_string(::getpid()));
  fs::create_directories(folder / "root/tests");
  for (const char* name : {"", "root/", "root/tests/"}) {
    const std::string at = std::string(name).empty() ? "out" : name[5] == 0 ? "top" : "near";
    CHECK(WriteFileAtomic((folder / name / "conftest.py").string(),
                          "@pytest.fixture\ndef of_" + at + "(): ...\n")
              .ok());
  }
  EXPECT_EQ(Offered("def test_a(of_$", (folder / "root/tests/test_a.py").string(),
                    (folder / "root").string()),
            "of_near of_top ");
  // Modules of the project: a text that is open counts, saved or not.
  types::OpenTexts open;
  open.Set((folder / "root/tests/conftest.py").string(),
           std::make_shared<const std::string>("@pytest.fixture\ndef of_unsaved(): ...\n"));
  const types::Folder project((folder / "root").string(), true, 1 << 20, nullptr, &open);
  Known known;
  known.environment = types::Environment(project);
  EXPECT_EQ(Offered("def test_a(of_$", (folder / "root/tests/test_a.py").string(),
                    (folder / "root").string(), known),
            "of_unsaved of_top ");
  fs::remove_all(folder);
}

TEST(FixtureNames, AreThoseThatAConftestFileTakesFromOthers) {
  const fs::path folder =
      fs::temp_directory_path() / ("fastnode_fixtures_of_others_" + std::to_string(::getpid()));
  fs::create_directories(folder / "tests/parts");
  const auto write = [&](const char* path, const std::string& text) {
    CHECK(WriteFileAtomic((folder / path).string(), text).ok());
  };
  write("tests/__init__.py", "");
  write("tests/conftest.py",
        "from .parts import of_part, of_nobody, helper, make_named\n"
        "pytest_plugins = ('tests.listed',)\n");
  write("tests/parts/__init__.py", "from .one import of_part, make_named\n\ndef helper(): ...\n");
  write("tests/parts/one.py",
        "@pytest.fixture\ndef of_part(): ...\n\n"
        "@pytest.fixture(name='named')\ndef make_named(): ...\n");
  write("tests/listed.py",
        "from tests.conftest import *\n"  // comes back to where it began
        "@pytest.fixture(name='of_list')\ndef made(): ...\n");
  const types::Folder project(folder.string(), true, 1 << 20, nullptr, nullptr);
  Known known;
  known.environment = types::Environment(project);
  const std::string path = (folder / "tests/test_a.py").string();
  EXPECT_EQ(Offered("def test_a($", path, folder.string(), known), "named of_part of_list ");
  EXPECT_EQ(Offered("from tests.parts.one import of_part as mine\n\ndef test_a($",
                    (folder / "test_a.py").string(), folder.string(), known),
            "mine ");
  // A conftest file in a folder that cannot be imported takes them, too.
  fs::create_directories(folder / "more-tests");
  write("more-tests/conftest.py", "from tests.parts import of_part\n");
  EXPECT_EQ(
      Offered("def test_a($", (folder / "more-tests/test_a.py").string(), folder.string(), known),
      "of_part ");
  fs::remove_all(folder);
}

TEST(FixtureNames, AreThoseOfPluginsThatAreInstalled) {
  const fs::path folder =
      fs::temp_directory_path() / ("fastnode_fixtures_of_plugins_" + std::to_string(::getpid()));
  fs::create_directories(folder / "brewing-1.0.dist-info");
  CHECK(WriteFileAtomic((folder / "brewing.py").string(),
                        "@pytest.fixture\ndef brewer(): ...\n\n"
                        "@pytest.fixture\ndef _brew_alone(): ...\n")
            .ok());
  CHECK(WriteFileAtomic((folder / "brewing-1.0.dist-info/entry_points.txt").string(),
                        "[pytest11]\nbrewing=brewing\n")
            .ok());
  const types::Folder packages(folder.string());
  Known known;
  known.environment = types::Environment(packages);
  EXPECT_EQ(Offered("def test_a(br$", "", "", known), "brewer ");
  EXPECT_EQ(Offered("def test_a(_br$", "", "", known), "_brew_alone ");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace fastnode::predict
