#include "analyze/bind/arguments.h"

#include <algorithm>

#include "analyze/ast/word_at.h"
#include "analyze/bind/path.h"

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

namespace {

// Positions from here on share their counts: few calls have so many arguments.

ArgumentPlace PlaceAt(const ast::Tree& tree, NodeId call, NodeId list, NodeId argument) {
  ArgumentPlace place{call, list, argument, kNoNode, argument, 0, ArgumentKind::kPositional, false};
  switch (tree[argument].kind) {
    case Kind::kKeywordArgument:
      place.kind = ArgumentKind::kKeyword;
      place.keyword = tree.Child(argument, Field::kName);
      place.value = tree.Child(argument, Field::kValue);
      break;
    case Kind::kListSplat:
    case Kind::kDictionarySplat:
      place.kind = ArgumentKind::kSplat;
      break;
    default:
      break;
  }
  return place;
}

// Whether the first token is a name or a word of the language, and neither a number nor a string's
// prefix. A search writes `...` for all that is no plain name, which is most often that.
bool BeginsWithName(std::string_view text) {
  if (text == "...") return true;
  const size_t end = ast::EndOfWord(text, 0);
  const bool is_number = end > 0 && text[0] >= '0' && text[0] <= '9';
  const bool is_prefix = end < text.size() && (text[end] == '"' || text[end] == '\'');
  return end > 0 && !is_number && !is_prefix;
}

}  // namespace

std::vector<ArgumentPlace> FindArgumentPlaces(const ast::Tree& tree) {
  return FindArgumentPlaces(tree, tree.ids());
}

std::vector<ArgumentPlace> FindArgumentPlaces(const ast::Tree& tree, IdRange<NodeId> nodes) {
  std::vector<ArgumentPlace> places;
  for (NodeId call : nodes) {
    if (tree[call].kind != Kind::kCall) continue;
    NodeId list = tree.Child(call, Field::kArguments);
    if (list == kNoNode || tree[list].kind != Kind::kArgumentList) continue;
    int32_t position = 0;
    bool after_keyword = false;
    for (NodeId c = tree.FirstChild(list); c != kNoNode; c = tree.NextSibling(c)) {
      ArgumentPlace place = PlaceAt(tree, call, list, c);
      place.position = position++;
      place.after_keyword = after_keyword;
      after_keyword |=
          tree[c].kind == Kind::kKeywordArgument || tree[c].kind == Kind::kDictionarySplat;
      places.push_back(place);
    }
    places.push_back(
        {call, list, kNoNode, kNoNode, kNoNode, position, ArgumentKind::kStop, after_keyword});
  }
  return places;
}

Callee CalleeOf(const ast::Tree& tree, NodeId call) {
  NodeId function = tree.Child(call, Field::kFunction);
  if (function == kNoNode) return {"?", "?"};
  std::string path = PathText(tree, function);
  std::string last(LastComponent(path));
  return {std::move(path), std::move(last)};
}

std::string PositionText(const ArgumentPlace& place) {
  return "#" + std::to_string(std::min(place.position, kLastSlot));
}

std::string SlotText(const ast::Tree& tree, const ArgumentPlace& place) {
  if (place.keyword != kNoNode) return "=" + std::string(tree.Text(place.keyword));
  return PositionText(place);
}

std::string_view KindText(ArgumentKind kind) {
  switch (kind) {
    case ArgumentKind::kStop:
      return kStopText;
    case ArgumentKind::kPositional:
      return kPositionalText;
    case ArgumentKind::kKeyword:
      return kKeywordText;
    case ArgumentKind::kSplat:
      break;
  }
  return "splat";
}

bool IsPlainName(const ast::Tree& tree, const ArgumentPlace& place) {
  return place.value != kNoNode && tree[place.value].kind == Kind::kIdentifier;
}

std::string_view FormText(const ast::Tree& tree, const ArgumentPlace& place) {
  if (place.value == kNoNode) return "";
  if (IsPlainName(tree, place)) return kNameText;
  return BeginsWithName(tree.Text(place.value)) ? kPlaceholderText : kLiteralText;
}

}  // namespace fastnode::bind
