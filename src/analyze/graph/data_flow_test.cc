// What every data flow must keep, on programs made at random.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "analyze/graph/families.h"
#include "analyze/graph/flow.h"
#include "analyze/graph/graph.h"
#include "support/random.h"

namespace fastnode::graph {
namespace {

// Programs in which `x` is read and bound in all the ways that steer data flow.
class ProgramMaker {
 public:
  explicit ProgramMaker(uint64_t k) : random_(7, 0, k) {}

  std::string Make() {
    std::string body;
    int num_statements = 1 + Below(3);
    for (int i = 0; i < num_statements; ++i) body += Statement(1, 0);
    return "def f(x, c):\n" + body;
  }

 private:
  int Below(int bound) { return static_cast<int>(random_.Below(static_cast<uint64_t>(bound))); }

  std::string Expression() {
    static const char* const kExpressions[] = {
        "x",           "g()",           "x and g(x)",        "x if x else c", "[x for i in x if x]",
        "(x := g(x))", "g(x) + (x, x)", "lambda q=x: (x, x)"};
    return kExpressions[Below(8)];
  }

  std::string Block(int depth, int loops) {
    std::string out;
    int num_statements = 1 + Below(2);
    for (int i = 0; i < num_statements; ++i) out += Statement(depth, loops);
    return out;
  }

  std::string Statement(int depth, int loops) {
    const std::string pad(static_cast<size_t>(depth), ' ');
    auto block = [&](int more_loops) { return Block(depth + 1, loops + more_loops); };
    switch (Below(depth > 3 ? 6 : 15)) {
      case 0:
        return pad + "x = " + Expression() + "\n";
      case 1:
        return pad + "x += " + Expression() + "\n";
      case 2:
        return pad + "if c: " + (loops > 0 ? (Below(2) ? "break" : "continue") : "return x") + "\n";
      case 3:
        return pad + (Below(4) > 0 ? "pass" : Below(2) > 0 ? "raise x" : "return c") + "\n";
      case 4:
      case 5:
        return pad + "g(" + Expression() + ")\n";
      case 6:
        return pad + "if " + Expression() + ":\n" + block(0);
      case 7:
        return pad + "if c:\n" + block(0) + pad + "elif " + Expression() + ":\n" + block(0) + pad +
               "else:\n" + block(0);
      case 8:
        return pad + "for i in " + Expression() + ":\n" + block(1);
      case 9:
        return pad + "for x in c:\n" + block(1) + pad + "else:\n" + block(0);
      case 10:
        return pad + "while " + (Below(3) > 0 ? Expression() : "True") + ":\n" + block(1);
      case 11:
        return pad + "try:\n" + block(0) + pad + "except E as x:\n" + block(0) + pad + "else:\n" +
               block(0);
      case 12:
        return pad + "try:\n" + block(0) + pad + "except x:\n" + block(0) + pad + "finally:\n" +
               block(0);
      case 13:
        return pad + "with " + Expression() + " as x:\n" + block(0);
      default:
        return pad + "match x:\n" + pad + " case [x, 1] if x:\n" + Block(depth + 2, loops) + pad +
               " case " + (Below(2) > 0 ? "_" : "2") + ":\n" + Block(depth + 2, loops);
    }
  }

