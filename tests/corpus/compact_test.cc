// Trees come back from their bytes as they were, and no other bytes are believed.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyze/ast/compact.h"
#include "analyze/ast/parse.h"
#include "support/damage_for_test.h"
#include "support/hash.h"
#include "tests/corpus/corpus_files.h"
#include "tests/corpus/long_sources.h"

namespace fastnode::ast {
namespace {

// Some of everything, and what cannot be understood.
const std::string kSource =
    "import os.path as p, sys\nfrom . import *\n\n@dec.orate(1, *a, k=2, **b)\n"
    "class C[T](Base, metaclass=M):\n    x: int = -1\n    def f(self, a=b'', /, *, c: str) -> T:\n"
    "        with open(a) as g, h: yield from (i async for i in self.x[1:2, ...] if not i)\n"
    "        return f'{a!r:>{c}} {c=}' 'z' if a is not None else lambda q, *r: {1: q, **r}\n\n\n"
    "match k:\n    case {'a': [1, *_], **rest} | C(x=None) if a < b <= c: pass\n"
    "try:\n    x.y = u = v, w\nexcept* (A, B) as e: raise E from e\nfinally: del x[0], y\n"
    "if (n := f(\n    # said\n    1)): print(n)\nelse:\n    while 1 and 2: x @= ~3.0j ** 2\n"
    "def broken(:\n  )\n\xc3\xa4 = ?? x.\n)))\nprint >>f, x\n";

Tree MustParse(std::string source) {
  Result<Tree> tree = Parse(std::move(source));
  CHECK(tree.ok());
  return *std::move(tree);
}

bool IsSame(const Tree& a, const Tree& b) {
  auto is_same = [](const Node& x, const Node& y) {
    return x.begin == y.begin && x.end == y.end && x.parent == y.parent &&
           x.subtree_end == y.subtree_end && x.kind == y.kind && x.field == y.field &&
           x.missing == y.missing;
  };
  return a.source == b.source && a.num_errors == b.num_errors &&
         std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(), is_same);
}

TEST(CompactTest, GivesBackTheTreeOfParse) {
  std::vector<std::string> sources = {"", "\n", "x", " # only said", kSource};
  for (const corpus_test::CaseFile& file : corpus_test::AllCases()) {
    sources.push_back(file.text.text);
    // As if somebody were typing.
    sources.push_back(file.text.text.substr(0, file.text.text.size() * 2 / 3));
  }
  for (const LongSource& source : LongSources()) sources.push_back(source.make(source.size / 20));
  int with_errors = 0, with_missing = 0;
  for (const std::string& source : sources) {
    const Tree tree = MustParse(source);
    Result<Tree> again = Expand(source, Compact(tree));
    ASSERT_TRUE(again.ok()) << again.error().message << '\n' << source.substr(0, 1000);
    ASSERT_TRUE(IsSame(tree, *again)) << source.substr(0, 1000);
    with_errors += tree.num_errors > 0;
    with_missing += std::any_of(tree.nodes.begin(), tree.nodes.end(),
                                [](const Node& node) { return node.missing; });
  }
  EXPECT_GT(with_errors, 0);
  EXPECT_GT(with_missing, 0);
}

TEST(CompactTest, ANodeTakesTwoBytes) {
  std::string source;
  for (int i = 0; i < 20; ++i) source += kSource;
  const Tree tree = MustParse(source);
  EXPECT_LT(Compact(tree).size(), 5 * tree.nodes.size() / 2);
}

TEST(CompactTest, NoDamageIsBelieved) {
  const std::string bytes = Compact(MustParse(kSource));
  ASSERT_TRUE(Expand(kSource, bytes).ok());
  ForEachDamage(bytes, [&](const std::string& damaged, const std::string& what) {
    EXPECT_FALSE(Expand(kSource, damaged).ok()) << what;
  });
  EXPECT_FALSE(Expand(kSource + "\n", bytes).ok());
  std::string other = kSource;
  other.back() = ' ';
  EXPECT_FALSE(Expand(other, bytes).ok());
}

// Somebody else's bytes have the right checksum, too.
TEST(CompactTest, WhateverTheBytesATreeIsSound) {
  const std::string bytes = Compact(MustParse(kSource));
  int refused = 0, made = 0;
  ForEachDamage(bytes, [&](std::string damaged, const std::string& what) {
    Seal(kSource, damaged);
    Result<Tree> tree = Expand(kSource, damaged);
    tree.ok() ? ++made : ++refused;
    if (tree.ok()) ASSERT_EQ(Verify(*tree), "") << what;
  });
  EXPECT_GT(refused, 0);
  EXPECT_GT(made, 0);
}

TEST(CompactTest, TheVersionIsThatOfTheTrees) {
  // If this fails, the same text has another tree now, or other bytes: raise kRevision in
  // compact.cc, or kMending if only broken texts have, so that what was kept is made anew, and put
  // the new number here.
  const std::string bytes = Compact(MustParse(kSource));
  EXPECT_EQ(Hash64(std::string_view(bytes).substr(12)), 4055172559157664662u);
}

}  // namespace
}  // namespace fastnode::ast
