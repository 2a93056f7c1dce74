// The promise on which everything rests: what training sees of a site is what the product sees of
// it.
#include "collect/pack/cut.h"
#include "analyze/types/imports/library_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "collect/corpus/usage_builder.h"
#include "collect/pack/analyse.h"
#include "collect/pack/features.h"
#include "collect/pack/names_around.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/attribute.h"
#include "collect/pack/tasks/attribute_around.h"
#include "collect/pack/tasks/tasks.h"
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

// The text as it is in an editor when the site is asked for: what it hides replaced.
std::string Replace(const AnalysedSource& source, int32_t at, Task task) {
  const ast::Tree& tree = source.index.tree;
  std::string text = tree.source;
  auto replace = [&](size_t begin, size_t end, const std::string& with) {
    text.replace(begin, end - begin, with);
  };
  const Site site = *MakeSite(source, at, task);
  if (!site.HidesRestOfCall()) {
    for (auto node = site.hidden.rbegin(); node != site.hidden.rend(); ++node) {
      replace(tree[*node].begin, tree[*node].end, kPlaceholder);
    }
    return text;
  }
  size_t last_end = tree[site.place->list].begin + 1;
  for (ast::NodeId c = tree.FirstChild(site.place->list); c != ast::kNoNode;
       c = tree.NextSibling(c)) {
    last_end = tree[c].end;
  }
  if (site.place->argument == ast::kNoNode) {
    replace(last_end, last_end, (site.place->position > 0 ? ", " : "") + std::string(kPlaceholder));
  } else {
    replace(tree[site.begin].begin, last_end, kPlaceholder);
  }
  return text;
}

// Where the site is in the text after Replace.
int32_t FindAgain(const AnalysedSource& original, int32_t at, Task task,
                  const AnalysedSource& replaced) {
  if (RowOf(task).places == PlaceList::kAttributeUses) {
    return replaced.index.attributes.size() == original.index.attributes.size() ? at : -1;
  }
  if (RowOf(task).places == PlaceList::kReads) {
    const bool same = replaced.reads.size() == original.reads.size();
    return same && replaced.index.tree.Text(replaced.reads[static_cast<size_t>(at)]) == kPlaceholder
               ? at
               : -1;
  }
  const bind::ArgumentPlace& place = original.places[static_cast<size_t>(at)];
  for (size_t i = 0; i < replaced.places.size(); ++i) {
    const bind::ArgumentPlace& other = replaced.places[i];
    if (other.value != ast::kNoNode && other.position == place.position &&
        replaced.index.tree.Text(other.value) == kPlaceholder) {
      return static_cast<int32_t>(i);
    }
  }
  return -1;
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
    const TaskRow& row = RowOf(static_cast<Task>(a.site_tasks[0]));
    return "candidate feature " + std::string(row.features.slots[i % kNumCandidateFeatures].name);
  }
  if (a.candidate_uses != b.candidate_uses) return "candidate uses";
  return a == b ? "" : "something else";
}

// Calls visit(task, at) for every place at which a task has an answer.
template <typename Visitor>
void ForEachPlace(const AnalysedSource& source, const Visitor& visit) {
  for (const TaskRow* row : AllTasks()) {
    const auto places = static_cast<int32_t>(NumPlaces(source, row->places));
    for (int32_t at = 0; at < places; ++at) {
      if (Serves(source, at, row->task)) visit(row->task, at);
    }
  }
}

context::Index IndexOf(const std::vector<std::string>& files) {
  context::Index::Builder builder;
  for (const std::string& file : files) builder.Add(context::ReadTokens(file));
  return std::move(builder).Finish();
}

