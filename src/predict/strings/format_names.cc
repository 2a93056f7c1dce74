// As with keys, a name stands in the place of the whole string, and what that is filled with is
// read off the tree.
#include "predict/strings/format_names.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "analyze/ast/lacking.h"
#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "predict/cursor/site.h"
#include "predict/strings/keys.h"
#include "predict/strings/string_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr float kOfWritten = 0.2F;  // of a name that the format has already; a guess

enum class Style : uint8_t { kBraces, kPercent };

struct FormatPlace {
  size_t begin = 0, end = 0;  // of the string, its quotes and letters before them included
  std::string_view written;   // of it, but the name at the cursor
  std::string_view prefix;
  Style style = Style::kBraces;
};

bool IsWord(std::string_view text) {
  return std::all_of(text.begin(), text.end(), ast::IsNameByte);
}

std::optional<FormatPlace> FindFormat(std::string_view text, size_t cursor, size_t string_begin) {
  FormatPlace place;
  place.begin = string_begin;
  size_t quote_at = text.find_first_of("\"'", string_begin);
  if (quote_at >= cursor) return std::nullopt;
  const std::string_view before = text.substr(quote_at + 1, cursor - quote_at - 1);
  const size_t open = before.find_last_of("{(");
  if (open == before.npos) return std::nullopt;
  place.style = before[open] == '{' ? Style::kBraces : Style::kPercent;
  // Two signs stand for one.
  const bool is_braces = place.style == Style::kBraces;
  const size_t end_of_signs = is_braces ? open + 1 : open;
  size_t signs = 0;
  while (signs < end_of_signs && before[end_of_signs - signs - 1] == (is_braces ? '{' : '%'))
    ++signs;
  if (signs % 2 == 0) return std::nullopt;
  place.prefix = before.substr(open + 1);
  if (!IsWord(place.prefix)) return std::nullopt;
  const char quote = text[quote_at];
  size_t end = cursor;
  while (end < text.size() && text[end] != quote && text[end] != '\n') {
    end += text[end] == '\\' ? 2 : 1;
  }
  if (end >= text.size() || text[end] != quote) return std::nullopt;
  place.end = end + 1;
  place.written = text.substr(quote_at, place.end - quote_at);
  while (place.begin > 0 && place.begin + 2 > string_begin &&
         ast::IsNameByte(text[place.begin - 1])) {
    --place.begin;
  }
  // Bytes have no `format`.
  const std::string_view kind = text.substr(place.begin, quote_at - place.begin);
  if (is_braces && kind.find_first_of("bB") != kind.npos) return std::nullopt;
  return place;
}

class FormatFiller {
 public:
  FormatFiller(const bind::FileIndex& index, const Known& known, const FormatPlace& place)
      : index_(index), tree_(index.tree), values_(index, known), place_(place) {}

  void Add(NodeId format, Keys& keys) {
    NodeId whole = format;
    while (tree_[tree_[whole].parent].kind == Kind::kParenthesizedExpression) {
      whole = tree_[whole].parent;
    }
    AddOf(whole, keys);
    const NodeId parent = tree_[whole].parent;
    if (tree_[parent].kind != Kind::kAssignment || tree_.Child(parent, Field::kRight) != whole) {
      return;
    }
    const NodeId name = tree_.Child(parent, Field::kLeft);
    if (name == kNoNode || tree_[name].kind != Kind::kIdentifier) return;
    const bind::VariableId variable = index_.variable_of[name];
    if (variable == bind::kNone) return;
    for (const bind::Reference& one : index_.variables[variable].references) {
      if (one.kind == bind::ReferenceKind::kRead) AddOf(one.node, keys);
    }
    // A constant of a class is asked for by a dot.
    for (const bind::AttributeUse& use : index_.attributes) {
      if (tree_.Text(use.name) == tree_.Text(name)) AddOf(use.node, keys);
    }
  }

