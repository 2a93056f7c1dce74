#include "predict/strings/environment_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/strings/strings_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

TEST(EnvironmentNames, AreThoseThatTheFileSetsOrAsksFor) {
  const std::string head =
      "import os\nmonkeypatch.setenv('SHOP_HOME', '/')\nos.getenv('SHOP_KEY')\n"
      "mock.patch.dict(os.environ, {'SHOP_PORT': '1'})\n";
  for (const char* asked : {"os.environ['$']\n", "os.environ.get('$')\n", "os.getenv('$')\n",
                            "x = 1 if '$' in os.environ else 2\n", "m.delenv('$')\n"}) {
    const std::vector<std::string> names = StringsAt(head + asked);
    ASSERT_GE(names.size(), 4U) << asked;
    EXPECT_THAT(std::vector(names.begin(), names.begin() + 3),
                ElementsAre("SHOP_HOME", "SHOP_KEY", "SHOP_PORT"))
        << asked;
    EXPECT_EQ(names[3], "PATH");
  }
  for (const char* asked : {"other['$']\n", "other.get('$')\n"}) {
    EXPECT_THAT(StringsAt(head + asked), testing::Not(testing::Contains("SHOP_HOME"))) << asked;
  }
}

}  // namespace
}  // namespace fastnode::predict
