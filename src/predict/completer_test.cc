// Completer over a release of random weights: what it must promise whatever the model has learnt.
#include "predict/completer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "analyze/ast/parse.h"
#include "collect/context/index.h"
#include "collect/corpus/usage_builder.h"
#include "collect/draw/metainfo.h"
#include "collect/pack/analyse.h"
#include "learn/model/model_folder.h"
#include "learn/model/parameters.h"
#include "predict/asked/question_for_test.h"
#include "predict/cache/project_usage.h"
#include "predict/fit/patterns.h"
#include "support/file.h"
#include "support/manifest.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;

class CompleterTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / ("fastnode_completer_" + std::to_string(::getpid()));
    Write("typeshed/stdlib/builtins.pyi",
          "class object: ...\nclass str:\n    def upper(self) -> str: ...\n    def lower(self) -> "
          "str: ...\ndef ord(c): ...\n");
    Write("typeshed/stdlib/types.pyi",
          "class ModuleType:\n    __file__: str\nclass FunctionType:\n    __code__: object\n");
    Write("typeshed/stdlib/typing.pyi",
          "Literal: object\nTypedDict: object\nclass _TypedDict: ...\n");
    Write("typeshed/stdlib/io.pyi",
          "from typing import Literal, overload\n"
          "@overload\ndef open(mode: Literal['r+', '+r']): ...\n"
          "@overload\ndef open(mode: Literal['rb']): ...\n");
    Write("typeshed/stdlib/things.pyi",
          "import io as io\nfrom io import open as open\n"
          "limit: str\nclass small: ...\nclass Thing:\n    def turn(self): ...\ndef make() -> "
          "Thing: ...\n");
    Write("typeshed/stdlib/VERSIONS",
          "builtins: 3.0-\nio: 3.0-\nthings: 3.0-\ntypes: 3.0-\ntyping: 3.5-\n");
    fs::create_directories(folder_ / "typeshed/stubs");
    fs::create_directories(folder_ / "release");
    CHECK(types::BuildLibrary((folder_ / "typeshed").string(), {},
                              (folder_ / "release/library.bin").string())
              .ok());
    draw::Metainfo metainfo;
    metainfo.dataset_id = "some";
    metainfo.config_hash = "some";
    metainfo.usage_hash = "some";
    metainfo.vocabularies = {pack::Vocabulary({"self", "items"}), pack::Vocabulary({"str"})};
    Write("release/metainfo-inference.json", draw::EncodeMetainfo(metainfo));
    Write("release/usage.bin", corpus::UsageTable().Encode());
    learn::ModelConfig config{.hidden = 8,
                              .layers = 2,
                              .ranker_hidden = 8,
                              .ranker_hidden2 = 4,
                              .site_context = 4,
                              .name_rows = 3,
                              .type_rows = 2};
    Write("release/attr-fallback.txt", "# none\n");
    for (const auto& [name, bytes] : learn::ModelFiles(config, learn::InitialWeights(config, 1))) {
      Write("release/" + name, bytes);
    }
    Name("release");
    Result<Completer> loaded = Completer::Load((folder_ / "release").string());
    if (!loaded.ok()) std::fprintf(stderr, "%s\n", loaded.error().message.c_str());
    completer_ = std::make_unique<Completer>(std::move(loaded).value());
  }

  static void TearDownTestSuite() {
    completer_.reset();
    fs::remove_all(folder_);
  }

  static void Write(const std::string& name, const std::string& bytes) {
    fs::create_directories((folder_ / name).parent_path());
    CHECK(WriteFileAtomic((folder_ / name).string(), bytes).ok());
  }

  // Its manifest.
  static void Name(const std::string& release) {
    CHECK(WriteManifest((folder_ / release).string(), {"tiny", "", "", ""}).ok());
  }

  static Question At(std::string text) {
    const size_t cursor = TakeCursor(text);
    return {text, cursor};
  }
  static Result<Answer> Ask(const std::string& text, BaseOrder order = BaseOrder::kRelease,
                            const Budget& budget = {}) {
    const Question question = At(text);
    return completer_->Complete(question, completer_->Know(question), budget, order);
  }

  static std::vector<std::string> Texts(const Answer& answer) {
    std::vector<std::string> texts;
    for (const Completion& completion : answer.completions) texts.push_back(completion.text);
    return texts;
  }

  static inline fs::path folder_;
  static inline std::unique_ptr<Completer> completer_;
};

TEST_F(CompleterTest, OffersWhatTheFileUsesAndWhatTheTypeHas) {
  const std::vector<std::string> of_unknown = Texts(*Ask("y.run()\nz.$\n"));
  EXPECT_THAT(of_unknown, testing::Contains("run"));
  const std::vector<std::string> of_text = Texts(*Ask("x = 'a'\ny.run()\nx.strike()\nx.$\n"));
  for (const char* wanted : {"strike", "upper", "lower"}) {
    EXPECT_THAT(of_text, testing::Contains(wanted));
  }
}

// What is kept from question to question: of texts that differ, of a file that has changed in
// between, and of another completer.
TEST_F(CompleterTest, AMemoryChangesNoAnswer) {
  Write("remembered/other.py", "class A:\n  one = 1\n\nmade = A()\n");
  AnalysisMemory memory;
  auto compare = [&](const Completer& completer, const std::string& text) {
    Question question = At(text);
    question.root = (folder_ / "remembered").string();
    question.path = question.root + "/here.py";
    const Result<Answer> with =
        completer.Complete(question, completer.Know(question, {.memory = &memory}), {});
    const Result<Answer> without = completer.Complete(question, completer.Know(question), {});
    ASSERT_TRUE(with.ok() && without.ok());
    ASSERT_EQ(Texts(*with), Texts(*without)) << text;
    for (size_t i = 0; i < with->completions.size(); ++i) {
      EXPECT_EQ(with->completions[i].probability, without->completions[i].probability) << text;
    }
  };
  const std::string head = "import other\nx = 'a'\ny.run()\n\ndef f(a, b=x): return a.go()\n";
  const std::string texts[] = {"other.made.$\n", "x.$\n", "x.u$\n", "f($\n", "f(x, $)\n", "y.$\n"};
  for (const std::string& text : texts) compare(*completer_, head + text);
  Write("remembered/other.py", "class A:\n  two = 1\n  three = 1\n\nmade = A()\n");
  for (const std::string& text : texts) compare(*completer_, head + text);
  Question question = At(head + texts[0]);
  question.root = (folder_ / "remembered").string();
  question.path = question.root + "/here.py";
  EXPECT_THAT(
      Texts(*completer_->Complete(question, completer_->Know(question, {.memory = &memory}), {})),
      testing::Contains("three"));
  Result<Completer> another = Completer::Load((folder_ / "release").string());
  ASSERT_TRUE(another.ok());
  for (const std::string& text : texts) compare(*another, head + text);
}

// With a standard library that has Whale and whaling, and prints its edits.
std::string Imported(const Completer& completer, const Question& question) {
  Result<bind::FileIndex> index =
      bind::BindText("class Whale: ...\ndef whaling(): ...\ndef returns(): ...\n");
  CHECK(index.ok());
  const types::Module module("sea", false, false, *std::move(index));
  Importables importables;
  importables.list = {
      auto_import::Index::Build(auto_import::Source::kStandard, "",
                                {{"", "sea", false, false, auto_import::ExportsOf(module)}})};
  Given given;
  given.find_importables = [&](const std::vector<std::string>&, const Budget&) {
    return importables;
  };
  Result<Answer> answer = completer.Complete(question, completer.Know(question, given), {});
  CHECK(answer.ok());
  std::string text;
  for (const Completion& one : answer->completions) {
    text += one.text + (one.module.empty() ? "" : " of " + one.module + ": " + one.edits[0].text);
    text += one.module.empty() ? "\n" : "";
  }
  return text;
}

TEST_F(CompleterTest, NamesThatCanBeImportedComeBehindThoseInScope) {
  auto ask = [](const std::string& text) { return Imported(*completer_, At(text)); };
  const std::string whale = "Whale of sea: from sea import Whale\n\n";
  EXPECT_EQ(ask("x = Wha$\n"), whale + "whaling of sea: from sea import whaling\n\n");
  EXPECT_EQ(ask("whales = 1\nx = Wha$\n"),
            "whales\n" + whale + "whaling of sea: from sea import whaling\n\n");
  EXPECT_EQ(ask("x = f(Whale$)\n"), whale);
  // What the file names and does not define is not in scope.
  EXPECT_EQ(ask("y = Whale()\nx = Whale$\n"), whale);
  EXPECT_EQ(ask("from sea import Whale\nx = Whale$\n"), "Whale\n");
  for (const char* silent : {"x = w$\n", "x.Whal$\n", "import Whal$\n", "def Whal$\n",
                             "x = 'Whal$'\n", "# Whal$\n", "for Whal$ in x: pass\n"}) {
    EXPECT_EQ(ask(silent).find(" of sea"), std::string::npos) << silent;
  }
}

TEST_F(CompleterTest, WhatABaseHasIsNotHiddenByWhatCanBeImported) {
  const std::string text = "class Ship:\n    whaling = 1\n\n\nclass Boat(Ship):\n    wha$";
  EXPECT_THAT(Imported(*completer_, At(text + " = 2\n")), testing::StartsWith("whaling\n"));
  // The file has it elsewhere, too.
  EXPECT_THAT(Imported(*completer_, At(text + " = 2\n\n\nx = Boat.whaling\n")),
              testing::StartsWith("whaling\n"));
}

TEST_F(CompleterTest, NamesInTheCaseThatIsTypedComeFirst) {
  // The model here prefers short names.
  const std::string text = "PathA = 1\npathlike = 2\n";
  EXPECT_EQ(Texts(*Ask(text + "x = pat$\n")), (std::vector<std::string>{"pathlike", "PathA"}));
  EXPECT_EQ(Texts(*Ask(text + "x = Pat$\n")), (std::vector<std::string>{"PathA", "pathlike"}));
}

TEST_F(CompleterTest, BelowASetterComesTheNameOfItsProperty) {
  const std::string head = "class A:\n    @property\n    def value(self): ...\n\n    @value.";
  EXPECT_EQ(Texts(*Ask(head + "setter\n    def $\n")), std::vector<std::string>{"value"});
  EXPECT_EQ(Texts(*Ask(head + "deleter\n    def va$(self): ...\n")),
            std::vector<std::string>{"value"});
  EXPECT_TRUE(Texts(*Ask(head + "setter\n    def x$\n")).empty());
}

TEST_F(CompleterTest, BeforeTheSignOfAnArgumentNothingIsGivenTwice) {
  const std::string head = "def f(aa, ab, ac, ad): ...\n";
  EXPECT_EQ(Texts(*Ask(head + "f(1, a$=2, ad=3)\n")), (std::vector<std::string>{"ab", "ac"}));
}

