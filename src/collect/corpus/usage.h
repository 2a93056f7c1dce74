// Counts of attribute names by what stands before the dot: what "the file", "the project" and "the
// corpus" know about usage. Features of candidates (collect/pack) and the counting baselines
// (qualify) read the same tables.
//
// A row is (key, name) -> counts by UseContext. A key is a 64-bit hash of a text in one of a few
// key spaces; see UsageKey. Tables answer in an order that depends on their content alone.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/arguments.h"
#include "analyze/bind/file_index.h"
#include "analyze/bind/purpose.h"
#include "analyze/bind/reads.h"
#include "analyze/types/types.h"
#include "collect/corpus/name_table.h"
#include "support/result.h"

namespace fastnode::corpus {

enum class KeySpace : uint8_t {
  kBase,      // normalised text of the base (bind::PathText): "self.items", "np"
  kLast,      // its last component: "items"
  kType,      // name of the base's type (types::TypeEvaluator::Name), if known
  kAny,       // one key: all attribute uses
  kBaseName,  // one key: names that stand before a dot, for the attribute-base task
  kDefined,   // one key: names that classes and modules define; counts are by Definition instead
  // Of calls, see CallKey; counts are in the first slot.
  kArgument,      // plain names passed
  kArgumentKind,  // what stands at a position: "stop", "positional", "keyword"
  kArgumentForm,  // what is passed: a "name", a "literal", or something else ("placeholder")
  kKeyword,       // names of keyword arguments
  // Names that are read, and words of the language, by what they begin (bind::Name of a Position),
  // or
  // "": anything. Counts are in the first slot.
  kRead,
  kNarrow,  // attribute uses by more of what stands around them, see NarrowKeys
};
inline constexpr int kNumKeySpaces = 12;

// The counts' meaning in KeySpace::kDefined.
enum class Definition : uint8_t { kMethod, kFunction, kClass, kVariable };

uint64_t UsageKey(KeySpace space, std::string_view text);

// What stands around an attribute use and is there before the name is typed.
struct UseSurroundings {
  bind::Position position = bind::Position::kOther;  // of the expression that begins with the use
  std::string_view last;  // component of the base's text, "" if it has none
  std::string_view type;  // name of the base's type, "" unknown
  std::string_view
      previous;  // the attribute used last on the same base in the same function, or ""
  std::string_view function;  // name of the function around it, or ""
  bind::Purpose purpose;
};
enum class Narrow : uint8_t {
  kPosition,        // what is raised, what a statement begins with, ...
  kLastInPosition,  // ... on a base of this name
  kTypeInPosition,  // ... of this type
  kAfter,           // what is used behind that attribute
  kWithin,          // on a base of this name, in functions of that name
  kPassed,          // as this argument of what is called so
  kGiven,           // to what is called so: a variable, a keyword, a key
};
inline constexpr int kNumNarrow = 7;
// 0 where what the key is made of is not known.
using NarrowKeys = std::array<uint64_t, kNumNarrow>;
NarrowKeys NarrowKeysOf(const UseSurroundings& around);

inline constexpr uint64_t kNoCallee = 0, kAnyCallee = 1;

// Keys of calls are made from what is called and from the slot of the argument.
struct CallKeys {
  uint64_t path = kNoCallee,
           last =
               kNoCallee;  // of the callee's text and of its last component; kNoCallee: it has none
  uint64_t slot = 0;       // a position, or a keyword
  uint64_t position = 0;   // the position alone
};
// One per place. The places of one call stand together.
std::vector<CallKeys> KeysOf(const ast::Tree& tree, const std::vector<bind::ArgumentPlace>& places);
// The slot of what is passed to a keyword.
uint64_t SlotOfKeyword(std::string_view keyword);
// `slot`: 0 for KeySpace::kKeyword.
uint64_t CallKey(KeySpace space, uint64_t callee, uint64_t slot);

using UseCounts = std::array<uint32_t, bind::kNumUseContexts>;
inline uint32_t Total(const UseCounts& counts) {
  return counts[0] + counts[1] + counts[2] + counts[3];
}
inline void AddCounts(const UseCounts& from, UseCounts& to) {
  for (size_t i = 0; i < from.size(); ++i) to[i] += from[i];
}

// The uses of one source, as stored beside it in the corpus.
struct FileUsage {
  struct Row {
    uint64_t key;
    uint32_t name;  // index into names
    UseCounts counts;
  };
  std::vector<std::string> names;  // sorted
  std::vector<Row> rows;           // sorted by (key, name)

  // The counts of one (key, name). Zeros if there is no such row.
  UseCounts Find(uint64_t key, std::string_view name) const;
  UseCounts Find(uint64_t key, uint32_t name) const;
  std::span<const Row> Rows(uint64_t key) const;
  UseCounts Sum(uint64_t key) const;
  uint32_t IdOf(std::string_view name) const;  // index into names, or kNoName
};

// For each attribute use of the index, the name of its base's type (types::TypeEvaluator::Name), or
// "" if it is unknown. `types`: an evaluator for this file that knows the library only.
std::vector<std::string> BaseTypeNames(const bind::FileIndex& index, types::TypeEvaluator& types);

// `type_names`: as from BaseTypeNames, or empty.
FileUsage CountUses(const bind::FileIndex& index, const std::vector<std::string>& type_names);

std::string EncodeUsage(const FileUsage& usage);  // bytes for the store
Result<FileUsage> DecodeUsage(std::string_view bytes);

}  // namespace fastnode::corpus
