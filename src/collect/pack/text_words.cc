#include "collect/pack/text_words.h"

#include <algorithm>

#include "collect/corpus/name_table.h"
#include "collect/pack/surroundings.h"

namespace fastnode::pack {

TextWords::TextWords(std::string_view text) : text_(text) {
  corpus::NameTable names;
  for (size_t at = 0; at < text.size();) {
    if (!IsWordByte(text[at])) {
      ++at;
      continue;
    }
    const size_t begin = at;
    while (at < text.size() && IsWordByte(text[at])) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    if (!IsShortWord(word)) continue;
    const uint64_t hash = corpus::NameTable::HashOf(word);
    const uint32_t id = names.Add(word, hash);
    words_.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at), id});
    if (id < hashes_.size()) continue;
    hashes_.push_back(hash);
    const NumberedParts parts = NumberParts(word);
    parts_.insert(parts_.end(), parts.parts.begin(), parts.parts.begin() + parts.size);
    parts_begin_.push_back(static_cast<uint32_t>(parts_.size()));
  }
}

std::span<const TextWords::Word> TextWords::Before(std::string_view text, size_t at, size_t max,
                                                   size_t window) const {
  size_t last = at;
  while (last > 0 && !IsWordByte(text[last - 1])) --last;
  if (last > text_.size() || (last < text_.size() && IsWordByte(text_[last]))) return {};
  const auto end = std::partition_point(words_.begin(), words_.end(),
                                        [&](const Word& w) { return w.end <= last; });
  const size_t count = std::min(max, static_cast<size_t>(end - words_.begin()));
  const auto begin = end - static_cast<ptrdiff_t>(count);
  // Where the first begins a byte before it says so; fewer may be all.
  const size_t first = count < max ? 0 : begin->begin, from = first - std::min<size_t>(first, 1);
  if (at - first > window) return {};
  if (text.substr(from, last - from) != std::string_view(text_).substr(from, last - from))
    return {};
  return {begin, end};
}

std::span<const TextWords::Word> TextWords::After(std::string_view text, size_t at, size_t max,
                                                  size_t window) const {
  size_t first = at;
  while (first < text.size() && !IsWordByte(text[first])) ++first;
  const size_t rest = text.size() - first;
  if (rest > text_.size()) return {};
  const size_t from = text_.size() - rest;  // in this text
  if (from > 0 && IsWordByte(text_[from - 1])) return {};
  const auto begin = std::partition_point(words_.begin(), words_.end(),
                                          [&](const Word& w) { return w.begin < from; });
  const size_t count = std::min(max, static_cast<size_t>(words_.end() - begin));
  const auto end = begin + static_cast<ptrdiff_t>(count);
  const size_t last = count < max ? text_.size() : (end - 1)->end,
               to = std::min(text_.size(), last + 1);
  if (first - at + (last - from) > window) return {};
  if (text.substr(first, to - from) != std::string_view(text_).substr(from, to - from)) return {};
  return {begin, end};
}

}  // namespace fastnode::pack
