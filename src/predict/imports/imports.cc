// Half an import statement has no tree to ask, so where the cursor stands is read from the line.
// What can be imported is asked of types, as in `import module; module.|`, and ordered by the
// corpus.
#include "predict/imports/imports.h"

#include <algorithm>
#include <map>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "analyze/types/imports/folder.h"
#include "analyze/types/types.h"
#include "collect/pack/analyse.h"
#include "collect/pack/candidates.h"
#include "predict/asked/blanks.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

constexpr std::string_view kImport = "import";
// What is left of the weight of a name with an underscore, and of one that a module has for itself;
// guesses.
constexpr double kOfFuture = 20, kOfPrivate = 0.01, kOfUnmeant = 0.0625;

// The text's last line, with those above that a backslash joins to it, as one line; "" where no
// backslash does.
std::string JoinedLine(std::string_view before) {
  constexpr std::string_view kEnd = "\\\n";
  size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
  bool is_joined = false;
  while (begin >= kEnd.size() && before.substr(begin - kEnd.size(), kEnd.size()) == kEnd) {
    is_joined = true;
    const size_t end = begin - 1;
    begin = before.rfind('\n', end - 1) + 1;
  }
  std::string line(is_joined ? before.substr(begin) : "");
  for (size_t at = line.find(kEnd); at != line.npos; at = line.find(kEnd, at)) {
    line.replace(at, kEnd.size(), kEnd.size(), ' ');
  }
  return line;
}

// The statement up to the cursor: its line; of one in brackets from the line with `from`.
std::string_view StatementBefore(std::string_view before) {
  constexpr int kMaxLines = 100;
  size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
  std::string_view line = TrimmedLeft(before.substr(begin));
  if (line.starts_with("import") || line.starts_with("from")) return line;
  for (int i = 0; i < kMaxLines && begin > 0; ++i) {
    const size_t end = begin - 1;
    begin = end == 0 ? 0 : before.rfind('\n', end - 1) + 1;
    const std::string_view above = TrimmedLeft(before.substr(begin, end - begin));
    // Lines in between are names and commas.
    const bool opens = above.starts_with("from ") && above.find("import") != above.npos &&
                       above.find('(') != above.npos;
    if (opens) return TrimmedLeft(before.substr(begin));
    const bool between = std::all_of(above.begin(), above.end(), [](char c) {
      return ast::IsNameByte(c) || IsBlank(c) || c == ',' || c == '\r';
    });
    if (!between) break;
  }
  return "";
}

// The dotted name at the text's end.
ImportPlace ModulePlaceOf(std::string_view dotted) {
  const size_t dot = dotted.rfind('.');
  if (dot == dotted.npos) return {"", std::string(dotted), false};
  // Dots in front belong to the module.
  const bool relative = dotted.find_first_not_of('.') > dot;
  return {std::string(dotted.substr(0, relative ? dot + 1 : dot)),
          std::string(dotted.substr(dot + 1)), false};
}

// "pkg.sub" of ".sub" in a file of package "pkg"; nullopt if there is no such package.
std::optional<std::string> Absolute(const std::string& module,
                                    const types::Environment& environment) {
  const size_t dots = std::min(module.find_first_not_of('.'), module.size());
  if (dots == 0) return module;
  std::string package = environment.standing().package;
  for (size_t i = 1; i < dots; ++i) {
    const size_t dot = package.rfind('.');
    if (package.empty()) return std::nullopt;
    package = dot == std::string::npos ? "" : package.substr(0, dot);
  }
  if (package.empty()) return std::nullopt;
  const std::string rest = module.substr(dots);
  return rest.empty() ? package : package + "." + rest;
}

struct Found {
  std::string kind;
  bool is_meant = true;      // to be imported from there
  bool is_borrowed = false;  // the module has imported it for its own use
  size_t listed = SIZE_MAX;  // where `__all__` has it
};

struct Weighed {
  const std::string* name;
  const Found* found;
  double count, in_packages;
};

