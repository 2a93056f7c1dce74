#include "predict/describe/heading.h"

#include <algorithm>
#include <vector>

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kMaxLabel = 600, kMaxDocumentation = 8000;

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines(1);
  for (char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else if (c != '\r') {
      lines.back() += c;
    }
  }
  return lines;
}

// What stands between the quotes of a string literal.
std::string_view Unquoted(std::string_view literal) {
  const size_t quote = literal.find_first_of("'\"");
  if (quote == literal.npos) return "";
  literal.remove_prefix(quote);
  const size_t quotes =
      literal.size() >= 6 && literal[0] == literal[1] && literal[1] == literal[2] ? 3 : 1;
  if (literal.size() < 2 * quotes) return "";
  return literal.substr(quotes, literal.size() - 2 * quotes);
}

// The indentation that all lines but the first share is taken off, as Python's own tools do.
std::string Dedented(const std::vector<std::string>& lines) {
  size_t indent = std::string::npos;
  for (size_t i = 1; i < lines.size(); ++i) {
    indent = std::min(indent, lines[i].find_first_not_of(" \t"));
  }
  std::string text;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (i > 0) line.remove_prefix(std::min(indent, line.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (text.size() + line.size() > kMaxDocumentation) break;
    text += std::string(line) + "\n";
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text.substr(std::min(text.find_first_not_of(" \n"), text.size()));
}

}  // namespace

std::string OneLine(std::string_view text) {
  std::string line;
  for (char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\';
    if (blank && (line.empty() || line.back() == ' ' || line.back() == '(')) continue;
    line += blank ? ' ' : c;
  }
  if (line.size() > kMaxLabel) {
    line.resize(kMaxLabel);
    while (!line.empty() && (line.back() & 0xC0) == 0x80) line.pop_back();
    if (!line.empty() && (line.back() & 0x80) != 0) line.pop_back();
    line += "...";
  }
  return line;
}

bool IsDefinition(const ast::Tree& tree, NodeId node) {
  return tree[node].kind == Kind::kFunctionDefinition || tree[node].kind == Kind::kClassDefinition;
}

std::string Heading(const ast::Tree& tree, NodeId definition) {
  const NodeId body = tree.Child(definition, Field::kBody);
  const uint32_t begin = tree[definition].begin;
  const uint32_t end = body == kNoNode ? tree[definition].end : tree[body].begin;
  std::string_view text = std::string_view(tree.source).substr(begin, end - begin);
  const NodeId result = tree.Child(definition, Field::kReturnType);
  NodeId last = result != kNoNode ? result : tree.Child(definition, Field::kParameters);
  if (last == kNoNode) last = tree.Child(definition, Field::kSuperclasses);
  if (last == kNoNode) last = tree.Child(definition, Field::kName);
  if (last != kNoNode) text = text.substr(0, tree[last].end - begin);
  return OneLine(text);
}

std::string Documentation(const ast::Tree& tree, NodeId definition) {
  NodeId body =
      tree[definition].kind == Kind::kModule ? definition : tree.Child(definition, Field::kBody);
  if (body == kNoNode) return "";
  NodeId first = tree.FirstChild(body);
  if (first != kNoNode && tree[first].kind == Kind::kExpressionStatement) {
    first = tree.FirstChild(first);
  }
  if (first == kNoNode || tree[first].kind != Kind::kString) return "";
  return Dedented(LinesOf(Unquoted(tree.Text(first))));
}

}  // namespace fastnode::predict
