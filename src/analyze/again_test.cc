// What AnalyzeAgain gives after an edit is what Analyze gives of the text, field by field.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analyze/analyze.h"
#include "analyze/graph/reader.h"
#include "support/file.h"
#include "support/random.h"

namespace fastnode::analyze {
namespace {

namespace fs = std::filesystem;

bool Same(const bind::Scope& a, const bind::Scope& b) {
  return a.kind == b.kind && a.node == b.node && a.parent == b.parent;
}
bool Same(const bind::Reference& a, const bind::Reference& b) {
  return a.node == b.node && a.kind == b.kind;
}
bool Same(const bind::AttributeUse& a, const bind::AttributeUse& b) {
  return a.node == b.node && a.base == b.base && a.name == b.name && a.context == b.context;
}
bool Same(const bind::Variable& a, const bind::Variable& b);
template <typename Vector>
bool AllSame(const Vector& a, const Vector& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return Same(x, y); });
}
bool Same(const bind::Variable& a, const bind::Variable& b) {
  return a.name == b.name && a.scope == b.scope && AllSame(a.references, b.references);
}

// As a whole, and as it is read at each node.
void ExpectSameGraph(const bind::FileIndex& index, const graph::SourceGraph& made,
                     const graph::ProgramGraph& whole) {
  const std::shared_ptr<const graph::ProgramGraph> merged = graph::Whole(index, made);
  EXPECT_EQ(merged->edges, whole.edges);
  EXPECT_EQ(merged->out_begin, whole.out_begin);
  EXPECT_EQ(merged->in_begin, whole.in_begin);
  EXPECT_EQ(merged->in_edges, whole.in_edges);
  using Edges = std::set<graph::Edge>;
  graph::Reader reader(index, made);
  for (ast::NodeId node : index.tree.ids()) {
    Edges leaving, entering, read_leaving, read_entering;
    for (graph::EdgeId e : whole.Leaving(node)) leaving.insert(whole.edges[e]);
    for (graph::EdgeId e : whole.Entering(node)) entering.insert(whole.edges[e]);
    reader.ForEachLeaving(node, [&](const graph::Edge& edge) { read_leaving.insert(edge); });
    reader.ForEachEntering(node, [&](const graph::Edge& edge) { read_entering.insert(edge); });
    EXPECT_EQ(read_leaving, leaving) << int32_t{node};
    EXPECT_EQ(read_entering, entering) << int32_t{node};
    read_leaving.clear();
    read_entering.clear();
    reader.ForEach(
        node, [&](const graph::Edge& edge) { read_leaving.insert(edge); },
        [&](const graph::Edge& edge) { read_entering.insert(edge); });
    EXPECT_EQ(read_leaving, leaving) << int32_t{node};
    EXPECT_EQ(read_entering, entering) << int32_t{node};
  }
}

// Whether it was moved along.
bool IsMoved(const Source& before, const std::string& text) {
  Result<SourceAgain> made = AnalyzeAgain(before, text);
  Result<Source> whole = Analyze(text);
  CHECK(made.ok() && whole.ok());
  const bind::FileIndex &a = made->source.index, &b = whole->index;
  EXPECT_EQ(a.tree.source, b.tree.source);
  EXPECT_EQ(ast::Print(a.tree), ast::Print(b.tree));
  EXPECT_TRUE(AllSame(a.scopes, b.scopes));
  EXPECT_TRUE(AllSame(a.variables, b.variables));
  for (const bind::Variable& variable : a.variables) {
    EXPECT_GE(variable.name.data(), a.tree.source.data()) << "a view of another text";
    EXPECT_LE(variable.name.data(), a.tree.source.data() + a.tree.source.size());
  }
  EXPECT_EQ(a.scope_of, b.scope_of);
  EXPECT_EQ(a.variable_of, b.variable_of);
  EXPECT_TRUE(AllSame(a.attributes, b.attributes));
  EXPECT_EQ(a.declarations, b.declarations);
  ExpectSameGraph(a, made->source.graph, *whole->graph.whole());
  return made->moved.has_value();
}

Source MustAnalyze(const std::string& text) {
  Result<Source> source = Analyze(text);
  CHECK(source.ok());
  return *std::move(source);
}

bool IsMoved(const std::string& before, const std::string& after) {
  return IsMoved(MustAnalyze(before), after);
}

const std::string kHead =
    "import a, b\nx = 1\ndef f(p, q):\n    global g\n    g = p\n    return q.r\nx\n";
const std::string kTail = "\nclass C(a.B):\n    y = x\n    def m(self):\n        return self.y.z\n";

