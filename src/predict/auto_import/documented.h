// What the docstrings and comments of a text speak of. Who writes about a package names what others
// take from it, and shows how they import it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fastnode::auto_import {

struct Documented {
  struct Word {
    uint32_t hash;   // WordHash
    uint8_t number;  // how often it stands there; 255: as often or more
    bool operator==(const Word&) const = default;
  };
  // `from module import name` of an example; relative ones are left out.
  struct Shown {
    std::string module, name;
    bool operator==(const Shown&) const = default;
  };
  std::vector<Word> words;   // ascending by hash
  std::vector<Shown> shown;  // each once, ascending
};

uint32_t WordHash(std::string_view word);

// Strings in three quotes and comments are read; what stands in other strings and in code is not.
Documented ReadDocumented(std::string_view text);

}  // namespace fastnode::auto_import
