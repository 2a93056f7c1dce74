#include "serve/capabilities.h"

#include <gtest/gtest.h>

namespace fastnode::serve {
namespace {

// What is answered is what is counted in.
TEST(Capabilities, CharactersAreCountedInWhatTheClientOffers) {
  auto encoding = [](const Json& offered) {
    const Json params = {{"capabilities", {{"general", {{"positionEncodings", offered}}}}}};
    return InitializeResult(ReadClient(params))["capabilities"]["positionEncoding"];
  };
  EXPECT_EQ(encoding({"utf-16", "utf-8"}), "utf-8");
  EXPECT_EQ(encoding({"utf-32", "utf-16"}), "utf-32");
  EXPECT_EQ(encoding({"utf-16", "utf-32"}), "utf-16");
  EXPECT_EQ(encoding({"utf-7", "utf-32"}), "utf-32");
  for (const Json& offered : {Json::array(), Json("utf-32"), Json({7, nullptr}), Json()}) {
    EXPECT_EQ(encoding(offered), "utf-16") << offered;
  }
  EXPECT_EQ(ReadClient(Json::object()).encoding, Encoding::kUtf16);
}

}  // namespace
}  // namespace fastnode::serve
