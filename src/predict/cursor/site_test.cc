#include "predict/cursor/site.h"
#include "predict/asked/question_for_test.h"

#include <gtest/gtest.h>

namespace fastnode::predict {
namespace {

// Finds the site at the `$` of a text.
Result<FoundSite> At(std::string text) {
  const size_t cursor = TakeCursor(text);
  return FindSite(text, cursor);
}

std::string BaseOf(const FoundSite& site) {
  const bind::FileIndex& index = site.source->index;
  return std::string(index.tree.Text(index.attributes[static_cast<size_t>(site.at)].base));
}

void ExpectAttribute(const std::string& text, const std::string& base, const std::string& prefix) {
  Result<FoundSite> site = At(text);
  ASSERT_TRUE(site.ok()) << text;
  EXPECT_EQ(site->task, pack::Task::kAttribute) << text;
  ASSERT_GE(site->at, 0) << text;
  EXPECT_EQ(BaseOf(*site), base) << text;
  EXPECT_EQ(site->prefix, prefix) << text;
}

TEST(FindSiteTest, AttributeAfterADotOrATypedPrefix) {
  ExpectAttribute("x.$", "x", "");
  ExpectAttribute("x.ab$", "x", "ab");
  ExpectAttribute("x.ab$cd\n", "x", "ab");
  ExpectAttribute("f(a).g[1].$\n", "f(a).g[1]", "");
  ExpectAttribute("x. $\n", "x", "");
  ExpectAttribute("(x\n  .$)\n", "x", "");
  ExpectAttribute("x\\\n.$\n", "x", "");
}

TEST(FindSiteTest, AttributeInHalfTypedCode) {
  ExpectAttribute("print(x.$", "x", "");
  ExpectAttribute("if x.$\n    y = 1\n", "x", "");
  ExpectAttribute("def f(self):\n    self.$\n\ndef g(self):\n    pass\n", "self", "");
  ExpectAttribute("a = [1, (2, x.$\nfor b in c:\n    pass\n", "x", "");
  ExpectAttribute("f'{x.$}'\n", "x", "");
  ExpectAttribute("del x.$\n", "x", "");
}

TEST(FindSiteTest, LineEndsTabsAndOtherScriptsDoNotShiftTheSite) {
  ExpectAttribute("# \xc3\xa4\xe5\xad\xa6\r\ndef f(a):\r\n\ta.$\r\n", "a", "");
  ExpectAttribute("\xc3\xa4 = 1\n\xc3\xa4.re$\n", "\xc3\xa4", "re");
}

TEST(FindSiteTest, NamesWhereNoDotPrecedes) {
  Result<FoundSite> site = At("def f(abc):\n    ab$\n");
  ASSERT_TRUE(site.ok());
  EXPECT_EQ(site->task, pack::Task::kName);
  EXPECT_GE(site->at, 0);
  EXPECT_EQ(site->prefix, "ab");
  Result<FoundSite> empty = At("$");
  ASSERT_TRUE(empty.ok());
  EXPECT_EQ(empty->task, pack::Task::kName);
  EXPECT_GE(empty->at, 0);
}

TEST(FindSiteTest, WhereAStatementOrAnExpressionBegins) {
  for (const char* text : {"def f():\n    retu$",
                           "for i in ran$",
                           "for i in ran$\n    i\n",
                           "raise ValueE$\n",
                           "class Foo(Exc$",
                           "class Foo(Exc$:\n    pass\n",
                           "@prop$",
                           "class A:\n    @prop$\n",
                           "class A:\n    @prop$\n    def f(self): pass\n",
                           "def f(x: in$",
                           "def f(x: in$):\n    pass\n",
                           "def f() -> st$:\n    pass\n",
                           "with op$",
                           "with op$:\n    pass\n",
                           "if x:\n    y\nel$",
                           "try:\n    y\nexcep$",
                           "try:\n    y\nexcept Val$",
                           "x = a + b$",
                           "x = [a, b$",
                           "x[a$",
                           "x = {a: b$",
                           "return no$",
                           "x = not y$",
                           "assert isi$",
                           "f'{x$}'",
                           "f'a {x$'\n",
                           "x: in$",
                           "while Tr$",
                           "x = y if z$",
                           "lambda a: a$",
                           "[i for i in xs$]",
                           "x = yield a$",
                           "if a and b$:\n    c\n",
                           "elif$"}) {
    Result<FoundSite> site = At(text);
    ASSERT_TRUE(site.ok()) << text;
    EXPECT_EQ(site->task, pack::Task::kName) << text;
    EXPECT_GE(site->at, 0) << text;
  }
}

TEST(FindSiteTest, NothingWhereAWordIsBeingMade) {
  for (const char* text :
       {"def fo$", "def fo$():\n    pass\n", "class Fo$", "class Fo$:\n    x\n", "for it$",
        "for it$ in xs: pass\n", "import x as yy$", "with f() as yy$", "def f(par$",
        "def f(a, par$): pass\n", "lambda par$: 1", "# com$\n", "'str$'", "global na$",
        "x = 1\ndef f(): global na$\n", "except E as er$", "[x for yy$ in z]", "1 + 2.5$"}) {
    Result<FoundSite> site = At(text);
    ASSERT_TRUE(site.ok()) << text;
    EXPECT_LT(site->at, 0) << text;
  }
}

// What stands before the place of the argument in its call, and what is called.
void ExpectArgument(const std::string& text, const std::string& callee, int position,
                    const std::string& keyword = "") {
  Result<FoundSite> site = At(text);
  ASSERT_TRUE(site.ok()) << text;
  ASSERT_EQ(site->task, pack::Task::kArgument) << text;
  ASSERT_GE(site->at, 0) << text;
  const ast::Tree& tree = site->source->index.tree;
  const bind::ArgumentPlace& place = site->source->places[static_cast<size_t>(site->at)];
  EXPECT_EQ(tree.Text(tree.FirstChild(place.call)), callee) << text;
  EXPECT_EQ(place.position, position) << text;
  EXPECT_EQ(place.keyword == ast::kNoNode ? "" : tree.Text(place.keyword), keyword) << text;
}

TEST(FindSiteTest, ArgumentsOfCalls) {
  ExpectArgument("f($)\n", "f", 0);
  ExpectArgument("f(a, $)\n", "f", 1);
  ExpectArgument("f(a, b$, c)\n", "f", 1);
  ExpectArgument("f(g($))\n", "g", 0);
  ExpectArgument("x = a.f(key=$)\n", "a.f", 0, "key");
  ExpectArgument("f(\n    a,\n    $\n)\n", "f", 1);
}

TEST(FindSiteTest, ArgumentsOfCallsThatAreNotClosed) {
  ExpectArgument("f($", "f", 0);
  ExpectArgument("def g(a):\n    f(a, $\n    return a\n", "f", 1);
  ExpectArgument("if f(a, b=$\n    pass\n", "f", 1, "b");
  ExpectArgument("print(f(a, $\nfor x in y:\n    pass\n", "f", 1);
}

TEST(FindSiteTest, AKeywordBeforeItsSign) {
  Result<FoundSite> site = At("f(a, ke$=1)\n");
  ASSERT_TRUE(site.ok());
  EXPECT_EQ(site->task, pack::Task::kKeywordName);
  EXPECT_EQ(site->prefix, "ke");
}

TEST(FindSiteTest, PlacesAfterOtherArguments) {
  Result<FoundSite> site = At("f($)\n");
  ASSERT_TRUE(site.ok());
  Result<FoundSite> after = AfterArguments(*site, "a, b=");
  ASSERT_TRUE(after.ok());
  ASSERT_GE(after->at, 0);
  EXPECT_EQ(after->source->places[static_cast<size_t>(after->at)].position, 1);
  EXPECT_EQ(AsBase(*site)->task, pack::Task::kAttributeBase);
  EXPECT_GE(AsBase(*site)->at, 0);
}

TEST(FindSiteTest, NothingIsCompletedInCommentsStringsAndImports) {
  for (const char* text : {"# x.$\n", "'x.$'\n", "import os.$\n", "from a.$ import b\n"}) {
    Result<FoundSite> site = At(text);
    ASSERT_TRUE(site.ok()) << text;
    EXPECT_EQ(site->at, -1) << text;
  }
}

TEST(FindSiteTest, ALineOfAMergeEndsNoClass) {
  const std::string text =
      "class A:\n    def a(self):\n<<<<<<< HEAD\n        b = 1\n=======\n        b = 2\n"
      ">>>>>>> theirs\n        self.$\n";
  const size_t cursor = text.find('$');
  const Result<FoundSite> site = FindSite(text.substr(0, cursor) + text.substr(cursor + 1), cursor);
  ASSERT_TRUE(site.ok() && site->task == pack::Task::kAttribute);
  const bind::FileIndex& index = site->source->index;
  const ast::NodeId base = index.attributes[static_cast<size_t>(site->at)].base;
  ASSERT_NE(index.variable_of[base], bind::kNone);
  const bind::Scope& scope = index.scopes[index.variables[index.variable_of[base]].scope];
  EXPECT_EQ(scope.kind, bind::ScopeKind::kFunction);
}

TEST(FindSiteTest, WrongRequestsSayWhatIsWrong) {
  EXPECT_NE(FindSite("x.", 3).error().message.find("outside"), std::string::npos);
  EXPECT_NE(FindSite("\xc3\xa4", 1).error().message.find("inside"), std::string::npos);
  EXPECT_NE(FindSite(std::string(kMaxSourceBytes + 1, 'x'), 0).error().message.find("bytes"),
            std::string::npos);
  EXPECT_FALSE(FindSite(std::string("x.\0", 3), 2).ok());
}

}  // namespace
}  // namespace fastnode::predict
