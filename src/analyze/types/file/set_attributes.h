// Attributes that a metaclass sets of the classes it makes, by names that are written there:
//
//     def __new__(mcs, name, bases, attrs):
//         new_class = super().__new__(mcs, name, bases, attrs)
//         new_class.fields = {}
//         new_class.add_to_class("DoesNotExist", ...)      # a method whose body sets what it is
//         told setattr(new_class, "label", name)
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

struct SetAttribute {
  std::string_view name;
  NodeId place = kNoNode;  // the call or the assignment
  NodeId value = kNoNode;

  bool operator==(const SetAttribute&) const = default;
};

// By name, and of one name in text order. `cls`: the metaclass. Stores to the first parameter of
// its other methods are left out: they are stores to `self` (module_tables.h).
std::vector<SetAttribute> ReadSetAttributes(const File& f, NodeId cls);

}  // namespace fastnode::types
