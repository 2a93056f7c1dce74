// What a binding gives its target: assignments, loops, with, except, match, imports, definitions.
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// `target`: an identifier that binds a variable, or an attribute expression that is stored to.
TypeId TargetValue(Infer& infer, const File& f, NodeId target);

// growth.cc. `target` is bound to `value`, which gives `type`: of an empty container, the container
// with what is put into it elsewhere in the file.
TypeId GrownIfEmpty(Infer& infer, const File& f, NodeId target, NodeId value, TypeId type);
TypeId GrownContainer(Infer& infer, const File& f, NodeId target);
// What the dictionary that `name` reads has under a key, its empty containers with what is put into
// them there.
TypeId FilledUnderKey(Infer& infer, const File& f, NodeId name, NodeId key, TypeId held);

// captures.cc. A name that a pattern of a match statement binds (PEP 634).
TypeId CapturedValue(Infer& infer, const File& f, NodeId identifier);
// The class that a class pattern names.
TypeId ClassOfPattern(Infer& infer, const File& f, NodeId class_pattern);

}  // namespace fastnode::types
