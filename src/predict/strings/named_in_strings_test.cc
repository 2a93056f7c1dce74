#include "predict/strings/named_in_strings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "predict/strings/strings_for_test.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

const std::string kTones =
    "import os\nfrom enum import Enum\n\n\nclass Tone(Enum):\n    LOW = 1\n    HIGH = 2\n"
    "    def mix(self): ...\n\n\ndef play(): ...\n_x = 1\n__all__ = ['Tone']\n";

TEST(NamedInStrings, TheModuleThatIsRun) {
  EXPECT_THAT(StringsAt("if __name__ == '$':\n    pass\n"), ElementsAre("__main__"));
  EXPECT_THAT(StringsAt("if name == '$':\n    pass\n"), testing::IsEmpty());
}

TEST(NamedInStrings, MembersOfAnEnumerationInTheirOrder) {
  EXPECT_THAT(StringsAt(kTones + "Tone['$']\n"), ElementsAre("LOW", "HIGH"));
}

TEST(NamedInStrings, AttributesOfWhatIsAsked) {
  for (const char* call : {"getattr(Tone.LOW, 'mi$')", "mock.patch.object(Tone, 'm$')",
                           "monkeypatch.setattr(Tone, 'm$', None)"}) {
    EXPECT_THAT(StringsAt(kTones + call + "\n"), ElementsAre("mix")) << call;
  }
  for (const char* call : {"other.object(Tone, 'm$')", "getattr('m$', Tone)", "f(Tone, 'm$')"}) {
    EXPECT_THAT(StringsAt(kTones + call + "\n"), testing::IsEmpty()) << call;
  }
}

TEST(NamedInStrings, WhatAModuleExportsAndDoesNotYetList) {
  EXPECT_THAT(StringsAt(kTones + "__all__ = ['Tone', '$']\n"), ElementsAre("play", "os", "Enum"));
}

TEST(NamedInStrings, ParametersOfTheTestThatAMarkFills) {
  const std::string mark = "@pytest.mark.parametrize('$', [1])\n";
  EXPECT_THAT(StringsAt(mark + "def test(number, other):\n    pass\n"),
              ElementsAre("number", "other"));
  EXPECT_THAT(StringsAt("@pytest.mark.parametrize('number', [1])\n" + mark +
                        "def test(number, other):\n    pass\n"),
              ElementsAre("other", "number"));
  EXPECT_THAT(StringsAt("@parametrize('$')\ndef test(number):\n    pass\n"), testing::IsEmpty());
  for (const char* names : {"'number, $'", "'number,o$'", "['number', '$']", "('number', 'o$')"}) {
    EXPECT_THAT(StringsAt("@pytest.mark.parametrize(" + std::string(names) +
                          ", [1])\ndef test(number, other):\n    pass\n"),
                ElementsAre("other"))
        << names;
  }
}

TEST(NamedInStrings, FunctionsByTheirDecorators) {
  const std::string head =
      "@pytest.fixture\ndef box(): ...\n@app.route('/')\ndef page(): ...\ndef other(): ...\n";
  EXPECT_THAT(StringsAt(head + "@pytest.mark.usefixtures('$')\ndef test(): ...\n"),
              ElementsAre("box"));
  EXPECT_THAT(StringsAt(head + "url_for('$')\n"), ElementsAre("page"));
}

TEST(NamedInStrings, FunctionsOfABlueprint) {
  EXPECT_THAT(StringsAt("bp = Blueprint('blog', __name__)\n@bp.route('/')\ndef page(): ...\n"
                        "url_for('$')\n"),
              ElementsAre("blog.page"));
}

TEST(NamedInStrings, MethodsOfHttp) {
  EXPECT_THAT(StringsAt("@app.route('/', methods=['GET', 'P$'])\ndef x(): ...\n"),
              ElementsAre("POST", "PUT", "PATCH"));
  EXPECT_THAT(StringsAt("@require_http_methods(['$'])\ndef x(): ...\n"), testing::Contains("GET"));
  EXPECT_THAT(StringsAt("if request.method == '$':\n    pass\n"), testing::Contains("POST"));
  EXPECT_THAT(StringsAt("f(others=['$'])\n"), testing::IsEmpty());
}

