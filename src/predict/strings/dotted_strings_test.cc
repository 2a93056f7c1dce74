#include "predict/strings/dotted_strings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/asked/text_place.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::Contains;
using testing::IsEmpty;

std::vector<std::string> PathsAt(std::string text) {
  const Question question = QuestionAt(std::move(text));
  const Known known = KnownForTest();
  size_t begin = 0;
  PlaceIn(question.text, question.cursor, &begin);
  const std::optional<Answer> answer = CompleteDottedString(question, begin, known, {}, 500);
  if (!answer) return {};
  return TextsOf(answer->completions);
}

TEST(DottedStrings, GoOnAsImportsDo) {
  for (const char* call : {"@patch('os.path.ex$')\n", "with mock.patch('os.path.ex$'):\n",
                           "monkeypatch.setattr(\"os.path.ex$\", None)\n"}) {
    EXPECT_THAT(PathsAt(call), Contains("exists")) << call;
  }
  EXPECT_THAT(PathsAt("@patch('threading.Thread.st$')\n"), Contains("start"));
  EXPECT_THAT(PathsAt("importlib.import_module('jso$')\n"), Contains("json"));
  EXPECT_THAT(PathsAt("importlib.import_module('os.pa$')\n"), Contains("path"));
}

TEST(DottedStrings, AreThoseOfAFewCallsAlone) {
  for (const char* call : {"x = 'os.path.ex$'\n", "f('os.path.ex$')\n",
                           "mock.patch.object('os.path.ex$')\n", "requests.patch('os.path.ex$')\n",
                           "patch(x, 'os.path.ex$')\n", "patch('a b.$')\n", "setattr('os.$')\n"}) {
    EXPECT_THAT(PathsAt(call), IsEmpty()) << call;
  }
}

}  // namespace
}  // namespace fastnode::predict
