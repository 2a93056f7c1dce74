// Draws from a corpus of many parts that nobody has room for: the catalogue is a real one and so
// are the draws, and a part is made, from a generator of projects, when the first round falls into
// it.
//
//   parts_bench PARTS SITES-PER-PART ROUNDS FOLDER LIBRARY METAINFO USAGE
//
// Prints how long it takes to open the dataset, to find the part of a round, to make and to open a
// part and to draw, and how much memory there is after each round, with room for the text of two
// parts.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "collect/corpus/add.h"
#include "collect/corpus/catalogue.h"
#include "collect/corpus/decide.h"
#include "collect/draw/parts.h"
#include "collect/draw/session.h"
#include "collect/pack/analyse.h"
#include "support/check.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode {
namespace {

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "parts_bench: %s\n", result.error().message.c_str());
    std::exit(1);
  }
  return *std::move(result);
}

void Must(Status status) {
  if (!status.ok()) Must(Result<int>(status.error()));
}

// Of this process, in MB: "RssAnon" is what it has itself, without files that are mapped.
double MemoryOf(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) return std::atof(line.c_str() + field.size() + 1) / 1024;
  }
  return 0;
}

constexpr int kFilesPerProject = 40, kMethodsPerFile = 60;

// A file that shares next to no name with the others.
std::string TextOf(const std::string& project, int file) {
  const std::string n = project.substr(project.rfind('_') + 1) + "_" + std::to_string(file);
  std::string text = "class Thing" + n + ":\n    def __init__(self, start" + n + "):\n";
  for (int i = 0; i < 4; ++i) {
    text += "        self.field_" + n + "_" + std::to_string(i) + " = start" + n + "\n";
  }
  const std::string field = "self.field_" + n + "_";
  for (int i = 0; i < kMethodsPerFile; ++i) {
    text += "    def step_" + n + "_" + std::to_string(i) + "(self):\n        return scaled_" + n +
            "(" + field + std::to_string(i % 4) + ", " + field + std::to_string(i / 4 % 4) +
            ", self, by=" + std::to_string(i) + ")\n";
  }
  return text;
}

struct World {
  int num_parts;
  std::string folder;
  const types::Library& library;
  std::vector<std::vector<std::string>> projects;  // of each part
  double making = 0;                               // seconds, all parts that were made

  std::string store() const { return folder + "/store"; }

  // What whoever has analysed all of it would write down; what the parts hold is not known yet.
  corpus::Catalogue MakeCatalogue(int64_t sites_per_part) {
    const auto sites =
        static_cast<uint32_t>(Must(pack::Analyse(TextOf("project_0", 0))).index.attributes.size());
    const int64_t number = num_parts * sites_per_part / (kFilesPerProject * sites);
    corpus::Catalogue catalogue;
    catalogue.dataset_id = HashContent("simulated " + std::to_string(number)).Hex();
    catalogue.library_hash = library.content_hash();
    catalogue.parts.resize(static_cast<size_t>(num_parts));
    catalogue.shares.resize(static_cast<size_t>(num_parts));
    projects.resize(static_cast<size_t>(num_parts));
    int64_t sum = 0;
    for (int64_t i = 0; i < number; ++i) {
      const std::string name = "project_" + std::to_string(i);
      const auto part = static_cast<size_t>(corpus::PartOfProject(name, num_parts));
      const auto split = static_cast<size_t>(corpus::SplitByHash(name));
      projects[part].push_back(name);
      corpus::CatalogueSplit& sums = catalogue.parts[part].splits[split];
      ++sums.projects;
      sums.sources += kFilesPerProject;
      sums.sites += kFilesPerProject * sites;
      sum += kFilesPerProject * sites;
      catalogue.shares[part][split] += kFilesPerProject * corpus::DrawWeight(sites);
    }
    fmt::print("{} projects, {} files, {:.3f} billion attributes in {} parts\n", number,
               number * kFilesPerProject, static_cast<double>(sum) / 1e9, num_parts);
    return catalogue;
  }

  Status Make(int part, corpus::Catalogue& catalogue) {
    corpus::CataloguePart& row = catalogue.parts[static_cast<size_t>(part)];
    if (!row.contents.empty()) return {};  // made before
    const auto start = Clock::now();
    const std::string texts = folder + "/projects";
    for (const std::string& project : projects[static_cast<size_t>(part)]) {
      std::filesystem::create_directories(texts + "/" + project);
      for (int file = 0; file < kFilesPerProject; ++file) {
        std::ofstream(texts + "/" + project + "/file_" + std::to_string(file) + ".py")
            << TextOf(project, file);
      }
    }
    corpus::AddOptions options;
    options.store = store();
    options.folders = {texts};
    options.parts = num_parts;
    options.part = part;
    Result<corpus::AddReport> added = corpus::AddProjects(options, library);
    std::filesystem::remove_all(texts);
    if (!added.ok()) return added.error();
    Status described = Describe(part, row);
    making += Since(start);
    return described;
  }

