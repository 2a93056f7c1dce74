// Runs tests/corpus/{bind,graph,types}/*.py. To add a verb, add a line to VerbTable; to add a
// folder, one to kFolders.
#include <gtest/gtest.h>

#include <functional>

#include "analyze/bind/library_for_test.h"
#include "analyze/bind/path.h"
#include "analyze/bind/types.h"
#include "analyze/corpus_case.h"
#include "support/file.h"

namespace fastnode::corpus_test {
namespace {

constexpr const char* kFolders[] = {"bind", "graph", "types"};

// What a verb says of a node: the nodes or words that may stand on its right.
struct Answer {
  std::set<NodeId> nodes;
  std::set<std::string> words;
};
using Verb = std::function<Answer(const Case&, NodeId)>;

const bind::Reference* ReferenceAt(const Case& c, NodeId node) {
  bind::VariableId variable = c.index.variable_of[static_cast<size_t>(node)];
  if (variable == bind::kNone) return nullptr;
  for (const auto& reference : c.index.variables[static_cast<size_t>(variable)].references) {
    if (reference.node == node) return &reference;
  }
  return nullptr;
}

Answer Defines(const Case& c, NodeId node) {
  const bind::Reference* reference = ReferenceAt(c, node);
  if (reference == nullptr || !bind::IsBinding(reference->kind)) return {};
  return {{node}, {}};
}

// All mentions of the variable that a name means.
Answer RefersTo(const Case& c, NodeId node) {
  bind::VariableId variable = c.index.variable_of[static_cast<size_t>(node)];
  Answer answer;
  if (variable == bind::kNone) return {{}, {"nothing"}};
  for (const auto& reference : c.index.variables[static_cast<size_t>(variable)].references) {
    answer.nodes.insert(reference.node);
  }
  return answer;
}

Answer Sees(const Case& c, NodeId node) {
  Answer answer;
  for (bind::VariableId variable : bind::VisibleVariables(c.index, node)) {
    answer.words.emplace(c.index.variables[static_cast<size_t>(variable)].name);
  }
  return answer;
}

Answer Role(const Case& c, NodeId node) {
  constexpr const char* kRoles[] = {"read",      "write",    "delete", "import",
                                    "parameter", "function", "class"};
  const bind::Reference* reference = ReferenceAt(c, node);
  if (reference == nullptr) return {};
  return {{}, {kRoles[static_cast<size_t>(reference->kind)]}};
}

Answer Context(const Case& c, NodeId node) {
  constexpr const char* kContexts[] = {"load", "call", "store", "delete"};
  for (const bind::AttributeUse& use : c.index.attributes) {
    if (use.node == node) return {{}, {kContexts[static_cast<size_t>(use.context)]}};
  }
  return {{}, {"nothing"}};
}

Answer TypeName(const Case& c, NodeId node) {
  bind::TypeEvaluator types(c.index, bind::LibraryForTest());
  std::string name = types.Name(types.TypeOf(node));
  return {{}, {name.empty() ? "unknown" : name}};
}

Answer MemberNames(const Case& c, NodeId node) {
  bind::TypeEvaluator types(c.index, bind::LibraryForTest());
  Answer answer;
  for (const bind::Member& member : types.Members(types.TypeOf(node))) {
    answer.words.emplace(member.name);
  }
  return answer;
}

std::map<std::string, Verb> VerbTable() {
  std::map<std::string, Verb> verbs = {
      {"type", TypeName},
      {"member", MemberNames},
      {"is",
       [](const Case&, NodeId node) {
         return Answer{{node}, {}};
       }},
      {"defines", Defines},
      {"refers_to", RefersTo},
      {"sees", Sees},
      {"role", Role},
      {"context", Context},
      {"path",
       [](const Case& c, NodeId node) {
         return Answer{{}, {bind::PathText(c.index.tree, node)}};
       }},
  };
  for (int k = 0; k < graph::kNumEdgeKinds; ++k) {
    auto kind = static_cast<graph::EdgeKind>(k);
    verbs.emplace(graph::Name(kind), [kind](const Case& c, NodeId node) {
      Answer answer;
      for (const graph::Edge& edge : c.graph.edges) {
        if (edge.from == node && edge.kind == kind) answer.nodes.insert(edge.to);
      }
      return answer;
    });
  }
  return verbs;
}

// What is wrong with an expectation, or "".
std::string Check(const Case& c, const Expectation& expectation) {
  static const std::map<std::string, Verb> verbs = VerbTable();
  auto verb = verbs.find(expectation.verb);
  if (verb == verbs.end()) return "no such verb: " + expectation.verb;
  NodeId left = Resolve(c, expectation, expectation.left);
  if (left == kNoNode) return "nothing there: " + expectation.left;
  Answer answer = verb->second(c, left);
  if (!expectation.exact && expectation.right.empty()) return "says nothing";
  size_t num_found = 0;
  for (const std::string& term : expectation.right) {
    NodeId node = Resolve(c, expectation, term);
    if (term[0] == '@' && node == kNoNode) return "nothing there: " + term;
    bool found = node == kNoNode ? answer.words.contains(term) : answer.nodes.contains(node);
    num_found += found;
    if (found == expectation.negated) return term + (found ? " is there" : " is not there");
  }
  size_t num_answers = answer.nodes.size() + answer.words.size();
  bool more = expectation.exact && num_found < num_answers;
  return more ? std::to_string(num_answers) + " in all" : "";
}

std::vector<std::string> Failures(const Case& c) {
  std::vector<std::string> failures;
  for (const Expectation& expectation : c.expectations) {
    std::string wrong = Check(c, expectation);
    if (!wrong.empty()) failures.push_back(std::to_string(expectation.line) + ": " + wrong);
  }
  return failures;
}

std::vector<std::string> CaseFiles() {
  std::vector<std::string> files;
  for (const char* folder : kFolders) {
    std::string path = std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/" + folder;
    Result<std::vector<std::string>> names = ListFiles(path, ".py");
    CHECK(names.ok());
    for (const std::string& name : *names) files.push_back(path + "/" + name);
  }
  return files;
}

Case MustRead(const std::string& path) {
  Result<std::string> source = ReadFile(path);
  CHECK(source.ok());
  return MakeCase(*std::move(source));
}

class CorpusTest : public testing::TestWithParam<std::string> {};

TEST_P(CorpusTest, HoldsWhatItSays) {
  Case c = MustRead(GetParam());
  EXPECT_FALSE(c.expectations.empty());
  EXPECT_EQ(ast::Verify(c.index.tree), "");
  EXPECT_EQ(bind::Verify(c.index), "");
  EXPECT_EQ(graph::Verify(c.index, c.graph), "");
  for (const std::string& failure : Failures(c)) ADD_FAILURE() << GetParam() << ":" << failure;
}

INSTANTIATE_TEST_SUITE_P(All, CorpusTest, testing::ValuesIn(CaseFiles()), [](const auto& info) {
  std::string name;
  size_t folder = info.param.rfind('/', info.param.rfind('/') - 1) + 1;
  for (char c : info.param.substr(folder, info.param.size() - folder - 3)) {
    name += IsWordByte(c) ? c : '_';
  }
  return name;
});

TEST(CorpusRunnerTest, EveryEdgeKindIsClaimedAndDeniedSomewhere) {
  std::set<std::string> claimed, denied;
  for (const std::string& path : CaseFiles()) {
    for (const Expectation& expectation : MustRead(path).expectations) {
      bool denies = expectation.negated || expectation.exact;
      bool claims = !expectation.negated && !expectation.right.empty();
      if (denies) denied.insert(expectation.verb);
      if (claims) claimed.insert(expectation.verb);
    }
  }
  for (int k = 0; k < graph::kNumEdgeKinds; ++k) {
    std::string kind(graph::Name(static_cast<graph::EdgeKind>(k)));
    EXPECT_TRUE(claimed.contains(kind)) << kind;
    EXPECT_TRUE(denied.contains(kind)) << kind;
  }
}

TEST(CorpusRunnerTest, AFalseExpectationFails) {
  Case c = MakeCase(
      "x = 1\n"
      "#- @x defines X\n"
      "print(x)\n"
      "#- @x last_read X\n"
      "#- ! @x last_write X\n"
      "#- @x last_write =\n"
      "#- @print defines X\n"
      "#- @y last_write X\n"
      "#- @x last_writes X\n"
      "#- @x last_write X\n");
  EXPECT_EQ(Failures(c),
            (std::vector<std::string>{"4: X is not there", "5: X is there", "6: 1 in all",
                                      "7: X is not there", "8: nothing there: @y",
                                      "9: no such verb: last_writes"}));
}

}  // namespace
}  // namespace fastnode::corpus_test
