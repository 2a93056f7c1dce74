// What was used last, by key: when there is too much of it, what was used longest ago is forgotten.
//
// The bound is a number of entries, a sum of weights (bytes, mostly), or both; the entry used last
// always stays, however heavy. Entries stand in a list, the one used last first, and an ordered map
// leads to them, so that all but the walk over them is logarithmic. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <list>
#include <map>
#include <utility>

namespace fastnode {

struct LruLimits {
  size_t max_entries = std::numeric_limits<size_t>::max();
  uint64_t max_weight = std::numeric_limits<uint64_t>::max();
};

template <typename Key, typename Value>
class Lru {
 public:
  explicit Lru(LruLimits limits) : limits_(limits) {}
  // The map points into the list.
  Lru(const Lru&) = delete;
  Lru& operator=(const Lru&) = delete;
  Lru(Lru&&) = default;

  // Null if it is not there; else it is now the one used last. Lives until something is put.
  template <typename AnyKey>
  Value* Find(const AnyKey& key) {
    auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->value;
  }

  // Puts `value` there as the one used last, and forgets what is over the limits. Of a key that is
  // there already the old value stays, and is the one used last: two threads may have made the
  // same.
  Value& Put(Key key, Value value, uint64_t weight = 0) {
    if (Value* known = Find(key)) return *known;
    entries_.push_front({std::move(key), std::move(value), weight});
    places_.emplace(entries_.front().key, entries_.begin());
    weight_ += weight;
    while (entries_.size() > 1 &&
           (entries_.size() > limits_.max_entries || weight_ > limits_.max_weight)) {
      Forget(std::prev(entries_.end()));
    }
    return entries_.front().value;
  }

  // Calls visit(key, value) for each, the one used last first; says nothing of use. Stops where
  // visit returns true.
  template <typename Visitor>
  void VisitUntil(const Visitor& visit) {
    for (Entry& entry : entries_) {
      if (visit(std::as_const(entry.key), entry.value)) return;
    }
  }

  size_t size() const { return entries_.size(); }
  uint64_t weight() const { return weight_; }

 private:
  struct Entry {
    Key key;
    Value value;
    uint64_t weight;
  };
  using Place = typename std::list<Entry>::iterator;

  void Forget(Place place) {
    weight_ -= place->weight;
    places_.erase(place->key);
    entries_.erase(place);
  }

  const LruLimits limits_;
  std::list<Entry> entries_;
  std::map<Key, Place, std::less<>> places_;
  uint64_t weight_ = 0;
};

}  // namespace fastnode
