#include "analyze/types/types.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "analyze/ast/parse.h"
#include "analyze/types/imports/library_for_test.h"
#include "analyze/types/report/coverage.h"
#include "support/file.h"

namespace fastnode::types {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bind::FileIndex MustBind(std::string source) { return bind::Bind(*ast::Parse(std::move(source))); }

// What an evaluator says of all attribute bases of a source: names of types and of members.
std::vector<std::string> Answers(const bind::FileIndex& index, std::vector<NodeId> hidden,
                                 std::string_view fresh) {
  TypeEvaluator types(index, LibraryForTest(), std::move(hidden));
  std::vector<std::string> answers;
  for (const bind::AttributeUse& use : index.attributes) {
    Type type = types.TypeOf(use.base);
    std::string answer = types.Name(type);
    // A path through the fresh name says where it came from; the hidden one must not.
    if (answer.find(fresh) != std::string::npos) answer.clear();
    for (const Member& member : types.Members(type)) {
      if (member.name != fresh) answer.append(" ").append(member.name);
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

// Hides the nodes of each site in turn and compares with the text in which a fresh name stands
// there.
void CompareWithFreshNames(const std::string& source, bool base_too) {
  constexpr std::string_view kFresh = "fresh_name";
  bind::FileIndex index = MustBind(source);
  int compared = 0;
  for (const bind::AttributeUse& use : index.attributes) {
    bool has_name = index.tree[use.base].kind == ast::Kind::kIdentifier;
    if (base_too && !has_name) continue;
    std::vector<NodeId> hidden = {use.name};
    if (base_too) hidden.insert(hidden.begin(), use.base);
    std::string replaced = source;
    for (auto node = hidden.rbegin(); node != hidden.rend(); ++node) {
      const ast::Node& at = index.tree[*node];
      replaced.replace(at.begin, at.end - at.begin, kFresh);
    }
    bind::FileIndex other = MustBind(replaced);
    ASSERT_EQ(other.tree.size(), index.tree.size());
    ASSERT_EQ(Answers(index, hidden, kFresh), Answers(other, {}, kFresh))
        << "hidden at byte " << index.tree[use.name].begin;
    ++compared;
  }
  EXPECT_GT(compared, 0);
}

TEST(TypeEvaluatorTest, HiddenNamesAreSeenAsFreshOnes) {
  std::string folder = std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/types";
  std::vector<std::string> files = *ListFiles(folder, ".py");
  for (const std::string& file : files) {
    if (file == "literals.py" || file == "operators.py") continue;  // without attributes
    // A fresh name would be a member that the class of a parameter must have.
    if (file == "used_as.py") continue;
    SCOPED_TRACE(file);
    CompareWithFreshNames(*ReadFile(folder + "/" + file), false);
  }
}

TEST(TypeEvaluatorTest, HiddenBasesAreSeenAsFreshOnes) {
  CompareWithFreshNames(
      "import typing, collections\n"
      "class A(collections.OrderedDict):\n"
      "    @property\n"
      "    def p(self) -> typing.Optional[int]: return self.q.bit_length()\n"
      "    @typing.overload\n"
      "    def r(self): return self.p\n"
      "    def __init__(self, x: collections.deque = None):\n"
      "        self.q = x.y\n"
      "        self.q.z = self.r().t\n"
      "        y = x.append\n"
      "        y.w\n",
      true);
}

TEST(TypeEvaluatorTest, AClassAsksItsOwnObjectForNames) {
  const bind::FileIndex index = MustBind(
      "class Base:\n"
      "    def a(self): self.above\n"
      "class A(Base, Unknown):\n"
      "    def b(self):\n"
      "        self.own.other\n"
      "        self.given = 1\n"
      "        def inner(): self.deep\n"
      "    def c(me, x): x.foreign; me.own\n"
      "    @staticmethod\n"
      "    def d(x, self): self.none\n"
      "class B:\n"
      "    def e(self): self.elsewhere\n"
      "A()\n");
  std::vector<NodeId> own, calls;
  for (const bind::AttributeUse& use : index.attributes) {
    if (index.tree.Text(use.name) == "own") own.push_back(use.name);
  }
  for (NodeId n = ast::kRoot; n < index.tree.nodes.end_id(); ++n) {
    if (index.tree[n].kind == ast::Kind::kCall) calls.push_back(n);
  }
  ASSERT_EQ(own.size(), 2U);
  auto asked = [&](std::vector<NodeId> hidden) {
    TypeEvaluator types(index, Environment(), std::move(hidden));
    std::string text;
    for (std::string_view name : types.NamesAskedOf(types.TypeOf(calls.back()))) {
      text.append(name).append(" ");
    }
    return text;
  };
  EXPECT_EQ(asked({}), "above deep given own ");
  EXPECT_EQ(asked({own[0]}), "above deep given own ");
  EXPECT_EQ(asked(own), "above deep given ");
}

TEST(TypeEvaluatorTest, AHiddenStoreDefinesNoMember) {
  bind::FileIndex index = MustBind(
      "class A:\n"
      "    def f(self):\n"
      "        self.only_here = 1\n"
      "        self.twice = 1\n"
      "        self.twice = 2\n");
  for (const bind::AttributeUse& use : index.attributes) {
    TypeEvaluator types(index, LibraryForTest(), {use.name});
    std::vector<std::string> names;
    for (const Member& member : types.Members(types.TypeOf(use.base))) {
      if (member.origin == MemberOrigin::kSelfAssignment) names.emplace_back(member.name);
    }
    std::vector<std::string> expected = {"only_here", "twice"};
    if (index.tree.Text(use.name) == "only_here") expected.erase(expected.begin());
    EXPECT_EQ(names, expected);
  }
}

TEST(TypeEvaluatorTest, MembersSayWhereTheyComeFrom) {
  bind::FileIndex index = MustBind(
      "class A:\n"
      "    def f(self): self.x = 1\n"
      "class B(A):\n"
      "    y = 2\n"
      "    class C: pass\n"
      "    @property\n"
      "    def p(self): return 1\n"
      "    def g(self): self.z\n");
  TypeEvaluator types(index, LibraryForTest());
  std::vector<std::string> found;
  for (const Member& member : types.Members(types.TypeOf(index.attributes.back().base))) {
    if (member.name.starts_with('_')) continue;
    constexpr const char* kKinds[] = {"module", "class", "function", "property", "variable"};
    constexpr const char* kOrigins[] = {"library", "body", "self", "inherited"};
    found.push_back(std::string(member.name) + " " + kKinds[static_cast<int>(member.kind)] + " " +
                    kOrigins[static_cast<int>(member.origin)]);
  }
  EXPECT_THAT(found, ElementsAre("C class body", "f function inherited", "g function body",
                                 "p property body", "x variable inherited", "y variable body"));
}

TEST(TypeEvaluatorTest, UnknownTypesHaveNoMembersAndNoName) {
  bind::FileIndex index = MustBind("x.y\n");
  TypeEvaluator types(index, LibraryForTest());
  EXPECT_THAT(types.Members(types.TypeOf(index.attributes[0].base)), IsEmpty());
  EXPECT_EQ(types.Name(Type{}), "");
  EXPECT_EQ(types.TypeOf(kNoNode), Type{});
  EXPECT_EQ(types.TypeOf(index.tree.nodes.end_id()), Type{});
}

TEST(TypeEvaluatorTest, WorksWithoutALibrary) {
  Library empty = Library::Empty();
  bind::FileIndex index = MustBind(
      "import os\n"
      "x = os.path.join('a')\n"
      "with open(x) as f: f.read().z\n"
      "class A(dict):\n"
      "    def m(self): return super().m(type(self), self.m().x, [1][0].y, *(a.b for a in x.c))\n"
      "async def g(): (await g()).d\n"
      "g().close\n");
  TypeEvaluator types(index, empty);
  for (const bind::AttributeUse& use : index.attributes) {
    Type type = types.TypeOf(use.base);
    bool local = type.local != kNoNode, path = !type.path.empty();
    EXPECT_TRUE(local || path || type == Type{}) << index.tree.Text(use.base);
    types.Members(type);
  }
}

// Sources that would cost quadratic or exponential work if nothing bounded it.
TEST(TypeEvaluatorTest, HostileSourcesEndSoon) {
  constexpr int kTimes = 3000;
  std::string circles = "a0 = a1.x = b\n", sums = "x = 1", classes, branches = "x = 1\n";
  for (int i = 0; i < kTimes; ++i) {
    std::string n = std::to_string(i), next = std::to_string((i + 1) % kTimes);
    circles += "a" + n + " = a" + next + ".f(a" + std::to_string((i * 7) % kTimes) + ".g)\n";
    sums += " + x.y";
    classes += "class C" + n + "(C" + next + ", C" + std::to_string((i * 5) % kTimes) +
               "):\n    def f(self): return self.f().g(self.h)\n";
    branches += "if x.a: x = x.b + x.c\n";
  }
  for (const std::string& source : {circles, sums, classes, branches}) {
    bind::FileIndex index = MustBind(source);
    TypeEvaluator types(index, LibraryForTest());
    for (const bind::AttributeUse& use : index.attributes) types.Members(types.TypeOf(use.base));
  }
}

TEST(TypeCoverageTest, CountsBySlice) {
  bind::FileIndex index = MustBind(
      "import os, numpy\n"
      "os.getcwd, os.no_such_name, numpy.array\n"
      "class A:\n"
      "    def f(self): self.f, self.g\n"
      "unknown.x, ''.upper, numpy.array().sum\n");
  TypeCoverage coverage;
  AddTypeCoverage(index, LibraryForTest(), "f.py", coverage);
  auto row = [](const SliceCoverage& s) {
    return std::vector<int64_t>{s.sites, s.known, s.foreign, s.found};
  };
  EXPECT_THAT(row(coverage.module), ElementsAre(4, 2, 2, 1));
  EXPECT_THAT(row(coverage.self), ElementsAre(2, 2, 0, 1));
  EXPECT_THAT(row(coverage.other), ElementsAre(3, 1, 1, 1));
}

TEST(TypeOfParameter, IsWhatItIsDeclaredToBe) {
  bind::FileIndex index = MustBind(
      "def f(a: int, b, *, c: str = ''): pass\n"
      "class C:\n    def __init__(self, d: bytes): pass\n"
      "f.x\nC.x\n");
  TypeEvaluator types(index, LibraryForTest());
  auto name = [&](size_t use, std::string_view parameter) {
    const Type callee = types.TypeOf(index.attributes[use].base);
    return types.Name(types.TypeOfParameter(callee, parameter));
  };
  EXPECT_EQ(name(0, "a"), "builtins.int");
  EXPECT_EQ(name(0, "b"), "");
  EXPECT_EQ(name(0, "c"), "builtins.str");
  EXPECT_EQ(name(0, "missing"), "");
  EXPECT_EQ(name(1, "d"), "builtins.bytes");
}

}  // namespace
}  // namespace fastnode::types
