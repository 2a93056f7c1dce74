#include "predict/making/fixture_names.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/word_at.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/file/test_fixtures.h"
#include "collect/pack/candidates.h"
#include "predict/asked/blanks.h"
#include "predict/cache/analysis_memory.h"
#include "predict/cursor/parameter_place.h"
#include "predict/cursor/site.h"
#include "support/file.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// https://docs.pytest.org/en/stable/reference/fixtures.html
constexpr std::string_view kOfPytest[] = {"tmp_path",
                                          "monkeypatch",
                                          "capsys",
                                          "caplog",
                                          "request",
                                          "capfd",
                                          "tmp_path_factory",
                                          "recwarn",
                                          "capsysbinary",
                                          "capfdbinary",
                                          "cache",
                                          "pytestconfig",
                                          "tmpdir",
                                          "doctest_namespace",
                                          "pytester",
                                          "testdir",
                                          "tmpdir_factory",
                                          "subtests",
                                          "record_property",
                                          "record_xml_attribute",
                                          "record_testsuite_property"};

// Whether the lines right above are decorators and comments, and one makes a fixture.
bool IsFixtureBelow(std::string_view above) {
  while (!above.empty()) {
    above = TrimmedRight(above, " \t\r\n");
    const size_t begin = above.rfind('\n') + 1;  // npos + 1 is 0
    std::string_view line = above.substr(begin);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with('@') && !line.starts_with('#')) return false;
    if (line.starts_with('@') && line.find("fixture") != kNowhere) return true;
    above = above.substr(0, begin);
  }
  return false;
}

// A parameter of a test or of a fixture.
std::optional<ParameterPlace> FindPlace(std::string_view text, size_t cursor) {
  std::optional<ParameterPlace> place = FindParameterPlace(text, cursor);
  if (!place) return std::nullopt;
  const bool is_test = place->function.starts_with("test");
  if (!is_test && !IsFixtureBelow(text.substr(0, place->line))) return std::nullopt;
  return place;
}

class FixtureCollector {
 public:
  FixtureCollector(std::string_view prefix, const ParameterPlace& place,
                   const types::Environment& environment)
      : prefix_(prefix), environment_(environment), seen_(place.given.begin(), place.given.end()) {}

  // Those that the file makes, of classes, too, and those of where it takes fixtures from.
  void AddFile(const types::Module& module, std::string_view but) {
    const types::File file{.module = &module};
    for (NodeId node : file.tree().ids()) {
      if (file.kind(node) != Kind::kFunctionDefinition) continue;
      const NodeId own = file.child(node, Field::kName);
      if (own != kNoNode && file.text(own) != but) Add(types::FixtureName(file, node));
    }
    for (const types::FixtureSource& source : types::FixtureSources(file)) {
      if (!source.name.empty() && !pack::Fits(source.here, prefix_)) continue;
      if (!LooksAt(source)) continue;
      const auto from = environment_.Find(source.module);
      if (from == nullptr || from.get() == &module) continue;
      if (source.name.empty()) {
        AddFile(*from, "");
      } else {
        AddImported(*from, source.name, source.here);
      }
    }
  }

  // Of the folder and those above it, up to the root. They are modules of the project, which are
  // kept and looked at again when they change; one that cannot be imported is read here.
  void AddConftests(std::string folder, const std::string& root) {
    constexpr int kMaxFolders = 12;
    for (int i = 0; i < kMaxFolders && !folder.empty(); ++i) {
      const std::string file = folder + "/conftest.py";
      const std::string name = ConftestOf(folder, root);
      const auto module = environment_.Find(name);
      if (module != nullptr && module->file() == file) {
        AddFile(*module, "");
      } else {
        ReadConftest(name, file);
      }
      if (folder == root) return;
      folder.resize(std::min(folder.rfind('/'), folder.size()));
    }
  }

  // Of the plugins that are installed; what begins with an underscore is for themselves.
  void AddPlugins() {
    is_of_plugin_ = true;
    for (const std::string& plugin : environment_.TestPlugins()) {
      const auto module = environment_.Find(plugin);
      if (module != nullptr) AddFile(*module, "");
    }
    is_of_plugin_ = false;
  }

  void Add(std::string_view name) {
    if (is_of_plugin_ && name.starts_with('_') && !prefix_.starts_with('_')) return;
    if (name.empty() || !pack::Fits(name, prefix_) || !seen_.emplace(name).second) return;
    list_.push_back({std::string(name), 0, "function"});
  }

  // The order is all that is known: halves of halves.
  std::vector<Completion> Take(int32_t max) {
    if (std::ssize(list_) > max) list_.resize(static_cast<size_t>(max));
    float share = 0.5F;
    for (Completion& one : list_) one.probability = std::exchange(share, share / 2);
    return std::move(list_);
  }

 private:
  // Its dotted path, from the root.
  static std::string ConftestOf(const std::string& folder, const std::string& root) {
    std::string name = "conftest";
    if (root.empty() || !folder.starts_with(root + "/")) return name;
    name = folder.substr(root.size() + 1) + "." + name;
    std::replace(name.begin(), name.end(), '/', '.');
    return name;
  }

