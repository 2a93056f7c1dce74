// The library's file, docs/formats/library.md: structures that are read in place.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace fastnode::types {

static_assert(std::endian::native == std::endian::little, "the library is read in place");

inline constexpr std::string_view kLibraryMagic = "FNLIB03\n";
inline constexpr uint32_t kBlockBytes = 96 << 10;    // a block is closed once it has so many
inline constexpr uint32_t kMaxBlockBytes = 8 << 20;  // with the largest module as its last

struct LibraryHeader {
  char magic[8];
  uint64_t content_hash;
  uint32_t num_modules;
  uint32_t num_blocks;
  uint32_t names_bytes;
  uint32_t tree_version;  // ast::TreeVersion
};
static_assert(sizeof(LibraryHeader) == 32);

enum LibraryFlag : uint32_t { kPackage = 1, kStub = 2 };

struct LibraryModule {
  uint32_t name_end;
  uint32_t block;
  uint32_t offset;
  uint32_t bytes;       // of text
  uint32_t tree_bytes;  // behind it; 0: the text has no tree
  uint32_t flags;
};
static_assert(sizeof(LibraryModule) == 24);

// Packed, so that it is as large as it looks.
#pragma pack(push, 4)
struct LibraryBlock {
  uint64_t offset;
  uint32_t bytes;
  uint32_t unpacked;
  uint64_t hash;
};
#pragma pack(pop)
static_assert(sizeof(LibraryBlock) == 24 && alignof(LibraryBlock) == 4);

}  // namespace fastnode::types
