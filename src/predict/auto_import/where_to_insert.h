// The edits that add a name to the imports of a file.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "predict/auto_import/import_statements.h"

namespace fastnode::auto_import {

struct Edit {
  size_t begin = 0, end = 0;  // of the text before all edits, in bytes
  std::string text;
  bool operator==(const Edit&) const = default;
};

// `import module`, `import module as alias`, `from module import name [as alias]`.
struct Wanted {
  std::string module;
  std::string name = "";  // "": the module itself
  std::string alias = "";
};

// One file's. One thread.
class Imports {
 public:
  // Of the first name of a module's path: whether it is one of the project's.
  using IsOwn = std::function<bool(std::string_view top_level)>;
  // `package`: from which the file's relative imports count; "" if it is in none.
  Imports(std::string_view text, size_t cursor, std::string package = "", IsOwn is_own = nullptr);

  // In the order of their places. `from module import ...` is extended where there is one, sorted
  // as it is. Else a statement is put among those of the same origin (standard library, packages,
  // the project, relative ones), sorted as these are; without any import it stands behind
  // docstring, `from __future__` and the first comments. Modules of the file's own package are
  // written with dots where the file does so and never otherwise.
  std::vector<Edit> EditsFor(const Wanted& wanted) const;

 private:
  enum class Origin : uint8_t { kFuture, kStandard, kPackage, kProject, kRelative };
  using Run = std::vector<const ImportStatement*>;

  Origin OriginOf(std::string_view module) const;
  std::string Absolute(std::string_view written) const;
  std::string Spelled(const std::string& module) const;
  std::vector<Edit> Extend(const ImportStatement& statement, const std::string& item) const;
  Edit InsertLine(const Wanted& wanted) const;
  Edit InsertAmong(const Run& group, const ImportStatement& line, const std::string& text) const;
  Edit InsertGroup(const Run& run, Origin origin, const std::string& text) const;
  Edit InsertAtTop(const std::string& line) const;
  Run MainRun() const;
  std::string BlanksBefore(size_t at) const;  // of its line; "" if more stands there

  const std::string text_;  // a carriage return alone is a line feed
  std::string newline_ = "\n";
  const std::string package_;
  const IsOwn is_own_;
  ImportStatements statements_;
};

}  // namespace fastnode::auto_import
