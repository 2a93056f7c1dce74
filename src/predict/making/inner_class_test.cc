#include "predict/making/inner_class.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "predict/asked/question_for_test.h"

namespace fastnode::predict {
namespace {

// Whether `class Meta` is due at `$`.
bool IsMetaDue(std::string text) {
  const size_t cursor = TakeCursor(text);
  return FindInnerClass(text, cursor).has_value();
}

TEST(InnerClass, IsDueWhereTheBaseHasOptions) {
  EXPECT_TRUE(IsMetaDue("class A(forms.ModelForm):\n    class $\n"));
  EXPECT_TRUE(IsMetaDue("class A(Mixin, models.Model):\n    x = 1\n\n    class Me$:\n"));
  EXPECT_FALSE(IsMetaDue("class A(forms.ModelForm):\n    class X$\n"));
  EXPECT_FALSE(
      IsMetaDue("class A(forms.ModelForm):\n    class Meta:\n        x = 1\n"
                "    class $\n"));
  EXPECT_FALSE(IsMetaDue("class A(View):\n    class $\n"));
  EXPECT_FALSE(IsMetaDue("class A(forms.ModelForm): ...\nclass $\n"));
}

TEST(InnerClass, HasTheOptionsOfTheBase) {
  EXPECT_EQ(OptionsOf("forms.ModelForm")[0], "model");
  EXPECT_EQ(OptionsOf("models.Model")[0], "ordering");
  EXPECT_TRUE(OptionsOf("View").empty());
}

}  // namespace
}  // namespace fastnode::predict
