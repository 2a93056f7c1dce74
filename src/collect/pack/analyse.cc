#include "collect/pack/analyse.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "analyze/bind/path.h"

namespace fastnode::pack {
namespace {

constexpr size_t kMaxWord = 60;  // longer ones are data

bind::ScopeId Enclosing(const bind::FileIndex& index, bind::ScopeId scope, bind::ScopeKind kind) {
  while (scope != bind::kNone && index.scopes[scope].kind != kind) {
    scope = index.scopes[scope].parent;
  }
  return scope;
}

std::vector<UseKeys> FindUseKeys(const bind::FileIndex& index) {
  std::vector<UseKeys> keys;
  keys.reserve(index.attributes.size());
  for (const bind::AttributeUse& use : index.attributes) {
    UseKeys key;
    std::string path = bind::PathText(index.tree, use.base);
    if (path != "?") {
      key.base = corpus::UsageKey(corpus::KeySpace::kBase, path);
      key.last = corpus::UsageKey(corpus::KeySpace::kLast, bind::LastComponent(path));
    }
    bind::ScopeId scope = index.scope_of[use.node];
    key.function = Enclosing(index, scope, bind::ScopeKind::kFunction);
    key.cls = Enclosing(index, scope, bind::ScopeKind::kClass);
    keys.push_back(key);
  }
  return keys;
}

// The words between a string's quotes, if they are one name.
std::string_view NameInString(std::string_view literal) {
  const size_t begin = literal.find_first_of("'\""), end = literal.find_last_of("'\"");
  if (begin == literal.npos || end <= begin + 1 || end - begin > kMaxWord) return {};
  const std::string_view text = literal.substr(begin + 1, end - begin - 1);
  const bool starts_as_name = text[0] < '0' || text[0] > '9';
  return starts_as_name && std::all_of(text.begin(), text.end(), ast::IsNameByte) ? text : "";
}

std::vector<FileWord> FindWords(const bind::FileIndex& index) {
  std::unordered_set<ast::NodeId> attributes;
  for (const bind::AttributeUse& use : index.attributes) attributes.insert(use.name);
  std::unordered_map<std::string_view, size_t> places;
  std::vector<FileWord> words;
  auto word_of = [&](std::string_view text) -> FileWord& {
    const auto [found, inserted] = places.emplace(text, words.size());
    if (inserted) words.push_back({text});
    return words[found->second];
  };
  const ast::Tree& tree = index.tree;
  for (ast::NodeId node : tree.ids()) {
    if (tree[node].kind == ast::Kind::kString) {
      const std::string_view name = NameInString(tree.Text(node));
      if (!name.empty()) ++word_of(name).strings;
    } else if (tree[node].kind == ast::Kind::kIdentifier && !attributes.contains(node)) {
      const std::string_view name = tree.Text(node);
      if (!name.empty() && name.size() <= kMaxWord) ++word_of(name).names;
    }
  }
  std::sort(words.begin(), words.end(), [](const FileWord& a, const FileWord& b) {
    const uint32_t of_a = a.names + a.strings, of_b = b.names + b.strings;
    return of_a != of_b ? of_a > of_b : a.text < b.text;
  });
  return words;
}

AnalysedSource Prepare(analyze::Source source) {
  AnalysedSource analysed{std::move(source)};
  analysed.use_keys = FindUseKeys(analysed.index);
  analysed.words = FindWords(analysed.index);
  analysed.places = bind::FindArgumentPlaces(analysed.index.tree);
  analysed.call_keys = corpus::KeysOf(analysed.index.tree, analysed.places);
  return analysed;
}

}  // namespace

Result<AnalysedSource> Analyse(std::string source, const ast::ParseLimits& limits) {
  Result<analyze::Source> made = analyze::Analyze(std::move(source), limits);
  if (!made.ok()) return made.error();
  return Prepare(*std::move(made));
}

AnalysedSource AnalyseTree(ast::Tree tree) { return Prepare(analyze::FromTree(std::move(tree))); }

Result<AnalysedSource> AnalyseAgain(const AnalysedSource& before, std::string source,
                                    const ast::ParseLimits& limits) {
  Result<analyze::Source> made = analyze::AnalyzeAgain(before, std::move(source), limits);
  if (!made.ok()) return made.error();
  return Prepare(*std::move(made));
}

}  // namespace fastnode::pack