 private:
  // What fills the format that an expression is.
  void AddOf(NodeId format, Keys& keys) {
    const NodeId parent = tree_[format].parent;
    if (parent == kNoNode) return;
    if (place_.style == Style::kPercent) {
      const NodeId sign = tree_[parent].kind == Kind::kBinaryOperator
                              ? tree_.Child(parent, Field::kOperator)
                              : NodeId(kNoNode);
      const bool is_filled =
          sign != kNoNode && tree_.Text(sign) == "%" && tree_.Child(parent, Field::kLeft) == format;
      if (is_filled) AddKeysOf(tree_.Child(parent, Field::kRight), keys);
      return;
    }
    if (tree_[parent].kind != Kind::kAttribute) return;
    const NodeId call = tree_[parent].parent, name = tree_.Child(parent, Field::kAttribute);
    if (call == kNoNode || name == kNoNode || tree_[call].kind != Kind::kCall) return;
    const NodeId list = tree_.Child(call, Field::kArguments);
    if (list == kNoNode || tree_.Child(call, Field::kFunction) != parent) return;
    if (tree_.Text(name) == "format_map") AddKeysOf(tree_.FirstChild(list), keys);
    if (tree_.Text(name) != "format") return;
    for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kKeywordArgument) AddName(predict::KeyOf(tree_, c), keys);
      const NodeId sign = tree_.FirstChild(c);
      if (tree_[c].kind == Kind::kDictionarySplat && sign != kNoNode) {
        AddKeysOf(tree_.NextSibling(sign), keys);
      }
    }
  }

  void AddKeysOf(NodeId dictionary, Keys& keys) {
    if (dictionary == kNoNode) return;
    if (tree_.Text(dictionary) == "locals()") {
      for (bind::VariableId id : bind::VisibleVariables(index_, dictionary)) {
        const bind::Variable& variable = index_.variables[id];
        if (variable.scope == index_.scope_of[dictionary]) AddName(variable.name, keys);
      }
      return;
    }
    Keys found;
    values_.AddKeysOf(dictionary, dictionary, found);
    for (const Completion& one : found.Strings("", '"', INT32_MAX)) AddName(one.text, keys);
  }

  void AddName(std::string_view name, Keys& keys) {
    const bool is_braces = place_.style == Style::kBraces;
    const std::string open = (is_braces ? "{" : "%(") + std::string(name);
    const size_t at = place_.written.find(open);
    const size_t end = at + open.size();
    const bool is_written = at != place_.written.npos && end < place_.written.size() &&
                            !ast::IsNameByte(place_.written[end]);
    if (IsWord(name)) keys.Add(name, is_written ? kOfWritten : 1);
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  StringValues values_;
  const FormatPlace& place_;
};

}  // namespace

Result<std::optional<Answer>> CompleteFormatName(const Question& question, size_t string_begin,
                                                 const Known& known, const Budget& budget) {
  using Nothing = std::optional<Answer>;
  const std::string text = ast::WithLineFeeds(question.text);
  if (text.size() != question.text.size()) return Nothing();  // places would not be the same
  const std::optional<FormatPlace> place = FindFormat(text, question.cursor, string_begin);
  if (!place) return Nothing();
  const std::string left = text.substr(0, place->begin);
  std::string right = text.substr(place->end);
  const ast::Lacking lacking = ast::FindLacking(left, right);
  right.insert(lacking.at, lacking.text);
  Result<Analysed> analysed = Analyse(known.memory, left + std::string(kPlaceholder) + right,
                                      std::chrono::steady_clock::now() + budget.patience);
  if (!analysed.ok()) return analysed.error();
  const bind::FileIndex& index = (*analysed)->index;
  const NodeId node = PlaceholderAt(index.tree, left.size());
  Keys keys;
  if (node != kNoNode) FormatFiller(index, known, *place).Add(node, keys);
  if (keys.empty()) return Nothing();
  return Nothing(Answer{pack::Task::kAttribute,
                        std::string(place->prefix),
                        keys.Strings(place->prefix, '"', budget.max_completions),
                        {},
                        false,
                        Origin::kInKeys});
}

}  // namespace fastnode::predict
