#include "serve/http_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/http_client.h"

namespace fastnode::serve {
namespace {

using testing::HasSubstr;

Backend Stub() {
  Backend backend;
  backend.complete = [](const predict::Request& request) -> Result<predict::Answer> {
    if (request.question.cursor > request.question.text.size()) return Error{"offset is outside"};
    return predict::Answer{pack::Task::kAttribute, "", {{"path", .5f, "attribute"}}, {}};
  };
  backend.read_project = [](const std::string&, const predict::ProjectUsage::Shared&,
                            const predict::ReadProgress&) {
    return Result<predict::ProjectUsage::Shared>(Error{"no project"});
  };
  return backend;
}

TEST(HttpApi, CompletesAndCounts) {
  const Backend backend = Stub();
  HttpApi api(backend, Json::array({"m"}), {.port = 0});
  Result<int> port = api.Start();
  ASSERT_TRUE(port.ok());
  HttpClient client("http://127.0.0.1:" + std::to_string(*port));
  Result<HttpReply> reply = client.Post("/complete", R"({"source": "os.", "offset": 3})");
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ((*ParseJson(reply->body))["candidates"][0]["text"], "path");
  for (const char* wrong : {"", "[]", "{}", R"({"source": 1})", R"({"source": "", "offset": 9})"}) {
    EXPECT_EQ(client.Post("/complete", wrong)->status, 400) << wrong;
  }
  EXPECT_EQ(client.Get("/complete")->status, 405);
  EXPECT_EQ(client.Get("/nothing")->status, 404);
  EXPECT_EQ((*ParseJson(client.Get("/health")->body))["models"][0], "m");
  const std::string metrics = client.Get("/metrics")->body;
  EXPECT_THAT(metrics, HasSubstr("fastnode_requests_total{path=\"/complete\",status=\"200\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("fastnode_requests_total{path=\"/complete\",status=\"400\"} 5\n"));
  EXPECT_THAT(metrics, HasSubstr("fastnode_complete_seconds_count 1\n"));
}

TEST(HttpApi, OffersNamesToImportUnlessItIsToldNotTo) {
  for (const bool wanted : {true, false}) {
    Backend backend = Stub();
    backend.complete = [](const predict::Request& request) -> Result<predict::Answer> {
      const bool finds = request.given.find_importables != nullptr;
      return predict::Answer{
          pack::Task::kName, "", {{finds ? "imports" : "none", .5f, "name"}}, {}};
    };
    HttpApi api(backend, Json(), {.port = 0, .auto_import = wanted});
    Result<int> port = api.Start();
    ASSERT_TRUE(port.ok());
    HttpClient client("http://127.0.0.1:" + std::to_string(*port));
    Result<HttpReply> reply = client.Post("/complete", R"({"source": "x", "offset": 1})");
    ASSERT_TRUE(reply.ok());
    EXPECT_EQ((*ParseJson(reply->body))["candidates"][0]["text"], wanted ? "imports" : "none");
  }
}

TEST(HttpApi, IsClosedToOthers) {
  const Backend backend = Stub();
  EXPECT_FALSE(HttpApi(backend, Json(), {.host = "0.0.0.0", .port = 0}).Start().ok());
  HttpApi api(backend, Json(), {.port = 0, .token = "secret"});
  Result<int> port = api.Start();
  ASSERT_TRUE(port.ok());
  const std::string url = "http://127.0.0.1:" + std::to_string(*port);
  EXPECT_EQ(HttpClient(url).Get("/health")->status, 401);
  HttpClientOptions known;
  known.token = "secret";
  EXPECT_EQ(HttpClient(url, known).Get("/health")->status, 200);
}

}  // namespace
}  // namespace fastnode::serve
