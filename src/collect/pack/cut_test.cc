// The promise on which everything rests: what training sees of a site is what the product sees of
// it.
#include "collect/pack/cut.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "collect/pack/analyse.h"
#include "collect/pack/features.h"
#include "collect/pack/print.h"
#include "support/file.h"

namespace fastnode::pack {
namespace {

constexpr char kPlaceholder[] = "fastnode_placeholder";

std::string ReadCase(const std::string& name) {
  Result<std::string> text =
      ReadFile(std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/pack/" + name);
  CHECK(text.ok());
  return *text;
}

AnalysedSource MustAnalyse(const std::string& text) {
  Result<AnalysedSource> source = Analyse(text);
  CHECK(source.ok());
  return std::move(*source);
}

Vocabularies SomeVocabularies() {
  return {Vocabulary({"self", "item", "name", "price", "shelf", "write", "append", "path", "log"}),
          Vocabulary({"str", "list", "builtins", "mod:", "local", "logger"})};
}

// The text with the identifiers that a site hides replaced.
std::string Replace(const AnalysedSource& source, int32_t use, Task task) {
  const bind::AttributeUse& at = source.index.attributes[static_cast<size_t>(use)];
  std::string text = source.index.tree.source;
  const ast::Node& name = source.index.tree[at.name];
  text.replace(name.begin, name.end - name.begin, kPlaceholder);
  if (task == Task::kAttributeBase) {
    const ast::Node& base = source.index.tree[at.base];
    text.replace(base.begin, base.end - base.begin, kPlaceholder);
  }
  return text;
}

// The first array in which two samples differ, for the message.
std::string Difference(const Sample& a, const Sample& b) {
  if (a.node_kinds != b.node_kinds) return "node kinds";
  if (a.node_names != b.node_names) return "node names";
  if (a.node_types != b.node_types) return "node types";
  if (a.edge_sources != b.edge_sources || a.edge_targets != b.edge_targets) return "edges";
  if (a.edge_relations != b.edge_relations) return "relations";
  if (a.site_features != b.site_features) return "site features";
  for (size_t i = 0; i < std::min(a.candidate_features.size(), b.candidate_features.size()); ++i) {
    if (a.candidate_features[i] == b.candidate_features[i]) continue;
    return "candidate feature " +
           std::string(CandidateFeatureName(static_cast<int>(i % kNumCandidateFeatures)));
  }
  if (a.candidate_uses != b.candidate_uses) return "candidate uses";
  return a == b ? "" : "something else";
}

// Cuts every site from the original and from the text with a placeholder; both must agree in all
// but the label. Returns the number of sites compared.
int CompareCuts(const std::string& text, const bind::Library& library) {
  AnalysedSource original = MustAnalyse(text);
  Vocabularies vocabularies = SomeVocabularies();
  corpus::FileUsage own =
      corpus::CountUses(original.index, corpus::BaseTypeNames(original.index, library));
  corpus::UsageTable with_own, without;
  with_own.Add(own);
  with_own.Finish();
  without.Finish();
  CutContext training{&library, &vocabularies, {}, {}}, product = training;
  training.usage = {&with_own, &own, &with_own, &with_own};
  product.usage = {&without, nullptr, nullptr, nullptr};
  int compared = 0;
  for (Task task : {Task::kAttribute, Task::kAttributeBase}) {
    for (size_t use = 0; use < original.index.attributes.size(); ++use) {
      Result<Cut> expected = CutSite(original, static_cast<int32_t>(use), task, training);
      if (!expected.ok()) continue;
      AnalysedSource replaced = MustAnalyse(Replace(original, static_cast<int32_t>(use), task));
      if (replaced.index.attributes.size() != original.index.attributes.size()) {
        ADD_FAILURE() << "another shape at " << expected->base_text << "." << expected->truth;
        continue;
      }
      Result<Cut> actual = CutSite(replaced, static_cast<int32_t>(use), task, product);
      if (!actual.ok()) {
        ADD_FAILURE() << actual.error().message;
        continue;
      }
      actual->sample.labels = expected->sample.labels;
      EXPECT_EQ(expected->candidates, actual->candidates)
          << Name(task) << " " << expected->base_text << "." << expected->truth << " of " << use;
      EXPECT_EQ(Difference(expected->sample, actual->sample), "")
          << Name(task) << " " << expected->base_text << "." << expected->truth << " of " << use;
      ++compared;
    }
  }
  return compared;
}

TEST(CutTest, TrainingAndProductSeeTheSameBytesInSoundCode) {
  EXPECT_GT(CompareCuts(ReadCase("inventory.py"), bind::Library::Empty()), 100);
}

TEST(CutTest, TrainingAndProductSeeTheSameBytesInHalfTypedCode) {
  EXPECT_GT(CompareCuts(ReadCase("half_typed.py"), bind::Library::Empty()), 10);
}

TEST(CutTest, SamplesKeepTheContract) {
  AnalysedSource source = MustAnalyse(ReadCase("inventory.py"));
  Vocabularies vocabularies = SomeVocabularies();
  bind::Library library = bind::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  Sample all = MakeSample();
  for (size_t use = 0; use < source.index.attributes.size(); ++use) {
    Result<Cut> cut = CutSite(source, static_cast<int32_t>(use), Task::kAttribute, context);
    ASSERT_TRUE(cut.ok());
    EXPECT_EQ(Verify(cut->sample, vocabularies.names.size(), vocabularies.types.size()), "");
    EXPECT_LE(cut->sample.num_nodes(), context.options.max_nodes);
    Append(cut->sample, all);
  }
  EXPECT_EQ(Verify(all, vocabularies.names.size(), vocabularies.types.size()), "");
  EXPECT_EQ(all.num_sites(), static_cast<int32_t>(source.index.attributes.size()));
}

TEST(CutTest, TheTruthIsNotToBeSeenWhereItStandsAlone) {
  // `colour` stands nowhere else: neither candidates nor node names may hold it.
  AnalysedSource source = MustAnalyse("def paint(wall):\n    wall.colour = 1\n    wall.dry()\n");
  Vocabularies vocabularies{Vocabulary({"colour", "wall"}), Vocabulary()};
  bind::Library library = bind::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  Result<Cut> cut = CutSite(source, 0, Task::kAttribute, context);
  ASSERT_TRUE(cut.ok());
  EXPECT_EQ(cut->truth, "colour");
  EXPECT_EQ(cut->sample.labels[0], -1);
  EXPECT_EQ(cut->candidates, std::vector<std::string>{"dry"});
  int32_t row = vocabularies.names.Row("colour");
  for (int32_t name : cut->sample.node_names) EXPECT_NE(name, row);
}

TEST(CutTest, ProjectAndCorpusOfferWhatTheFileLacks) {
  bind::Library library = bind::Library::Empty();
  AnalysedSource other = MustAnalyse("wall.dry()\nwall.paint('red')\nwall.paint('blue')\n");
  corpus::UsageTable project;
  project.Add(corpus::CountUses(other.index, {}));
  project.Finish();
  AnalysedSource source = MustAnalyse("def f(wall):\n    wall.colour()\n");
  Vocabularies vocabularies;
  CutContext context{&library, &vocabularies, {}, {}};
  context.usage.project = &project;
  Result<Cut> cut = CutSite(source, 0, Task::kAttribute, context);
  ASSERT_TRUE(cut.ok());
  ASSERT_EQ(cut->candidates, (std::vector<std::string>{"paint", "dry"}));
  EXPECT_EQ(cut->sample.candidate_features[kProjectBase], QuantiseCount(2));
  EXPECT_EQ(cut->sample.candidate_features[kNumCandidateFeatures + kProjectBase], QuantiseCount(1));
}

TEST(CutTest, ABaseSiteNeedsAPlainName) {
  AnalysedSource source = MustAnalyse("f().x\n");
  Vocabularies vocabularies;
  bind::Library library = bind::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  EXPECT_FALSE(CutSite(source, 0, Task::kAttributeBase, context).ok());
  EXPECT_FALSE(CutSite(source, 1, Task::kAttribute, context).ok());
}

}  // namespace
}  // namespace fastnode::pack
