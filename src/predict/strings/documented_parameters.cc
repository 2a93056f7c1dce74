// By the lines of the docstring and the head above it: half a docstring has no tree, but a head
// with `pass` behind it has one.
#include "predict/strings/documented_parameters.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/name_byte.h"
#include "analyze/ast/parse.h"
#include "analyze/ast/word_at.h"
#include "collect/pack/candidates.h"
#include "support/is_any_of.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kOpeningQuotes = 3, kLongestHeadAbove = 4000;  // bytes

size_t BeginOfLine(std::string_view text, size_t at) {
  return at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
}

// Whether a head is one statement, whose lines but the last end within brackets.
bool IsOneStatement(std::string_view head) {
  int depth = 0;
  for (char c : head) {
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c == '\n' && depth <= 0) return false;
  }
  return depth == 0;
}

// The head of the function whose body the text behind `text` begins, "def f(a, b):"; "" if there is
// none.
std::string_view HeadAtEnd(std::string_view text) {
  text = TrimmedRight(text, " \t\r\n");
  if (!text.ends_with(':')) return "";
  for (size_t line = text.size(); line > 0 && text.size() - line < kLongestHeadAbove;) {
    line = BeginOfLine(text, line - 1);
    const std::string_view head = TrimmedLeft(text.substr(line));
    if (head.starts_with("def ") || head.starts_with("async def ")) {
      return IsOneStatement(head) ? head : "";
    }
    if (head.starts_with("class ")) return "";
  }
  return "";
}

NodeId FirstIdentifier(const ast::Tree& tree, NodeId node) {
  for (NodeId n = node; n < tree[node].subtree_end; ++n) {
    if (tree[n].kind == Kind::kIdentifier) return n;
  }
  return kNoNode;
}

std::vector<std::string> ParametersOfHead(std::string_view head) {
  const Result<ast::Tree> tree = ast::Parse(std::string(head) + " pass\n");
  if (!tree.ok()) return {};
  for (NodeId node : tree->ids()) {
    if ((*tree)[node].kind != Kind::kParameters) continue;
    std::vector<std::string> names;
    for (NodeId c = tree->FirstChild(node); c != kNoNode; c = tree->NextSibling(c)) {
      const NodeId name = FirstIdentifier(*tree, c);
      if (name == kNoNode) continue;
      const std::string_view text = tree->Text(name);
      if (names.empty() && (text == "self" || text == "cls")) continue;
      names.emplace_back(text);
    }
    return names;
  }
  return {};
}

size_t BlanksBefore(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

bool IsField(std::string_view word) {
  return IsAnyOf(word, {":param", ":parameter", ":arg", ":argument", ":key", ":keyword", ":type",
                        "@param", "@type"});
}

// `:param |`, `:param int |`: the line up to the name.
bool BeginsField(std::string_view line) {
  line = TrimmedLeft(line);
  const std::string_view word = line.substr(0, line.find(' '));
  return word.size() < line.size() && IsField(word) &&
         line.substr(word.size()).find(':') == line.npos;
}

bool IsDashes(std::string_view line) {
  line = Trimmed(line);
  return line.size() >= 3 && line.find_first_not_of('-') == line.npos;
}

// Whether an entry of a section of parameters begins at so many blanks, behind these lines.
bool StandsInSection(const std::vector<std::string_view>& lines, size_t indentation) {
  for (size_t i = lines.size(); i-- > 0;) {
    const std::string_view line = Trimmed(lines[i]);
    if (line.empty()) continue;
    const size_t own = BlanksBefore(lines[i]);
    if (IsDashes(line)) {
      if (i == 0 || own != indentation) return false;
      return IsAnyOf(Trimmed(lines[i - 1]), {"Parameters", "Other Parameters"});
    }
    if (own >= indentation) continue;
    return IsAnyOf(line, {"Args:", "Arguments:", "Parameters:", "Keyword Args:",
                          "Keyword Arguments:", "Other Parameters:"});
  }
  return false;
}

// Whether the docstring tells of the parameter in another line.
bool TellsOf(const std::vector<std::string_view>& lines, std::string_view name) {
  return std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
    line = TrimmedLeft(line, " \t*\\");
    if (line.starts_with(":param") || line.starts_with("@param")) {
      line = line.substr(0, line.find(':', 1));
      return line.ends_with(name) && !ast::IsNameByte(line[line.size() - name.size() - 1]);
    }
    if (!line.starts_with(name)) return false;
    line = TrimmedLeft(line.substr(name.size()));
    return line.empty() || std::string_view(":(,").find(line.front()) != line.npos;
  });
}

std::vector<std::string_view> LinesOfDocstring(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::optional<Answer> CompleteDocumentedParameter(const Question& question, size_t begin) {
  const std::string_view text = question.text;
  const size_t word = ast::BeginOfWord(text, question.cursor);
  if (begin + kOpeningQuotes > word) return std::nullopt;
  const size_t line = BeginOfLine(text, word);
  if (line < begin) return std::nullopt;
  const std::string_view before = TrimmedRight(text.substr(line, word - line), "*\\");
  const std::vector<std::string_view> above =
      LinesOfDocstring(text.substr(begin + kOpeningQuotes, line - begin - kOpeningQuotes));
  const bool is_entry = Trimmed(before).empty() && StandsInSection(above, before.size());
  const std::string_view field = TrimmedLeft(before);
  const bool is_type = field.starts_with(":type ") || field.starts_with("@type ");
  if (!is_entry && !BeginsField(before)) return std::nullopt;
  const std::vector<std::string> names = ParametersOfHead(HeadAtEnd(text.substr(0, begin)));
  if (names.empty()) return std::nullopt;
  const size_t end = std::min(text.find(text.substr(begin, kOpeningQuotes), line), text.size());
  const size_t line_end = std::min(text.find('\n', line), end);
  std::vector<std::string_view> told = above;
  for (std::string_view one : LinesOfDocstring(text.substr(line_end, end - line_end)))
    told.push_back(one);
  const std::string_view prefix = text.substr(word, question.cursor - word);
  Answer answer{pack::Task::kName, std::string(prefix), {}, {}, false, Origin::kInDeclaration};
  float worth = 0.5F;  // halves of halves: the order is all that is known
  for (const std::string& name : names) {
    if (!pack::Fits(name, prefix) || (!is_type && TellsOf(told, name))) continue;
    answer.completions.push_back({name, worth, "name"});
    worth /= 2;
  }
  return answer;
}

}  // namespace fastnode::predict
