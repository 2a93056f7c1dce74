#include "collect/server/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <thread>

#include "collect/corpus/tiny_corpus.h"
#include "collect/record/encode.h"
#include "collect/server/client.h"
#include "collect/server/dataset.h"
#include "collect/server/fetch.h"
#include "collect/server/metrics.h"
#include "collect/server/sessions.h"
#include "support/compress.h"
#include "support/file.h"
#include "support/http_client.h"
#include "support/json.h"
#include "support/tfrecord.h"

namespace fastnode::server {
namespace {

using corpus::Split;
using corpus::TinyCorpus;
using testing::HasSubstr;

// A server of six training projects and two held-out ones on a port that the system chose.
class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    for (int i = 0; i < 8; ++i) {
      tiny_.Write("p" + std::to_string(i) + "/one.py", TinyCorpus::Source(i, 30));
    }
    std::string stubs = tiny_.root() + "/stubs";
    library_ = tiny_.root() + "/library.bin";
    CHECK(MakeFolders(stubs + "/stdlib").ok());
    CHECK(WriteFileAtomic(stubs + "/stdlib/tiny.pyi", "class Tiny:\n    x: int\n").ok());
    CHECK(types::BuildLibrary(stubs, {}, library_).ok());
    Result<types::Library> library = types::Library::Open(library_);
    CHECK(library.ok());
    auto options = tiny_.Options({{"p6", Split::kValidation}, {"p7", Split::kTest}});
    CHECK(corpus::AddProjects(options, *library).ok());
    Start();
  }

  void Start() {
    ServeOptions options;
    options.store = tiny_.store();
    options.library = library_;
    options.port = port_;
    options.token_file = token_file_;
    auto server = GraphDataServer::Start(options);
    CHECK(server.ok());
    server_ = std::move(*server);
    port_ = server_->port();
    client_ = std::make_unique<HttpClient>(server_->url());
  }

  HttpReply Post(const std::string& path, const std::string& body,
                 const std::string& accept = "application/json") {
    Result<HttpReply> reply = client_->Post(path, body, accept);
    CHECK(reply.ok());
    return std::move(*reply);
  }
  HttpReply Get(const std::string& path) {
    Result<HttpReply> reply = client_->Get(path);
    CHECK(reply.ok());
    return std::move(*reply);
  }

  ServerAddress Address() const { return {.url = server_->url()}; }
  std::string DatasetId() { return ParseJson(Get("/dataset").body)->at("dataset_id"); }

  draw::Metainfo Metainfo() {
    Result<TrainData> data = FetchTrainData(Address(), Configuration());
    CHECK(data.ok());
    return *draw::DecodeMetainfo(data->metainfo);
  }

  static draw::TrainDataConfig Configuration() {
    draw::TrainDataConfig config;
    config.min_token_count = 1;
    return config;
  }

  // The body that creates a session.
  Json Creation() {
    return {{"random_seed", 1},
            {"sites_per_sample", 6},
            {"sites_per_source", 3},
            {"metainfo", *ParseJson(draw::EncodeMetainfo(Metainfo()))}};
  }
  std::string NewSession() {
    return ParseJson(Post("/session", PrintJson(Creation())).body)->at("session");
  }

  // A client's samples, six sites each, one per request.
  Result<std::unique_ptr<HttpSampleSource>> Connect(const ServerAddress& address,
                                                    const std::atomic<bool>* stop = nullptr) {
    draw::SessionConfig config;
    config.sites_per_sample = 6;
    config.sites_per_source = 3;
    return HttpSampleSource::Connect(address, metainfo_ ? *metainfo_ : Metainfo(), config, 1,
                                     INT64_MAX, stop);
  }

  TinyCorpus tiny_;
  std::string library_, token_file_;
  std::optional<draw::Metainfo> metainfo_;  // if set: what Connect asks with
  int port_ = 0;
  std::unique_ptr<GraphDataServer> server_;
  std::unique_ptr<HttpClient> client_;
};

TEST_F(ServerTest, TellsThatItLivesAndWhatItServes) {
  EXPECT_EQ(Get("/healthz").status, 200);
  EXPECT_EQ(Get("/readyz").status, 200);
  Json dataset = *ParseJson(Get("/dataset").body);
  EXPECT_EQ(dataset["splits"]["train"]["projects"], 6);
  EXPECT_EQ(dataset["splits"]["test"]["files"], 1);
  EXPECT_THAT(Get("/").body, HasSubstr(dataset["dataset_id"].get<std::string>()));
}

