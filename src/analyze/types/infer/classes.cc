#include "analyze/types/infer/classes.h"

#include <algorithm>

#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/linearise.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Field;

TypeId Classes::Self(const File& f, NodeId cls) {
  TypeData self{.form = Form::kInstance, .flags = kIsSelf, .file = f.number, .node = cls};
  self.arguments = At(f.number, cls).parameters;
  return infer_.table().Add(std::move(self));
}

const ClassInfo& Classes::At(int32_t number, NodeId cls) {
  const std::pair key(number, cls);
  // As deep as classes have ancestors.
  const bool is_too_deep = depth_ >= kMaxAncestors && !classes_.contains(key);
  auto [found, is_new] = (is_too_deep ? too_deep_ : classes_).emplace(key, ClassInfo());
  if (!is_new) return found->second;
  ClassInfo& info = found->second;
  TypeId self = infer_.table().Class(number, cls);
  info.ancestors = {self};  // until it is known, for classes that come back to themselves
  if (is_too_deep) return info;
  ++depth_;
  ReadBases(infer_, infer_.files().at(number), cls, info);
  Linearise(self, info);
  Inherit(info);
  info.complete = true;
  if (--depth_ == 0) too_deep_.clear();
  for (TypeId type : tentative_) ancestors_.erase(type);
  tentative_.clear();
  return info;
}

void Classes::Linearise(TypeId self, ClassInfo& info) {
  TypeTable& table = infer_.table();
  TypeData own = table[self];
  own.arguments = info.parameters;
  TypeId applied = info.parameters.empty() ? self : table.Add(own);
  std::vector<std::vector<TypeId>> rows;
  for (TypeId base : info.bases) {
    if (table.form(base) == Form::kClass) {
      if (table[base].file == own.file && table[base].node == own.node) continue;
      rows.push_back(Ancestors(base));
    } else {
      rows.push_back({base});
    }
  }
  info.ancestors = MergeAncestors(table, applied, rows);
}

// What the ancestors make of the class.
void Classes::Inherit(ClassInfo& info) {
  for (size_t i = 1; i < info.ancestors.size(); ++i) {
    const TypeData& ancestor = infer_.table()[info.ancestors[i]];
    if (ancestor.form != Form::kClass) continue;
    const File& f = infer_.files().at(ancestor.file);
    const std::string& module = f.module->path();
    NodeId name = f.child(ancestor.node, Field::kName);
    std::string_view text = name == kNoNode ? "" : f.text(name);
    info.is_enum |= module == "enum" && (text == "Enum" || text == "Flag");
    info.is_typed_dict |= module == "typing" && text == "_TypedDict";
    if (!IsKnown(info.metaclass)) info.metaclass = At(ancestor.file, ancestor.node).metaclass;
  }
}

Substitution Classes::Arguments(TypeId type) {
  Substitution with;
  TypeData data = infer_.table()[type];
  if (data.form != Form::kClass && data.form != Form::kInstance) return with;
  const std::vector<TypeId>& parameters = At(data.file, data.node).parameters;
  if (IsBuiltin(infer_, type, "tuple")) data.arguments = {infer_.table().Union(data.arguments)};
  for (size_t i = 0; i < parameters.size(); ++i) {
    TypeId argument = i < data.arguments.size() ? data.arguments[i] : kUnknownType;
    with.variables.emplace_back(parameters[i], argument);
  }
  return with;
}

const std::vector<TypeId>& Classes::Ancestors(TypeId type) {
  auto found = ancestors_.find(type);
  if (found != ancestors_.end()) return found->second;
  TypeData data = infer_.table()[type];
  std::vector<TypeId> ancestors;
  if (data.form == Form::kClass || data.form == Form::kInstance) {
    const ClassInfo& info = At(data.file, data.node);
    if (!info.complete) tentative_.push_back(type);
    std::vector<TypeId> raw = info.ancestors;
    Substitution with = Arguments(type);
    for (TypeId ancestor : raw) {
      ancestors.push_back(with.variables.empty() ? ancestor : Substitute(infer_, ancestor, with));
    }
  }
  return ancestors_[type] = std::move(ancestors);
}

TypeId Classes::FindAncestor(TypeId type, int32_t file, NodeId cls) {
  for (TypeId ancestor : Ancestors(type)) {
    const TypeData& data = infer_.table()[ancestor];
    if (data.form == Form::kClass && data.file == file && data.node == cls) return ancestor;
  }
  return kUnknownType;
}

TypeId Classes::FindAncestor(TypeId type, TypeId cls) {
  const TypeData& data = infer_.table()[cls];
  return FindAncestor(type, data.file, data.node);
}

bool Classes::Inherits(TypeId type, std::string_view module, std::string_view name) {
  TypeId cls = LibraryClass(infer_, module, name);
  return infer_.table().form(cls) == Form::kClass && IsKnown(FindAncestor(type, cls));
}

}  // namespace fastnode::types
