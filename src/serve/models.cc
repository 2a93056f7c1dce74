// Which model answers is decided by the text's imports, read from its lines alone: that works while
// the text is half typed, and costs less than any parse. A model for packages is loaded when a file
// first needs it, and forgotten when it has been idle; a caller that still uses it holds it by a
// shared pointer.
#include "serve/models.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyze/ast/word_at.h"
#include "release/boxed.h"

namespace fastnode::serve {
namespace {

// The name at the front, after spaces. Removes both from the text.
std::string_view TakeName(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  const size_t length = ast::EndOfWord(text, 0);
  std::string_view name = text.substr(0, length);
  text.remove_prefix(length);
  return name;
}

void AddImports(std::string_view line, std::set<std::string>& names) {
  const std::string_view keyword = TakeName(line);
  if (keyword == "from") {
    const std::string_view name = TakeName(line);
    if (!name.empty()) names.emplace(name);
  } else if (keyword == "import") {
    while (true) {
      const std::string_view name = TakeName(line);
      if (!name.empty()) names.emplace(name);
      const size_t comma = line.find_first_of(",#;");
      if (comma == std::string_view::npos || line[comma] != ',') return;
      line.remove_prefix(comma + 1);
    }
  }
}

}  // namespace

std::vector<std::string> ImportedPackages(std::string_view text) {
  std::set<std::string> names;
  while (!text.empty()) {
    const size_t end = text.find_first_of("\r\n");
    AddImports(text.substr(0, end), names);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {names.begin(), names.end()};
}

size_t ChooseModel(const std::vector<release::BundledModel>& models,
                   const std::vector<std::string>& imported) {
  size_t best = models.size(), general = 0, most = 0;
  for (size_t i = 0; i < models.size(); ++i) {
    const std::vector<std::string>& packages = models[i].packages;
    if (packages.empty()) general = i;
    const auto count = static_cast<size_t>(
        std::count_if(imported.begin(), imported.end(), [&](const std::string& name) {
          return std::find(packages.begin(), packages.end(), name) != packages.end();
        }));
    if (count > most) {
      most = count;
      best = i;
    }
  }
  return best < models.size() ? best : general;
}

Result<std::unique_ptr<Models>> Models::Open(const std::string& release,
                                             const std::vector<std::string>& packages,
                                             ast::TreeCache* trees) {
  auto models = std::unique_ptr<Models>(new Models);
  models->packages_ = packages;
  models->trees_ = trees;
  if (!release.empty()) {
    models->models_.push_back({"", "", release, {}});
  } else {
    Result<release::Bundle> bundle = release::DefaultModels();
    if (!bundle.ok()) return bundle.error();
    models->models_ = std::move(bundle->models);
  }
  const size_t general = ChooseModel(models->models_, {});
  if (general >= models->models_.size()) return Error{"the bundle has no model"};
  Result<predict::Completer> loaded = predict::Completer::Load(
      models->models_[general].folder, packages, "", trees, models->open_texts_.get());
  if (!loaded.ok()) return loaded.error();
  models->general_ = std::make_shared<const predict::Completer>(*std::move(loaded));
  return models;
}

Result<Models::Loaded> Models::For(std::string_view text) {
  if (models_.size() == 1) return general_;
  const size_t chosen = ChooseModel(models_, ImportedPackages(text));
  if (models_[chosen].packages.empty()) return general_;
  std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now() + clock_ahead;
  // A caller that still answers with a model keeps it alive until it is done.
  std::erase_if(entries_, [&](const auto& entry) {
    return entry.first != chosen && now - entry.second.used > kIdle;
  });
  Entry& entry = entries_[chosen];
  entry.used = now;
  if (entry.loaded == nullptr) {
    Result<predict::Completer> loaded =
        predict::Completer::Load(models_[chosen].folder, packages_, "", trees_, open_texts_.get());
    if (!loaded.ok()) {
      entries_.erase(chosen);
      return loaded.error().Context("the model for " + models_[chosen].name);
    }
    entry.loaded = std::make_shared<const predict::Completer>(*std::move(loaded));
  }
  return entry.loaded;
}

}  // namespace fastnode::serve
