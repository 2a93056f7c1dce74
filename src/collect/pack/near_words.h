// The words of the text around a site: of its code, strings and comments alike. Who has written
// `config["interval"]`, or a comment about intervals, soon writes `self.interval`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "collect/pack/features.h"
#include "collect/pack/surroundings.h"
#include "collect/pack/text_words.h"

namespace fastnode::pack {

enum NearWordFeature : int {
  kWordBefore = 70,  // nearness, in words, of the closest equal word before the site
  kWordAfter,        // ... and behind it
  kPartsBefore,      // mean nearness of its subtokens among the words before
  kPartsClose,       // share of its subtokens that are among the last few of them
};
inline constexpr Feature kNearWordFeatures[] = {
    {kWordBefore, "word_before", Knowledge::kFile},
    {kWordAfter, "word_after", Knowledge::kFile},
    {kPartsBefore, "parts_before", Knowledge::kFile | Knowledge::kSpelling},
    {kPartsClose, "parts_close", Knowledge::kFile | Knowledge::kSpelling},
};

class NearWords {
 public:
  // Around bytes [begin, end) of a text, which are hidden; or around an empty place. `known`: words
  // of a text much like it, or null: what is the same there need not be read.
  NearWords(std::string_view text, size_t begin, size_t end, const TextWords* known);

  // `candidate`: its Hash64. `parts`: of it.
  void Put(uint64_t candidate, const NumberedParts& parts, CandidateBytes& f) const;

 private:
  // How many words away each number was met first: a hash with linear probing.
  class Distances {
   public:
    Distances() { entries_.reserve(128); }
    // Of two distances the first counts. Whether it is that.
    bool Add(uint64_t number, uint32_t distance);
    // -1: it is not there.
    int32_t Of(uint64_t number) const;

   private:
    struct Entry {
      uint64_t number;
      uint32_t distance;
    };
    size_t SlotOf(uint64_t number) const {
      const size_t mask = slots_.size() - 1;
      size_t at = number * 0x9E3779B97F4A7C15 >> 32 & mask;
      while (slots_[at] != 0 && entries_[slots_[at] - 1u].number != number) at = (at + 1) & mask;
      return at;
    }
    std::vector<Entry> entries_;
    // Places of entries, from 1: a power of two, at most half full. A window has a few thousand
    // parts of words at most.
    std::vector<uint16_t> slots_ = std::vector<uint16_t>(512);
  };

  template <typename PartsOf>
  void AddBefore(uint64_t word, uint32_t distance, const PartsOf& parts_of);
  void ReadBefore(std::string_view text, size_t begin);
  void ReadAfter(std::string_view text, size_t end);

  Distances words_before_, words_after_, parts_before_;
};

}  // namespace fastnode::pack
