// The server and the client, one talking to the other on a loopback port that the system chose.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "support/http_client.h"
#include "support/http_server.h"

namespace fastnode {
namespace {

using testing::HasSubstr;

TEST(HttpTest, RequestsReachTheirHandlersAndErrorsSayWhy) {
  HttpServerOptions options;
  options.max_body_bytes = 1000;
  HttpServer server(options);
  server.Handle("GET", "/query", [](const HttpRequest& request) {
    return HttpResponse{200, "text/plain", request.query.at("name")};
  });
  server.Handle("POST", "/echo", [](const HttpRequest& request) {
    return HttpResponse{200, "text/plain", request.accept + " " + request.body};
  });
  server.Handle("GET", "/throws", [](const HttpRequest&) -> HttpResponse {
    throw std::runtime_error("out of order");
  });
  Result<int> port = server.Start();
  ASSERT_TRUE(port.ok());
  HttpClient client("http://127.0.0.1:" + std::to_string(*port) + "/");
  EXPECT_EQ(client.Get("/query?name=a%20b")->body, "a b");
  EXPECT_EQ(client.Post("/echo", "bo\ndy", "text/x")->body, "text/x bo\ndy");
  EXPECT_EQ(client.Get("/throws")->status, 500);
  EXPECT_EQ(client.Get("/throws")->Reason(), "out of order");
  EXPECT_EQ(client.Get("/nowhere")->status, 404);
  EXPECT_EQ(client.Get("/echo")->status, 405);
  Result<HttpReply> large = client.Post("/echo", std::string(1001, 'x'));
  ASSERT_TRUE(large.ok());
  EXPECT_EQ(large->status, 413);
  EXPECT_THAT(large->Reason(), HasSubstr("body too large"));
}

TEST(HttpTest, BodiesAndHeadersAreSentAsTheHandlerGivesThem) {
  HttpServerOptions options;
  options.headers = {{"Cache-Control", "no-store"}};
  HttpServer server(options);
  const std::string text(100'000, 'x');
  server.Handle("GET", "/text", [&](const HttpRequest& request) {
    return HttpResponse{200, "text/plain", text, {{"ETag", "\"" + request.if_none_match + "\""}}};
  });
  server.Handle("GET", "/json", [](const HttpRequest& request) {
    return HttpResponse{200, "application/json", "[\"" + request.accept_encoding + "\"]", {}};
  });
  server.Handle("GET", "/same", [](const HttpRequest&) {
    return HttpResponse{304, "text/plain", "", {{"Cache-Control", "no-cache"}}};
  });
  std::string url = "http://127.0.0.1:" + std::to_string(*server.Start());
  HttpClient client(url, {.headers = {"Accept-Encoding: gzip, br", "If-None-Match: tag"}});
  EXPECT_EQ(client.Get("/text")->body, text);
  EXPECT_EQ(client.Get("/json")->body, "[\"gzip, br\"]");
  EXPECT_EQ(client.Get("/same")->status, 304);
  EXPECT_EQ(client.Get("/nowhere")->status, 404);
  EXPECT_THAT(client.Get("/nowhere")->Reason(), HasSubstr("no such path"));
}

TEST(HttpTest, ATokenIsAskedFor) {
  HttpServerOptions options;
  options.token = "secret";
  HttpServer server(options);
  server.Handle("GET", "/", [](const HttpRequest&) {
    return HttpResponse{200, "text/plain", "in"};
  });
  std::string url = "http://127.0.0.1:" + std::to_string(*server.Start());
  EXPECT_EQ(HttpClient(url).Get("/")->status, 401);
  EXPECT_EQ(HttpClient(url, {.token = "secrets"}).Get("/")->status, 401);
  EXPECT_EQ(HttpClient(url, {.token = "secret"}).Get("/")->body, "in");
}

TEST(HttpTest, PagesOfOtherSitesAreRefused) {
  HttpServer server({});
  server.Handle("GET", "/", [](const HttpRequest&) {
    return HttpResponse{200, "text/plain", "in"};
  });
  std::string url = "http://127.0.0.1:" + std::to_string(*server.Start());
  auto status = [&](const std::string& header) {
    return HttpClient(url, {.headers = {header}}).Get("/")->status;
  };
  EXPECT_EQ(status("Origin: https://elsewhere.example"), 403);
  EXPECT_EQ(status("Origin: null"), 403);
  EXPECT_EQ(status("Origin: http://localhost:8080"), 200);
  EXPECT_EQ(status("Host: elsewhere.example"), 403);
  EXPECT_EQ(status("Host: 127.elsewhere.example"), 403);
  EXPECT_EQ(status("Host: [::1]:80"), 200);
}

// As many as all trainers of a cluster that begin at once: none waits for a packet to be sent
// again, which the system does after a second at the earliest.
TEST(HttpTest, ManyClientsMayComeAtOnce) {
  HttpServerOptions options;
  options.num_threads = 64;
  HttpServer server(options);
  server.Handle("GET", "/", [](const HttpRequest&) {
    return HttpResponse{200, "text/plain", "in"};
  });
  std::string url = "http://127.0.0.1:" + std::to_string(*server.Start());
  std::atomic<int> answered = 0;
  std::atomic<bool> go = false;
  std::vector<std::thread> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back([&] {
      HttpClient client(url);
      while (!go) std::this_thread::yield();
      if (client.Get("/").ok()) ++answered;
    });
  }
  const auto start = std::chrono::steady_clock::now();
  go = true;
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 100);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(900));
}

