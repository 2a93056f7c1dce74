// A library under construction: every stub adds its declarations with names as written
// (library_stub.cc), then names are resolved across stubs (library_resolve.cc), then the drafts are
// laid out in a file (library_build.cc).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/tree.h"
#include "analyze/bind/annotation.h"
#include "analyze/bind/library.h"
#include "analyze/bind/library_source.h"

namespace fastnode::bind {

using DraftId = int32_t;
inline constexpr DraftId kNoDraft = -1;
inline constexpr DraftId kSelfDraft = Library::kSelfType;
inline constexpr DraftId kAnyDraft = -3;  // says nothing: dropped from unions

enum class Progress : uint8_t { kOpen, kRunning, kDone };

struct Draft {
  std::string name;
  DraftId parent = kNoDraft;
  SymbolKind kind = SymbolKind::kVariable;
  bool unlisted = false;
  bool literal_value = false;  // `X = 1` without annotation: in an enumeration, a member
  bool type_variable = false;  // TypeVar and the like; not part of the library
  bool types_alias = false;    // an alias of a type expression, `types`
  bool module_alias = false;   // an alias of the module `module`
  bool class_object = false;   // found when resolved: the target is the class itself
  bool overloaded = false;
  bool overloads_vary = false;  // found when resolved

  std::vector<TypeChoice> types;                   // declared type, result, bound or alias
  std::vector<std::vector<TypeChoice>> overloads;  // results of the second overload and on
  InferredClass inferred;     // of sources, where nothing is declared; absolute
  std::string self_variable;  // the type variable that annotates the first parameter
  std::vector<std::string> bases;
  std::string module;  // alias of an import: absolute module path
  std::string path;    // alias: name in `module`, or a dotted name in the scope of the draft

  std::map<std::string, DraftId, std::less<>> children;    // names
  std::map<std::string, DraftId, std::less<>> submodules;  // of packages
  std::vector<std::string> stars;                          // modules imported by `*`, absolute
  std::vector<std::string> all;                            // __all__
  bool has_all = false;

  Progress progress = Progress::kOpen;  // of resolving
  Progress stars_progress = Progress::kOpen;
  DraftId target = kNoDraft;
  std::vector<DraftId> ancestors;
};

struct DraftLibrary {
  std::vector<Draft> drafts;  // drafts[0] is the root

  DraftLibrary() { drafts.push_back({.kind = SymbolKind::kModule}); }
  Draft& operator[](DraftId id) { return drafts[static_cast<size_t>(id)]; }
  const Draft& operator[](DraftId id) const { return drafts[static_cast<size_t>(id)]; }

  // The draft named so in `parent`, or a new one.
  DraftId Add(DraftId parent, std::string_view name, SymbolKind kind, bool* is_new = nullptr);
  // The module of this path, with the packages above it.
  DraftId AddModule(std::string_view path);
  DraftId FindModule(std::string_view path) const;
};

// Adds what one stub declares to `module`. `package`: relative imports count from it.
void ReadStub(const ast::Tree& tree, DraftId module, const std::string& package,
              DraftLibrary& library);
// The same of a source. `infer`: ask `facts` for types that are not declared.
void ReadSource(SourceFacts& facts, DraftId module, const std::string& package, bool infer,
                DraftLibrary& library);

// The value of a condition of an `if` of a stub, for the Python that we describe: 3.11 on Linux,
// seen by a type checker.
enum class Truth : uint8_t { kFalse, kTrue, kUnknown };
Truth Evaluate(const ast::Tree& tree, ast::NodeId condition);

// Resolves stars, aliases, types, bases and orders of ancestors of all drafts. Aliases without a
// target become unknown variables.
void Resolve(DraftLibrary& library);

}  // namespace fastnode::bind
