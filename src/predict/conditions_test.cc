// What is drawn under a condition is what the product sees of the same text: a place is found in
// the finished text and cut as training cuts it; then the text without what is gone is given to the
// product as an editor gives it. Both cuts must be equal byte for byte, but for the label.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "collect/corpus/usage_builder.h"
#include "collect/pack/analyse.h"
#include "collect/pack/asked_text.h"
#include "collect/pack/names_around.h"
#include "collect/pack/tasks/tasks.h"
#include "predict/cursor/site.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

using pack::Condition;
using pack::Task;

constexpr size_t kMaxPlaces = 12;  // of a task in one source

// Python that people wrote: the sources of the corpus tests.
std::vector<std::string> RealSources() {
  std::vector<std::string> paths, sources;
  for (const char* folder : {"/tests", "/bench"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(FASTNODE_SOURCE_DIR) + folder)) {
      if (entry.path().extension() == ".py") paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    Result<std::string> text = ReadFile(path);
    CHECK(text.ok());
    sources.push_back(*std::move(text));
  }
  return sources;
}

struct Compared {
  int equal = 0;
  int not_found = 0;   // by training, and by the product
  int same_names = 0;  // what was looked up for the finished text serves
};

class Comparison {
 public:
  explicit Comparison(const std::string& text) : whole_(*pack::Analyse(text)) {
    own_ = corpus::CountUses(whole_.index, {});
    with_own_ = corpus::AddUp({own_});
    training_ = {&library_, &vocabularies_, {&with_own_, &own_, &with_own_, &with_own_}, {}};
    product_ = {&library_, &vocabularies_, {&without_, nullptr, nullptr, nullptr}, {}};
  }

  void Run(Compared& compared) {
    pack::NamesAround names(whole_, training_.usage);
    training_.names = &names;
    for (const pack::TaskRow* row : pack::AllTasks()) {
      std::vector<int32_t> places;
      const auto count = static_cast<int32_t>(pack::NumPlaces(whole_, row->places));
      for (int32_t at = 0; at < count; ++at) {
        if (pack::Serves(whole_, at, row->task)) places.push_back(at);
      }
      const size_t step = places.size() / kMaxPlaces + 1;
      for (size_t i = 0; i < places.size(); i += step) {
        for (int c = 1; c < pack::kNumDrawnConditions; ++c) {
          const auto condition = static_cast<Condition>(c);
          Compare(*row, places[i], condition, pack::Before::kAsWritten, compared);
          if (row->places != pack::PlaceList::kArguments) continue;
          Compare(*row, places[i], condition, pack::Before::kAsSearched, compared);
        }
      }
    }
  }

 private:
  Result<FoundSite> AsTheProductFindsIt(Task task, const pack::Posed& posed) const {
    Result<FoundSite> site = FindSite(posed.left + posed.right, posed.left.size());
    if (!site.ok() || site->task == task) return site;
    if (task == Task::kAttributeBase) return AsBase(*site);
    return task == Task::kName ? AsRead(*site) : site;
  }

  void Compare(const pack::TaskRow& row, int32_t at, Condition condition, pack::Before before,
               Compared& compared) {
    const pack::Posed posed = pack::PoseAt(whole_, at, row.task, condition, before);
    const std::string name = std::string(row.name) + ", " + std::string(pack::Name(condition)) +
                             ":\n" + posed.left.substr(posed.left.rfind('\n') + 1) + "$";
    Result<pack::AskedPlace> drawn = pack::PlaceUnder(condition, whole_, at, row.task, before);
    Result<FoundSite> found = AsTheProductFindsIt(row.task, posed);
    ASSERT_TRUE(found.ok()) << name;
    if (!drawn.ok()) {
      EXPECT_TRUE(found->at < 0 || found->task != row.task) << name;
      ++compared.not_found;
      return;
    }
    ASSERT_EQ(found->at, drawn->at) << name;
    training_.truth = row.truth(whole_.index.tree, pack::PlaceAt(whole_, row.places, at));
    if (training_.names->Serves(*drawn->source)) ++compared.same_names;
    Result<pack::Cut> expected = pack::CutSite(*drawn->source, drawn->at, row.task, training_);
    Result<pack::Cut> actual = pack::CutSite(*found->source, found->at, row.task, product_);
    ASSERT_EQ(expected.ok(), actual.ok()) << name;
    if (!expected.ok()) return;
    EXPECT_EQ(expected->truth, training_.truth);
    const auto label =
        std::find(actual->candidates.begin(), actual->candidates.end(), training_.truth);
    EXPECT_EQ(expected->sample.labels[0],
              label == actual->candidates.end() ? -1 : label - actual->candidates.begin())
        << name;
    actual->sample.labels = expected->sample.labels;
    EXPECT_EQ(expected->candidates, actual->candidates) << name;
    EXPECT_TRUE(expected->sample == actual->sample) << name;
    ++compared.equal;
  }

  const pack::AnalysedSource whole_;
  const types::Library library_ = types::Library::Empty();
  const pack::Vocabularies vocabularies_{
      pack::Vocabulary({"self", "item", "name", "path", "append", "write"}),
      pack::Vocabulary({"str", "list", "local"})};
  corpus::FileUsage own_;
  corpus::UsageTable with_own_, without_;
  pack::CutContext training_, product_;
};

TEST(Conditions, TrainingAndProductSeeTheSameBytesUnderEach) {
  Compared compared;
  for (const std::string& text : RealSources()) Comparison(text).Run(compared);
  EXPECT_GT(compared.equal, 4'000);
  EXPECT_LT(compared.not_found, compared.equal / 50);
  EXPECT_GT(compared.same_names, compared.equal * 0.95);
  RecordProperty("equal", compared.equal);
  RecordProperty("not_found", compared.not_found);
}

}  // namespace
}  // namespace fastnode::predict