TEST(HttpTest, ATakenPortIsAnError) {
  HttpServerOptions options;
  HttpServer first(options);
  options.port = *first.Start();
  EXPECT_THAT(HttpServer(options).Start().error().message, HasSubstr("cannot listen on"));
}

TEST(HttpTest, NoServerIsAnErrorThatNamesTheUrl) {
  EXPECT_THAT(HttpClient("http://127.0.0.1:1").Get("/x").error().message,
              HasSubstr("http://127.0.0.1:1/x"));
}

TEST(HttpTest, AddressesOfServersAreChecked) {
  for (const char* url : {"http://localhost:3039", "http://localhost:3039//", "https://a.example",
                          "http://[::1]:3039", "http://10.0.0.1/behind/a/proxy"}) {
    EXPECT_TRUE(CheckUrl(url).ok()) << url;
  }
  for (const char* url : {"", "localhost:3039", "http://", "http://a b", "http://a:x", "file:///a",
                          "http://name:word@a", "http://a?x=1", "http://a#b"}) {
    ASSERT_FALSE(CheckUrl(url).ok()) << url;
    EXPECT_THAT(CheckUrl(url).error().message, HasSubstr("write http://HOST:PORT"));
  }
}

TEST(HttpTest, ARequestCanBeAbandoned) {
  HttpServer server({});
  std::atomic<bool> answer = false;
  server.Handle("GET", "/", [&](const HttpRequest&) {
    while (!answer) std::this_thread::yield();
    return HttpResponse{};
  });
  const std::string url = "http://127.0.0.1:" + std::to_string(*server.Start());
  Result<HttpReply> reply = HttpClient(url, {.abandoned = [] { return true; }}).Get("/");
  answer = true;
  ASSERT_FALSE(reply.ok());
  EXPECT_THAT(reply.error().message, HasSubstr("abort"));  // as libcurl says it
}

TEST(HttpTest, RepliesAreBounded) {
  HttpServer server({});
  server.Handle("GET", "/", [](const HttpRequest&) {
    return HttpResponse{200, "text/plain", std::string(10'000, 'x')};
  });
  std::string url = "http://127.0.0.1:" + std::to_string(*server.Start());
  EXPECT_FALSE(HttpClient(url, {.max_reply_bytes = 9'999}).Get("/").ok());
}

TEST(HttpTest, LoopbackIsKnown) {
  EXPECT_TRUE(IsLoopback("127.0.0.1") && IsLoopback("localhost") && IsLoopback("::1"));
  EXPECT_TRUE(IsLoopback("127.0.0.2"));
  EXPECT_FALSE(IsLoopback("0.0.0.0") || IsLoopback("10.0.0.1") || IsLoopback("::"));
  EXPECT_FALSE(IsLoopback("127.example.com") || IsLoopback("localhost.example.com"));
}

}  // namespace
}  // namespace fastnode
