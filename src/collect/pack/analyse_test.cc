// What AnalyseAgain gives after an edit is what Analyse gives of the text: names by their texts, as
// numbers may be those of the text before.
#include "collect/pack/analyse.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/file.h"
#include "support/random.h"

namespace fastnode::pack {
namespace {

namespace fs = std::filesystem;

std::string NameOf(const AnalysedSource& source, uint32_t name) {
  return name == corpus::kNoName ? "" : std::string((*source.names)[name]);
}

std::string Words(const AnalysedSource& source) {
  std::string all;
  for (const FileWord& word : source.words) {
    EXPECT_EQ(word.text, NameOf(source, word.name));
    all += std::string(word.text) + ' ' + std::to_string(word.names) + ' ' +
           std::to_string(word.strings) + '\n';
  }
  return all;
}

std::vector<std::string> Definitions(const AnalysedSource& source) {
  std::vector<std::string> all;
  for (const DefinedName& name : source.definitions) {
    all.push_back(NameOf(source, name.name) + ' ' + std::to_string(name.times));
  }
  std::sort(all.begin(), all.end());  // they stand by number
  return all;
}

std::string Places(const AnalysedSource& source) {
  std::string all;
  for (size_t i = 0; i < source.places.size(); ++i) {
    const bind::ArgumentPlace& place = source.places[i];
    const corpus::CallKeys& keys = source.call_keys[i];
    for (auto number : {int64_t{place.call}, int64_t{place.list}, int64_t{place.argument},
                        int64_t{place.keyword}, int64_t{place.value}, int64_t{place.position},
                        static_cast<int64_t>(place.kind), int64_t{place.after_keyword},
                        static_cast<int64_t>(keys.path), static_cast<int64_t>(keys.last),
                        static_cast<int64_t>(keys.slot), static_cast<int64_t>(keys.position)}) {
      all += std::to_string(number) + ' ';
    }
    all += '\n';
  }
  return all;
}

std::string UsesOf(const AnalysedSource& source) {
  std::string all;
  for (size_t i = 0; i < source.index.attributes.size(); ++i) {
    const UseKeys& keys = source.use_keys[i];
    all += NameOf(source, source.use_names[i]) + ' ' + std::to_string(keys.base) + ' ' +
           std::to_string(keys.last) + ' ' + std::to_string(keys.function) + ' ' +
           std::to_string(keys.cls) + '\n';
  }
  return all;
}

void ExpectSame(const AnalysedSource& before, const std::string& text) {
  Result<AnalysedSource> again = AnalyseAgain(before, text), whole = Analyse(text);
  ASSERT_TRUE(again.ok() && whole.ok());
  ASSERT_EQ(again->use_keys.size(), again->index.attributes.size());
  ASSERT_EQ(again->use_names.size(), again->index.attributes.size());
  ASSERT_EQ(again->call_keys.size(), again->places.size());
  EXPECT_EQ(Words(*again), Words(*whole));
  EXPECT_EQ(Definitions(*again), Definitions(*whole));
  EXPECT_EQ(Places(*again), Places(*whole));
  EXPECT_EQ(UsesOf(*again), UsesOf(*whole));
  EXPECT_EQ(graph::Whole(again->index, again->graph)->edges,
            graph::Whole(whole->index, whole->graph)->edges);
  EXPECT_EQ(again->reads, whole->reads);
  EXPECT_EQ(again->tokens.list, whole->tokens.list);
  EXPECT_EQ(again->tokens.begin, whole->tokens.begin);
  EXPECT_EQ(again->tables->Difference(again->index, *whole->tables), "");
}

TEST(AnalyseTest, AfterAnEditEveryListIsThatOfTheText) {
  const std::string head =
                        "import os\nclass C:\n    a = 'name'\n    def f(self, x):\n        "
                        "self.a.b(x, k=1)\n        ",
                    tail = "\n        return os.path\n\n    c = a.upper('other')\nf(C, 'name')\n";
  for (const char* was : {"x.y(self, *z)", "pass", "u = [C.f(i) for i in x]", "'name'"}) {
    for (const char* is : {"x.y", "x.new_name(fresh)", "class D:\n            v = 'name'", "pass",
                           "'other'", "f(\n"}) {
      Result<AnalysedSource> before = Analyse(head + was + tail);
      ASSERT_TRUE(before.ok());
      ExpectSame(*before, head + is + tail);
      // And of what was made after an edit.
      Result<AnalysedSource> again = AnalyseAgain(*before, head + "x.y(os)" + tail);
      ASSERT_TRUE(again.ok());
      ExpectSame(*again, head + is + tail);
    }
  }
}

TEST(AnalyseTest, WhatTypesLookUpInAFileIsThatOfTheText) {
  const std::string head = R"(import sys
from a import *
__all__ = ["one"]
class C:
    def f(self, x):
        self.one = x
        if sys.version_info < (3,):
            self.two = x.g()
            )",
                    tail = R"(
            self.three = x
        else:
            from b import *
            self.four = x.g()
        def inner():
            x.five = self.g
        return x.g()
    class D:
        def f(self, x):
            self.one = x
__all__ += ["two"]
if sys.version_info >= (3,):
    from c import *
else:
    from d import *
C().f(1).g()
)";
  const std::vector<std::string> statements = {
      "x.y",
      "pass",
      "self.other = x.g(f())",
      "x = self",
      "return",
      "self = x",
      "class E:\n                one = 1\n                two = 2",
      "del x.y()",
      "from e import *",
      "def x(self): self.deep = x.g",
      "if sys.version_info < (3,):\n                self.gone = 1\n            else:\n"
      "                self.there = 1"};
  for (const std::string& was : statements) {
    Result<AnalysedSource> before = Analyse(head + was + tail);
    ASSERT_TRUE(before.ok());
    for (const std::string& is : statements) {
      ExpectSame(*before, head + is + tail);
      ExpectSame(*before, head + is + "\n");
      ASSERT_FALSE(HasFailure()) << was << "\n--\n" << is;
    }
  }
}

