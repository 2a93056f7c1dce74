#include "qualify/report/report.h"

#include <gtest/gtest.h>

#include "qualify/measure/held_out_for_test.h"
#include "qualify/measure/summary.h"
#include "qualify/report/page.h"

namespace fastnode::qualify {
namespace {

TEST(Report, IsTheSameFromOneThreadAndFour) {
  Measured one = MeasureWith(TrueAnswer, 1), four = MeasureWith(TrueAnswer, 4);
  const SiteList list = MakeHeldOut().list;
  const Subject subject{&AttributeSites(), "d", "test", 1, "m"};
  EXPECT_EQ(PrintJson(ValidationToJson(subject, list, one,
                                       Summarise(list, AttributeSites().slices, one, 1))),
            PrintJson(ValidationToJson(subject, list, four,
                                       Summarise(list, AttributeSites().slices, four, 1))));
  EXPECT_EQ(PrintSites(list, AttributeSites(), one), PrintSites(list, AttributeSites(), four));
  ASSERT_EQ(one.examples.size(), four.examples.size());
  for (size_t i = 0; i < one.examples.size(); ++i) {
    EXPECT_EQ(EncodeExample(one.examples[i]), EncodeExample(four.examples[i]));
  }
}

TEST(Report, HasItsVerdictSitesAndReleaseAndNoTimes) {
  const SiteList list = MakeHeldOut().list;
  Measured measured = MeasureWith(TrueAnswer);
  Json json = ValidationToJson({&AttributeSites(), "dataset", "test", 1, "abc"}, list, measured,
                               Summarise(list, AttributeSites().slices, measured, 1));
  EXPECT_EQ(json["verdict"]["passed"], true);
  EXPECT_EQ(json["release"]["manifest_sha256"], "abc");
  EXPECT_EQ(json["sites"]["count"], 12);
  EXPECT_EQ(json["sites"]["files"], 6);
  EXPECT_EQ(json["sites"]["projects"], 2);
  EXPECT_EQ(json["all"]["methods"]["model"]["recall@1"]["value"], 1.0);
  EXPECT_EQ(json["projects"].size(), 2u);
  EXPECT_EQ(json["slices"].size(), 3u);
  EXPECT_EQ(PrintJson(json).find("micros"), std::string::npos);
}

TEST(Report, TableNamesEveryMethodAndTheVerdict) {
  const SiteList list = MakeHeldOut().list;
  Measured measured = MeasureWith(TrueAnswer);
  std::string table = PrintTable({&AttributeSites(), "dataset", "test", 1, ""}, list, measured,
                                 Summarise(list, AttributeSites().slices, measured, 1),
                                 MakeTiming({3000, 1000, 2000}));
  for (const std::string& method : MethodNames()) {
    EXPECT_NE(table.find("\n" + method), std::string::npos) << method;
  }
  EXPECT_NE(table.find("100.0 [100.0, 100.0]"), std::string::npos);
  EXPECT_NE(table.find("p50 2.0 ms, p95 3.0 ms"), std::string::npos);
  EXPECT_NE(table.find("verdict: passed"), std::string::npos);
}

TEST(Report, ThePageHasEverythingAndEscapesWhatItShows) {
  SiteList list = MakeHeldOut().list;
  for (SiteFile& file : list.files) file.ref.project = "<script>" + file.ref.project;
  Measured measured = MeasureWith(TrueAnswer);
  measured.errors[0]["a <b> & \"c\""] = 3;
  const std::string page =
      PrintPage({&AttributeSites(), "dataset", "test", 1, "abc"}, list, measured,
                Summarise(list, AttributeSites().slices, measured, 1), MakeTiming({3000}));
  for (const std::string& method : MethodNames()) {
    EXPECT_NE(page.find(method), std::string::npos) << method;
  }
  EXPECT_NE(page.find("verdict: passed"), std::string::npos);
  EXPECT_NE(page.find("a &lt;b&gt; &amp; &quot;c&quot;"), std::string::npos);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos);  // nothing from elsewhere
}

}  // namespace
}  // namespace fastnode::qualify
