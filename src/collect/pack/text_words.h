// The words of a text: of its code, strings and comments alike. They are read once; near a place of
// another text that was made from it by an edit, most are the same. (In an editor, where text after
// text is made of the one before, words behind an edit far above are read each time.)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fastnode::pack {

inline constexpr std::array<bool, 256> kWordBytes = [] {
  std::array<bool, 256> bytes{};
  for (size_t c = 0; c < bytes.size(); ++c) {
    bytes[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c >= 0x80;
  }
  return bytes;
}();
inline bool IsWordByte(char c) { return kWordBytes[static_cast<uint8_t>(c)]; }

// Others are numbers, or data.
inline bool IsShortWord(std::string_view word) {
  constexpr size_t kMaxWord = 64;
  return !(word[0] >= '0' && word[0] <= '9') && word.size() <= kMaxWord;
}

// Immutable.
class TextWords {
 public:
  explicit TextWords(std::string_view text);

  struct Word {
    uint32_t begin, end;  // in the text
    uint32_t id;          // equal for equal words
  };
  uint64_t HashOf(const Word& word) const { return hashes_[word.id]; }  // Hash64
  // NumberParts.
  std::span<const uint64_t> PartsOf(const Word& word) const {
    return std::span(parts_).subspan(parts_begin_[word.id],
                                     parts_begin_[word.id + 1] - parts_begin_[word.id]);
  }

  // The last `max` short words before `at` of a text, in its order, or all there are. Nothing if
  // more than `window` bytes would have to be read, or if its bytes there are others than those of
  // this text at the same place.
  std::span<const Word> Before(std::string_view text, size_t at, size_t max, size_t window) const;
  // The first ones from `at` on; this text is compared at the same place before its end.
  std::span<const Word> After(std::string_view text, size_t at, size_t max, size_t window) const;

 private:
  std::string text_;
  std::vector<Word> words_;  // short ones
  // Of each id.
  std::vector<uint64_t> hashes_;
  std::vector<uint32_t> parts_begin_ = {0};
  std::vector<uint64_t> parts_;
};

}  // namespace fastnode::pack
