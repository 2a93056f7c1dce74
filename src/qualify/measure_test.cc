// The known-answer test of the whole measurement: a stub that always ranks the truth first must get
// 1 everywhere, one that never does 0, whatever stands between them and the numbers.
#include "qualify/measure.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "collect/pack/analyse.h"
#include "predict/site.h"
#include "qualify/curated.h"
#include "qualify/metrics.h"
#include "qualify/page.h"
#include "qualify/report.h"
#include "qualify/summary.h"

namespace fastnode::qualify {
namespace {

constexpr char kText[] = "x.alpha\nx.beta\ny.alpha\ny.gamma\n";

HeldOut MakeHeldOut() {
  HeldOut held_out;
  for (int f = 0; f < 6; ++f) {
    std::string text = "n = " + std::to_string(f) + "\n" + kText;
    SiteFile file{{HashContent(text), f % 2 ? "odd" : "even", "f" + std::to_string(f) + ".py", f},
                  text};
    corpus::FileUsage usage = corpus::CountUses(pack::Analyse(text)->index, {});
    held_out.projects[file.ref.project].Add(usage);
    for (const char* name : {"beta", "gamma"}) {
      Site site;
      site.file = f;
      site.offset = text.find(name);
      site.expected = name;
      site.removed = site.expected.size();
      site.base = site.symbol = std::string(name) == "beta" ? "x" : "y";
      held_out.list.sites.push_back(site);
    }
    held_out.list.files.push_back(std::move(file));
    held_out.usages.push_back(std::move(usage));
  }
  for (auto& [name, table] : held_out.projects) table.Finish();
  return held_out;
}

// Knows the answer from the text: of beta and gamma the one that is not there.
predict::Answer TrueAnswer(const predict::Request& request, int32_t = 0) {
  bool beta = request.source.find("beta") == std::string::npos;
  return {pack::Task::kAttribute, "", {{beta ? "beta" : "gamma", .9f, "attribute"}}};
}

Measured MeasureWith(const Model& model, int threads = 2) {
  corpus::UsageTable corpus;
  corpus.Finish();
  return Measure(MakeHeldOut(), model, corpus, types::Library::Empty(), {1, threads, 5});
}

double ValueOf(const Summary& summary, Metric metric) {
  return summary.all.methods[kModelMethod][static_cast<size_t>(metric)].value;
}

TEST(Measure, AlwaysFirstIsOneInEveryMetricAndPasses) {
  Measured measured = MeasureWith(TrueAnswer);
  Summary summary = Summarise(MakeHeldOut().list, AttributeSites().slices, measured, 1);
  for (int m = 0; m < kNumMetrics; ++m) {
    EXPECT_EQ(ValueOf(summary, static_cast<Metric>(m)), 1) << Name(static_cast<Metric>(m));
  }
  EXPECT_NEAR(summary.calibration.error, .1, 1e-6);
  EXPECT_TRUE(summary.passed());
}

TEST(Measure, NeverIsZeroInEveryMetricAndFails) {
  Measured measured = MeasureWith([](const predict::Request&, int32_t) {
    return predict::Answer{pack::Task::kAttribute, "", {{"wrong", 1.f, "attribute"}}};
  });
  Summary summary = Summarise(MakeHeldOut().list, AttributeSites().slices, measured, 1);
  for (int m = 0; m < kNumMetrics; ++m) EXPECT_EQ(ValueOf(summary, static_cast<Metric>(m)), 0);
  EXPECT_NEAR(summary.calibration.error, 1, 1e-6);
  EXPECT_FALSE(summary.passed());
}

TEST(Measure, AnErrorIsAMissAndCountedByReason) {
  Measured measured =
      MeasureWith([](const predict::Request& request, int32_t = 0) -> Result<predict::Answer> {
        if (request.source.find("beta") == std::string::npos) return Error{"too hard"};
        return TrueAnswer(request);
      });
  EXPECT_EQ(measured.errors[kModelMethod]["too hard"], 6);
  Summary summary = Summarise(MakeHeldOut().list, AttributeSites().slices, measured, 1);
  EXPECT_EQ(summary.all.sites, 12);
  EXPECT_DOUBLE_EQ(ValueOf(summary, Metric::kRecall1), .5);
}

TEST(Measure, NoMethodSeesTheTruthInTheFileAsStored) {
  // The stored counts of the file hold the truth, and the other files of the project too: "counts"
  // finds it there, in 2 of 3 files a project. With one file a project it can't.
  HeldOut held_out = MakeHeldOut();
  for (size_t f = 0; f < held_out.list.files.size(); ++f) {
    std::string own = "project" + std::to_string(f);
    held_out.list.files[f].ref.project = own;
    held_out.projects[own].Add(held_out.usages[f]);
    held_out.projects[own].Finish();
  }
  corpus::UsageTable corpus;
  corpus.Finish();
  auto silent = [](const predict::Request&, int32_t) { return predict::Answer{}; };
  Measured alone = Measure(held_out, silent, corpus, types::Library::Empty(), {1, 1, 0});
  Measured together = MeasureWith(silent);
  const auto counts = static_cast<size_t>(
      std::find(alone.methods.begin(), alone.methods.end(), "counts") - alone.methods.begin());
  for (int32_t rank : alone.ranks[counts]) EXPECT_EQ(rank, kNotFound);
  for (int32_t rank : together.ranks[counts]) EXPECT_GE(rank, 0);
}

TEST(Measure, IsTheSameFromOneThreadAndFour) {
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

TEST(Measure, ExamplesHoldWhatEachMethodSawAndGave) {
  Measured measured = MeasureWith(TrueAnswer);
  ASSERT_EQ(measured.examples.size(), 5u);
  for (const Example& example : measured.examples) {
    ASSERT_EQ(example.provided.size(), measured.methods.size());
    for (const auto& [method, provided] : example.provided) {
      EXPECT_EQ(provided.munged_buffer.size() + example.expected.size(), example.buffer.size());
    }
    EXPECT_EQ(example.provided[0].second.completions[0].name, example.expected);
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

// A stub that knows the truth knows it whatever was typed; keys saved are those of names seen at
// once.
TEST(Measure, OtherConditionsAreMeasuredOnTheSameSites) {
  corpus::UsageTable corpus;
  corpus.Finish();
  const HeldOut held_out = MakeHeldOut();
  auto model = [](const predict::Request& request, int32_t = 0) {
    const bool beta = request.source.find("beta") == std::string::npos;
    return predict::Answer{
        pack::Task::kAttribute, "", {{beta ? "beta" : "gamma", .9f, "attribute"}}};
  };
  Measured whole = Measure(held_out, model, corpus, types::Library::Empty(), {1, 2, 0});
  std::vector<Measured> others;
  for (const Condition& condition : OtherConditions()) {
    others.push_back(
        Measure(held_out, model, corpus, types::Library::Empty(), {1, 2, 0, condition}));
  }
  Summary summary = Summarise(held_out.list, AttributeSites().slices, whole, 1);
  AddConditions(held_out.list, AttributeSites().slices, whole, OtherConditions(), others, 1,
                summary);
  ASSERT_EQ(summary.conditions.size(), 4u);
  EXPECT_EQ(summary.conditions[0].name, "1 character typed");
  EXPECT_EQ(summary.conditions[0].all.sites, 12);
  const auto first = static_cast<size_t>(Metric::kRecall1);
  EXPECT_EQ(summary.conditions[1].all.methods[kModelMethod][first].value, 1);
  // Below the line of beta stand y.alpha and y.gamma, so with them gone the stub takes gamma for it
  // nowhere, and beta's line is what tells it gamma is asked for.
  EXPECT_EQ(summary.conditions[2].all.methods[kModelMethod][first].value, 1);
  // beta: 1 - 1/4; gamma: 1 - 1/5.
  EXPECT_NEAR(summary.keys_saved[kModelMethod].value, (.75 + .8) / 2, 1e-9);
  EXPECT_EQ(summary.seen[0].name, "elsewhere in the file");
  EXPECT_EQ(summary.seen[0].sites, 0);
  EXPECT_EQ(summary.seen[1].sites, 12);
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

TEST(AnswerExamples, FillsEveryMethodAndRanks) {
  corpus::UsageTable corpus;
  corpus.Finish();
  std::vector<Example> examples = {MakeExample(kText, 10, "x", "beta"),
                                   MakeExample("x.alpha\nx.", 10, "x", "alpha")};
  Result<RebuildOutcome> outcome =
      AnswerExamples(examples, TrueAnswer, corpus, types::Library::Empty());
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->failures.empty());
  EXPECT_EQ(outcome->ranks[kModelMethod], (std::vector<int32_t>{0, -1}));
  EXPECT_EQ(outcome->examples[0].provided[0].second.munged_buffer,
            "x.alpha\nx.\ny.alpha\ny.gamma\n");
  EXPECT_EQ(outcome->examples[1].provided.size(), MethodNames().size());
}

TEST(AnswerExamples, ReportsWhatFailed) {
  corpus::UsageTable corpus;
  corpus.Finish();
  auto fails = [](const predict::Request&, int32_t) -> Result<predict::Answer> {
    return Error{"no"};
  };
  Result<RebuildOutcome> outcome = AnswerExamples({MakeExample("# a comment.", 12, "x", "y")},
                                                  fails, corpus, types::Library::Empty());
  ASSERT_TRUE(outcome.ok());
  ASSERT_EQ(outcome->failures.size(), MethodNames().size());
  EXPECT_EQ(outcome->failures[0], "example 1 (x): model: no");
  EXPECT_TRUE(outcome->examples[0].provided.empty());
}

}  // namespace
}  // namespace fastnode::qualify