TEST_F(CompleterTest, WhatStandsBehindAPlaceSaysWhichKeywordsAreLeft) {
  using testing::Contains;
  using testing::Not;
  const std::string head = "def f(aa, ab=1, ac=2): ...\n";
  EXPECT_THAT(Texts(*Ask(head + "f(1, $, ab=3)\n")), Not(Contains("ab=")));
  EXPECT_THAT(Texts(*Ask(head + "f(1, $, ab=3)\n")), Contains("ac="));
  EXPECT_THAT(Texts(*Ask(head + "f(1, $ ab=3)\n")), Contains("ac="));
  // A keyword before a value that is passed by position is no Python.
  EXPECT_THAT(Texts(*Ask(head + "x = 1\nf($, 3)\n")), Not(Contains("aa=")));
  EXPECT_THAT(Texts(*Ask(head + "x = 1\nf($, 3)\n")), Contains("x"));
  EXPECT_THAT(Texts(*Ask(head + "x = 1\nf($, *x)\n")), Contains("aa="));
  // Somebody may be about to name it.
  EXPECT_THAT(Texts(*Ask(head + "f(a$'x', 3)\n")), Contains("aa="));
  EXPECT_THAT(Texts(*Ask(head + "f(a$x, 3)\n")), Contains("aa="));
  EXPECT_THAT(Texts(*Ask(head + "f($'x')\n")), Contains("aa="));
  EXPECT_THAT(Texts(*Ask(head + "f(a$=)\n")), Contains("aa="));
}

TEST_F(CompleterTest, BehindAKeywordNothingIsPassedByPosition) {
  const std::string head = "def f(aa, *, ab, what): ...\n";
  auto ask = [&](const std::string& call) { return Imported(*completer_, At(head + call)); };
  EXPECT_EQ(ask("f(1, ab=2, wha$)\n"), "what=\n");
  EXPECT_EQ(ask("f(**x, wha$)\n"), "what=\n");
  EXPECT_NE(ask("f(1, ab=wha$)\n").find("whaling"), std::string::npos);
  EXPECT_NE(ask("f(wha$)\n").find("whaling"), std::string::npos);
}

TEST_F(CompleterTest, WhatTheBasesOfAClassAskForComesBeforeOtherBases) {
  EXPECT_EQ(Texts(*Ask("class A(TypedDict, t$):\n    a: int\n"))[0], "total=");
  EXPECT_EQ(Texts(*Ask("class A:\n    def __init_subclass__(cls, *, kind=1): ...\n\n\n"
                       "class B(A, $):\n    pass\n"))[0],
            "kind=");
}

TEST_F(CompleterTest, BehindYieldMayComeFrom) {
  EXPECT_THAT(Texts(*Ask("def f(x):\n    yield fr$\n")), testing::Contains("from"));
  EXPECT_THAT(Texts(*Ask("def f(x):\n    x = fr$\n")), testing::Not(testing::Contains("from")));
}

TEST_F(CompleterTest, CaseIsNoNameWhereNothingBindsIt) {
  const std::string below = "\n\ndef f(x):\n    match x:\n        case 1:\n            pass\n";
  EXPECT_THAT(Texts(*Ask("x = ca$" + below)), testing::Not(testing::Contains("case")));
  EXPECT_THAT(Texts(*Ask("print(ca$)" + below)), testing::Not(testing::Contains("case")));
  EXPECT_THAT(Texts(*Ask("case = 1\nx = ca$" + below)), testing::Contains("case"));
}

TEST_F(CompleterTest, BelowDefinitionsComesTheNameOfTheModule) {
  const std::string head = "def main(): ...\n\nif ";
  EXPECT_EQ(Texts(*Ask(head + "$ == '__main__':\n    main()\n"))[0], "__name__");
  EXPECT_EQ(Texts(*Ask(head + "$\n"))[0], "__name__");
  EXPECT_NE(Texts(*Ask("x = 1\n" + head.substr(17) + "$\n"))[0], "__name__");
}

TEST_F(CompleterTest, TheNameOfTheModuleIsComparedWithMain) {
  EXPECT_EQ(Texts(*Ask("def main(): ...\nif __name__ == $\n"))[0], "'__main__'");
  EXPECT_NE(Texts(*Ask("def main(): ...\nif main == $\n"))[0], "'__main__'");
}

TEST_F(CompleterTest, NoWordStandsBehindAwait) {
  EXPECT_THAT(Texts(*Ask("async def f(x):\n    await $\n")),
              testing::Not(testing::Contains("await")));
  EXPECT_THAT(Texts(*Ask("async def f(x):\n    await n$\n")),
              testing::Not(testing::Contains("not")));
  EXPECT_THAT(Texts(*Ask("async def f(x):\n    not_await = aw$\n")), testing::Contains("await"));
}

TEST_F(CompleterTest, AHeadWithoutItsWordGetsOne) {
  EXPECT_EQ(Texts(*Ask("def f(lock):\n    $ lock:\n        pass\n"))[1], "with");
}

TEST_F(CompleterTest, DueNamesComeFirst) {
  EXPECT_EQ(Texts(*Ask("def f():\n    to$ = 0\n    print(total)\n"))[0], "total");
  EXPECT_EQ(Texts(*Ask("for $ in orders:\n    print(order)\n")), std::vector<std::string>{"order"});
  EXPECT_EQ(Texts(*Ask("f = lambda $: pair[0]\n")), std::vector<std::string>{"pair"});
}

TEST_F(CompleterTest, AClassOffersWhatOthersLikeItSet) {
  const std::string two = "class A(X):\n    kind = 1\nclass B(X):\n    kind = 2\n    size = 3\n";
  EXPECT_EQ(Texts(*Ask(two + "class C(X):\n    $\n"))[0], "kind");
  EXPECT_THAT(Texts(*Ask(two + "class C(X):\n    $\n")), testing::Contains("size"));
  EXPECT_THAT(Texts(*Ask(two + "class C(Y):\n    $\n")), testing::Not(testing::Contains("kind")));
  EXPECT_NE(Texts(*Ask(two + "class C(X):\n    kind = 1\n    $\n"))[0], "kind");
}

TEST_F(CompleterTest, BesideCasesNothingStandsButCases) {
  EXPECT_EQ(Texts(*Ask("match x:\n    $\n")), std::vector<std::string>{"case"});
  EXPECT_EQ(Texts(*Ask("match x:\n    case 1:\n        pass\n    c$\n")),
            std::vector<std::string>{"case"});
  EXPECT_TRUE(Texts(*Ask("match x:\n    case 1:\n        pass\n    x$\n")).empty());
  EXPECT_THAT(Texts(*Ask("x = 1\nmatch x:\n    case 1:\n        x$\n")), testing::Contains("x"));
}

TEST_F(CompleterTest, YieldMayGoOnWithFrom) {
  EXPECT_THAT(Texts(*Ask("def f():\n    yield fr$\n")), testing::Contains("from"));
  EXPECT_THAT(Texts(*Ask("def f():\n    x = fr$\n")), testing::Not(testing::Contains("from")));
}

TEST_F(CompleterTest, WhatStarsBringIsInScope) {
  Write("brought/basket.py", "__all__ = ['apple']\napple = 1\napricot = 2\n");
  Write("brought/crate.py", "from basket import *\nappetite = 1\n_apparel = 2\n");
  Question question = At("from crate import *\nx = ap$\n");
  question.path = (folder_ / "brought/main.py").string();
  Result<Answer> answer = completer_->Complete(question, completer_->Know(question), {});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(Texts(*answer), (std::vector<std::string>{"appetite", "apple"}));
}

TEST_F(CompleterTest, ABodyOfAClassMayGiveFieldsOfItsBasesAnew) {
  const std::string base =
      "class A:\n    grade = 1\n    grape: str\n    def grasp(self): ...\n\n\n";
  EXPECT_EQ(Texts(*Ask(base + "class B(A):\n    gra$\n")),
            (std::vector<std::string>{"grade", "grape"}));
  EXPECT_TRUE(Texts(*Ask(base + "class B(A):\n    x = gra$\n")).empty());
  EXPECT_TRUE(Texts(*Ask(base + "class B:\n    gra$\n")).empty());
}

TEST_F(CompleterTest, WhatTheFileNamesAndDoesNotDefineIsNoName) {
  EXPECT_TRUE(Texts(*Ask("f(whale)\nx = wha$\n")).empty());
  // A star may bring it.
  EXPECT_EQ(Texts(*Ask("from sea import *\nf(whale)\nx = wha$\n")),
            std::vector<std::string>{"whale"});
}

TEST_F(CompleterTest, NothingIsImportedWhereAWordOfTheLanguageIsTyped) {
  const std::string text = Imported(*completer_, At("def f():\n    return$\n"));
  EXPECT_EQ(text.find(" of sea"), std::string::npos) << text;
}

TEST_F(CompleterTest, MembersOfAModuleAreShownAsWhatTheyAre) {
  auto kind_of = [](const std::string& text, const std::string& name) {
    const Result<Answer> answer = Ask(text, BaseOrder::kRelease, {.max_completions = 1000});
    for (const Completion& one : answer->completions) {
      if (one.text == name) return one.kind;
    }
    return std::string("not there");
  };
  const std::string module = "import things\nthings.$\n";
  EXPECT_EQ(kind_of(module, "make"), "function");
  EXPECT_EQ(kind_of(module, "Thing"), "class");
  EXPECT_EQ(kind_of(module, "io"), "module");
  EXPECT_EQ(kind_of(module, "limit"), "field");
  // What it has from elsewhere; a class that begins with a small letter.
  EXPECT_EQ(kind_of(module, "open"), "function");
  EXPECT_EQ(kind_of(module, "small"), "class");
  EXPECT_EQ(kind_of("import things as t\nt.io.$\n", "open"), "function");
  // A method stays one.
  EXPECT_EQ(kind_of("from things import Thing\nThing.$\n", "turn"), "method");
  EXPECT_EQ(kind_of("x = ''\nx.$\n", "lower"), "method");
}

TEST_F(CompleterTest, WhatAKnownTypeHasNotIsNotOffered) {
  EXPECT_THAT(Texts(*Ask("x = 'a'\ny.run()\nf(x.$)\n")),
              testing::UnorderedElementsAre("upper", "lower"));
  EXPECT_THAT(Texts(*Ask("x = 'a'\ny.run()\nf(x.ru$)\n")), testing::IsEmpty());
  const std::string own = "class A:\n    def size(self): ...\n\n\ny.run()\n";
  EXPECT_THAT(Texts(*Ask(own + "f(A().$)\n")), testing::Not(testing::Contains("run")));
  EXPECT_THAT(Texts(*Ask(own + "A().$\n")), testing::Not(testing::Contains("run")));
  EXPECT_THAT(Texts(*Ask(own + "a = A()\na.$\n")), testing::Not(testing::Contains("run")));
  // Before a sign the object may get something new.
  EXPECT_THAT(Texts(*Ask(own + "a = A()\na.$ = 1\n")), testing::Contains("run"));
  for (const char* open : {"    def __getattr__(self, name): ...\n",
                           "    def fill(self, other): self.__dict__.update(other)\n"}) {
    const std::string text = std::string("class A:\n") + open + "\n\ny.run()\nf(A().$)\n";
    EXPECT_THAT(Texts(*Ask(text)), testing::Contains("run")) << open;
  }
}

