#include "predict/json_lines.h"
#include "predict/asked/budget.h"
#include "predict/asked/question.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/request.h"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "support/json.h"

namespace fastnode::predict {
namespace {

Result<Answer> Echo(const Request& request) {
  if (request.question.cursor > request.question.text.size()) return Error{"offset outside"};
  return Answer{
      pack::Task::kAttribute,
      "",
      {{request.question.text, .5f, "attribute"},
       {request.given.project.table == nullptr ? "no project" : "project", .25f, "method"}}};
}

Result<KnownProject> NoProject(const Question& question, const Budget&) {
  if (question.root.empty()) return KnownProject();
  return Error{"root: not a folder"};
}

std::vector<Json> Serve(const std::string& input, const ProjectOf& project = NoProject,
                        size_t max_bytes = kMaxLineBytes) {
  std::istringstream in(input);
  std::ostringstream out;
  EXPECT_TRUE(ServeJsonLines(in, out, {Echo, project}, max_bytes).ok());
  std::istringstream lines(out.str());
  std::vector<Json> answers;
  for (std::string line; std::getline(lines, line);) {
    Result<Json> json = ParseJson(line);
    EXPECT_TRUE(json.ok()) << line;
    answers.push_back(json.ok() ? *json : Json());
  }
  return answers;
}

std::string ErrorOf(const Json& answer) { return answer.value("error", ""); }

TEST(JsonLines, AnswersEveryLineInOrderWithItsId) {
  auto answers = Serve(
      "{\"id\": 1, \"source\": \"a\", \"offset\": 1}\n"
      "{\"id\": \"two\", \"path\": \"p.py\", \"source\": \"b\", \"offset\": 0}\n"
      "{\"source\": \"c\", \"offset\": 0}");
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0]["id"], 1);
  EXPECT_EQ(answers[1]["id"], "two");
  EXPECT_TRUE(answers[2]["id"].is_null());
  EXPECT_EQ(answers[1]["candidates"][0]["text"], "b");
  EXPECT_EQ(answers[1]["candidates"][0]["probability"], .5);
  EXPECT_EQ(answers[1]["candidates"][0]["kind"], "attribute");
  EXPECT_EQ(answers[1]["candidates"][1]["text"], "no project");
  EXPECT_TRUE(answers[1]["micros"].is_number_unsigned() || answers[1]["micros"] >= 0);
}

TEST(JsonLines, GoOnAfterEveryKindOfBadLine) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"", "not JSON"},
      {"{", "not JSON"},
      {"[1]", "not a JSON object"},
      {"{\"id\": 7, \"offset\": 0}", "request: source is missing"},
      {"{\"id\": 7, \"source\": 3, \"offset\": 0}", "request: source must be a text"},
      {"{\"id\": 7, \"source\": \"\"}", "request: offset is missing"},
      {"{\"id\": 7, \"source\": \"\", \"offset\": -1}",
       "request: offset must be an integer, not negative"},
      {"{\"id\": 7, \"source\": \"\", \"offset\": 0.5}",
       "request: offset must be an integer, not negative"},
      {"{\"id\": 7, \"source\": \"\", \"offset\": 9}", "offset outside"},
      {"{\"id\": 7, \"source\": \"\", \"offset\": 0, \"root\": \"/none\"}", "root: not a folder"},
      {"{\"id\": 7, \"source\": \"\xFF\", \"offset\": 0}", "not JSON"},
  };
  std::string input;
  for (const auto& [line, error] : bad) input += line + "\n";
  auto answers = Serve(input + "{\"id\": 8, \"source\": \"x\", \"offset\": 0}\n");
  ASSERT_EQ(answers.size(), bad.size() + 1);
  for (size_t i = 0; i < bad.size(); ++i) {
    EXPECT_EQ(ErrorOf(answers[i]).find(bad[i].second), 0u) << ErrorOf(answers[i]);
    EXPECT_EQ(answers[i]["id"].is_null(),
              bad[i].first.find("\"id\"") == std::string::npos || bad[i].second == "not JSON");
  }
  EXPECT_EQ(answers.back()["candidates"].size(), 2u);
}

TEST(JsonLines, RefuseALineThatIsTooLongAndGoOn) {
  const std::string good = "{\"id\": 1, \"source\": \"x\", \"offset\": 0}";
  auto answers = Serve(std::string(1000, ' ') + good + "\n" + good + "\n", NoProject, 100);
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(ErrorOf(answers[0]), "line is longer than 100 bytes");
  EXPECT_EQ(answers[1]["id"], 1);
  EXPECT_TRUE(ErrorOf(answers[1]).empty());
}