// Where `__all__` lists the names: whoever wrote it began with what matters.
void KnowOrder(std::string_view text, std::map<std::string, Found>& found) {
  constexpr size_t kMaxNames = 2000, kFewest = 3;
  constexpr std::string_view kAll = "__all__";
  size_t at = text.find(kAll);
  while (at != text.npos && at > 0 && text[at - 1] != '\n' && text[at - 1] != ' ') {
    at = text.find(kAll, at + kAll.size());
  }
  if (at == text.npos) return;
  const size_t open = text.find_first_of("[(", at);
  if (open == text.npos) return;
  const size_t end = std::min(text.find(text[open] == '[' ? ']' : ')', open), text.size());
  at = open;
  std::vector<Found*> listed;
  while (listed.size() < kMaxNames) {
    const size_t begin = text.find_first_of("'\"", at);
    if (begin == text.npos || begin >= end) break;
    const size_t closing = text.find(text[begin], begin + 1);
    if (closing == text.npos || closing >= end) break;
    const auto name = found.find(std::string(text.substr(begin + 1, closing - begin - 1)));
    if (name != found.end()) listed.push_back(&name->second);
    at = closing + 1;
  }
  // The beginning of a list that is put together.
  if (listed.size() < kFewest) return;
  for (size_t i = 0; i < listed.size(); ++i) listed[i]->listed = i;
}

bool MakesItself(const types::Module& module, std::string_view name) {
  const bind::VariableId variable = module.Find(bind::kModuleScope, name);
  if (variable == bind::kNone) return false;
  const auto references = module.index().variables[variable].references;
  return std::any_of(references.begin(), references.end(), [](const bind::Reference& one) {
    return bind::IsBinding(one.kind) && one.kind != bind::ReferenceKind::kImport;
  });
}

void AddNamesOf(const std::string& module, const types::Environment& environment,
                std::map<std::string, Found>& found) {
  if (environment.Find(module) == nullptr) return;  // a class is no module
  Result<pack::AnalysedSource> source = pack::Analyse("import " + module + "\n" + module + "\n");
  if (!source.ok()) return;
  const ast::Tree& tree = source->index.tree;
  const auto end = static_cast<uint32_t>(tree.source.size() - 1);
  for (ast::NodeId node : tree.ids()) {
    const bool whole = tree[node].begin == end - module.size() && tree[node].end == end;
    const bool value =
        tree[node].kind == ast::Kind::kIdentifier || tree[node].kind == ast::Kind::kAttribute;
    if (!whole || !value) continue;
    types::TypeEvaluator types(source->index, environment);
    const std::shared_ptr<const types::Module> held = environment.Find(module);
    for (const types::Member& member : types.Members(types.TypeOf(node))) {
      // What every module has is seldom meant to be imported.
      const bool own =
          held != nullptr && held->Find(bind::kModuleScope, member.name) != bind::kNone;
      if (member.name.starts_with("__") && !own) continue;
      static constexpr const char* kKinds[] = {"module", "class", "function", "field", "field"};
      Found& one = found[std::string(member.name)];
      one.kind = kKinds[static_cast<int>(member.kind)];
      one.is_meant = held == nullptr || IsMeantForOthers(*held, member.name);
      one.is_borrowed = !one.is_meant && !MakesItself(*held, member.name);
    }
    if (held != nullptr && held->has_all()) KnowOrder(held->tree().source, found);
    return;
  }
}

// In a folder that is no package, dots count from the folder itself, as in a package without an
// __init__ file.
std::vector<Completion> CompleteBeside(const ImportPlace& place, std::string folder,
                                       const corpus::UsageTable& corpus, size_t max_completions) {
  const size_t dots = std::min(place.module.find_first_not_of('.'), place.module.size());
  std::string own = folder.substr(folder.rfind('/') + 1);
  own.resize(std::min(own.rfind('.'), own.size()));
  for (size_t up = 0; up < dots && !folder.empty(); ++up) {
    folder.resize(std::min(folder.rfind('/'), folder.size() - 1));
  }
  if (folder.empty()) return {};
  const types::Folder beside(folder);
  const types::Environment environment(std::vector<const types::ModulePlace*>{&beside},
                                       {"", dots == 1 ? own : "", ""});
  ImportPlace here = place;
  here.module = place.module.substr(dots);
  here.is_beside = true;
  return CompleteImport(here, environment, corpus, max_completions);
}

}  // namespace

