// What may follow the dot after a value: one name, where it comes from and what it is.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyze/ast/tree.h"

namespace fastnode::types {

// Where a member of a type comes from.
enum class MemberOrigin : uint8_t {
  kLibrary,         // another file's class or module
  kClassBody,       // the class statement of this file
  kSelfAssignment,  // `self.x = ...` in a method of this file
  kInherited,       // a base of a class of this file; what every object has
};
enum class MemberKind : uint8_t { kModule, kClass, kFunction, kProperty, kVariable };

struct Member {
  std::string_view name;  // valid while the evaluator lives
  MemberOrigin origin;
  MemberKind kind;
  ast::NodeId node = ast::kNoNode;  // definition in this file, if there
};

}  // namespace fastnode::types
