// A window of the text is read, not the tree: comments have no nodes, and a half typed line has
// few. Distances are counted in words, so that layout tells nothing.
#include "collect/pack/near_words.h"

#include <algorithm>
#include <string>

#include "support/hash.h"

namespace fastnode::pack {
namespace {

constexpr uint32_t kWordsBefore = 256, kWordsAfter = 64;
constexpr int32_t kCloseWords = 12;
constexpr size_t kMaxWindow = 1 << 14;  // bytes; a longer way to the next word is data

}  // namespace

bool NearWords::Distances::Add(uint64_t number, uint32_t distance) {
  uint16_t& slot = slots_[SlotOf(number)];
  if (slot != 0) return false;
  entries_.push_back({number, distance});
  slot = static_cast<uint16_t>(entries_.size());
  if (2 * entries_.size() <= slots_.size()) return true;
  slots_.assign(2 * slots_.size(), 0);
  for (size_t i = 0; i < entries_.size(); ++i) {
    slots_[SlotOf(entries_[i].number)] = static_cast<uint16_t>(i + 1);
  }
  return true;
}

int32_t NearWords::Distances::Of(uint64_t number) const {
  const uint16_t slot = slots_[SlotOf(number)];
  return slot == 0 ? -1 : static_cast<int32_t>(entries_[slot - 1u].distance);
}

NearWords::NearWords(std::string_view text, size_t begin, size_t end, const TextWords* known) {
  std::span<const TextWords::Word> before, after;
  if (known != nullptr) {
    before = known->Before(text, begin, kWordsBefore, kMaxWindow);
    after = known->After(text, end, kWordsAfter, kMaxWindow);
  }
  uint32_t distance = 0;
  for (auto word = before.rbegin(); word != before.rend(); ++word) {
    AddBefore(known->HashOf(*word), distance++, [&] { return known->PartsOf(*word); });
  }
  if (before.empty()) ReadBefore(text, begin);
  distance = 0;
  for (const TextWords::Word& word : after) words_after_.Add(known->HashOf(word), distance++);
  if (after.empty()) ReadAfter(text, end);
}

// Of a word that stands nearer, too, the parts do so as well.
template <typename PartsOf>
void NearWords::AddBefore(uint64_t word, uint32_t distance, const PartsOf& parts_of) {
  if (!words_before_.Add(word, distance)) return;
  for (uint64_t part : parts_of()) parts_before_.Add(part, distance);
}

void NearWords::ReadBefore(std::string_view text, size_t begin) {
  size_t at = begin;
  const size_t first = begin > kMaxWindow ? begin - kMaxWindow : 0;
  for (uint32_t distance = 0; distance < kWordsBefore && at > first;) {
    while (at > first && !IsWordByte(text[at - 1])) --at;
    const size_t last = at;
    while (at > first && IsWordByte(text[at - 1])) --at;
    if (at == last) break;
    const std::string_view word = text.substr(at, last - at);
    if (!IsShortWord(word)) continue;
    NumberedParts parts;
    AddBefore(Hash64(word), distance++, [&] {
      parts = NumberParts(word);
      return std::span(parts.parts).first(static_cast<size_t>(parts.size));
    });
  }
}

void NearWords::ReadAfter(std::string_view text, size_t end) {
  size_t at = end;
  const size_t limit = std::min(text.size(), end + kMaxWindow);
  for (uint32_t distance = 0; distance < kWordsAfter && at < limit;) {
    while (at < limit && !IsWordByte(text[at])) ++at;
    const size_t start = at;
    while (at < limit && IsWordByte(text[at])) ++at;
    if (at == start) break;
    const std::string_view word = text.substr(start, at - start);
    if (IsShortWord(word)) words_after_.Add(Hash64(word), distance++);
  }
}

void NearWords::Put(uint64_t candidate, const NumberedParts& parts, CandidateBytes& f) const {
  const int32_t before = words_before_.Of(candidate), after = words_after_.Of(candidate);
  if (before >= 0) f[kWordBefore] = QuantiseNearness(before);
  if (after >= 0) f[kWordAfter] = QuantiseNearness(after);
  if (parts.size == 0) return;
  int nearness = 0, close = 0;
  for (size_t i = 0; i < static_cast<size_t>(parts.size); ++i) {
    const int32_t distance = parts_before_.Of(parts.parts[i]);
    if (distance < 0) continue;
    nearness += QuantiseNearness(distance);
    close += distance < kCloseWords;
  }
  f[kPartsBefore] = static_cast<uint8_t>(nearness / parts.size);
  f[kPartsClose] = QuantiseShare(static_cast<double>(close) / parts.size);
}

}  // namespace fastnode::pack
