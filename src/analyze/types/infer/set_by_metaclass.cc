#include "analyze/types/infer/set_by_metaclass.h"

#include <algorithm>

#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/contributed.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/open_parameter.h"

namespace fastnode::types {
namespace {

// The classes of the metaclass in which something may be set, nearest first.
std::vector<TypeId> MetaclassesOf(Infer& infer, TypeId of) {
  const TypeData& data = infer.table()[of];
  if (data.form != Form::kClass && data.form != Form::kInstance) return {};
  const TypeId meta = infer.classes().At(data.file, data.node).metaclass;
  if (infer.table().form(meta) != Form::kClass) return {};
  std::vector<TypeId> classes;
  for (TypeId ancestor : infer.classes().Ancestors(meta)) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form == Form::kClass && !infer.files().at(cls.file).module->is_stub()) {
      classes.push_back(ancestor);
    }
  }
  return classes;
}

}  // namespace

TypeId SetByMetaclass(Infer& infer, TypeId of, std::string_view name) {
  const bool on_object = infer.table().form(of) == Form::kInstance;
  for (TypeId meta : MetaclassesOf(infer, of)) {
    const TypeData data = infer.table()[meta];
    const File& f = infer.files().at(data.file);
    std::vector<TypeId> types;
    for (const SetAttribute& one : infer.files().SetAttributes(f, data.node)) {
      if (one.name != name) continue;
      const TypeId value = infer.TypeOf(f, one.value);
      // What is made for the class is not reached from its objects: a manager of rows.
      if (on_object && infer.table().form(value) == Form::kInstance) {
        const TypeData& held = infer.table()[value];
        if (IsKnown(infer.classes().At(held.file, held.node).open)) continue;
      }
      const std::optional<TypeId> told = ContributedValue(infer, f, kNoNode, value, of);
      types.push_back(told ? *told : Bound(infer, value, of, /*in_body=*/true));
    }
    if (!types.empty()) return infer.table().Union(types);
  }
  return kUnknownType;
}

std::vector<std::string_view> NamesSetByMetaclass(Infer& infer, TypeId of) {
  std::vector<std::string_view> names;
  for (TypeId meta : MetaclassesOf(infer, of)) {
    const TypeData data = infer.table()[meta];
    const File& f = infer.files().at(data.file);
    for (const SetAttribute& one : infer.files().SetAttributes(f, data.node)) {
      names.push_back(one.name);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace fastnode::types
