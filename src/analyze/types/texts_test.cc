// An evaluator that goes from one text of a file to the next says of each what one of its own says:
// of texts with lines cut off, taken out and put in, and of other sources.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/answers_for_test.h"
#include "analyze/types/file/parse_module.h"
#include "analyze/types/imports/library_for_test.h"
#include "analyze/types/imports/workspace.h"
#include "analyze/types/types.h"
#include "support/file.h"
#include "support/random.h"

namespace fastnode::types {
namespace {

constexpr int kTexts = 12;

struct Edited {
  std::string text;
  size_t at;
};

// A line that ends early, one that is gone, one that stands twice, or a name that is another.
Edited Edit(const std::string& text, Random& random) {
  Edited edited{text, random.Below(text.size() + 1)};
  const size_t end = std::min(text.find('\n', edited.at), text.size());
  const size_t begin = text.rfind('\n', edited.at == 0 ? 0 : edited.at - 1) + 1;
  switch (random.Below(4)) {
    case 0:
      edited.text.erase(edited.at, end - edited.at);
      break;
    case 1:
      if (begin < end) edited.text.erase(begin, end - begin);
      break;
    case 2:
      if (begin < end) edited.text.insert(begin, text.substr(begin, end - begin) + "\n");
      break;
    default:
      edited.text.insert(edited.at, "x");
  }
  return edited;
}

NodeId NodeAt(const ast::Tree& tree, size_t offset) {
  NodeId found = ast::kRoot;
  for (NodeId node : tree.ids()) {
    if (tree[node].begin <= offset && offset <= tree[node].end) found = node;
  }
  return found;
}

void Compare(const std::string& source, const Environment& environment, uint64_t seed) {
  Result<bind::FileIndex> whole = bind::BindText(source);
  if (!whole.ok() || source.empty()) return;
  Random random(seed, 7, 7);
  TypeEvaluator moved(*whole, environment);
  for (int i = 0; i < kTexts; ++i) {
    const Edited edited = Edit(source, random);
    Result<bind::FileIndex> index = bind::BindText(edited.text);
    if (!index.ok()) continue;
    moved.MoveTo(*index);
    const NodeId centre = NodeAt(index->tree, edited.at);
    TypeEvaluator own(*index, environment);
    if (i % 3 == 0) {
      own.Hide({{centre}});
      moved.Hide({{centre}});
    }
    ASSERT_EQ(AnswersAround(centre, *index, moved), AnswersAround(centre, *index, own))
        << "edited at " << edited.at;
  }
}

TEST(TextsTest, UndeclaredParametersAreUnknownWhereNobodyAsksTheirUses) {
  const Result<bind::FileIndex> index = bind::BindText(
      "def take(passed, said=1):\n    passed\n    said\ntake('')\n"
      "def use(text):\n    text.strip\n    text.lower\n    text\n");
  ASSERT_TRUE(index.ok());
  const Library& library = LibraryForTest();
  const auto types_of_reads = [&](Undeclared undeclared) {
    TypeEvaluator evaluator(*index, library, {}, nullptr, undeclared);
    std::vector<std::string> all;
    for (NodeId node : index->tree.ids()) {
      const bool is_statement =
          index->tree[index->tree[node].parent].kind == ast::Kind::kExpressionStatement;
      if (index->tree[node].kind == ast::Kind::kIdentifier && is_statement) {
        all.push_back(evaluator.Describe(evaluator.TypeOf(node)));
      }
    }
    return all;
  };
  EXPECT_EQ(types_of_reads(Undeclared::kByUse),
            (std::vector<std::string>{"builtins.str", "builtins.int", "builtins.str?"}));
  EXPECT_EQ(types_of_reads(Undeclared::kUnknown),
            (std::vector<std::string>{"unknown", "builtins.int", "unknown"}));
}

TEST(TextsTest, AnEvaluatorGoesFromTextToText) { ForEachCase(Compare); }

TEST(TextsTest, AlsoWhereOtherFilesOfItsProjectImportIt) {
  if (StandardLibraryForTest().empty()) GTEST_SKIP() << "no standard library in /usr/lib";
  ForEachModule(Compare);
}

TEST(TextsTest, AnEvaluatorGoesFromSourceToSource) {
  const Result<bind::FileIndex> before = bind::BindText("");
  TypeEvaluator moved(*before, LibraryForTest());
  int sources = 0;
  const auto compare = [&](const std::string& source, const Environment&, uint64_t seed) {
    Result<bind::FileIndex> index = bind::BindText(source);
    if (!index.ok() || source.empty()) return;
    moved.MoveTo(*index);
    TypeEvaluator own(*index, LibraryForTest());
    Random random(seed, 7, 7);
    const NodeId centre = NodeAt(index->tree, random.Below(source.size()));
    ASSERT_EQ(AnswersAround(centre, *index, moved), AnswersAround(centre, *index, own));
    ++sources;
  };
  ForEachCase(compare);
  ForEachModule(compare);
  EXPECT_GT(sources, 20);
}

// What `other` says of the file at hand is another thing when that is, and what it says of itself
// is not.
class Two : public ModulePlace {
 public:
  std::shared_ptr<const Module> Find(std::string_view path) const override {
    return path == "other" ? other_ : nullptr;
  }
  std::vector<std::string> Submodules(std::string_view) const override { return {}; }

