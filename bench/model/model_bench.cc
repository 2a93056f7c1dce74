// The release model alone, graphs given:
//
//   model_bench dump RELEASE FILE.py OUT    cuts attribute sites of the file as the product does,
//                                           into OUT.samples, and writes what an ONNX model is fed,
//                                           with our scores, into OUT.jsonl
//   model_bench score RELEASE OUT           times the scores of OUT.samples on one thread, and
//                                           prints the memory that the process holds
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "collect/draw/metainfo.h"
#include "collect/pack/analyse.h"
#include "collect/record/encode.h"
#include "learn/model/parameters.h"
#include "learn/onnx/onnx.h"
#include "learn/run/scorer.h"
#include "support/file.h"
#include "support/json.h"
#include "support/tfrecord.h"

namespace fastnode {
namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kMaxSites = 200;
constexpr int kRounds = 5;

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "model_bench: %s\n", result.error().message.c_str());
    std::exit(1);
  }
  return *std::move(result);
}

Json ToJson(const learn::OnnxInput& input) {
  Json json = {{"shape", input.shape}, {"type", input.is_float ? "float32" : "int64"}};
  json["values"] = input.is_float ? Json(input.floats) : Json(input.integers);
  return json;
}

int Dump(const std::string& release, const std::string& python, const std::string& out) {
  const draw::Metainfo metainfo =
      Must(draw::DecodeMetainfo(Must(ReadFile(release + "/metainfo-inference.json"))));
  const corpus::UsageTable usage =
      Must(corpus::UsageTable::Decode(Must(ReadFile(release + "/usage.bin"))));
  const types::Library library = Must(types::Library::Open(release + "/library.bin"));
  const learn::Scorer scorer = Must(learn::Scorer::Load(release));
  const std::string text = Must(ReadFile(python));
  const pack::AnalysedSource source = Must(pack::Analyse(text));
  pack::CutContext context{&library, &metainfo.vocabularies, {}, {}};
  context.usage.corpus = &usage;
  context.options.max_candidates = 400;  // as in the product
  context.options.max_project_names = 600;
  context.options.max_corpus_names = 400;
  std::string records, lines;
  size_t sites = 0, nodes = 0, edges = 0, candidates = 0;
  for (size_t at = 0; at < source.index.attributes.size() && sites < kMaxSites; ++at) {
    auto cut = pack::CutSite(source, static_cast<int32_t>(at), pack::Task::kAttribute, context);
    if (!cut.ok()) continue;
    ++sites;
    nodes += static_cast<size_t>(cut->sample.num_nodes());
    edges += cut->sample.edge_sources.size();
    candidates += static_cast<size_t>(cut->sample.num_candidates());
    AppendRecord(record::Encode(cut->sample), records);
    Json line = {{"inputs", Json::object()}, {"scores", scorer.Score(cut->sample)}};
    for (const auto& [name, input] : learn::OnnxInputs(cut->sample)) {
      line["inputs"][name] = ToJson(input);
    }
    lines += PrintJson(line) + "\n";
  }
  if (sites == 0) return 1;
  std::ofstream(out + ".samples", std::ios::binary) << records;
  std::ofstream(out + ".jsonl", std::ios::binary) << lines;
  fmt::print("{} attribute sites of {} lines: {} nodes, {} edges, {} candidates each\n", sites,
             std::count(text.begin(), text.end(), '\n'), nodes / sites, edges / sites,
             candidates / sites);
  return 0;
}

int Score(const std::string& release, const std::string& out) {
  const learn::Scorer scorer = Must(learn::Scorer::Load(release));
  const std::string records = Must(ReadFile(out + ".samples"));
  std::vector<double> times;
  double sum = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (RecordReader reader(records); !reader.at_end();) {
      const pack::Sample sample = Must(record::Decode(Must(reader.Next()), INT32_MAX, INT32_MAX));
      const auto start = Clock::now();
      const std::vector<float> scores = scorer.Score(sample);
      times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
      sum += scores[0];
    }
  }
  std::sort(times.begin(), times.end());
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "fastnode       p50 {:6.2f} ms   p99 {:6.2f} ms   memory {:4.0f} MB   (first scores sum to "
      "{:.3f})\n",
      times[times.size() / 2], times[times.size() * 99 / 100],
      static_cast<double>(usage.ru_maxrss) / 1024, sum / kRounds);
  return 0;
}

}  // namespace
}  // namespace fastnode

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "dump" && argc == 5) return fastnode::Dump(argv[2], argv[3], argv[4]);
  if (what == "score" && argc == 4) return fastnode::Score(argv[2], argv[3]);
  std::fprintf(stderr, "see bench/model/run.sh\n");
  return 2;
}
