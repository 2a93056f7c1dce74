#include "predict/strings/table_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/strings/strings_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kTables =
    "class User(Base):\n    __tablename__ = 'users'\n"
    "    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str]\n"
    "    posts: Mapped[list['Post']] = relationship(back_populates='author')\n\n\n"
    "tags = Table('tags', metadata, Column('key', String, primary_key=True))\n\n\n"
    "class Post(Base):\n    __tablename__ = 'posts'\n    id = Column(Integer, primary_key=True)\n";

TEST(TableNames, OfKeysThatTheColumnsNameSays) {
  EXPECT_THAT(StringsAt(kTables + "    user_id = Column(ForeignKey('$'))\n"),
              ElementsAre("users.id", "users.name", "tags.key", "posts.id", "posts.user_id"));
  EXPECT_THAT(StringsAt(kTables + "    tag = mapped_column(ForeignKey('t$'))\n"),
              ElementsAre("tags.key"));
  EXPECT_THAT(StringsAt("x = ForeignKey('$')\n"), IsEmpty());
}

TEST(TableNames, OfRelations) {
  EXPECT_THAT(StringsAt(kTables + "    author = relationship('$')\n"), ElementsAre("User", "Post"));
  EXPECT_THAT(StringsAt(kTables + "    author = relationship('User', back_populates='$')\n"),
              ElementsAre("posts"));
  EXPECT_THAT(StringsAt(kTables + "    author: Mapped[User] = relationship(back_populates='$')\n"),
              ElementsAre("posts"));
}

}  // namespace
}  // namespace fastnode::predict
