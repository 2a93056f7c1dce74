// Attributes: looked up along the ancestors, and what functions, properties and other descriptors
// become on an object or a class (https://docs.python.org/3/howto/descriptor.html).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Of any type; of a union what its alternatives have.
TypeId MemberOf(Infer& infer, TypeId base, std::string_view name);
// Of one class or instance.
TypeId ClassMember(Infer& infer, TypeId base, std::string_view name);
// What a class's own statement and the stores in its methods make of an attribute, seen on
// `receiver`; nothing if they have none.
std::optional<TypeId> OwnMember(Infer& infer, const File& f, NodeId cls, std::string_view name,
                                TypeId receiver);

// Whether a store `self.name = ...` in a method is one to the class itself: in a class method.
bool IsStoreOfClass(const File& f, NodeId attribute);

// Whether what an enumeration's body binds to a name is one of its members.
bool IsEnumMember(const File& f, std::string_view name, std::span<const NodeId> bindings);

// descriptors.cc. What looking up a class's member gives: functions become methods, properties
// their value. `in_body`: objects may be descriptors.
TypeId Bound(Infer& infer, TypeId member, TypeId receiver, bool in_body);

// Of `self.x` in `self.x = self.x.next()`: where there are many of these, of which each would ask
// all others in turn, what the stores give that do not look at it. Nothing if there are few.
std::optional<TypeId> BeforeOwnStore(Infer& infer, const File& f, NodeId attribute);

}  // namespace fastnode::types