  void ReadConftest(const std::string& name, const std::string& file) {
    Result<std::string> text = ReadFile(file, kMaxSourceBytes);
    if (!text.ok()) return;
    Result<bind::FileIndex> index = bind::BindText(*std::move(text));
    if (index.ok()) AddFile(types::Module(name, false, false, *std::move(index), file), "");
  }

  // What the module calls so, if it is a fixture, be it imported there. `here`: what the import
  // calls it, which is what tests ask for unless the fixture has a name of its own.
  void AddImported(const types::Module& module, std::string_view name, std::string_view here) {
    const types::File file{.module = &module};
    const bind::VariableId variable = module.Find(bind::kModuleScope, name);
    if (variable != bind::kNone) {
      for (const bind::Reference& reference : file.variable(variable).references) {
        if (reference.kind != bind::ReferenceKind::kFunction) continue;
        const std::string_view asked = types::FixtureName(file, file.parent(reference.node));
        if (!asked.empty()) return Add(asked == name ? here : asked);
      }
    }
    for (const types::FixtureSource& source : types::FixtureSources(file, name)) {
      if (!LooksAt(source, name)) continue;
      const auto from = environment_.Find(source.module);
      if (from == nullptr || from.get() == &module) continue;
      AddImported(*from, source.name.empty() ? name : source.name, here);
    }
  }

  // Whether nobody has looked there for that: modules may import one another.
  bool LooksAt(const types::FixtureSource& source, std::string_view name = "") {
    if (looked_at_.size() >= types::kMaxFixtureLooks) return false;
    const std::string_view wanted = source.name.empty() ? name : std::string_view(source.name);
    return looked_at_.emplace(source.module, wanted).second;
  }

  const std::string_view prefix_;
  const types::Environment& environment_;
  bool is_of_plugin_ = false;
  std::set<std::string, std::less<>> seen_;
  std::set<std::pair<std::string, std::string>> looked_at_;  // modules, and names or ""
  std::vector<Completion> list_;
};

// What `parametrize` gives a test, of the strings of its first argument: "text, expected", or a
// list of names.
void AddParametrized(const ast::Tree& tree, NodeId decorator, FixtureCollector& collector) {
  const NodeId call = tree.NextSibling(tree.FirstChild(decorator));  // behind the `@`
  if (call == kNoNode || tree[call].kind != Kind::kCall) return;
  if (!tree.Text(tree.Child(call, Field::kFunction)).ends_with("parametrize")) return;
  const NodeId list = tree.Child(call, Field::kArguments);
  const NodeId names = list == kNoNode ? list : tree.FirstChild(list);
  if (names == kNoNode) return;
  for (NodeId node : tree.Subtree(names)) {
    if (tree[node].kind != Kind::kString) continue;
    std::string_view text = types::StringText(tree.Text(node));
    while (!text.empty()) {
      const size_t comma = std::min(text.find(','), text.size());
      collector.Add(Trimmed(text.substr(0, comma)));
      text.remove_prefix(std::min(comma + 1, text.size()));
    }
  }
}

// By decorators of the test at `line`, and of the classes round it.
void AddParametrized(const ast::Tree& tree, const ParameterPlace& place,
                     FixtureCollector& collector) {
  for (NodeId node : tree.ids()) {
    if (tree[node].kind != Kind::kFunctionDefinition || tree[node].begin < place.line) continue;
    if (tree[node].begin > place.word) return;
    for (NodeId up = tree[node].parent; up != kNoNode; up = tree[up].parent) {
      if (tree[up].kind != Kind::kDecoratedDefinition) continue;
      for (NodeId c = tree.FirstChild(up); c != kNoNode; c = tree.NextSibling(c)) {
        if (tree[c].kind == Kind::kDecorator) AddParametrized(tree, c, collector);
      }
    }
  }
}

}  // namespace

Result<std::optional<Answer>> CompleteFixture(const Question& question, const Known& known,
                                              const Budget& budget) {
  using Nothing = std::optional<Answer>;
  if (question.cursor > question.text.size()) return Nothing();
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<ParameterPlace> place = FindPlace(text, question.cursor);
  if (!place) return Nothing();
  Result<Analysed> analysed =
      AnalyseWithParameter(text, *place, question.cursor, known.memory, budget.patience);
  if (!analysed.ok()) return analysed.error();
  const std::string prefix = text.substr(place->word, question.cursor - place->word);
  FixtureCollector collector(prefix, *place, known.environment);
  AddParametrized((*analysed)->index.tree, *place, collector);
  const types::Standing& standing = known.environment.standing();
  collector.AddFile(types::Module((*analysed)->index, standing.module, standing.package),
                    place->function);
  const size_t slash = question.path.rfind('/');
  if (slash != std::string::npos) {
    collector.AddConftests(question.path.substr(0, slash), question.root);
  }
  for (std::string_view name : kOfPytest) collector.Add(name);
  collector.AddPlugins();
  return Nothing(Answer{pack::Task::kName,
                        prefix,
                        collector.Take(budget.max_completions),
                        {},
                        false,
                        Origin::kInDeclaration});
}

}  // namespace fastnode::predict
