#include "analyze/ast/reparse.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/file.h"
#include "support/random.h"

namespace fastnode::ast {
namespace {

namespace fs = std::filesystem;

bool SameNodes(const Tree& a, const Tree& b) {
  return std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(),
                    [](const Node& x, const Node& y) {
                      return x.begin == y.begin && x.end == y.end && x.parent == y.parent &&
                             x.subtree_end == y.subtree_end && x.kind == y.kind &&
                             x.field == y.field && x.missing == y.missing;
                    });
}

Tree MustParse(std::string source) {
  Result<Tree> tree = Parse(std::move(source));
  CHECK(tree.ok());
  return *std::move(tree);
}

// The tree after the edit, which must be that of Parse; whether it was made in part.
bool IsInPart(const std::string& before, const std::string& after) {
  Result<Reparsed> again = Reparse(MustParse(before), after);
  CHECK(again.ok());
  const Tree fresh = MustParse(after);
  EXPECT_TRUE(SameNodes(again->tree, fresh)) << after << Print(again->tree) << Print(fresh);
  EXPECT_EQ(again->tree.num_errors, fresh.num_errors) << after;
  EXPECT_EQ(again->tree.source, after);
  EXPECT_EQ(Verify(again->tree), "");
  return again->in_part;
}

const std::string kMany = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\nh = 8\ni = 9\nj = 10\n";

TEST(ReparseTest, AStatementOfManyIsParsedAlone) {
  EXPECT_TRUE(IsInPart(kMany + "x = y\n" + kMany, kMany + "x = y.z\n" + kMany));
  EXPECT_TRUE(IsInPart(kMany + "x = y\n" + kMany, kMany + kMany));
  EXPECT_TRUE(IsInPart(kMany + kMany, kMany + "\n# said\nx = y\n" + kMany));
  EXPECT_TRUE(IsInPart(kMany + "x = y\n", kMany + "x = y.z"));
  EXPECT_TRUE(IsInPart("x = y\n" + kMany, "x = y.z\n" + kMany));
}

TEST(ReparseTest, AStatementOfABlockIsParsedAlone) {
  const std::string head = "class C:\n    def f(self):\n        a = 1\n        ";
  const std::string tail = "\n        b = 2\n\n    def g(self):\n        pass\n" + kMany;
  EXPECT_TRUE(IsInPart(head + "self.x" + tail, head + "self.x.y" + tail));
  EXPECT_TRUE(IsInPart(head + "pass" + tail, head + "if self.x:\n            return" + tail));
}

TEST(ReparseTest, TheLastStatementOfABlockIsParsedAlone) {
  const std::string head = "class C:\n    def f(self):\n        a = b\n        ";
  for (const char* tail :
       {"\n", "\n\n    def g(self):\n        pass\n", "  # said\n# said\nx = y\n",
        "\n    # said\n        # said\n\nx = y\n"}) {
    // Parsed in part although the class is most of the text.
    EXPECT_TRUE(IsInPart(head + "self.x(y)" + tail + kMany, head + "self.x" + tail + kMany));
    EXPECT_TRUE(IsInPart(head + "self.x" + tail + kMany, head + "self.x(y)" + tail + kMany));
    IsInPart(head + "if x.y:\n            z" + tail + kMany, head + "if x.y" + tail + kMany);
    IsInPart(head + "if x.y: z" + tail + kMany, head + "if x.y" + tail + kMany);
    IsInPart(head + "if x.y: z" + tail + "else:\n  x\n",
             head + "if x.y: z.z" + tail + "else:\n  x\n");
    IsInPart("if x:\n    y.z(a)" + std::string(tail) + "else:\n    b\n" + kMany,
             "if x:\n    y.z" + std::string(tail) + "else:\n    b\n" + kMany);
  }
}

TEST(ReparseTest, TwoEditsFarApartAreParsedEachAlone) {
  std::string between;
  for (int i = 0; i < 30; ++i) between += kMany;
  EXPECT_TRUE(
      IsInPart("x = y\n" + between + "u.v\n" + kMany, "x = y.z\n" + between + "u.w\n" + kMany));
  EXPECT_TRUE(IsInPart("x = y\n" + between + "u.v\n", "x = y\nz = 1\n" + between + "u.w\n"));
  EXPECT_FALSE(IsInPart("x = y\n" + between + "u.v\n", "x = y = = z\n" + between + "u.w\n"));
}

TEST(ReparseTest, WhatReachesFurtherIsSeen) {
  // The edit joins statements, ends blocks, opens strings and brackets, or makes a clause.
  for (const char* made : {"x = (", "x = '''", "x = 1 \\", "else:", "    x", "@x",
                           "if x:", "def f():", "async", "x.", "x = [1,", "for", "try:", "#"}) {
    for (const char* there : {"x = y", "if x:\n    y", "def f():\n    y", "x = '''\n'''"}) {
      IsInPart(kMany + there + "\n" + kMany, kMany + made + "\n" + kMany);
      IsInPart(kMany + there + "\nz\n" + kMany, kMany + there + "\n" + made + "\n" + kMany);
    }
  }
}

TEST(ReparseTest, ACommaMayJoinTheNextLine) {
  EXPECT_FALSE(IsInPart(kMany + "x = [\n  y,\n]\n# said\nz = 1\n" + kMany,
                        kMany + "x =\n  y,\n]\n# said\nz = 1\n" + kMany));
  IsInPart(kMany + "x,\ny(z)\n" + kMany, kMany + "x,\ny = z\n" + kMany);
}

TEST(ReparseTest, SoMayAListOfTargetsAmongTheLinesThatAreParsed) {
  const std::string head = kMany + "x\n# said\n", there = head + "x, y = f(2)\n" + kMany;
  IsInPart(there, head + "x,  \ny = f(2)\n" + kMany);
  IsInPart(there, head + "x, *\n    y = f(2)\n" + kMany);
  // Within brackets a comma joins nothing, and prose has no targets.
  EXPECT_TRUE(IsInPart(there, head + "x = [\n    a,\n    b,\n]\n" + kMany));
  EXPECT_TRUE(IsInPart(there, head + "'''Of x and y,\nand z.'''\n" + kMany));
}

TEST(ReparseTest, AReturnWithoutANewLineIsOneAsInParse) {
  const std::string there = kMany + "from x import y\n" + kMany;
  const std::string after = kMany + "from x im\rport y\n" + kMany;
  Result<Reparsed> again = Reparse(MustParse(there), after);
  ASSERT_TRUE(again.ok());
  const Tree fresh = MustParse(after);
  EXPECT_EQ(again->tree.source, fresh.source);
  EXPECT_TRUE(SameNodes(again->tree, fresh));
  EXPECT_TRUE(IsInPart(there, kMany + "from x import y\r\n" + kMany));
}

TEST(ReparseTest, AListOfTargetsMayJoinTheNextLine) {
  const std::string head = kMany + "a.b.c(d.e)\n# said\n";
  IsInPart(head + "a.b, c[d.e] = f\n" + kMany, head + "a.b, cx\n[d.e] = f\n" + kMany);
  IsInPart(kMany + "a.b, c[d.e] = f\n" + kMany, kMany + "a.b, cx\n[d.e] = f\n" + kMany);
}

// The edit is in either line, or makes one of them.
TEST(ReparseTest, AListOfTargetsMayBeTheStatementBeforeOrBehind) {
  for (const std::string head : {"", "if x:\n  ", "if x:\n  y\n  ", "def f():\n  return "}) {
    const std::string blanks = head.empty() ? "" : "  ";
    const std::string one = kMany + head, list = one + std::string(40, 'a') + ".b, cx";
    for (const std::string& next : {"\n" + blanks + "[d.e", std::string("\n[d.e")}) {
      for (const char* made : {"]", "] = f", "][g] = f", ", h] = f", "](g)", "], i = f"}) {
        const std::string after = list + next + made + "\n" + kMany;
        IsInPart(list + next + "]\n" + kMany, after);
        IsInPart(list + next + "] = f\n" + kMany, after);
        IsInPart(list + "\n" + blanks + "z\n" + kMany, after);
        IsInPart(one + "z" + next + made + "\n" + kMany, after);
      }
    }
  }
}

TEST(ReparseTest, AListOfTargetsMayGoOnBehindABackslashOrEndBehindTheEdit) {
  const std::string head = kMany + "x = r'\\'' , b\nif x:\n  a.b, c\nclass C:\n  x = 1, 2\n";
  const std::string tail = "[d.e][g] = h\na = b, c\n" + kMany;
  const std::string def = "  def m(self):\n    return a, b,\ndef g(a, b=1):\n";
  IsInPart(head + def + "  a.b, " + std::string(42, 'c') + "\n" + tail,
           head + def + "a.b, \\\n c\n" + tail);
  IsInPart(kMany + "async def f(): pass\na, b,\n" + kMany, kMany + "# c, (\na, b,\n" + kMany);
  IsInPart(kMany + "(yield), b\na,\n" + kMany, kMany + "  # c\na,\n" + kMany);
}

TEST(ReparseTest, WhatIsInBracketsAStringOrABlockIsNoListOfTargets) {
  auto in_part = [](const std::string& head, const std::string& tail) {
    return IsInPart(kMany + head + "x.y" + tail + kMany, kMany + head + "x" + tail + kMany);
  };
  EXPECT_TRUE(in_part("z(u, v + [\n[a, b], [c, d], ", " ])\n"));
  EXPECT_TRUE(in_part("u = '''A, (b\n[c] d,\n''' + '#' + ", "\n"));
  EXPECT_TRUE(in_part("def f(a=", "):\n  '''A, b\n  [c, d]\n  and so on and on and on.'''\n"));
  EXPECT_TRUE(in_part("def f():\n  return a,\n\nuuu = ", "\n"));
  EXPECT_TRUE(in_part("[a] = ", "\n"));
}

TEST(ReparseTest, WhereAllBelowIsGoneTheRestOfTheBlockIsParsedAlone) {
  const std::string head = kMany + "class C:\n    def f(self):\n        a = b\n        ";
  const std::string tail = "\n        b\n    def g(self):\n        pass\n" + kMany;
  for (const char* end : {"", "\n", "\n\n"}) {
    EXPECT_TRUE(IsInPart(head + "self.x(y)" + tail, head + "self.x" + end));
    EXPECT_TRUE(IsInPart(head + "if a: b\n        else: c" + tail, head + "if a: b.c" + end));
    IsInPart(head + "for i in a:\n            b\n        else:\n            c" + tail,
             head + "for i in a:" + end);
    IsInPart(head + "self.x(y)  # said" + tail, head + "self.x  # said" + end);
    IsInPart(head + "try:\n            a.b\n        except c:\n            d" + tail,
             head + "try:\n            a" + end);
    IsInPart(head + "try:\n            a.b\n        except c:\n            d" + tail,
             head + "try:\n            a.b\n        except c:\n            d.e" + end);
  }
}

TEST(ReparseTest, CaseIsAWordInAMatchAlone) {
  const std::string head = "match p:\n    case (a, b):\n        if a:\n            ";
  const std::string tail = "\n        b()\n    case _:\n        pass\n" + kMany;
  for (const char* made :
       {"case", "case (", "case[a]", "case a:", "a", "a\n    case b:\n        c"}) {
    IsInPart(head + "x = y" + tail, head + made + tail);
    IsInPart(kMany + "match p:\n    case a:\n        b\n    case c:\n        d\n" + kMany,
             kMany + "match p:\n    case a:\n        b\n    " + made + "\n        d\n" + kMany);
  }
}

TEST(ReparseTest, CommentsAtTheEndOfABlockMayLeaveIt) {
  const std::string head = kMany + "def f(x):\n    for z in y:\n        z.u";
  const std::string tail = "\n\ndef g():\n    pass\n" + kMany;
  for (const char* end : {"\n        # said", "\n    # said", "\n  \n    # said", "  # said",
                          "\n# said", "\n\n        # said\n    # said"}) {
    for (const char* made : {"", "\n", "\n    # made", ".v", "  # made", "\n        z"}) {
      IsInPart(head + end + tail, head + made + end + tail);
      IsInPart(head + made + end + tail, head + end + tail);
    }
  }
}

TEST(ReparseTest, AnEndOfALineThatIsMissingIsAnError) {
  EXPECT_GT(MustParse("y = x is not None x\n").num_errors, 0);
  EXPECT_FALSE(IsInPart(kMany + "y = x is not None\n" + kMany,
                        kMany + "y = x is not None global x\n\n" + kMany));
}

TEST(ReparseTest, WithErrorsTheWholeIsParsed) {
  EXPECT_FALSE(IsInPart(kMany + "x = = y\n" + kMany, kMany + "x = = y.z\n" + kMany));
  EXPECT_FALSE(IsInPart(kMany + "x = y\n" + kMany, kMany + "x = = y\n" + kMany));
  EXPECT_FALSE(IsInPart("x = y\n", "x = y.z\n"));  // all of it
  EXPECT_FALSE(Reparse(MustParse(kMany), std::string("x\0", 2)).ok());
}

TEST(ReparseTest, WhatIsHalfTypedIsMendedFirst) {
  EXPECT_TRUE(IsInPart(kMany + "x = y\n" + kMany, kMany + "x = y.\n" + kMany));
  EXPECT_TRUE(IsInPart(kMany + "x = f(y.z, a)\n" + kMany, kMany + "x = f(y.z\n" + kMany));
  EXPECT_TRUE(IsInPart(kMany + "x = f(y.z, a)\n" + kMany, kMany + "x = f(\n" + kMany));
  EXPECT_TRUE(
      IsInPart(kMany + "if y.z():\n  a = b\n" + kMany, kMany + "if y.z\n  a = b\n" + kMany));
  EXPECT_TRUE(IsInPart(kMany + "y.z(\n  a,\n)\n" + kMany, kMany + "y.z\n  a,\n)\n" + kMany));
}

// Of statements round the edit the blocks that it does not touch are not parsed.
TEST(ReparseTest, BlocksWithinTheStatementStayAsTheyWere) {
  std::string body;
  for (int i = 0; i < 40; ++i) body += "    v = u.w(x)  # said\n";
  const std::string blocks = body + "\nelif b:\n" + body + "else:\n" + body;
  EXPECT_TRUE(IsInPart("if a.b(c):\n" + blocks, "if a.b:\n" + blocks));
  EXPECT_TRUE(IsInPart("if a:\n" + blocks, "if a.b(c, d):\n" + blocks));
  EXPECT_TRUE(IsInPart("class C(a.b):\n" + body, "class C(a.b.c):\n" + body));
  EXPECT_TRUE(IsInPart("for i in a.b:\n" + body + "x = y\n", "for i in a:\n" + body + "x = y\n"));
  EXPECT_TRUE(IsInPart("def f(a=b.c):\n" + body + "    def g(c):\n        x\n",
                       "def f(a=b):\n" + body + "    def g(c):\n        x\n"));
  EXPECT_TRUE(IsInPart("try:\n" + body + "except a.b:\n" + body + "finally:\n" + body,
                       "try:\n" + body + "except a:\n" + body + "finally:\n" + body));
}

TEST(ReparseTest, WhatBlocksWithinTheStatementHangOnIsSeen) {
  const std::string one = "        v = u.w(x)\n        y = z(v, u, w, x)";
  const std::vector<std::string> bodies = {
      one,
      one + "\n        # said",
      one + "\n    # said",
      one + "\n    # said\n        z",
      "        # said\n" + one,
      "\n" + one,
      one + "\n\n        if a:\n            b\n            # said",
      one + "  # said",
      one + "; z"};
  const std::vector<std::string> tails = {"",
                                          "\n    else:\n" + one,
                                          "\n    z",
                                          "\n        z",
                                          "\n          z",
                                          "\n    elif x:\n" + one + "\n# said\n",
                                          "\n)",
                                          "\n'''"};
  const std::string head = kMany + "class C:\n    ";
  for (const std::string& body : bodies) {
    for (const std::string& tail : tails) {
      for (const std::string was : {"if a.b:", "for i in a:", "match a:", "x = 1"}) {
        for (const std::string is :
             {"if a.b.c:", "if a.b: c", "if a.b: \\", "if a.b: '''", "if (a.b:", "if a: # said",
              "match a.b:", "def f(x):", "x = lambda:", "x:", "else:", "if a:\n        z",
              "if a:\n      z", "while a:\n    if b:"}) {
          IsInPart(head + was + "\n" + body + tail + "\n" + kMany,
                   head + is + "\n" + body + tail + "\n" + kMany);
          // And where the edit is behind them.
          const std::string before = head + "if b:\n" + body + tail + "\n    else:\n        ";
          IsInPart(before + was + "\n" + kMany, before + is + "\n" + kMany);
          IsInPart(head + "if b:\n" + body + "\n" + was + kMany,
                   head + "if b:\n" + body + "\n" + is + kMany);
          if (HasFailure()) return;
        }
      }
    }
  }
}

// Between brackets round the edit the elements that it does not touch are not parsed.
TEST(ReparseTest, ElementsRoundTheEditStayAsTheyWere) {
  auto many = [](const std::string& element) {
    std::string all;
    for (int i = 0; i < 20; ++i) all += element + ",\n  ";
    return all;
  };
  const std::string a = many("'a', b.c(d)"), b = many("a.b: [c]"), c = many("a=b");
  EXPECT_TRUE(IsInPart("[" + a + "x.y, " + a + "z]\n", "[" + a + "x.y.z(t), " + a + "z]\n"));
  EXPECT_TRUE(IsInPart("u = {" + b + "x: y, " + b + "}\n", "u = {" + b + "x: y.z, " + b + "}\n"));
  EXPECT_TRUE(IsInPart("f(" + c + "x=y, " + c + ")\n", "f(" + c + "x=y.z, " + c + ")\n"));
  EXPECT_TRUE(
      IsInPart("def f(" + c + "x=y, " + c + "): z\n", "def f(" + c + "x=y.z, " + c + "): z\n"));
  EXPECT_TRUE(IsInPart("f(" + a + "[" + a + "(x, " + a + ")], " + a + ")\n",
                       "f(" + a + "[" + a + "(x.y, " + a + ")], " + a + ")\n"));
  // Nothing of what is behind it is left.
  EXPECT_TRUE(IsInPart("u = {" + b + "x: y, " + b + "}\n" + kMany, "u = {" + b + "x: y.z"));
  EXPECT_TRUE(IsInPart("f(" + a + "[" + a + "x, " + a + "], y)\n", "f(" + a + "[" + a + "x.y"));
  // The first one behind it is no element now, so all are parsed.
  EXPECT_TRUE(IsInPart(kMany + "u = [(a), (x, y), (b, ccccccccccccccccccccc), (d)]\n" + kMany,
                       kMany + "u = [(a), (x) (b, ccccccccccccccccccccc), (d)]\n" + kMany));
}

TEST(ReparseTest, WhatElementsRoundTheEditHangOnIsSeen) {
  const std::string values = "a.b, 'c d', [e, f], g(h, i), j";
  const std::vector<std::string> statements = {
      "x = [" + values + ", |, " + values + "]",
      "x(" + values + ", |, " + values + ", k=l, m=n, o=p, q=r)",
      "x = {a.b: 'c', d: [e, f], g: h(i), |: j, a.b: 'c', d: [e, f], g: h(i)}",
      "x = {" + values + ", |, " + values + "}",
      "(" + values + ", (" + values + ", |, " + values + "), " + values + ")",
      "def f(a, bbbbbbbb, cccccc, dddd, |, e, ffffff=g, hhhhhh=i, **j): pass",
      "print(" + values + ", |, " + values + ")"};
  for (const std::string& statement : statements) {
    const size_t at = statement.find('|');
    auto with = [&](const std::string& piece) {
      return kMany + statement.substr(0, at) + piece + statement.substr(at + 1);
    };
    for (const std::string piece : {"x, y",        "x.y",
                                    "\"",          "'",
                                    "f'{",         "(",
                                    ")",           "], [",
                                    "), (",        "}, {",
                                    "[x",          "x]",
                                    "#",           "\n",
                                    "*",           "**x",
                                    ": ",          "x: y",
                                    "lambda",      "lambda x",
                                    "lambda x: y", "x for x in y",
                                    "x for x in",  "x if y",
                                    "x if y else", "x :=",
                                    "not",         "yield",
                                    "'''",         "x=",
                                    "x = y",       "/",
                                    "*, x",        "x \\\n",
                                    "x y"}) {
      for (const std::string tail : {"\n", ":\n  pass\n", " = y\n"}) {
        IsInPart(with("x") + tail + kMany, with(piece) + tail + kMany);
        IsInPart(with(piece) + tail + kMany, with("x: y") + tail + kMany);
      }
      if (HasFailure()) return;
    }
  }
}

// Without the elements before, what is left is no tuple.
TEST(ReparseTest, ATupleIsOneThoughOneOfItsElementsIsParsed) {
  const std::string head = kMany + "x = (" + std::string(40, 'a') + ", b ";
  IsInPart(head + ", c)\n" + kMany, head + ")\n" + kMany);
  IsInPart(head + ", c)\n" + kMany, head);
}

// Mending reads on from a statement of the block that is edited, unless it may be what is left of a
// call that began above.
TEST(ReparseTest, MendingBeginsInTheBlockThatIsEdited) {
  const std::string head = kMany + "class C:\n  def f(self):\n    a = b\n";
  const std::string tail = "\n    c = d\n  def g(self):\n    e\n" + kMany;
  for (const std::string before : {"", "    u\n", "      u\n", "    u; v\n", "    u; \\\n  v\n",
                                   "    if u:\n      v\n", "    if u:\n        v\n      w\n"}) {
    for (const char* typed : {"x.y", "x.y)", "x.y(", "x.y(a,\n", "x.y\n        z)", "if x.y"}) {
      for (const char* blanks : {"    ", "      ", "        "}) {
        IsInPart(head + before + blanks + "x" + tail, head + before + blanks + typed + tail);
        IsInPart(head + before + blanks + "t = s\n" + blanks + "x" + tail,
                 head + before + blanks + "t = s\n" + blanks + typed + tail);
      }
    }
  }
}

// Sources of some size: this project's cases, and what the system's Python comes with.
std::vector<std::string> Sources() {
  std::vector<std::string> paths;
  for (const auto& entry :
       fs::recursive_directory_iterator(std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus")) {
    if (entry.path().extension() == ".py") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());  // wherever the project stands, these come first
  for (int minor = 9; minor < 20; ++minor) {
    const std::string folder = "/usr/lib/python3." + std::to_string(minor);
    for (const char* name : {"argparse.py", "ast.py", "tarfile.py", "typing.py", "turtle.py"}) {
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

// One edit such as editors send: something typed, taken away, or moved to the side.
std::string Edited(std::string text, Random& random) {
  static const std::vector<std::string> kTyped = {
      "x",      ".y",      "z.w()",    "\n",   "\n    ", "\n        ", "    ",   "(",
      ")",      "'",       "\"",       "'''",  "#",      ":",          "\\\n",   "else:",
      "= ",     "if x:\n", "def f():", "@d\n", ",",      "pass\n",     "async ", "\nreturn\n",
      "match ", "class",   "\r\n",     "\t",   ";",      "; y",        "f'{x}'", "\xc3\xa4"};
  auto below = [&](size_t limit) { return static_cast<size_t>(random.Below(limit)); };
  const size_t at = below(text.size() + 1);
  switch (random.Below(4)) {
    case 0:
      return text.erase(at, below(40));
    case 1: {
      const size_t line = text.rfind('\n', at) + 1;
      return below(2) == 0 && text.compare(line, 4, "    ") == 0 ? text.erase(line, 4)
                                                                 : text.insert(line, "    ");
    }
    default:
      return text.insert(at, kTyped[below(kTyped.size())]);
  }
}

TEST(ReparseTest, RandomEditsOfRealSourcesGiveTheTreeOfParse) {
  Random random(1, 0, 0);
  int edits = 0, in_part = 0;
  for (const std::string& source : Sources()) {
    const int tries = source.size() > 20'000 ? 60 : 10;
    Tree before = MustParse(source);
    for (int i = 0; i < tries; ++i, ++edits) {
      std::string after = Edited(before.source, random);
      if (i % 3 == 0) after = Edited(after, random);
      Result<Reparsed> again = Reparse(before, after);
      ASSERT_TRUE(again.ok());
      const Tree fresh = MustParse(after);
      ASSERT_TRUE(SameNodes(again->tree, fresh)) << after;
      ASSERT_EQ(again->tree.num_errors, fresh.num_errors);
      ASSERT_EQ(Verify(again->tree), "");
      in_part += again->in_part ? 1 : 0;
      if (fresh.num_errors == 0) before = again->tree;
    }
  }
  EXPECT_GT(in_part, edits / 4);
  RecordProperty("edits", edits);
  RecordProperty("in_part", in_part);
}

TEST(ReparseTest, RealSourcesOfWhichAllBelowIsGoneGiveTheTreeOfParse) {
  Random random(2, 0, 0);
  int cuts = 0, in_part = 0;
  for (const std::string& source : Sources()) {
    const Tree before = MustParse(source);
    const int tries = source.size() > 20'000 ? 60 : 10;
    for (int i = 0; i < tries; ++i, ++cuts) {
      const size_t at = static_cast<size_t>(random.Below(source.size() + 1));
      const size_t end = i % 3 == 0 ? at : std::min(source.find('\n', at), source.size());
      const std::string after = source.substr(0, end) + (i % 2 == 0 ? "\n" : ".y");
      Result<Reparsed> again = Reparse(before, after);
      ASSERT_TRUE(again.ok());
      const Tree fresh = MustParse(after);
      ASSERT_TRUE(SameNodes(again->tree, fresh)) << after;
      ASSERT_EQ(again->tree.num_errors, fresh.num_errors);
      ASSERT_EQ(Verify(again->tree), "");
      in_part += again->in_part ? 1 : 0;
    }
  }
  EXPECT_GT(in_part, cuts / 4);
}

}  // namespace
}  // namespace fastnode::ast
