#include "collect/pack/analyse.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/two_edits.h"
#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"
#include "analyze/bind/reads_again.h"
#include "collect/context/tokens_again.h"
#include "collect/pack/asked_text.h"

namespace fastnode::pack {
namespace {

constexpr size_t kMaxKey = 60;  // longer ones are data

using Uses = std::span<const bind::AttributeUse>;

std::vector<UseKeys> FindUseKeys(const bind::FileIndex& index, Uses uses) {
  std::vector<UseKeys> keys;
  keys.reserve(uses.size());
  for (const bind::AttributeUse& use : uses) {
    UseKeys key;
    std::string path = bind::PathText(index.tree, use.base);
    if (path != "?") {
      key.base = corpus::UsageKey(corpus::KeySpace::kBase, path);
      key.last = corpus::UsageKey(corpus::KeySpace::kLast, bind::LastComponent(path));
    }
    bind::ScopeId scope = index.scope_of[use.node];
    key.function = bind::Enclosing(index, scope, bind::ScopeKind::kFunction);
    key.cls = bind::Enclosing(index, scope, bind::ScopeKind::kClass);
    key.position = bind::PositionOf(index.tree, use.node);
    keys.push_back(key);
  }
  return keys;
}

// The words between a string's quotes, if they are one name.
std::string_view NameInString(std::string_view literal) {
  const size_t begin = literal.find_first_of("'\""), end = literal.find_last_of("'\"");
  if (begin == literal.npos || end <= begin + 1 || end - begin > kMaxKey) return {};
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

std::vector<uint32_t> NameUses(const bind::FileIndex& index, Uses uses, Numbers& numbers) {
  std::vector<uint32_t> of_uses;
  of_uses.reserve(uses.size());
  for (const bind::AttributeUse& use : uses) {
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

// Calls visit(text, is_string) for each of the words of some nodes; `uses`: the attribute uses
// whose names are among them.
template <typename Visitor>
void ForEachWord(const ast::Tree& tree, IdRange<ast::NodeId> nodes, Uses uses,
                 const Visitor& visit) {
  auto use = uses.begin();
  for (ast::NodeId node : nodes) {
    if (tree[node].kind == ast::Kind::kString) {
      const std::string_view name = NameInString(tree.Text(node));
      if (!name.empty()) visit(name, true);
    } else if (tree[node].kind == ast::Kind::kIdentifier) {
      while (use != uses.end() && use->name < node) ++use;
      if (use != uses.end() && use->name == node) continue;
      const std::string_view name = tree.Text(node);
      if (!name.empty() && name.size() <= kMaxKey) visit(name, false);
    }
  }
}

bool IsMoreFrequent(const FileWord& a, const FileWord& b) {
  const uint32_t of_a = a.names + a.strings, of_b = b.names + b.strings;
  return of_a != of_b ? of_a > of_b : a.text < b.text;
}

// Where a name stands in a list of words.
class WordPlaces {
 public:
  explicit WordPlaces(std::vector<FileWord>& words) : words_(words) {
    for (uint32_t i = 0; i < words.size(); ++i) Place(words[i].name) = i;
  }

  FileWord& Get(uint32_t name, std::string_view text) {
    uint32_t& place = Place(name);
    if (place == kNowhere) {
      place = static_cast<uint32_t>(words_.size());
      words_.push_back({text, name});
    }
    return words_[place];
  }

 private:
  static constexpr uint32_t kNowhere = UINT32_MAX;

  uint32_t& Place(uint32_t name) {
    if (name >= places_.size()) {
      places_.resize(std::max<size_t>(name + 1, 2 * places_.size()), kNowhere);
    }
    return places_[name];
  }

  std::vector<FileWord>& words_;
  std::vector<uint32_t> places_;
};

std::vector<FileWord> FindWords(const bind::FileIndex& index, Numbers& numbers) {
  std::vector<FileWord> words;
  WordPlaces places(words);
  ForEachWord(index.tree, index.tree.ids(), index.attributes,
              [&](std::string_view text, bool is_string) {
                FileWord& word = places.Get(numbers.Of(text), text);
                ++(is_string ? word.strings : word.names);
              });
  std::sort(words.begin(), words.end(), IsMoreFrequent);
  return words;
}

// False: not all names have a number there.
bool FindNames(const std::shared_ptr<const corpus::NameTable>& given, AnalysedSource& analysed) {
  Numbers numbers(given.get());
  analysed.use_names = NameUses(analysed.index, analysed.index.attributes, numbers);
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
  analysed.use_keys = FindUseKeys(analysed.index, analysed.index.attributes);
  if (before == nullptr || !FindNames(before->names, analysed)) FindNames(nullptr, analysed);
  analysed.tokens = context::Tokenize(analysed.index.tree.source);
  analysed.text_words = before != nullptr
                            ? before->text_words
                            : std::make_shared<const TextWords>(analysed.index.tree.source);
  analysed.places = bind::FindArgumentPlaces(analysed.index.tree);
  analysed.reads = bind::FindReads(analysed.index);
  analysed.call_keys = corpus::KeysOf(analysed.index.tree, analysed.places);
  analysed.tables = std::make_shared<const types::ModuleTables>(analysed.index);
  return analysed;
}

// A source after an edit of some statements, from what it was before: lists are those of before but
// for what belongs to the statements.
class Again {
 public:
  Again(const AnalysedSource& before, analyze::Source source, const bind::Moved& moved)
      : before_(before),
        moved_(moved),
        nodes_(moved.nodes),
        analysed_{std::move(source)},
        uses_(Range(before.index.attributes, analysed_.index.attributes.size(),
                    [](const bind::AttributeUse& use) { return use.name; })),
        own_uses_(Uses(analysed_.index.attributes).subspan(uses_.first, uses_.num_after)) {}

  // Nothing: not all names have a number.
  std::optional<AnalysedSource> Run() && {
    Numbers numbers(before_.names.get());
    analysed_.names = before_.names;
    analysed_.use_names =
        Splice(before_.use_names, uses_, NameUses(analysed_.index, own_uses_, numbers));
    analysed_.definitions = FindDefinitions(analysed_.index, numbers);
    MoveWords(numbers);
    if (!numbers.has_all()) return std::nullopt;
    analysed_.use_keys =
        Splice(before_.use_keys, uses_, FindUseKeys(analysed_.index, own_uses_), [&](UseKeys keys) {
          keys.function = moved_.Scope(keys.function);
          keys.cls = moved_.Scope(keys.cls);
          return keys;
        });
    MovePlaces();
    analysed_.reads = bind::FindReadsAgain(before_.reads, moved_, analysed_.index);
    analysed_.tokens = context::TokenizeAgain(before_.index.tree.source, before_.tokens,
                                              analysed_.index.tree.source);
    analysed_.text_words = before_.text_words;
    analysed_.tables = moved_.has_new_names
                           ? std::make_shared<const types::ModuleTables>(analysed_.index)
                           : std::make_shared<const types::ModuleTables>(
                                 analysed_.index, *before_.tables, before_.index, moved_);
    return std::move(analysed_);
  }

  analyze::Source TakeSource() && { return std::move(analysed_); }

 private:
  // Of a list in the order of the text: where what belongs to the statements begins, where it
  // ended, and how much of it there is now.
  struct Part {
    size_t first, before_end, num_after;
  };

  template <typename T, typename NodeOf>
  Part Range(const std::vector<T>& before, size_t num_after, const NodeOf& node_of) const {
    auto begins_at = [&](ast::NodeId node) {
      return static_cast<size_t>(
          std::partition_point(before.begin(), before.end(),
                               [&](const T& element) { return node_of(element) < node; }) -
          before.begin());
    };
    const size_t first = begins_at(nodes_.first), end = begins_at(nodes_.before_end);
    return {first, end, num_after - first - (before.size() - end)};
  }

  template <typename T, typename Move = std::identity>
  static std::vector<T> Splice(const std::vector<T>& before, const Part& part,
                               const std::vector<T>& made, const Move& move = {}) {
    std::vector<T> all;
    all.reserve(before.size() + made.size());
    const auto begin = before.begin();
    all.insert(all.end(), begin, begin + static_cast<int64_t>(part.first));
    all.insert(all.end(), made.begin(), made.end());
    for (size_t i = part.before_end; i < before.size(); ++i) all.push_back(move(before[i]));
    return all;
  }

  void MovePlaces() {
    const ast::Tree& tree = analysed_.index.tree;
    const std::vector<bind::ArgumentPlace> made =
        bind::FindArgumentPlaces(tree, {nodes_.first, nodes_.after_end});
    const Part part = Range(before_.places, before_.places.size(),
                            [](const bind::ArgumentPlace& place) { return place.call; });
    analysed_.places = Splice(before_.places, part, made, [&](bind::ArgumentPlace place) {
      for (ast::NodeId* node :
           {&place.call, &place.list, &place.argument, &place.keyword, &place.value}) {
        *node = nodes_.Moved(*node);
      }
      return place;
    });
    analysed_.call_keys = Splice(before_.call_keys, part, corpus::KeysOf(tree, made));
  }

  // Words whose counts have changed are taken out of their order and put in again.
  void MoveWords(Numbers& numbers) {
    std::vector<FileWord> words = before_.words;
    WordPlaces places(words);
    std::vector<bool> is_changed(words.size());
    auto count = [&](const ast::Tree& tree, IdRange<ast::NodeId> nodes, Uses uses, uint32_t by) {
      ForEachWord(tree, nodes, uses, [&](std::string_view text, bool is_string) {
        FileWord& word = places.Get(numbers.Of(text), text);
        (is_string ? word.strings : word.names) += by;
        is_changed.resize(words.size());
        is_changed[static_cast<size_t>(&word - words.data())] = true;
      });
    };
    count(analysed_.index.tree, {nodes_.first, nodes_.after_end}, own_uses_, 1);
    count(before_.index.tree, {nodes_.first, nodes_.before_end},
          Uses(before_.index.attributes).subspan(uses_.first, uses_.before_end - uses_.first),
          UINT32_MAX);  // one less
    std::vector<FileWord> same, changed;
    same.reserve(words.size());
    for (size_t i = 0; i < words.size(); ++i) {
      FileWord& word = words[i];
      if (word.names + word.strings == 0) continue;
      word.text = (*before_.names)[word.name];  // not a view of the text before
      (is_changed[i] ? changed : same).push_back(word);
    }
    std::sort(changed.begin(), changed.end(), IsMoreFrequent);
    analysed_.words.resize(same.size() + changed.size());
    std::merge(same.begin(), same.end(), changed.begin(), changed.end(), analysed_.words.begin(),
               IsMoreFrequent);
  }

  const AnalysedSource& before_;
  const bind::Moved& moved_;
  const ast::Splice nodes_;
  AnalysedSource analysed_;
  const Part uses_;
  const Uses own_uses_;  // in the statements as they are now
};

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
  Result<analyze::SourceAgain> made = analyze::AnalyzeAgain(before, std::move(source), limits);
  if (!made.ok()) return made.error();
  if (!made->moved || before.names == nullptr) return Prepare(std::move(made->source), &before);
  Again again(before, std::move(made->source), *made->moved);
  if (std::optional<AnalysedSource> analysed = std::move(again).Run()) return *std::move(analysed);
  return Prepare(std::move(again).TakeSource(), nullptr);
}

}  // namespace fastnode::pack
