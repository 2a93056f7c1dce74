#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "analyze/types/imports/folder.h"
#include "predict/asked/question.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/known_for_test.h"
#include "predict/fit/patterns.h"
#include "predict/strings/keys.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The strings that may stand at `$`.
std::vector<std::string> KeysAt(std::string text, const Known& known = KnownForTest()) {
  const Question question = QuestionAt(std::move(text));
  const std::optional<Question> of_subject = AskedOfSubject(question);
  Result<std::optional<Answer>> answer =
      CompleteKey(of_subject ? *of_subject : question, known, {});
  if (!answer.ok() || !answer->has_value()) return {};
  if (of_subject) LeaveOutWritten(question, (*answer)->completions);
  return TextsOf((*answer)->completions);
}

// ... beside a module `kept` with this text.
std::vector<std::string> KeysOf(const std::string& kept, std::string text) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("fastnode_written_keys_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "kept.py") << kept;
  const types::Folder beside(folder.string());
  Known known;
  known.environment = types::Environment(std::vector<const types::ModulePlace*>{&beside},
                                         {(folder / "main.py").string(), "main", ""});
  std::vector<std::string> keys = KeysAt(std::move(text), known);
  std::filesystem::remove_all(folder);
  return keys;
}

const std::string kBoxes =
    "boxes = [{'lid': 1, 'size': 2}]\nbox = boxes[0]\nnamed = {'a': {'lid': 1, 'size': 2}}\n";

TEST(WrittenKeys, PassOnWithWhatHoldsThem) {
  for (const char* ask :
       {"boxes.sort(key=lambda b: b['$'])\n", "max(boxes, key=lambda b: b['$'])\n",
        "list(map(lambda b: b['$'], boxes))\n", "sorted(boxes)[0]['$']\n",
        "next(iter(boxes))['$']\n", "boxes[1:][0]['$']\n",
        "for i, b in enumerate(boxes):\n    b['$']\n", "for b in named.values():\n    b['$']\n",
        "named[name]['$']\n", "named.get(name)['$']\n", "(box or {})['$']\n",
        "x = box.copy()\nx['$']\n", "x = {**box}\nx['$']\n", "if b := box:\n    b['$']\n",
        "boxes.sort(key=itemgetter('$'))\n", "import random\nrandom.choice(boxes)['$']\n",
        "x = box if y else None\nx['$']\n"}) {
    EXPECT_THAT(KeysAt(kBoxes + ask), ElementsAre("lid", "size")) << ask;
  }
  for (const char* ask : {"boxes['$']\n", "other(boxes)['$']\n", "(lambda b: b['$'])(1)\n"}) {
    EXPECT_THAT(KeysAt(kBoxes + ask), IsEmpty()) << ask;
  }
}

TEST(WrittenKeys, OfAnotherFileAreThoseOfWhatIsAskedThere) {
  for (const char* ask :
       {"x['db']['$']\n", "x.get('db', {})['$']\n", "y = x['db']\ny.get('$')\n",
        "y = x['db'] or {}\ny['$']\n", "rows()[0]['$']\n", "for y in rows():\n    y['$']\n"}) {
    EXPECT_THAT(KeysOf("x = {'db': {'host': 1, 'port': 2}, 'debug': 3}\n"
                       "def rows():\n    return [{'host': 1, 'port': 2}]\n",
                       "from kept import x, rows\n" + std::string(ask)),
                ElementsAre("host", "port"))
        << ask;
  }
  EXPECT_THAT(KeysOf("x = {'db': {'host': 1}}\n", "from kept import x\nx['$']\n"),
              ElementsAre("db"));
}

TEST(WrittenKeys, ArePutInWhereTheObjectIsRead) {
  EXPECT_THAT(KeysAt("x = {}\nx.update({'a': 1}, b=2)\nx['$']\n"), ElementsAre("b", "a"));
  EXPECT_THAT(KeysAt("xs = []\nxs.append({'a': 1})\nfor x in xs:\n    x['$']\n"), ElementsAre("a"));
  EXPECT_THAT(KeysAt("def f():\n    x = {'a': 1}\n    x['b'] = 2\n    return x\nf()['$']\n"),
              ElementsAre("a", "b"));
  EXPECT_THAT(KeysAt("class A:\n    def __init__(self):\n        self.x = {'a': 1}\n\n\n"
                     "def f(y: A):\n    y.x['$']\n"),
              ElementsAre("a"));
}

