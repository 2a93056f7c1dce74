// A docstring is read line by line. Where a type ends and prose begins nobody marks, so a type
// counts only if it reads like one: dotted names, brackets, and the words that people put between
// them.
#include "analyze/types/file/docstring.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "analyze/ast/name_byte.h"
#include "analyze/types/file/string_text.h"
#include "support/trim.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxType = 120;

size_t Indentation(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Those in which a word stands.
std::vector<std::string_view> LinesWith(std::string_view text, std::string_view word) {
  std::vector<std::string_view> lines;
  for (size_t at = text.find(word); at < text.size();) {
    const size_t begin = text.rfind('\n', at) + 1, end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(begin, end - begin));
    at = text.find(word, end);
  }
  return lines;
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

// One type, without `or`.
std::string One(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"string", "str"},   {"integer", "int"},     {"boolean", "bool"},
      {"number", "float"}, {"dictionary", "dict"}, {"none", "None"}};
  text = Trimmed(text);
  for (const auto& [word, type] : kWords) {
    if (text == word) return std::string(type);
  }
  for (std::string_view container : {"list", "set", "tuple"}) {
    if (!text.starts_with(container) || !text.substr(container.size()).starts_with(" of "))
      continue;
    std::string element = One(text.substr(container.size() + 4));
    if (element.empty()) return std::string(container);
    if (container == "tuple") element += ", ...";
    return std::string(container) + "[" + element + "]";
  }
  const bool reads_like_one = std::all_of(text.begin(), text.end(), [](char c) {
    return ast::IsNameByte(c) || std::string_view(".,[]| ").find(c) != std::string_view::npos;
  });
  size_t depth = 0;
  for (char c : text) {
    depth += c == '[' ? 1 : 0;
    if (c == ']' && depth-- == 0) return "";
    if (c == ' ' && depth == 0 && text.find('|') == text.npos) return "";
  }
  return reads_like_one && depth == 0 ? std::string(text) : "";
}

// The annotation that is meant by a type as people write it.
std::string AsAnnotation(std::string_view written) {
  std::string text(Trimmed(written));
  for (std::string_view role : {":class:", ":obj:", ":py:class:", "`", "~", "*"}) {
    ReplaceAll(text, role, "");
  }
  for (std::string_view word : {", optional", ",optional", ", default"}) {
    text.resize(std::min(text.find(word), text.size()));
  }
  while (text.ends_with('.')) text.pop_back();
  ReplaceAll(text, " or ", "|");
  if (text.empty() || text.size() > kMaxType) return "";
  // Bars in brackets divide no alternatives.
  std::string all;
  size_t begin = 0, depth = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '|';
    depth += c == '[' ? 1 : 0;
    if (c == ']' && depth > 0) --depth;
    if (c != '|' || (depth > 0 && i < text.size())) continue;
    const std::string one = One(std::string_view(text).substr(begin, i - begin));
    begin = i + 1;
    if (!one.empty()) all += (all.empty() ? "" : "|") + one;
  }
  return all;
}

// What follows `:type name:` and the like on a line; nothing if it does not begin so.
std::string_view After(std::string_view line, std::string_view beginning) {
  return line.starts_with(beginning) ? Trimmed(line.substr(beginning.size())) : std::string_view();
}

bool IsUnderline(std::string_view line) {
  line = Trimmed(line);
  return line.size() >= 3 && line.find_first_not_of('-') == line.npos;
}

// `name (type): ...` below a line `Args:`.
std::string_view InGoogle(const std::vector<std::string_view>& lines, std::string_view name) {
  for (std::string_view line : lines) {
    std::string_view text = Trimmed(line);
    if (!text.starts_with(name)) continue;
    text = Trimmed(text.substr(name.size()));
    const size_t end = text.find("):");
    if (text.starts_with('(') && end != text.npos) return text.substr(1, end - 1);
  }
  return "";
}

// `name : type`, or `name, other : type`, below an underlined heading.
std::string_view InNumpy(const std::vector<std::string_view>& lines, std::string_view name) {
  bool below = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    below |= IsUnderline(lines[i]);
    const size_t colon = lines[i].find(" : ");
    if (!below || colon == std::string_view::npos) continue;
    std::string_view names = lines[i].substr(0, colon);
    while (!names.empty()) {
      const size_t comma = std::min(names.find(','), names.size());
      if (Trimmed(names.substr(0, comma)) == name) return lines[i].substr(colon + 3);
      names.remove_prefix(std::min(comma + 1, names.size()));
    }
  }
  return "";
}

}  // namespace

std::string_view DocstringOf(const File& f, NodeId function) {
  NodeId body = f.child(function, Field::kBody);
  NodeId first = body == kNoNode ? NodeId(kNoNode) : f.first(body);
  if (first != kNoNode && f.kind(first) == Kind::kExpressionStatement) first = f.first(first);
  const bool is_string = first != kNoNode && f.kind(first) == Kind::kString;
  return is_string ? StringText(f.text(first)) : std::string_view();
}

std::string DocumentedType(std::string_view docstring, std::string_view parameter) {
  if (parameter.empty()) return "";
  const std::vector<std::string_view> lines = LinesWith(docstring, parameter);
  const std::string name(parameter);
  for (std::string_view line : lines) {
    line = Trimmed(line);
    if (line.starts_with(":type ") || line.starts_with("@type ")) {
      const std::string_view type = After(line.substr(6), name + ":");
      if (!type.empty()) return AsAnnotation(type);
    }
    // :param type name:
    const size_t end = line.starts_with(":param ") ? line.find(" " + name + ":", 7) : line.npos;
    if (end != line.npos) return AsAnnotation(line.substr(7, end - 7));
  }
  if (const std::string_view type = InGoogle(lines, name); !type.empty()) return AsAnnotation(type);
  const bool may_be_numpy = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
    return line.find(" : ") != line.npos;
  });
  return may_be_numpy ? AsAnnotation(InNumpy(LinesOf(docstring), name)) : "";
}

std::string DocumentedResult(std::string_view docstring) {
  const std::vector<std::string_view> lines = LinesOf(docstring);
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = Trimmed(lines[i]);
    for (std::string_view word : {":rtype:", "@rtype:"}) {
      if (const std::string_view type = After(line, word); !type.empty()) return AsAnnotation(type);
    }
    if (i + 1 == lines.size()) continue;
    if (line == "Returns:" && Indentation(lines[i + 1]) > Indentation(lines[i])) {
      const std::string_view said = Trimmed(lines[i + 1]);
      return AsAnnotation(said.substr(0, said.find(": ")));
    }
    if (line == "Returns" && IsUnderline(lines[i + 1]) && i + 2 < lines.size()) {
      const std::string_view said = lines[i + 2];
      const size_t colon = said.find(" : ");
      return AsAnnotation(colon == said.npos ? said : said.substr(colon + 3));
    }
  }
  return "";
}

}  // namespace fastnode::types