  Random random_;
};

using FlowEdge = std::pair<EdgeKind, std::pair<NodeId, NodeId>>;

struct FlowOfVariable {
  bind::FileIndex index;
  bind::VariableId variable = bind::kNone;
  std::set<FlowEdge> edges;  // of the variable
};

// Of the variable `x` of the function.
FlowOfVariable FlowOfX(const std::string& text) {
  Result<bind::FileIndex> index = bind::BindText(text);
  CHECK(index.ok());
  FlowOfVariable flow{*std::move(index), bind::kNone, {}};
  for (bind::VariableId v : flow.index.variables.ids()) {
    if (flow.index.variables[v].name == "x" && flow.index.variables[v].scope == bind::ScopeId(1)) {
      flow.variable = v;
    }
  }
  for (const Edge& edge : BuildGraph(flow.index).edges) {
    bool is_flow = edge.kind == EdgeKind::kLastRead || edge.kind == EdgeKind::kLastWrite;
    if (is_flow && flow.index.variable_of[edge.from] == flow.variable) {
      flow.edges.insert({edge.kind, {edge.from, edge.to}});
    }
  }
  return flow;
}

// The edges as they are when a read is hidden: who had it as the last one has what it had.
std::set<FlowEdge> WithoutRead(const std::set<FlowEdge>& edges, NodeId read) {
  std::set<FlowEdge> closed;
  for (const auto& [kind, ends] : edges) {
    if (ends.first != read && ends.second != read) closed.insert({kind, ends});
    if (kind != EdgeKind::kLastRead || ends.second != read || ends.first == read) continue;
    for (const auto& [kind_before, before] : edges) {
      if (before.first == read && before.second != read) {
        closed.insert({kind_before, {ends.first, before.second}});
      }
    }
  }
  return closed;
}

// "reads 12 -> 7" for edges that one has and the other has not.
std::string Difference(const std::set<FlowEdge>& a, const std::set<FlowEdge>& b,
                       const ast::Tree& tree) {
  std::string out;
  for (const auto& [kind, ends] : a) {
    if (b.contains({kind, ends})) continue;
    out += std::string(Name(kind)) + " " + std::to_string(tree[ends.first].begin) + " -> " +
           std::to_string(tree[ends.second].begin) + "\n";
  }
  return out;
}

// What an error leaves of the class ends before its method begins.
TEST(DataFlowTest, VariablesThatStandOutsideOfTheirScope) {
  const std::string text =
      "class A b c.d[\"e.\n    def f(self, x=None):\n        if x == 0:\n            return 1\n"
      "    \u00e9    else:\n            return 2\n\n    def g(self):\n =       return 3\n";
  auto tree = ast::Parse(text);
  ASSERT_TRUE(tree.ok());
  const bind::FileIndex index = bind::Bind(*std::move(tree));
  const auto is_outside = [&](const bind::Variable& variable) {
    const ast::Node& scope = index.tree[index.scopes[variable.scope].node];
    return std::all_of(
        variable.references.begin(), variable.references.end(),
        [&](const bind::Reference& one) { return index.tree[one.node].begin >= scope.end; });
  };
  EXPECT_TRUE(std::any_of(index.variables.begin(), index.variables.end(), is_outside));
  std::vector<Edge> edges;
  AddDataFlowEdges(index, edges);
}

// They are walked with other sets of references.
TEST(DataFlowTest, AVariableOfManyReferencesFlowsAsOneOfFewDoes) {
  int compared = 0;
  for (uint64_t k = 0; k < 300; ++k) {
    const std::string text = ProgramMaker(k).Make();
    const FlowOfVariable few = FlowOfX(text);
    if (few.index.variables[few.variable].references.size() > Few::kMost) continue;
    std::string longer = text;
    for (size_t i = 0; i < Few::kMost; ++i) longer += " x\n";
    FlowOfVariable many = FlowOfX(longer);
    std::erase_if(many.edges, [&](const FlowEdge& edge) {
      return edge.second.first >= few.index.tree.nodes.end_id();
    });
    ASSERT_EQ(many.edges, few.edges) << text;
    compared += few.edges.empty() ? 0 : 1;
  }
  EXPECT_GT(compared, 200);
}

TEST(DataFlowTest, HidingAReadClosesTheChainsOverIt) {
  int compared = 0;
  for (uint64_t k = 0; k < 1000; ++k) {
    std::string text = ProgramMaker(k).Make();
    FlowOfVariable flow = FlowOfX(text);
    ASSERT_EQ(flow.index.tree.num_errors, 0) << text;
    const auto references = flow.index.variables[flow.variable].references;
    if (references.size() > kMaxLast) continue;  // the farthest may be forgotten
    for (const auto& reference : references) {
      if (reference.kind != bind::ReferenceKind::kRead) continue;
      std::string without = text;
      without[flow.index.tree[reference.node].begin] = 'y';
      std::set<FlowEdge> actual = FlowOfX(without).edges;
      std::set<FlowEdge> closed = WithoutRead(flow.edges, reference.node);
      ASSERT_EQ(Difference(actual, closed, flow.index.tree), "") << text << reference.node;
      ASSERT_EQ(Difference(closed, actual, flow.index.tree), "") << text << reference.node;
      ++compared;
    }
  }
  EXPECT_GT(compared, 3000);
}

}  // namespace
}  // namespace fastnode::graph
