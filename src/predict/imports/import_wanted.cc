#include "predict/imports/import_wanted.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "analyze/bind/reads.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "predict/auto_import/offer.h"
#include "predict/cache/analysis_memory.h"
#include "predict/cursor/asker.h"
#include "predict/imports/usual_aliases.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kMaxWanted = 8;   // names for which modules are looked for
constexpr float kOfWanted = 0.9F;  // share of all; a guess, but for the order

// The text without the statement that is typed, and what of that stands on both sides of the
// cursor.
struct WithoutStatement {
  std::string text, before, behind;
};

// Whether a line of a statement in brackets may look so: names and commas.
bool IsListOfNames(std::string_view text) {
  text = text.substr(0, text.find('#'));
  return std::all_of(text.begin(), text.end(), [](char c) {
    return ast::IsNameByte(c) || c == ',' || c == ' ' || c == '\t' || c == '(' || c == ')';
  });
}

// The statement's first byte; nothing if it is no import.
std::optional<size_t> BeginOfImport(std::string_view text, size_t cursor) {
  constexpr int kMaxLines = 100;
  size_t begin = text.substr(0, cursor).rfind('\n') + 1;  // npos + 1 is 0
  for (int i = 0; i < kMaxLines; ++i) {
    const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
    const size_t indentation = std::min(line.find_first_not_of(" \t"), line.size());
    const std::string_view code = line.substr(indentation);
    if (code.starts_with("import") || code.starts_with("from")) return begin + indentation;
    if (begin == 0 || !IsListOfNames(line)) break;
    begin = text.substr(0, begin - 1).rfind('\n') + 1;
  }
  return std::nullopt;
}

// The statement's end: of its line or, where a bracket is open, of the line that closes it.
size_t EndOfImport(std::string_view text, size_t begin, size_t cursor) {
  size_t end = std::min(text.find('\n', cursor), text.size());
  const auto is_open = [&] {
    const std::string_view statement = text.substr(begin, end - begin);
    return statement.find('(') != statement.npos && statement.find(')') == statement.npos;
  };
  size_t next = end;
  while (is_open() && next < text.size()) {
    const size_t line = next + 1;
    next = std::min(text.find('\n', line), text.size());
    if (!IsListOfNames(text.substr(line, next - line))) break;
    end = next;
  }
  return end;
}

std::optional<WithoutStatement> TakeOutStatement(const Question& question) {
  std::string text = ast::WithLineFeeds(question.text);
  const std::optional<size_t> begin = BeginOfImport(text, question.cursor);
  if (!begin || *begin > question.cursor) return std::nullopt;
  const size_t end = EndOfImport(text, *begin, question.cursor);
  std::string before = text.substr(*begin, question.cursor - *begin);
  std::string behind = text.substr(question.cursor, end - question.cursor);
  text.replace(*begin, end - *begin, "pass");
  return WithoutStatement{std::move(text), std::move(before), std::move(behind)};
}

// Names that are read and that neither the file nor Python has, in the order of the text; of those
// before a dot alone, if `are_bases`.
std::vector<std::string> MissingNames(const pack::AnalysedSource& source, bool are_bases) {
  const ast::Tree& tree = source.index.tree;
  const auto builtins = pack::Builtins();
  std::vector<std::string> names;
  for (NodeId node : source.reads) {
    if (!bind::IsName(tree, node) || source.index.variable_of[node] != bind::kNone) continue;
    const std::string_view name = tree.Text(node);
    const NodeId parent = tree[node].parent;
    const bool is_base = parent != kNoNode && tree[parent].kind == Kind::kAttribute;
    const bool is_there = std::binary_search(builtins.begin(), builtins.end(), name) ||
                          pack::IsOfEveryModule(name) || pack::IsWord(name) || name == "_";
    if (is_there || (are_bases && !is_base)) continue;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  }
  return names;
}

// The names of ` import a, b as c`.
std::vector<std::string> NamesBehind(std::string_view behind) {
  constexpr std::string_view kWord = "import ";
  const std::string_view rest = TrimmedLeft(behind);
  return rest.starts_with(kWord) ? ImportedNames(rest.substr(kWord.size()))
                                 : std::vector<std::string>();
}

// What follows the part of a module's path that is typed: of "concurrent.futures" behind "" it is
// "concurrent", behind "concurrent." "futures"; "" if the module is none of these.
std::string_view NextPart(std::string_view module, const ImportPlace& place) {
  if (!place.module.empty()) {
    if (!module.starts_with(place.module)) return "";
    module.remove_prefix(place.module.size());
    if (!module.starts_with('.')) return "";
    module.remove_prefix(1);
  }
  module = module.substr(0, module.find('.'));
  return pack::Fits(module, place.prefix) ? module : "";
}

