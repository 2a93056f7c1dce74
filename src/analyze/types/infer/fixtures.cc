#include "analyze/types/infer/fixtures.h"

#include <string>
#include <utility>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
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

// The name by which a fixture is asked for; "" of what is none.
std::string_view FixtureName(const File& f, NodeId function) {
  NodeId own = f.child(function, Field::kName);
  if (own == kNoNode || f.is_hidden(own)) return "";
  for (NodeId decorator : DecoratorsOf(f, function)) {
    std::string_view name = DecoratorName(f, decorator);
    if (name != "fixture" && name != "yield_fixture") continue;
    NodeId call = f.next(f.first(decorator));
    if (f.kind(call) == Kind::kCall) {
      for (const WrittenArgument& argument : WrittenArguments(f, call)) {
        bool renames = argument.keyword == "name" && f.kind(argument.node) == Kind::kString;
        if (renames) return StringText(f.text(argument.node));
      }
    }
    return f.text(own);
  }
  return "";
}

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

// The last one in a scope is the one that counts. `but`: a fixture that asks for one of its own
// name means another's.
std::optional<TypeId> FixtureIn(Infer& infer, const File& f, ScopeId scope, std::string_view name,
                                NodeId but) {
  NodeId found = kNoNode;
  for (VariableId v : f.module->VariablesOf(scope)) {
    for (const bind::Reference& reference : f.variable(v).references) {
      if (reference.kind != bind::ReferenceKind::kFunction) continue;
      NodeId function = f.parent(reference.node);
      if (function != but && FixtureName(f, function) == name) found = function;
    }
  }
  if (found == kNoNode) return std::nullopt;
  return Given(infer, f, found);
}

}  // namespace

TypeId FixtureValue(Infer& infer, const File& f, NodeId function, std::string_view name) {
  NodeId own = f.child(function, Field::kName);
  const bool is_test = own != kNoNode && f.text(own).starts_with("test");
  if (!is_test && FixtureName(f, function).empty()) return kUnknownType;
  if (NodeId cls = ClassOfFunction(f, function); cls != kNoNode) {
    if (auto of_class = FixtureIn(infer, f, f.module->ScopeOfClass(cls), name, function)) {
      return *of_class;
    }
  }
  if (auto of_file = FixtureIn(infer, f, bind::kModuleScope, name, function)) return *of_file;
  std::string package = f.module->package();
  for (bool more = true; more;) {
    const File* conftest = infer.files().Find(package.empty() ? "conftest" : package + ".conftest");
    if (conftest != nullptr && conftest != &f) {
      if (auto of_all = FixtureIn(infer, *conftest, bind::kModuleScope, name, kNoNode)) {
        return *of_all;
      }
    }
    more = !package.empty();
    const size_t dot = package.rfind('.');
    package = dot == std::string::npos ? "" : package.substr(0, dot);
  }
  for (const BuiltIn& row : kBuiltIn) {
    if (row.name == name) return LibraryInstance(infer, row.module, row.cls);
  }
  return kUnknownType;
}

}  // namespace fastnode::types
