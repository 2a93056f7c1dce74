#include "learn/train/pictures.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "support/check.h"
#include "support/file.h"

namespace fastnode::learn {
namespace {

namespace fs = std::filesystem;

double CountOf(const Histogram& histogram) {
  double sum = 0;
  for (const Histogram::Bucket& bucket : histogram.buckets) sum += bucket.count;
  return sum;
}

TEST(HistogramOf, CountsEachValueOnce) {
  std::vector<float> values = {-1, -1, 0, 0.5f, 2};
  const Histogram histogram = HistogramOf("x", values);
  ASSERT_EQ(histogram.buckets.size(), 30u);
  EXPECT_EQ(histogram.buckets.front().left, -1);
  EXPECT_NEAR(histogram.buckets.back().right, 2, 1e-9);
  EXPECT_EQ(CountOf(histogram), 5);
  EXPECT_EQ(histogram.buckets[0].count, 2);   // -1 to -.9
  EXPECT_EQ(histogram.buckets[10].count, 1);  // 0 to .1
  EXPECT_EQ(histogram.buckets[29].count, 1);  // the largest belongs to the last
}

TEST(HistogramOf, EqualValuesHaveOneBucket) {
  const Histogram histogram = HistogramOf("x", std::vector<float>{3, 3});
  ASSERT_EQ(histogram.buckets.size(), 1u);
  EXPECT_EQ(histogram.buckets[0].left, 2.5);
  EXPECT_EQ(histogram.buckets[0].count, 2);
  EXPECT_TRUE(HistogramOf("x", {}).buckets.empty());
}

TEST(Pictures, TheTableHasTheTasksThatWereMeasured) {
  Metrics metrics;
  metrics.tasks[0] = {
      .sites = 4, .labelled = 3, .first = 1, .first5 = 2, .reciprocal_ranks = 1.5, .loss = 6};
  const std::string table = MarkdownOf(metrics);
  EXPECT_NE(table.find("| attribute | 4 | 2.0000 | 25.0 | 50.0 | 37.5 | 75.0 |\n"),
            std::string::npos)
      << table;
  EXPECT_EQ(table.find("keyword_name"), std::string::npos);
  EXPECT_NE(table.find("| all | 4 |"), std::string::npos);
}

TEST(Pictures, TheProjectorHasARowForEachName) {
  const std::string folder =
      (fs::temp_directory_path() / ("fastnode_pictures_" + std::to_string(::getpid()))).string();
  CHECK(MakeFolders(folder).ok());
  const float values[] = {9, 9, 1, -2, 0.5f, 1e-7f};
  ASSERT_TRUE(WriteProjector(folder, {"get", "set"}, F32Tensor({3, 2}, values)).ok());
  EXPECT_EQ(*ReadFile(folder + "/names.vectors.tsv"), "1\t-2\n0.5\t1e-07\n");
  EXPECT_EQ(*ReadFile(folder + "/names.labels.tsv"), "get\nset\n");
  EXPECT_NE(ReadFile(folder + "/projector_config.pbtxt")->find("names.vectors.tsv"),
            std::string::npos);
  ASSERT_TRUE(RemoveProjector(folder).ok());
  EXPECT_TRUE(fs::is_empty(folder));
  ASSERT_TRUE(RemoveProjector(folder).ok());
  fs::remove_all(folder);
}

}  // namespace
}  // namespace fastnode::learn