TEST_F(ServerTest, ASessionIsMadeDrawnFromAndEnded) {
  const std::string id = NewSession();
  const std::string draw = PrintJson(Json{{"session", id}, {"index", 3}, {"num_batches", 2}});
  HttpReply first = Post("/session", draw, "application/x-flatbuffers");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.content_type, "application/x-flatbuffers");
  RecordReader reader(first.body);
  EXPECT_TRUE(record::Decode(*reader.Next(), 1 << 20, 1 << 20).ok());
  EXPECT_TRUE(reader.Next().ok());
  EXPECT_TRUE(reader.at_end());
  // Asked again, after others, and on another session: the same bytes.
  Post("/session", PrintJson(Json{{"session", id}, {"index", 0}}), "application/x-flatbuffers");
  EXPECT_EQ(Post("/session", draw, "application/x-flatbuffers").body, first.body);
  const std::string other =
      PrintJson(Json{{"session", NewSession()}, {"index", 3}, {"num_batches", 2}});
  EXPECT_EQ(Post("/session", other, "application/x-flatbuffers").body, first.body);
  Json json = *ParseJson(Post("/session", draw).body);
  EXPECT_EQ(json["samples"].size(), 2u);
  EXPECT_EQ(json["samples"][0]["site_tasks"].size(), 6u);
  const std::string session = PrintJson(Json{{"session", id}});
  EXPECT_EQ(Post("/session/ping", session).status, 200);
  EXPECT_EQ(ParseJson(Get("/sessions/info").body)->at("sessions").size(), 2u);
  EXPECT_EQ(Post("/session/kill", session).status, 200);
  EXPECT_EQ(Post("/session/kill", session).status, 404);
  EXPECT_EQ(Post("/session/ping", session).status, 404);
  EXPECT_EQ(Post("/session", draw).status, 404);
  EXPECT_THAT(Get("/metrics").body,
              HasSubstr("fastnode_requests_total{route=\"/session/kill\",status=\"404\"} 1\n"));
}

TEST_F(ServerTest, SamplesComeAsTablesInFramesOrAsText) {
  const std::string draw = PrintJson(Json{{"session", NewSession()}, {"index", 1}});
  HttpReply plain = Post("/session", draw, "application/x-flatbuffers");
  HttpReply packed = Post("/session", draw, "application/x-flatbuffers+zstd");
  ASSERT_EQ(packed.status, 200) << packed.body;
  EXPECT_EQ(packed.content_type, "application/x-flatbuffers+zstd");
  EXPECT_LT(packed.body.size(), plain.body.size());
  Result<std::string_view> frame = RecordReader(packed.body).Next();
  EXPECT_EQ(*Decompress(*frame, 1 << 20), *RecordReader(plain.body).Next());
}

TEST_F(ServerTest, SamplesComePacked) {
  const std::string draw = PrintJson(Json{{"session", NewSession()}, {"index", 1}});
  HttpReply plain = Post("/session", draw, "application/x-flatbuffers");
  HttpReply packed =
      Post("/session", draw, "application/x-fastnode-packed, application/x-flatbuffers");
  EXPECT_EQ(packed.content_type, "application/x-fastnode-packed");
  EXPECT_LT(packed.body.size(), plain.body.size());
  EXPECT_EQ(*record::DecodePacked(*RecordReader(packed.body).Next(), 1 << 20, 1 << 20),
            *record::Decode(*RecordReader(plain.body).Next(), 1 << 20, 1 << 20));
}

