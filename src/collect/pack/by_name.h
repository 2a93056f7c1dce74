// What is counted of each name, by the name, in the order in which names were first met.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "collect/corpus/name_table.h"

namespace fastnode::pack {

// The names must outlive it. References to values hold until the next name is added.
template <typename Value>
class ByName {
 public:
  // Adds the name unless it is there.
  Value& Get(std::string_view name) { return values_[Add(name)]; }
  // The same; returns its place.
  size_t Add(std::string_view name) {
    if (slots_.size() <= 2 * names_.size()) Grow();
    const uint64_t hash = corpus::NameTable::HashOf(name);
    uint32_t& slot = slots_[PlaceOf(name, hash)];
    if (slot == kFree) {
      slot = static_cast<uint32_t>(names_.size());
      names_.push_back(name);
      hashes_.push_back(hash);
      values_.emplace_back();
    }
    return slot;
  }
  // Null: not there.
  Value* Find(std::string_view name) {
    const size_t at = IndexOf(name);
    return at == kNone ? nullptr : &values_[at];
  }
  const Value* Find(std::string_view name) const {
    const size_t at = IndexOf(name);
    return at == kNone ? nullptr : &values_[at];
  }

  static constexpr size_t kNone = SIZE_MAX;
  size_t IndexOf(std::string_view name) const {
    return IndexOf(name, corpus::NameTable::HashOf(name));
  }
  size_t IndexOf(std::string_view name, uint64_t hash) const {
    if (slots_.empty()) return kNone;
    const uint32_t slot = slots_[PlaceOf(name, hash)];
    return slot == kFree ? kNone : slot;
  }
  Value& At(size_t i) { return values_[i]; }
  size_t size() const { return names_.size(); }
  std::string_view name(size_t i) const { return names_[i]; }
  uint64_t hash(size_t i) const { return hashes_[i]; }
  const Value& value(size_t i) const { return values_[i]; }
  const std::vector<Value>& values() const { return values_; }

 private:
  static constexpr uint32_t kFree = UINT32_MAX;

  // Of the name, or of a free slot.
  size_t PlaceOf(std::string_view name, uint64_t hash) const {
    const size_t mask = slots_.size() - 1;
    size_t at = hash & mask;
    while (slots_[at] != kFree && !(hashes_[slots_[at]] == hash && names_[slots_[at]] == name)) {
      at = (at + 1) & mask;
    }
    return at;
  }
  void Grow() {
    slots_.assign(slots_.empty() ? 64 : 4 * slots_.size(), kFree);
    const size_t mask = slots_.size() - 1;
    for (uint32_t i = 0; i < names_.size(); ++i) {
      size_t at = hashes_[i] & mask;
      while (slots_[at] != kFree) at = (at + 1) & mask;
      slots_[at] = i;
    }
  }

  std::vector<std::string_view> names_;
  std::vector<uint64_t> hashes_;
  std::vector<Value> values_;
  std::vector<uint32_t> slots_;  // a power of two, at most half full
};

}  // namespace fastnode::pack
