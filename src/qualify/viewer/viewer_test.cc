#include "qualify/viewer/viewer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "qualify/viewer/assets.h"
#include "qualify/viewer/site.h"
#include "support/file.h"
#include "support/run_record.h"

namespace fastnode::qualify {
namespace {

namespace fs = std::filesystem;

constexpr char kHostile[] = "<script>document.title='owned'</script>";

class ViewerTest : public testing::Test {
 protected:
  ViewerTest() {
    folder_ = testing::TempDir() + "fastnode_viewer_" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~ViewerTest() override { fs::remove_all(folder_); }

  static Example Make(const std::string& text, const std::string& expected,
                      std::vector<std::pair<std::string, std::vector<std::string>>> methods) {
    Example example = MakeExample(text, text.find('.') + 1, "base", expected);
    for (auto& [method, names] : methods) {
      Provided provided;
      for (const std::string& name : names) provided.completions.push_back({name, 0.5});
      example.provided.emplace_back(method, provided);
    }
    return example;
  }
  std::string Write(const std::string& name, const std::vector<Example>& examples) const {
    std::string text;
    for (const Example& example : examples) text += EncodeExample(example);
    const std::string path = folder_ + "/" + name;
    CHECK(WriteFileAtomic(path, text).ok());
    return path;
  }
  static HttpRequest Get(const std::string& path, std::map<std::string, std::string> query = {}) {
    return {.method = "GET", .path = path, .query = std::move(query)};
  }
  static Json Body(const HttpResponse& response) {
    return std::move(ParseJson(response.body)).value();
  }

  std::string folder_;
};

TEST_F(ViewerTest, RanksAreThoseOfTheLists) {
  const std::string path = Write("a.json", {Make("x.y", "y", {{"model", {"z", "y"}}, {"dumb", {}}}),
                                            Make("x.z", "z", {{"model", {"z"}}})});
  auto collection = ReadCollection({path});
  ASSERT_TRUE(collection.ok());
  EXPECT_EQ(collection->methods, (std::vector<std::string>{"model", "dumb"}));
  EXPECT_EQ(collection->examples[0].ranks, (std::vector<int32_t>{1, -1}));
  EXPECT_EQ(collection->examples[1].ranks, (std::vector<int32_t>{0, kNotGiven}));
}

TEST_F(ViewerTest, ExamplesOfSeveralFilesStandSideBySide) {
  const std::string before = Write(
      "before.json", {Make("x.y", "y", {{"model", {"z", "y"}}}), Make("only.here", "here", {})});
  const std::string after = Write("after.json", {Make("x.y", "y", {{"model", {"y"}}})});
  auto collection = ReadCollection({before, after});
  ASSERT_TRUE(collection.ok());
  ASSERT_EQ(collection->examples.size(), 2u);
  EXPECT_EQ(collection->methods,
            (std::vector<std::string>{"before.json: model", "after.json: model"}));
  EXPECT_EQ(collection->examples[0].ranks, (std::vector<int32_t>{1, 0}));
  // Nothing in common: one list, methods as they are.
  const std::string other = Write("other.json", {Make("a.b", "b", {{"model", {"b"}}})});
  EXPECT_EQ(ReadCollection({after, other})->methods, (std::vector<std::string>{"model"}));
}

TEST_F(ViewerTest, CuratedAndUncuratedExamplesAreToldApart) {
  fs::create_directories(folder_ + "/uncurated-examples/attr");
  fs::create_directories(folder_ + "/curated-examples");
  const std::string first = Write("uncurated-examples/attr/a.json", {Make("x.y", "y", {})});
  const std::string second = Write("curated-examples/attr.json", {Make("a.b", "b", {})});
  const Json index = IndexToJson(*ReadCollection({folder_ + "/uncurated-examples/attr", second}));
  EXPECT_EQ(index["sources"], Json({"un-curated", "curated"}));
  EXPECT_EQ(index["rows"][0][5], 0);
  EXPECT_EQ(index["rows"][1][5], 1);
}

TEST_F(ViewerTest, SlicesAreReadOrGuessedFromTheText) {
  Example noted = Make("x.y", "y", {});
  noted.slice = "module";
  noted.project = "shop";
  const std::string path =
      Write("a.json", {noted, Make("self.y", "y", {}), Make("itself.y", "y", {})});
  const Json index = IndexToJson(*ReadCollection({path}));
  EXPECT_EQ(index["rows"][0][3], "module");
  EXPECT_EQ(index["projects"][0], "shop");
  EXPECT_EQ(index["rows"][1][3], "self");
  EXPECT_EQ(index["rows"][2][3], "");
}

TEST_F(ViewerTest, DamagedFilesAreRefusedByName) {
  std::ofstream(folder_ + "/broken.json") << "{\"Buffer\": ";
  auto broken = ReadCollection({folder_ + "/broken.json"});
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(broken.error().message.find("broken.json"), std::string::npos);
  std::ofstream(folder_ + "/empty.json");
  EXPECT_FALSE(ReadCollection({folder_ + "/empty.json"}).ok());
  EXPECT_FALSE(ReadCollection({folder_ + "/none.json"}).ok());
  EXPECT_FALSE(Viewer::Start({.port = 0}).ok());
}

TEST_F(ViewerTest, AnswersEveryAddress) {
  auto record = RunRecord::Begin(folder_ + "/runs", "train", {{"steps", 3}});
  ASSERT_TRUE(record->AddPoint(1, {{"train/loss", 2.0f}}).ok());
  ASSERT_TRUE(record->Finish({}).ok());
  const std::string run = fs::path(record->folder()).filename().string();
  const std::string path = Write("a.json", {Make("x.y", "y", {{kHostile, {kHostile}}})});
  auto viewer = Viewer::Start({.paths = {path}, .runs = folder_ + "/runs", .port = 0});
  ASSERT_TRUE(viewer.ok()) << viewer.error().message;
  const Viewer& v = **viewer;
  for (const char* page :
       {"/", "/examples", "/example", "/playground", "/runs", "/validations", "/index.html"}) {
    const HttpResponse response = v.Dispatch(Get(page));
    EXPECT_EQ(response.status, 200) << page;
    EXPECT_NE(response.body.find("<main"), std::string::npos) << page;
  }
  EXPECT_EQ(v.Dispatch(Get("/app.js")).content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(v.Dispatch(Get("/app.css")).status, 200);
  EXPECT_EQ(Body(v.Dispatch(Get("/api/index")))["rows"].size(), 1u);
  EXPECT_EQ(Body(v.Dispatch(Get("/api/runs")))[0]["name"], run);
  const Json curve = Body(v.Dispatch(Get("/api/curve", {{"run", run}})));
  EXPECT_EQ(curve["points"][0]["train/loss"], 2.0);
  const std::string next = PrintJson(curve["next"]);
  EXPECT_EQ(Body(v.Dispatch(Get("/api/curve", {{"run", run}, {"from", next}})))["points"].size(),
            0u);
  EXPECT_TRUE(Body(v.Dispatch(Get("/api/validations"))).empty());
  const Json example = Body(v.Dispatch(Get("/api/example", {{"idx", "0"}})));
  EXPECT_EQ(example["methods"][0]["name"], kHostile);
}

TEST_F(ViewerTest, WrongRequestsAreRefusedWithAReason) {
  const std::string path = Write("a.json", {Make("x.y", "y", {})});
  auto viewer = Viewer::Start({.paths = {path}, .runs = folder_, .port = 0});
  ASSERT_TRUE(viewer.ok());
  const Viewer& v = **viewer;
  auto post = [&](const std::string& to, const std::string& body) {
    return v.Dispatch({.method = "POST", .path = to, .body = body});
  };
  struct Case {
    HttpResponse response;
    int status;
  };
  const Case cases[] = {
      {v.Dispatch(Get("/api/example")), 400},
      {v.Dispatch(Get("/api/example", {{"idx", "one"}})), 400},
      {v.Dispatch(Get("/api/example", {{"idx", "-1"}})), 400},
      {v.Dispatch(Get("/api/example", {{"idx", "1"}})), 404},
      {v.Dispatch(Get("/api/curve", {{"run", "../../etc"}})), 404},
      {v.Dispatch(Get("/api/curve")), 404},
      {v.Dispatch(Get("/api/curve", {{"run", "a"}, {"from", "-1"}})), 400},
      {v.Dispatch(Get("/api/validation", {{"name", "../../etc/passwd"}})), 404},
      {v.Dispatch(Get("/api/validation")), 404},
      {v.Dispatch(Get("/../../etc/passwd")), 404},
      {v.Dispatch(Get("/app.js/../../x")), 404},
      {post("/api/site", "{"), 400},
      {post("/api/site", "[]"), 400},
      {post("/api/site", R"({"text": 1, "cursor": 0})"), 400},
      {post("/api/site", R"({"text": "x.", "cursor": 99})"), 400},
      {post("/api/site", R"({"text": "x.", "cursor": 2, "more": 1})"), 400},
      {post("/api/complete", R"({"text": "x.", "cursor": 2})"), 404},  // no release
  };
  for (size_t i = 0; i < std::size(cases); ++i) {
    EXPECT_EQ(cases[i].response.status, cases[i].status) << i << cases[i].response.body;
    EXPECT_TRUE(Body(cases[i].response).contains("error")) << i;
  }
}

TEST_F(ViewerTest, PagesOfValidationsAreShutIn) {
  ASSERT_TRUE(WriteFileAtomic(folder_ + "/validation-calls.html", "<p>calls").ok());
  ASSERT_TRUE(WriteFileAtomic(folder_ + "/other.html", "<p>other").ok());
  ASSERT_TRUE(WriteFileAtomic(folder_ + "/validation.json", "{}").ok());
  fs::create_symlink("other.html", folder_ + "/validation-link.html");
  auto viewer = Viewer::Start({.validations = folder_, .port = 0});
  ASSERT_TRUE(viewer.ok()) << viewer.error().message;
  const Viewer& v = **viewer;
  const Json pages = Body(v.Dispatch(Get("/api/validations")));
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_EQ(pages[0]["name"], "validation-calls.html");
  const HttpResponse page = v.Dispatch(Get("/api/validation", {{"name", "validation-calls.html"}}));
  EXPECT_EQ(page.body, "<p>calls");
  EXPECT_NE(page.headers.at("Content-Security-Policy").find("sandbox"), std::string::npos);
  for (const char* name : {"other.html", "validation.json", "validation-link.html"}) {
    EXPECT_EQ(v.Dispatch(Get("/api/validation", {{"name", name}})).status, 404) << name;
  }
}

TEST(KeptAnswer, IsCompressedOnceAndAskedAboutByItsTag) {
  const KeptAnswer answer("text/css", "as it is", "compressed");
  auto ask = [&](const std::string& takes, const std::string& has = "") {
    return answer({.method = "GET", .accept_encoding = takes, .if_none_match = has});
  };
  for (const char* takes : {"br", "gzip, br", "gzip,br;q=0.5"}) {
    EXPECT_EQ(ask(takes).body, "compressed") << takes;
    EXPECT_EQ(ask(takes).headers.at("Content-Encoding"), "br") << takes;
  }
  for (const char* takes : {"", "gzip", "br;q=0", "br; q=0.0", "brotli"}) {
    EXPECT_EQ(ask(takes).body, "as it is") << takes;
    EXPECT_FALSE(ask(takes).headers.contains("Content-Encoding")) << takes;
  }
  const std::string tag = ask("br").headers.at("ETag");
  EXPECT_NE(tag, ask("").headers.at("ETag"));
  EXPECT_EQ(ask("br", "\"other\", " + tag).status, 304);
  EXPECT_EQ(ask("br", "W/" + tag).body, "");
  EXPECT_EQ(ask("", tag).status, 200);
}

TEST_F(ViewerTest, IsOfThisMachineAlone) {
  const std::string path = Write("a.json", {Make("x.y", "y", {})});
  EXPECT_FALSE(Viewer::Start({.paths = {path}, .host = "0.0.0.0", .port = 0}).ok());
}

TEST(ViewerSite, ShowsTheGraphRoundTheCursor) {
  const std::string text = "import os\nname = os.path\nother = name.\n";
  auto site = SiteToJson(text, text.size() - 1);
  ASSERT_TRUE(site.ok()) << site.error().message;
  const Json& json = *site;
  EXPECT_EQ(json["nodes"][0]["hops"], 0);
  EXPECT_EQ(json["nodes"][0]["text"], "?");
  double weight = 0;
  bool base = false;
  for (const Json& node : json["nodes"]) {
    weight += node["weight"].get<double>();
    base |= node["text"] == "name" && node["hops"] == 1;
  }
  EXPECT_TRUE(base);
  EXPECT_NEAR(weight, 1, 1e-6);
  for (const Json& edge : json["edges"]) {
    EXPECT_LT(edge["from"].get<size_t>(), json["nodes"].size());
    EXPECT_LT(edge["kind"].get<size_t>(), json["kinds"].size());
  }
  EXPECT_NE(json["tree"].get<std::string>().find("attribute"), std::string::npos);
  // The name that stands there for the time being is nobody's.
  EXPECT_EQ(PrintJson(json).find("fastnode_pl"), std::string::npos);
  EXPECT_FALSE(SiteToJson("# x.", 4).ok());
  EXPECT_FALSE(SiteToJson("x.", 3).ok());
}

}  // namespace
}  // namespace fastnode::qualify
