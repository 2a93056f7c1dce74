#include "predict/fit/field_lookups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

const std::string kModels =
    "class Stamped(models.Model):\n    made = models.DateTimeField()\n\n\n"
    "class Author(Stamped):\n    name = models.CharField(max_length=9)\n    LIMIT = 3\n\n\n"
    "class Book(models.Model):\n    title = models.CharField(max_length=9)\n"
    "    pages = models.IntegerField()\n    author = models.ForeignKey('Author')\n"
    "    next = models.OneToOneField('self')\n\n\n"
    "class Books:\n    def __iter__(self) -> Iterator[Book]: ...\n    def filter(self, **what): "
    "...\n\n\n";

std::vector<std::string> Offered(const std::string& code) {
  std::string text = "from typing import Iterator\n" + kModels + code + "\n";
  const size_t cursor = TakeCursor(text);
  const Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no site"};
  Answer answer{site->task, site->prefix, {}};
  AddFieldLookups(*site, KnownForTest(), {}, answer);
  return TextsOf(answer.completions);
}

TEST(FieldLookups, GoOnBehindTwoUnderscores) {
  EXPECT_THAT(Offered("Book.objects.filter(pages__$)"),
              IsSupersetOf({"pages__gte=", "pages__in=", "pages__isnull="}));
  EXPECT_THAT(Offered("Book.objects.filter(title__ic$='x')"), ElementsAre("title__icontains"));
  EXPECT_THAT(
      Offered("Book.objects.all().exclude(author__$=1)"),
      ElementsAre("author__name", "author__made", "author__id", "author__in", "author__isnull"));
  EXPECT_THAT(Offered("Book.objects.get(author__made__y$)"), ElementsAre("author__made__year="));
  EXPECT_THAT(Offered("Book.objects.get(next__author__na$)"), ElementsAre("next__author__name="));
  EXPECT_THAT(Offered("Book.objects.get(pages__gte__$)"), Not(Contains("pages__gte__gte=")));
}

TEST(FieldLookups, AreFieldsWhereRowsOrAConditionAreAsked) {
  EXPECT_THAT(Offered("def f(books: Books):\n    books.filter(ti$)"), ElementsAre("title="));
  EXPECT_THAT(Offered("Book.objects.filter(~Q(pages=1) | Q($='x'))"),
              ElementsAre("title", "pages", "author", "next"));
  EXPECT_THAT(Offered("x = get_object_or_404(Book, pa$)"), ElementsAre("pages="));
}

TEST(FieldLookups, AreFieldsWhereRowsAreUpdated) {
  const std::string method = "    def f(self, request, queryset):\n        ";
  EXPECT_THAT(Offered("@admin.register(Book)\nclass A(B):\n" + method + "queryset.update($)"),
              ElementsAre("title=", "pages=", "author=", "next="));
  EXPECT_THAT(Offered("class A(B):\n    model = Book\n\n" + method + "queryset.update(pa$=1)"),
              ElementsAre("pages"));
  EXPECT_THAT(Offered("class A(B):\n" + method + "queryset.update($)"), IsEmpty());
  EXPECT_THAT(Offered("books: set[Book] = set()\nbooks.update($)"), IsEmpty());
}

TEST(FieldLookups, AreOfferedInNoOtherCall) {
  EXPECT_THAT(Offered("Book.objects.order_by(pages__$)"), IsEmpty());
  EXPECT_THAT(Offered("Book.objects.filter(pages=pages__$)"), IsEmpty());
  EXPECT_THAT(Offered("Other.objects.filter(pages__$)"), IsEmpty());
  EXPECT_THAT(Offered("Book.objects.filter(none__$)"), IsEmpty());
  EXPECT_THAT(Offered("def f(books: list):\n    books.filter(ti$)"), IsEmpty());
  EXPECT_THAT(Offered("Q(ti$)"), IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
