// From sources to what is offered of them: exports.h, index.h, offer.h.
#include "predict/auto_import/offer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace fastnode::auto_import {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

using Files = std::map<std::string, std::string>;

std::shared_ptr<const Index> Read(Source source, const Files& files) {
  std::vector<SourceFile> list;
  for (const auto& [path, text] : files) {
    SourceFile file = PlaceOf(path, [&](std::string_view folder) {
      const std::string init = std::string(folder) + "__init__.py";
      return files.contains(init) || files.contains(init + "i");
    });
    Result<bind::FileIndex> index = bind::BindText(text);
    CHECK(index.ok());
    const types::Module module(file.module, file.is_package, file.is_stub, *std::move(index));
    Result<Exports> exports = DecodeExports(EncodeExports(ExportsOf(module)));
    CHECK(exports.ok());
    file.exports = *std::move(exports);
    list.push_back(std::move(file));
  }
  return Index::Build(source, source == Source::kProject ? "/p/" : "", list);
}

std::string Text(const Offer& offer) {
  std::string text = offer.import.name.empty()
                         ? "import " + offer.import.module
                         : "from " + offer.import.module + " import " + offer.import.name;
  if (!offer.import.alias.empty()) text += " as " + offer.import.alias;
  return text;
}

std::vector<std::string> Offered(const std::vector<std::shared_ptr<const Index>>& indexes,
                                 std::string_view prefix, const Asker& asker,
                                 const std::vector<std::string>& in_scope = {}) {
  std::vector<std::string> texts;
  const OfferQuery query{.prefix = prefix, .asker = asker, .is_in_scope = [&](auto name) {
                           return std::count(in_scope.begin(), in_scope.end(), name) > 0;
                         }};
  for (const Offer& offer : FindOffers(indexes, query)) texts.push_back(Text(offer));
  return texts;
}

const Asker kMain{"/p/main.py", "main", {"/p/"}};

TEST(Offers, AreWhatOtherFilesDefine) {
  const auto project = Read(Source::kProject, {{"shop.py",
                                                "import os\nclass Till: ...\ndef tilt(): ...\n"
                                                "TILES = 3\ntimes = 4\n_tiny = 5\n"
                                                "def outer():\n    tied = 1\n"}});
  EXPECT_THAT(Offered({project}, "ti", kMain),
              UnorderedElementsAre("from shop import Till", "from shop import tilt",
                                   "from shop import TILES"));
  EXPECT_THAT(Offered({project}, "ti", kMain, {"Till", "tilt"}),
              ElementsAre("from shop import TILES"));
  EXPECT_THAT(Offered({project}, "sho", kMain), ElementsAre("import shop"));
  // What it imports is not its own, but others do so, too.
  EXPECT_THAT(Offered({project}, "os", kMain), ElementsAre("import os"));
  // Nobody imports from himself.
  EXPECT_THAT(Offered({project}, "ti", {"/p/shop.py", "shop", {"/p/"}}), IsEmpty());
}

TEST(Offers, ComeWithTheCaseThatIsTypedFirst) {
  const auto project = Read(Source::kProject, {{"a.py", "class Path: ...\ndef path(): ...\n"}});
  EXPECT_THAT(Offered({project}, "Pat", kMain),
              ElementsAre("from a import Path", "from a import path"));
  EXPECT_THAT(Offered({project}, "pat", kMain),
              ElementsAre("from a import path", "from a import Path"));
}

TEST(Offers, TakeAThingFromWhereItIsShownRatherThanWhereItIsMade) {
  const Files json = {
      {"json/__init__.py", "from .decoder import JSONDecoder\nfrom . import _scan\nimport re\n"},
      {"json/decoder.py", "class JSONDecoder: ...\n"},
      {"json/_scan.py", "class JSONScan: ...\n"}};
  const auto packages = Read(Source::kPackages, json);
  EXPECT_THAT(Offered({packages}, "JSON", kMain),
              ElementsAre("from json import JSONDecoder", "import json"));
  EXPECT_THAT(Offered({packages}, "re", kMain), IsEmpty());
  EXPECT_THAT(Offered({packages}, "deco", kMain), ElementsAre("from json import decoder"));
  // A package may import the file that asks.
  const auto project = Read(Source::kProject, json);
  EXPECT_THAT(Offered({project}, "JSOND", {"/p/json/tool.py", "json.tool", {"/p/"}}),
              ElementsAre("from json.decoder import JSONDecoder"));
}

