// What is known around a question: what the project and the corpus use, and what the file imports.
// It is found once for each question, by one rule, and every part of the answer is made from it.
//
// The rule. `import` finds modules in these places, in this order, and the first that has one
// counts:
//
//   1. with a path: the folder in which the file's outermost package stands
//   2. with a root: the root, its src/ if there is one, and the folders that the project's settings
//      name (project_settings.h)
//   3. always: the library (stubs, and what packages define), then the folders of packages that the
//      completer was loaded with (--path), then those of the project's own Python
//   4. with a path: the file's own folder, as if it were run as a script
//
// Without path and root a file stands nowhere, and sees the third line. Relative imports count from
// the path. A caller that knows better gives an environment, which stands for all lines.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analyze/types/imports/workspace.h"
#include "collect/corpus/usage_table.h"
#include "collect/pack/cut.h"
#include "predict/asked/budget.h"
#include "predict/asked/question.h"
#include "predict/auto_import/index.h"
#include "predict/cache/analysis_memory.h"
#include "predict/cache/importable_memory.h"
#include "predict/cursor/project_settings.h"

namespace fastnode::predict {

// What the files of a project use, `table` without `part`, and their tokens, without those of one
// file: of the one asked about. Null: no root, or nothing is known yet.
struct KnownProject {
  std::shared_ptr<const corpus::UsageTable> table = nullptr;
  std::shared_ptr<const corpus::FileUsage> part = nullptr;
  std::shared_ptr<const context::Index> index = nullptr;
  std::shared_ptr<const auto_import::Index> exports = nullptr;  // what can be imported from them
  int32_t number = context::Index::kNoFile;  // of the file asked about, in the index
  bool late = false;  // the project was waited for in vain (ProjectMemory::Await)

  // Of somebody who keeps them alive for as long as they are needed; all may be null.
  static KnownProject Borrowed(const pack::UsageAround& usage);
};

// What can be imported from these folders of packages, and from the standard library.
using FindImportables =
    std::function<Importables(const std::vector<std::string>& packages, const Budget& budget)>;

// What the caller has at hand.
struct Given {
  KnownProject project = {};
  // In the place of the rule (validation); it must outlive the answer.
  const types::Environment* environment = nullptr;
  // Of the project's own Python: its folders of packages, and the sources of its standard library,
  // which say what stubs do not; "" if not known.
  std::vector<std::string> packages = {};
  std::string standard_library = "";
  // Of a caller that asks about nearly the same text again and again; one thread's. The answer is
  // the same with it.
  AnalysisMemory* memory = nullptr;
  // Null: no names are offered that are not in scope.
  FindImportables find_importables = nullptr;
  bool is_auto_import_said = false;  // whatever the project's settings say of that
};

// What was found. It points into what it was made from.
struct Known {
  pack::UsageAround usage = {};
  types::Environment environment = {};
  AnalysisMemory* memory = nullptr;
  uint64_t question = 0;   // its number in the memory
  bool any_order = false;  // as Question's; a stub has no order either
  FileSettings settings = {};
  std::shared_ptr<const void> project = nullptr;  // keeps the tables; null: the caller does
  std::shared_ptr<const auto_import::Index> exports = nullptr;                  // of the project
  std::function<Importables(const Budget& budget)> find_importables = nullptr;  // of all else
};

// `corpus`: what other projects use, null for nothing.
Known Resolve(const Question& question, const Given& given, types::Workspace& workspace,
              const corpus::UsageTable* corpus, const FileSettings& settings = {});

}  // namespace fastnode::predict
