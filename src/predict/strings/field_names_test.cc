#include "predict/strings/field_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/strings/strings_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kBook =
    "class Book(models.Model):\n    title = models.CharField(max_length=9)\n"
    "    author = models.ForeignKey(Author)\n    LIMIT = 3\n    found = Manager()\n";

std::vector<std::string> Offered(std::string rest) { return StringsAt(kBook + rest); }

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

TEST(FieldNames, AreDeclaredInManyWays) {
  const std::string admin = "\n\n@admin.register(Book)\nclass A(B):\n    ";
  for (const char* declared :
       {"prepopulated_fields = {'$'}", "prepopulated_fields = {'slug': ('$',)}",
        "fieldsets = [(None, {'fields': ['$']})]", "date_hierarchy = '$'",
        "filter_horizontal = ['$']", "unique_together = [('$',)]"}) {
    EXPECT_THAT(Offered(admin + declared + "\n"), ElementsAre("title", "author")) << declared;
  }
  EXPECT_THAT(Offered(admin + "fieldsets = [('$', {})]\n"), IsEmpty());
  EXPECT_THAT(Offered(admin + "other = {'$'}\n"), IsEmpty());
}

TEST(FieldNames, AreSaved) {
  EXPECT_THAT(Offered("\ndef f(b: Book):\n    b.save(update_fields=['title', '$'])\n"),
              ElementsAre("author"));
  EXPECT_THAT(Offered("\nBook.objects.bulk_update(books, ['$'])\n"),
              ElementsAre("title", "author"));
  EXPECT_THAT(Offered("\n    class Meta:\n        indexes = [models.Index(fields=['$'])]\n"),
              ElementsAre("title", "author"));
  EXPECT_THAT(Offered("\ndef f(b: Book):\n    b.save(others=['$'])\n"), IsEmpty());
}

TEST(FieldNames, AreAskedOfAForm) {
  EXPECT_THAT(Offered("\n\nclass F(Form):\n    size = forms.CharField()\n\n"
                      "    def clean(self):\n        self.cleaned_data['$']\n"),
              ElementsAre("size"));
  EXPECT_THAT(Offered("\n\nclass F(ModelForm):\n    class Meta:\n        model = Book\n"
                      "        fields = ['title']\n\n\nform = F()\nform.cleaned_data['$']\n"),
              ElementsAre("title"));
}

TEST(FieldNames, RelationsOfOthersAreCounted) {
  const std::string copies =
      "\n\nclass Copy(models.Model):\n    book = models.ForeignKey(Book, related_name='copies')\n"
      "\n\nclass Loan(models.Model):\n    book = models.ForeignKey('Book')\n";
  EXPECT_THAT(Offered(copies + "\nBook.objects.annotate(n=Count('$'))\n"),
              ElementsAre("title", "author", "copies", "loan"));
  EXPECT_THAT(Offered(copies + "\nBook.objects.prefetch_related('$')\n"),
              ElementsAre("author", "copies", "loan_set"));
  EXPECT_THAT(Offered(copies + "\nBook.objects.only('$')\n"), ElementsAre("title", "author"));
}

}  // namespace
}  // namespace fastnode::predict
