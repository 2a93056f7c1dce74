// A folder tree rebuilt from the store's paths: modules by name, looked up as an editor would look
// on disk. Modules are bound when somebody imports them; the ones used last are kept, up to
// `max_bytes` of source text. Binding runs outside the lock, so one module may be bound twice, but
// both results are equal. places_test.cc compares types across files.
#include "collect/corpus/places.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "analyze/types/file/parse_module.h"
#include "analyze/types/imports/call_index.h"
#include "support/lru.h"

namespace fastnode::corpus {
namespace {

using types::Module;

std::string FolderOf(std::string_view path) {
  size_t slash = path.rfind('/');
  return std::string(slash == path.npos ? "" : path.substr(0, slash));
}

// Where a source stands in its project, as types::PlaceOfFile tells it for a file on disk.
struct SourcePlace {
  std::string root;  // folder in the project, "" for its own
  std::string module, package;
};

SourcePlace PlaceOf(const Project& project, const std::string& path) {
  SourcePlace place{.root = FolderOf(path)};
  auto is_package = [&](const std::string& folder) {
    return std::binary_search(project.packages.begin(), project.packages.end(), folder);
  };
  while (!place.root.empty() && is_package(place.root)) place.root = FolderOf(place.root);
  auto dotted = [&](std::string_view below) {
    std::string module(below);
    std::replace(module.begin(), module.end(), '/', '.');
    return module;
  };
  size_t skipped = place.root.empty() ? 0 : place.root.size() + 1;
  std::string folder = FolderOf(path);
  if (folder.size() > skipped) place.package = dotted(std::string_view(folder).substr(skipped));
  std::string_view file = std::string_view(path).substr(skipped);
  file.remove_suffix(std::string_view(".py").size());
  place.module = file.ends_with("__init__") ? place.package : dotted(file);
  return place;
}

}  // namespace

struct ProjectPlaces::Data {
  // The modules of a project below one of its folders.
  class Place : public types::ModulePlace {
   public:
    Place(const Data& data, int32_t project, std::string root)
        : data_(data), project_(project), root_(std::move(root)) {
      const Project& row = data_.store.projects()[static_cast<size_t>(project_)];
      std::string prefix = root_.empty() ? "" : root_ + "/";
      auto module_of = [&](std::string_view path) {
        std::string module(path.substr(prefix.size()));
        std::replace(module.begin(), module.end(), '/', '.');
        return module;
      };
      for (const std::string& folder : row.packages) {
        if (folder.size() > prefix.size() && folder.starts_with(prefix)) {
          sources_.emplace(module_of(folder), kEmptyPackage);
        }
      }
      for (int32_t source : row.sources) {
        std::string_view path = data_.store.sources()[static_cast<size_t>(source)].path;
        if (!path.starts_with(prefix) || !path.ends_with(".py")) continue;
        path.remove_suffix(std::string_view(".py").size());
        constexpr std::string_view kInit = "/__init__";
        bool is_package = path.ends_with(kInit);
        if (is_package) path.remove_suffix(kInit.size());
        if (path.size() <= prefix.size()) continue;
        sources_[module_of(path)] = source;
      }
    }

    std::shared_ptr<const Module> Find(std::string_view path) const override {
      auto found = sources_.find(path);
      if (found != sources_.end() && found->second != kEmptyPackage) {
        return data_.Bound(found->second, std::string(path));
      }
      // A package whose own file is empty, or a folder without one.
      std::string below = std::string(path) + ".";
      auto next = sources_.lower_bound(below);
      bool is_package =
          found != sources_.end() || (next != sources_.end() && next->first.starts_with(below));
      return is_package ? types::ParseModule(std::string(path), true, false, "") : nullptr;
    }

    std::vector<std::string> Submodules(std::string_view path) const override {
      std::vector<std::string> names;
      std::string below = std::string(path) + ".";
      for (auto at = sources_.lower_bound(below);
           at != sources_.end() && at->first.starts_with(below); ++at) {
        std::string name = at->first.substr(below.size());
        name.resize(std::min(name.find('.'), name.size()));
        if (names.empty() || names.back() != name) names.push_back(std::move(name));
      }
      return names;
    }

    std::vector<std::string> ModulesCalling(std::string_view name) const override {
      std::call_once(calls_once_, [&] {
        for (const auto& [module, source] : sources_) {
          if (source == kEmptyPackage) continue;
          Result<std::string> text = data_.store.Text(source);
          if (text.ok()) calls_.Add(module, *text);
        }
      });
      return calls_.ModulesCalling(name);
    }

   private:
    static constexpr int32_t kEmptyPackage = -1;
    const Data& data_;
    int32_t project_;
    std::string root_;
    std::map<std::string, int32_t, std::less<>> sources_;  // by module
    mutable std::once_flag calls_once_;
    mutable types::CallIndex calls_;
  };

  const Store& store;
  const types::ModulePlace& library;
  mutable std::mutex mutex;
  std::map<std::pair<int32_t, std::string>, std::unique_ptr<Place>> places;  // project, root

  // Sources bound lately, each under the module path that it was asked for; null: it has no tree.
  using Key = std::pair<int32_t, std::string>;
  mutable Lru<Key, std::shared_ptr<const Module>> kept;  // weighed in bytes of text

  Data(const Store& a_store, const types::ModulePlace& a_library, uint64_t bytes)
      : store(a_store), library(a_library), kept({.max_weight = bytes}) {}

  std::shared_ptr<const Module> Bound(int32_t source, std::string path) const {
    Key key(source, std::move(path));
    {
      std::lock_guard lock(mutex);
      if (const auto* found = kept.Find(key)) return *found;
    }
    // Without the lock: two threads may bind it at once, and one of them does so in vain.
    Result<ast::Tree> tree = store.Tree(source);
    std::shared_ptr<const Module> module;
    if (tree.ok()) {
      const std::string& file = store.sources()[static_cast<size_t>(source)].path;
      module = types::BindModule(key.second, file.ends_with("__init__.py"), false, *std::move(tree),
                                 file);
    }
    std::lock_guard lock(mutex);
    const uint64_t bytes = store.sources()[static_cast<size_t>(source)].bytes;
    return kept.Put(std::move(key), std::move(module), bytes);
  }

  const Place* PlaceAt(int32_t project, const std::string& root) {
    std::lock_guard lock(mutex);
    std::unique_ptr<Place>& place = places[{project, root}];
    if (place == nullptr) place = std::make_unique<Place>(*this, project, root);
    return place.get();
  }
};

ProjectPlaces::ProjectPlaces(const Store& store, const types::ModulePlace& library,
                             uint64_t max_bytes)
    : data_(std::make_unique<Data>(store, library, max_bytes)) {}
ProjectPlaces::~ProjectPlaces() = default;

types::Environment ProjectPlaces::EnvironmentOf(int32_t source) const {
  const Source& row = data_->store.sources()[static_cast<size_t>(source)];
  SourcePlace place = PlaceOf(data_->store.projects()[static_cast<size_t>(row.project)], row.path);
  std::vector<const types::ModulePlace*> places = {data_->PlaceAt(row.project, place.root)};
  if (!place.root.empty()) places.push_back(data_->PlaceAt(row.project, ""));
  places.push_back(&data_->library);
  return types::Environment(std::move(places), {row.path, place.module, place.package});
}

}  // namespace fastnode::corpus
