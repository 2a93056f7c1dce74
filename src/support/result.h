// Errors of the world or of the input, as values: Result<T> is a value or a message, Status is
// success or a message. Messages name the thing, the place and, where we know it, the remedy.
//
// There is one way to pass an error on:
//
//   Result<Tree> tree = Parse(text);
//   if (!tree.ok()) return tree.error();  // with more to say: tree.error().Context(path)
//   if (Status written = Write(path); !written.ok()) return written.error();
//
// and one way to hand over what was made: `*std::move(tree)`.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "support/check.h"

namespace fastnode {

struct Error {
  std::string message;

  // The same error seen from one level further up: "what: message".
  Error Context(const std::string& what) const { return Error{what + ": " + message}; }
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  T& value() & {
    CHECK(ok());
    return *value_;
  }
  const T& value() const& {
    CHECK(ok());
    return *value_;
  }
  // By value: `for (x : *F())` would go over what is gone already.
  T value() && {
    CHECK(ok());
    return std::move(*value_);
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const {
    CHECK(!ok());
    return error_;
  }

 private:
  std::optional<T> value_;
  Error error_;
};

class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    CHECK(!ok());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace fastnode
