#include "predict/strings/field_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/strings/keys.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kBook =
    "class Book(models.Model):\n    title = models.CharField(max_length=9)\n"
    "    author = models.ForeignKey(Author)\n    LIMIT = 3\n    found = Manager()\n";

std::vector<std::string> Offered(std::string rest) {
  Result<std::optional<Answer>> answer = CompleteKey(QuestionAt(kBook + rest), KnownForTest(), {});
  if (!answer.ok() || !answer->has_value()) return {};
  return TextsOf((*answer)->completions);
}

TEST(FieldNames, AreAskedForOfAManager) {
  EXPECT_THAT(Offered("\nBook.objects.values_list('$', flat=True)\n"),
              ElementsAre("title", "author"));
  EXPECT_THAT(Offered("\nBook.objects.filter(x=1).only('title', '$')\n"), ElementsAre("author"));
  EXPECT_THAT(Offered("\nBook.objects.order_by('-$')\n"), ElementsAre("-title", "-author"));
  EXPECT_THAT(Offered("\nBook.objects.select_related('$')\n"), ElementsAre("author"));
  EXPECT_THAT(Offered("\nBook.objects.aggregate(Count('$'))\n"), ElementsAre("title", "author"));
  // No manager, no class that is known, or another method.
  EXPECT_THAT(Offered("\nBook.values('$')\n"), IsEmpty());
  EXPECT_THAT(Offered("\nOther.objects.values('$')\n"), IsEmpty());
  EXPECT_THAT(Offered("\nBook.objects.raw('$')\n"), IsEmpty());
  EXPECT_THAT(Offered("\nCount('$')\n"), IsEmpty());
}

TEST(FieldNames, AreDeclaredForAClass) {
  EXPECT_THAT(Offered("\n    class Meta:\n        unique_together = ['title', '$']\n"),
              ElementsAre("author"));
  EXPECT_THAT(Offered("\n\nclass A(B):\n    class Meta:\n        model = Book\n"
                      "        fields = ['$']\n"),
              ElementsAre("title", "author"));
  EXPECT_THAT(Offered("\n\n@admin.register(Book)\nclass A(B):\n    list_display = ('$',)\n"),
              ElementsAre("title", "author"));
  EXPECT_THAT(Offered("\n\nclass A(B):\n    fields = ['$']\n"), IsEmpty());
  EXPECT_THAT(Offered("\nfields = ['$']\n"), IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
