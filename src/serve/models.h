// The models that the product answers with: one for all files, and perhaps others for files that
// import certain packages. Which one answers depends on the request alone.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "predict/completer.h"
#include "release/bundle.h"
#include "support/result.h"

namespace fastnode::serve {

// Top-level names of the packages that a text imports: "import a.b, c" -> a, c; "from d.e import f"
// -> d. They are read from the lines alone, so half-typed code has them too. Each once, sorted.
std::vector<std::string> ImportedPackages(std::string_view text);

// An index into `models`: the model with the most of these among its packages (the first, if
// several have as many), or the one for all files if none has any.
size_t ChooseModel(const std::vector<release::BundledModel>& models,
                   const std::vector<std::string>& imported);

// Thread-safe.
class Models {
 public:
  using Loaded = std::shared_ptr<const predict::Completer>;
  static constexpr std::chrono::minutes kIdle{5};  // after which a model for packages is unloaded

  // Opens a release folder; if that is "", the bundle or else the model in the box. The model for
  // all files is loaded at once. `packages`, `trees`: see Completer::Load. Errors: no such model.
  // They say how to get one.
  static Result<std::unique_ptr<Models>> Open(const std::string& release,
                                              const std::vector<std::string>& packages,
                                              ast::TreeCache* trees = nullptr);

  // The model for the text. Errors: it cannot be loaded.
  Result<Loaded> For(std::string_view text);

  const predict::Completer& general() const { return *general_; }
  // What editors have open: all models see it.
  types::OpenTexts& open_texts() { return *open_texts_; }
  const std::vector<release::BundledModel>& models() const { return models_; }

  // For tests: how far For's clock is ahead.
  std::chrono::steady_clock::duration clock_ahead{};

 private:
  struct Entry {
    Loaded loaded;
    std::chrono::steady_clock::time_point used;
  };
  std::vector<release::BundledModel> models_;
  std::vector<std::string> packages_;
  ast::TreeCache* trees_ = nullptr;
  const std::unique_ptr<types::OpenTexts> open_texts_ = std::make_unique<types::OpenTexts>();
  Loaded general_;
  std::mutex mutex_;
  std::map<size_t, Entry> entries_;  // the models for packages that are loaded
};

}  // namespace fastnode::serve
