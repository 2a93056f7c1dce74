// fastnode inspect: any stage's product of some files, printed.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyze/analyze.h"
#include "analyze/types/report/coverage.h"
#include "predict/cache/project_usage.h"
#include "predict/completer.h"
#include "predict/members.h"
#include "predict/project_memory.h"
#include "support/file.h"
#include "support/json.h"
#include "support/progress.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string stop_after = "graph";
  std::string at;                     // LINE:COL, both from 1; sample, scores and reasons only
  std::string root;                   // of the project; reasons only
  int32_t first = 5;                  // completions; reasons only
  std::string model = "out/serve";    // release folder; sample and scores only
  std::string library;                // of types; coverage and members only
  std::vector<std::string> packages;  // folders on sys.path; coverage and members only
  bool coverage = false;
  bool members = false;
  bool times = false;  // coverage only
  bool json = false;
  bool dot = false;
  bool quiet = false;
};

// What --quiet shows.
struct Totals {
  int64_t files = 0, bytes = 0, nodes = 0, files_with_errors = 0;
  int64_t variables = 0, attributes = 0, edges = 0;
  std::map<std::string, int64_t> failures;  // by reason
};

// The byte offset of LINE:COL (both from 1, columns in bytes).
Result<uint64_t> OffsetOf(const std::string& text, const std::string& at) {
  unsigned long line = 0, column = 0;
  if (std::sscanf(at.c_str(), "%lu:%lu", &line, &column) != 2 || line == 0 || column == 0) {
    return Error{"--at '" + at + "': not LINE:COL"};
  }
  size_t begin = 0;
  for (; line > 1; --line) {
    begin = text.find('\n', begin);
    if (begin == std::string::npos) return Error{"--at " + at + ": the file has fewer lines"};
    ++begin;
  }
  return begin + column - 1;
}

// Why the first completions are there, with what the project uses.
Result<std::string> InspectReasons(const Options& options, const predict::Completer& completer,
                                   predict::Question question) {
  predict::ProjectMemory projects(predict::ProjectReader(completer.library(), nullptr));
  Result<predict::KnownProject> project = projects.Await(question, {});
  if (!project.ok()) return project.error();
  predict::Request request{std::move(question)};
  request.given.project = *std::move(project);
  request.budget.max_completions = std::max(options.first, request.budget.max_completions);
  return completer.ExplainAnswer(request, options.first);
}

// What a model sees at the site (sample), or what it answers (scores).
Result<std::string> InspectSite(const Options& options, const predict::Completer& completer,
                                const std::string& path) {
  Result<std::string> source = ReadFile(path);
  if (!source.ok()) return source.error();
  Result<uint64_t> offset = OffsetOf(*source, options.at);
  if (!offset.ok()) return offset.error().Context(path);
  predict::Question question{*source, *offset};
  if (options.stop_after == "reasons") {
    question.path = std::filesystem::absolute(path).string();
    if (!options.root.empty()) question.root = std::filesystem::absolute(options.root).string();
    return InspectReasons(options, completer, std::move(question));
  }
  const predict::Known known = completer.Know(question);
  if (options.stop_after == "sample") return completer.Explain(question, known);
  Result<predict::Answer> answer = completer.Complete(question, known, {});
  if (!answer.ok()) return answer.error().Context(path);
  std::string text;
  for (const predict::Completion& completion : answer->completions) {
    char number[16];
    std::snprintf(number, sizeof number, "%.4f ", static_cast<double>(completion.probability));
    text += number + completion.text + " (" + completion.kind + ")\n";
  }
  return text;
}

int InspectSites(const Options& options, const std::vector<std::string>& paths) {
  Result<predict::Completer> completer = predict::Completer::Load(options.model);
  if (!completer.ok()) {
    std::fprintf(stderr, "fastnode inspect: --model: %s\n", completer.error().message.c_str());
    return 1;
  }
  for (const std::string& path : paths) {
    Result<std::string> text = InspectSite(options, *completer, path);
    if (!text.ok()) {
      std::fprintf(stderr, "fastnode inspect: %s\n", text.error().message.c_str());
      return 1;
    }
    if (!options.quiet) std::fwrite(text->data(), 1, text->size(), stdout);
  }
  return 0;
}

void Show(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void CountTree(const ast::Tree& tree, Totals& totals) {
  totals.nodes += tree.size();
  totals.files_with_errors += tree.num_errors > 0;
}

void CountIndex(const bind::FileIndex& index, Totals& totals) {
  CountTree(index.tree, totals);
  totals.variables += static_cast<int64_t>(index.variables.size());
  totals.attributes += static_cast<int64_t>(index.attributes.size());
}

// Errors carry the reason alone.
Status InspectSource(const Options& options, std::string source, Totals& totals) {
  totals.bytes += static_cast<int64_t>(source.size());
  if (options.stop_after == "ast") {
    Result<ast::Tree> tree = ast::Parse(std::move(source));
    if (!tree.ok()) return tree.error();
    CountTree(*tree, totals);
    if (!options.quiet) Show(ast::Print(*tree));
    return {};
  }
  if (options.stop_after == "bind") {
    Result<bind::FileIndex> index = bind::BindText(std::move(source));
    if (!index.ok()) return index.error();
    CountIndex(*index, totals);
    if (!options.quiet) Show(bind::Print(*index));
    return {};
  }
  Result<analyze::Source> made = analyze::Analyze(std::move(source));
  if (!made.ok()) return made.error();
  CountIndex(made->index, totals);
  totals.edges += static_cast<int64_t>(made->graph.whole()->edges.size());
  if (!options.quiet) {
    Show(options.dot ? graph::PrintDot(made->index, *made->graph.whole())
                     : graph::Print(made->index, *made->graph.whole()));
  }
  return {};
}

void InspectFile(const Options& options, const std::string& path, Totals& totals) {
  ++totals.files;
  Result<std::string> source = ReadFile(path);
  std::string reason = "unreadable";
  if (source.ok()) {
    Status done = InspectSource(options, *std::move(source), totals);
    if (done.ok()) return;
    reason = done.error().message;
  }
  ++totals.failures[reason];
  if (!options.quiet) std::fprintf(stderr, "%s: %s\n", path.c_str(), reason.c_str());
}

// Files as they are; of folders the Python files below.
Result<std::vector<std::string>> Expand(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    Result<std::vector<std::string>> listed = ListFiles(path, ".py");
    if (!listed.ok()) return listed.error();
    for (const std::string& name : *listed) files.push_back(path + "/" + name);
  }
  return files;
}

