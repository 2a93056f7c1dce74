#include "predict/fit/known_keywords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// An answer that has a name and a keyword, with what is known of the call at `$`.
std::vector<std::string> Ordered(std::string text) {
  const size_t cursor = TakeCursor(text);
  Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no place"};
  Answer answer{site->task, site->prefix, {{"x", 0.6F, "name"}, {"other=", 0.4F, "keyword"}}};
  AddKnownKeywords(*site, KnownForTest(), {}, answer);
  return TextsOf(answer.completions);
}

const std::string kPost =
    "class Post(Base):\n    __tablename__ = 'posts'\n"
    "    id: Mapped[int] = mapped_column(primary_key=True)\n    title: Mapped[str]\n"
    "    body = Column(Text)\n    LIMIT = 3\n    author = relationship('User')\n\n\n";

TEST(KnownKeywords, ColumnsOfAMappedClassThatIsMade) {
  EXPECT_THAT(Ordered(kPost + "Post($)\n"), ElementsAre("title=", "body=", "author=", "id="));
  EXPECT_THAT(Ordered(kPost + "Post(title='x', b$)\n"), ElementsAre("body="));
  EXPECT_THAT(Ordered(kPost + "Post(zzz$)\n"), ElementsAre("x", "other="));
  EXPECT_THAT(Ordered(kPost + "Post(title=$)\n"), ElementsAre("x", "other="));
  EXPECT_THAT(Ordered(kPost + "Other($)\n"), ElementsAre("x", "other="));
  EXPECT_THAT(Ordered("class A(B):\n    n: int\n\n\nA($)\n"), ElementsAre("x", "other="));
  EXPECT_THAT(Ordered("class A(B):\n    n = Column()\n    def __init__(self, m): ...\n\n\nA($)\n"),
              ElementsAre("x", "other="));
}

TEST(KnownKeywords, ColumnsOfAMappedClassThatIsAskedFor) {
  // The values may be in a dictionary.
  EXPECT_THAT(Ordered(kPost + "update(Post).where(y).values($)\n"),
              ElementsAre("title=", "body=", "id=", "x"));
  EXPECT_THAT(Ordered(kPost + "session.query(Post).filter_by($)\n"),
              ElementsAre("title=", "body=", "id="));
  EXPECT_THAT(Ordered(kPost + "Post.query.filter_by($)\n"), ElementsAre("title=", "body=", "id="));
  EXPECT_THAT(Ordered(kPost + "other(Post).values($)\n"), ElementsAre("x", "other="));
}

TEST(KnownKeywords, VariablesWhereATemplateTakesThem) {
  const std::string head = "def f(size):\n    page = 1\n    ";
  EXPECT_THAT(Ordered(head + "render_template('x.html', $)\n"),
              ElementsAre("page=", "size=", "other="));
  EXPECT_THAT(Ordered(head + "render_template('x.html', size=size, pa$)\n"),
              ElementsAre("page=", "other="));
  EXPECT_THAT(Ordered(head + "jsonify(a=1, s$)\n"), ElementsAre("size=", "other="));
  EXPECT_THAT(Ordered(head + "render_template($)\n"), ElementsAre("x", "other="));
  EXPECT_THAT(Ordered(head + "other('x.html', $)\n"), ElementsAre("x", "other="));
}

TEST(KnownKeywords, VariablesWhereNothingButKeywordsFits) {
  const std::string head =
      "def g(name, **values): ...\n\n\ndef h(name, *values, **more): ...\n\n\n"
      "def f(size):\n    ";
  EXPECT_THAT(Ordered(head + "g('x', s$)\n"), ElementsAre("size=", "other="));
  EXPECT_THAT(Ordered(head + "g('x', $)\n"), ElementsAre("x", "other="));
  EXPECT_THAT(Ordered(head + "g(s$)\n"), ElementsAre("x", "other="));
  EXPECT_THAT(Ordered(head + "h('x', s$)\n"), ElementsAre("x", "other="));
}

}  // namespace
}  // namespace fastnode::predict
