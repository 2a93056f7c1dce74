// The cheap checks come first, so most of what cannot be a source is never parsed. What passes is
// parsed and bound once, and all that the store keeps is counted on that one tree.
#include "collect/corpus/examine.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analyze/ast/compact.h"
#include "analyze/bind/file_index.h"
#include "analyze/bind/path.h"
#include "collect/corpus/generated.h"
#include "support/utf8.h"

namespace fastnode::corpus {
namespace {

bool IsBroken(const ast::Tree& tree) { return tree.num_errors > std::max(3, tree.size() / 200); }

using CountByWord = std::map<std::string, uint32_t, std::less<>>;

void Count(std::string_view text, CountByWord& counter) {
  auto found = counter.find(text);
  if (found == counter.end()) found = counter.emplace(std::string(text), 0).first;
  ++found->second;
}

Words::Counts Sorted(const CountByWord& counter) { return {counter.begin(), counter.end()}; }

Words CountWords(const bind::FileIndex& index, const std::vector<std::string>& type_names) {
  CountByWord names, types, bases;
  for (ast::NodeId node : index.tree.ids()) {
    if (index.tree[node].kind != ast::Kind::kIdentifier) continue;
    std::string_view name = index.tree.Text(node);
    if (!name.empty()) Count(name, names);
  }
  for (size_t i = 0; i < index.attributes.size(); ++i) {
    if (!type_names[i].empty()) Count(type_names[i], types);
    std::string base = bind::PathText(index.tree, index.attributes[i].base);
    if (base != "?") Count(base, bases);
  }
  return {Sorted(names), Sorted(types), Sorted(bases)};
}

SourceRow Measure(const bind::FileIndex& index) {
  const std::string& text = index.tree.source;
  SourceRow row;
  row.bytes = static_cast<uint32_t>(text.size());
  row.lines = static_cast<uint32_t>(std::count(text.begin(), text.end(), '\n'));
  if (text.back() != '\n') ++row.lines;
  row.sites = static_cast<uint32_t>(index.attributes.size());
  for (const bind::AttributeUse& use : index.attributes) {
    row.base_sites += index.tree[use.base].kind == ast::Kind::kIdentifier;
  }
  return row;
}

}  // namespace

Outcome JudgeText(std::string_view text) {
  if (text.size() > kMaxSourceBytes) return Outcome::kTooLarge;
  if (text.find_first_not_of(" \t\r\n\f") == std::string_view::npos) return Outcome::kEmpty;
  if (text.find('\0') != std::string_view::npos) return Outcome::kBinary;
  if (!IsUtf8(text)) return Outcome::kNotUtf8;
  if (LooksGenerated(text)) return Outcome::kGenerated;
  return Outcome::kKept;
}

Examined Examine(const std::string& text, types::LibraryTypes& types) {
  Examined examined;
  examined.outcome = JudgeText(text);
  if (examined.outcome != Outcome::kKept) return examined;
  Result<ast::Tree> tree = ast::Parse(text);
  if (!tree.ok() || IsBroken(*tree)) {
    examined.outcome = Outcome::kUnparsable;
    return examined;
  }
  examined.tree = ast::Compact(*tree);
  const bind::FileIndex index = bind::Bind(*std::move(tree));
  std::vector<std::string> type_names;
  examined.symbols = types.Of(index, [&](types::TypeEvaluator& of_file) {
    type_names = BaseTypeNames(index, of_file);
    return FindSymbols(index, of_file);
  });
  examined.row = Measure(index);
  examined.sketch = MakeSketch(text);
  examined.usage = CountUses(index, type_names);
  examined.words = CountWords(index, type_names);
  return examined;
}

}  // namespace fastnode::corpus
