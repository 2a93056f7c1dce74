#include "collect/pack/analyse.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "analyze/bind/path.h"
#include "collect/pack/asked_text.h"

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

// Gives numbers to the names of a source: those that another has given, or new ones.
class Numbers {
 public:
  explicit Numbers(const corpus::NameTable* given) : given_(given) {}

  uint32_t Of(std::string_view name) {
    if (given_ == nullptr) return made_.Add(name);
    const uint32_t number = given_->Find(name);
    has_all_ &= number != corpus::kNoName;
    return number == corpus::kNoName ? 0 : number;
  }
  bool has_all() const { return has_all_; }  // else what it said means nothing
  corpus::NameTable Take() { return std::move(made_); }

 private:
  const corpus::NameTable* const given_;
  corpus::NameTable made_;
  bool has_all_ = true;
};

std::vector<uint32_t> NameUses(const bind::FileIndex& index, Numbers& numbers) {
  std::vector<uint32_t> of_uses;
  of_uses.reserve(index.attributes.size());
  for (const bind::AttributeUse& use : index.attributes) {
    const std::string_view text = index.tree.Text(use.name);
    of_uses.push_back(text.empty() ? corpus::kNoName : numbers.Of(text));
  }
  return of_uses;
}

// What classes define, each variable of a class counting once.
std::vector<DefinedName> FindDefinitions(const bind::FileIndex& index, Numbers& numbers) {
  std::vector<uint32_t> defined;
  for (const bind::Variable& variable : index.variables) {
    if (index.scopes[variable.scope].kind != bind::ScopeKind::kClass) continue;
    const bool bound =
        std::any_of(variable.references.begin(), variable.references.end(),
                    [](const bind::Reference& r) { return bind::IsBinding(r.kind); });
    if (bound) defined.push_back(numbers.Of(variable.name));
  }
  std::sort(defined.begin(), defined.end());
  std::vector<DefinedName> counted;
  for (uint32_t name : defined) {
    if (counted.empty() || counted.back().name != name) counted.push_back({name, 0});
    ++counted.back().times;
  }
  return counted;
}

std::vector<FileWord> FindWords(const bind::FileIndex& index, Numbers& numbers) {
  const ast::Tree& tree = index.tree;
  std::vector<bool> is_attribute(tree.nodes.size());
  for (const bind::AttributeUse& use : index.attributes) is_attribute[use.name.index()] = true;
  std::vector<uint32_t> places;  // of names, in words
  std::vector<FileWord> words;
  auto word_of = [&](std::string_view text) -> FileWord& {
    constexpr uint32_t kNone = UINT32_MAX;
    const uint32_t name = numbers.Of(text);
    if (name >= places.size()) places.resize(std::max<size_t>(name + 1, 2 * places.size()), kNone);
    if (places[name] == kNone) {
      places[name] = static_cast<uint32_t>(words.size());
      words.push_back({text, name});
    }
    return words[places[name]];
  };
  for (ast::NodeId node : tree.ids()) {
    if (tree[node].kind == ast::Kind::kString) {
      const std::string_view name = NameInString(tree.Text(node));
      if (!name.empty()) ++word_of(name).strings;
    } else if (tree[node].kind == ast::Kind::kIdentifier && !is_attribute[node.index()]) {
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

// False: not all names have a number there.
bool FindNames(const std::shared_ptr<const corpus::NameTable>& given, AnalysedSource& analysed) {
  Numbers numbers(given.get());
  analysed.use_names = NameUses(analysed.index, numbers);
  if (!numbers.has_all()) return false;
  analysed.definitions = FindDefinitions(analysed.index, numbers);
  analysed.words = FindWords(analysed.index, numbers);
  if (!numbers.has_all()) return false;
  // So that a text with a placeholder has no names of its own.
  if (given == nullptr) numbers.Of(kPlaceholder);
  analysed.names =
      given != nullptr ? given : std::make_shared<const corpus::NameTable>(numbers.Take());
  return true;
}

AnalysedSource Prepare(analyze::Source source, const AnalysedSource* before) {
  AnalysedSource analysed{std::move(source)};
  analysed.use_keys = FindUseKeys(analysed.index);
  if (before == nullptr || !FindNames(before->names, analysed)) FindNames(nullptr, analysed);
  analysed.tokens = context::Tokenize(analysed.index.tree.source);
  analysed.places = bind::FindArgumentPlaces(analysed.index.tree);
  analysed.call_keys = corpus::KeysOf(analysed.index.tree, analysed.places);
  return analysed;
}

}  // namespace

Result<AnalysedSource> Analyse(std::string source, const ast::ParseLimits& limits) {
  Result<analyze::Source> made = analyze::Analyze(std::move(source), limits);
  if (!made.ok()) return made.error();
  return Prepare(*std::move(made), nullptr);
}

AnalysedSource AnalyseTree(ast::Tree tree) {
  return Prepare(analyze::FromTree(std::move(tree)), nullptr);
}

Result<AnalysedSource> AnalyseAgain(const AnalysedSource& before, std::string source,
                                    const ast::ParseLimits& limits) {
  Result<analyze::Source> made = analyze::AnalyzeAgain(before, std::move(source), limits);
  if (!made.ok()) return made.error();
  return Prepare(*std::move(made), &before);
}

}  // namespace fastnode::pack
