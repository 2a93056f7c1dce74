#include "predict/cache/importable_read.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "analyze/ast/parse.h"
#include "analyze/types/file/parse_module.h"
#include "predict/auto_import/outline.h"
#include "predict/auto_import/standard_modules.h"
#include "support/bytes.h"
#include "support/file.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;
using auto_import::Exports;
using auto_import::SourceFile;

constexpr size_t kMaxImportable = 4000;
constexpr uint64_t kMaxImportableBytes = 300'000, kMaxBytes = 64u << 20;
constexpr size_t kMaxFolders = 3;

// ---- The standard library: one entry of the cache.

void AddModules(const types::Library& library, const std::string& path, const GoOn& go_on,
                std::vector<SourceFile>& files) {
  if (!go_on()) return;
  const std::shared_ptr<const types::Module> module = library.Find(path);
  if (module != nullptr) {
    files.push_back(
        {"", path, module->is_package(), module->is_stub(), auto_import::ExportsOf(*module)});
  }
  for (const std::string& name : library.Submodules(path)) {
    AddModules(library, path + "." + name, go_on, files);
  }
}

std::string Encode(const std::vector<SourceFile>& files) {
  ByteWriter writer;
  writer.Put(static_cast<uint32_t>(files.size()));
  for (const SourceFile& file : files) {
    writer.PutText(file.module);
    writer.Put(static_cast<uint8_t>(file.is_package));
    writer.Put(static_cast<uint8_t>(file.is_stub));
    writer.PutText(auto_import::EncodeExports(file.exports));
  }
  return writer.Take();
}

std::optional<std::vector<SourceFile>> Decode(std::string_view bytes) {
  ByteReader reader(bytes);
  std::vector<SourceFile> files(reader.GetCount(10));
  for (SourceFile& file : files) {
    file.module = reader.GetText();
    file.is_package = reader.Get<uint8_t>() != 0;
    file.is_stub = reader.Get<uint8_t>() != 0;
    Result<Exports> exports = auto_import::DecodeExports(reader.GetText());
    if (!exports.ok()) return std::nullopt;
    file.exports = *std::move(exports);
  }
  return reader.ok() && reader.at_end() ? std::optional(std::move(files)) : std::nullopt;
}

// ---- Packages.

// Neither imported by anybody else nor by these names.
bool IsPassedOver(std::string_view name) {
  static constexpr std::string_view kNames[] = {"__pycache__", "tests",    "_vendor", "vendor",
                                                "docs",        "examples", "example", "_vendored"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames) ||
         name.find_first_of(".-") != std::string_view::npos || name.empty();
}

// What such a folder holds is a package's own tests, or helps others with theirs.
bool IsForTests(std::string_view name) { return name == "test" || name == "testing"; }

// Whether a file says what others may import from it.
bool OffersNames(const std::string& path) {
  const Result<std::string> text = ReadFile(path, kMaxImportableBytes);
  return text.ok() && text->find("\n__all__") != std::string::npos;
}

// Names of modules and folders in one folder, ascending.
struct Listing {
  std::map<std::string, std::string> modules;  // to their file's ending
  std::vector<std::string> folders;
};

Listing List(const std::string& folder) {
  Listing listing;
  std::error_code error;
  // Not with a range: that would throw where a folder cannot be read to its end.
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const fs::directory_entry& entry = *at;
    std::string name = entry.path().filename().string();
    std::error_code unknown;
    if (entry.is_directory(unknown)) {
      if (!IsPassedOver(name)) listing.folders.push_back(std::move(name));
      continue;
    }
    const bool stub = name.ends_with(".pyi");
    if (!stub && !name.ends_with(".py")) continue;
    name.resize(name.size() - (stub ? 4 : 3));
    std::string& ending = listing.modules[name];
    if (stub || ending.empty()) ending = stub ? ".pyi" : ".py";
  }
  std::erase_if(listing.folders, [&](const std::string& name) {
    return IsForTests(name) && !OffersNames(folder + name + "/__init__.py");
  });
  std::sort(listing.folders.begin(), listing.folders.end());
  return listing;
}