// Cuts every site from the original and from the text with a placeholder; both must agree in all
// but the label. `other` is a second file of the project. Returns the number of sites compared.
int CompareCuts(const std::string& text, const std::string& other, const types::Library& library) {
  AnalysedSource original = MustAnalyse(text);
  Vocabularies vocabularies = SomeVocabularies();
  types::TypeEvaluator original_types(original.index, library, {}, nullptr,
                                      types::Undeclared::kUnknown);
  corpus::FileUsage own =
      corpus::CountUses(original.index, corpus::BaseTypeNames(original.index, original_types));
  const corpus::UsageTable with_own = corpus::AddUp({own}), without;
  CutContext training{&library, &vocabularies, {}, {}}, product = training;
  // Of an editor, too, the index has the file as it was saved.
  const context::Index index = IndexOf({text, other});
  training.usage = {&with_own, &own, &with_own, &with_own, &index, 0};
  product.usage = {&without, nullptr, nullptr, nullptr, &index, 0};
  int compared = 0;
  ForEachPlace(original, [&](Task task, int32_t at) {
    // What a word begins goes with it: that is never cut from the finished text.
    const TaskRow& row = RowOf(task);
    if (row.blank(original.index.tree, PlaceAt(original, row.places, at)).is_all) return;
    Result<Cut> expected = CutSite(original, at, task, training);
    ASSERT_TRUE(expected.ok()) << expected.error().message;
    const std::string place = std::string(Name(task)) + " " + expected->base_text + "." +
                              expected->truth + " of " + std::to_string(at);
    AnalysedSource replaced = MustAnalyse(Replace(original, at, task));
    const int32_t again = FindAgain(original, at, task, replaced);
    ASSERT_GE(again, 0) << "another shape: " << place;
    Result<Cut> actual = CutSite(replaced, again, task, product);
    ASSERT_TRUE(actual.ok()) << actual.error().message;
    actual->sample.labels = expected->sample.labels;
    EXPECT_EQ(expected->candidates, actual->candidates) << place;
    EXPECT_EQ(Difference(expected->sample, actual->sample), "") << place;
    ++compared;
  });
  return compared;
}

TEST(CutTest, TrainingAndProductSeeTheSameBytesInSoundCode) {
  EXPECT_GT(CompareCuts(ReadCase("inventory.py"), ReadCase("calls.py"), types::Library::Empty()),
            100);
}

TEST(CutTest, TrainingAndProductSeeTheSameBytesInHalfTypedCode) {
  EXPECT_GT(
      CompareCuts(ReadCase("half_typed.py"), ReadCase("inventory.py"), types::Library::Empty()),
      10);
}

TEST(CutTest, TrainingAndProductSeeTheSameBytesInCallsOfAllShapes) {
  EXPECT_GT(CompareCuts(ReadCase("calls.py"), ReadCase("inventory.py"), types::Library::Empty()),
            250);
}

// Of one of the candidates, which must be there.
uint8_t FeatureOf(const Cut& cut, std::string_view name, int which) {
  const auto at = std::find(cut.candidates.begin(), cut.candidates.end(), name);
  EXPECT_NE(at, cut.candidates.end()) << name;
  if (at == cut.candidates.end()) return 0;
  const auto candidate = static_cast<size_t>(at - cut.candidates.begin());
  return cut.sample
      .candidate_features[candidate * kNumCandidateFeatures + static_cast<size_t>(which)];
}

// What only its callers say of a parameter the product has among the candidates, and training has
// not; neither counts by it, nor tells the network of it.
TEST(CutTest, CallersSayWhatMembersThereAreToTheProductAlone) {
  const AnalysedSource source = MustAnalyse(
      "class Shelf:\n    def weigh(self): pass\n\n"
      "def take(x):\n    return x.weigh()\n\ntake(Shelf())\n");
  const Vocabularies vocabularies = SomeVocabularies();
  const types::Library library = types::Library::Empty();
  const CutContext product{&library, &vocabularies, {}, {}};
  CutContext training = product;
  training.undeclared = types::Undeclared::kUnknown;
  const Result<Cut> served = CutSite(source, 0, Task::kAttribute, product);
  const Result<Cut> drawn = CutSite(source, 0, Task::kAttribute, training);
  ASSERT_TRUE(served.ok() && drawn.ok());
  EXPECT_NE(FeatureOf(*served, "weigh", attribute::kIsMember), 0);
  EXPECT_EQ(FeatureOf(*drawn, "weigh", attribute::kIsMember), 0);
  EXPECT_EQ(served->base_type, "");
  EXPECT_EQ(served->sample.node_types, drawn->sample.node_types);
}