TEST(WrittenKeys, AreThoseThatFunctionsGiveBackOrYield) {
  const std::string methods =
      "class A:\n    def f(self):\n        return {'a': 1}\n    async def g(self):\n"
      "        return {'b': 1}\n    def h(self):\n        yield {'c': 1}\n"
      "    def use(self):\n        ";
  EXPECT_THAT(KeysAt(methods + "self.f()['$']\n"), ElementsAre("a"));
  EXPECT_THAT(KeysAt(methods + "(await self.g())['$']\n"), ElementsAre("b"));
  EXPECT_THAT(KeysAt(methods + "self.g()['$']\n"), IsEmpty());  // a coroutine has none
  EXPECT_THAT(KeysAt(methods + "for x in self.h():\n            x['$']\n"), ElementsAre("c"));
  EXPECT_THAT(KeysAt(methods + "self.h()['$']\n"), IsEmpty());
}

TEST(WrittenKeys, AreThoseThatCallersPass) {
  EXPECT_THAT(KeysAt("def f(x):\n    x['$']\nf({'a': 1})\n"), ElementsAre("a"));
  EXPECT_THAT(KeysAt("def f(x, y):\n    y['$']\nf({'a': 1}, y={'b': 1})\n"), ElementsAre("b"));
  EXPECT_THAT(KeysAt("class A:\n    def __init__(self, x):\n        x['$']\nA({'a': 1})\n"),
              ElementsAre("a"));
  EXPECT_THAT(KeysAt("def f(x, **more):\n    more.get('$')\nf(x=1, a=2, b=3)\n"),
              ElementsAre("a", "b"));
}

TEST(WrittenKeys, AreFieldsOfWhatADictionaryIsMadeOf) {
  const std::string user =
      "from dataclasses import asdict, dataclass\n\n\n@dataclass\nclass User:\n    name: str\n"
      "    age: int\n    def f(self): ...\n\n\nuser = User('a', 1)\n";
  for (const char* ask : {"asdict(user)['$']\n", "x = asdict(user)\nx['$']\n", "vars(user)['$']\n",
                          "user.__dict__['$']\n"}) {
    EXPECT_THAT(KeysAt(user + ask), ElementsAre("name", "age")) << ask;
  }
}

TEST(WrittenKeys, AreColumnsOfATable) {
  const std::string head = "import csv\nNAMES = ['id', 'price']\n";
  EXPECT_THAT(KeysAt(head + "for row in csv.DictReader(f, NAMES):\n    row['$']\n"),
              ElementsAre("id", "price"));
  EXPECT_THAT(KeysAt(head + "w = csv.DictWriter(f, fieldnames=NAMES)\nw.writerow({'id': 1, '$"),
              ElementsAre("price"));
  EXPECT_THAT(KeysAt(head + "w = csv.DictWriter(f, fieldnames=NAMES)\nw.other({'$"), IsEmpty());
}

TEST(WrittenKeys, AreAskedOfTheSubjectInPatterns) {
  const std::string head = "x = {'kind': 'box', 'size': 2}\nmatch x:\n    ";
  EXPECT_THAT(KeysAt(head + "case {'$\n"), ElementsAre("kind", "size"));
  EXPECT_THAT(KeysAt(head + "case {'kind': k, '$': y}:\n        pass\n"), ElementsAre("size"));
  EXPECT_THAT(KeysAt(head + "case [{'$\n"), IsEmpty());
  EXPECT_THAT(KeysAt("from typing import Literal, TypedDict\n\n\nclass A(TypedDict):\n"
                     "    kind: Literal['box', 'bag']\n\n\ndef f(a: A):\n    match a:\n"
                     "        case {'kind': '$\n"),
              ElementsAre("box", "bag"));
}

}  // namespace
}  // namespace fastnode::predict
