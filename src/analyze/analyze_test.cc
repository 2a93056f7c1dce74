// Whatever the bytes are, there is a sound tree, index and graph.
#include "analyze/analyze.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/file.h"
#include "support/random.h"

namespace fastnode::analyze {
namespace {

Source MustAnalyze(std::string text) {
  Result<Source> source = Analyze(std::move(text));
  CHECK(source.ok());
  EXPECT_EQ(ast::Verify(source->index.tree), "");
  EXPECT_EQ(bind::Verify(source->index), "");
  EXPECT_EQ(graph::Verify(source->index, *source->graph.whole()), "");
  return *std::move(source);
}

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::vector<std::string> CorpusSources() {
  std::string folder = std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus";
  Result<std::vector<std::string>> names = ListFiles(folder, ".py");
  CHECK(names.ok());
  std::vector<std::string> sources;
  for (const std::string& name : *names) {
    Result<std::string> source = ReadFile(folder + "/" + name);
    CHECK(source.ok());
    sources.push_back(*std::move(source));
  }
  return sources;
}

TEST(AnalyzeTest, TruncatedAndMutatedSourcesAreAnalysed) {
  uint64_t stream = 0;
  for (const std::string& source : CorpusSources()) {
    Random random(1, ++stream, 0);
    for (int i = 0; i < 6; ++i) {
      std::string text = source;
      if (i % 2 == 0) {
        text.resize(random.Below(text.size()));
      } else {
        for (int n = 0; n < 5; ++n) {
          text[random.Below(text.size())] = "():[]{}'\"\\\n\t .,=x\x80\xff@#"[random.Below(24)];
        }
      }
      if (text.find('\0') == std::string::npos) MustAnalyze(text);
    }
  }
}

TEST(AnalyzeTest, StrangeBytesAreAnalysed) {
  for (const char* source : {"",
                             "\n",
                             "\r\n",
                             "x",
                             "x.",
                             ".",
                             "\t\tx = 1\r\n\ty",
                             "\xff\xfe\xff",
                             "\xef\xbb\xbfx = 1\n",
                             "caf\xc3\xa9 = \xe9 + 1\n",
                             "'''",
                             "f'{",
                             "f'{x!r:{y",
                             "class",
                             "def f(",
                             "lambda",
                             "@",
                             "if x:\n",
                             "x = \\",
                             "print x, y\nexec 'z' in w\n",
                             "match x:\n case",
                             "try:\n pass\n",
                             "return\nbreak\ncontinue\n",
                             "global x\nnonlocal y\ndel x\n",
                             "for in in in:\n pass"}) {
    MustAnalyze(source);
  }
}

TEST(AnalyzeTest, LineEndsDoNotChangeTheTree) {
  std::string unix = "if x:\n    y = x.z\nelse:\n    y = 1\n", dos;
  for (char c : unix) dos += c == '\n' ? "\r\n" : std::string(1, c);
  Source a = MustAnalyze(unix), b = MustAnalyze(dos);
  EXPECT_EQ(a.graph.whole()->edges, b.graph.whole()->edges);
}

TEST(AnalyzeTest, RefusalsNameTheReason) {
  EXPECT_EQ(Analyze(std::string("x = 1\0", 6)).error().message, "binary");
  ast::ParseLimits limits;
  limits.max_bytes = 4;
  EXPECT_EQ(Analyze("x = 1", limits).error().message, "too large");
  limits = {};
  const std::string large = Repeat("x = (1, [2, 3])\n", 20000);
  limits.timeout = std::chrono::microseconds(0);
  EXPECT_EQ(Analyze(large, limits).error().message, "too much work");
  limits = {};
  limits.max_work = 100;
  EXPECT_EQ(Analyze(large, limits).error().message, "too much work");
  EXPECT_TRUE(Analyze("x = 1").ok()) << "the parser is fit for use after a refusal";
}

TEST(AnalyzeTest, AfterAnEditItIsAsIfMadeAnew) {
  std::string before, after;
  for (int i = 0; i < 20; ++i) {
    before += "x = x.y + z\n";
    after += i == 10 ? "x = q\nz.w(x)\n" : "x = x.y + z\n";
  }
  Result<SourceAgain> made = AnalyzeAgain(MustAnalyze(before), after);
  ASSERT_TRUE(made.ok());
  const Source* again = &made->source;
  Source fresh = MustAnalyze(after);
  EXPECT_EQ(ast::Print(again->index.tree), ast::Print(fresh.index.tree));
  EXPECT_EQ(bind::Print(again->index), bind::Print(fresh.index));
  EXPECT_EQ(graph::Whole(again->index, again->graph)->edges, fresh.graph.whole()->edges);
}

TEST(AnalyzeTest, DeepNestingIsCutOffNotFollowed) {
  for (const std::string& source :
       {"x = " + Repeat("(", 5000) + Repeat(")", 5000), "x" + Repeat(".a", 5000),
        "x" + Repeat(".a()", 5000), Repeat("x + ", 5000) + "x", Repeat("[", 5000),
        Repeat("lambda: ", 5000) + "x", Repeat("not ", 5000) + "x"}) {
    Source a = MustAnalyze(source);
    EXPECT_GT(a.index.tree.num_errors, 0);
    EXPECT_LT(a.index.tree.size(), 6000);
  }
}

TEST(AnalyzeTest, LongSourcesGiveFewEdgesANode) {
  std::string elifs = "x = 1\nif x: pass\n", branches = "def f(x):\n", body;
  for (int i = 0; i < 5000; ++i) {
    elifs += "elif x == 1: x = 2\n";
    branches += " if x: x = g(x)\n if h: return x\n";
    body += " x = x\n if x: break\n if y: continue\n";
  }
  for (const std::string& source :
       {Repeat("x = x + 1\n", 10000), elifs + "x\n", branches, "while 1:\n" + body,
        "try:\n" + body + "except E:\n x\nfinally:\n x\n", Repeat("x = [", 400) + "x"}) {
    Source a = MustAnalyze(source);
    EXPECT_LT(a.graph.whole()->edges.size(), a.index.tree.nodes.size() * 20);
  }
}

TEST(AnalyzeTest, AttributeNamesDoNotChangeTheShape) {
  for (const std::string& source : CorpusSources()) {
    Source original = MustAnalyze(source);
    if (original.index.tree.num_errors > 0) continue;
    for (const bind::AttributeUse& use : original.index.attributes) {
      const ast::Node& name = original.index.tree[use.name];
      for (const char* other : {"x", "fastnode_placeholder", "match", "print"}) {
        std::string text = source;
        text.replace(name.begin, name.end - name.begin, other);
        Result<ast::Tree> tree = ast::Parse(text);
        ASSERT_TRUE(tree.ok());
        ASSERT_EQ(tree->size(), original.index.tree.size()) << other << " in\n" << text;
        for (ast::NodeId n : tree->ids()) {
          ASSERT_EQ((*tree)[n].kind, original.index.tree[n].kind) << other;
          ASSERT_EQ((*tree)[n].parent, original.index.tree[n].parent) << other;
        }
      }
    }
  }
}

}  // namespace
}  // namespace fastnode::analyze
