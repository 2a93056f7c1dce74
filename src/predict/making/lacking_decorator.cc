#include "predict/making/lacking_decorator.h"

#include <algorithm>
#include <iterator>

namespace fastnode::predict {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

std::string BindingDecorator(const ast::Tree& tree, NodeId statement) {
  static constexpr std::string_view kDecorators[] = {"@staticmethod", "@classmethod", "@property"};
  if (tree[statement].kind != Kind::kDecoratedDefinition) return "";
  for (NodeId c = tree.FirstChild(statement); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kDecorator) continue;
    const std::string_view text = tree.Text(c);
    const bool binds =
        std::find(std::begin(kDecorators), std::end(kDecorators), text) != std::end(kDecorators);
    if (binds) return std::string(text);
  }
  return "";
}

std::vector<auto_import::Edit> EditsForDecorator(std::string_view text, size_t at,
                                                 std::string_view decorator) {
  if (decorator.empty()) return {};
  const size_t line = text.substr(0, at).find_last_of("\r\n") + 1;  // npos + 1 is 0
  const size_t word = std::min(text.find_first_not_of(" \t", line), at);
  const bool has_returns = text.substr(0, line).ends_with("\r\n");
  std::string above(text.substr(line, word - line));
  above.append(decorator).append(has_returns ? "\r\n" : "\n");
  return {{line, line, std::move(above)}};
}

}  // namespace fastnode::predict
