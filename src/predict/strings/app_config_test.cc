#include "predict/strings/app_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/cursor/known_for_test.h"
#include "predict/strings/keys.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// The strings that may stand at `$`.
std::vector<std::string> Offered(std::string text) {
  const auto answer = CompleteKey(QuestionAt(std::move(text)), KnownForTest(), {});
  if (!answer.ok() || !answer->has_value()) return {};
  return TextsOf((*answer)->completions);
}

TEST(AppConfig, WhatTheFileSetsThenWhatFlaskReads) {
  const std::string head =
      "from flask import current_app\napp.config.from_mapping(SHOP_SIZE=1)\n"
      "app.config['SHOP_NAME'] = 1\n";
  for (const char* asked : {"current_app.config['$']\n", "x.app.config.get('$')\n"}) {
    const std::vector<std::string> names = Offered(head + asked);
    ASSERT_GE(names.size(), 3U) << asked;
    EXPECT_THAT(std::vector(names.begin(), names.begin() + 3),
                ElementsAre("SHOP_SIZE", "SHOP_NAME", "SECRET_KEY"))
        << asked;
  }
  EXPECT_THAT(Offered(head + "other.config['$']\n"), testing::Not(testing::Contains("DEBUG")));
  EXPECT_THAT(Offered("app.config['$']\n"), testing::Not(testing::Contains("DEBUG")));
}

}  // namespace
}  // namespace fastnode::predict
