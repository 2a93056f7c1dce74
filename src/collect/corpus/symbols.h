// The library symbols that one source uses: dotted paths of modules, classes and functions outside
// the file, by the library alone. The corpus store keeps them beside the source, and inverted as
// lists of sources by symbol (store.h).
//
// A symbol is found *as written*, following the file's imports (`os.path.join`), and *canonically*,
// where it is defined (`posixpath.join`). A value is the symbol of its type (`builtins.str`). What
// is defined in the file itself has no symbol.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"
#include "support/result.h"

namespace fastnode::corpus {

enum class SymbolContext : uint8_t {
  kImport,     // in an import statement, absolute ones only
  kAttribute,  // an attribute expression
  kName,       // a plain name that is read
  kExpr,       // any expression: both of these, and what a call returns
  kCallFunc,   // what is called
};
inline constexpr int kNumSymbolContexts = 5;
// "symbol_context_import" and so on. ("symbol_context_all" is not a context but the sum of all.)
std::string_view Name(SymbolContext context);
std::optional<SymbolContext> SymbolContextFromName(std::string_view name);

using SymbolCounts = std::array<uint32_t, kNumSymbolContexts>;

enum class SymbolForm : uint8_t { kWritten, kCanonical };

inline constexpr uint32_t kNoSymbol = UINT32_MAX;
inline constexpr size_t kMaxSymbolBytes = 400;  // longer ones are left out

struct FileSymbols {
  struct Row {
    std::string symbol;
    SymbolCounts counts;
    bool operator==(const Row&) const = default;
  };
  std::array<std::vector<Row>, 2> rows;  // by SymbolForm, each sorted by symbol

  // The canonical symbol at each place where something can be predicted: row of rows[kCanonical],
  // or kNoSymbol.
  std::vector<uint32_t> attribute_of_use;  // of the attribute expression
  std::vector<uint32_t> base_of_use;       // of its base, if that is a plain name
  std::vector<uint32_t> callee_of_place;   // of what is called, per place of an argument

  bool operator==(const FileSymbols&) const = default;
};

// `types`: an evaluator for this file that knows the library only.
FileSymbols FindSymbols(const bind::FileIndex& index, types::TypeEvaluator& types);

std::string EncodeSymbols(const FileSymbols& symbols);
Result<FileSymbols> DecodeSymbols(std::string_view bytes);

}  // namespace fastnode::corpus
