// Small typed ids, and vectors that only their own ids index.
//
// An Id<Tag> is an int32_t that knows what it counts: a node, a scope, a variable. It is made from
// an integer only where the code says so (`NodeId(7)`), and never from an id of another tag. Its
// default is kNoId. It converts to an integer by itself, so that ids print and compare as numbers;
// nothing becomes an id by itself.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <utility>
#include <vector>

namespace fastnode {

// Stands for "none" of every kind of id.
struct NoId {};
inline constexpr NoId kNoId;

template <typename Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr Id(NoId) {}
  template <std::integral Integer>
  explicit constexpr Id(Integer value) : value_(static_cast<int32_t>(value)) {}

  constexpr operator int32_t() const { return value_; }
  // The place in a vector. Not of kNoId.
  constexpr size_t index() const { return static_cast<size_t>(value_); }

  constexpr Id& operator++() { return ++value_, *this; }
  constexpr Id& operator--() { return --value_, *this; }
  constexpr Id& operator+=(int32_t offset) { return value_ += offset, *this; }
  constexpr Id& operator-=(int32_t offset) { return value_ -= offset, *this; }
  friend constexpr Id operator+(Id id, int32_t offset) { return Id(id.value_ + offset); }
  friend constexpr Id operator-(Id id, int32_t offset) { return Id(id.value_ - offset); }
  friend constexpr int32_t operator-(Id a, Id b) { return a.value_ - b.value_; }
  friend constexpr Id operator+(Id, Id) = delete;

  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
  template <typename Other>
  friend constexpr bool operator==(Id, Id<Other>) = delete;
  template <typename Other>
  friend constexpr auto operator<=>(Id, Id<Other>) = delete;

 private:
  int32_t value_ = -1;
};

// The ids from `first` to before `last`, for loops.
template <typename IdType>
class IdRange {
 public:
  class Iterator {
   public:
    explicit constexpr Iterator(IdType id) : id_(id) {}
    constexpr IdType operator*() const { return id_; }
    constexpr Iterator& operator++() { return ++id_, *this; }
    constexpr bool operator==(const Iterator&) const = default;

   private:
    IdType id_;
  };

  constexpr IdRange(IdType first, IdType last) : first_(first), last_(last) {}
  constexpr Iterator begin() const { return Iterator(first_); }
  constexpr Iterator end() const { return Iterator(last_); }

 private:
  IdType first_, last_;
};

// A std::vector whose elements are named by ids of one kind.
template <typename IdType, typename T>
class IdVector {
 public:
  using value_type = T;

  IdVector() = default;
  explicit IdVector(size_t size, const T& value = T()) : values_(size, value) {}
  explicit IdVector(std::vector<T> values) : values_(std::move(values)) {}
  IdVector(std::initializer_list<T> values) : values_(values) {}

  decltype(auto) operator[](IdType id) { return values_[id.index()]; }
  decltype(auto) operator[](IdType id) const { return values_[id.index()]; }

  size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  // The id of the element that push_back would add.
  IdType end_id() const { return IdType(values_.size()); }
  IdRange<IdType> ids() const { return {IdType(0), end_id()}; }

  auto begin() { return values_.begin(); }
  auto begin() const { return values_.begin(); }
  auto end() { return values_.end(); }
  auto end() const { return values_.end(); }
  decltype(auto) back() { return values_.back(); }
  decltype(auto) back() const { return values_.back(); }

  IdType push_back(T value) {
    values_.push_back(std::move(value));
    return IdType(values_.size() - 1);
  }
  void reserve(size_t size) { values_.reserve(size); }
  void resize(size_t size) { values_.resize(size); }
  void assign(size_t size, const T& value) { values_.assign(size, value); }
  void clear() { values_.clear(); }

  const std::vector<T>& values() const { return values_; }

  bool operator==(const IdVector&) const = default;

 private:
  std::vector<T> values_;
};

}  // namespace fastnode

template <typename Tag>
struct std::hash<fastnode::Id<Tag>> {
  size_t operator()(fastnode::Id<Tag> id) const noexcept {
    return std::hash<int32_t>()(static_cast<int32_t>(id));
  }
};
