#include "analyze/types/file/test_fixtures.h"

#include <optional>
#include <utility>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/decorators.h"
#include "analyze/types/file/import_statement.h"
#include "analyze/types/file/string_text.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

std::string_view FixtureName(const File& f, NodeId function) {
  const NodeId own = f.child(function, Field::kName);
  if (own == kNoNode || f.is_hidden(own)) return "";
  for (NodeId decorator : DecoratorsOf(f, function)) {
    const std::string_view name = DecoratorName(f, decorator);
    if (name != "fixture" && name != "yield_fixture") continue;
    const NodeId call = f.next(f.first(decorator));
    if (f.kind(call) == Kind::kCall) {
      for (const WrittenArgument& argument : WrittenArguments(f, call)) {
        const bool renames = argument.keyword == "name" && f.kind(argument.node) == Kind::kString;
        if (renames) return StringText(f.text(argument.node));
      }
    }
    return f.text(own);
  }
  return "";
}

namespace {

// What imports at the top of the file bind to a variable.
void AddImports(const File& f, VariableId v, std::vector<FixtureSource>& sources) {
  for (const bind::Reference& reference : f.variable(v).references) {
    if (reference.kind != bind::ReferenceKind::kImport) continue;
    std::optional<ImportedName> imported = ReadImport(f, reference.node);
    if (!imported || imported->name.empty() || f.is_hidden(reference.node)) continue;
    sources.push_back({std::move(imported->module), std::move(imported->name), f.variable(v).name});
  }
}

}  // namespace

std::vector<FixtureSource> FixtureSources(const File& f, std::string_view name) {
  std::vector<FixtureSource> sources;
  if (name.empty()) {
    for (VariableId v : f.module->VariablesOf(bind::kModuleScope)) AddImports(f, v, sources);
  } else if (VariableId v = f.module->Find(bind::kModuleScope, name); v != bind::kNone) {
    AddImports(f, v, sources);
  }
  for (NodeId star : f.module->stars()) {
    if (std::string path = StarPath(f, star); !path.empty()) {
      sources.push_back({std::move(path), "", ""});
    }
  }
  const VariableId plugins = f.module->Find(bind::kModuleScope, "pytest_plugins");
  if (plugins == bind::kNone) return sources;
  for (const bind::Reference& reference : f.variable(plugins).references) {
    const NodeId assignment = f.parent(reference.node);
    if (f.kind(assignment) != Kind::kAssignment) continue;
    const NodeId value = f.child(assignment, Field::kRight);
    if (value == kNoNode) continue;
    for (NodeId part : f.tree().Subtree(value)) {
      if (f.kind(part) != Kind::kString) continue;
      sources.push_back({std::string(StringText(f.text(part))), "", ""});
    }
  }
  return sources;
}

}  // namespace fastnode::types