TEST_F(ServerTest, ClientsThatShareASessionGetWhatEachAskedFor) {
  const std::string id = NewSession();
  std::map<int64_t, std::string> expected;
  auto ask = [&](HttpClient& client, int64_t k) {
    return client
        .Post("/session", PrintJson(Json{{"session", id}, {"index", k}}),
              "application/x-flatbuffers")
        ->body;
  };
  for (int64_t k = 0; k < 10; ++k) expected[k] = ask(*client_, k);
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int64_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      HttpClient client(server_->url());
      for (int64_t i = 0; i < 30; ++i) {
        const int64_t k = (i * (t + 1)) % 10;
        if (ask(client, k) != expected[k]) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(ServerTest, WhatIsWrongWithARequestIsSaid) {
  auto expect = [&](const std::string& path, const std::string& body, int status,
                    const std::string& reason) {
    HttpReply reply = Post(path, body);
    EXPECT_EQ(reply.status, status) << path << " " << body;
    EXPECT_EQ(reply.content_type, "application/json");
    EXPECT_THAT(reply.Reason(), HasSubstr(reason)) << path << " " << body;
  };
  expect("/session", "{", 400, "body");
  expect("/session", "[]", 400, "not a JSON object");
  expect("/session", "{}", 400, "random_seed");
  expect("/session", R"({"random_seed": 1})", 400, "metainfo");
  expect("/session", R"({"random_seed": 1, "metainfo": {}})", 400, "dataset_id");
  expect("/session", R"({"session": "x", "index": 0})", 404, "no session 'x'");
  expect("/session", R"({"session": "x"})", 400, "index");
  expect("/session", R"({"session": "x", "index": -1})", 400, "index");
  expect("/session", R"({"session": "x", "index": 0, "num_batches": 1000})", 400, "num_batches");
  expect("/session", R"({"session": 7, "index": 0})", 400, "session must be a text");
  expect("/session/kill", "{}", 400, "session is missing");
  expect("/traindata", R"({"max_rows": 3})", 400, "unknown field 'max_rows'");
  expect("/traindata", R"({"packages": ["p6"]})", 422, "not in the training split");
  expect("/traindata", R"({"packages": ["nowhere"]})", 422, "no project 'nowhere'");
  expect("/nowhere", "{}", 404, "no such path");
  expect("/dataset", "{}", 405, "does not answer POST");
  Json creation = Creation();
  creation["max_hops"] = 0;
  expect("/session", PrintJson(creation), 400, "max_hops");
  EXPECT_EQ(Get("/session").status, 405);
  EXPECT_EQ(Get("/usage").status, 400);
  EXPECT_EQ(Get("/usage?config=0").status, 404);
}

TEST_F(ServerTest, AMetainfoOfOtherDataIsRefused) {
  Json creation = Creation();
  Json other = creation;
  other["metainfo"]["dataset_id"] = "0123";
  EXPECT_EQ(Post("/session", PrintJson(other)).status, 409);
  other = creation;
  other["metainfo"]["names"].push_back("one_more");
  EXPECT_EQ(Post("/session", PrintJson(other)).status, 409);
}

TEST_F(ServerTest, ThereAreAtMostTenSessions) {
  const std::string creation = PrintJson(Creation());
  for (size_t i = 0; i < Sessions::kMaxSessions; ++i) {
    EXPECT_EQ(Post("/session", creation).status, 200);
  }
  EXPECT_EQ(Post("/session", creation).status, 429);
}

TEST_F(ServerTest, TheLongestIdleSessionMakesWayWhenAllAreTaken) {
  auto dataset = Dataset::Open(tiny_.store(), library_);
  ASSERT_TRUE(dataset.ok());
  auto made = (*dataset)->Make({});
  ASSERT_TRUE(made.ok());
  auto new_drawer = [&] { return *draw::Drawer::Create((*made)->data, {}); };
  Workers workers(1);
  auto now = std::chrono::steady_clock::time_point();
  Sessions sessions(&workers, [&] { return now; });
  std::vector<std::string> ids;
  for (size_t i = 0; i < Sessions::kMaxSessions; ++i) {
    ids.push_back(*sessions.Create(new_drawer()));
    now += std::chrono::milliseconds(100);
  }
  EXPECT_FALSE(sessions.Create(new_drawer()).ok());
  now += Sessions::kMinIdle;
  EXPECT_NE(sessions.Find(ids[0]), nullptr);
  EXPECT_TRUE(sessions.Create(new_drawer()).ok());
  EXPECT_EQ(sessions.Find(ids[1]), nullptr);
  EXPECT_NE(sessions.Find(ids[0]), nullptr);
}

TEST_F(ServerTest, TheClientGivesTheSamplesOfALocalDrawer) {
  draw::Metainfo metainfo = Metainfo();
  draw::SessionConfig config;
  config.sites_per_sample = 6;
  config.sites_per_source = 3;
  auto source = HttpSampleSource::Connect(Address(), metainfo, config);
  ASSERT_TRUE(source.ok()) << source.error().message;
  Result<corpus::Store> store = corpus::Store::Open(tiny_.store());
  Result<types::Library> library = types::Library::Open(library_);
  draw::ProjectTables projects(*store);
  Result<draw::TrainData> made = draw::BuildTrainData(*store, metainfo.config);
  ASSERT_TRUE(made.ok());
  auto data = std::make_shared<const draw::DrawData>(draw::DrawData{
      &*store, &*library, &projects, std::move(made->metainfo), std::move(made->usage)});
  draw::LocalSampleSource local(std::move(*draw::Drawer::Create(data, config)));
  for (int64_t k : {0, 1, 2, 7, 3, 3}) {
    Result<pack::Sample> sample = (*source)->Get(k);
    ASSERT_TRUE(sample.ok()) << sample.error().message;
    EXPECT_EQ(*sample, *local.Get(k)) << k;
  }
}

TEST_F(ServerTest, TheClientOutlivesItsSessionAndTheServer) {
  auto source = Connect(Address());
  ASSERT_TRUE(source.ok());
  pack::Sample before = *(*source)->Get(5);
  server_.reset();
  Start();
  Result<pack::Sample> after = (*source)->Get(5);
  ASSERT_TRUE(after.ok()) << after.error().message;
  EXPECT_EQ(*after, before);
}

TEST_F(ServerTest, TheClientWaitsForAServerThatIsAwayAndSaysSo) {
  auto source = Connect(Address());
  ASSERT_TRUE(source.ok());
  pack::Sample before = *(*source)->Get(5);
  server_.reset();
  testing::internal::CaptureStderr();
  std::thread later([&] {  // late enough for the wait to be reported
    std::this_thread::sleep_for(std::chrono::milliseconds(2000));
    Start();
  });
  Result<pack::Sample> after = (*source)->Get(5);
  later.join();
  const std::string said = testing::internal::GetCapturedStderr();
  ASSERT_TRUE(after.ok()) << after.error().message;
  EXPECT_EQ(*after, before);
  EXPECT_THAT(said, HasSubstr("cannot reach the graph data server at SERVER=" + Address().url));
  EXPECT_THAT(said, HasSubstr("; waiting for it; 29"));  // of 300 seconds
  EXPECT_THAT(said, HasSubstr(Address().url + " is back after "));
}

TEST_F(ServerTest, TheClientWaitsNoLongerThanItWasTold) {
  ServerAddress address = Address();
  address.wait_seconds = 0.5;
  auto source = Connect(address);
  ASSERT_TRUE(source.ok());
  server_.reset();
  Result<pack::Sample> sample = (*source)->Get(5);
  ASSERT_FALSE(sample.ok());
  EXPECT_THAT(sample.error().message, HasSubstr("SERVER=" + address.url));
  EXPECT_THAT(sample.error().message, HasSubstr("not back within 0.5 s (SERVER_WAIT"));
}

TEST_F(ServerTest, AClientThatWaitsStopsAtOnceWhenItIsTold) {
  for (bool by_signal : {true, false}) {
    std::atomic<bool> stop = false;
    auto source = Connect(Address(), &stop);
    ASSERT_TRUE(source.ok());
    server_.reset();
    const auto start = std::chrono::steady_clock::now();
    std::thread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      if (by_signal) stop = true;
      if (!by_signal) (*source)->Interrupt();
    });
    EXPECT_EQ((*source)->Get(5).error().message, "interrupted");
    later.join();
    source->reset();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
    Start();
  }
}