TEST(NamedInStrings, FieldsOfWhatIsSortedAndOfSlots) {
  const std::string box =
      "class Box:\n    def __init__(self):\n        self.lid = 1\n        self.size = 2\n\n"
      "    def open(self): ...\n\n\nboxes = [Box()]\n";
  EXPECT_THAT(StringsAt(box + "boxes.sort(key=attrgetter('$'))\n"),
              ElementsAre("lid", "size", "open"));
  EXPECT_THAT(StringsAt("class Box:\n    __slots__ = ('lid', '$')\n\n    def __init__(self):\n"
                        "        self.lid = 1\n        self.size = 2\n"),
              ElementsAre("size"));
}

TEST(NamedInStrings, GroupsOfThePatternThatWasMatched) {
  const std::string head =
      "import re\nP = re.compile(r'(?P<year>.)'\n               r'(?P<day>.)')\n"
      "OTHER = '(?P<other>.)'\n";
  for (const char* asked :
       {"m = P.match(x)\nm.group('$')\n", "m = P.search(x)\nm['$']\n",
        "for m in P.finditer(x):\n    print(m.group(1, '$'))\n",
        "if m := P.fullmatch(x):\n    m.groupdict()['$']\n",
        "class A:\n    P = P\n    def f(self):\n        self.P.match(x)['$']\n"}) {
    EXPECT_THAT(StringsAt(head + asked), ElementsAre("year", "day")) << asked;
  }
  EXPECT_THAT(StringsAt(head + "m = re.match(OTHER, x)\nm.end('$')\n"), ElementsAre("other"));
  for (const char* asked : {"d['$']\n", "d.get('$')\n"}) {
    const std::string named = "m = P.match(x)\nd = m.groupdict()\n";
    EXPECT_THAT(StringsAt(head + named + asked), ElementsAre("year", "day")) << asked;
  }
  EXPECT_THAT(StringsAt(head + "def f(m: re.Match):\n    m['$']\n"),
              ElementsAre("year", "day", "other"));
  EXPECT_THAT(StringsAt(head + "x.group('$')\n"), testing::IsEmpty());
}

TEST(NamedInStrings, UsualOnesThatAreDeclaredToBeAny) {
  EXPECT_THAT(StringsAt("open(x, encoding='u$')\n"), testing::Contains("utf-8"));
  EXPECT_THAT(StringsAt("x.decode('$')\n"), testing::Contains("ascii"));
  EXPECT_THAT(StringsAt("x.decode('a', errors='r$')\n"), ElementsAre("replace"));
  EXPECT_THAT(StringsAt("p.add_argument('--x', action='$')\n"), testing::Contains("store_true"));
  EXPECT_THAT(StringsAt("@pytest.fixture(scope='s$')\ndef x(): ...\n"), ElementsAre("session"));
  EXPECT_THAT(StringsAt("f(action='$')\n"), testing::IsEmpty());
  EXPECT_THAT(StringsAt("d.strftime('$')\n"), testing::Contains("%Y-%m-%d"));
  EXPECT_THAT(StringsAt("d.strptime(x, '%H:$')\n"), ElementsAre("%H:%M:%S", "%H:%M"));
}

TEST(NamedInStrings, KeysThatAConditionAsksFor) {
  const std::string head = "d = {'one': 1, 'two': 2}\n";
  EXPECT_THAT(StringsAt(head + "if '$' in d:\n    pass\n"), ElementsAre("one", "two"));
  EXPECT_THAT(StringsAt(head + "x = y and '$' not in d\n"), ElementsAre("one", "two"));
  EXPECT_THAT(StringsAt(head + "if '$' == d:\n    pass\n"), testing::IsEmpty());
}

}  // namespace
}  // namespace fastnode::predict
