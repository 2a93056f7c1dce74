// Half-typed code: a grammar takes `x.`, `x =`, `f(a,` or `import` at the end of a line to go on in
// the next one, and what follows is lost. Here such places are made harmless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fastnode::ast {

enum class Damage : uint8_t {
  kCertain,  // what no Python is: dangling ends of lines, statements within brackets, brackets and
             // strings that nothing closes, an `if x` without a colon
  kLikely,   // and lines within brackets that begin no further right than the statement does:
             // to be looked for in texts with syntax errors only
};

struct Repaired {
  // The same text but for single bytes that are others, and for bytes that are put in where
  // something ends: brackets, commas, colons, quotes. Every name is there.
  std::string text;
  int num_repairs = 0;
  // Of what was put in: before which byte of the source, ascending.
  std::vector<uint32_t> inserted;
};

// Linear.
Repaired Repair(std::string_view source, Damage damage);

// The same of a text after an edit, where the text before it had nothing to mend: only what stands
// round the edit is read.
struct Unedited {
  // Of a line with which a statement begins, before the edit: one that is not indented, or a word
  // that begins no line within brackets.
  size_t begin = 0;
  // Of lines with which statements begin behind it, ascending.
  std::vector<size_t> lines_behind;
};
Repaired Repair(std::string_view source, Damage damage, const Unedited& unedited);

// From places in a mended text to those in its source, whatever was put in being nowhere.
class SourcePlaces {
 public:
  explicit SourcePlaces(const std::vector<uint32_t>& inserted);
  uint32_t operator()(uint32_t mended) const;

 private:
  std::vector<uint32_t> places_;  // of the bytes put in, in the mended text
};

}  // namespace fastnode::ast