TEST_F(ServerTest, AServerThatComesBackWithOtherDataIsRefused) {
  auto source = Connect(Address());
  ASSERT_TRUE(source.ok());
  const std::string before = DatasetId();
  server_.reset();
  tiny_.Write("p8/one.py", TinyCorpus::Source(8, 30));
  Result<types::Library> library = types::Library::Open(library_);
  auto options = tiny_.Options({{"p6", Split::kValidation}, {"p7", Split::kTest}});
  ASSERT_TRUE(corpus::AddProjects(options, *library).ok());
  Start();
  ASSERT_NE(DatasetId(), before);
  const std::string error = (*source)->Get(5).error().message;
  EXPECT_THAT(error, HasSubstr("serves another dataset: " + DatasetId()));
  EXPECT_THAT(error, HasSubstr("ours is " + before));
}

TEST_F(ServerTest, AClientWithoutTheTokenIsToldOfIt) {
  metainfo_ = Metainfo();
  server_.reset();
  token_file_ = tiny_.root() + "/token";
  ASSERT_TRUE(WriteFileAtomic(token_file_, "secret\n").ok());
  Start();
  ServerAddress address = Address();
  std::string error = FetchTrainData(address, {}).error().message;
  EXPECT_THAT(error, HasSubstr("answers 401: a token is needed"));
  EXPECT_THAT(error, HasSubstr("SERVER_TOKEN_FILE (--token-file)"));
  EXPECT_EQ(Connect(address).error().message, error);
  address.token = "secrets";
  error = FetchTrainData(address, {}).error().message;
  EXPECT_THAT(error, HasSubstr("401"));
  EXPECT_THAT(error, HasSubstr("is not the server's"));
  address.token = "secret";
  EXPECT_TRUE(Connect(address).ok());
}

