// analyse_files LIBRARY SHARD NUM_SHARDS < PATHS: analyses every distinct content among the files
// named on standard input (one path per line) whose hash falls into the shard, up to types and
// graph, and prints counts, refusals by reason. A crash or a sanitizer's report names the file.
#include <sanitizer/common_interface_defs.h>

#include <iostream>
#include <map>
#include <set>

#include "analyse.h"
#include "support/file.h"
#include "support/hash.h"

namespace {

using namespace fastnode;

std::string current_path;

void SayWhere() { std::fprintf(stderr, "while analysing %s\n", current_path.c_str()); }

using Counts = std::map<std::string, int64_t>;

// Errors have only the reason.
Status Analyse(std::string source, const types::Library& library, Counts& counts) {
  counts["bytes"] += static_cast<int64_t>(source.size());
  Result<ast::Tree> tree = ast::Parse(std::move(source));
  if (!tree.ok()) return tree.error();
  fuzz::MustBeSound(ast::Verify(*tree));
  fuzz::MustComeBack(*tree);
  counts["nodes"] += tree->size();
  counts["files with syntax errors"] += tree->num_errors > 0;
  bind::FileIndex index = bind::Bind(*std::move(tree));
  fuzz::MustBeSound(bind::Verify(index));
  graph::ProgramGraph graph = graph::BuildGraph(index);
  fuzz::MustBeSound(graph::Verify(index, graph));
  counts["edges"] += static_cast<int64_t>(graph.edges.size());
  counts["attribute sites"] += static_cast<int64_t>(index.attributes.size());
  counts["attribute sites, known base"] += fuzz::CountKnownBases(index, library);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: analyse_files LIBRARY SHARD NUM_SHARDS < PATHS\n");
    return 2;
  }
  Result<types::Library> library = types::Library::Open(argv[1]);
  if (!library.ok()) {
    std::fprintf(stderr, "analyse_files: %s\n", library.error().message.c_str());
    return 1;
  }
  const uint64_t shard = std::stoull(argv[2]), num_shards = std::stoull(argv[3]);
  __sanitizer_set_death_callback(SayWhere);
  Counts counts;
  std::set<ContentId> seen;
  for (std::string path; std::getline(std::cin, path);) {
    current_path = path;
    Result<std::string> source = ReadFile(path);
    if (!source.ok()) {
      counts["unreadable"] += shard == 0;
      continue;
    }
    ContentId hash = HashContent(*source);
    if (hash.low % num_shards != shard || !seen.insert(hash).second) continue;
    ++counts["files"];
    Status done = Analyse(*std::move(source), *library, counts);
    if (!done.ok()) ++counts["refused: " + done.error().message];
  }
  for (const auto& [what, count] : counts) {
    std::printf("%s\t%lld\n", what.c_str(), static_cast<long long>(count));
  }
  return 0;
}