TEST(AnalyseTest, TwoEditsFarFromEachOtherAreThoseOfTheText) {
  std::string many;
  for (int i = 0; i < 100; ++i) many += "def f" + std::to_string(i) + "(a): return a.b(c)\n";
  const std::vector<std::string> lines = {"x.y(self)\n", "u = x.y\n", "x.\n", "f(\n", ""};
  for (const std::string& was : lines) {
    Result<AnalysedSource> before = Analyse(was + many + was);
    ASSERT_TRUE(before.ok());
    for (const std::string& first : lines) {
      for (const std::string& second : lines) ExpectSame(*before, first + many + second);
    }
  }
}

TEST(AnalyseTest, WhatMendingPutsInAgainIsNotThere) {
  const std::string many = "import a\nb = 1\nc = 2\nd = 'name'\n";
  Result<AnalysedSource> before = Analyse(many + "x = y[\n    \"name\",\n    z,\n]\n" + many);
  ASSERT_TRUE(before.ok());
  // The mended text is that of before.
  ExpectSame(*before, many + "x = y[\n    \"name\n    z,\n]\n" + many);
}

TEST(AnalyseTest, LinesCutOffInRealSourcesAreThoseOfTheText) {
  Random random(5, 0, 0);
  int texts = 0;
  for (int minor = 9; minor < 20; ++minor) {
    const std::string folder = "/usr/lib/python3." + std::to_string(minor);
    for (const char* name : {"argparse.py", "socket.py", "tarfile.py", "json/decoder.py"}) {
      if (!fs::exists(folder + "/" + name)) continue;
      Result<AnalysedSource> before = Analyse(*ReadFile(folder + "/" + name));
      ASSERT_TRUE(before.ok());
      const std::string& text = before->index.tree.source;
      for (int i = 0; i < 30; ++i, ++texts) {
        const auto& uses = before->index.attributes;
        const size_t at = before->index.tree[uses[random.Below(uses.size())].name].end;
        std::string cut = text;
        cut.erase(at, std::min(text.find('\n', at), text.size()) - at);
        ExpectSame(*before, cut);
        ASSERT_FALSE(HasFailure()) << cut.substr(at > 200 ? at - 200 : 0, 300);
      }
    }
  }
  EXPECT_GT(texts, 0);
}

}  // namespace
}  // namespace fastnode::pack
