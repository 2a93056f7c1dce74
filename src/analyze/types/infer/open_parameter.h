// Classes that are generic to those who annotate only: `def __class_getitem__(cls, item): return
// cls` says that `QuerySet[Author]` may be written, and that is all. Meant are those that keep a
// class as `model`, whose objects they hold.
// It is one that classes made of them inherit, and objects made by them hand on.
#pragma once

#include <optional>
#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/classes.h"
#include "analyze/types/infer/passed.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// The parameter that the class's own statement opens; unknown if it opens none.
TypeId OwnOpenParameter(Infer& infer, const File& f, NodeId cls);
// A base as it is written, with its open parameter handed on to the class.
TypeId WithOpenParameter(Infer& infer, TypeId base);
// What the open parameter stands for in a class or an object; unknown if it has none.
TypeId OpenArgument(Infer& infer, TypeId type);
// The same class or object with this for it, if it has one.
TypeId WithOpenArgument(Infer& infer, TypeId type, TypeId argument);

// What an attribute is that holds what the parameter stands for; nothing if the class's own
// statement opens none, or it is another attribute.
std::optional<TypeId> HeldByOpen(Infer& infer, const File& f, NodeId cls, std::string_view name);
// An object that is made by a call, which may be told by an argument.
TypeId MadeWithOpen(Infer& infer, TypeId cls, const File& f, NodeId function,
                    const Arguments& arguments);
// Of a result: what a method sets of it may say that it holds something else.
TypeId WithOpenChanged(Infer& infer, const File& f, NodeId function, TypeId result);

}  // namespace fastnode::types
