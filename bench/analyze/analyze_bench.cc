// analyze_bench FOLDER: one thread, every Python file below FOLDER in one run: tree-sitter's
// parsing alone beside source -> finished graph. Then long generated sources at half and at full
// size, whose times show whether analysis is linear.
#include <sys/resource.h>
#include <tree_sitter/api.h>

#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <utility>

#include "analyze/ast/parse.h"
#include "analyze/bind/file_index.h"
#include "analyze/graph/graph.h"
#include "support/file.h"
#include "support/progress.h"
#include "tests/corpus/long_sources.h"

extern "C" const TSLanguage* tree_sitter_python();

namespace fastnode {
namespace {

double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

long PeakMegabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

struct Seconds {
  double tree_sitter = 0;  // to parse and to free the tree
  double parse = 0, bind = 0, graph = 0;
  double analysis = 0;  // all three, and to free what they made
};

double ParseAlone(const std::string& text) {
  const double start = CpuSeconds();
  TSParser* parser = ts_parser_new();
  ts_parser_set_language(parser, tree_sitter_python());
  TSTree* tree =
      ts_parser_parse_string(parser, nullptr, text.data(), static_cast<uint32_t>(text.size()));
  ts_tree_delete(tree);
  ts_parser_delete(parser);
  return CpuSeconds() - start;
}

Status Stages(std::string text, Seconds& seconds) {
  double start = CpuSeconds();
  auto lap = [&start] {
    const double now = CpuSeconds();
    return now - std::exchange(start, now);
  };
  Result<ast::Tree> tree = ast::Parse(std::move(text));
  seconds.parse += lap();
  if (!tree.ok()) return tree.error();
  bind::FileIndex index = bind::Bind(*std::move(tree));
  seconds.bind += lap();
  graph::ProgramGraph graph = graph::BuildGraph(index);
  seconds.graph += lap();
  return {};
}

Status Analyse(const std::string& text, Seconds& seconds) {
  std::string copy = text;
  const double start = CpuSeconds();
  Status done = Stages(std::move(copy), seconds);
  seconds.analysis += CpuSeconds() - start;
  return done;
}

int MeasureFolder(const std::string& folder) {
  Result<std::vector<std::string>> names = ListFiles(folder, ".py");
  if (!names.ok()) {
    std::fprintf(stderr, "analyze_bench: %s\n", names.error().message.c_str());
    return 1;
  }
  Seconds seconds;
  int64_t bytes = 0;
  std::map<std::string, int64_t> refused;
  Progress progress("analyze", names->size(), "files");
  for (const std::string& name : *names) {
    progress.Add(1);
    Result<std::string> text = ReadFile(folder + "/" + name);
    if (!text.ok()) {
      ++refused["unreadable"];
      continue;
    }
    Seconds file;
    const int64_t size = static_cast<int64_t>(text->size());
    // The second one finds warm caches, so they take turns.
    const bool first = &name - names->data() & 1;
    if (first) file.tree_sitter = ParseAlone(*text);
    Status done = Analyse(*text, file);
    if (!first) file.tree_sitter = ParseAlone(*text);
    if (!done.ok()) {
      ++refused[done.error().message];
      continue;  // in neither time
    }
    bytes += size;
    seconds.tree_sitter += file.tree_sitter;
    seconds.parse += file.parse;
    seconds.bind += file.bind;
    seconds.graph += file.graph;
    seconds.analysis += file.analysis;
  }
  progress.Finish();
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::printf("%zu files, %.1f MB", names->size(), megabytes);
  for (const auto& [reason, count] : refused) {
    std::printf(", refused (%s): %lld", reason.c_str(), static_cast<long long>(count));
  }
  std::printf("\n%-34s %8s %8s %8s\n", "", "CPU s", "MB/s", "times");
  auto row = [&](const char* name, double s) {
    std::printf("%-34s %8.2f %8.2f %8.2f\n", name, s, megabytes / s, s / seconds.tree_sitter);
  };
  row("tree-sitter alone", seconds.tree_sitter);
  row("source to finished graph", seconds.analysis);
  row("  parse (tree-sitter, our tree)", seconds.parse);
  row("  bind", seconds.bind);
  row("  graph", seconds.graph);
  std::printf("peak memory %ld MB\n", PeakMegabytes());
  return 0;
}

void MeasureLongSources() {
  std::printf("\n%-34s %9s %12s %12s  %s\n", "generated", "bytes", "half, s", "full, s", "refused");
  for (const LongSource& source : LongSources()) {
    Seconds half, full;
    (void)Analyse(source.make(source.size / 2), half).ok();
    const std::string text = source.make(source.size);
    Status done = Analyse(text, full);
    std::printf("%-34s %9zu %12.4f %12.4f  %s\n", source.name, text.size(), half.analysis,
                full.analysis, done.ok() ? "no" : done.error().message.c_str());
  }
}

}  // namespace
}  // namespace fastnode

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: analyze_bench FOLDER\n");
    return 2;
  }
  const int status = fastnode::MeasureFolder(argv[1]);
  if (status == 0) fastnode::MeasureLongSources();
  return status;
}