TEST(Offers, FollowStarsAliasesAndWhatAllLists) {
  const auto packages =
      Read(Source::kPackages,
           {{"box/__init__.py", "from .lid import *\nfrom .pan import pot as kettle\n"},
            {"box/lid.py",
             "__all__ = ['lid_of', 'Lid']\nclass Lid: ...\nclass LidMaker: ...\nlid_of = 1\n"},
            {"box/pan.py", "def pot(): ...\n"}});
  EXPECT_THAT(Offered({packages}, "lid_", kMain), ElementsAre("from box import lid_of"));
  EXPECT_THAT(Offered({packages}, "Lid", kMain),
              ElementsAre("from box import Lid", "from box import lid", "from box import lid_of"));
  EXPECT_THAT(Offered({packages}, "kett", kMain), ElementsAre("from box import kettle"));
}

TEST(Offers, OfAStubAreWhatItDeclaresAndWhatItSaysItShows) {
  const auto standard =
      Read(Source::kStandard, {{"os/__init__.pyi",
                                "import sys\nfrom re import sub as sub\n"
                                "from re import search\nsep: str\n"},
                               {"re.pyi", "def sub(): ...\ndef search(): ...\n"}});
  EXPECT_THAT(Offered({standard}, "se", kMain),
              UnorderedElementsAre("from os import sep", "from re import search"));
}

TEST(Offers, GoByWhatTheProjectsFilesDo) {
  const auto project =
      Read(Source::kProject, {{"a.py", "import numpy as np\nfrom far import away\n"},
                              {"b.py", "import numpy as np\nimport numeric as nu\n"},
                              {"c.py", "from .d import x as npx\n"},
                              {"main.py", "import numbers as nn\n"}});
  EXPECT_THAT(Offered({project}, "np", kMain),
              ElementsAre("import numpy as np", "from d import x as npx"));
  EXPECT_THAT(Offered({project}, "nu", kMain), ElementsAre("import numeric as nu"));
  EXPECT_THAT(Offered({project}, "awa", kMain), ElementsAre("from far import away"));
  // What the file itself imports, by what it was when it was read, says nothing.
  EXPECT_THAT(Offered({project}, "nn", kMain), IsEmpty());
}

TEST(Offers, TakeNoPathFromWhatAPackageDoesWithin) {
  const auto project = Read(Source::kProject, {{"kitchen/__init__.py", "from .oven import Oven\n"},
                                               {"kitchen/oven.py", "class Oven: ...\n"},
                                               {"kitchen/hob.py", "from .oven import Oven\n"}});
  EXPECT_THAT(Offered({project}, "Ove", kMain),
              ElementsAre("from kitchen import Oven", "from kitchen import oven"));
  EXPECT_THAT(Offered({project}, "Ove", {"/p/kitchen/pan.py", "kitchen.pan", {"/p/"}}),
              ElementsAre("from kitchen.oven import Oven", "from kitchen import oven"));
}

TEST(Offers, HavePathsThatTheFileCanImport) {
  const auto project = Read(Source::kProject, {{"src/pkg/__init__.py", ""},
                                               {"src/pkg/deep.py", "class Whale: ...\n"},
                                               {"tools/maker.py", "class Whaler: ...\n"},
                                               {"with-dash/other.py", "class Whales: ...\n"},
                                               {"01_intro/a.py", "class Whale1: ...\n"},
                                               {"lambda/a.py", "class Whale2: ...\n"},
                                               {"tests/test_a.py", "class WhaleTest: ...\n"}});
  EXPECT_THAT(Offered({project}, "Whal", {"/p/main.py", "main", {"/p/", "/p/src/"}}),
              UnorderedElementsAre("from pkg.deep import Whale", "from tools.maker import Whaler"));
  EXPECT_THAT(Offered({project}, "Whaler", {"/p/tools/x.py", "x", {"/p/tools/", "/p/"}}),
              ElementsAre("from maker import Whaler"));
  EXPECT_THAT(Offered({project}, "Whaler", {"/q/x.py", "x", {"/q/"}}), IsEmpty());
  EXPECT_TRUE(project->HasTopLevel("pkg"));
  EXPECT_FALSE(project->HasTopLevel("deep"));
}

TEST(Offers, EndWherePackagesImportEachOtherInACircle) {
  const auto packages =
      Read(Source::kPackages, {{"a/__init__.py", "from a.b import *\nclass Here: ...\n"},
                               {"a/b/__init__.py", "from a import *\nclass Hereafter: ...\n"}});
  EXPECT_THAT(Offered({packages}, "Here", kMain),
              ElementsAre("from a import Here", "from a import Hereafter"));
}

TEST(Exports, AreNotReadFromDamagedBytes) {
  Exports exports;
  exports.defined = {{"a", Kind::kClass}};
  exports.imported = {{".b", "c", "d", true}};
  const std::string bytes = EncodeExports(exports);
  EXPECT_TRUE(DecodeExports(bytes).ok());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeExports(std::string_view(bytes).substr(0, size)).ok());
  }
  EXPECT_FALSE(DecodeExports(bytes + "x").ok());
}

}  // namespace
}  // namespace fastnode::auto_import