// Stands before the server and gives some answers itself, as a proxy does, and a server in trouble.
class Front {
 public:
  Front(std::string url, const std::string& dataset_id)
      : url_(std::move(url)), server_(Options(dataset_id)) {
    auto forward = [this](const HttpRequest& request) { return Answer(request); };
    for (const char* path : {"/session", "/session/kill", "/traindata"}) {
      server_.Handle("POST", path, forward);
    }
    for (const char* path : {"/readyz", "/usage"}) server_.Handle("GET", path, forward);
    port_ = *server_.Start();
  }

  ServerAddress Address() const { return {.url = "http://127.0.0.1:" + std::to_string(port_)}; }
  // The next `times` requests of a path are answered with `status`.
  void Refuse(const std::string& path, int status, int times) { refusals_[path] = {status, times}; }
  bool refused_all() const {
    return std::ranges::all_of(refusals_, [](const auto& r) { return r.second.second == 0; });
  }

 private:
  static HttpServerOptions Options(const std::string& dataset_id) {
    HttpServerOptions options;
    options.headers[kDatasetHeader] = dataset_id;
    return options;
  }
  HttpResponse Answer(const HttpRequest& request) {
    auto& [status, times] = refusals_[request.path];
    if (times > 0) {
      --times;
      return HttpError(status, "not now");
    }
    HttpClient client(url_);
    std::string path = request.path;
    for (const auto& [name, value] : request.query) path += "?" + name + "=" + value;
    auto reply = request.method == "GET" ? client.Get(path)
                                         : client.Post(path, request.body, request.accept);
    return {reply->status, reply->content_type, reply->body};
  }

  const std::string url_;
  std::map<std::string, std::pair<int, int>> refusals_;
  HttpServer server_;
  int port_ = 0;
};

TEST_F(ServerTest, AServerThatSaysLaterIsAskedLater) {
  Front front(server_->url(), DatasetId());
  front.Refuse("/readyz", 503, 1);
  front.Refuse("/traindata", 502, 1);
  ASSERT_TRUE(FetchTrainData(front.Address(), Configuration()).ok());
  front.Refuse("/session", 429, 2);
  auto source = Connect(front.Address());
  ASSERT_TRUE(source.ok()) << source.error().message;
  auto undisturbed = Connect(Address());
  for (int status : {404, 429, 500, 503}) {
    front.Refuse("/session", status, status == 404 ? 1 : 2);
    Result<pack::Sample> sample = (*source)->Get(status);
    ASSERT_TRUE(sample.ok()) << sample.error().message;
    EXPECT_EQ(*sample, *(*undisturbed)->Get(status));
    EXPECT_TRUE(front.refused_all());
  }
}

TEST_F(ServerTest, WhatIsNotForLaterIsSaidAtOnce) {
  Front front(server_->url(), DatasetId());
  auto source = Connect(front.Address());
  ASSERT_TRUE(source.ok());
  front.Refuse("/session", 422, 1);
  EXPECT_THAT((*source)->Get(0).error().message, HasSubstr("answers 422: not now"));
  front.Refuse("/session", 404, 1000);  // draws, and creations too
  EXPECT_THAT((*source)->Get(0).error().message, HasSubstr("answers 404: not now"));
  front.Refuse("/session", 0, 0);
}

TEST_F(ServerTest, TrainingDataThatAServerForgotIsMadeAgain) {
  Front front(server_->url(), DatasetId());
  front.Refuse("/usage", 404, 2);
  Result<TrainData> data = FetchTrainData(front.Address(), Configuration());
  ASSERT_TRUE(data.ok()) << data.error().message;
  front.Refuse("/usage", 404, 3);
  EXPECT_THAT(FetchTrainData(front.Address(), {}).error().message, HasSubstr("answers 404"));
}