TEST(CutTest, SamplesKeepTheContract) {
  AnalysedSource source = MustAnalyse(ReadCase("inventory.py"));
  Vocabularies vocabularies = SomeVocabularies();
  types::Library library = types::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  Sample all = MakeSample();
  int32_t num_sites = 0;
  ForEachPlace(source, [&](Task task, int32_t at) {
    Result<Cut> cut = CutSite(source, at, task, context);
    ASSERT_TRUE(cut.ok());
    EXPECT_EQ(Verify(cut->sample, vocabularies.names.size(), vocabularies.types.size()), "");
    EXPECT_LE(cut->sample.num_nodes(), context.options.max_nodes);
    Append(cut->sample, all);
    ++num_sites;
  });
  EXPECT_EQ(Verify(all, vocabularies.names.size(), vocabularies.types.size()), "");
  EXPECT_EQ(all.num_sites(), num_sites);
  EXPECT_GT(num_sites, 300);
}

// A task fills only what it has named; and what is named, some task fills.
TEST(CutTest, FeaturesAreFilledWhereTheTaskNamesThem) {
  const Vocabularies vocabularies = SomeVocabularies();
  const types::Library library = types::Library::Empty();
  struct Filled {
    std::array<bool, kNumCandidateFeatures> candidate{};
    std::array<bool, kNumSiteFeatures> site{};
  };
  std::array<Filled, kNumTasks> filled{};
  const std::string rare =
      "class A:\n    class C: pass\n    def m(self): pass\n"
      "class B(A):\n    def n(self): self.m(), self.C, self.m()\n"
      "def f(a):\n    def g(): return a.x\n    (a or g).x\n    f(a)(g)\n"
      "h(stop=1, keyword=2)\nh(1)\nh(keyword=3)\nh(stop=4)\n"
      "def k(a: A):\n    raise B\n"
      "@q.r\ndef t(a: q.s = q.t):\n    try: pass\n    except q.u: raise q.v\n";
  for (const std::string& text :
       {ReadCase("inventory.py"), ReadCase("calls.py"), ReadCase("half_typed.py"), rare}) {
    const AnalysedSource source = MustAnalyse(text);
    types::TypeEvaluator types(source.index, library);
    // As if another file of the project, and another project, were equal.
    const corpus::UsageTable others = corpus::AddUp(
        {corpus::CountUses(source.index, corpus::BaseTypeNames(source.index, types))});
    CutContext context{&library, &vocabularies, {}, {}};
    const context::Index index = IndexOf({text});
    context.usage = {&others, nullptr, &others, nullptr, &index};
    ForEachPlace(source, [&](Task task, int32_t at) {
      Result<Cut> cut = CutSite(source, at, task, context);
      ASSERT_TRUE(cut.ok());
      Filled& of_task = filled[static_cast<size_t>(task)];
      const auto& bytes = cut->sample.candidate_features;
      for (size_t i = 0; i < bytes.size(); ++i) {
        of_task.candidate[i % kNumCandidateFeatures] |= bytes[i] != 0;
      }
      for (size_t i = 0; i < kNumSiteFeatures; ++i) {
        of_task.site[i] |= cut->sample.site_features[i] != 0;
      }
    });
  }
  std::set<std::string> named, met;
  auto compare = [&](const TaskRow& row, const auto& bytes, const auto& slots) {
    for (size_t i = 0; i < slots.size(); ++i) {
      const std::string name(slots[i].name);
      EXPECT_TRUE(!bytes[i] || !name.empty()) << row.name << " fills slot " << i << " unnamed";
      if (!name.empty()) named.insert(name);
      if (bytes[i]) met.insert(name);
    }
  };
  for (const TaskRow* row : AllTasks()) {
    const Filled& of_task = filled[static_cast<size_t>(row->task)];
    compare(*row, of_task.candidate, row->features.slots);
    compare(*row, of_task.site, row->site_features.slots);
  }
  std::set<std::string> never;
  std::set_difference(named.begin(), named.end(), met.begin(), met.end(),
                      std::inserter(never, never.end()));
  // These need a library, and the last one a call of nothing.
  EXPECT_THAT(never, ::testing::UnorderedElementsAre("from_library", "type_library_instance",
                                                     "callee_library_function", "callee_none"));
}

