// What is printed of a validation: made of a stub that always knows the answer.
#include "qualify/report/validation.h"

#include <gtest/gtest.h>

#include "qualify/measure/held_out_for_test.h"
#include "qualify/report/json.h"
#include "qualify/report/page.h"
#include "qualify/report/table.h"

namespace fastnode::qualify {
namespace {

Validation Made(int threads = 2) {
  const SiteList list = MakeHeldOut().list;
  const Measured measured = MeasureWith(TrueAnswer, threads);
  return {{&Protocols()[0], "dataset", "test", 1, "abc"},
          list,
          measured,
          Summarise(list, {measured}, 1),
          MakeTiming({3000, 1000, 2000})};
}

TEST(Report, IsTheSameFromOneThreadAndFour) {
  const Validation one = Made(1), four = Made(4);
  EXPECT_EQ(PrintJson(ValidationToJson(one)), PrintJson(ValidationToJson(four)));
  EXPECT_EQ(PrintSites(one.list, one.measured), PrintSites(four.list, four.measured));
  ASSERT_EQ(one.measured.examples.size(), four.measured.examples.size());
  for (size_t i = 0; i < one.measured.examples.size(); ++i) {
    EXPECT_EQ(EncodeExample(one.measured.examples[i]), EncodeExample(four.measured.examples[i]));
  }
}

TEST(Report, HasItsVerdictSitesAndReleaseAndNoTimes) {
  const Json json = ValidationToJson(Made());
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
  const std::string table = PrintTable(Made());
  for (const std::string& method : AttributeMethods()) {
    EXPECT_NE(table.find("\n" + method), std::string::npos) << method;
  }
  EXPECT_NE(table.find("100.0 [100.0, 100.0]"), std::string::npos);
  EXPECT_NE(table.find("p50 2.0 ms, p95 3.0 ms"), std::string::npos);
  EXPECT_NE(table.find("verdict: passed"), std::string::npos);
}

TEST(Report, ThePageHasEverythingAndEscapesWhatItShows) {
  Validation validation = Made();
  for (SiteFile& file : validation.list.files) file.ref.project = "<script>" + file.ref.project;
  validation.measured.errors[0]["a <b> & \"c\""] = 3;
  validation.summary = Summarise(validation.list, {validation.measured}, 1);
  const std::string page = PrintPage(validation);
  for (const std::string& method : AttributeMethods()) {
    EXPECT_NE(page.find(method), std::string::npos) << method;
  }
  EXPECT_NE(page.find("verdict: passed"), std::string::npos);
  EXPECT_NE(page.find("a &lt;b&gt; &amp; &quot;c&quot;"), std::string::npos);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos);  // nothing from elsewhere
}

}  // namespace
}  // namespace fastnode::qualify
