#include "collect/pack/packed.h"

#include <gtest/gtest.h>

#include "collect/pack/analyse.h"
#include "collect/pack/cut.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

constexpr const char* kText =
    "import os\n"
    "class A:\n"
    "    def f(self, path, mode=1):\n"
    "        text = os.path.join(path, 'x')\n"
    "        self.g(text, mode=mode)\n"
    "        return text.strip().lower()\n"
    "    def g(self, text, mode):\n"
    "        for line in text.split():\n"
    "            print(line.upper(), mode)\n";

// Every place of every task.
std::vector<Sample> Graphs() {
  Result<AnalysedSource> source = Analyse(kText);
  CHECK(source.ok());
  const Vocabularies vocabularies;
  const types::Library library = types::Library::Empty();
  const CutContext context{&library, &vocabularies, {}, {}};
  std::vector<Sample> graphs;
  for (const TaskRow* row : AllTasks()) {
    for (size_t at = 0; at < NumPlaces(*source, row->places); ++at) {
      if (!Serves(*source, static_cast<int32_t>(at), row->task)) continue;
      Result<Cut> cut = CutSite(*source, static_cast<int32_t>(at), row->task, context);
      if (cut.ok()) graphs.push_back(std::move(cut->sample));
    }
  }
  CHECK(graphs.size() > 10);
  return graphs;
}

TEST(PackedTest, GraphsComeBackJoined) {
  Sample joined = MakeSample();
  PackedSample packed;
  EXPECT_EQ(packed.Unpack(), joined);
  for (const Sample& graph : Graphs()) {
    Append(graph, joined);
    packed.Add(Pack(graph));
    EXPECT_EQ(packed.Unpack(), joined);
  }
  EXPECT_EQ(packed.num_sites(), joined.num_sites());
  EXPECT_EQ(*UnpackSample(packed.bytes()), joined);
}

TEST(PackedTest, TheHeadSaysWhatIsInside) {
  for (const Sample& graph : Graphs()) {
    const std::string bytes = Pack(graph);
    std::optional<PackedHead> head = CheckPacked(bytes + "more");
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(head->bytes, bytes.size());
    EXPECT_EQ(head->label, graph.labels[0]);
    EXPECT_EQ(head->task, static_cast<Task>(graph.site_tasks[0]));
    EXPECT_EQ(static_cast<int32_t>(head->candidates), graph.num_candidates());
  }
}

// Values of every width, and a label that is not there.
TEST(PackedTest, LargeValuesComeBack) {
  Sample graph = Graphs()[0];
  graph.labels[0] = -1;
  for (int32_t most : {200, 300, 70'000, INT32_MAX}) {
    ASSERT_FALSE(graph.node_names.empty());
    graph.node_names[0] = most;
    PackedSample packed;
    packed.Add(Pack(graph));
    EXPECT_EQ(packed.Unpack(), graph);
  }
}

TEST(PackedTest, WhatIsCutShortOrDoesNotAddUpIsFound) {
  const std::string bytes = Pack(Graphs()[0]);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(CheckPacked(std::string_view(bytes).substr(0, size)).has_value());
  }
  int found = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    found += !CheckPacked(damaged).has_value();
    (void)UnpackSample(damaged);  // whatever it says, no harm is done
  }
  EXPECT_GT(found, 100);
  EXPECT_FALSE(UnpackSample(std::string(1000, '\xff')).ok());
}

}  // namespace
}  // namespace fastnode::pack
