#include "predict/strings/code_blocks.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <vector>

#include "analyze/ast/name_byte.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

constexpr size_t kLongestBlock = 10'000;  // bytes; what is longer is no example

using LinesOfText = std::vector<std::string_view>;

LinesOfText SplitAtLineEnds(std::string_view text) {
  LinesOfText lines;
  while (true) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (lines.back().ends_with('\r')) lines.back().remove_suffix(1);
    if (end == text.npos) return lines;
    text.remove_prefix(end + 1);
  }
}

// Of a line of blanks its length.
size_t MarginOf(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

bool HasBlanksAlone(std::string_view line) { return MarginOf(line) == line.size(); }

bool IsPython(std::string_view language) {
  static constexpr std::array<std::string_view, 4> kNames = {"py", "py3", "python", "python3"};
  return std::find(kNames.begin(), kNames.end(), language) != kNames.end();
}

// From the line `first` on, so far to the right of the margin.
std::string Joined(const LinesOfText& lines, size_t first, size_t indentation) {
  std::string code;
  for (size_t i = first; i < lines.size(); ++i) {
    code += lines[i].substr(std::min(indentation, MarginOf(lines[i])));
    if (i + 1 < lines.size()) code += '\n';
  }
  return code;
}

// The line behind the fence that is open at the end; nothing if none is, 0 if it is no Python.
std::optional<size_t> BehindFence(const LinesOfText& lines) {
  std::string_view fence;
  bool is_python = false;
  size_t first = 0;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    const std::string_view line = Trimmed(lines[i]);
    if (!fence.empty()) {
      if (line == fence) fence = "";
    } else if (line.starts_with("```") || line.starts_with("~~~")) {
      fence = line.substr(0, 3);
      is_python = IsPython(Trimmed(line.substr(3)));
      first = i + 1;
    }
  }
  if (fence.empty()) return std::nullopt;
  return is_python ? first : 0;
}

enum class Header : uint8_t { kNone, kPython, kAnything, kOther };

// What a line says of those below it that stand further to the right.
Header HeaderOf(std::string_view line) {
  static constexpr std::string_view kCode[] = {".. code-block::", ".. code::", ".. sourcecode::"};
  line = Trimmed(line);
  if (line.starts_with(".. testcode::")) return Header::kPython;
  for (std::string_view directive : kCode) {
    if (!line.starts_with(directive)) continue;
    const std::string_view language = Trimmed(line.substr(directive.size()));
    return IsPython(language) ? Header::kPython : Header::kOther;
  }
  if (line.starts_with(".. ")) return Header::kOther;
  return line.ends_with("::") ? Header::kAnything : Header::kNone;
}

bool LooksLikePython(std::string_view line) {
  static constexpr std::string_view kHeads[] = {"from ", "import ", "class ", "def ", "with ", "@"};
  return line.find(" = ") != line.npos ||
         std::any_of(std::begin(kHeads), std::end(kHeads),
                     [&](std::string_view head) { return line.starts_with(head); });
}

bool IsTarget(std::string_view text) {
  return !text.empty() && (text.front() < '0' || text.front() > '9') &&
         std::all_of(
             text.begin(), text.end(),
             [](char c) { return ast::IsNameByte(c) || c == '.' || c == ',' || c == ' '; }) &&
         std::count(text.begin(), text.end(), ' ') == std::count(text.begin(), text.end(), ',');
}

// Whether a line can hardly be prose: an assignment, an import, the head of a function or a class.
bool IsStatement(std::string_view line) {
  for (std::string_view head : {"class ", "def ", "async def "}) {
    if (line.starts_with(head)) return line.ends_with(':');
  }
  if (line.starts_with("import ")) return IsTarget(line.substr(line.find(' ') + 1));
  if (line.starts_with("from ")) return line.find(" import ") != line.npos;
  const size_t sign = line.find(" = ");
  return sign != line.npos && IsTarget(line.substr(0, sign));
}

// Whether a block of code begins below the line `above`, though nothing says so: an empty line is
// between them, and the block's first line is a statement, far to the right.
std::optional<size_t> BlockUnsaid(const LinesOfText& lines, size_t above, size_t indentation) {
  constexpr size_t kFar = 4;
  if (indentation < MarginOf(lines[above]) + kFar || !HasBlanksAlone(lines[above + 1])) {
    return std::nullopt;
  }
  size_t first = above + 1;
  const size_t last = lines.size() - 1;
  while (first < last && (HasBlanksAlone(lines[first]) || Trimmed(lines[first]).starts_with('#'))) {
    ++first;
  }
  if (first == last || !IsStatement(Trimmed(lines[first]))) return std::nullopt;
  return first;
}

// The block below the line `header`: empty lines and options, `:linenos:`, are none of it.
std::string BlockBelow(const LinesOfText& lines, size_t header, size_t indentation,
                       bool is_anything) {
  size_t first = header + 1;
  const size_t last = lines.size() - 1;
  while (first < last && (HasBlanksAlone(lines[first]) || Trimmed(lines[first]).starts_with(':'))) {
    ++first;
  }
  if (is_anything && (first == last || !LooksLikePython(Trimmed(lines[first])))) return "";
  return Joined(lines, first, indentation);
}

std::string BlockAtEnd(std::string_view text) {
  const LinesOfText lines = SplitAtLineEnds(text);
  if (const auto fenced = BehindFence(lines)) {
    return *fenced == 0 ? "" : Joined(lines, *fenced, MarginOf(lines[*fenced - 1]));
  }
  size_t indentation = MarginOf(lines.back());
  for (size_t i = lines.size() - 1; i-- > 0;) {
    if (HasBlanksAlone(lines[i]) || MarginOf(lines[i]) >= indentation) continue;
    const Header header = HeaderOf(lines[i]);
    if (header == Header::kOther) return "";
    if (header == Header::kNone) {
      if (const auto first = BlockUnsaid(lines, i, indentation)) {
        return Joined(lines, *first, indentation);
      }
      indentation = MarginOf(lines[i]);
      continue;
    }
    return BlockBelow(lines, i, indentation, header == Header::kAnything);
  }
  return "";
}

}  // namespace

std::string CodeBlockAtEnd(std::string_view text) {
  std::string block = BlockAtEnd(text);
  return block.size() > kLongestBlock ? "" : block;
}

}  // namespace fastnode::predict
