#include "analyze/types/infer/narrowing.h"

#include "analyze/types/file/conditions.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

TypeId Narrowed(Infer& infer, const File& f, NodeId read, TypeId otherwise) {
  if (f.module->is_stub()) return otherwise;
  Form form = infer.table().form(otherwise);
  bool open = form == Form::kUnknown || form == Form::kUnion || form == Form::kNone ||
              form == Form::kInstance || form == Form::kVariable;
  if (!open) return otherwise;
  for (NodeId expression : ClassesAskedFor(f, read)) {
    TypeId classes = infer.TypeOf(f, expression);
    if (IsInstanceOf(infer, classes, "tuple")) classes = infer.Element(classes);
    TypeId type = infer.table().InstanceOf(classes);
    if (IsKnown(type)) return type;
  }
  return otherwise;
}

}  // namespace fastnode::types
