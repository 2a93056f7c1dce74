#include "analyze/types/infer/fixtures.h"

#include <set>
#include <string>
#include <utility>

#include "analyze/types/file/references.h"
#include "analyze/types/file/test_fixtures.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

struct BuiltIn {
  std::string_view name, module, cls;
};
constexpr BuiltIn kBuiltIn[] = {
    {"cache", "_pytest.cacheprovider", "Cache"},
    {"capfd", "_pytest.capture", "CaptureFixture"},
    {"caplog", "_pytest.logging", "LogCaptureFixture"},
    {"capsys", "_pytest.capture", "CaptureFixture"},
    {"monkeypatch", "_pytest.monkeypatch", "MonkeyPatch"},
    {"pytester", "_pytest.pytester", "Pytester"},
    {"recwarn", "_pytest.recwarn", "WarningsRecorder"},
    {"request", "_pytest.fixtures", "FixtureRequest"},
    {"tmp_path", "pathlib", "Path"},
    {"tmp_path_factory", "_pytest.tmpdir", "TempPathFactory"},
};

// What is handed to tests: of a generator what it yields.
TypeId Given(Infer& infer, const File& f, NodeId fixture) {
  TypeId result = infer.ResultOf(f, fixture);
  const TypeData& data = infer.table()[result];
  const bool is_object = data.form == Form::kInstance;
  const std::string path = is_object ? infer.files().PathOf(data.file, data.node) : "";
  for (std::string_view name : {"typing.Generator", "typing.Iterator", "typing.Iterable"}) {
    if (path == name) return infer.Element(result);
  }
  for (std::string_view name : {"typing.AsyncGenerator", "typing.AsyncIterator"}) {
    if (path == name) return infer.Element(result, true);
  }
  NodeId word = f.first(fixture);
  bool is_async = word != kNoNode && f.text(word) == "async";
  return is_async ? infer.Awaited(result) : result;
}

struct FoundFixture {
  const File* file = nullptr;
  NodeId function = kNoNode;  // kNoNode: there is none
};

// The last one in a scope is the one that counts. `but`: a fixture that asks for one of its own
// name means another's.
FoundFixture FixtureIn(const File& f, ScopeId scope, std::string_view name, NodeId but) {
  FoundFixture found{&f};
  for (VariableId v : f.module->VariablesOf(scope)) {
    for (const bind::Reference& reference : f.variable(v).references) {
      if (reference.kind != bind::ReferenceKind::kFunction) continue;
      const NodeId function = f.parent(reference.node);
      if (function != but && FixtureName(f, function) == name) found.function = function;
    }
  }
  return found;
}

using Asked = std::set<std::pair<int32_t, std::string>>;  // numbers of files, and names

// Of a file, or of where it takes fixtures from.
FoundFixture FixtureOf(Files& files, const File& f, std::string_view name, NodeId but,
                       Asked& asked) {
  if (!asked.emplace(f.number, name).second || asked.size() > kMaxFixtureLooks) return {};
  const FoundFixture own = FixtureIn(f, bind::kModuleScope, name, but);
  if (own.function != kNoNode) return own;
  for (const FixtureSource& source : FixtureSources(f, name)) {
    const File* module = files.Find(source.module);
    if (module == nullptr || module == &f) continue;
    const std::string_view there = source.name.empty() ? name : std::string_view(source.name);
    const FoundFixture found = FixtureOf(files, *module, there, kNoNode, asked);
    if (found.function != kNoNode) return found;
  }
  return {};
}

FoundFixture FixtureOfPlugins(Files& files, std::string_view name, Asked& asked) {
  for (const std::string& plugin : files.environment().TestPlugins()) {
    const File* module = files.Find(plugin);
    if (module == nullptr) continue;
    const FoundFixture found = FixtureOf(files, *module, name, kNoNode, asked);
    if (found.function != kNoNode) return found;
  }
  return {};
}

}  // namespace

TypeId FixtureValue(Infer& infer, const File& f, NodeId function, std::string_view name) {
  NodeId own = f.child(function, Field::kName);
  const bool is_test = own != kNoNode && f.text(own).starts_with("test");
  if (!is_test && FixtureName(f, function).empty()) return kUnknownType;
  FoundFixture found;
  Asked asked;
  if (NodeId cls = ClassOfFunction(f, function); cls != kNoNode) {
    found = FixtureIn(f, f.module->ScopeOfClass(cls), name, function);
  }
  if (found.function == kNoNode) found = FixtureOf(infer.files(), f, name, function, asked);
  std::string package = f.module->package();
  for (bool more = true; more && found.function == kNoNode;) {
    const File* conftest = infer.files().Find(package.empty() ? "conftest" : package + ".conftest");
    if (conftest != nullptr && conftest != &f) {
      found = FixtureOf(infer.files(), *conftest, name, kNoNode, asked);
    }
    more = !package.empty();
    const size_t dot = package.rfind('.');
    package = dot == std::string::npos ? "" : package.substr(0, dot);
  }
  if (found.function == kNoNode) found = FixtureOfPlugins(infer.files(), name, asked);
  if (found.function != kNoNode) return Given(infer, *found.file, found.function);
  for (const BuiltIn& row : kBuiltIn) {
    if (row.name == name) return LibraryInstance(infer, row.module, row.cls);
  }
  return kUnknownType;
}

}  // namespace fastnode::types
