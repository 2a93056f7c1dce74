#include "analyze/types/file/import_statement.h"

#include <algorithm>

namespace fastnode::types {

using ast::Field;
using ast::Kind;

std::string AbsoluteModule(const File& f, std::string_view written) {
  size_t dots = std::min(written.find_first_not_of('.'), written.size());
  std::string_view package = f.module->package();
  if (dots == 0 || package.empty()) return std::string(written);
  for (size_t up = 1; up < dots; ++up) {
    size_t dot = package.rfind('.');
    package = dot == std::string_view::npos ? "" : package.substr(0, dot);
  }
  std::string module(package);
  if (!module.empty() && dots < written.size()) module += '.';
  module += written.substr(dots);
  return module.empty() ? std::string(written) : module;
}

std::optional<ImportedName> ReadImport(const File& f, NodeId identifier) {
  NodeId clause = f.parent(identifier), statement = clause;
  while (statement != kNoNode && f.kind(statement) != Kind::kImportStatement &&
         f.kind(statement) != Kind::kImportFromStatement) {
    statement = f.parent(statement);
  }
  if (statement == kNoNode) return std::nullopt;
  NodeId written = clause;  // the dotted name that is imported
  if (f.kind(clause) == Kind::kAliasedImport) written = f.child(clause, Field::kName);
  if (written == kNoNode) return std::nullopt;
  if (f.kind(statement) == Kind::kImportStatement) {
    // `import a.b` binds a.
    return ImportedName{std::string(f.text(written == clause ? identifier : written)), ""};
  }
  NodeId from = f.child(statement, Field::kModuleName);
  if (from == kNoNode) return std::nullopt;
  return ImportedName{AbsoluteModule(f, f.text(from)), std::string(f.text(written))};
}

std::string StarPath(const File& f, NodeId star) {
  NodeId from = f.child(star, Field::kModuleName);
  if (from == kNoNode || f.scope_of(star) != bind::kModuleScope) return "";
  std::string path = AbsoluteModule(f, f.text(from));
  return path == f.module->path() ? "" : path;
}

}  // namespace fastnode::types
