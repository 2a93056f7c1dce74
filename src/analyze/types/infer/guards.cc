#include "analyze/types/infer/guards.h"

#include <string_view>

#include "analyze/types/infer/infer.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

std::optional<Guard> GuardOf(Infer& infer, TypeId function) {
  const TypeData& data = infer.table()[function];
  if (data.form != Form::kFunction) return std::nullopt;
  const File& f = infer.files().at(data.file);
  if (f.kind(data.node) != Kind::kFunctionDefinition) return std::nullopt;
  NodeId declared = f.child(data.node, Field::kReturnType);
  while (declared != kNoNode && f.kind(declared) == Kind::kType) declared = f.first(declared);
  if (declared == kNoNode) return std::nullopt;
  const std::string_view text = f.text(declared);
  const std::string_view head = text.substr(0, text.find('['));
  const bool tells_no = head.ends_with("TypeIs");
  if (!tells_no && !head.ends_with("TypeGuard")) return std::nullopt;
  // TypeGuard[C] is written as the application of a type, or as a subscript.
  NodeId told = f.first(declared);
  if (told != kNoNode) told = f.next(told);
  if (told != kNoNode && f.kind(told) == Kind::kTypeParameter) told = f.first(told);
  if (told == kNoNode || f.hides_in(declared)) return std::nullopt;
  const TypeId type = infer.table().Grounded(infer.TypeOfAnnotation(f, told));
  return IsKnown(type) ? std::optional(Guard{type, tells_no}) : std::nullopt;
}

}  // namespace fastnode::types
