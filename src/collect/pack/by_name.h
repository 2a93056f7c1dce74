// What is counted of each name, by the name, in the order in which names were first met.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fastnode::pack {

// The names must outlive it. References to values hold until the next name is added.
template <typename Value>
class ByName {
 public:
  // Adds the name unless it is there.
  Value& Get(std::string_view name) {
    const auto [found, inserted] = places_.emplace(name, names_.size());
    if (inserted) {
      names_.push_back(name);
      values_.emplace_back();
    }
    return values_[found->second];
  }
  // Null: not there.
  Value* Find(std::string_view name) {
    const size_t at = IndexOf(name);
    return at == kNone ? nullptr : &values_[at];
  }

  static constexpr size_t kNone = SIZE_MAX;
  size_t IndexOf(std::string_view name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? kNone : found->second;
  }
  size_t size() const { return names_.size(); }
  std::string_view name(size_t i) const { return names_[i]; }
  const Value& value(size_t i) const { return values_[i]; }
  const std::vector<Value>& values() const { return values_; }

 private:
  std::vector<std::string_view> names_;
  std::vector<Value> values_;
  std::unordered_map<std::string_view, size_t> places_;
};

}  // namespace fastnode::pack
