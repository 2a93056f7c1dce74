#include "collect/pack/analyse.h"

#include <utility>

#include "analyze/bind/path.h"

namespace fastnode::pack {
namespace {

bind::ScopeId Enclosing(const bind::FileIndex& index, bind::ScopeId scope, bind::ScopeKind kind) {
  while (scope != bind::kNone && index.scopes[static_cast<size_t>(scope)].kind != kind) {
    scope = index.scopes[static_cast<size_t>(scope)].parent;
  }
  return scope;
}

std::vector<UseKeys> FindUseKeys(const bind::FileIndex& index) {
  std::vector<UseKeys> keys;
  keys.reserve(index.attributes.size());
  for (const bind::AttributeUse& use : index.attributes) {
    UseKeys key;
    std::string path = bind::PathText(index.tree, use.base);
    if (path != "?") {
      key.base = corpus::UsageKey(corpus::KeySpace::kBase, path);
      key.last = corpus::UsageKey(corpus::KeySpace::kLast, bind::LastComponent(path));
    }
    bind::ScopeId scope = index.scope_of[static_cast<size_t>(use.node)];
    key.function = Enclosing(index, scope, bind::ScopeKind::kFunction);
    key.cls = Enclosing(index, scope, bind::ScopeKind::kClass);
    keys.push_back(key);
  }
  return keys;
}

}  // namespace

Result<AnalysedSource> Analyse(std::string source, const ast::ParseLimits& limits) {
  // Views into the text must survive moves of the index: keep it out of the string object itself.
  source.reserve(64);
  Result<ast::Tree> tree = ast::Parse(std::move(source), limits);
  if (!tree.ok()) return tree.error();
  AnalysedSource analysed;
  analysed.index = bind::Bind(std::move(*tree));
  analysed.graph = graph::BuildGraph(analysed.index);
  analysed.use_keys = FindUseKeys(analysed.index);
  analysed.places = bind::FindArgumentPlaces(analysed.index.tree);
  analysed.call_keys = corpus::KeysOf(analysed.index.tree, analysed.places);
  return analysed;
}

}  // namespace fastnode::pack