TEST(AgainTest, AnEditOfAStatementMovesTheRest) {
  for (const auto& [was, is] : std::vector<std::pair<std::string, std::string>>{
           {"x.y(a)", "x.y"},
           {"x = a.b", "x = a"},
           {"def h(k):\n    u = k\n    return u", "def h(k):\n    u = k.x\n    return u"},
           {"def h(k):\n    u = k\n    return u", "def h(k):\n    k\n    return u"},
           {"if x:\n    v = a.b\n    w = v", "if x:\n    v = a\n    w = v"},
           {"x.y", "[i.y for i in x]"},
           {"for i in x.y: i", "for i in x: i"}}) {
    EXPECT_TRUE(IsMoved(kHead + was + kTail, kHead + is + kTail)) << is;
    EXPECT_TRUE(IsMoved(kHead + is + kTail, kHead + was + kTail) || was.starts_with("def")) << was;
  }
}

TEST(AgainTest, NamesThatComeBindAnewIfTheyStandElsewhere) {
  EXPECT_FALSE(IsMoved(kHead + "a" + kTail, kHead + "r = a" + kTail)) << "it is an attribute";
  EXPECT_FALSE(IsMoved(kHead + "u\nv = 1\na" + kTail, kHead + "u\nv = 1\nu = a" + kTail));
  EXPECT_TRUE(IsMoved(kHead + "u = 1\nv = 1\nu = a" + kTail, kHead + "u = 1\nv = 1\na" + kTail))
      << "it is bound there, too";
  for (const char* is : {"u = a", "for u in x: u.v", "def u(u): u", "u: [u for u in a]",
                         "class u:\n    u = u", "def h():\n    global u\n    u = x"}) {
    EXPECT_TRUE(IsMoved(kHead + "a" + kTail, kHead + is + kTail)) << is;
    EXPECT_TRUE(IsMoved(kHead + "u" + kTail, kHead + is + kTail)) << is;
  }
}

TEST(AgainTest, WhatIsLeftOfNamesThatGoMeansWhatIsFurtherOut) {
  EXPECT_TRUE(IsMoved(kHead + "u = a" + kTail, kHead + "a" + kTail));
  EXPECT_TRUE(IsMoved(kHead + "u = a\nu.b.c\nu" + kTail, kHead + "a\nu.b.c\nu" + kTail));
  const std::string uses = "\n    u.z\n    def k():\n        return u.z, [u for v in u.w]\n    u";
  for (const std::string outer : {"", "u = b\nu.z\n", "def u(): pass\nu.w\n"}) {
    for (const std::string statement : {"u = a", "u = u = a.u", "for u in a: u", "def u(): u"}) {
      for (const std::string head : {"def h():\n    b\n    ", "class D:\n    b\n    "}) {
        const std::string before = kHead + outer + head, after = uses + kTail + "\nu.z\n";
        EXPECT_TRUE(IsMoved(before + statement + after, before + "u.z" + after))
            << outer << head << statement;
        const std::string both = kHead + outer + "def g():\n  " + "u = b\n  def h():\n    b\n    ";
        EXPECT_TRUE(IsMoved(both + statement + after, both + "u.z" + after));
      }
    }
  }
  // Somebody else binds it, too.
  EXPECT_FALSE(IsMoved(kHead + "u = a\ndef h():\n    global u\n    u = b" + kTail,
                       kHead + "a\ndef h():\n    global u\n    u = b" + kTail));
}

TEST(AgainTest, WhatIsDeclaredStays) {
  const std::vector<std::string> statements = {
      "x = a.b",
      "x.y",
      "del x",
      "u = x",
      "def x(): x",
      "def i():\n      global x\n      x = x.y",
      "def i():\n      nonlocal u\n      u = x",
      "class E:\n      global x\n      x = [x for x in x]"};
  const std::string tail = "\n    return x, u\n  return x" + kTail;
  for (const char* declared : {"global x, u", "nonlocal x", "nonlocal u", "pass"}) {
    for (const char* outer : {"x = u", "global x\n  x = u", "u"}) {
      const std::string head = kHead + "def h():\n  u = a\n  " + outer + "\n  def j():\n    " +
                               declared + "\n    a\n    ";
      for (const std::string& was : statements) {
        const Source before = MustAnalyze(head + was + tail);
        int moved = 0;
        for (const std::string& is : statements) moved += IsMoved(before, head + is + tail);
        EXPECT_GT(moved, 1) << head + was + tail;
        ASSERT_FALSE(HasFailure()) << head + was + tail;
      }
    }
  }
  const std::string head = kHead + "def h():\n    global x\n    ";
  EXPECT_TRUE(IsMoved(head + "x = a.b" + kTail, head + "x = a" + kTail));
}