TEST(CutTest, SlicesPutTogetherAreTheWhole) {
  const Vocabularies vocabularies = SomeVocabularies();
  const types::Library library = types::Library::Empty();
  const CutContext context{&library, &vocabularies, {}, {}};
  const AnalysedSource source = MustAnalyse(ReadCase("calls.py"));
  Sample all = MakeSample();
  for (int32_t at = 0; at < static_cast<int32_t>(source.places.size()); ++at) {
    Result<Cut> cut = CutSite(source, at, Task::kArgumentKind, context);
    if (cut.ok()) Append(cut->sample, all);
  }
  ASSERT_GT(all.num_sites(), 5);
  Sample again = MakeSample();
  for (const auto& [first, last] : {std::pair{0, 2}, {2, 2}, {2, 5}, {5, all.num_sites()}}) {
    const Sample part = Slice(all, first, last);
    EXPECT_EQ(Verify(part, vocabularies.names.size(), vocabularies.types.size()), "");
    Append(part, again);
  }
  EXPECT_TRUE(again == all);
}

TEST(CutTest, ArgumentsAndAllAfterThemAreHidden) {
  AnalysedSource source =
      MustAnalyse("def f(colour, size):\n    g(colour, paint(size), deep=colour)\n");
  Vocabularies vocabularies{Vocabulary({"colour", "size", "paint", "deep", "g"}), Vocabulary()};
  types::Library library = types::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  // The places of g, in order: colour, paint(size), deep=colour, the end.
  Result<Cut> kind = CutSite(source, 1, Task::kArgumentKind, context);
  ASSERT_TRUE(kind.ok());
  EXPECT_EQ(kind->truth, "positional");
  EXPECT_EQ(kind->base_text, "g");
  for (int32_t row : kind->sample.node_names) {
    EXPECT_NE(row, vocabularies.names.Row("paint"));
    EXPECT_NE(row, vocabularies.names.Row("deep"));
  }
  Result<Cut> end = CutSite(source, 3, Task::kArgumentKind, context);
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->truth, "stop");
  // Nothing positional may follow a keyword.
  EXPECT_THAT(end->candidates, ::testing::UnorderedElementsAre("stop", "keyword"));
  Result<Cut> name = CutSite(source, 0, Task::kArgument, context);
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->truth, "colour");
  EXPECT_GE(name->sample.labels[0], 0);
  Result<Cut> form = CutSite(source, 1, Task::kArgumentPlaceholder, context);
  ASSERT_TRUE(form.ok());
  EXPECT_EQ(form->truth, "placeholder");
  EXPECT_THAT(form->candidates, ::testing::UnorderedElementsAre("name", "literal", "placeholder"));
}