TEST_F(CompleterTest, ObjectsAreGivenNewNamesBehindSelfAlone) {
  const std::string text = "class Lamp:\n    def light(self): ...\n    def dim(self):\n        ";
  EXPECT_THAT(Texts(*Ask(text + "self.gl$\n\n\nz.glow()\n")), testing::Contains("glow"));
  EXPECT_THAT(Texts(*Ask(text + "pass\n\n\nz.glow()\nlamp = Lamp()\nlamp.gl$\n")),
              testing::IsEmpty());
  EXPECT_THAT(
      Texts(*Ask("class Lamp:\n    def dim[T](self, x: T):\n        self.gl$\n\n\nz.glow()\n")),
      testing::Contains("glow"));
  EXPECT_THAT(Texts(*Ask(text + "pass\n\n\nz.glow()\nlamp = Lamp()\nlamp.gl$ = 1\n")),
              testing::Contains("glow"));
}

TEST_F(CompleterTest, WhatOthersHaveComesBehindTheMembersOfAClassThatIsKnown) {
  auto odds = [](const std::string& bases, std::string_view name, std::string_view typed = "") {
    const Result<Answer> answer = Ask("class Lamp" + bases +
                                      ":\n    def light(self): ...\n    def dim(self, given):\n"
                                      "        self." +
                                      std::string(typed) + "$\n\n\nz.glow()\nz.lift()\n");
    float of_name = 0, of_member = 0;
    for (const Completion& one : answer->completions) {
      if (one.text == name) of_name = one.probability;
      if (one.text == "light") of_member = one.probability;
    }
    return of_name / of_member;
  };
  EXPECT_LT(odds("", "glow"), 0.2 * odds("(Unknown)", "glow"));
  EXPECT_LT(odds("", "lift", "li"), 0.2 * odds("(Unknown)", "lift", "li"));
  for (const char* stored : {"given", "_given"}) {
    EXPECT_GT(odds("", stored), 0.5 * odds("(Unknown)", stored)) << stored;
  }
}

TEST_F(CompleterTest, FunctionsHaveNothingOfTheirOwnUnlessOthersStandForThem) {
  const std::string text = "def ring(bell): ...\n\n\nz.tone()\nf(ring.to$)\n";
  EXPECT_THAT(Texts(*Ask(text)), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("@made\n" + text)), testing::Contains("tone"));
  EXPECT_THAT(Texts(*Ask("import mock\n" + text)), testing::Contains("tone"));
}

