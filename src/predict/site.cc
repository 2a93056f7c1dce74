// The text is analysed with the placeholder in the place of the word at the cursor. Where what
// follows is damaged, or a bracket is left open on the line, the site may not be found in it; then
// the text is tried without what follows, or with brackets closed, and the reading with the fewest
// errors counts. All parses of one text share one limit of time.
#include "predict/site.h"

#include <algorithm>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::predict {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

struct Word {
  size_t begin, end;
};

Word WordAt(std::string_view text, size_t offset) {
  Word word{offset, offset};
  while (word.begin > 0 && ast::IsNameByte(text[word.begin - 1])) --word.begin;
  while (word.end < text.size() && ast::IsNameByte(text[word.end])) ++word.end;
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
  const pack::TaskRow& row = pack::RowOf(task);
  const ast::Tree& tree = source.index.tree;
  const auto& uses = source.index.attributes;
  for (size_t i = 0; i < uses.size(); ++i) {
    const pack::Place place{.use = &uses[i]};
    if (!row.why_not(tree, place).empty()) continue;
    if (tree[row.typed(tree, place)].begin == begin) return static_cast<int32_t>(i);
  }
  return -1;
}

// The place whose argument, value or keyword is the placeholder at `begin`.
int32_t FindPlace(const pack::AnalysedSource& source, pack::Task task, size_t begin) {
  const ast::Tree& tree = source.index.tree;
  for (size_t i = 0; i < source.places.size(); ++i) {
    const ast::NodeId node = pack::RowOf(task).typed(tree, {.argument = &source.places[i]});
    if (node != ast::kNoNode && tree[node].begin == begin && tree.Text(node) == kPlaceholder) {
      return static_cast<int32_t>(i);
    }
  }
  return -1;
}

// How many brackets are open at the end of the text's last line, strings left aside.
int OpenBrackets(std::string_view text) {
  int open = 0;
  char quote = 0;
  for (char c : text.substr(text.find_last_of('\n') + 1)) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(') {
      ++open;
    } else if (c == ')') {
      --open;
    }
  }
  return std::clamp(open, 0, 3);
}

bool InString(const ast::Tree& tree, size_t offset) {
  for (ast::NodeId id : tree.ids()) {
    const ast::Node& node = tree[id];
    bool around = node.kind == ast::Kind::kString && node.begin < offset && offset < node.end;
    if (around && tree.FirstChild(id) == ast::kNoNode) return true;
  }
  return false;
}

// With what follows; and if the damage there hides the site, without it.
Result<FoundSite> FindAttribute(FoundSite site, const std::string& placeholder) {
  for (std::string right : {site.right, std::string("\n")}) {
    Result<Analysed> analysed = Analyse(site.memory, site.left + placeholder + right, site.until);
    if (!analysed.ok()) return analysed.error();
    site.source = *std::move(analysed);
    site.at = FindUse(*site.source, site.task, site.left.size());
    const ast::Tree& tree = site.source->index.tree;
    if (site.at >= 0 || tree.num_errors == 0 || InString(tree, site.left.size())) break;
  }
  return site;
}

// Not analysed yet: a place in the text round another one.
FoundSite At(const FoundSite& other, pack::Task task, std::string prefix, std::string left) {
  return {{}, -1, task, std::move(prefix), std::move(left), other.right, other.memory, other.until};
}

// As it stands; and where a bracket was left open on the line, with brackets closed if the text
// has fewer errors so. Found: a site of a call; `at` is -1 where no argument is written.
Result<FoundSite> FindArgument(const FoundSite& from) {
  FoundSite best;
  int open = OpenBrackets(from.left), fewest = -1;
  for (int closed = 0; closed <= open && fewest != 0; ++closed) {
    FoundSite site = At(from, pack::Task::kArgument, from.prefix, from.left);
    site.right.insert(0, static_cast<size_t>(closed), ')');
    Result<Analysed> analysed =
        Analyse(site.memory, site.left + std::string(kPlaceholder) + site.right, site.until);
    if (!analysed.ok()) return analysed.error();
    site.source = *std::move(analysed);
    for (pack::Task task : {pack::Task::kArgument, pack::Task::kKeywordName}) {
      if (site.at >= 0) break;
      site.task = task;
      site.at = FindPlace(*site.source, task, site.left.size());
    }
    int errors = site.source->index.tree.num_errors;
    bool better = fewest < 0 || (site.at >= 0 && (best.at < 0 || errors < fewest));
    if (better) {
      fewest = errors;
      best = std::move(site);
    }
  }
  return best;
}

}  // namespace

Result<FoundSite> FindSite(std::string_view text, uint64_t cursor, AnalysisMemory* memory,
                           std::chrono::milliseconds patience) {
  if (text.size() > kMaxSourceBytes) {
    return Error{"source has " + std::to_string(text.size()) + " bytes; at most " +
                 std::to_string(kMaxSourceBytes) + " are completed"};
  }
  if (cursor > text.size()) {
    return Error{"offset " + std::to_string(cursor) + " is outside the source of " +
                 std::to_string(text.size()) + " bytes"};
  }
  if (cursor < text.size() && (static_cast<unsigned char>(text[cursor]) & 0xC0) == 0x80) {
    return Error{"offset " + std::to_string(cursor) + " is inside a UTF-8 character"};
  }
  Word word = WordAt(text, cursor);
  FoundSite site;
  site.memory = memory;
  site.until = std::chrono::steady_clock::now() + patience;
  site.prefix = text.substr(word.begin, cursor - word.begin);
  site.left = text.substr(0, word.begin);
  site.right = text.substr(word.end);
  if (DotBefore(text, word.begin) != std::string_view::npos) {
    site.task = pack::Task::kAttribute;
    return FindAttribute(std::move(site), std::string(kPlaceholder));
  }
  Result<FoundSite> argument = FindArgument(site);
  if (!argument.ok() || argument->at >= 0) return argument;
  return AsBase(site);
}

Result<FoundSite> AsBase(const FoundSite& argument) {
  return FindAttribute(At(argument, pack::Task::kAttributeBase, argument.prefix, argument.left),
                       std::string(kPlaceholder) + "." + std::string(kPlaceholder));
}

Result<FoundSite> AfterArguments(const FoundSite& argument, std::string_view arguments) {
  FoundSite site = At(argument, pack::Task::kArgument, "", argument.left + std::string(arguments));
  Result<Analysed> analysed =
      Analyse(site.memory, site.left + std::string(kPlaceholder) + site.right, site.until);
  if (!analysed.ok()) return analysed.error();
  site.source = *std::move(analysed);
  site.at = FindPlace(*site.source, site.task, site.left.size());
  return site;
}

}  // namespace fastnode::predict