TEST(CutTest, AnArgumentsFormIsWhatItBeginsWith) {
  const AnalysedSource source = MustAnalyse(
      "def f(a):\n    g(a, None, not a, f.a, f'{a}', b\"\", 'a', 1, -a, (a), key=[], other=a + "
      "1)\n");
  Vocabularies vocabularies = SomeVocabularies();
  types::Library library = types::Library::Empty();
  const CutContext context{&library, &vocabularies, {}, {}};
  const std::vector<std::string> forms = {"name",    "placeholder", "placeholder", "placeholder",
                                          "literal", "literal",     "literal",     "literal",
                                          "literal", "literal",     "literal",     "placeholder"};
  for (size_t i = 0; i < forms.size(); ++i) {
    Result<Cut> form =
        CutSite(source, static_cast<int32_t>(i), Task::kArgumentPlaceholder, context);
    ASSERT_TRUE(form.ok());
    EXPECT_EQ(form->truth, forms[i]) << i;
    EXPECT_GE(form->sample.labels[0], 0) << i;
  }
}

TEST(CutTest, TheHiddenArgumentIsKnownByItsParameter) {
  AnalysedSource source = MustAnalyse(
      "class Shelf: pass\ndef put(price: Shelf, path=None): pass\nput(item, path=log)\n");
  Vocabularies vocabularies = SomeVocabularies();
  types::Library library = types::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  Result<Cut> cut = CutSite(source, 0, Task::kArgument, context);
  ASSERT_TRUE(cut.ok());
  const Sample& sample = cut->sample;
  EXPECT_EQ(std::vector<int32_t>(sample.node_names.begin(),
                                 sample.node_names.begin() + sample.node_name_begin[1]),
            std::vector<int32_t>{vocabularies.names.Row("price")});
  EXPECT_EQ(std::vector<int32_t>(sample.node_types.begin(),
                                 sample.node_types.begin() + sample.node_type_begin[1]),
            std::vector<int32_t>{vocabularies.types.Row("local")});
}

TEST(CutTest, KeywordsComeFromTheSignatureAndFromOtherCalls) {
  AnalysedSource source = MustAnalyse(
      "def draw(x, *, colour=None, fill=False): pass\n"
      "draw(1, colour=2)\nother(1, width=3)\nother(2, depth=4)\n");
  Vocabularies vocabularies;
  types::Library library = types::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  Result<Cut> own = CutSite(source, 1, Task::kKeywordName, context);
  ASSERT_TRUE(own.ok());
  EXPECT_EQ(own->truth, "colour");
  EXPECT_THAT(own->candidates, ::testing::UnorderedElementsAre("x", "colour", "fill"));
  Result<Cut> foreign = CutSite(source, 4, Task::kKeywordName, context);
  ASSERT_TRUE(foreign.ok());
  EXPECT_EQ(foreign->truth, "width");
  EXPECT_THAT(foreign->candidates, ::testing::ElementsAre("depth"));
}

TEST(CutTest, TheTruthIsNotToBeSeenWhereItStandsAlone) {
  // `colour` stands nowhere else: neither candidates nor node names may hold it.
  AnalysedSource source = MustAnalyse("def paint(wall):\n    wall.colour = 1\n    wall.dry()\n");
  Vocabularies vocabularies{Vocabulary({"colour", "wall"}), Vocabulary()};
  types::Library library = types::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  Result<Cut> cut = CutSite(source, 0, Task::kAttribute, context);
  ASSERT_TRUE(cut.ok());
  EXPECT_EQ(cut->truth, "colour");
  EXPECT_EQ(cut->sample.labels[0], -1);
  EXPECT_EQ(cut->candidates, (std::vector<std::string>{"dry", "wall", "paint"}));
  int32_t row = vocabularies.names.Row("colour");
  for (int32_t name : cut->sample.node_names) EXPECT_NE(name, row);
}