TEST_F(CompleterTest, WhatTheSameWordsHaveAsAnotherTypeIsNotOffered) {
  const std::string text = "class Lamp:\n    def glow(self): ...\n\n\nx = Lamp()\nx.glow()\n";
  EXPECT_THAT(Texts(*Ask(text + "x = 'a'\nf(x.gl$)\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("x = 'a'\nx.glow()\nf(x.gl$)\n")), testing::Contains("glow"));
  // Of a module with more names than are looked at, the same use is one of its own.
  std::string names;
  for (int i = 1000; i < 1500; ++i) names += "n" + std::to_string(i) + " = 1\n";
  Write("project/many.py", names + "zebra = 1\n");
  Question question = At("import many\nmany.zebra\nf(many.zeb$)\n");
  question.root = (folder_ / "project").string();
  question.path = question.root + "/main.py";
  EXPECT_THAT(Texts(*completer_->Complete(question, completer_->Know(question), {})),
              testing::ElementsAre("zebra"));
}

// The uses of a project count for types with a name of their own. Classes of files have one name
// together, and what is used on one says nothing of another.
TEST_F(CompleterTest, WhatTheProjectUsesOnAKnownTypeIsOfferedTooButNotOnAnotherClass) {
  Write("project/speech.py",
        "y = 'a'\ny.shout()\nz.whisper()\n"
        "class Bee:\n    def buzz(self): pass\nb = Bee()\nf(b.buzz, b.honey)\n");
  const auto usage = ProjectUsage::Read((folder_ / "project").string(), completer_->library());
  ASSERT_TRUE(usage.ok());
  Given given;
  given.project = KnownProject::Borrowed({.project = &(*usage)->table()});
  auto offered = [&](const std::string& text) {
    const Question question = At(text);
    return Texts(*completer_->Complete(question, completer_->Know(question, given), {}));
  };
  EXPECT_THAT(offered("x = 'a'\nf(x.$)\n"),
              testing::UnorderedElementsAre("upper", "lower", "shout"));
  EXPECT_THAT(offered("class Ant:\n    def walk(self): pass\nx = Ant()\nf(x.$)\n"),
              testing::UnorderedElementsAre("walk"));
}

TEST_F(CompleterTest, KeysAreThoseOfDictionariesAndThoseThatTheFileAsksFor) {
  using testing::ElementsAre;
  const std::string settings = "settings = {'name': 1, 'size': {'width': 2, \"high\": 3}}\n";
  EXPECT_THAT(Texts(*Ask(settings + "x = settings['$']\n")), ElementsAre("name", "size"));
  EXPECT_THAT(Texts(*Ask(settings + "x = settings[\"$\ny = 1\n")), ElementsAre("name", "size"));
  EXPECT_THAT(Texts(*Ask(settings + "x = settings['size']['$\n")), ElementsAre("width", "high"));
  EXPECT_THAT(Texts(*Ask(settings + "settings.get('s$')\n")), ElementsAre("size"));
  EXPECT_THAT(Texts(*Ask("def f(row):\n    if 'seen' in row and row['at'] and row.pop('at'): ...\n"
                         "    other['else']\n    return row['$']\n")),
              ElementsAre("at", "seen"));
  EXPECT_THAT(Texts(*Ask("import os\nos.environ['HOM$']\n")), ElementsAre("HOME"));
  EXPECT_EQ(Ask(settings + "settings['na$']\n")->prefix, "na");
  const std::string rows = "rows = [{'name': 1, 'size': 2}]\n";
  for (const char* ask :
       {"rows[0]['$']\n", "for row in rows: row['$']\n", "[r['$'] for r in rows]\n",
        "def f():\n    return {'name': 1, 'size': 2}\nf()['$']\n",
        "def f():\n    def g(): return {'other': 1}\n    return rows[0]\nf()['$']\n",
        "def f():\n    return rows\nx = f()[-1]\nx['$']\n",
        "class A:\n    table = rows\n    def f(self):\n        self.table[0]['$']\n",
        "all = {'a': {'name': 1, 'size': 2}}\nfor k, v in all.items():\n    v['$']\n",
        "x = [{'name': i, 'size': i} for i in y]\nx[0]['$']\n"}) {
    EXPECT_THAT(Texts(*Ask(rows + ask)), ElementsAre("name", "size")) << ask;
  }
  EXPECT_THAT(Texts(*Ask(rows + "def f(): return f()\nrows = f()\nf()['$']\n")), ElementsAre());
  // Quotes within are written as the string's own quotes want it.
  const std::string signs = "signs = {'it\\'s': 1}\n";
  EXPECT_THAT(Texts(*Ask(signs + "signs['$']\n")), ElementsAre("it\\'s"));
  EXPECT_THAT(Texts(*Ask(signs + "signs[\"$\"]\n")), ElementsAre("it's"));
  for (const char* none : {"x = 'a$'\n", "f('a$')\n", "settings['a']$\n", "# d['$\n"}) {
    EXPECT_THAT(Texts(*Ask(settings + none)), testing::Not(testing::Contains("name"))) << none;
  }
}

TEST_F(CompleterTest, KeysOfWhatIsImportedAreThoseThatItsFileWrites) {
  Write("hidden/sizes.py", "SIZES = {'cup': 1, 'pot': 2}\n\n\ndef load():\n    return SIZES\n");
  for (const char* ask : {"from sizes import SIZES as S\nx = S['$']\n",
                          "from sizes import load\nx = load()\nx['$']\n"}) {
    Question question = At(ask);
    question.path = (folder_ / "hidden/main.py").string();
    Result<Answer> answer = completer_->Complete(question, completer_->Know(question), {});
    ASSERT_TRUE(answer.ok());
    EXPECT_THAT(Texts(*answer), testing::ElementsAre("cup", "pot")) << ask;
  }
}

TEST_F(CompleterTest, KeysAreOfferedInQuotesWhereNoneIsTyped) {
  auto first = [](const std::string& text, size_t count) {
    std::vector<std::string> texts = Texts(*Ask(text));
    texts.resize(std::min(texts.size(), count));
    return texts;
  };
  using Names = std::vector<std::string>;
  const std::string sizes = "sizes = {\"cup\": 1, \"pot\": 2}\n";
  EXPECT_EQ(first(sizes + "x = sizes[$]\n", 2), (Names{"\"cup\"", "\"pot\""}));
  EXPECT_EQ(first(sizes + "x = f\"{sizes[$]}\"\n", 2), (Names{"'cup'", "'pot'"}));
  EXPECT_EQ(first("sizes = dict(cup=1)\nx = sizes[$]\n", 1), Names{"'cup'"});
  EXPECT_EQ(first("sizes = {(1, 2): 1, Size.CUP: 2}\nx = sizes[$]\n", 2),
            (Names{"(1, 2)", "Size.CUP"}));
  EXPECT_EQ(first("sizes = {}\nsizes[3] = 1\nsizes[4] = 2\nx = sizes[$]\n", 2), (Names{"3", "4"}));
  EXPECT_NE(first("sizes[3] = 1\nx = sizes[$]\n", 1), Names{"3"});  // perhaps a list
  // With a letter a name is meant first.
  EXPECT_EQ(first(sizes + "cupboard = 1\nx = sizes[cup$]\n", 2), (Names{"cupboard", "\"cup\""}));
  EXPECT_THAT(Texts(*Ask(sizes + "x = other[$]\n")), testing::Not(testing::Contains("'cup'")));
}

TEST_F(CompleterTest, StringsOfLiteralsAreOfferedWhereTheyAreDeclared) {
  const std::string head =
      "from typing import Literal\nMode = Literal['warm', 'cold']\n"
      "def heat(mode: Mode): ...\n";
  for (const char* place :
       {"x: Mode = '$'\n", "x: Mode\nx = '$'\n", "def f(x: Mode = '$'): ...\n",
        "def f() -> Mode:\n    return '$\n", "def f(x: Mode):\n    if x == '$':\n        pass\n"}) {
    EXPECT_EQ(Texts(*Ask(head + place)), (std::vector<std::string>{"warm", "cold"})) << place;
  }
  EXPECT_THAT(Texts(*Ask(head + "x: Mode = $\n")), testing::Contains("'warm'"));
  EXPECT_THAT(Texts(*Ask(head + "heat($)\n")), testing::Contains("'cold'"));
  EXPECT_THAT(Texts(*Ask(head + "x: str = '$'\n")), testing::IsEmpty());
}

TEST_F(CompleterTest, WhereAClassIsWantedWhatIsKnownToBeNoneIsNotOffered) {
  using testing::AllOf;
  using testing::Contains;
  using testing::Not;
  const std::string text =
      "import lib\nclass Kettle: ...\ndef kettle_of(x): ...\nkettles = lib.all()\n\n\n"
      "def f(kettle):\n    ";
  const auto classes = AllOf(Contains("Kettle"), Contains("kettles"), Not(Contains("kettle_of")));
  for (const char* place : {"isinstance(kettle, ke$)\n", "isinstance(kettle, (str, ke$))\n",
                            "x: ke$\n", "x: int | ke$\n"}) {
    EXPECT_THAT(Texts(*Ask(text + place)), classes) << place;
  }
  EXPECT_THAT(Texts(*Ask(text + "x: kettle_o$\n")), testing::ElementsAre("kettle_of"));
  // What may hold classes is last.
  EXPECT_EQ(Texts(*Ask(text + "isinstance(kettle, (str, ke$))\n")).back(), "kettle");
  EXPECT_THAT(Texts(*Ask(text + "isinstance(kettle, (str, l$))\n")), Not(Contains("lambda")));
  const auto caught = Texts(*Ask(text + "try:\n        pass\n    except ke$:\n        pass\n"));
  EXPECT_THAT(caught, AllOf(Contains("kettles"), Contains("Kettle"), Not(Contains("kettle_of"))));
  EXPECT_THAT(Texts(*Ask(text + "raise ke$\n")), Contains("kettle_of"));
  EXPECT_THAT(Texts(*Ask(text + "x = ke$\n")), Contains("kettle_of"));
}

TEST_F(CompleterTest, WhatIsCalledAndNowhereIsWrittenNext) {
  using testing::ElementsAre;
  const std::string cls =
      "class A:\n    def run(self):\n        self.heat(1)\n        self.run()\n"
      "        self.hook = f\n        self.hook()\n\n    ";
  EXPECT_THAT(Texts(*Ask(cls + "def h$\n")), ElementsAre("heat"));
  EXPECT_THAT(Texts(*Ask(cls + "def $\n")), ElementsAre("__init__", "heat"));
  const std::string text = "def run():\n    heat(len(x))\n    run()\n    cool()\n\n\n";
  EXPECT_THAT(Texts(*Ask(text + "def $\n")), ElementsAre("heat", "cool"));
  EXPECT_THAT(Texts(*Ask("from lib import *\n\n\n" + text + "def $\n")), testing::IsEmpty());
}

TEST_F(CompleterTest, BehindIsStandsNoneOrNot) {
  using testing::ElementsAre;
  const std::string text = "def f(near):\n    if near is ";
  auto first_two = [&](const std::string& rest) {
    std::vector<std::string> texts = Texts(*Ask(text + rest));
    texts.resize(2);
    return texts;
  };
  EXPECT_THAT(first_two("$:\n        pass\n"), ElementsAre("not", "None"));
  EXPECT_THAT(first_two("n$ None:\n        pass\n"), testing::Contains("not"));
  EXPECT_EQ(first_two("not $:\n        pass\n").front(), "None");
  EXPECT_THAT(Texts(*Ask("def f(this, near):\n    return this n$\n")), ElementsAre("not"));
  float sum = 0;
  for (const Completion& one : Ask(text + "n$:\n        pass\n")->completions) {
    sum += one.probability;
  }
  EXPECT_NEAR(sum, 1, 0.01);
}

TEST_F(CompleterTest, AWordMayBeTypedBeforeWhatItIsAbout) {
  using testing::ElementsAre;
  for (const char* rest : {"x", "1", "'x'", "None", "x + 1"}) {
    EXPECT_THAT(Texts(*Ask("def f(x):\n    ret$ " + std::string(rest) + "\n")),
                ElementsAre("return"))
        << rest;
  }
  EXPECT_THAT(Texts(*Ask("def f(x):\n    wh$ x > 1:\n        pass\n")), ElementsAre("while"));
  EXPECT_THAT(Texts(*Ask("def f(xs):\n    fo$ y in xs:\n        pass\n")), ElementsAre("for"));
  EXPECT_THAT(Texts(*Ask("def f(this):\n    th$ is None\n")), testing::Contains("this"));
  EXPECT_THAT(Texts(*Ask("def f(this):\n    th$ = 1\n")), testing::Contains("this"));
}

TEST_F(CompleterTest, ACursorOutsideTheTextIsAnError) {
  for (const char* text : {"", "x..", "import ", "def f(", "x is "}) {
    const Question question{text, 1'000'000};
    EXPECT_FALSE(completer_->Complete({question}).ok()) << text;
  }
}

TEST_F(CompleterTest, EveryClassMayDefineWhatObjectsHave) {
  EXPECT_THAT(Texts(*Ask("class A:\n    def __rep$\n")), testing::ElementsAre("__repr__"));
  EXPECT_THAT(Texts(*Ask("class A(Unknown):\n    def __eq$\n")), testing::ElementsAre("__eq__"));
}

TEST_F(CompleterTest, KeysOfATypedDictionaryAreOfferedWhereItIsWritten) {
  using testing::ElementsAre;
  const std::string head =
      "from typing import TypedDict\n\n\nclass Part(TypedDict):\n    label: str\n    weight: int\n"
      "\n\nclass Crate(TypedDict):\n    lid: Part\n    depth: int\n\n\ndef pack(crate: Crate): "
      "...\n\n\n";
  EXPECT_THAT(Texts(*Ask(head + "pack({'$'})\n")), ElementsAre("lid", "depth"));
  EXPECT_THAT(Texts(*Ask(head + "pack({'depth': 1, '$})\n")), ElementsAre("lid"));
  EXPECT_THAT(Texts(*Ask(head + "pack({'lid': {'$'}})\n")), ElementsAre("label", "weight"));
  EXPECT_THAT(Texts(*Ask(head + "x: Crate = {\n    'lid': {'label': '', '$\n")),
              ElementsAre("weight"));
  EXPECT_THAT(Texts(*Ask(head + "def f() -> Part:\n    return {'$'}\n")),
              ElementsAre("label", "weight"));
  EXPECT_THAT(Texts(*Ask(head + "print({'$'})\n")), testing::IsEmpty());
  // Comments between keys, with quotes and brackets of their own, are no part of it.
  EXPECT_THAT(Texts(*Ask(head + "pack({\n    # it's\n    'depth': 1,  # (a\n    '$'\n})\n")),
              ElementsAre("lid"));
  EXPECT_THAT(Texts(*Ask(head + "pack({  # {\n    '$'\n})\n")), ElementsAre("lid", "depth"));
}

TEST_F(CompleterTest, CodeOfDocstringsIsCompleted) {
  const std::string head = "def widen(by): ...\n\n\ndef fold():\n    \"\"\"Like ";
  EXPECT_THAT(Texts(*Ask(head + "`wid$`.\n    \"\"\"\n")), testing::ElementsAre("widen"));
  EXPECT_THAT(Texts(*Ask(head + ":func:`wid$\n")), testing::ElementsAre("widen"));
  EXPECT_THAT(Texts(*Ask(head + "so:\n\n    >>> width = 1\n    >>> wid$\n    \"\"\"\n")),
              testing::IsSupersetOf({"widen", "width"}));
  // Nothing closes this one, or another one below.
  EXPECT_THAT(Texts(*Ask(head + "so:\n    >>> wid$\n    It is.\n")), testing::ElementsAre("widen"));
  EXPECT_THAT(Texts(*Ask(head + "`wid$`.\n    \"\"\"\n\n\ndef g():\n    \"\"\"It\n")),
              testing::ElementsAre("widen"));
  EXPECT_THAT(
      Texts(*Ask(head + "so:\n\n    ```python\n    width = 1\n    wid$\n    ```\n    \"\"\"\n")),
      testing::IsSupersetOf({"widen", "width"}));
  // That it is closed is seen where the quotes stand alone.
  const std::string open =
      "\n    It is.\n    \"\"\"\n\n\ndef widest(): ...\ndef g():\n    \"\"\"It\n";
  EXPECT_THAT(Texts(*Ask(head + "so:\n    >>> wid$" + open)),
              testing::IsSupersetOf({"widen", "widest"}));
  EXPECT_THAT(Texts(*Ask(head + "so:\n\n        width = 1\n        wid$" + open)),
              testing::IsSupersetOf({"widen", "widest", "width"}));
  for (const char* plain :
       {"wid$\n    \"\"\"\n", "```wid$\n    \"\"\"\n", "`widen` wid$\n    \"\"\"\n",
        "so:\n    >>> width = 1\n    wid$\n    \"\"\"\n"}) {
    EXPECT_THAT(Texts(*Ask(head + plain)), testing::IsEmpty()) << plain;
  }
}

TEST_F(CompleterTest, PrivateNamesAreThoseOfTheirOwnClass) {
  const std::string text =
      "class Safe:\n    def __init__(self):\n        self.__pin = 1\n\n    def open(self):\n"
      "        return self.__p";
  EXPECT_THAT(Texts(*Ask(text + "$\n")), testing::ElementsAre("__pin"));
  EXPECT_THAT(Texts(*Ask(text + "in\n\n\nx = Safe().__$\n")),
              testing::Not(testing::Contains("__pin")));
  EXPECT_THAT(Texts(*Ask(text + "in\n\n\nx = y.__p$\n")), testing::IsEmpty());
  // Outside of classes names stay as they are.
  Write("hidden/vault.py", "__pin = 1\n\n\nclass Safe:\n    __pick = 1\n");
  Question question = At("import vault\nx = vault.__p$\n");
  question.path = (folder_ / "hidden/main.py").string();
  Result<Answer> answer = completer_->Complete(question, completer_->Know(question), {});
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(Texts(*answer), testing::ElementsAre("__pin"));
  EXPECT_THAT(Texts(*Ask("x = y.__pin\nz = y.__p$\n")), testing::ElementsAre("__pin"));
  EXPECT_THAT(Texts(*Ask("x = y.__pin\nclass A:\n    z = y.__p$\n")), testing::IsEmpty());
  // Whatever the file says elsewhere.
  EXPECT_THAT(Texts(*Ask(text + "in\n\n\nSafe().__pin\nf(Safe().__p$)\n")), testing::IsEmpty());
  // Read there and given nowhere: it is another class's.
  EXPECT_THAT(Texts(*Ask(text + "in\n\n\nclass Vault(Safe):\n    def open(self):\n"
                                "        x = self.__pin\n        y = self.__p$\n")),
              testing::IsEmpty());
}

TEST_F(CompleterTest, WhoForgetsSelfIsOfferedIt) {
  const std::string text =
      "class Oven:\n    def __init__(self):\n        self.goal_heat = 180\n\n    def warm(self, "
      "by):\n        x = goa";
  EXPECT_THAT(Texts(*Ask(text + "$\n")), testing::ElementsAre("self.goal_heat"));
  EXPECT_THAT(Texts(*Ask(text + "l\n\n\ndef warm(self):\n    x = goa$\n")),
              testing::Not(testing::Contains("self.goal_heat")));
}

TEST_F(CompleterTest, NamesWithoutAValueAreNotOffered) {
  const std::string below = "\n\n\ndef later(): ...\n";
  EXPECT_THAT(Texts(*Ask("x = lat$" + below)), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("def f():\n    x = lat$" + below)), testing::Contains("later"));
  EXPECT_THAT(Texts(*Ask("later = 1\nf(lat$)" + below)), testing::Contains("later"));
}

TEST_F(CompleterTest, WhatAnotherScopeBindsIsNotBroughtByTheProgram) {
  const std::string reads = "total_sum\ntotal_sum\n";
  EXPECT_THAT(Texts(*Ask(reads + "x = tot$\n")), testing::Contains("total_sum"));
  EXPECT_THAT(Texts(*Ask("def f(total_sum): ...\n\n\n" + reads + "x = tot$\n")),
              testing::Not(testing::Contains("total_sum")));
}

TEST_F(CompleterTest, WhatIsNotWantedHidesNoBuiltinOfTheProgram) {
  const std::string text = "print(_('a'), _('b'))\nx = _$\n";
  EXPECT_THAT(Texts(*Ask(text)), testing::Contains("_"));
  EXPECT_THAT(Texts(*Ask("def f():\n    for _ in range(3): ...\n\n\n" + text)),
              testing::Contains("_"));
}

TEST_F(CompleterTest, WhatStandsBelowMayHaveRunInANotebookAndNeedNotInAStub) {
  Question question = At("f(lat$)\n\n\ndef later(): ...\n");
  auto ask = [&] { return Texts(*completer_->Complete(question, completer_->Know(question), {})); };
  EXPECT_THAT(ask(), testing::Not(testing::Contains("later")));
  question.any_order = true;
  EXPECT_THAT(ask(), testing::Contains("later"));
  question.any_order = false;
  question.path = (folder_ / "project/stub.pyi").string();
  EXPECT_THAT(ask(), testing::Contains("later"));
}

TEST_F(CompleterTest, RightBehindABracketNothingBegins) {
  EXPECT_THAT(Texts(*Ask("def f(x): ...\nf(1)$\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("x = [1]$\n")), testing::IsEmpty());
}

TEST_F(CompleterTest, WhereANameIsGivenAValueThoseThatAreThereAreOffered) {
  EXPECT_THAT(Texts(*Ask("total = 1\ntot$ = 2\n")), testing::ElementsAre("total"));
  EXPECT_THAT(Texts(*Ask("total = 1\ntot$ += 2\n")), testing::ElementsAre("total"));
  EXPECT_THAT(Texts(*Ask("tot$ = 2\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("total = 1\n$ = 2\n")), testing::IsEmpty());
}

TEST_F(CompleterTest, WhatIsTakenByPositionAloneIsNoKeyword) {
  EXPECT_THAT(
      Texts(*Ask("def ring(bell, /, times=1): ...\nring($)\n")),
      testing::AllOf(testing::Contains("times="), testing::Not(testing::Contains("bell="))));
}

TEST_F(CompleterTest, AMadeNameThatIsTypedIsNoHelp) {
  EXPECT_THAT(Texts(*Ask("with open('a') as f$:\n    x = f.read()\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("with open('a') as f$:\n    x = fed.read()\n")), testing::Contains("fed"));
  EXPECT_THAT(Texts(*Ask("def warm(by$):\n    return by\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("heat = 1\nheat$ *= 2\n")), testing::ElementsAre("heat"));
}

TEST_F(CompleterTest, TwoDotsOfAnImportNameAFolder) {
  Write("above/upper/__init__.py", "");
  Write("above/upper/kiln.py", "");
  Write("above/upper/inner/__init__.py", "");
  Write("above/run.py", "class Runner: ...\n");
  const auto offered = [&](const std::string& text) {
    Question question = At(text);
    question.path = (folder_ / "above/upper/inner/main.py").string();
    question.root = (folder_ / "above").string();
    return Texts(*completer_->Complete(question, completer_->Know(question), {}));
  };
  EXPECT_THAT(offered("from ..$\n"), testing::IsSupersetOf({"kiln", "inner", "import"}));
  EXPECT_THAT(offered("from ..ki$\n"), testing::ElementsAre("kiln"));
  EXPECT_THAT(offered("from ...r$\n"), testing::ElementsAre("run"));
  EXPECT_THAT(offered("from ...run import $\n"), testing::ElementsAre("Runner"));
}

TEST_F(CompleterTest, WhatAProjectSaysOfItselfCounts) {
  Write("settled/lib/kiln.py", "class Glaze:\n    tint = 1\n");
  const auto offered = [&](const std::string& text) {
    Question question = At(text);
    question.path = (folder_ / "settled/main.py").string();
    question.root = (folder_ / "settled").string();
    return Texts(*completer_->Complete(question, completer_->Know(question), {}));
  };
  EXPECT_THAT(offered("from ki$\n"), testing::IsEmpty());
  EXPECT_THAT(offered("mat$\n"), testing::Contains("match"));
  Write("settled/pyproject.toml",
        "[project]\nrequires-python = '>=3.9'\n[tool.pyright]\nextraPaths = ['lib']\n");
  EXPECT_THAT(offered("from ki$\n"), testing::ElementsAre("kiln"));
  EXPECT_THAT(offered("from kiln import Glaze\nGlaze.t$\n"), testing::ElementsAre("tint"));
  EXPECT_THAT(offered("mat$\n"), testing::Not(testing::Contains("match")));
  EXPECT_THAT(offered("match = 1\nmat$\n"), testing::Contains("match")) << "a name";
  EXPECT_THAT(offered("x.match()\nmat$\n"), testing::Not(testing::Contains("match")));
}

TEST_F(CompleterTest, BehindTwoDotsAndInAKeywordsNameNothingIsGuessed) {
  EXPECT_THAT(Texts(*Ask("x = 'a'\nx..$\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("x = 'a'\nx..up$\n")), testing::IsEmpty());
  EXPECT_EQ(Imported(*completer_, At("def f(a): ...\nf(Wha$=1)\n")), "");
}

TEST_F(CompleterTest, AClassWithoutAConstructorTakesNothing) {
  const std::string text = "class A:\n    def run(self): ...\n\n\nclass B(A): ...\n\n\n";
  EXPECT_THAT(Texts(*Ask(text + "x = A($)\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask(text + "x = B($)\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask("import base\n" + text + "class C(base.A): ...\n\n\nx = C($)\n")),
              testing::Not(testing::IsEmpty()));
  EXPECT_THAT(Texts(*Ask("@made\n" + text + "x = A($)\n")), testing::Not(testing::IsEmpty()));
}

TEST_F(CompleterTest, DecoratorsSayWhichMethodsAreOverridden) {
  using testing::ElementsAre;
  const std::string text =
      "class A:\n    @property\n    def part(self): ...\n    @staticmethod\n    def pair(a): ...\n"
      "    @classmethod\n    def pack(cls): ...\n    def pave(self): ...\n\n\nclass B(A):\n";
  EXPECT_THAT(Texts(*Ask(text + "    @property\n    def pa$\n")), ElementsAre("part"));
  EXPECT_THAT(Texts(*Ask(text + "    @staticmethod\n    def pa$\n")), ElementsAre("pair"));
  EXPECT_THAT(Texts(*Ask(text + "    @classmethod\n    def pa$\n")), ElementsAre("pack"));
  EXPECT_THAT(Texts(*Ask(text + "    def pa$\n")), testing::Contains("pave"));
  EXPECT_THAT(Texts(*Ask("class A:\n    def __ca$\n")), ElementsAre("__call__"));
}

TEST_F(CompleterTest, WhatOverridesAStaticMethodGetsItsDecorator) {
  const std::string text =
      "class A:\n    @property\n    def part(self): ...\n    @staticmethod\n    def pair(a): ...\n"
      "    def pave(self): ...\n\n\nclass B(A):\n    size = 1\n\n\nclass C(B):\n";
  auto above = [&](const std::string& rest) {
    const Result<Answer> answer = Ask(text + rest);
    if (!answer.ok() || answer->completions.empty()) return std::string("nothing");
    const Completion& first = answer->completions[0];
    return first.text + (first.edits.empty() ? "" : first.edits[0].text);
  };
  EXPECT_EQ(above("    def pai$\n"), "pair    @staticmethod\n");
  EXPECT_EQ(above("    def pav$\n"), "pave");
  EXPECT_EQ(above("    @staticmethod\n    def pai$\n"), "pair");
  EXPECT_EQ(above("    @override\n    def pai$\n"), "pair");
  EXPECT_EQ(above("    pass\n\n\nclass D(A):\n    def par$\n"), "part    @property\n");
}

TEST_F(CompleterTest, BehindOverloadsComesTheirNameAgain) {
  const std::string text =
      "from typing import overload\n\n\n@overload\ndef mend(a: int): ...\n\n\n";
  EXPECT_EQ(Texts(*Ask(text + "@overload\ndef $\n")), std::vector<std::string>{"mend"});
  EXPECT_EQ(Texts(*Ask(text + "def me$\n")), std::vector<std::string>{"mend"});
  EXPECT_TRUE(Texts(*Ask(text + "def x$\n")).empty());
  // With its body the function is whole.
  EXPECT_TRUE(Texts(*Ask(text + "def mend(a): return a\n\n\ndef $\n")).empty());
  EXPECT_EQ(Texts(*Ask(text + "@overload\ndef make(a: int): ...\n\n\ndef $\n")),
            (std::vector<std::string>{"make", "mend"}))
      << "the last one first";
}

TEST_F(CompleterTest, ModelsOfDjangoTakeTheirFields) {
  const std::string text =
      "from django.db import models\n\n\nclass Base(models.Model):\n"
      "    grown = models.DateField()\n\n\nclass Plant(Base):\n    name = models.CharField()\n"
      "    bed = models.ForeignKey('Bed')\n    tags = models.ManyToManyField('Tag')\n"
      "    kinds = ['a']\n\n\n";
  EXPECT_THAT(Texts(*Ask(text + "Plant($)\n")),
              testing::AllOf(testing::IsSupersetOf({"grown=", "name=", "bed=", "bed_id="}),
                             testing::Not(testing::Contains("tags=")),
                             testing::Not(testing::Contains("kinds="))));
  EXPECT_THAT(Texts(*Ask(text + "Plant.objects.filter(name='a').exclude($)\n")),
              testing::IsSupersetOf({"name=", "tags="}));
  EXPECT_THAT(Texts(*Ask(text + "plants.exclude($)\n")), testing::Not(testing::Contains("tags=")));
  const std::string rows =
      "\n\nclass Rows:\n    def get_or_create(self, defaults=None, **fields): ...\n\n\n"
      "class Tree(Base):\n    objects = Rows()\n\n\n";
  EXPECT_THAT(Texts(*Ask(text + rows + "Tree.objects.get_or_create(grown=1, $)\n")),
              testing::IsSupersetOf({"defaults="}));
}

TEST_F(CompleterTest, PatternsHaveClassesTheirMembersAndTheirFields) {
  using testing::ElementsAre;
  const std::string text =
      "class Move:\n    def __init__(self, dx, dy):\n        self.dx = dx\n        self.dy = dy\n"
      "        self.seen = 1\n    def undo(self): ...\n\n\nclass Light:\n    RED = 1\n\n\n"
      "def act(given):\n    match given:\n        case ";
  EXPECT_EQ(Texts(*Ask(text + "$\n"))[0], "Light");
  EXPECT_THAT(Texts(*Ask(text + "Mo$\n            return 1\n")), ElementsAre("Move"));
  EXPECT_THAT(Texts(*Ask(text + "Light.$:\n            pass\n")), ElementsAre("RED"));
  const std::vector<std::string> fields = Texts(*Ask(text + "Move($):\n            pass\n"));
  ASSERT_GE(fields.size(), 3u);
  EXPECT_THAT(std::vector(fields.begin(), fields.begin() + 3), ElementsAre("dx=", "dy=", "seen="));
  EXPECT_EQ(Texts(*Ask(text + "Move(dx=0, $\n"))[0], "dy=");
  EXPECT_EQ(Texts(*Ask(text + "Move(dx=$\n"))[0], "Light");
  EXPECT_THAT(Texts(*Ask(text + "Move() as m$:\n            pass\n")), ElementsAre());
  // With its sign and its value only the keyword's name is missing.
  EXPECT_THAT(Texts(*Ask(text + "Move($=0):\n            pass\n")),
              ElementsAre("dx", "dy", "seen"));
  EXPECT_THAT(Texts(*Ask(text + "Move(dx=1, d$=0):\n            pass\n")), ElementsAre("dy"));
  // `case` is a name where no match is.
  EXPECT_FALSE(FindPattern(At("if x:\n    case $")).has_value());
}

TEST_F(CompleterTest, StringsInPatternsAreWhatTheSubjectMayBe) {
  using testing::ElementsAre;
  const std::string text =
      "from typing import Literal\ndef act(way: Literal['north', 'south']):\n    match way:\n"
      "        case ";
  EXPECT_THAT(Texts(*Ask(text + "\"$\n")), ElementsAre("north", "south"));
  EXPECT_THAT(Texts(*Ask(text + "'so$':\n            pass\n")), ElementsAre("south"));
  EXPECT_THAT(Texts(*Ask(text + "'north' | 'so$':\n            pass\n")), ElementsAre("south"));
  EXPECT_THAT(Texts(*Ask(text + "Move('so$'):\n            pass\n")), ElementsAre());
}

TEST_F(CompleterTest, HeadsOfClassesTakeKeywords) {
  EXPECT_EQ(Texts(*Ask("class A(meta$\n"))[0], "metaclass=");
  EXPECT_EQ(Texts(*Ask("class A(B, meta$):\n    pass\n"))[0], "metaclass=");
  EXPECT_THAT(Texts(*Ask("class A(metaclass=B, meta$):\n    pass\n")),
              testing::Not(testing::Contains("metaclass=")));
  EXPECT_THAT(Texts(*Ask("from typing import TypedDict\nclass A(TypedDict, to$): ...\n")),
              testing::Contains("total="));
  EXPECT_THAT(Texts(*Ask("class A:\n    def __init_subclass__(cls, /, *, order=1, **rest): ...\n"
                         "class B(A, or$): ...\n")),
              testing::Contains("order="));
  EXPECT_THAT(Texts(*Ask("class A:\n    meta = f(meta$)\n")),
              testing::Not(testing::Contains("metaclass=")));
}

TEST_F(CompleterTest, BuiltinsThatAreNoClassesAreNotOfferedWhereOneIsWanted) {
  using testing::Contains;
  using testing::IsEmpty;
  using testing::Not;
  for (const std::string text :
       {"raise $", "try:\n    f()\nexcept $", "try:\n    f()\nexcept (KeyError, $"}) {
    const std::vector<std::string> names = Texts(*Ask(text));
    EXPECT_THAT(names, Contains(testing::EndsWith("Error"))) << text;
    EXPECT_THAT(names, Not(testing::AnyOf(Contains("str"), Contains("Ellipsis")))) << text;
  }
  EXPECT_THAT(Texts(*Ask("raise Ell$")), IsEmpty());
  EXPECT_THAT(Texts(*Ask("len = KeyError\nraise le$\n")), Contains("len"));
  EXPECT_THAT(Texts(*Ask("raise KeyError from No$\n")), Contains("None"));
  EXPECT_THAT(Texts(*Ask("raise None$\n")), Not(Contains("None")));
  EXPECT_THAT(Texts(*Ask("class A(or$): ...\n")), IsEmpty());
  EXPECT_THAT(Texts(*Ask("class A(st$): ...\n")), Contains("str"));
  EXPECT_THAT(Texts(*Ask("isinstance(x, or$)\n")), IsEmpty());
  EXPECT_THAT(Texts(*Ask("isinstance(x, st$)\n")), Contains("str"));
  EXPECT_THAT(Texts(*Ask("isinstance(or$, str)\n")), Contains("ord"));
}

TEST_F(CompleterTest, WhatMayBeNoExceptionIsLastWhereOneIsWanted) {
  using testing::Contains;
  using testing::Not;
  const std::string text =
      "import errors_of\nclass Quiz: ...\nclass QuizFault(Exception): ...\n"
      "def f(quiz, quiz_error, QuizTrouble):\n    ";
  const std::string clause = text + "try:\n        f()\n    except ";
  for (const std::string& place : {text + "raise ", clause}) {
    const std::vector<std::string> names = Texts(*Ask(place + "qui$\n"));
    auto at = [&](const char* name) {
      return std::find(names.begin(), names.end(), name) - names.begin();
    };
    EXPECT_THAT(names, Contains("quiz")) << place;
    for (const char* other : {"quiz_error", "QuizTrouble", "QuizFault"}) {
      EXPECT_LT(at(other), at("quiz")) << place << other;
    }
  }
}

TEST_F(CompleterTest, ClassesThatAreUsualAtAPlace) {
  auto first = [&](const std::string& text) { return Texts(*Ask(text)).at(0); };
  EXPECT_EQ(first("class A:\n    @$\n    def f(cls): ...\n"), "classmethod");
  EXPECT_EQ(first("class A:\n    @$\n    def f(x): ...\n"), "staticmethod");
  EXPECT_EQ(first("class A:\n    @$\n    def f(self): ...\n"), "property");
  EXPECT_EQ(first("class A:\n    @$\n"), "property");
  EXPECT_EQ(first("class QuizError($): ...\n"), "Exception");
  EXPECT_EQ(first("class QuizWarning($): ...\n"), "UserWarning");
  // Of other functions, where another stands, and of other classes nothing is known.
  EXPECT_THAT(Texts(*Ask("@$\ndef f(cls): ...\n")), testing::Not(testing::Contains("classmethod")));
  EXPECT_NE(first("class A:\n    @$\n    @other\n    def f(cls): ...\n"), "classmethod");
  EXPECT_NE(first("class Quiz($): ...\n"), "Exception");
}

TEST_F(CompleterTest, AnnotationsInQuotesAreAnnotations) {
  using testing::Contains;
  using testing::IsEmpty;
  // What stands below counts, too.
  for (const char* place :
       {"def f() -> \"Ket$\": ...\n", "def f(a: 'Ket$'): ...\n", "def f(\n    a: 'Ket$',\n): ...\n",
        "self.x: 'Ket$' = 1\n", "x: 'list[Ket$]'\n", "x: list['Ket$']\n", "def f() -> \"Ket$\n"}) {
    const std::vector<std::string> names = Texts(*Ask(std::string(place) + "class Kettle: ...\n"));
    EXPECT_THAT(names, Contains("Kettle")) << place;
  }
  for (const char* place :
       {"x = 'Ket$'\n", "d = {'a': 'Ket$'}\n", "def f(a='Ket$'): ...\n", "x: Literal['Ket$']\n",
        "x: 'all of Ket$'\n", "lambda: 'Ket$'\n", "if x: 'Ket$'\n"}) {
    EXPECT_THAT(Texts(*Ask(std::string(place) + "class Kettle: ...\n")), IsEmpty()) << place;
  }
}

TEST_F(CompleterTest, AliasesSeeTheirTypeParameters) {
  EXPECT_THAT(Texts(*Ask("type Table[Kept] = dict[str, Ke$]\n")), testing::Contains("Kept"));
  EXPECT_THAT(Texts(*Ask("type Table[Kept] = dict[str, Kept]\nKe$\n")),
              testing::Not(testing::Contains("Kept")));
}

TEST_F(CompleterTest, ACarriageReturnAloneEndsALine) {
  const std::string text =
      "class Drum:\r    def hit(self): ...\r    def tune(self): ...\r\r\rf(Drum().$)\r";
  EXPECT_THAT(Texts(*Ask(text)), testing::UnorderedElementsAre("hit", "tune"));
  EXPECT_THAT(Texts(*Ask("import os\rimport type$")), testing::ElementsAre("types"));
}

TEST_F(CompleterTest, NothingIsOfferedInATextNorRightBehindIt) {
  for (const std::string text : {"name = 1\nf(\"na\"$)", "name = 1\nf(\"some na$\")",
                                 "name = 1\n\"\"\"Says na$", "name = 1  # na$"}) {
    EXPECT_THAT(Texts(*Ask(text)), testing::IsEmpty()) << text;
  }
  EXPECT_THAT(Texts(*Ask("name = 1\nf(f\"{na$}\")")), testing::Contains("name"));
}

TEST_F(CompleterTest, NamesWithTwoUnderscoresStandLastUnlessTheyAreTyped) {
  const std::string text =
      "class A:\n    def __len__(self): ...\n    def size(self): ...\n    b = c = d = e = "
      "1\n\n\nf(A().";
  EXPECT_EQ(Texts(*Ask(text + "$)\n")).back(), "__len__");
  EXPECT_THAT(Texts(*Ask(text + "__$)\n")), testing::ElementsAre("__len__"));
}

TEST_F(CompleterTest, NamesThatNothingDefinesAreNoArguments) {
  bind::FileIndex index = *bind::BindText("import np\nnp.zeros(1)\nstr.upper('')\n");
  corpus::UsageBuilder builder;
  builder.AddProject(corpus::AddUp({corpus::CountUses(index, {})}));
  const corpus::UsageTable corpus = std::move(builder).Finish();
  const Question question = At("def f(thing):\n    return g(thing, $)\n");
  Known known = completer_->Know(question);
  known.usage.corpus = &corpus;
  Budget budget;
  budget.max_completions = 1000;
  const std::vector<std::string> texts = Texts(*completer_->Complete(question, known, budget));
  EXPECT_THAT(texts, testing::IsSupersetOf({"thing", "str"}));
  EXPECT_THAT(Texts(*Ask("__name__.x\nlog($)\n", BaseOrder::kRelease, budget)),
              testing::Contains("__name__"));
  EXPECT_THAT(texts, testing::Not(testing::Contains("np")));
}

// What others pass to anything, where nobody passes a keyword to something of that name.
TEST_F(CompleterTest, KeywordsOfOtherCallsAreOfferedToWhoTypesALetter) {
  bind::FileIndex index = *bind::BindText("zip_up(shade=1)\n");
  corpus::UsageBuilder builder;
  builder.AddProject(corpus::AddUp({corpus::CountUses(index, {})}));
  const corpus::UsageTable corpus = std::move(builder).Finish();
  auto offered = [&](const std::string& text) {
    const Question question = At(text);
    Known known = completer_->Know(question);
    known.usage.corpus = &corpus;
    return Texts(*completer_->Complete(question, known, {}));
  };
  const auto has_shade = testing::Contains("shade=");
  EXPECT_THAT(offered("zip_up($)\n"), has_shade);
  EXPECT_THAT(offered("open_up($)\n"), testing::Not(has_shade));
  EXPECT_THAT(offered("open_up(sh$)\n"), has_shade);
  EXPECT_THAT(offered("def f(**rest): ...\nf($)\n"), testing::Not(has_shade));
}

// What stood behind the same tokens elsewhere, in calls of something else.
TEST_F(CompleterTest, WhereKeywordsOfACallAreKnownThoseOfOthersAreNotOffered) {
  context::Index::Builder builder;
  builder.Add(context::ReadTokens("g(1, shade=2)\nh(1, shade=3)\n"));
  Given given;
  given.project.index = std::make_shared<const context::Index>(std::move(builder).Finish());
  auto offered = [&](const std::string& text) {
    const Question question = At(text);
    return Texts(*completer_->Complete(question, completer_->Know(question, given), {}));
  };
  const std::string head = "def f(a, size=0, **rest): ...\n";
  EXPECT_THAT(offered(head + "f(1, $=2)\n"), testing::ElementsAre("size"));
  EXPECT_THAT(offered(head + "f(1, s$=2)\n"), testing::UnorderedElementsAre("size", "shade"));
}

TEST_F(CompleterTest, WhatEveryModuleHasIsNotOfferedForImport) {
  Write("project/basket.py", "__version__ = '1'\n\n\nclass Basket: ...\n");
  Question question = At("from basket import $");
  question.root = (folder_ / "project").string();
  question.path = question.root + "/main.py";
  const Answer answer = *completer_->Complete(question, completer_->Know(question), {});
  EXPECT_THAT(Texts(answer), testing::ElementsAre("Basket", "__version__"));
  // A package may have nothing but stubs.
  Write("project/stubbed/__init__.pyi", "");
  question = At("import stubb$");
  question.root = (folder_ / "project").string();
  question.path = question.root + "/main.py";
  EXPECT_THAT(Texts(*completer_->Complete(question, completer_->Know(question), {})),
              testing::ElementsAre("stubbed"));
  // Neither is what the statement has, nor the file itself.
  Write("project/pkg/__init__.py", "");
  Write("project/pkg/one.py", "");
  Write("project/pkg/two.py", "");
  Write("project/pkg/main.py", "");
  question = At("from . import (\n    one,\n    $");
  question.root = (folder_ / "project").string();
  question.path = question.root + "/pkg/main.py";
  EXPECT_THAT(Texts(*completer_->Complete(question, completer_->Know(question), {})),
              testing::ElementsAre("two"));
}

// Of a listed base the order is the corpus's, of others the model's.
TEST_F(CompleterTest, BasesOfTheFallbackListAreOrderedByPopularity) {
  const std::string text = "x = 'a'\nx.lower()\ny.run()\nx.$\n";
  const Answer by_model = *Ask(text), by_counts = *Ask(text, BaseOrder::kPopularity);
  ASSERT_NE(by_model.completions[0].probability, by_counts.completions[0].probability);
  fs::create_directories(folder_ / "listed");
  for (const auto& file : fs::directory_iterator(folder_ / "release")) {
    fs::copy_file(file.path(), folder_ / "listed" / file.path().filename(),
                  fs::copy_options::overwrite_existing);
  }
  auto as_list = [](const Answer& answer) {
    std::vector<std::pair<std::string, float>> list;
    for (const Completion& c : answer.completions) list.emplace_back(c.text, c.probability);
    return list;
  };
  auto order = [&](const std::string& listed) {
    Write("listed/attr-fallback.txt", listed);
    Name("listed");
    Completer completer = std::move(Completer::Load((folder_ / "listed").string())).value();
    return as_list(*completer.Complete(Request{At(text)}));
  };
  EXPECT_EQ(order("builtins.str\n"), as_list(by_counts));
  EXPECT_EQ(order("builtins.bytes\n"), as_list(by_model));
  Write("listed/attr-fallback.txt", "two symbols\n");
  Name("listed");
  EXPECT_FALSE(Completer::Load((folder_ / "listed").string()).ok());
}

TEST_F(CompleterTest, ProbabilitiesFallAndSumToOne) {
  Result<Answer> answer = Ask("a.one\na.two\na.three()\na.$\n");
  ASSERT_TRUE(answer.ok());
  float sum = 0, last = 1;
  for (const Completion& completion : answer->completions) {
    EXPECT_LE(completion.probability, last);
    last = completion.probability;
    sum += completion.probability;
  }
  EXPECT_EQ(answer->completions.size(), 4u);  // `a` itself, too: a word of the file
  EXPECT_NEAR(sum, 1, 1e-5);
}

TEST_F(CompleterTest, ATypedPrefixFiltersWhateverItsCase) {
  Result<Answer> answer = Ask("a.Open\na.opener\na.close\na.op$\n");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->prefix, "op");
  std::vector<std::string> texts = Texts(*answer);
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(texts, (std::vector<std::string>{"Open", "opener"}));
}

TEST_F(CompleterTest, AnUnknownBaseGetsAnAnswerFromTheProject) {
  Result<ast::Tree> tree = ast::Parse("thing.spin()\n");
  ASSERT_TRUE(tree.ok());
  const corpus::UsageTable project =
      corpus::AddUp({corpus::CountUses(bind::Bind(std::move(*tree)), {})});
  Result<Answer> answer =
      completer_->Complete({{"other.", 6}, {KnownProject::Borrowed({.project = &project})}});
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(Texts(*answer), ::testing::UnorderedElementsAre("spin", "other"));
}

TEST_F(CompleterTest, NamesCompleteWhereNoDotPrecedes) {
  Budget budget;
  budget.max_completions = 1000;
  Result<Answer> answer =
      Ask("def f(alpha, beta):\n    alpha.x\n    $\n", BaseOrder::kRelease, budget);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->task, pack::Task::kName);
  std::vector<std::string> texts = Texts(*answer);
  EXPECT_THAT(texts, ::testing::IsSupersetOf({"alpha", "beta", "len", "return", "if"}));
  EXPECT_EQ(std::find(texts.begin(), texts.end(), "else"), texts.end());
  EXPECT_EQ(std::find(texts.begin(), texts.end(), "fastnode_placeholder"), texts.end());
}

TEST_F(CompleterTest, BehindDefStandsWhatAClassMayOverride) {
  const std::string head =
      "class A:\n    def before(self, request): pass\n    def after(self): pass\n"
      "class B(A):\n    def after(self): pass\n    def ";
  Question question = At(head + "be$\n");
  question.calls = true;
  Result<Answer> answer = completer_->Complete(question, completer_->Know(question), {});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->prefix, "be");
  EXPECT_THAT(Texts(*answer), ::testing::ElementsAre("before"));
  ASSERT_EQ(answer->calls.size(), 1u);
  EXPECT_EQ(answer->calls[0].text, "before(self, request):");
  EXPECT_THAT(Texts(*Ask(head + "$(self): pass\n")),
              ::testing::AllOf(::testing::Contains("before"),
                               ::testing::Not(::testing::Contains("after"))));
  EXPECT_THAT(Texts(*Ask("def be$\n")), ::testing::IsEmpty());
}

TEST_F(CompleterTest, WhatAMetaclassHasIsNotOverridden) {
  const std::string text =
      "class Meta(type):\n    def register(cls): ...\n\n\n"
      "class A(metaclass=Meta):\n    def load(self): ...\n\n\nclass B(A):\n    def $\n";
  EXPECT_THAT(Texts(*Ask(text)), testing::ElementsAre("__init__", "load"));
}

TEST_F(CompleterTest, AConstructorIsTheFirstThatAClassMayDefine) {
  const std::string base = "class A:\n    def tea(self): pass\n    def __repr__(self): pass\n";
  EXPECT_THAT(Texts(*Ask(base + "class B(A):\n    def $\n")),
              ::testing::ElementsAre("__init__", "tea", "__repr__"));
  EXPECT_THAT(Texts(*Ask(base + "class B(A):\n    def __init__(self): pass\n    def $\n")),
              ::testing::ElementsAre("tea", "__repr__"));
  EXPECT_THAT(Texts(*Ask("class B:\n    def $\n")), ::testing::ElementsAre("__init__"));
  EXPECT_THAT(Texts(*Ask("@dataclass\nclass B:\n    def $\n")), ::testing::IsEmpty());
}

TEST_F(CompleterTest, MethodsThatTheProjectDefinesMostComeFirst) {
  corpus::FileUsage file;
  file.names = {"cup"};
  file.rows = {{corpus::UsageKey(corpus::KeySpace::kDefined, ""), 0, {1}}};
  const corpus::UsageTable project = corpus::AddUp({file});
  const Question question =
      At("class A:\n    def tea(self): pass\n    def cup(self): pass\nclass B(A):\n    def $\n");
  Given given;
  given.project.table = std::make_shared<const corpus::UsageTable>(project);
  Result<Answer> answer = completer_->Complete(question, completer_->Know(question, given), {});
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(Texts(*answer), ::testing::ElementsAre("__init__", "cup", "tea"));
}

TEST_F(CompleterTest, ParametersThatAreNamedAreSelfOrNobodys) {
  EXPECT_THAT(Texts(*Ask("class A:\n    def test_a($\n")), ::testing::ElementsAre("self"));
  EXPECT_THAT(Texts(*Ask("x = 1\ny = lambda $\n")), ::testing::IsEmpty());
}

TEST_F(CompleterTest, ModesOfAFileComeAsTheyAreUsed) {
  const std::string head =
      "import io\nfrom typing import Literal\n"
      "def shut(mode: Literal['r+', 'w', 'tr', 'r']): ...\n";
  EXPECT_THAT(Texts(*Ask(head + "shut('$\n")), ::testing::ElementsAre("r", "w", "r+", "tr"));
  const std::vector<std::string> modes = Texts(*Ask(head + "io.open('$\n"));
  ASSERT_GE(modes.size(), 5U);
  EXPECT_EQ(modes[0] + modes[1] + modes[2] + modes[3] + modes[4], "rwarbwb");
}

TEST_F(CompleterTest, ACallThatTakesNothingIsOfferedNothingButItsEnd) {
  const std::string head = "x = 1\ndef f(): pass\ndef g(a): pass\n@changed\ndef h(): pass\n";
  EXPECT_THAT(Texts(*Ask(head + "f($)\n")), ::testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask(head + "f(x$)\n")), ::testing::Contains("x"));
  for (const char* call : {"g($)\n", "h($)\n", "unknown($)\n"}) {
    EXPECT_THAT(Texts(*Ask(head + call)), ::testing::Contains("x")) << call;
  }
  Question question = At(head + "f($)\n");
  question.calls = true;
  Result<Answer> answer = completer_->Complete(question, completer_->Know(question), {});
  ASSERT_TRUE(answer.ok());
  ASSERT_FALSE(answer->calls.empty());
  EXPECT_EQ(answer->calls[0].text, ")");
}

TEST_F(CompleterTest, ACallIsOfferedWhatItCanStillTake) {
  const std::string text = "def f(a, b=2, c=3): ...\n";
  EXPECT_THAT(Texts(*Ask(text + "f(1, 2, 3, $)\n")), testing::Not(testing::Contains("c=")));
  EXPECT_THAT(Texts(*Ask(text + "f(a=1, $)\n")), testing::UnorderedElementsAre("b=", "c="));
  EXPECT_THAT(Texts(*Ask(text + "f(a=1, b=2, c=3, $)\n")), testing::IsEmpty());
  // One too many is offered to who types a letter.
  EXPECT_THAT(Texts(*Ask(text + "x = 1\nf(1, 2, 3, $)\n")), testing::IsEmpty());
  EXPECT_THAT(Texts(*Ask(text + "x = 1\nf(1, 2, 3, x$)\n")), testing::Contains("x"));
}

TEST_F(CompleterTest, ArgumentsAreNamesAndKeywords) {
  Budget budget;
  budget.max_completions = 1000;
  const std::string text = "def f(width, *, depth=0): pass\ndef g(alpha):\n    f(";
  Result<Answer> answer = Ask(text + "$\n", BaseOrder::kRelease, budget);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->task, pack::Task::kArgument);
  std::vector<std::string> texts = Texts(*answer);
  for (const char* one : {"alpha", "width=", "depth="}) {
    EXPECT_NE(std::find(texts.begin(), texts.end(), one), texts.end()) << one;
  }
  const auto sum_of = [](const Answer& of) {
    float sum = 0;
    for (const Completion& completion : of.completions) sum += completion.probability;
    return sum;
  };
  // A literal may come, and is not offered. (Random weights: each form has its share.) What begins
  // with a letter is none.
  EXPECT_LT(sum_of(*answer), 0.95F);
  EXPECT_GT(sum_of(*answer), 0.05F);
  Result<Answer> typed = Ask(text + "a$\n", BaseOrder::kRelease, budget);
  ASSERT_TRUE(typed.ok());
  EXPECT_NEAR(sum_of(*typed), 1, 1e-4);
}

TEST_F(CompleterTest, WholeCallsAreDistinctClosedAndNoMoreThanAllThereIs) {
  std::string text = "def f(width=1, *, depth=0): pass\ndef g(alpha):\n    f(\n";
  Request request{{text, text.size() - 1}};
  EXPECT_TRUE(completer_->Complete(request)->calls.empty());
  request.question.calls = true;
  Result<Answer> answer = completer_->Complete(request);
  ASSERT_TRUE(answer.ok());
  ASSERT_FALSE(answer->calls.empty());
  float last = 1, sum = 0;
  std::set<std::string> texts;
  for (const CallCompletion& call : answer->calls) {
    EXPECT_TRUE(call.text.ends_with(")")) << call.text;
    EXPECT_TRUE(texts.insert(call.text).second) << call.text;
    EXPECT_LE(call.probability, last);
    EXPECT_EQ(call.text.find("fastnode"), std::string::npos) << call.text;
    last = call.probability;
    sum += call.probability;
  }
  EXPECT_LE(sum, 1.0001f);
  EXPECT_TRUE(texts.contains(")"));  // random weights: each decision has its share
}

TEST_F(CompleterTest, WhatOtherCallsAreIsLiftedAndTheSumStays) {
  const CallOptions options{.beam = 5, .max_arguments = 2, .max_completions = 1000};
  auto of = [&](const std::string& text) {
    std::map<std::string, float> found;
    for (const CallCompletion& call :
         *completer_->CompleteCall(At(text), completer_->Know({}), {}, options)) {
      found[call.text] = call.probability;
    }
    return found;
  };
  auto sum = [](const std::map<std::string, float>& calls) {
    float all = 0;
    for (const auto& [text, probability] : calls) all += probability;
    return all;
  };
  // The same names and calls, of the same function and of another one.
  const auto alike = of("a = b = 1\nf(b)\nf(b)\nf(b)\nf(b)\nf($)\n");
  const auto others = of("a = b = 1\ng(b)\nh(b)\ni(b)\nj(b)\nf($)\n");
  ASSERT_TRUE(alike.contains("b)") && alike.contains("a)") && others.contains("b)") &&
              others.contains("a)"));
  EXPECT_GT(alike.at("b)") / alike.at("a)"), others.at("b)") / others.at("a)"));
  EXPECT_LE(sum(alike), 1.0001F);
  EXPECT_LE(sum(others), 1.0001F);
}

TEST_F(CompleterTest, ACallMayBeWrittenAsAnotherOneThoughTheSearchHasLostIt) {
  // The search gives up behind one argument.
  const CallOptions options{.beam = 1, .max_arguments = 1};
  auto texts = [&](const std::string& text) {
    std::vector<std::string> found;
    for (const CallCompletion& call :
         *completer_->CompleteCall(At(text), completer_->Know({}), {}, options)) {
      found.push_back(call.text);
    }
    return found;
  };
  EXPECT_THAT(texts("a = b = 1\nf(a, b)\nf($)\n"), testing::Contains("a, b)"));
  EXPECT_THAT(texts("a = b = 1\ng(a, b)\nf($)\n"), testing::Not(testing::Contains("a, b)")));
}

TEST_F(CompleterTest, ACallDoesNotEndAfterAComma) {
  Result<std::vector<CallCompletion>> calls =
      completer_->CompleteCall({"a = 1\nf(a, ", 11}, completer_->Know({}));
  ASSERT_TRUE(calls.ok());
  ASSERT_FALSE(calls->empty());
  for (const CallCompletion& call : *calls) EXPECT_NE(call.text, ")");
}

TEST_F(CompleterTest, ExpressionsAfterADotAreDistinctAndWorthNoMoreThanAllThereIs) {
  std::string text = "x.run(a).size\nx.size.run()\ny = x.\n";
  Request request{{text, text.size() - 1}};
  request.question.calls = true;
  Result<Answer> answer = completer_->Complete(request);
  ASSERT_TRUE(answer.ok());
  ASSERT_FALSE(answer->calls.empty());
  float last = 1, sum = 0;
  std::set<std::string> texts;
  bool called = false, linked = false;
  for (const CallCompletion& chain : *completer_->CompleteChain(
           request.question, completer_->Know({}), {}, {.max_completions = 50})) {
    EXPECT_TRUE(texts.insert(chain.text).second) << chain.text;
    EXPECT_LE(chain.probability, last);
    EXPECT_EQ(chain.text.find("fastnode"), std::string::npos) << chain.text;
    EXPECT_NE(chain.text.back(), '.');
    called |= chain.text.ends_with(")");
    linked |= chain.text.find('.') < chain.text.find("...");
    last = chain.probability;
    sum += chain.probability;
  }
  EXPECT_LE(sum, 1.0001f);
  EXPECT_TRUE(called);
  EXPECT_TRUE(linked);
  for (const CallCompletion& chain : answer->calls) EXPECT_TRUE(texts.contains(chain.text));
}

TEST_F(CompleterTest, ExpressionsFitWhatWasTypedAndEndWhereTheyGoOnAlready) {
  auto chains = [&](const std::string& text) {
    return *completer_->CompleteChain(At(text), completer_->Know({}));
  };
  for (const CallCompletion& chain : chains("x.run(a).size\ny = x.ru$\n")) {
    EXPECT_TRUE(chain.text.starts_with("run")) << chain.text;
  }
  for (const char* text : {"x.run()\nx.$(1)\n", "x.run()\nx.$.y\n", "x.run()\nx.$[0]\n",
                           "x.run()\nx.$ = 1\n", "x.run()\nf($)\n", "# x.$\n"}) {
    EXPECT_TRUE(chains(text).empty()) << text;
  }
  EXPECT_FALSE(chains("x.run()\nx.$ + (1)\n").empty());
}

TEST_F(CompleterTest, EveryCursorOfABrokenFileIsAnswered) {
  Result<std::string> text =
      ReadFile(std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/pack/half_typed.py");
  ASSERT_TRUE(text.ok());
  for (size_t offset = 0; offset <= text->size(); offset += 3) {
    EXPECT_TRUE(completer_->Complete(Request{{*text, offset}}).ok()) << offset;
  }
}

TEST_F(CompleterTest, SameRequestSameAnswer) {
  Result<Answer> one = Ask("a.one\na.two\na.$\n"), two = Ask("a.one\na.two\na.$\n");
  ASSERT_TRUE(one.ok() && two.ok());
  ASSERT_EQ(one->completions.size(), two->completions.size());
  for (size_t i = 0; i < one->completions.size(); ++i) {
    EXPECT_EQ(one->completions[i].text, two->completions[i].text);
    EXPECT_EQ(one->completions[i].probability, two->completions[i].probability);
  }
}

TEST_F(CompleterTest, AtMostSoManyCompletions) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "a.name" + std::to_string(i) + "\n";
  Result<Answer> answer = Ask(text + "a.$\n", BaseOrder::kRelease, {.max_completions = 7});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->completions.size(), 7u);
}

// What the project uses seldom stands unweighed at a long list's end, and is weighed as soon as it
// is typed.
TEST_F(CompleterTest, WhatIsTypedIsLookedForInAllThatTheProjectUses) {
  std::vector<corpus::FileUsage> files;
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "x.often" + std::to_string(i) + "()\n";
  for (int i = 0; i < 2; ++i) {
    const std::string& file = i == 0 ? text + "x.seldom\n" : text;
    Result<pack::AnalysedSource> source = pack::Analyse(file);
    ASSERT_TRUE(source.ok());
    files.push_back(corpus::CountUses(source->index, {}));
  }
  const corpus::UsageTable project = corpus::AddUp(files);
  auto probability_of_it = [&](const std::string& file, int32_t max_completions) {
    Result<Answer> answer = completer_->Complete({{file, file.size()},
                                                  {KnownProject::Borrowed({.project = &project})},
                                                  {.max_completions = max_completions}});
    CHECK(answer.ok());
    for (const Completion& one : answer->completions) {
      if (one.text == "seldom") return one.probability;
    }
    return -1.0f;
  };
  EXPECT_EQ(probability_of_it("y.", 1000), -1);
  EXPECT_EQ(probability_of_it("y.", 5000), 0);
  EXPECT_GT(probability_of_it("y.s", 20), 0);
  EXPECT_GT(probability_of_it("y.SE", 20), 0);
}

TEST_F(CompleterTest, AFolderThatIsNoReleaseIsRefused) {
  EXPECT_NE(Completer::Load("/nonexistent").error().message.find("release"), std::string::npos);
}

}  // namespace
}  // namespace fastnode::predict
