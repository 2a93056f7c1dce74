// Texts of stubs and sources into the library's file, with their syntax trees.
#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "analyze/ast/compact.h"
#include "analyze/ast/parse.h"
#include "analyze/types/file/condition.h"
#include "analyze/types/imports/library.h"
#include "analyze/types/imports/library_format.h"
#include "support/compress.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/workers.h"

namespace fastnode::types {
namespace {

constexpr uint64_t kMaxStubBytes = 4 << 20;
constexpr int kCompressionLevel = 19;  // packed once, unpacked for ever

struct Text {
  std::string text, tree;
  bool is_package = false, is_stub = false;
};
using Texts = std::map<std::string, Text>;  // by module

struct ModuleName {
  std::string path;  // "" of files that cannot be imported by name
  bool is_package = false;
};

// "os.path" of "os/path.pyi".
ModuleName NameOfFile(std::string_view file, std::string_view suffix) {
  std::string path(file.substr(0, file.size() - suffix.size()));
  if (path.find_first_of("@-. ") != std::string::npos) return {};
  std::replace(path.begin(), path.end(), '/', '.');
  const bool is_package = path.ends_with(".__init__");
  if (is_package) path.resize(path.rfind('.'));
  if (path == "__init__") return {};
  return {std::move(path), is_package};
}

Status ReadFolder(const std::string& folder, std::string_view suffix, Texts& texts,
                  LibraryStatistics& statistics) {
  Result<std::vector<std::string>> files = ListFiles(folder, suffix);
  if (!files.ok()) return files.error();
  bool stubs = suffix == ".pyi";
  for (const std::string& file : *files) {
    auto [module, is_package] = NameOfFile(file, suffix);
    if (module.empty()) {
      ++statistics.skipped["its name cannot be imported"];
      continue;
    }
    if (texts.contains(module)) {
      ++statistics.skipped["an earlier folder has the module"];
      continue;
    }
    Result<std::string> read = ReadFile(folder + "/" + file, kMaxStubBytes);
    if (!read.ok()) {
      ++statistics.skipped["unreadable or too large"];
      continue;
    }
    Text text{.text = *std::move(read), .is_package = is_package, .is_stub = stubs};
    statistics.text_bytes += static_cast<int64_t>(text.text.size());
    ++(stubs ? statistics.stubs : statistics.sources);
    texts.emplace(std::move(module), std::move(text));
  }
  return {};
}

// "3.11" as 311; 0 if it is no version.
int Version(std::string_view text) {
  int major = 0, minor = 0;
  auto [dot, error] = std::from_chars(text.data(), text.data() + text.size(), major);
  if (error != std::errc() || dot == text.data() + text.size()) return 0;
  std::from_chars(dot + 1, text.data() + text.size(), minor);
  return major * 100 + minor;
}

// Modules of the standard library that this Python does not have, by typeshed's VERSIONS (lines
// "asyncio.taskgroups: 3.11-", "distutils: 3.0-3.11"): with the modules below them.
void RemoveOtherVersions(const std::string& versions, Texts& texts) {
  constexpr int kVersion = kPythonMajor * 100 + kPythonMinor;
  for (size_t begin = 0; begin < versions.size();) {
    size_t end = std::min(versions.find('\n', begin), versions.size());
    std::string_view line = std::string_view(versions).substr(begin, end - begin);
    begin = end + 1;
    line = line.substr(0, line.find('#'));
    size_t colon = line.find(':'), dash = line.find('-');
    if (colon == line.npos || dash == line.npos) continue;
    size_t from = line.find_first_not_of(' ', colon + 1);
    int first = Version(line.substr(from, dash - from));
    int last = Version(line.substr(dash + 1));
    if (first <= kVersion && (last == 0 || kVersion <= last)) continue;
    std::string module(line.substr(0, colon));
    std::erase_if(texts, [&](const auto& entry) {
      return entry.first == module || entry.first.starts_with(module + ".");
    });
  }
}

// Texts that have no tree keep "".
void MakeTrees(Texts& texts) {
  std::vector<Text*> rows;
  for (auto& [module, text] : texts) rows.push_back(&text);
  const int threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  ParallelFor(static_cast<int64_t>(rows.size()), threads, [&](int64_t i) {
    Text& text = *rows[static_cast<size_t>(i)];
    Result<ast::Tree> tree = ast::Parse(text.text);
    if (tree.ok()) text.tree = ast::Compact(*tree);
  });
}

template <typename T>
void Append(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string Layout(const Texts& texts) {
  std::string modules, blocks, names, frames, block;
  uint32_t num_blocks = 0;
  auto close = [&] {
    if (block.empty()) return;
    std::string frame = Compress(block, kCompressionLevel);
    Append(blocks, LibraryBlock{.offset = frames.size(),
                                .bytes = static_cast<uint32_t>(frame.size()),
                                .unpacked = static_cast<uint32_t>(block.size()),
                                .hash = Hash64(frame)});
    frames += frame;
    block.clear();
    ++num_blocks;
  };
  for (const auto& [name, text] : texts) {
    names += name;
    Append(modules,
           LibraryModule{.name_end = static_cast<uint32_t>(names.size()),
                         .block = num_blocks,
                         .offset = static_cast<uint32_t>(block.size()),
                         .bytes = static_cast<uint32_t>(text.text.size()),
                         .tree_bytes = static_cast<uint32_t>(text.tree.size()),
                         .flags = (text.is_package ? kPackage : 0u) | (text.is_stub ? kStub : 0u)});
    block += text.text;
    block += text.tree;
    if (block.size() >= kBlockBytes) close();
  }
  close();
  LibraryHeader header{};
  std::memcpy(header.magic, kLibraryMagic.data(), kLibraryMagic.size());
  header.num_modules = static_cast<uint32_t>(texts.size());
  header.num_blocks = num_blocks;
  header.names_bytes = static_cast<uint32_t>(names.size());
  header.tree_version = ast::TreeVersion();
  std::string bytes;
  Append(bytes, header);
  bytes += modules + blocks + names + frames;
  constexpr size_t kHashed = offsetof(LibraryHeader, num_modules);
  uint64_t hash = Hash64(std::string_view(bytes).substr(kHashed));
  std::memcpy(bytes.data() + offsetof(LibraryHeader, content_hash), &hash, sizeof hash);
  return bytes;
}

}  // namespace

Result<LibraryStatistics> BuildLibrary(const std::string& typeshed,
                                       const std::vector<std::string>& sources,
                                       const std::string& out) {
  LibraryStatistics statistics;
  Texts texts;
  Status read = ReadFolder(typeshed + "/stdlib", ".pyi", texts, statistics);
  if (!read.ok()) return read.error();
  if (Result<std::string> versions = ReadFile(typeshed + "/stdlib/VERSIONS"); versions.ok()) {
    size_t before = texts.size();
    RemoveOtherVersions(*versions, texts);
    if (before > texts.size()) {
      statistics.skipped["of another version of Python"] +=
          static_cast<int64_t>(before - texts.size());
    }
  }
  if (PathExists(typeshed + "/stubs")) {
    Result<std::vector<std::string>> files = ListFiles(typeshed + "/stubs", "METADATA.toml");
    if (!files.ok()) return files.error();
    for (const std::string& file : *files) {
      std::string folder = typeshed + "/stubs/" + file.substr(0, file.find('/'));
      read = ReadFolder(folder, ".pyi", texts, statistics);
      if (!read.ok()) return read.error();
    }
  }
  for (const std::string& folder : sources) {
    read = ReadFolder(folder, ".py", texts, statistics);
    if (!read.ok()) return read.error();
  }
  MakeTrees(texts);
  std::string bytes = Layout(texts);
  statistics.file_bytes = static_cast<int64_t>(bytes.size());
  Status written = WriteFileAtomic(out, bytes);
  if (!written.ok()) return written.error();
  return statistics;
}

}  // namespace fastnode::types
