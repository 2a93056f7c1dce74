#include "predict/strings/format_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/asked/text_place.h"
#include "predict/cursor/known_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The names that may stand at `$`.
std::vector<std::string> NamesIn(std::string text) {
  const Question question = QuestionAt(std::move(text));
  const Known known = KnownForTest();
  size_t begin = 0;
  if (PlaceIn(question.text, question.cursor, &begin) != TextPlace::kString) return {};
  const Result<std::optional<Answer>> answer = CompleteFormatName(question, begin, known, {});
  if (!answer.ok() || !answer->has_value()) return {};
  return TextsOf((*answer)->completions);
}

TEST(FormatNames, AreThoseThatTheFormatIsFilledWith) {
  for (const char* text :
       {"x = '{$}'.format(name=1, size=2)\n", "x = '{}: {$'.format(1, name=1, size=2)\n",
        "x = '{{a}} {$}'.format(**{'name': 1, 'size': 2})\n",
        "d = {'name': 1, 'size': 2}\nx = r'{$:>10}'.format_map(d)\n",
        "d = {'name': 1, 'size': 2}\nprint(\"%($)s\" % d)\n",
        "x = ('%($' % {'name': 1, 'size': 2})\n", "x = '{{{$'.format(name=1, size=2)\n",
        "x = b'%($)s' % {'name': 1, 'size': 2}\n",
        "FORM = '{$}'\ndef f():\n    return FORM.format(name=1, size=2)\n",
        "class A:\n    form = '%($)s'\n    def f(self):\n"
        "        return self.form % {'name': 1, 'size': 2}\n",
        "def f(name, size):\n    return '%($)s' % locals()\n"}) {
    EXPECT_THAT(NamesIn(text), ElementsAre("name", "size")) << text;
  }
  EXPECT_THAT(NamesIn("x = '{name} {$}'.format(name=1, size=2)\n"), ElementsAre("size", "name"));
  EXPECT_THAT(NamesIn("x = '{name} {s$}'.format(name=1, size=2)\n"), ElementsAre("size"));
}

TEST(FormatNames, OfOtherStringsNothingIsSaid) {
  for (const char* text :
       {"x = '{$}'\n", "x = '{{$}}'.format(name=1)\n", "x = 'a$'.format(name=1)\n",
        "x = '($)' % {'name': 1}\n", "x = '{$}' % {'name': 1}\n", "x = '%($)s'.format(name=1)\n",
        "x = '{a.$}'.format(a=1)\n", "x = '%%($' % {'name': 1}\n", "x = b'{$}'.format(name=1)\n",
        "x = '{$\ny = 1\n"}) {
    EXPECT_THAT(NamesIn(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace fastnode::predict
