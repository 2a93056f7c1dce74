// Open addressing with linear probing (Knuth, volume 3, 6.4). A slot keeps half of the hash beside
// the number: letters are compared only where the name is most likely the same, and a table that
// grows asks for no hash again.
#include "collect/corpus/name_table.h"

#include <bit>
#include <utility>

#include "support/check.h"
#include "support/hash.h"

namespace fastnode::corpus {

uint64_t NameTable::HashOf(std::string_view name) { return Hash64(name); }

size_t NameTable::PlaceOf(std::string_view name, uint64_t hash) const {
  const size_t mask = slots_.size() - 1;
  for (size_t at = TagOf(hash) & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.id == kNoName) return at;
    if (slot.tag == TagOf(hash) && (*this)[slot.id] == name) return at;
  }
}

uint32_t NameTable::Find(std::string_view name, uint64_t hash) const {
  return slots_.empty() ? kNoName : slots_[PlaceOf(name, hash)].id;
}

uint32_t NameTable::Add(std::string_view name, uint64_t hash) {
  if (slots_.size() <= 2 * size_t{size()}) Resize(slots_.empty() ? 16 : 2 * slots_.size());
  Slot& slot = slots_[PlaceOf(name, hash)];
  if (slot.id != kNoName) return slot.id;
  CHECK(text_.size() + name.size() < kNoName);
  slot = {TagOf(hash), size()};
  text_.insert(text_.end(), name.begin(), name.end());
  begin_.push_back(static_cast<uint32_t>(text_.size()));
  return slot.id;
}

void NameTable::Reserve(size_t names, size_t letters) {
  text_.reserve(letters);
  begin_.reserve(names + 1);
  const size_t num_slots = std::bit_ceil(2 * names + 2);
  if (num_slots > slots_.size()) Resize(num_slots);
}

void NameTable::Resize(size_t num_slots) {
  const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(num_slots));
  const size_t mask = num_slots - 1;
  for (const Slot& slot : before) {
    if (slot.id == kNoName) continue;
    size_t at = slot.tag & mask;
    while (slots_[at].id != kNoName) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

size_t NameTable::bytes() const {
  return text_.capacity() + begin_.capacity() * sizeof(uint32_t) + slots_.capacity() * sizeof(Slot);
}

}  // namespace fastnode::corpus
