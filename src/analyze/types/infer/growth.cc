// Empty containers, `x = []`: they hold what is put into them elsewhere in the file.
#include <string>
#include <vector>

#include "analyze/types/file/growth.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/targets.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

Container ContainerOf(Infer& infer, TypeId type) {
  const bool is_list = IsInstanceOf(infer, type, "list"), is_set = IsInstanceOf(infer, type, "set");
  const bool is_dict = IsInstanceOf(infer, type, "dict") ||
                       IsKnown(infer.classes().FindAncestor(type, Builtin(infer, "dict")));
  if (is_list) return Container::kList;
  if (is_set) return Container::kSet;
  if (is_dict) return Container::kDictionary;
  // Those of queue, asyncio and multiprocessing.
  const TypeData& data = infer.table()[type];
  const bool is_queue =
      infer.files().PathOf(data.file, data.node).find("queue") != std::string::npos;
  return is_queue ? Container::kQueue : Container::kDeque;
}

}  // namespace

TypeId GrownIfEmpty(Infer& infer, const File& f, NodeId target, NodeId value, TypeId type) {
  const TypeData& data = infer.table()[type];
  if (data.form != Form::kInstance || data.file == 0 || f.module->is_stub()) return type;
  Kind kind = f.kind(value);
  if (kind != Kind::kList && kind != Kind::kDictionary && kind != Kind::kCall) return type;
  bool empty = !data.arguments.empty();
  for (TypeId argument : data.arguments) empty &= !IsKnown(argument);
  return empty ? infer.GrownAs(f, target) : type;
}

TypeId GrownContainer(Infer& infer, const File& f, NodeId target) {
  NodeId right = f.child(f.parent(target), Field::kRight);
  if (right == kNoNode) return kUnknownType;
  const TypeId plain = infer.TypeOf(f, right);
  TypeData data = infer.table()[plain];
  if (data.form != Form::kInstance || data.arguments.empty()) return plain;
  const Container container = ContainerOf(infer, plain);
  Memo::Growing growing(infer.memo());
  if (growing.is_too_deep()) return infer.memo().CutShort(plain);
  std::vector<TypeId> elements, keys;
  for (const Growth& growth : GrowthsOf(f, target, container)) {
    TypeId added = infer.TypeOf(f, growth.value);
    elements.push_back(growth.spreads ? infer.Element(added) : added);
    if (growth.key != kNoNode) keys.push_back(infer.TypeOf(f, growth.key));
  }
  TypeId element = infer.table().Union(elements);
  if (!IsKnown(element)) return plain;
  if (container == Container::kDictionary && data.arguments.size() == 2) {
    data.arguments = {infer.table().Union(keys), element};
  } else {
    data.arguments = {element};
  }
  return infer.table().Add(std::move(data));
}

}  // namespace fastnode::types