TEST_F(ServerTest, WhatIsNoGraphDataServerIsSaidToBeNone) {
  HttpServer other({});
  other.Handle("GET", "/readyz", [](const HttpRequest&) { return HttpResponse{}; });
  const std::string url = "http://127.0.0.1:" + std::to_string(*other.Start());
  EXPECT_THAT(FetchTrainData({.url = url}, {}).error().message,
              HasSubstr("SERVER=" + url + " is not a graph data server"));
}

TEST_F(ServerTest, FetchingWritesBothFilesAndTheyAgree) {
  FetchOptions options;
  options.address = Address();
  options.metainfo_path = tiny_.root() + "/out/metainfo.json";
  options.config.min_token_count = 1;
  Result<std::string> counts = FetchTrainDataTo(options);
  ASSERT_TRUE(counts.ok()) << counts.error().message;
  EXPECT_THAT(*counts, HasSubstr("6 projects"));
  Result<std::string> usage = ReadFile(tiny_.root() + "/out/usage.bin");
  Result<std::string> metainfo = ReadFile(options.metainfo_path);
  EXPECT_EQ(draw::DecodeMetainfo(*metainfo)->usage_hash, Sha256Hex(*usage));
  EXPECT_TRUE(corpus::UsageTable::Decode(*usage).ok());
}

// On first contact nobody is waited for: the address may be mistyped.
TEST(ClientTest, AServerOutOfReachIsNamedWithItsVariable) {
  Result<TrainData> data = FetchTrainData({.url = "http://127.0.0.1:1"}, {});
  EXPECT_THAT(data.error().message, HasSubstr("SERVER=http://127.0.0.1:1"));
  draw::Metainfo metainfo;
  metainfo.dataset_id = "x";
  auto source = HttpSampleSource::Connect({.url = "http://127.0.0.1:1"}, metainfo, {});
  EXPECT_THAT(source.error().message, HasSubstr("SERVER=http://127.0.0.1:1"));
  data = FetchTrainData({.url = "https://127.0.0.1:1"}, {});
  EXPECT_THAT(data.error().message, HasSubstr("https is for a server behind a proxy"));
  for (const char* odd : {"localhost:3039", "http://", "http://a b:3039", "ftp://a"}) {
    EXPECT_THAT(FetchTrainData({.url = odd}, {}).error().message,
                HasSubstr(std::string("SERVER: '") + odd + "' is not the address"));
  }
}

TEST_F(ServerTest, ItAnswersAtAnAddressOfTheSixthVersion) {
  ServeOptions options;
  options.store = tiny_.store();
  options.library = library_;
  options.host = "::1";
  options.port = 0;
  auto server = GraphDataServer::Start(options);
  if (!server.ok()) GTEST_SKIP() << server.error().message;
  EXPECT_THAT((*server)->url(), HasSubstr("http://[::1]:"));
  EXPECT_TRUE(FetchTrainData({.url = (*server)->url() + "/"}, Configuration()).ok());
}

TEST(ServeTest, OtherMachinesNeedAToken) {
  HttpServerOptions options;
  options.host = "0.0.0.0";
  EXPECT_THAT(HttpServer(options).Start().error().message, HasSubstr("token"));
}

TEST(ServeTest, ATokenIsOneLineThatAHeaderCanBear) {
  TinyCorpus scratch;
  ServeOptions options;
  options.token_file = scratch.root() + "/token";
  for (const char* token : {"", "\n", "two\nlines", "two words", "\x01\xfe"}) {
    ASSERT_TRUE(WriteFileAtomic(options.token_file, token).ok());
    auto server = GraphDataServer::Start(options);
    ASSERT_FALSE(server.ok());
    EXPECT_THAT(server.error().message, HasSubstr("/token: ")) << token;
  }
}

TEST(LatencyHistogramTest, QuantilesAreThoseOfTheBuckets) {
  LatencyHistogram latency;
  EXPECT_EQ(latency.Quantile(.5), 0);
  for (int i = 0; i < 50; ++i) latency.Add(0.0007);  // in (0.0005, 0.001]
  for (int i = 0; i < 50; ++i) latency.Add(0.07);    // in (0.05, 0.1]
  EXPECT_DOUBLE_EQ(latency.Quantile(.25), 0.00075);
  EXPECT_DOUBLE_EQ(latency.Quantile(.75), 0.075);
  EXPECT_DOUBLE_EQ(latency.Quantile(.99), 0.099);
  latency.Add(1000);
  EXPECT_DOUBLE_EQ(latency.Quantile(1), 50);
  EXPECT_EQ(latency.count(), 101);
}

