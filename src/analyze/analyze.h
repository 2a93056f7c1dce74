// The door of analyze: the text of one Python file in, what syntax says of it out. Types, which
// need other files too, have a door of their own (analyze/types/types.h).
//
// Errors are the few of ast::Parse, by reason: "too large", "binary", "too much work". Broken code
// is no error; it has a tree with error nodes in it. What comes out depends on the text alone, and
// nobody changes it. Thread-safe.
//
// Who asks for names and scopes alone takes bind::BindText, which gives the `index` of a Source and
// costs about half as much; a tree alone is ast::Parse's.
#pragma once

#include <optional>
#include <string>

#include "analyze/ast/parse.h"
#include "analyze/bind/file_index.h"
#include "analyze/bind/rebind.h"
#include "analyze/graph/source_graph.h"
#include "support/result.h"

namespace fastnode::analyze {

struct Source {
  bind::FileIndex index;  // the text, its tree, scopes, variables and attribute uses
  graph::SourceGraph graph;
};

Result<Source> Analyze(std::string text, const ast::ParseLimits& limits = {});

// Of a tree that was parsed before.
Source FromTree(ast::Tree tree);

struct SourceAgain {
  Source source;
  std::optional<bind::Moved> moved;  // what is that of `before`, and how it is numbered
};

// The same of a text much like that of `before`, parsed with the same limits: quick after an edit
// of a few statements, and otherwise made anew (ast/reparse.h, bind/rebind.h, graph/rebuild.h).
Result<SourceAgain> AnalyzeAgain(const Source& before, std::string text,
                                 const ast::ParseLimits& limits = {});

}  // namespace fastnode::analyze