TEST(CutTest, WhatOtherCutsHaveLookedUpChangesNothing) {
  const types::Library library = types::Library::Empty();
  const Vocabularies vocabularies = SomeVocabularies();
  const std::string text = ReadCase("inventory.py");
  const AnalysedSource source = MustAnalyse(text), other = MustAnalyse(ReadCase("calls.py"));
  const corpus::FileUsage own = corpus::CountUses(source.index, {});
  const corpus::FileUsage others = corpus::CountUses(other.index, {});
  const corpus::UsageTable project = corpus::AddUp({own, others}), corpus = corpus::AddUp({others});
  CutContext alone{&library, &vocabularies, {&project, &own, &corpus, nullptr}, {}};
  CutContext together = alone;
  NamesAround names(source, alone.usage);
  together.names = &names;
  // The text without its end has no names of its own, and so has their numbers.
  Result<AnalysedSource> shorter = AnalyseAgain(source, text.substr(0, text.size() / 2));
  ASSERT_TRUE(shorter.ok());
  EXPECT_TRUE(names.Serves(*shorter));
  EXPECT_FALSE(names.Serves(other));
  for (const AnalysedSource* one :
       std::initializer_list<const AnalysedSource*>{&source, &*shorter, &other}) {
    ForEachPlace(*one, [&](Task task, int32_t at) {
      const Result<Cut> expected = CutSite(*one, at, task, alone);
      const Result<Cut> actual = CutSite(*one, at, task, together);
      ASSERT_TRUE(expected.ok() && actual.ok());
      EXPECT_EQ(expected->candidates, actual->candidates);
      EXPECT_EQ(Difference(expected->sample, actual->sample), "");
    });
  }
}

TEST(CutTest, ProjectAndCorpusOfferWhatTheFileLacks) {
  types::Library library = types::Library::Empty();
  AnalysedSource other = MustAnalyse("wall.dry()\nwall.paint('red')\nwall.paint('blue')\n");
  const corpus::UsageTable project = corpus::AddUp({corpus::CountUses(other.index, {})});
  AnalysedSource source = MustAnalyse("def f(wall):\n    wall.colour()\n");
  Vocabularies vocabularies;
  CutContext context{&library, &vocabularies, {}, {}};
  context.usage.project = &project;
  Result<Cut> cut = CutSite(source, 0, Task::kAttribute, context);
  ASSERT_TRUE(cut.ok());
  ASSERT_EQ(cut->candidates, (std::vector<std::string>{"paint", "dry", "wall", "f"}));
  EXPECT_EQ(cut->sample.candidate_features[attribute::kProjectBase], QuantiseCount(2));
  EXPECT_EQ(cut->sample.candidate_features[kNumCandidateFeatures + attribute::kProjectBase],
            QuantiseCount(1));
}

// All classes of files have one name in the counts.
TEST(CutTest, WhatIsUsedOnOneClassOfTheProjectIsNoCandidateOfAnother) {
  const AnalysedSource other = MustAnalyse("f(b.buzz, b.honey)\n");
  const corpus::UsageTable project =
      corpus::AddUp({corpus::CountUses(other.index, {"local", "local"})});
  const AnalysedSource source =
      MustAnalyse("class Ant:\n    def walk(self): pass\nx = Ant()\nf(x.walk)\n");
  const Vocabularies vocabularies;
  CutContext context{&types::LibraryForTest(), &vocabularies, {}, {}};
  context.usage.project = &project;
  Result<Cut> cut = CutSite(source, 0, Task::kAttribute, context);
  ASSERT_TRUE(cut.ok());
  EXPECT_EQ(cut->base_type, "local");
  EXPECT_THAT(cut->candidates, testing::Contains("walk"));
  EXPECT_THAT(cut->candidates, testing::Not(testing::Contains("buzz")));
}

TEST(CutTest, AMethodMayStoreWhatItIsGiven) {
  const AnalysedSource source = MustAnalyse(
      "class Parcel(Thing):\n    def __init__(self, sender, weight):\n        self.sender = "
      "sender\n"
      "        self.told\n        print(self.asked, other.there)\n");
  const Vocabularies vocabularies;
  const types::Library library = types::Library::Empty();
  const CutContext context{&library, &vocabularies, {}, {.max_file_words = 0}};
  const Result<Cut> statement = CutSite(source, 1, Task::kAttribute, context);
  ASSERT_TRUE(statement.ok());
  ASSERT_EQ(statement->truth, "told");
  EXPECT_THAT(statement->candidates, testing::IsSupersetOf({"weight", "_weight", "_sender"}));
  EXPECT_THAT(statement->candidates, testing::Not(testing::Contains("_self")));
  for (int32_t elsewhere : {2, 3}) {
    const Result<Cut> cut = CutSite(source, elsewhere, Task::kAttribute, context);
    ASSERT_TRUE(cut.ok());
    EXPECT_THAT(cut->candidates, testing::Not(testing::Contains("_weight"))) << cut->truth;
  }
}