Exports ReadOne(const std::string& path, const std::string& text, EditorCache* cache) {
  const uint64_t form = auto_import::FormOf(path);
  if (cache != nullptr) {
    const std::optional<std::string> kept = cache->FindExports(text, form);
    Result<Exports> exports =
        kept ? auto_import::DecodeExports(*kept) : Result<Exports>(Error{"not kept"});
    if (exports.ok()) return *std::move(exports);
  }
  const std::shared_ptr<const types::Module> module =
      types::ParseModule("package", (form & auto_import::kIsPackage) != 0,
                         (form & auto_import::kIsStub) != 0, auto_import::Outline(text));
  Exports exports = module == nullptr ? Exports() : auto_import::ExportsOf(*module);
  if ((form & auto_import::kIsStub) == 0) {
    exports.documented = auto_import::ReadDocumented(text);
  }
  if (cache != nullptr) cache->KeepExports(text, form, auto_import::EncodeExports(exports));
  return exports;
}

class PackageReader {
 public:
  PackageReader(std::string folder, EditorCache* cache, const GoOn& go_on)
      : folder_(std::move(folder)), cache_(cache), go_on_(go_on) {
    if (!folder_.ends_with('/')) folder_ += '/';
  }

  Importable Read() {
    std::vector<std::string> here = {""}, below;
    for (size_t depth = 0; depth <= kMaxFolders; ++depth) {
      for (const std::string& folder : here) ReadFolder(folder, below);
      here = std::exchange(below, {});
    }
    if (cache_ != nullptr && go_on_()) cache_->Flush();
    return auto_import::Index::Build(auto_import::Source::kPackages, folder_, files_);
  }

 private:
  void ReadFolder(const std::string& folder, std::vector<std::string>& below) {
    if (files_.size() >= kMaxImportable || bytes_ >= kMaxBytes || !go_on_()) return;
    const Listing listing = List(folder_ + folder);
    for (const auto& [name, ending] : listing.modules) {
      if (!IsPassedOver(name) && !IsForTests(name)) ReadModule(folder, name, ending);
    }
    for (const std::string& name : listing.folders) below.push_back(folder + name + "/");
  }

  void ReadModule(const std::string& folder, const std::string& name, const std::string& ending) {
    if (files_.size() >= kMaxImportable || bytes_ >= kMaxBytes || !go_on_()) return;
    const std::string path = folder_ + folder + name + ending;
    Result<std::string> text = ReadFile(path, kMaxImportableBytes);
    if (!text.ok()) return;
    bytes_ += text->size();
    SourceFile file{"", folder, name == "__init__", ending == ".pyi"};
    std::replace(file.module.begin(), file.module.end(), '/', '.');
    if (!file.is_package) {
      file.module += name;
    } else if (!file.module.empty()) {
      file.module.pop_back();
    } else {
      return;
    }
    file.exports = ReadOne(path, *text, cache_);
    files_.push_back(std::move(file));
  }

  std::string folder_;
  EditorCache* const cache_;
  const GoOn& go_on_;
  std::vector<SourceFile> files_;
  uint64_t bytes_ = 0;
};

}  // namespace

Importable ReadStandard(const types::Library& library, EditorCache* cache, const GoOn& go_on) {
  std::optional<std::vector<SourceFile>> files;
  if (cache != nullptr) {
    const auto kept = cache->FindExports("", library.content_hash());
    if (kept) files = Decode(*kept);
  }
  if (!files) {
    files.emplace();
    for (const std::string& name : library.Submodules("")) {
      if (auto_import::IsStandard(name)) AddModules(library, name, go_on, *files);
    }
    // What private modules have, public ones take from them.
    for (const std::string& name : library.Submodules("")) {
      if (name.starts_with('_') && auto_import::IsStandard(name.substr(1))) {
        AddModules(library, name, go_on, *files);
      }
    }
    if (cache != nullptr && go_on()) {
      cache->KeepExports("", library.content_hash(), Encode(*files));
      cache->Flush();
    }
  }
  return auto_import::Index::Build(auto_import::Source::kStandard, "", *files);
}

Importable ReadPackages(const std::string& folder, EditorCache* cache, const GoOn& go_on) {
  return PackageReader(folder, cache, go_on).Read();
}

}  // namespace fastnode::predict
