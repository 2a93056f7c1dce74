// Names by number: each stands once, the numbers are dense, and a name is found by its hash. All
// letters stand in one block, so that a table of a hundred thousand names is four allocations.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fastnode::corpus {

inline constexpr uint32_t kNoName = UINT32_MAX;

// Thread-compatible.
class NameTable {
 public:
  NameTable() = default;

  // Who has many tables to ask hashes once.
  static uint64_t HashOf(std::string_view name);

  uint32_t Add(std::string_view name) { return Add(name, HashOf(name)); }
  uint32_t Add(std::string_view name, uint64_t hash);  // unless it is there
  // kNoName: it is not there.
  uint32_t Find(std::string_view name) const { return Find(name, HashOf(name)); }
  uint32_t Find(std::string_view name, uint64_t hash) const;

  // Valid until the next name is added, and as long as the table or what it was moved to.
  std::string_view operator[](uint32_t id) const {
    return {text_.data() + begin_[id], begin_[id + 1] - begin_[id]};
  }
  uint32_t size() const { return static_cast<uint32_t>(begin_.size()) - 1; }

  void Reserve(size_t names, size_t letters);
  size_t num_letters() const { return text_.size(); }
  size_t bytes() const;  // of memory

 private:
  struct Slot {
    uint32_t tag;  // of the hash
    uint32_t id = kNoName;
  };
  static uint32_t TagOf(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }
  size_t PlaceOf(std::string_view name, uint64_t hash) const;  // of the name, or of a free slot
  void Resize(size_t num_slots);

  std::vector<char> text_;
  std::vector<uint32_t> begin_ = {0};
  std::vector<Slot> slots_;  // a power of two, at most half full
};

}  // namespace fastnode::corpus
