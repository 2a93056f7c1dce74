#include "analyze/analyze.h"

#include <utility>

#include "analyze/ast/reparse.h"

namespace fastnode::analyze {

Source FromTree(ast::Tree tree) {
  Source source{bind::Bind(std::move(tree)), {}};
  source.graph = graph::BuildGraph(source.index);
  return source;
}

Result<Source> Analyze(std::string text, const ast::ParseLimits& limits) {
  Result<ast::Tree> tree = ast::Parse(std::move(text), limits);
  if (!tree.ok()) return tree.error();
  return FromTree(*std::move(tree));
}

Result<Source> AnalyzeAgain(const Source& before, std::string text,
                            const ast::ParseLimits& limits) {
  Result<ast::Reparsed> reparsed = ast::Reparse(before.index.tree, std::move(text), limits);
  if (!reparsed.ok()) return reparsed.error();
  return FromTree(std::move(reparsed->tree));
}

}  // namespace fastnode::analyze