TEST_F(ServerTest, DrawsNoFurtherAheadThanIsWanted) {
  Json creation = Creation();
  creation["samples_per_round"] = 1;
  const Json id = ParseJson(Post("/session", PrintJson(creation)).body)->at("session");
  auto drawn = [&](int64_t expected) {
    auto now = [&] { return ParseJson(Get("/sessions/info").body)->at("sessions")[0]["samples"]; };
    for (int i = 0; i < 2000 && now() < expected; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return now();
  };
  const Json first = {{"session", id}, {"index", 0}, {"end", 2}};
  ASSERT_EQ(Post("/session", PrintJson(first)).status, 200);
  EXPECT_EQ(drawn(2), 2);
  const Json behind = {{"session", id}, {"index", 1}, {"end", 1}};  // asked for all the same
  ASSERT_EQ(Post("/session", PrintJson(behind)).status, 200);
  EXPECT_EQ(drawn(2), 2);
  ASSERT_EQ(Post("/session", PrintJson(Json{{"session", id}, {"index", 2}})).status, 200);
  EXPECT_EQ(drawn(6), 6);
}

TEST_F(ServerTest, MetricsThePageAndTheClientTellWhereTheTimeGoes) {
  EXPECT_THAT(Get("/").body, HasSubstr("Nothing was drawn yet"));
  auto source = Connect(Address());
  ASSERT_TRUE(source.ok());
  ASSERT_TRUE((*source)->Get(0).ok());
  const pack::PhaseTimes spent = *(*source)->Spent();
  EXPECT_GE(spent.cold, 6);  // sites of a sample
  EXPECT_EQ(spent.remembered, 0);
  EXPECT_GT(spent.Seconds(pack::Phase::kReading), 0);
  EXPECT_GT(spent.Seconds(pack::Phase::kCutting), 0);
  const std::string page = Get("/").body, metrics = Get("/metrics").body;
  EXPECT_THAT(page, HasSubstr("graphs cut anew"));
  EXPECT_THAT(page, HasSubstr("<td>reading and binding sources<td>"));
  EXPECT_THAT(metrics, HasSubstr("fastnode_graphs_total{made=\"remembered\"} 0\n"));
  for (int i = 0; i < pack::kNumPhases; ++i) {
    const std::string phase(pack::Name(static_cast<pack::Phase>(i)));
    EXPECT_THAT(metrics, HasSubstr("fastnode_phase_seconds_total{phase=\"" + phase + "\"} "));
  }
  // A lost session's time stays counted.
  server_.reset();
  Start();
  ASSERT_TRUE((*source)->Get(1).ok());
  EXPECT_GE((*source)->Spent()->cold, spent.cold + 6);
}

TEST_F(ServerTest, MetricsAndThePageTellOfRequestsQueuesAndRefusals) {
  const std::string id = NewSession();
  Post("/session", PrintJson(Json{{"session", id}, {"index", 0}}));
  Post("/session", "{");
  Get("/no/such/path");
  const std::string metrics = Get("/metrics").body;
  for (const char* line :
       {"fastnode_requests_total{route=\"/session\",status=\"200\"} 2\n",
        "fastnode_requests_total{route=\"/session\",status=\"400\"} 1\n",
        "fastnode_requests_total{route=\"\",status=\"404\"} 1\n",
        "fastnode_request_seconds_bucket{route=\"/session\",le=\"+Inf\"} 3\n",
        "fastnode_request_seconds_count{route=\"/session\"} 3\n", "fastnode_sessions 1\n",
        "fastnode_connections_served 1\n", "fastnode_connections_waiting 0\n",
        "fastnode_draws_waiting ", "fastnode_samples_total ", "fastnode_sites_total ",
        "# TYPE fastnode_replaced_total counter\n",
        "# TYPE fastnode_failed_draws_total counter\n"}) {
    EXPECT_THAT(metrics, HasSubstr(line));
  }
  const std::string page = Get("/").body;
  for (const char* text :
       {"<td>/session<td>3<td>", "400: 1", "(no such path)", id.c_str(), "connections served"}) {
    EXPECT_THAT(page, HasSubstr(text));
  }
}

}  // namespace
}  // namespace fastnode::server