 private:
  std::shared_ptr<const Module> other_ = ParseModule("other", false, false,
                                                     "import here\n"
                                                     "from here import *\n"
                                                     "made = here.make()\n"
                                                     "class Sub(here.Base): own = 1\n"
                                                     "class Alone: lone = 1\n",
                                                     "other.py");
};

TEST(TextsTest, WhatGoesThroughTheFileAtHandIsFoundAnew) {
  const Two place;
  const Environment environment({&place, &LibraryForTest()}, {"here.py", "here", ""});
  const std::string head = "import other\n", tail = "other.made; other.Sub; other.Alone; other.f\n";
  const std::string texts[] = {
      head + "class Base: one = 1\ndef make(): return 'a'\ndef f(): pass\n" + tail,
      head + "class Base: two = 2\ndef make(): return 1\nf = [1]\n" + tail,
      head + "class Base: two = 2\ndef g(): return 1\n" + tail,
  };
  const Result<bind::FileIndex> before = bind::BindText("");
  TypeEvaluator moved(*before, environment);
  std::set<std::string> all;
  for (const std::string& text : texts) {
    Result<bind::FileIndex> index = bind::BindText(text);
    moved.MoveTo(*index);
    TypeEvaluator own(*index, environment);
    const std::string answers = AnswersAround(ast::kRoot, *index, moved);
    EXPECT_EQ(answers, AnswersAround(ast::kRoot, *index, own));
    EXPECT_NE(answers.find(" lone"), answers.npos);
    all.insert(answers);
  }
  EXPECT_EQ(all.size(), std::size(texts));
}

// Classes that a parameter may be, what parameters of a name are used as, and methods that are
// handed over are read off a text once.
TEST(TextsTest, WhatIsReadOffATextOnceIsReadAnewOfAnother) {
  const std::string use = "def stroke(cat):\n  cat.purr()\n  cat.feed()\n  return cat\n";
  const std::string cat = "class Cat:\n  def purr(self): pass\n  def feed(self): pass\n";
  const std::string dog = "class Dog:\n  def bark(self): pass\n  def feed(self): pass\n";
  const auto handed = [](const std::string& what) {
    return "class Task:\n  def run(self, it): return it\n  def all(self): return "
           "list(map(self.run, " +
           what + "))\n";
  };
  const std::string texts[] = {
      cat + use,
      "import os\n" + dog + cat + use,
      dog + "def stroke(cat):\n  cat.bark()\n  cat.feed()\n  return cat\n",
      handed("['a']"),
      "import os\nx = [os.path, 1]\n" + handed("[1]"),
  };
  const Result<bind::FileIndex> before = bind::BindText("");
  TypeEvaluator moved(*before, LibraryForTest());
  for (const std::string& text : texts) {
    Result<bind::FileIndex> index = bind::BindText(text);
    moved.MoveTo(*index);
    TypeEvaluator own(*index, LibraryForTest());
    EXPECT_EQ(AnswersAround(ast::kRoot, *index, moved), AnswersAround(ast::kRoot, *index, own));
  }
}

}  // namespace
}  // namespace fastnode::types