// `stat.S_ISDIR` is said of the module.
TEST(CutTest, AVariableCalledLikeAModuleIsNotTheModule) {
  const AnalysedSource other =
      MustAnalyse("import re\nf(re.compile, re.compile, re.escape, re.own)\n");
  const corpus::UsageTable project = corpus::AddUp({corpus::CountUses(other.index, {})});
  const Vocabularies vocabularies;
  CutContext context{&types::LibraryForTest(), &vocabularies, {}, {}};
  context.usage.project = &project;
  auto count_of = [&](const std::string& text, std::string_view name) {
    const AnalysedSource source = MustAnalyse(text);
    const Result<Cut> cut = CutSite(source, 0, Task::kAttribute, context);
    CHECK(cut.ok());
    const auto at = std::find(cut->candidates.begin(), cut->candidates.end(), name);
    EXPECT_NE(at, cut->candidates.end()) << name;
    const auto i = static_cast<size_t>(at - cut->candidates.begin());
    return cut->sample.candidate_features[i * kNumCandidateFeatures + attribute::kProjectBase];
  };
  const std::string parameter = "def f(re):\n    g(re.asked)\n";
  EXPECT_EQ(count_of(parameter, "compile"), 0);
  EXPECT_EQ(count_of(parameter, "own"), QuantiseCount(1)) << "the module has no such thing";
  EXPECT_EQ(count_of("g(re.asked)\n", "compile"), QuantiseCount(2)) << "it may be imported yet";
}

TEST(CutTest, BuiltinsThatTheFileReadsOrOtherCallsPassMayBePassed) {
  const types::Library library = types::Library::Empty();
  const AnalysedSource other = MustAnalyse("check(value, str)\ncheck(value, red)\n");
  const corpus::UsageTable project = corpus::AddUp({corpus::CountUses(other.index, {})});
  const AnalysedSource source = MustAnalyse("def f(a):\n    check(a, a)\n    g(int, None)\n");
  const Vocabularies vocabularies;
  CutContext context{&library, &vocabularies, {}, {}};
  context.usage.project = &project;
  Result<Cut> cut = CutSite(source, 1, Task::kArgument, context);
  ASSERT_TRUE(cut.ok());
  std::sort(cut->candidates.begin(), cut->candidates.end());
  EXPECT_EQ(cut->candidates, (std::vector<std::string>{"a", "check", "f", "g", "int", "str"}));
}

TEST(CutTest, WordsOfTheFileAreOfferedAndCountedButNotTheSitesOwn) {
  types::Library library = types::Library::Empty();
  AnalysedSource source = MustAnalyse(
      "def f(wall, colour):\n    wall.colour = colour\n    wall.hidden\n"
      "    say('height', 'no name', name=colour)\n");
  Vocabularies vocabularies;
  CutContext context{&library, &vocabularies, {}, {}};
  Result<Cut> cut = CutSite(source, 1, Task::kAttribute, context);
  ASSERT_TRUE(cut.ok());
  EXPECT_EQ(cut->candidates[0], "colour");
  EXPECT_THAT(cut->candidates,
              ::testing::UnorderedElementsAre("colour", "wall", "f", "say", "height", "name"));
  auto feature = [&](std::string_view name, int which) { return FeatureOf(*cut, name, which); };
  EXPECT_EQ(feature("colour", attribute::kFileWords), QuantiseCount(3));
  EXPECT_EQ(feature("colour", attribute::kFileStrings), 0);
  EXPECT_EQ(feature("height", attribute::kFileStrings), QuantiseCount(1));
  context.options.max_file_words = 1;  // beside names that are candidates anyway
  cut = CutSite(source, 1, Task::kAttribute, context);
  EXPECT_EQ(cut->candidates,
            (std::vector<std::string>{"colour", "wall", "f"}));  // `wall` is the base
}