std::vector<std::string> ImportedNames(std::string_view names) {
  std::vector<std::string> given;
  while (!names.empty()) {
    const size_t comma = std::min(names.find(','), names.size());
    std::string_view one = names.substr(0, comma);
    one.remove_prefix(std::min(one.find_first_not_of(" \t\r\n("), one.size()));
    const size_t length = ast::EndOfWord(one, 0);
    if (length > 0) given.emplace_back(one.substr(0, length));
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
  return given;
}

std::optional<ImportPlace> FindImport(std::string_view text, uint64_t offset) {
  const std::string joined = JoinedLine(text.substr(0, offset));
  std::string_view statement =
      StatementBefore(joined.empty() ? text.substr(0, offset) : std::string_view(joined));
  auto take = [&](std::string_view word) {
    if (!statement.starts_with(word) || statement.size() == word.size() ||
        !IsBlank(statement[word.size()])) {
      return false;
    }
    statement = TrimmedLeft(statement.substr(word.size()));
    return true;
  };
  if (take("import")) {
    const std::string_view dotted = DottedAtEnd(statement);
    std::string_view before = statement.substr(0, statement.size() - dotted.size());
    while (!before.empty() && IsBlank(before.back())) before.remove_suffix(1);
    // After `as` comes a name that is new.
    if (!before.empty() && before.back() != ',') return std::nullopt;
    return ModulePlaceOf(dotted);
  }
  if (!take("from")) return std::nullopt;
  size_t length = 0;
  while (length < statement.size() &&
         (ast::IsNameByte(statement[length]) || statement[length] == '.')) {
    ++length;
  }
  const std::string_view module = statement.substr(0, length);
  if (length == statement.size()) {
    ImportPlace place = ModulePlaceOf(module);
    place.from = true;
    // Dots are a whole module.
    place.word = !module.empty() && module.find_first_not_of('.') == module.npos;
    return place;
  }
  statement = TrimmedLeft(statement.substr(length));
  if (module.ends_with('.') && module.find_first_not_of('.') != module.npos &&
      std::all_of(statement.begin(), statement.end(), ast::IsNameByte)) {
    // Blanks may stand behind a dot; `import` may not.
    ImportPlace place = ModulePlaceOf(module);
    place.prefix = statement;
    place.from = true;
    return place;
  }
  if (!module.empty() && kImport.starts_with(statement)) {
    return ImportPlace{.prefix = std::string(statement), .word = true, .is_behind = true};
  }
  if (!take("import") &&
      !(statement.starts_with("import(") && (statement.remove_prefix(6), true))) {
    return std::nullopt;
  }
  const size_t begin = ast::BeginOfWord(statement, statement.size());
  std::string_view before = statement.substr(0, begin);
  while (!before.empty() &&
         (IsBlank(before.back()) || before.back() == '\n' || before.back() == '\r')) {
    before.remove_suffix(1);
  }
  if (!before.empty() && before.back() != ',' && before.back() != '(') return std::nullopt;
  return ImportPlace{std::string(module), std::string(statement.substr(begin)), true,
                     ImportedNames(before)};
}

namespace {

// Takes out what the module has imported for its own use, unless the corpus or the project takes it
// from there.
void LeaveOutBorrowed(const std::string& module, const ImportWeights& weights,
                      std::vector<Weighed>& names) {
  std::erase_if(names, [&](const Weighed& one) {
    return one.found->is_borrowed && one.count == 0 && weights.InProject(module, *one.name) == 1;
  });
}

// Of the training projects' 12,578 absolute `from` 66 % name a module of the project itself, of
// 10,360 `import` 22 %. What is seldom imported has no part in it. Returns what it adds.
double AddShareOfProject(const ImportPlace& place, const types::Environment& environment,
                         double total, std::vector<Completion>& completions) {
  static constexpr std::string_view kScripts[] = {"__main__", "conftest", "doc",   "docs",
                                                  "examples", "setup",    "tests", "versioneer"};
  const std::vector<std::string> project = environment.ModulesOfProject();
  // Neighbours in a package are found by files that are run as scripts, and seldom meant.
  const std::string& package = environment.standing().package;
  const std::vector<std::string> neighbours =
      package.empty() ? std::vector<std::string>() : environment.Submodules(package);
  std::vector<Completion*> own;
  for (Completion& one : completions) {
    const bool is_script = std::binary_search(std::begin(kScripts), std::end(kScripts), one.text);
    const bool is_own = std::binary_search(project.begin(), project.end(), one.text);
    const bool is_near = std::binary_search(neighbours.begin(), neighbours.end(), one.text);
    if (is_own && !is_script && !is_near) own.push_back(&one);
  }
  if (own.empty()) return 0;
  const double share = place.from ? 0.66 : 0.22;
  const double added = total * share / (1 - share);
  for (Completion* one : own) {
    one->probability += static_cast<float>(added / static_cast<double>(own.size()));
  }
  return added;
}

}  // namespace

std::vector<Completion> CompleteImport(const ImportPlace& place,
                                       const types::Environment& environment,
                                       const corpus::UsageTable& corpus, size_t max_completions,
                                       const ImportWeights& weights) {
  const Completion import{std::string(kImport), 1, "word"};
  if (place.is_behind) return {import};
  if (place.module.starts_with('.') && environment.standing().package.empty()) {
    return CompleteBeside(place, environment.standing().file, corpus, max_completions);
  }
  std::optional<std::string> module = Absolute(place.module, environment);
  if (!module.has_value()) {
    // Above the outermost package that is known, folders are all there is.
    return CompleteBeside(place, environment.standing().file, corpus, max_completions);
  }
  std::map<std::string, Found> found;
  if (place.name && !module->empty()) AddNamesOf(*module, environment, found);
  for (const std::string& name : environment.Submodules(*module)) found[name] = Found{"module"};
  // At the top a folder without an __init__ file is one of scripts more often than not: it comes
  // once a letter of it is typed.
  if (!module->empty() || place.is_beside || !place.prefix.empty()) {
    for (const std::string& name : environment.PlainFolders(*module))
      found.try_emplace(name, Found{"module"});
  }
  found.erase("__init__");
  for (const std::string& name : place.given) found.erase(name);
  // Nobody imports the file from itself.
  const std::string& own = environment.standing().module;
  const size_t last = own.rfind('.');
  const std::string around = last == own.npos ? "" : own.substr(0, last);
  if (!own.empty() && *module == around) found.erase(own.substr(last == own.npos ? 0 : last + 1));
  const bool of_module = !module->empty();
  const uint64_t key = of_module ? corpus::UsageKey(corpus::KeySpace::kBase, *module)
                                 : corpus::UsageKey(corpus::KeySpace::kBaseName, "");
  std::vector<Weighed> weighed;
  double all = 0;
  for (const auto& [name, one] : found) {
    if (!pack::Fits(name, place.prefix)) continue;
    const std::optional<corpus::UsageTable::Row> row = corpus.Find(key, name);
    const double in_packages = place.name ? weights.InPackages(*module, name, one.is_meant) : 1;
    const double count = row ? corpus::Total(row->counts) : 0;
    weighed.push_back({&name, &one, count, in_packages});
    all += in_packages;
  }
  if (place.name && place.prefix.empty() && !place.is_replaced) {
    LeaveOutBorrowed(*module, weights, weighed);
  }
  double total = 0;
  std::vector<Completion> completions;
  for (const auto& [name, one, count, in_packages] : weighed) {
    const double guess = in_packages / all * static_cast<double>(weighed.size());
    double weight = (count + guess) * (name->starts_with('_') ? kOfPrivate : 1);
    // Of all that was to come it alone has not become the rule.
    if (*module == "__future__") weight = *name == "annotations" ? kOfFuture : 1;
    if (place.name) weight *= weights.InProject(*module, *name) * (one->is_meant ? 1 : kOfUnmeant);
    total += weight;
    completions.push_back({*name, static_cast<float>(weight), one->kind});
  }
  if (!of_module) total += AddShareOfProject(place, environment, total, completions);
  for (Completion& completion : completions) {
    completion.probability = static_cast<float>(completion.probability / total);
  }
  std::sort(completions.begin(), completions.end(), [&](const Completion& a, const Completion& b) {
    if (a.probability != b.probability) return a.probability > b.probability;
    const size_t listed = found.at(a.text).listed, listed_other = found.at(b.text).listed;
    return listed != listed_other ? listed < listed_other : a.text < b.text;
  });
  if (completions.size() > max_completions) completions.resize(max_completions);
  if (place.word && completions.size() < max_completions) {
    completions.push_back({std::string(kImport), 0, "word"});
  }
  return completions;
}

}  // namespace fastnode::predict
