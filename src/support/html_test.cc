#include "support/html.h"

#include <gtest/gtest.h>

namespace fastnode {
namespace {

TEST(HtmlTest, WhatCouldEndTextOrAnAttributeIsWrittenAsAnEntity) {
  EXPECT_EQ(EscapeHtml("<a href='x' title=\"y\">&"),
            "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;");
  EXPECT_EQ(EscapeHtml("na\xc3\xafve"), "na\xc3\xafve");
}

}  // namespace
}  // namespace fastnode