  // What a merge writes about a part, whose projects are divided by their names here.
  Status Describe(int part, corpus::CataloguePart& row) {
    Lmdb environment = Must(corpus::OpenPart(store(), part, num_parts));
    Lmdb::Transaction txn = Must(environment.Begin());
    row.contents = Must(corpus::ContentsOf(txn));
    corpus::PartRows rows;
    rows.projects = Must(corpus::ReadProjects(txn));
    for (auto& [name, project] : rows.projects) {
      project.split = corpus::SplitByHash(name);
      const corpus::CatalogueSplit& promised = row.splits[static_cast<size_t>(project.split)];
      CHECK(promised.sites * static_cast<int64_t>(project.files.size()) % promised.sources == 0);
      for (const corpus::FileRow& file : project.files) {
        CHECK(file.outcome == corpus::Outcome::kKept);
        auto source = Must(txn.Get(corpus::kSources, corpus::EncodeId(file.id)));
        rows.sources.push_back(Must(corpus::DecodeSource(*source)));
        CHECK(rows.sources.back().sites == promised.sites / promised.sources);
      }
    }
    const std::string bytes = corpus::EncodePartRows(rows);
    row.rows = HashContent(bytes).Hex();
    return corpus::WritePartRows(store(), part, num_parts, bytes);
  }
};

int Run(char** argv) {
  const int num_parts = std::atoi(argv[0]);
  const int64_t sites_per_part = std::atoll(argv[1]), rounds = std::atoll(argv[2]);
  const types::Library library = Must(types::Library::Open(argv[4]));
  World world{num_parts, argv[3], library, {}};
  std::filesystem::remove_all(world.store());
  std::filesystem::create_directories(world.store());
  {
    corpus::Catalogue catalogue = world.MakeCatalogue(sites_per_part);
    Must(corpus::WriteCatalogue(world.store(), catalogue));
  }
  fmt::print(
      "catalogue: {:.0f} KB\n",
      static_cast<double>(std::filesystem::file_size(world.store() + "/catalogue.json")) / 1e3);
  draw::DrawData data{.store = nullptr, .library = &library, .projects = nullptr};
  data.metainfo = Must(draw::DecodeMetainfo(Must(ReadFile(argv[5]))));
  data.usage = Must(corpus::UsageTable::Decode(Must(ReadFile(argv[6]))));

  const double before = MemoryOf("RssAnon");
  auto start = Clock::now();
  corpus::Catalogue catalogue = Must(corpus::ReadCatalogue(world.store()));
  data.metainfo.dataset_id = catalogue.dataset_id;
  // Per attribute there are some 50 bytes of text.
  const auto room = static_cast<uint64_t>(2 * 60 * sites_per_part);
  const draw::PartsInHand parts(
      {.folder = world.store(),
       .library = &library,
       .usage = &data.usage,
       .only = {},
       .max_text_bytes = room,
       .make = [&](int part, corpus::Catalogue& known) { return world.Make(part, known); }},
      std::move(catalogue));
  data.parts = &parts;
  auto drawer = Must(draw::Drawer::Create(std::make_shared<const draw::DrawData>(data), {}));
  fmt::print("opened in {:.1f} ms, {:.1f} MB of memory\n", 1000 * Since(start),
             MemoryOf("RssAnon") - before);

  constexpr int64_t kAsked = 1'000'000;
  start = Clock::now();
  int64_t sum = 0;
  for (int64_t round = 0; round < kAsked; ++round) sum += drawer->PartOfRound(round);
  fmt::print("the part of a round is found in {:.0f} ns (mean part {:.1f})\n",
             1e9 * Since(start) / static_cast<double>(kAsked),
             static_cast<double>(sum) / static_cast<double>(kAsked));

  for (int64_t round = 0; round < rounds; ++round) {
    const double made = world.making;
    for (const char* what : {"drawn first", "drawn again"}) {
      start = Clock::now();
      const double making = world.making;
      const int64_t opened = parts.num_opened();
      const auto drawn = Must(drawer->DrawRound(round));
      const double seconds = Since(start) - (world.making - making);
      int64_t sites = 0;
      for (const pack::PackedSample& sample : *drawn) sites += sample.num_sites();
      fmt::print("round {} of part {}, {}: {} sites in {:.2f} s{}; memory {:.0f} MB\n", round,
                 drawer->PartOfRound(round), what, sites, seconds,
                 parts.num_opened() > opened ? ", its part opened" : "", MemoryOf("RssAnon"));
    }
    if (world.making > made) fmt::print("    the part was made in {:.1f} s\n", world.making - made);
  }
  fmt::print("most memory {:.0f} MB with the maps of files, {:.0f} MB at the end without\n",
             MemoryOf("VmHWM"), MemoryOf("RssAnon"));
  return 0;
}

}  // namespace
}  // namespace fastnode

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  if (argc == 8) return fastnode::Run(argv + 1);
  std::fprintf(stderr, "parts_bench PARTS SITES-PER-PART ROUNDS FOLDER LIBRARY METAINFO USAGE\n");
  return 2;
}