TEST(AgainTest, WhatIsDeclaredAnewBindsAnew) {
  const std::string head = kHead + "def h():\n    b\n    a\n    ", tail = "\n    x" + kTail;
  for (const char* declared : {"global x", "global x; x = a", "def i(): x\n    global x"}) {
    EXPECT_FALSE(IsMoved(head + "a" + tail, head + declared + tail)) << declared;
    EXPECT_FALSE(IsMoved(head + declared + tail, head + "a" + tail)) << declared;
  }
  EXPECT_TRUE(IsMoved(head + "global x; x.y" + tail, head + "global x; x.z" + tail));
}

TEST(AgainTest, WaysToEndChangeTheFlowAround) {
  for (const char* made : {"return", "raise a.b", "break", "continue", "a.b"}) {
    for (const char* was : {"pass", "a.b", "return a"}) {
      const std::string head = kHead + "def h(u):\n  for i in u:\n    try:\n      u = i\n      ";
      const std::string tail =
          "\n      u = a\n    except b as e:\n      u = e\n    i = u\n  return u";
      IsMoved(head + was + tail + kTail, head + made + tail + kTail);
      IsMoved(kHead + "while x:\n  x = b\n  " + was + "\n  x = a\n" + kTail,
              kHead + "while x:\n  x = b\n  " + made + "\n  x = a\n" + kTail);
    }
  }
}

std::vector<std::string> Sources() {
  std::vector<std::string> paths;
  for (const auto& entry :
       fs::recursive_directory_iterator(std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus")) {
    if (entry.path().extension() == ".py") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());  // wherever the project stands, these come first
  for (int minor = 9; minor < 20; ++minor) {
    const std::string folder = "/usr/lib/python3." + std::to_string(minor);
    for (const char* name : {"argparse.py", "ast.py", "tarfile.py", "typing.py", "socket.py",
                             "asyncio/base_events.py", "json/decoder.py"}) {
      if (fs::exists(folder + "/" + name)) paths.push_back(folder + "/" + name);
    }
  }
  std::vector<std::string> sources;
  for (const std::string& path : paths) {
    Result<std::string> text = ReadFile(path);
    CHECK(text.ok());
    sources.push_back(*std::move(text));
  }
  return sources;
}

// As where somebody types: the rest of a line is gone after a name or a bracket, or something is
// put in.
std::string Edited(std::string text, Random& random) {
  static const std::vector<std::string> kTyped = {
      "x",          ".y",         "z.w()",     "\n",     "(",          ")",    "'",
      ":",          "= ",         "return x",  "raise",  "break\n",    "u = ", "if self:\n",
      "lambda x: ", "import q\n", "for i in ", "await ", "global x\n", "not "};
  auto below = [&](size_t limit) { return static_cast<size_t>(random.Below(limit)); };
  size_t at = below(text.size() + 1);
  switch (below(6)) {
    case 0:
      return text.insert(at, kTyped[below(kTyped.size())]);
    case 1:
      return text.erase(at, below(30));
    case 2:
      at = std::min(text.find_first_of("(=", at), text.size() - 1) + 1;
      break;
    default:
      at = std::min(text.find('.', at), text.size() - 1) + 1;
      while (at < text.size() && std::isalnum(static_cast<unsigned char>(text[at]))) ++at;
  }
  // Or all below.
  if (below(5) == 0) return text.substr(0, at) + (below(2) == 0 ? "\n" : "");
  return text.erase(at, std::min(text.find('\n', at), text.size()) - at);
}

TEST(AgainTest, EditsOfRealSourcesGiveWhatAnalyzeGives) {
  Random random(3, 0, 0);
  int edits = 0, moved = 0;
  for (const std::string& text : Sources()) {
    const Source before = MustAnalyze(text);
    const int tries = text.size() > 10'000 ? 60 : 12;
    for (int i = 0; i < tries; ++i, ++edits) {
      const std::string after = Edited(text, random);
      moved += IsMoved(before, after) ? 1 : 0;
      ASSERT_FALSE(HasFailure()) << after;
      // And of what was edited before.
      if (i % 4 != 0) continue;
      Result<SourceAgain> once = AnalyzeAgain(before, after);
      ASSERT_TRUE(once.ok());
      const std::string twice = Edited(after, random);
      IsMoved(once->source, twice);
      ASSERT_FALSE(HasFailure()) << after << "\n--\n" << twice;
    }
  }
  EXPECT_GT(moved, edits / 3);
  RecordProperty("edits", edits);
  RecordProperty("moved", moved);
}

}  // namespace
}  // namespace fastnode::analyze
