// What the fuzzers have in common: each makes the products up to its entry and checks that they are
// sound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "analyze/ast/compact.h"
#include "analyze/ast/parse.h"
#include "analyze/bind/file_index.h"
#include "analyze/graph/graph.h"
#include "analyze/types/imports/library.h"
#include "analyze/types/types.h"

namespace fastnode::fuzz {

// Aborts, so that a sanitizer and a fuzzer take note, with what Verify says.
inline void MustBeSound(const std::string& complaint) {
  if (complaint.empty()) return;
  std::fprintf(stderr, "unsound: %s\n", complaint.c_str());
  std::abort();
}

// The tree must be the same when it was kept as bytes.
inline void MustComeBack(const ast::Tree& tree) {
  const Result<ast::Tree> again = ast::Expand(tree.source, ast::Compact(tree));
  if (!again.ok()) return MustBeSound("not expanded: " + again.error().message);
  MustBeSound(again->num_errors == tree.num_errors && ast::Print(*again) == ast::Print(tree)
                  ? ""
                  : "not the tree that was compacted");
}

// A fuzzer's input. Sources that are refused make no tree.
inline Result<ast::Tree> ParseInput(const uint8_t* data, size_t size) {
  Result<ast::Tree> tree = ast::Parse(std::string(reinterpret_cast<const char*>(data), size));
  if (tree.ok()) MustBeSound(ast::Verify(*tree));
  return tree;
}

// The attribute expressions whose base has a known type. All types and members are asked for.
inline int64_t CountKnownBases(const bind::FileIndex& index, const types::Library& library) {
  types::TypeEvaluator types(index, library);
  int64_t known = 0;
  for (const bind::AttributeUse& use : index.attributes) {
    types::Type type = types.TypeOf(use.base);
    known += !types.Name(type).empty();
    types.Members(type);
  }
  return known;
}

}  // namespace fastnode::fuzz
