// Runs the examples of docs/http_api.md, one after the other, against a server of the projects in
// tests/pipeline/corpus. An example is a block fenced as `transcript`:
//
//   > METHOD PATH                  the request; then lines `Name: value`, headers,
//   > body                         and the body
//   < STATUS [CONTENT TYPE]        the answer; JSON if no type is given
//   < body
//
// In a JSON answer "..." stands for any value; as the last element of a list, for any more
// elements; as a key, for any other keys. "$NAME" stands for any value, and later requests may use
// it. In other answers each line must occur.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "collect/corpus/add.h"
#include "collect/server/server.h"
#include "support/file.h"
#include "support/http_client.h"
#include "support/json.h"

namespace fastnode::server {
namespace {

struct Example {
  int line = 0;  // where it begins
  std::string method, path, request;
  std::vector<std::string> headers;
  int status = 0;
  std::string type = "application/json", answer;
};

bool IsHeader(const std::string& line) {
  const size_t colon = line.find(": ");
  return colon != std::string::npos && line[0] >= 'A' && line[0] <= 'Z' &&
         line.find(' ') == colon + 1;
}

Example ParseExample(const std::vector<std::string>& lines, int first_line) {
  Example example;
  example.line = first_line;
  bool asked = false;
  for (const std::string& line : lines) {
    const std::string text = line.size() > 2 ? line.substr(2) : "";
    if (line[0] == '>') {
      if (example.method.empty()) {
        std::istringstream(text) >> example.method >> example.path;
      } else if (example.request.empty() && IsHeader(text)) {
        example.headers.push_back(text);
      } else {
        example.request += text + "\n";
      }
    } else {
      CHECK(line[0] == '<');
      if (!asked) {
        std::istringstream words(text);
        std::string type;
        words >> example.status;
        if (words >> type) example.type = type;
        asked = true;
      } else {
        example.answer += text + "\n";
      }
    }
  }
  return example;
}

std::vector<Example> ReadExamples(const std::string& path) {
  std::vector<Example> examples;
  std::istringstream text(*ReadFile(path));
  std::vector<std::string> block;
  bool inside = false;
  int number = 0, first = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (line == "```transcript") {
      inside = true;
      first = number + 1;
    } else if (inside && line == "```") {
      examples.push_back(ParseExample(block, first));
      block.clear();
      inside = false;
    } else if (inside && line.empty()) {  // another request follows
      examples.push_back(ParseExample(block, first));
      block.clear();
      first = number + 1;
    } else if (inside) {
      block.push_back(line);
    }
  }
  return examples;
}

using Captured = std::map<std::string, Json>;

bool IsName(const Json& value) {
  return value.is_string() && value.get_ref<const std::string&>().starts_with("$");
}

// `value` with the names in it replaced by what they stand for.
Json Fill(const Json& value, const Captured& captured) {
  if (IsName(value)) return captured.at(value.get<std::string>());
  if (!value.is_structured()) return value;
  Json filled = value;
  for (auto& item : filled.items()) item.value() = Fill(item.value(), captured);
  return filled;
}

// "" if `actual` is as `expected` says, else where it differs.
std::string Difference(const Json& expected, const Json& actual, Captured& captured,
                       const std::string& where = "answer") {
  if (expected == "...") return "";
  if (IsName(expected)) {
    captured[expected.get<std::string>()] = actual;
    return "";
  }
  if (expected.is_array() && actual.is_array()) {
    const bool more = !expected.empty() && expected.back() == "...";
    const size_t count = expected.size() - (more ? 1 : 0);
    if (more ? actual.size() < count : actual.size() != count) return where + ": another length";
    for (size_t i = 0; i < count; ++i) {
      std::string inner =
          Difference(expected[i], actual[i], captured, where + "[" + std::to_string(i) + "]");
      if (!inner.empty()) return inner;
    }
    return "";
  }
  if (expected.is_object() && actual.is_object()) {
    for (const auto& item : actual.items()) {
      if (!expected.contains(item.key()) && !expected.contains("...")) {
        return where + ": '" + item.key() + "' is not in the example";
      }
    }
    for (const auto& item : expected.items()) {
      if (item.key() == "...") continue;
      if (!actual.contains(item.key())) return where + ": '" + item.key() + "' is missing";
      std::string inner =
          Difference(item.value(), actual[item.key()], captured, where + "." + item.key());
      if (!inner.empty()) return inner;
    }
    return "";
  }
  return expected == actual ? "" : where + ": " + PrintJson(actual);
}

class HttpApiTest : public testing::Test {
 protected:
  HttpApiTest() {
    std::string pattern = testing::TempDir() + "fastnode_api_XXXXXX";
    CHECK(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    const std::string library = folder_ + "/library.bin";
    const std::string projects = std::string(FASTNODE_SOURCE_DIR) + "/tests/pipeline/corpus";
    CHECK(types::BuildLibrary(FASTNODE_TYPESHED, {}, library).ok());
    corpus::AddOptions add;
    add.store = folder_ + "/store";
    add.folders = {projects};
    add.splits = *corpus::ReadProjectList(projects + "/packagelist.txt");
    CHECK(corpus::AddProjects(add, *types::Library::Open(library)).ok());
    ServeOptions options;
    options.store = add.store;
    options.library = library;
    options.port = 0;
    server_ = *GraphDataServer::Start(options);
  }
  ~HttpApiTest() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  HttpReply Ask(const Example& example) {
    std::string accept = "application/json";
    HttpClientOptions options;
    for (const std::string& header : example.headers) {
      if (header.starts_with("Accept: ")) {
        accept = header.substr(8);
      } else {
        options.headers.push_back(header);
      }
    }
    HttpClient client(server_->url(), options);
    if (example.method == "GET") return *client.Get(Path(example));
    Result<Json> body = ParseJson(example.request);
    const std::string request = body.ok() ? PrintJson(Fill(*body, captured_)) : example.request;
    return *client.Post(Path(example), request, accept);
  }

  // A path that is all a name: what an answer gave as a URL.
  std::string Path(const Example& example) {
    return example.path.starts_with("$") ? captured_.at(example.path).get<std::string>()
                                         : example.path;
  }

  std::string folder_;
  std::unique_ptr<GraphDataServer> server_;
  Captured captured_;
};

TEST_F(HttpApiTest, TheExamplesOfTheDocumentAreTrue) {
  const std::vector<Example> examples =
      ReadExamples(std::string(FASTNODE_SOURCE_DIR) + "/docs/http_api.md");
  ASSERT_GT(examples.size(), 20u);
  std::set<std::pair<std::string, std::string>> asked;
  std::set<int> statuses;
  for (const Example& example : examples) {
    const std::string where = "docs/http_api.md:" + std::to_string(example.line);
    HttpReply reply = Ask(example);
    EXPECT_EQ(reply.status, example.status) << where << "\n" << reply.body;
    EXPECT_THAT(reply.content_type, testing::StartsWith(example.type)) << where;
    if (example.type == "application/json") {
      Result<Json> expected = ParseJson(example.answer), actual = ParseJson(reply.body);
      ASSERT_TRUE(expected.ok()) << where << " " << expected.error().message;
      ASSERT_TRUE(actual.ok()) << where << "\n" << reply.body;
      EXPECT_EQ(Difference(*expected, *actual, captured_), "") << where << "\n" << reply.body;
    } else {
      std::istringstream lines(example.answer);
      for (std::string line; std::getline(lines, line);) {
        EXPECT_THAT(reply.body, testing::HasSubstr(line)) << where;
      }
    }
    if (reply.status == 200) asked.emplace(example.method, Path(example));
    statuses.insert(reply.status);
  }
  for (const auto& [method, path] : server_->routes()) {
    const bool has_example = std::any_of(asked.begin(), asked.end(), [&](const auto& request) {
      return request.first == method && request.second.substr(0, request.second.find('?')) == path;
    });
    EXPECT_TRUE(has_example) << method << " " << path << " has no example that is answered";
  }
  for (int status : {200, 400, 403, 404, 405, 409, 422}) {
    EXPECT_TRUE(statuses.contains(status)) << status << " has no example";
  }
}

// The examples prove something only if a difference is found.
TEST(DifferenceTest, IsFoundWhereverItIs) {
  Captured captured;
  auto differs = [&](const char* expected, const char* actual) {
    return Difference(*ParseJson(expected), *ParseJson(actual), captured);
  };
  EXPECT_EQ(differs(R"({"a": [1, "..."], "...": 0})", R"({"a": [1, 2], "b": 3})"), "");
  EXPECT_EQ(differs(R"({"a": "$X"})", R"({"a": {"b": 1}})"), "");
  EXPECT_EQ(captured.at("$X"), *ParseJson(R"({"b": 1})"));
  EXPECT_EQ(Fill(*ParseJson(R"([{"x": "$X"}])"), captured), *ParseJson(R"([{"x": {"b": 1}}])"));
  EXPECT_EQ(differs(R"({"a": 1})", R"({"a": 2})"), "answer.a: 2");
  EXPECT_EQ(differs(R"({"a": 1})", R"({"a": 1, "b": 2})"), "answer: 'b' is not in the example");
  EXPECT_EQ(differs(R"({"a": 1, "b": 2})", R"({"a": 1})"), "answer: 'b' is missing");
  EXPECT_EQ(differs("[[1]]", "[[1, 2]]"), "answer[0]: another length");
  EXPECT_EQ(differs(R"([1, 2, "..."])", "[1]"), "answer: another length");
}

}  // namespace
}  // namespace fastnode::server