TEST(JsonLines, SayHowANameThatIsNotInScopeGetsThere) {
  const Answerer answerer{
      [](const Request& request) -> Result<Answer> {
        CHECK(request.given.find_importables != nullptr);
        return Answer{pack::Task::kName,
                      "os",
                      {{"OSError", .5f, "class"},
                       {"os", 0, "module", "os", {{0, 0, "import os\n"}}},
                       {"oar", 0, "method", "", {{0, 0, "@property\n"}}}}};
      },
      NoProject, std::chrono::milliseconds(0),
      [](const std::vector<std::string>&, const Budget&) { return Importables(); }};
  const Json reply = AnswerJson(*ParseJson("{\"source\": \"os\", \"offset\": 2}"), answerer);
  EXPECT_FALSE(reply["candidates"][0].contains("module"));
  EXPECT_EQ(reply["candidates"][1]["module"], "os");
  EXPECT_EQ(PrintJson(reply["candidates"][1]["edits"]),
            "[{\"begin\":0,\"end\":0,\"text\":\"import os\\n\"}]");
  EXPECT_FALSE(reply["candidates"][2].contains("module"));
  EXPECT_EQ(reply["candidates"][2]["edits"][0]["text"], "@property\n");
}

TEST(JsonLines, TakeLinesThatEndInCrLf) {
  auto answers = Serve("{\"id\": 1, \"source\": \"x\", \"offset\": 0}\r\n");
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_TRUE(ErrorOf(answers[0]).empty());
}

TEST(JsonLines, AskWithWhatTheProjectUsesAndSayIfThatIsLate) {
  const corpus::UsageTable table;
  std::vector<std::string> asked;
  auto project = [&](const Question& question, const Budget& budget) -> Result<KnownProject> {
    EXPECT_FALSE(budget.deadline);
    asked.push_back(question.root + " " + question.path);
    if (question.path == "a.py") return KnownProject::Borrowed({.project = &table});
    return KnownProject{.late = true};
  };
  auto line = [](const std::string& path) {
    return R"({"id": 1, "root": "/r", "path": ")" + path + R"(", "source": "x", "offset": 0})" +
           "\n";
  };
  auto answers = Serve(line("a.py") + line("b.py"), project);
  EXPECT_EQ(asked, (std::vector<std::string>{"/r a.py", "/r b.py"}));
  EXPECT_EQ(answers[0]["candidates"][1]["text"], "project");
  EXPECT_FALSE(answers[0].contains("late"));
  EXPECT_EQ(answers[1]["candidates"][1]["text"], "no project");
  EXPECT_EQ(answers[1]["late"], true);
}

// The project is looked for in the time of the answer.
TEST(JsonLines, GiveTheProjectAndTheModelOneDeadline) {
  std::vector<TimePoint> deadlines;
  const Answerer answerer{[&](const Request& request) {
                            deadlines.push_back(request.budget.deadline.value());
                            return Echo(request);
                          },
                          [&](const Question&, const Budget& budget) {
                            deadlines.push_back(budget.deadline.value());
                            return Result(KnownProject());
                          },
                          std::chrono::hours(1)};
  const TimePoint start = std::chrono::steady_clock::now();
  EXPECT_FALSE(AnswerJson({{"source", "x"}, {"offset", 0u}}, answerer).contains("error"));
  ASSERT_EQ(deadlines.size(), 2u);
  EXPECT_EQ(deadlines[0], deadlines[1]);
  EXPECT_GE(deadlines[0], start + answerer.limit);
}

// Counts how often it is told to pass on what it holds, and how much had been answered then.
class FlushCounter : public std::stringbuf {
 public:
  int flushes = 0;

 private:
  int sync() override {
    ++flushes;
    return std::stringbuf::sync();
  }
};

TEST(JsonLines, FlushEveryAnswer) {
  std::istringstream in("{}\n{}\n{}\n");
  FlushCounter buffer;
  std::ostream out(&buffer);
  ASSERT_TRUE(ServeJsonLines(in, out, {Echo, NoProject}).ok());
  EXPECT_EQ(buffer.flushes, 3);
}

TEST(JsonLines, StopWhereNobodyListens) {
  std::istringstream in("{}\n{}\n");
  std::ostream out(nullptr);
  EXPECT_FALSE(ServeJsonLines(in, out, {Echo, NoProject}).ok());
}

}  // namespace
}  // namespace fastnode::predict
