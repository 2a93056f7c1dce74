#include "serve/in_time.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "analyze/ast/parse.h"

namespace fastnode::serve {
namespace {

using std::chrono::milliseconds;

predict::Request Ask(const std::string& source) { return {{source, source.size()}}; }

Result<predict::Answer> Found(const predict::Request&) {
  predict::Answer answer{};
  answer.completions.push_back({"found", 1, "attribute"});
  return answer;
}

std::string First(const Result<predict::Answer>& answer) {
  return answer.ok() && !answer->completions.empty() ? answer->completions[0].text : "";
}

TEST(InTime, GivesTheAnswerThatIsThere) {
  for (int limit_ms : {0, 60'000}) {
    InTime in_time(Found, {.limit = milliseconds(limit_ms)});
    Result<predict::Answer> answer = in_time.Complete(Ask("a.near\na."));
    EXPECT_EQ(First(answer), "found");
    EXPECT_FALSE(answer->late);
  }
}

// The model's answer waits for a gate that opens after the quick answer was given.
TEST(InTime, AnswersFromTheWordsWhenTheModelIsLate) {
  std::mutex mutex;
  std::condition_variable opened;
  bool open = false;
  InTime in_time(
      [&](const predict::Request& request) {
        std::unique_lock lock(mutex);
        opened.wait(lock, [&] { return open; });
        return Found(request);
      },
      {.limit = milliseconds(1)});
  for (int i = 0; i < 3; ++i) {  // the second one and the third find the worker busy
    Result<predict::Answer> answer = in_time.Complete(Ask("a.near\na."));
    EXPECT_EQ(First(answer), "near");
    EXPECT_TRUE(answer->late);
  }
  std::lock_guard lock(mutex);
  open = true;
  opened.notify_all();
}

TEST(InTime, AnswersFromTheWordsOfTextThatIsGivenUp) {
  for (int limit_ms : {0, 60'000}) {
    InTime in_time(
        [](const predict::Request&) -> Result<predict::Answer> { return Error{ast::kTooMuchWork}; },
        {.limit = milliseconds(limit_ms)});
    EXPECT_EQ(First(in_time.Complete(Ask("a.near\na."))), "near");
  }
}

TEST(InTime, RemembersWhatItAnalysed) {
  for (int limit_ms : {0, 60'000}) {
    std::vector<const predict::AnalysisMemory*> given;
    InTime in_time(
        [&](const predict::Request& request) {
          given.push_back(request.given.memory);
          return Found(request);
        },
        {.limit = milliseconds(limit_ms)});
    for (const char* path : {"a.py", "b.py", "a.py"}) {
      predict::Request request = Ask("a.");
      request.question.path = path;
      ASSERT_TRUE(in_time.Complete(request).ok());
    }
    ASSERT_NE(given[0], nullptr);
    EXPECT_NE(given[0], given[1]);
    EXPECT_EQ(given[0], given[2]);
  }
}

TEST(InTime, PassesOtherErrorsOn) {
  InTime in_time(
      [](const predict::Request&) -> Result<predict::Answer> { return Error{"offset outside"}; },
      {});
  EXPECT_EQ(in_time.Complete(Ask("a.")).error().message, "offset outside");
}

}  // namespace
}  // namespace fastnode::serve
