#include "analyze/types/infer/type_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fastnode::types {
namespace {

TEST(TypeTableTest, EachTypeIsThereOnce) {
  TypeTable table;
  constexpr int kMany = 3'000;
  std::vector<TypeId> classes, lists;
  for (int i = 0; i < kMany; ++i) {
    classes.push_back(table.Class(1, ast::NodeId(i)));
    lists.push_back(table.Add({.form = Form::kInstance, .arguments = {classes.back()}}));
  }
  const TypeData* first = &table[classes[0]];
  for (int i = 0; i < kMany; ++i) {
    const auto at = static_cast<size_t>(i);
    EXPECT_EQ(table.Class(1, ast::NodeId(i)), classes[at]);
    EXPECT_EQ(table.Add({.form = Form::kInstance, .arguments = {classes[at]}}), lists[at]);
    EXPECT_EQ(table[classes[at]].node, ast::NodeId(i));
  }
  EXPECT_EQ(&table[classes[0]], first);
  EXPECT_NE(table.Class(2, ast::NodeId(0)), classes[0]);
  EXPECT_NE(table.Opaque("a"), table.Opaque("b"));
}

TEST(TypeTableTest, ObjectsAndClassesAreMadeOfOneAnother) {
  TypeTable table;
  const TypeId cls = table.Class(1, ast::NodeId(5)), other = table.Class(1, ast::NodeId(6));
  const TypeId object = table.InstanceOf(cls);
  EXPECT_EQ(table.InstanceOf(cls), object);
  EXPECT_EQ(table.ClassOf(object), cls);
  const TypeId of_other = table.InstanceOf(cls, {other});
  EXPECT_NE(of_other, object);
  EXPECT_EQ(table[of_other].arguments, std::vector<TypeId>{other});
  EXPECT_EQ(table.InstanceOf(cls), object);
  EXPECT_EQ(table.InstanceOf(table.Union({cls, other})),
            table.Union({object, table.InstanceOf(other)}));
  EXPECT_EQ(table.InstanceOf(table.Opaque("a.B")), table.Opaque("a.B()"));
  EXPECT_EQ(table.InstanceOf(object), kUnknownType);
}

TEST(TypeTableTest, AUnionOfTheSameIsTheSame) {
  TypeTable table;
  const TypeId object = table.InstanceOf(table.Class(1, ast::NodeId(5)));
  const TypeId both = table.Union({object, kNoneType});
  EXPECT_EQ(table.Union({object, object}), object);
  EXPECT_EQ(table.Union({both, both}), both);
  EXPECT_EQ(table.Union({both, object, kUnknownType}), both);
  EXPECT_EQ(table.Union({}), kUnknownType);
  EXPECT_EQ(table.Union({kNoneType, table.Opaque("a")}), table.Opaque("a"));
}

}  // namespace
}  // namespace fastnode::types
