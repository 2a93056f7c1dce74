#include "analyze/types/infer/classes.h"

#include <algorithm>
#include <span>

#include "analyze/types/file/arguments.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/linearise.h"
#include "analyze/types/infer/solve.h"

namespace fastnode::types {

using ast::Field;

Classes::Classes(Infer& infer) : infer_(infer), infos_(1), ancestors_(1) {}

TypeId Classes::Self(const File& f, NodeId cls) {
  TypeData self{.form = Form::kInstance, .flags = kIsSelf, .file = f.number, .node = cls};
  self.arguments = At(f.number, cls).parameters;
  return infer_.table().Add(std::move(self));
}

const ClassInfo& Classes::At(int32_t number, NodeId cls) {
  const ClassKey key(number, cls);
  const InfoId id = infer_.memo().Ask(Question::kClass, number, cls, [&] { return Read(key); });
  if (id != InfoId(0)) return infos_[id.index()];
  for (auto at = reading_.rbegin(); at != reading_.rend(); ++at) {
    if (at->first == key) return infos_[at->second.index()];
  }
  return Unread(key);
}

namespace {

// TypeVar("T", default=str); unknown if there is none.
TypeId DefaultOf(Infer& infer, TypeId variable) {
  const TypeData data = infer.table()[variable];
  if (data.form != Form::kVariable) return kUnknownType;
  const File& f = infer.files().at(data.file);
  if (f.kind(data.node) != ast::Kind::kCall) return kUnknownType;
  if (f.text(data.node).find("default") == std::string_view::npos) return kUnknownType;
  for (const WrittenArgument& argument : WrittenArguments(f, data.node)) {
    if (argument.keyword != "default") continue;
    const TypeId type = ReadAnnotation(infer, f, argument.node, f.scope_of(argument.node));
    return infer.table().Grounded(type);
  }
  return kUnknownType;
}

}  // namespace

Classes::InfoId Classes::Read(ClassKey key) {
  const auto id = InfoId(infos_.size());
  ClassInfo& info = infos_.emplace_back();
  const TypeId self = infer_.table().Class(key.first, key.second);
  info.ancestors = {self};  // until it is known, for classes that come back to themselves
  reading_.emplace_back(key, id);
  ReadBases(infer_, infer_.files().at(key.first), key.second, info);
  for (TypeId parameter : info.parameters) info.defaults.push_back(DefaultOf(infer_, parameter));
  Linearise(self, info);
  Inherit(info);
  reading_.pop_back();
  return id;
}

const ClassInfo& Classes::Unread(ClassKey key) {
  ClassInfo& info = unread_[key];
  if (info.ancestors.empty()) info.ancestors = {infer_.table().Class(key.first, key.second)};
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
  const Form form = infer_.table().form(type);
  if (form != Form::kClass && form != Form::kInstance) return with;
  const ClassInfo& info = At(infer_.table()[type].file, infer_.table()[type].node);
  const std::vector<TypeId>&parameters = info.parameters, &defaults = info.defaults;
  if (parameters.empty()) return with;
  std::span<const TypeId> arguments = infer_.table()[type].arguments;
  TypeId of_tuple = kUnknownType;
  if (IsBuiltin(infer_, type, "tuple")) {
    of_tuple = infer_.table().Union(arguments);
    arguments = {&of_tuple, 1};
  }
  with.variables.reserve(parameters.size());
  for (size_t i = 0; i < parameters.size(); ++i) {
    TypeId argument = i < arguments.size() ? arguments[i] : kUnknownType;
    if (i >= arguments.size() && i < defaults.size()) argument = defaults[i];
    if (i + 1 == parameters.size() && i + 1 < arguments.size() &&
        infer_.table().IsPack(parameters[i])) {
      const auto rest = arguments.subspan(i);
      argument = infer_.table().Packed({rest.begin(), rest.end()});
    }
    with.variables.emplace_back(parameters[i], argument);
  }
  return with;
}

const std::vector<TypeId>& Classes::Ancestors(TypeId type) {
  AncestorsId id =
      infer_.memo().Ask(Question::kAncestors, 0, type, [&] { return FindAncestors(type); });
  if (id == AncestorsId(0))
    id = FindAncestors(type);  // of a class that is being read: as far as it is
  return ancestors_[id.index()];
}

Classes::AncestorsId Classes::FindAncestors(TypeId type) {
  const TypeData& data = infer_.table()[type];
  std::vector<TypeId> ancestors;
  if (data.form == Form::kClass || data.form == Form::kInstance) {
    const std::vector<TypeId> raw = At(data.file, data.node).ancestors;
    const Substitution with = Arguments(type);
    ancestors.reserve(raw.size());
    for (TypeId ancestor : raw) {
      ancestors.push_back(with.variables.empty() ? ancestor : Substitute(infer_, ancestor, with));
    }
  }
  ancestors_.push_back(std::move(ancestors));
  return AncestorsId(ancestors_.size() - 1);
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
