#include "analyze/analyze.h"

#include <utility>

#include "analyze/ast/reparse.h"
#include "analyze/graph/rebuild.h"

namespace fastnode::analyze {

Source FromTree(ast::Tree tree) {
  Source source{bind::Bind(std::move(tree)), {}};
  source.graph = graph::SourceGraph(graph::BuildGraph(source.index));
  return source;
}

Result<Source> Analyze(std::string text, const ast::ParseLimits& limits) {
  Result<ast::Tree> tree = ast::Parse(std::move(text), limits);
  if (!tree.ok()) return tree.error();
  return FromTree(*std::move(tree));
}

Result<SourceAgain> AnalyzeAgain(const Source& before, std::string text,
                                 const ast::ParseLimits& limits) {
  Result<ast::Reparsed> reparsed = ast::Reparse(before.index.tree, std::move(text), limits);
  if (!reparsed.ok()) return reparsed.error();
  if (!reparsed->splice) return SourceAgain{FromTree(std::move(reparsed->tree)), std::nullopt};
  bind::Rebound bound = bind::BindAgain(before.index, std::move(reparsed->tree), *reparsed->splice);
  SourceAgain again{{std::move(bound.index), {}}, std::move(bound.moved)};
  again.source.graph = again.moved ? graph::RebuildGraph(before.index, before.graph,
                                                         again.source.index, *again.moved)
                                   : graph::SourceGraph(graph::BuildGraph(again.source.index));
  return again;
}

}  // namespace fastnode::analyze
