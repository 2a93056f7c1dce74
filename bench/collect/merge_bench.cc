// What a merge of more files than fit here costs: digests of parts that nobody has made, with
// signatures by chance, some of them alike. The merge itself is the real one.
//
//   merge_bench make PARTS FILES FOLDER LIBRARY     writes the digests
//   merge_bench merge FOLDER LIBRARY [MEMORY]       MEMORY: bytes that a sort may hold
//
// Prints the time and the most memory, of the process itself and with the maps of files.
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "collect/corpus/add.h"
#include "collect/corpus/catalogue.h"
#include "collect/corpus/merge.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/random.h"

namespace fastnode {
namespace {

using Clock = std::chrono::steady_clock;

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "merge_bench: %s\n", result.error().message.c_str());
    std::exit(1);
  }
  return *std::move(result);
}

void Must(Status status) {
  if (!status.ok()) Must(Result<int>(status.error()));
}

// Of this process, in KB.
int64_t MemoryOf(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) return std::atoll(line.c_str() + field.size() + 1);
  }
  return 0;
}

constexpr uint64_t kFilesPerProject = 130;

// One file in ten is nearly an earlier one, one in thirty the same; one in five has a piece that
// many have.
uint64_t ContentOf(uint64_t file) {
  return file > 100 && file % 30 == 7 ? Random(1, 1, file).Next() % file : file;
}

corpus::Sketch SketchOf(uint64_t file) {
  const bool near = file > 100 && file % 10 == 3;
  Random random(1, 2, near ? Random(1, 3, file).Next() % file : file);
  corpus::Sketch sketch;
  for (uint32_t& value : sketch) value = static_cast<uint32_t>(random.Next());
  Random own(1, 4, file);
  if (near) {
    for (int i = 0; i < 4; ++i) sketch[own.Next() % sketch.size()] = 1;
  }
  if (file % 5 == 1) {
    const uint64_t piece = own.Next() % 1000;
    for (size_t i = 0; i < 4; ++i) sketch[piece % 16 * 4 + i] = static_cast<uint32_t>(piece);
  }
  return sketch;
}

void WriteDigest(const std::string& folder, int part, int num_parts, uint64_t library,
                 const std::vector<uint64_t>& projects) {
  std::map<std::string, corpus::ProjectRow> rows;
  std::map<ContentId, uint64_t> contents;
  for (uint64_t project : projects) {
    corpus::ProjectRow& row = rows["project_" + std::to_string(project)];
    for (uint64_t i = 0; i < kFilesPerProject; ++i) {
      const uint64_t content = ContentOf(project * kFilesPerProject + i);
      const ContentId id = HashContent(std::to_string(content));
      row.files.push_back({fmt::format("package/some_folder/module_{:03}.py", i), id, 13'000});
      contents.emplace(id, content);
    }
  }
  ByteWriter writer;
  writer.Put(uint32_t{0x31444e46});
  writer.PutText(corpus::kFormat);
  writer.PutText(corpus::EncodeTreeVersion());
  writer.PutText("simulated");
  writer.Put(library);
  writer.PutText(HashContent(std::to_string(part)).Hex());
  writer.Put(static_cast<uint32_t>(rows.size()));
  for (const auto& [name, row] : rows) {
    writer.PutText(name);
    writer.PutText(corpus::EncodeProject(row));
  }
  writer.Put(static_cast<uint32_t>(contents.size()));
  for (const auto& [id, content] : contents) {
    writer.PutText(corpus::EncodeId(id));
    writer.PutText(corpus::EncodeSource({13'000, 400, static_cast<uint32_t>(content % 300), 5}));
  }
  writer.Put(static_cast<uint32_t>(contents.size()));
  for (const auto& [id, content] : contents) {
    writer.PutText(corpus::EncodeId(id));
    writer.PutText(corpus::EncodeSketch(SketchOf(content)));
  }
  std::string bytes = writer.Take();
  bytes += HashContent(bytes).Hex();
  Must(WriteFileAtomic(corpus::PartFolder(folder, part, num_parts) + ".digest", bytes));
}

int Make(char** argv) {
  const int num_parts = std::atoi(argv[0]);
  const uint64_t number = std::strtoull(argv[1], nullptr, 10) / kFilesPerProject;
  const std::string folder = argv[2];
  const types::Library library = Must(types::Library::Open(argv[3]));
  std::filesystem::create_directories(folder);
  std::vector<std::vector<uint64_t>> dealt(static_cast<size_t>(num_parts));
  for (uint64_t project = 0; project < number; ++project) {
    const int part = corpus::PartOfProject("project_" + std::to_string(project), num_parts);
    dealt[static_cast<size_t>(part)].push_back(project);
  }
  for (int part = 0; part < num_parts; ++part) {
    WriteDigest(folder, part, num_parts, library.content_hash(), dealt[static_cast<size_t>(part)]);
  }
  fmt::print("{} files in {} projects\n", number * kFilesPerProject, number);
  return 0;
}

int Merge(int argc, char** argv) {
  corpus::AddOptions options;
  options.store = argv[0];
  const types::Library library = Must(types::Library::Open(argv[1]));
  if (argc > 2) options.merge_memory_bytes = std::strtoull(argv[2], nullptr, 10);
  const int64_t before = MemoryOf("RssAnon");
  std::atomic<bool> done = false;
  std::atomic<int64_t> most = 0;
  std::thread watch([&] {
    while (!done) {
      most = std::max<int64_t>(most, MemoryOf("RssAnon") - before);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  const auto start = Clock::now();
  Result<corpus::AddReport> merged = corpus::MergeParts(options, library);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  done = true;
  watch.join();
  const corpus::AddReport report = Must(std::move(merged));
  int64_t files = report.kept;
  for (const auto& [reason, count] : report.skipped) files += count;
  fmt::print("dataset {}: {} of {} files kept, in {:.1f} s\n", report.dataset_id, report.kept,
             files, seconds);
  fmt::print("most memory {} KB, {:.0f} KB per million files; {} KB with the maps of files\n",
             most.load(), static_cast<double>(most) * 1e6 / static_cast<double>(files),
             MemoryOf("VmHWM"));
  return 0;
}

}  // namespace
}  // namespace fastnode

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "make" && argc == 6) return fastnode::Make(argv + 2);
  if (command == "merge" && (argc == 4 || argc == 5)) return fastnode::Merge(argc - 2, argv + 2);
  std::fprintf(stderr,
               "merge_bench make PARTS FILES FOLDER LIBRARY\n"
               "merge_bench merge FOLDER LIBRARY [MEMORY]\n");
  return 2;
}
