#include "predict/site.h"

#include <algorithm>
#include <utility>

#include "collect/pack/analyse.h"

namespace fastnode::predict {
namespace {

bool IsWordByte(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c & 0x80) != 0;
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

struct Word {
  size_t begin, end;
};

Word WordAt(std::string_view text, size_t offset) {
  Word word{offset, offset};
  while (word.begin > 0 && IsWordByte(text[word.begin - 1])) --word.begin;
  while (word.end < text.size() && IsWordByte(text[word.end])) ++word.end;
  return word;
}

// The dot before a word, over blanks and line continuations; npos if something else is there.
size_t DotBefore(std::string_view text, size_t begin) {
  size_t at = begin;
  while (at > 0) {
    char c = text[at - 1];
    bool continues =
        (c == '\n' || c == '\r') && at >= 2 &&
        (text[at - 2] == '\\' || (at >= 3 && text[at - 2] == '\r' && text[at - 3] == '\\'));
    if (!IsBlank(c) && !continues && c != '\\') break;
    --at;
  }
  return at > 0 && text[at - 1] == '.' ? at - 1 : std::string_view::npos;
}

int32_t FindUse(const pack::AnalysedSource& source, pack::Task task, size_t begin) {
  const auto& uses = source.index.attributes;
  for (size_t i = 0; i < uses.size(); ++i) {
    bool attribute = task == pack::Task::kAttribute;
    const ast::Node& node = source.index.tree[attribute ? uses[i].name : uses[i].base];
    bool plain = attribute || node.kind == ast::Kind::kIdentifier;
    if (plain && node.begin == begin) return static_cast<int32_t>(i);
  }
  return -1;
}

bool InString(const ast::Tree& tree, size_t offset) {
  for (const ast::Node& node : tree.nodes) {
    bool leaf_string = node.kind == ast::Kind::kString && node.begin < offset && offset < node.end;
    if (leaf_string && &node + 1 == &tree[0] + node.subtree_end) return true;
  }
  return false;
}

}  // namespace

Result<FoundSite> FindSite(std::string_view text, uint64_t offset) {
  if (text.size() > kMaxSourceBytes) {
    return Error{"source has " + std::to_string(text.size()) + " bytes; at most " +
                 std::to_string(kMaxSourceBytes) + " are completed"};
  }
  if (offset > text.size()) {
    return Error{"offset " + std::to_string(offset) + " is outside the source of " +
                 std::to_string(text.size()) + " bytes"};
  }
  if (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) {
    return Error{"offset " + std::to_string(offset) + " is inside a UTF-8 character"};
  }
  Word word = WordAt(text, offset);
  FoundSite site;
  site.prefix = text.substr(word.begin, offset - word.begin);
  site.task = DotBefore(text, word.begin) == std::string_view::npos ? pack::Task::kAttributeBase
                                                                    : pack::Task::kAttribute;
  std::string placeholder(kPlaceholder);
  if (site.task == pack::Task::kAttributeBase) placeholder += "." + placeholder;
  std::string left = std::string(text.substr(0, word.begin)) + placeholder;
  // With what follows; and if the damage there hides the site, without it.
  for (std::string_view right : {text.substr(word.end), std::string_view("\n")}) {
    Result<pack::AnalysedSource> analysed = pack::Analyse(left + std::string(right));
    if (!analysed.ok()) return analysed.error();
    site.use = FindUse(*analysed, site.task, word.begin);
    site.source = std::move(*analysed);
    const ast::Tree& tree = site.source.index.tree;
    if (site.use >= 0 || tree.num_errors == 0 || InString(tree, word.begin)) break;
  }
  return site;
}

}  // namespace fastnode::predict
