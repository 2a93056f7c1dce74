// The library's file, docs/formats/library.md: structures that are read in place, and the check
// that makes that safe.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyze/bind/library.h"

namespace fastnode::bind {

static_assert(std::endian::native == std::endian::little, "the library is read in place");

inline constexpr std::string_view kLibraryMagic = "FNLIB01\n";

struct LibraryHeader {
  char magic[8];
  uint64_t content_hash;
  uint32_t num_symbols;
  uint32_t num_names;
  uint32_t num_ancestors;
  uint32_t num_text_bytes;
};
static_assert(sizeof(LibraryHeader) == 32);

enum SymbolFlag : uint8_t {
  kUnlisted = 1,       // not among the members of its parent
  kClassObject = 2,    // the target is meant as the class itself
  kOverloadsVary = 4,  // overloads of this function have other results than the first
};

struct SymbolRecord {
  uint32_t name;
  SymbolId parent;
  SymbolId first_child;
  int32_t target;
  SymbolKind kind;
  uint8_t flags;
  uint16_t zero;
};
static_assert(sizeof(SymbolRecord) == 20);

// A file's parts, in place.
struct LibraryView {
  const LibraryHeader* header = nullptr;
  const SymbolRecord* symbols = nullptr;
  const int32_t* ancestors = nullptr;
  const uint32_t* name_ends = nullptr;
  const char* text = nullptr;

  SymbolId size() const {
    return header == nullptr ? 0 : static_cast<SymbolId>(header->num_symbols);
  }
  std::string_view Name(uint32_t name) const {
    uint32_t begin = name == 0 ? 0 : name_ends[name - 1];
    return {text + begin, name_ends[name] - begin};
  }
  SymbolId ChildrenEnd(SymbolId symbol) const {
    return symbol + 1 < size() ? symbols[symbol + 1].first_child : size();
  }
};

// `bytes` must be aligned to 8 and outlive the view. An error says what is damaged.
Result<LibraryView> ViewLibrary(std::string_view bytes);

}  // namespace fastnode::bind
