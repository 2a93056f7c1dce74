#include "predict/usual/usual_keywords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// The first ones of an answer that had a name.
std::vector<std::string> First(std::string text, size_t count) {
  const size_t cursor = TakeCursor(text);
  Result<FoundSite> site = FindSite(text, cursor);
  if (!site.ok() || site->at < 0) return {"no place"};
  Answer answer{site->task, site->prefix, {{"x", 1, "name"}}};
  PutUsualKeywords(*site, KnownForTest(), {}, answer);
  std::vector<std::string> texts = TextsOf(answer.completions);
  if (texts.size() > count) texts.resize(count);
  return texts;
}

TEST(UsualKeywords, ByWhatIsDeclared) {
  const std::string head = "from pydantic import Field\n";
  EXPECT_THAT(First(head + "n: int = Field(default=1, $)\n", 2), ElementsAre("ge=", "gt="));
  EXPECT_THAT(First(head + "n: str = Field(default='', m$)\n", 2),
              ElementsAre("min_length=", "max_length="));
  EXPECT_THAT(First(head + "n: list[int] = Field($)\n", 2), ElementsAre("x", "default_factory="));
  EXPECT_THAT(First("n: int = Field(default=1, $)\n", 2), ElementsAre("x"));
}

TEST(UsualKeywords, OfColumns) {
  const std::string head = "from sqlalchemy.orm import Mapped, mapped_column\n";
  EXPECT_THAT(First(head + "id: Mapped[int] = mapped_column($)\n", 2),
              ElementsAre("x", "primary_key="));
  EXPECT_THAT(First(head + "made: Mapped[datetime] = mapped_column($)\n", 3),
              ElementsAre("x", "default=", "server_default="));
  EXPECT_THAT(First(head + "other($)\n", 2), ElementsAre("x"));
  EXPECT_THAT(First(head + "id = mapped_column(primary_key=$)\n", 2), ElementsAre("x"));
}

TEST(UsualKeywords, OfAParsersDefaults) {
  EXPECT_THAT(First("p.add_argument('--level')\np.add_argument('-q')\np.set_defaults(a=1, $)\n", 3),
              ElementsAre("func=", "level=", "x"));
}

}  // namespace
}  // namespace fastnode::predict
