#include "predict/strings/app_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/strings/strings_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

TEST(AppConfig, WhatTheFileSetsThenWhatFlaskReads) {
  const std::string head =
      "from flask import current_app\napp.config.from_mapping(SHOP_SIZE=1)\n"
      "app.config['SHOP_NAME'] = 1\n";
  for (const char* asked : {"current_app.config['$']\n", "x.app.config.get('$')\n"}) {
    const std::vector<std::string> names = StringsAt(head + asked);
    ASSERT_GE(names.size(), 3U) << asked;
    EXPECT_THAT(std::vector(names.begin(), names.begin() + 3),
                ElementsAre("SHOP_SIZE", "SHOP_NAME", "SECRET_KEY"))
        << asked;
  }
  EXPECT_THAT(StringsAt(head + "other.config['$']\n"), testing::Not(testing::Contains("DEBUG")));
  EXPECT_THAT(StringsAt("app.config['$']\n"), testing::Not(testing::Contains("DEBUG")));
}

}  // namespace
}  // namespace fastnode::predict