void PrintTotals(const Totals& totals, double seconds) {
  std::printf("files              %10lld\n", static_cast<long long>(totals.files));
  for (const auto& [reason, count] : totals.failures) {
    std::printf("  failed: %-9s %10lld\n", reason.c_str(), static_cast<long long>(count));
  }
  std::printf("  with errors      %10lld\n", static_cast<long long>(totals.files_with_errors));
  std::printf("bytes              %10lld\n", static_cast<long long>(totals.bytes));
  std::printf("nodes              %10lld\n", static_cast<long long>(totals.nodes));
  std::printf("variables          %10lld\n", static_cast<long long>(totals.variables));
  std::printf("attribute uses     %10lld\n", static_cast<long long>(totals.attributes));
  std::printf("edges              %10lld\n", static_cast<long long>(totals.edges));
  std::printf("files a second     %10.0f\n", static_cast<double>(totals.files) / seconds);
  std::printf("megabytes a second %10.2f\n", static_cast<double>(totals.bytes) / 1e6 / seconds);
}

int InspectCoverage(const Options& options, const std::vector<std::string>& paths) {
  Result<types::Library> library = types::Library::Open(options.library);
  if (!library.ok()) {
    std::fprintf(stderr, "fastnode inspect: --library: %s\n", library.error().message.c_str());
    return 1;
  }
  types::Workspace workspace(*library, options.packages);
  types::TypeCoverage coverage;
  Progress progress("coverage", paths.size(), "files");
  for (const std::string& path : paths) {
    types::AddFileCoverage(path, workspace, coverage);
    progress.Add(1);
  }
  progress.Finish();
  std::string text =
      options.json ? PrintJson(types::ToJson(coverage), 2) + "\n" : types::Print(coverage);
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (options.times) std::fputs(types::Print(std::move(coverage.times)).c_str(), stderr);
  return 0;
}

int InspectMembers(const Options& options) {
  Status served = predict::ServeMembersOnStdin(options.library, options.packages);
  if (served.ok()) return 0;
  std::fprintf(stderr, "fastnode inspect: %s\n", served.error().message.c_str());
  return 1;
}

int Inspect(const Options& options) {
  if (options.members) return InspectMembers(options);
  Result<std::vector<std::string>> files = Expand(options.paths);
  if (!files.ok()) {
    std::fprintf(stderr, "fastnode inspect: %s\n", files.error().message.c_str());
    return 1;
  }
  if (options.coverage) return InspectCoverage(options, *files);
  if (options.stop_after == "sample" || options.stop_after == "scores" ||
      options.stop_after == "reasons") {
    return InspectSites(options, *files);
  }
  Totals totals;
  auto start = std::chrono::steady_clock::now();
  for (const std::string& file : *files) {
    InspectFile(options, file, totals);
  }
  std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  if (options.quiet) PrintTotals(totals, elapsed.count());
  return totals.failures.empty() ? 0 : 1;
}

}  // namespace

int RunInspect(int argc, char** argv) {
  Options options;
  CLI::App app{"Prints what a stage makes of some files.", "fastnode inspect"};
  app.add_option("FILE", options.paths, "Python files, or folders of them");
  app.add_option("--stop-after", options.stop_after, "whose product to print")
      ->capture_default_str()
      ->check(CLI::IsMember({"ast", "bind", "graph", "sample", "scores", "reasons"}));
  app.add_option("--at", options.at, "LINE:COL, both from 1: the place (sample, scores, reasons)");
  app.add_option("--model", options.model, "release folder (sample, scores, reasons)")
      ->capture_default_str();
  app.add_option("--root", options.root, "folder of the project that FILE is in (reasons)");
  app.add_option("--first", options.first, "so many completions (reasons)")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  app.add_flag("--dot", options.dot, "graphs in Graphviz's language");
  app.add_flag("--quiet", options.quiet, "only counts, errors by reason and rates");
  CLI::Option* library = app.add_option("--library", options.library,
                                        "file that 'corpus library' made (coverage, members)");
  app.add_option("--path", options.packages,
                 "folder of packages, as it would stand on sys.path; repeated (coverage, members)")
      ->needs(library)
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  CLI::Option* coverage =
      app.add_flag("--coverage", options.coverage,
                   "how many attributes are among the members of their base's type, and why not");
  coverage->needs(library);
  app.add_flag("--members", options.members,
               "JSON lines as of 'fastnode complete', answered by types alone")
      ->needs(library)
      ->excludes(coverage);
  app.add_flag("--json", options.json, "as JSON (coverage)")->needs(coverage);
  app.add_flag("--times", options.times, "on stderr, how long questions and files took (coverage)")
      ->needs(coverage);
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  if (options.paths.empty() && !options.members) {
    std::fprintf(stderr, "fastnode inspect: FILE is required\n");
    return 2;
  }
  return Inspect(options);
}

}  // namespace fastnode::tool
