// Every row of the table is whole, and what is said of a task elsewhere is what its row says.
#include "collect/pack/tasks/tasks.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "support/file.h"

namespace fastnode::pack {
namespace {

TEST(Tasks, EveryRowIsWhole) {
  std::set<std::string_view> names, variables;
  double shares = 0;
  for (int t = 0; t < kNumTasks; ++t) {
    const TaskRow& row = *AllTasks()[static_cast<size_t>(t)];
    EXPECT_EQ(static_cast<int>(row.task), t) << row.name << " does not stand at its place";
    EXPECT_EQ(&RowOf(static_cast<Task>(t)), &row);
    EXPECT_EQ(Name(row.task), row.name);
    EXPECT_TRUE(!row.name.empty() && names.insert(row.name).second) << t << row.name;
    EXPECT_TRUE(!row.variable.empty() && variables.insert(row.variable).second) << row.name;
    EXPECT_GT(row.share, 0) << row.name;
    shares += row.share;
    EXPECT_NE(row.why_not, nullptr) << row.name;
    EXPECT_NE(row.has_answer, nullptr) << row.name;
    EXPECT_NE(row.truth, nullptr) << row.name;
    EXPECT_NE(row.site, nullptr) << row.name;
    EXPECT_NE(row.typed, nullptr) << row.name;
    EXPECT_NE(row.blank, nullptr) << row.name;
    EXPECT_NE(row.candidates, nullptr) << row.name;
    EXPECT_NE(row.is_use, nullptr) << row.name;
    EXPECT_NE(row.kind, nullptr) << row.name;
    EXPECT_FALSE(row.popularity.empty()) << row.name;
    EXPECT_FALSE(row.recency.empty()) << row.name;
  }
  EXPECT_NEAR(shares, 1, 1e-9);
}

template <typename Slots>
void ExpectNamedOnce(const Slots& slots, std::string_view task) {
  std::set<std::string_view> names;
  for (const auto& meaning : slots) {
    if (meaning.name.empty()) continue;
    EXPECT_TRUE(names.insert(meaning.name).second) << task << " has two " << meaning.name;
    EXPECT_EQ(meaning.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), meaning.name.npos)
        << task << ": " << meaning.name;
  }
  EXPECT_FALSE(names.empty()) << task;
}

TEST(Tasks, FeaturesHaveANameEachAndBaselinesOrderByThem) {
  for (const TaskRow* row : AllTasks()) {
    ExpectNamedOnce(row->features.slots, row->name);
    ExpectNamedOnce(row->site_features.slots, row->name);
    EXPECT_EQ(row->features.slots[kPrior].name, "prior") << row->name;
    for (std::span<const int> keys : {row->popularity, row->recency}) {
      for (int slot : keys) {
        EXPECT_NE(row->features.slots[static_cast<size_t>(slot)].name, "") << row->name << slot;
      }
    }
  }
}

// `make VARIABLE=SHARE` reaches the flag of the task, and what make gives by itself is its share.
TEST(Tasks, EveryTaskHasItsVariableInThePipelineAndItsFieldInTheDocuments) {
  Result<std::string> config = ReadFile(FASTNODE_SOURCE_DIR "/pipeline/config.mk");
  Result<std::string> api = ReadFile(FASTNODE_SOURCE_DIR "/docs/http_api.md");
  ASSERT_TRUE(config.ok() && api.ok());
  for (const TaskRow* row : AllTasks()) {
    const std::string variable(row->variable);
    std::string flag = "--" + std::string(row->name) + "-proportion";
    for (char& c : flag) c = c == '_' ? '-' : c;
    char share[32];
    std::snprintf(share, sizeof share, "%g", row->share);
    for (const std::string& line : {"## " + variable + ": ", variable + " ?= " + share + "\n",
                                    "SESSION += " + variable + ":" + flag + "\n"}) {
      EXPECT_NE(config->find("\n" + line), std::string::npos)
          << "pipeline/config.mk has no line '" << line << "' for task " << row->name;
    }
    const std::string field =
        "| `" + std::string(row->name) + "_proportion` | " + std::string(share) + " |";
    EXPECT_NE(api->find(field), std::string::npos) << "docs/http_api.md has no row " << field;
  }
}

}  // namespace
}  // namespace fastnode::pack
