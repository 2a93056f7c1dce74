// Which name a site hides changes nothing of what is seen round it, whatever kind of edge leads
// there: no kind lets the answer through. A kind that depends on names and does not say so in its
// row of graph.h fails here, and so does one of which no site below has an edge.
#include "collect/pack/neighbourhood.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/graph/reader.h"
#include "collect/pack/analyse.h"
#include "support/file.h"

namespace fastnode::pack {
namespace {

using Kinds = std::set<std::string_view>;

AnalysedSource MustAnalyse(std::string text) {
  Result<AnalysedSource> source = Analyse(std::move(text));
  CHECK(source.ok());
  return *std::move(source);
}

// The text with another name at the site: after the dot, or before it.
std::string WithName(const AnalysedSource& source, const Site& site, Task task,
                     std::string_view name) {
  std::string text = source.index.tree.source;
  const ast::Node& node = source.index.tree[task == Task::kAttribute ? site.name : site.base];
  return text.replace(node.begin, node.end - node.begin, name);
}

// Kinds of edges at the nodes whose name is hidden, and at the expressions that begin with them.
void AddKinds(const AnalysedSource& source, const Site& site, Kinds& kinds) {
  std::vector<ast::NodeId> nodes = site.hidden;
  nodes.push_back(site.attribute);
  graph::Reader graph(source.index, source.graph);
  for (ast::NodeId node : nodes) {
    auto add = [&](const graph::Edge& edge) { kinds.insert(graph::Name(edge.kind)); };
    graph.ForEachLeaving(node, add);
    graph.ForEachEntering(node, add);
  }
}

// What may stand at a site instead: a name that is nowhere, and some that the file has.
std::set<std::string> OtherNames(const AnalysedSource& source, Task task) {
  constexpr size_t kMaxNames = 4;
  std::set<std::string> names = {"fastnode_placeholder"};
  for (const bind::AttributeUse& use : source.index.attributes) {
    if (task != Task::kAttribute || names.size() == kMaxNames) break;
    names.emplace(source.index.tree.Text(use.name));
  }
  for (const bind::Variable& variable : source.index.variables) {
    if (task == Task::kAttribute || names.size() == kMaxNames) break;
    names.emplace(variable.name);
  }
  return names;
}

// Compares at every attribute use; returns the number of comparisons.
int CompareNames(const std::string& text, Task task, Kinds& kinds) {
  const AnalysedSource original = MustAnalyse(text);
  const std::set<std::string> names = OtherNames(original, task);
  int compared = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(original.index.attributes.size()); ++at) {
    if (!Serves(original, at, task)) continue;
    const Site site = *MakeSite(original, at, task);
    AddKinds(original, site, kinds);
    const Neighbourhood expected = FindNeighbourhood(original, site, CutOptions());
    for (const std::string& name : names) {
      const AnalysedSource other = MustAnalyse(WithName(original, site, task, name));
      const Site same = *MakeSite(other, at, task);
      AddKinds(other, same, kinds);
      const Neighbourhood actual = FindNeighbourhood(other, same, CutOptions());
      EXPECT_EQ(expected.nodes, actual.nodes) << Name(task) << " " << at << " as " << name;
      EXPECT_TRUE(expected.edges == actual.edges) << Name(task) << " " << at << " as " << name;
      ++compared;
    }
  }
  return compared;
}

TEST(NeighbourhoodTest, NoKindOfEdgeTellsTheHiddenName) {
  Kinds kinds;
  int compared = 0;
  for (const char* file : {"inventory.py", "calls.py"}) {
    Result<std::string> text =
        ReadFile(std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/pack/" + file);
    ASSERT_TRUE(text.ok());
    for (Task task : {Task::kAttribute, Task::kAttributeBase}) {
      compared += CompareNames(*text, task, kinds);
    }
  }
  EXPECT_GT(compared, 500);
  for (int k = 0; k < graph::kNumEdgeKinds; ++k) {
    const std::string_view kind = graph::Name(static_cast<graph::EdgeKind>(k));
    EXPECT_TRUE(kinds.contains(kind)) << "no site of the files above has an edge of kind " << kind;
  }
}

}  // namespace
}  // namespace fastnode::pack
