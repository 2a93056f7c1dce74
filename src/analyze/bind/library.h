// The library: modules, classes, functions and variables that stubs define, with their members,
// bases and declared types. Built once from typeshed, stored in one file, read in place from a map.
//
// A symbol is a dotted path ("os.path.join", "builtins.str", "builtins.str.upper"). Re-exports and
// aliases are symbols that point at their target.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode::bind {

using SymbolId = int32_t;
inline constexpr SymbolId kNoSymbol = -1;

enum class SymbolKind : uint8_t { kModule, kClass, kFunction, kProperty, kVariable, kAlias };

class Library {
 public:
  // Maps a file written by BuildLibrary; checks its header, size and checksum-free structure.
  static Result<Library> Open(const std::string& path);
  static Library Empty();
  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library();

  int32_t size() const;
  SymbolId Find(std::string_view path) const;  // aliases resolved; kNoSymbol if unknown
  // The module that `import path` names, also where its package has a name of the same spelling.
  SymbolId FindModule(std::string_view path) const;
  SymbolKind kind(SymbolId symbol) const;
  std::string path(SymbolId symbol) const;       // put together from the names above it
  std::string_view name(SymbolId symbol) const;  // its last component
  SymbolId parent(SymbolId symbol) const;        // kNoSymbol of top-level modules

  // Direct children by name ("upper" of builtins.str); aliases resolved.
  SymbolId Child(SymbolId parent, std::string_view name) const;
  // A class's member, looked up along its bases (C3 where it exists, else depth first).
  SymbolId Member(SymbolId cls, std::string_view name) const;

  // What `parent.` can be followed by: a module's public names, a class's members with those of
  // its bases. Sorted by name, without duplicates.
  struct Entry {
    std::string_view name;
    SymbolId symbol;
  };
  std::vector<Entry> Members(SymbolId parent) const;

  // The class of which a variable, property or call result is an instance; kNoSymbol: unknown or
  // a union other than Optional. kSelfType: the type of the object on which it was looked up (Self,
  // or a TypeVar that stands for it). Of overloads, the first.
  SymbolId TypeOf(SymbolId variable_or_property) const;
  SymbolId ReturnType(SymbolId function) const;
  static constexpr SymbolId kSelfType = -2;
  // The declared type (of a variable, property or result) was `type[X]`: the class itself.
  bool IsClassObject(SymbolId symbol) const;
  // A function's overloads do not all return what the first does.
  bool OverloadsVary(SymbolId function) const;

  // A class and its bases, in the order in which members are looked up.
  std::vector<SymbolId> Ancestors(SymbolId cls) const;

  uint64_t content_hash() const;

 private:
  struct Data;
  explicit Library(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

struct LibraryStatistics {
  int64_t files = 0, modules = 0, classes = 0, functions = 0, variables = 0, aliases = 0;
  int64_t files_skipped = 0;
  std::map<std::string, int64_t> skipped;  // by reason
};

// Reads `typeshed`/stdlib and `typeshed`/stubs/*, then Python sources under `sources` (folders that
// would stand on sys.path), writes `out` atomically. Of a module that several have the first
// counts. What sources do not declare is inferred. Same input, same bytes.
Result<LibraryStatistics> BuildLibrary(const std::string& typeshed,
                                       const std::vector<std::string>& sources,
                                       const std::string& out);
inline Result<LibraryStatistics> BuildLibrary(const std::string& typeshed, const std::string& out) {
  return BuildLibrary(typeshed, {}, out);
}

}  // namespace fastnode::bind