// Parts of modules that have the names, those first from which most of them come.
std::vector<std::string> ModulesWith(const std::vector<std::string>& names,
                                     const Question& question, const ImportPlace& place,
                                     const Known& known, const Budget& budget) {
  Importables importables = known.find_importables(budget);
  if (known.exports != nullptr) importables.list.insert(importables.list.begin(), known.exports);
  const auto_import::Asker asker = AskerOf(question, known);
  std::vector<std::string> modules;
  std::map<std::string, int, std::less<>> found;
  for (size_t i = 0; i < std::min(names.size(), kMaxWanted); ++i) {
    const auto offers = auto_import::FindOffers(
        importables.list, {.prefix = names[i],
                           .asker = asker,
                           .is_in_scope = [&](std::string_view name) { return name != names[i]; },
                           .corpus = known.usage.corpus});
    for (const auto_import::Offer& offer : offers) {
      const std::string_view part = NextPart(offer.import.module, place);
      if (part.empty() || offer.import.name != names[i]) continue;
      if (found[std::string(part)]++ == 0) modules.emplace_back(part);
    }
  }
  // What the project has itself is meant sooner than what the library calls the same.
  const auto is_own = [&](const std::string& part) {
    return place.module.empty() && known.exports != nullptr && known.exports->HasTopLevel(part);
  };
  std::stable_sort(modules.begin(), modules.end(), [&](const auto& a, const auto& b) {
    const int of_a = found.find(a)->second, of_b = found.find(b)->second;
    return of_a != of_b ? of_a > of_b : is_own(a) > is_own(b);
  });
  return modules;
}

// Names for which a module is usually imported under another: each becomes what is written, as
// "numpy as np", where there is such a module.
void AddAliases(const ImportPlace& place, const Known& known, std::vector<std::string>& names,
                std::vector<Completion>& list) {
  for (std::string& name : names) {
    std::string_view module = ModuleCalled(name);
    const bool is_listed = std::any_of(list.begin(), list.end(),
                                       [&](const Completion& one) { return one.text == name; });
    if (module.empty() || is_listed || known.environment.Find(module) == nullptr) continue;
    if (!place.module.empty()) {
      if (!module.starts_with(place.module + ".")) continue;
      module.remove_prefix(place.module.size() + 1);
    }
    // `from` names a member of the module alone.
    const bool is_deeper = module.find('.') != module.npos;
    if (!pack::Fits(module, place.prefix) || (place.name && (is_deeper || place.module.empty()))) {
      continue;
    }
    name = std::string(module) + " as " + name;
    list.push_back({name, 0, "module"});
  }
}

void PutFirst(const std::vector<std::string>& wanted, std::vector<Completion>& list) {
  std::vector<Completion> first;
  for (const std::string& name : wanted) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const Completion& one) { return one.text == name; });
    if (found == list.end()) continue;
    first.push_back(std::move(*found));
    list.erase(found);
  }
  if (first.empty()) return;
  float others = 0;
  for (const Completion& one : list) others += one.probability;
  float share = others > 0 ? kOfWanted : 1;
  for (Completion& one : list) one.probability *= others > 0 ? (1 - kOfWanted) / others : 1;
  // Each half of what is left, so that the first ones stand first.
  for (Completion& one : first) {
    share /= 2;
    one.probability = share;
  }
  first.back().probability += share;
  list.insert(list.begin(), std::make_move_iterator(first.begin()),
              std::make_move_iterator(first.end()));
}

}  // namespace

void PutWantedImportsFirst(const Question& question, const ImportPlace& place, const Known& known,
                           const Budget& budget, std::vector<Completion>& list) {
  if (list.empty() || place.is_behind || place.module.starts_with('.')) return;
  const auto taken_out = TakeOutStatement(question);
  if (!taken_out) return;
  const bool is_module = !place.name;
  std::vector<std::string> names;
  if (is_module && place.from) names = NamesBehind(taken_out->behind);
  if (names.empty()) {
    const Result<Analysed> source =
        Analyse(known.memory, taken_out->text, std::chrono::steady_clock::now() + budget.patience);
    if (!source.ok()) return;
    names = MissingNames(**source, is_module && !place.from);
  }
  // What the statement has already.
  std::vector<std::string> given = place.given;
  auto add_given = [&](std::string_view names) {
    for (std::string& name : ImportedNames(names)) given.push_back(std::move(name));
  };
  if (!is_module || !place.from) add_given(taken_out->behind);
  if (is_module && !place.from) {
    std::string_view before = taken_out->before;
    before.remove_suffix(place.prefix.size());
    before.remove_prefix(std::min(before.size(), std::string_view("import").size()));
    add_given(before);
  }
  std::erase_if(names, [&](const std::string& name) {
    return std::find(given.begin(), given.end(), name) != given.end();
  });
  if (names.empty()) return;
  if (is_module && place.from) {
    if (!known.find_importables) return;
    names = ModulesWith(names, question, place, known, budget);
  }
  if (!place.from || place.name) AddAliases(place, known, names, list);
  PutFirst(names, list);
}

}  // namespace fastnode::predict
