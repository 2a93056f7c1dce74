// Same input, same bytes: what analysis makes of a source does not depend on threads, on what was
// analysed before, or on addresses.
#include <gtest/gtest.h>

#include <thread>

#include "analyze/types/types.h"
#include "tests/corpus/corpus_files.h"
#include "tests/corpus/corpus_library.h"

namespace fastnode::corpus_test {
namespace {

// Every product of a source, printed: tree, scopes, graph, types.
std::string PrintAll(const std::string& source) {
  Result<analyze::Source> made = analyze::Analyze(source);
  CHECK(made.ok());
  const bind::FileIndex& index = made->index;
  std::string text =
      ast::Print(index.tree) + bind::Print(index) + graph::Print(index, *made->graph.whole());
  types::TypeEvaluator types(index, CorpusLibrary());
  for (const bind::AttributeUse& use : index.attributes) {
    types::Type type = types.TypeOf(use.base);
    text += types.Name(type);
    for (const types::Member& member : types.Members(type)) {
      text += ' ';
      text += member.name;
    }
    text += '\n';
  }
  return text;
}

// By `num_threads` threads, each of which takes every num_threads-th case, in the order given or
// backwards.
std::vector<std::string> Products(const std::vector<CaseFile>& cases, size_t num_threads,
                                  bool backwards) {
  std::vector<std::string> products(cases.size());
  std::vector<std::thread> threads;
  for (size_t t = 0; t < num_threads; ++t) {
    threads.emplace_back([&, t] {
      for (size_t k = t; k < cases.size(); k += num_threads) {
        size_t at = backwards ? cases.size() - 1 - k : k;
        products[at] = PrintAll(cases[at].text.text);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return products;
}

TEST(SameBytesTest, OneThreadAndFourMakeTheSameInAnyOrder) {
  std::vector<CaseFile> cases = AllCases();
  CorpusLibrary();
  std::vector<std::string> alone = Products(cases, 1, false);
  for (bool backwards : {false, true}) {
    std::vector<std::string> together = Products(cases, 4, backwards);
    for (size_t k = 0; k < cases.size(); ++k) EXPECT_EQ(alone[k], together[k]) << cases[k].Name();
  }
}

}  // namespace
}  // namespace fastnode::corpus_test