// Counting and asking each look around a use: what one counts, the other must ask for.
TEST(CutTest, AUseIsAskedForUnderTheNarrowKeysItIsCountedUnder) {
  int num_keys = 0;
  for (const std::string& text : {ReadCase("inventory.py"), ReadCase("calls.py")}) {
    const AnalysedSource source = MustAnalyse(text);
    const corpus::FileUsage usage = corpus::CountUses(source.index, {});
    for (size_t i = 0; i < source.index.attributes.size(); ++i) {
      const Result<Site> site = MakeSite(source, static_cast<int32_t>(i), Task::kAttribute);
      ASSERT_TRUE(site.ok());
      const std::string_view name = source.index.tree.Text(source.index.attributes[i].name);
      for (uint64_t key : NarrowKeysAt(source, *site, "")) {
        if (key == 0) continue;
        EXPECT_GT(corpus::Total(usage.Find(key, name)), 0u) << name;
        ++num_keys;
      }
    }
  }
  EXPECT_GT(num_keys, 100);
}

TEST(CutTest, TheParameterThatIsNotStoredYetIsMarked) {
  types::Library library = types::Library::Empty();
  AnalysedSource source = MustAnalyse(
      "class A:\n    def __init__(self, wall, door):\n        self.wall = wall\n"
      "        self.door = door\n");
  Vocabularies vocabularies;
  CutContext context{&library, &vocabularies, {}, {}};
  Result<Cut> cut = CutSite(source, 1, Task::kAttribute, context);
  ASSERT_TRUE(cut.ok());
  auto feature = [&](std::string_view name, int which) { return FeatureOf(*cut, name, which); };
  EXPECT_EQ(feature("wall", attribute::kParameter), kFlag);
  EXPECT_EQ(feature("wall", attribute::kNextParameter), 0);
  EXPECT_EQ(feature("door", attribute::kParameter), kFlag);
  EXPECT_EQ(feature("door", attribute::kNextParameter), kFlag);
}

TEST(CutTest, AnArgumentIsLikeTheParameterThatGetsIt) {
  types::Library library = types::Library::Empty();
  AnalysedSource source = MustAnalyse(
      "def paint(wall, colour): pass\n"
      "def f(room):\n    paint(room.size, room.hidden)\n    room.main_colour\n    room.door\n");
  Vocabularies vocabularies;
  CutContext context{&library, &vocabularies, {}, {}};
  Result<Cut> cut = CutSite(source, 1, Task::kAttribute, context);
  ASSERT_TRUE(cut.ok());
  ASSERT_EQ(cut->truth, "hidden");
  EXPECT_EQ(cut->sample.site_features[attribute::kParameterKnown], kFlag);
  auto overlap = [&](std::string_view name) { return FeatureOf(*cut, name, kTargetOverlap); };
  EXPECT_GT(overlap("main_colour"), 0);
  EXPECT_EQ(overlap("door"), 0);
}

TEST(CutTest, ABaseSiteNeedsAPlainName) {
  AnalysedSource source = MustAnalyse("f().x\n");
  Vocabularies vocabularies;
  types::Library library = types::Library::Empty();
  CutContext context{&library, &vocabularies, {}, {}};
  EXPECT_FALSE(CutSite(source, 0, Task::kAttributeBase, context).ok());
  EXPECT_FALSE(CutSite(source, 1, Task::kAttribute, context).ok());
}

}  // namespace
}  // namespace fastnode::pack
