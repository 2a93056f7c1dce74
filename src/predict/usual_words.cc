#include "predict/usual_words.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyze/ast/name_byte.h"

namespace fastnode::predict {
namespace {

struct UsualWord {
  std::string_view text;
  float share;  // of all that stands at the place
};

// Takes a word off the end of a text, and the blanks around it.
bool TakeLast(std::string_view& text, std::string_view word) {
  std::string_view rest = text.substr(0, text.find_last_not_of(" \t") + 1);
  if (!rest.ends_with(word)) return false;
  rest.remove_suffix(word.size());
  if (!rest.empty() && ast::IsNameByte(rest.back())) return false;
  text = rest;
  return true;
}

// `raise Error() from |`
bool IsCause(const FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const ast::NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const ast::NodeId statement = tree[read].parent;
  if (statement == ast::kNoNode || tree[statement].kind != ast::Kind::kRaiseStatement) return false;
  return tree.NextSibling(tree.FirstChild(statement)) != read;  // no, what is raised
}

std::vector<UsualWord> WordsAt(const FoundSite& site) {
  // Of 1,430 names there in Debian's Python packages.
  if (IsCause(site)) return {{"None", 0.31F}};
  // Of 20,865 comparisons of the projects that are trained on.
  std::string_view left = site.left;
  const bool is_negated = TakeLast(left, "not");
  if (!TakeLast(left, "is")) return {};
  if (is_negated) return {{"None", 0.89F}};
  return {{"not", 0.45F}, {"None", 0.40F}};
}

}  // namespace

void AddUsualWords(const FoundSite& site, Answer& answer) {
  if (site.task != pack::Task::kName) return;
  std::vector<UsualWord> words = WordsAt(site);
  float rest = 1;
  for (const UsualWord& word : words) rest -= word.share;
  std::erase_if(words,
                [&](const UsualWord& word) { return !word.text.starts_with(answer.prefix); });
  if (words.empty()) return;
  std::vector<Completion>& list = answer.completions;
  std::erase_if(list, [&](const Completion& one) {
    return std::any_of(words.begin(), words.end(),
                       [&](const UsualWord& word) { return word.text == one.text; });
  });
  for (Completion& one : list) one.probability *= rest;
  float total = list.empty() ? 0 : rest;
  for (const UsualWord& word : words) {
    total += word.share;
    const auto at = std::find_if(list.begin(), list.end(), [&](const Completion& one) {
      return one.probability < word.share;
    });
    list.insert(at, {std::string(word.text), word.share, "word"});
  }
  for (Completion& one : list) one.probability /= total;
}

}  // namespace fastnode::predict
