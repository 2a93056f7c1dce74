#include "predict/strings/model_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/strings/strings_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kOrder =
    "class Order(BaseModel):\n    sku: str\n    price: float = 1\n    model_config = {}\n";

TEST(ModelFields, AreValidated) {
  EXPECT_THAT(StringsAt(kOrder + "\n    @field_validator('$')\n    def f(cls, v): ...\n"),
              ElementsAre("sku", "price"));
  EXPECT_THAT(StringsAt(kOrder + "\n    @field_validator('$')\n"), ElementsAre("sku", "price"));
  EXPECT_THAT(StringsAt(kOrder + "\n    @field_validator('sku', '$')\n    def f(cls, v): ...\n"),
              ElementsAre("price"));
  EXPECT_THAT(StringsAt(kOrder + "\nfield_validator('$')\n"), IsEmpty());
  EXPECT_THAT(StringsAt(kOrder + "\n    @other('$')\n    def f(cls, v): ...\n"), IsEmpty());
}

TEST(ModelFields, AreChangedAndLeftOut) {
  const std::string head = kOrder + "\ndef f(o: Order):\n    ";
  EXPECT_THAT(StringsAt(head + "o.model_copy(update={'$'})\n"), ElementsAre("sku", "price"));
  EXPECT_THAT(StringsAt(head + "o.model_copy(update={'sku': 1, '$'})\n"), ElementsAre("price"));
  EXPECT_THAT(StringsAt(head + "o.model_dump(exclude={'$'})\n"), ElementsAre("sku", "price"));
  EXPECT_THAT(StringsAt(head + "Order.model_validate({'$'})\n"), ElementsAre("sku", "price"));
  EXPECT_THAT(StringsAt(head + "o.other(update={'$'})\n"), IsEmpty());
  EXPECT_THAT(StringsAt(head + "x.model_copy(update={'$'})\n"), IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
