#include "qualify/ask/decisions.h"

#include <gtest/gtest.h>

#include <set>

#include "collect/pack/analyse.h"
#include "collect/pack/site.h"
#include "qualify/ask/ask_for_test.h"

namespace fastnode::qualify {
namespace {

using pack::Task;

constexpr char kText[] =
    "import os\n\n\ndef copy(source, target, mode=None):\n    names = os.listdir(source)\n"
    "    for name in names:\n        path = os.path.join(source, name)\n"
    "        target.add(path, mode=mode, times=3)\n    return copy(target, None)\n";

SiteList Sites() { return SitesOf(DecisionSites(), kText); }

// What is expected at a site is what stands where the blank is.
TEST(DecisionSites, ExpectWhatTheBlankHides) {
  const std::string text = kText;
  for (const Site& site : Sites().sites) {
    const pack::TextRange& answer = site.gone[static_cast<size_t>(Condition::kWholeFile)].here;
    const bool is_name =
        site.task != Task::kArgumentKind && site.task != Task::kArgumentPlaceholder;
    if (is_name) EXPECT_EQ(text.substr(answer.begin, site.expected.size()), site.expected);
    if (site.expected == "stop") EXPECT_EQ(answer.begin, answer.end);
  }
}

TEST(DecisionSites, HaveAFewPlacesOfEachTask) {
  std::map<Task, std::set<int32_t>> places;
  for (const Site& site : Sites().sites) {
    EXPECT_TRUE(places[site.task].insert(site.at).second);
    EXPECT_EQ(DecisionSites().slices[site.slice], pack::Name(site.task));
  }
  EXPECT_EQ(places.size(), static_cast<size_t>(pack::kNumTasks - 1));
  EXPECT_FALSE(places.contains(Task::kAttribute));
  for (const auto& [task, of_task] : places) {
    EXPECT_EQ(of_task.size(), static_cast<size_t>(kDecisionsOfTask)) << pack::Name(task);
  }
}

}  // namespace
}  // namespace fastnode::qualify
