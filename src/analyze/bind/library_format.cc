#include "analyze/bind/library_format.h"

#include <cstring>

namespace fastnode::bind {
namespace {

Status CheckNames(const LibraryView& view) {
  uint32_t end = 0;
  for (uint32_t name = 0; name < view.header->num_names; ++name) {
    if (view.name_ends[name] < end) return Error{"library: names overlap"};
    end = view.name_ends[name];
  }
  if (end != view.header->num_text_bytes) return Error{"library: names do not fill the text"};
  return {};
}

// The ancestors of a class: a count, then classes.
bool AreAncestors(const LibraryView& view, int32_t at) {
  auto limit = static_cast<int64_t>(view.header->num_ancestors);
  if (at < 0 || at >= limit) return false;
  int32_t count = view.ancestors[at];
  if (count < 1 || count > limit - at - 1) return false;
  for (int32_t i = 1; i <= count; ++i) {
    int32_t ancestor = view.ancestors[at + i];
    if (ancestor < 0 || ancestor >= view.size()) return false;
    if (view.symbols[ancestor].kind != SymbolKind::kClass) return false;
  }
  return true;
}

bool IsTarget(const LibraryView& view, const SymbolRecord& symbol) {
  int32_t target = symbol.target;
  switch (symbol.kind) {
    case SymbolKind::kModule:
      return target == kNoSymbol;
    case SymbolKind::kClass:
      return AreAncestors(view, target);
    case SymbolKind::kFunction:
    case SymbolKind::kProperty:
    case SymbolKind::kVariable:
      if (target == kNoSymbol || target == Library::kSelfType) return true;
      return target >= 0 && target < view.size() && view.symbols[target].kind == SymbolKind::kClass;
    case SymbolKind::kAlias:
      return target >= 0 && target < view.size() && view.symbols[target].kind != SymbolKind::kAlias;
  }
  return false;
}

Status CheckSymbols(const LibraryView& view) {
  SymbolId size = view.size();
  if (size == 0) return Error{"library: no symbols"};
  SymbolId previous = 1;
  for (SymbolId i = 0; i < size; ++i) {
    const SymbolRecord& symbol = view.symbols[i];
    std::string place = "library: symbol " + std::to_string(i);
    if (symbol.name >= view.header->num_names) return Error{place + ": no such name"};
    bool has_parent = symbol.parent >= 0 && symbol.parent < i;
    if (i == 0 ? symbol.parent != kNoSymbol : !has_parent) return Error{place + ": bad parent"};
    bool ascends = symbol.first_child >= previous && symbol.first_child > i;
    if (!ascends || symbol.first_child > size) return Error{place + ": bad children"};
    previous = symbol.first_child;
  }
  for (SymbolId i = 0; i < size; ++i) {
    if (!IsTarget(view, view.symbols[i])) {
      return Error{"library: symbol " + std::to_string(i) + ": bad kind or target"};
    }
  }
  return {};
}

}  // namespace

Result<LibraryView> ViewLibrary(std::string_view bytes) {
  LibraryView view;
  if (bytes.size() < sizeof(LibraryHeader)) return Error{"library: too short"};
  view.header = reinterpret_cast<const LibraryHeader*>(bytes.data());
  if (std::memcmp(view.header->magic, kLibraryMagic.data(), kLibraryMagic.size()) != 0) {
    return Error{"library: not a library of this version; build it again with 'corpus library'"};
  }
  const LibraryHeader& header = *view.header;
  uint64_t size = sizeof(LibraryHeader) + uint64_t{header.num_symbols} * sizeof(SymbolRecord) +
                  uint64_t{header.num_ancestors} * 4 + uint64_t{header.num_names} * 4 +
                  header.num_text_bytes;
  if (size != bytes.size() || header.num_symbols > INT32_MAX || header.num_ancestors > INT32_MAX) {
    return Error{"library: " + std::to_string(bytes.size()) + " bytes, expected " +
                 std::to_string(size)};
  }
  const char* at = bytes.data() + sizeof(LibraryHeader);
  view.symbols = reinterpret_cast<const SymbolRecord*>(at);
  at += header.num_symbols * sizeof(SymbolRecord);
  view.ancestors = reinterpret_cast<const int32_t*>(at);
  at += size_t{header.num_ancestors} * 4;
  view.name_ends = reinterpret_cast<const uint32_t*>(at);
  view.text = at + size_t{header.num_names} * 4;
  if (Status names = CheckNames(view); !names.ok()) return names.error();
  if (Status symbols = CheckSymbols(view); !symbols.ok()) return symbols.error();
  return view;
}

}  // namespace fastnode::bind
