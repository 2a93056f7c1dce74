#include "learn/train/pictures.h"

#include <algorithm>
#include <cstdio>
#include <span>

#include "support/file.h"

namespace fastnode::learn {
namespace {

constexpr char kConfig[] = "projector_config.pbtxt";
constexpr char kVectors[] = "names.vectors.tsv", kLabels[] = "names.labels.tsv";
constexpr size_t kMostNames = 4000;  // the most frequent; more are slow in a browser

std::string Row(const std::string& name, const TaskMetrics& metrics) {
  if (metrics.sites == 0) return "";
  char row[200];
  std::snprintf(row, sizeof row, "| %s | %lld | %.4f | %.1f | %.1f | %.1f | %.1f |\n", name.c_str(),
                static_cast<long long>(metrics.sites), metrics.MeanLoss(), 100 * metrics.Accuracy(),
                100 * metrics.Accuracy5(), 100 * metrics.Mrr(), 100 * metrics.Coverage());
  return row;
}

}  // namespace

std::vector<Histogram> HistogramsOf(const Weights& weights,
                                    const std::vector<pack::Sample>& samples) {
  std::vector<Histogram> histograms;
  for (const auto& [name, tensor] : weights) {
    histograms.push_back(HistogramOf("weights/" + name,
                                     std::span(tensor.f32(), static_cast<size_t>(tensor.size()))));
  }
  std::vector<std::vector<float>> counts(pack::kNumTasks);
  for (const pack::Sample& sample : samples) {
    for (size_t site = 0; site < sample.site_tasks.size(); ++site) {
      counts[sample.site_tasks[site]].push_back(
          static_cast<float>(sample.candidate_begin[site + 1] - sample.candidate_begin[site]));
    }
  }
  for (size_t task = 0; task < counts.size(); ++task) {
    if (counts[task].empty()) continue;
    const std::string_view name = pack::Name(static_cast<pack::Task>(task));
    histograms.push_back(HistogramOf("candidates/" + std::string(name), counts[task]));
  }
  return histograms;
}

std::string MarkdownOf(const Metrics& metrics) {
  std::string table =
      "| task | sites | loss | recall@1 | recall@5 | MRR | in its list at all |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (int task = 0; task < pack::kNumTasks; ++task) {
    table += Row(std::string(pack::Name(static_cast<pack::Task>(task))),
                 metrics.tasks[static_cast<size_t>(task)]);
  }
  return table + Row("all", metrics.All());
}

Status WriteProjector(const std::string& folder, const std::vector<std::string>& names,
                      const Tensor& embedding) {
  if (folder.empty() || names.empty()) return {};
  const int64_t width = embedding.shape.at(1);
  std::string vectors, labels;
  for (size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
    const float* row = embedding.f32() + static_cast<int64_t>(i + 1) * width;  // row 0: unknown
    for (int64_t d = 0; d < width; ++d) {
      char number[32];
      std::snprintf(number, sizeof number, d == 0 ? "%.4g" : "\t%.4g", row[d]);
      vectors += number;
    }
    vectors += '\n';
    labels += names[i] + '\n';
  }
  const std::string config = "embeddings {\n  tensor_name: \"names\"\n  tensor_path: \"" +
                             std::string(kVectors) + "\"\n  metadata_path: \"" + kLabels +
                             "\"\n}\n";
  // What it names is there before it.
  Status written = WriteFileAtomic(folder + "/" + kVectors, vectors);
  if (written.ok()) written = WriteFileAtomic(folder + "/" + kLabels, labels);
  if (written.ok()) written = WriteFileAtomic(folder + "/" + kConfig, config);
  return written;
}

Status RemoveProjector(const std::string& folder) {
  if (folder.empty()) return {};
  for (const char* name : {kConfig, kVectors, kLabels}) {
    const std::string path = folder + "/" + name;
    if (!PathExists(path)) continue;
    if (Status removed = RemoveFile(path); !removed.ok()) return removed;
  }
  return {};
}

}  // namespace fastnode::learn
