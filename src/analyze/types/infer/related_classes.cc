// A class is named by itself, or by a string: "Author", "self", "blog.Author" (a module `models` of
// a package of that name). Fields are found by the names of their three classes, which everybody
// uses, in the file of the class, in the file at hand, and in a few modules of the project. A name
// that is put together (`related_name="%(class)s_set"`) is none.
#include "analyze/types/infer/related_classes.h"

#include <algorithm>
#include <string>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/django.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/set_by_metaclass.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr std::string_view kFieldsOfOthers[] = {"ForeignKey", "OneToOneField", "ManyToManyField"};
constexpr std::string_view kKey = "id";
constexpr std::string_view kManagerSet = "objects";
constexpr size_t kMaxFieldsOfFile = 64;
constexpr size_t kMaxModulesOfFields = 8;
constexpr std::string_view kPathOfManagers = "django.db.models.fields.related_descriptors";

// A call in a class's body whose value is bound to a name there.
struct FieldCall {
  NodeId call = kNoNode, cls = kNoNode, binding = kNoNode;
};

NodeId CallBoundTo(const File& f, NodeId binding) {
  const NodeId assignment = f.parent(binding);
  if (f.kind(assignment) != Kind::kAssignment) return kNoNode;
  const NodeId value = f.child(assignment, Field::kRight);
  return value != kNoNode && f.kind(value) == Kind::kCall ? value : NodeId(kNoNode);
}

// The argument under a keyword, or the one at a place; kNoNode if it is not passed.
NodeId ArgumentAt(const File& f, NodeId call, std::string_view keyword, size_t place) {
  const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].splat) return kNoNode;
    const bool is_it = arguments[i].keyword.empty() ? i == place : arguments[i].keyword == keyword;
    if (is_it) return arguments[i].node;
  }
  return kNoNode;
}

// The class that a field's call names; `own`: the class in whose body it stands.
TypeId ClassNamedBy(Infer& infer, const File& f, NodeId call, TypeId own) {
  const NodeId to = ArgumentAt(f, call, "to", 0);
  if (to == kNoNode) return kUnknownType;
  if (f.kind(to) == Kind::kString) {
    const std::string_view text = StringText(f.text(to));
    return text == "self" ? own : ModelNamed(infer, f, text);
  }
  if (NamesUserModel(f, to)) return UserModel(infer, f);
  const TypeId type = infer.TypeOf(f, to);
  return infer.table().form(type) == Form::kClass ? type : kUnknownType;
}

// A class of a function's body, by its name.
TypeId ClassOfFunctionBody(Infer& infer, std::string_view module, std::string_view function,
                           std::string_view name) {
  const File* f = infer.files().Find(module);
  const VariableId made_by =
      f == nullptr ? VariableId(kNone) : f->module->Find(bind::kModuleScope, function);
  if (made_by == kNone) return kUnknownType;
  const NodeId definition = f->parent(f->variable(made_by).references[0].node);
  if (f->kind(definition) != Kind::kFunctionDefinition) return kUnknownType;
  const NodeId body = f->child(definition, Field::kBody);
  for (NodeId c = body == kNoNode ? kNoNode : f->first(body); c != kNoNode; c = f->next(c)) {
    if (f->kind(c) != Kind::kClassDefinition) continue;
    const NodeId own = f->child(c, Field::kName);
    if (own != kNoNode && f->text(own) == name) return infer.table().Class(f->number, c);
  }
  return kUnknownType;
}

// A manager of a class's rows: as its own one, and with what adds and removes.
TypeId ManagerOf(Infer& infer, TypeId cls, bool many_to_many) {
  const TypeId own = infer.TypeOfMember(cls, kManagerSet);
  const TypeId related =
      many_to_many
          ? ClassOfFunctionBody(infer, kPathOfManagers, "create_forward_many_to_many_manager",
                                "ManyRelatedManager")
          : ClassOfFunctionBody(infer, kPathOfManagers, "create_reverse_many_to_one_manager",
                                "RelatedManager");
  return infer.table().Union({own, infer.table().InstanceOf(related)});
}

// Whether a class's body, or one that it is derived from, says `name = True`.
bool SaysTrue(Infer& infer, TypeId object, std::string_view name) {
  for (TypeId ancestor : infer.classes().Ancestors(object)) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form != Form::kClass) continue;
    const File& f = infer.files().at(cls.file);
    const VariableId variable = f.module->Find(f.module->ScopeOfClass(cls.node), name);
    if (variable == kNone) continue;
    const NodeId assignment = f.parent(f.variable(variable).references[0].node);
    const NodeId value = f.kind(assignment) == Kind::kAssignment
                             ? f.child(assignment, Field::kRight)
                             : NodeId(kNoNode);
    return value != kNoNode && f.kind(value) == Kind::kTrue;
  }
  return false;
}

std::string Lowered(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lowered;
}

class Elsewhere {
 public:
  Elsewhere(Infer& infer, TypeId object) : infer_(infer), object_(object) {}

  // Calls `use(name, type of field's class, file, field)` for each, until it says that it is
  // enough.
  template <typename Use>
  void ForEach(const Use& use) {
    const TypeData& data = infer_.table()[object_];
    if (data.form != Form::kInstance || data.node == kNoNode) return;
    const File& own = infer_.files().at(data.file);
    if (own.module->is_stub() || own.kind(data.node) != Kind::kClassDefinition) return;
    std::vector<int32_t> seen;
    auto look_in = [&](const File& f) {
      if (std::find(seen.begin(), seen.end(), f.number) != seen.end()) return;
      seen.push_back(f.number);
      LookIn(f, use);
    };
    look_in(own);
    look_in(infer_.files().at_hand());
    size_t looked_at = 0;
    for (std::string_view word : kFieldsOfOthers) {
      for (const std::string& module :
           infer_.files().environment().ModulesCalling(std::string(word))) {
        const File* f = infer_.files().Find(module);
        if (f == nullptr) continue;
        if (++looked_at > kMaxModulesOfFields) return;
        look_in(*f);
      }
    }
  }

 private:
  template <typename Use>
  void LookIn(const File& f, const Use& use) {
    size_t looked_at = 0;
    for (std::string_view word : kFieldsOfOthers) {
      for (const auto& [name, call] : f.module->CallsOf(word)) {
        if (++looked_at > kMaxFieldsOfFile) return;
        const NodeId assignment = f.parent(call);
        const ScopeId scope = f.scope_of(call);
        if (f.kind(assignment) != Kind::kAssignment || scope == kNone ||
            f.scope(scope).kind != bind::ScopeKind::kClass) {
          continue;
        }
        const NodeId left = f.child(assignment, Field::kLeft);
        if (left == kNoNode || f.hides_in(assignment)) continue;
        const NodeId cls = f.scope(scope).node;
        const TypeId owner = infer_.table().Class(f.number, cls);
        if (!IsOwn(ClassNamedBy(infer_, f, call, owner))) continue;
        const std::string_view added = NameAdded(f, call, cls, word);
        if (!added.empty()) use(added, owner, word);
      }
    }
  }

  // Whether the object is of that class.
  bool IsOwn(TypeId cls) {
    return infer_.table().form(cls) == Form::kClass &&
           IsKnown(infer_.classes().FindAncestor(object_, cls));
  }

  std::string_view NameAdded(const File& f, NodeId call, NodeId cls, std::string_view word) {
    for (const WrittenArgument& argument : WrittenArguments(f, call)) {
      if (argument.keyword != "related_name") continue;
      if (f.kind(argument.node) != Kind::kString) return "";
      const std::string_view text = StringText(f.text(argument.node));
      return text.ends_with("+") || text.find('%') != text.npos ? "" : text;
    }
    const NodeId name = f.child(cls, Field::kName);
    if (name == kNoNode || f.is_hidden(name)) return "";
    return infer_.Keep(Lowered(f.text(name)) + (word == "OneToOneField" ? "" : "_set"));
  }

  Infer& infer_;
  const TypeId object_;
};

// Whether other classes may name it by fields: its metaclass gives it a manager of its rows.
bool IsOfFields(Infer& infer, TypeId object) {
  if (infer.table().form(object) != Form::kInstance) return false;
  const std::vector<std::string_view> set = NamesSetByMetaclass(infer, object);
  return std::binary_search(set.begin(), set.end(), kManagerSet);
}

// The first binding of a name in the bodies of an object's classes.
struct BoundInBody {
  const File* f = nullptr;
  NodeId binding = kNoNode;
};
BoundInBody FindInBodies(Infer& infer, TypeId object, std::string_view name) {
  for (TypeId ancestor : infer.classes().Ancestors(object)) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form != Form::kClass) continue;
    const File& f = infer.files().at(cls.file);
    const VariableId variable = f.module->Find(f.module->ScopeOfClass(cls.node), name);
    if (variable == kNone) continue;
    const FewNodes bindings = Bindings(f, variable);
    if (!bindings.empty()) return {&f, bindings[0]};
  }
  return {};
}

// The name of the field that another one comes with, if it is told by affixes: "get_" of
// "get_size_display"; "" if it is not.
std::string_view Within(std::string_view name, std::string_view before, std::string_view behind) {
  if (name.size() <= before.size() + behind.size()) return "";
  if (!name.starts_with(before) || !name.ends_with(behind)) return "";
  name.remove_prefix(before.size());
  return name.substr(0, name.size() - behind.size());
}

bool HasChoices(const File& f, NodeId binding) {
  const NodeId call = CallBoundTo(f, binding);
  return call != kNoNode && ArgumentAt(f, call, "choices", SIZE_MAX) != kNoNode;
}

bool KeepsKey(const File& f, NodeId binding) {
  const NodeId call = CallBoundTo(f, binding);
  NodeId callee = call == kNoNode ? NodeId(kNoNode) : f.child(call, Field::kFunction);
  if (callee != kNoNode && f.kind(callee) == Kind::kAttribute) {
    callee = f.child(callee, Field::kAttribute);
  }
  if (callee == kNoNode || f.is_hidden(callee)) return false;
  return f.text(callee) == "ForeignKey" || f.text(callee) == "OneToOneField";
}

// What fields of an object's own classes come with: a number where no field is said to be the key,
// the key of what a field stands for, the words for one of several choices.
TypeId BesideFields(Infer& infer, TypeId object, std::string_view name) {
  if (name == kKey) return Instance(infer, "int");
  if (const std::string_view of = Within(name, "", "_id"); !of.empty()) {
    const BoundInBody found = FindInBodies(infer, object, of);
    if (found.f == nullptr || !KeepsKey(*found.f, found.binding)) return kUnknownType;
    return infer.TypeOfMember(infer.TypeOfMember(object, of), kKey);
  }
  if (const std::string_view of = Within(name, "get_", "_display"); !of.empty()) {
    const BoundInBody found = FindInBodies(infer, object, of);
    if (found.f == nullptr || !HasChoices(*found.f, found.binding)) return kUnknownType;
    return infer.table().Add({.form = Form::kCallable, .arguments = {Instance(infer, "str")}});
  }
  return kUnknownType;
}

void AddNamesBesideFields(Infer& infer, TypeId object, std::vector<std::string_view>& names) {
  names.push_back(kKey);
  for (TypeId ancestor : infer.classes().Ancestors(object)) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form != Form::kClass) continue;
    const File& f = infer.files().at(cls.file);
    for (VariableId v : f.module->VariablesOf(f.module->ScopeOfClass(cls.node))) {
      const FewNodes bindings = Bindings(f, v);
      if (bindings.empty()) continue;
      const std::string name(f.variable(v).name);
      if (KeepsKey(f, bindings[0])) names.push_back(infer.Keep(name + "_id"));
      if (HasChoices(f, bindings[0])) names.push_back(infer.Keep("get_" + name + "_display"));
    }
  }
}

}  // namespace

bool StandsForOthers(Infer& infer, TypeId field) {
  return SaysTrue(infer, field, "many_to_one") || SaysTrue(infer, field, "one_to_one") ||
         SaysTrue(infer, field, "many_to_many");
}

TypeId RelatedValue(Infer& infer, const File& f, NodeId binding, TypeId field) {
  const NodeId call = CallBoundTo(f, binding);
  if (call == kNoNode) return kUnknownType;
  const ScopeId scope = f.scope_of(binding);
  const TypeId own = infer.table().Class(f.number, f.scope(scope).node);
  const TypeId cls = ClassNamedBy(infer, f, call, own);
  if (infer.table().form(cls) != Form::kClass) return kUnknownType;
  return SaysTrue(infer, field, "many_to_many") ? ManagerOf(infer, cls, true)
                                                : infer.table().InstanceOf(cls);
}

TypeId RelatedFromElsewhere(Infer& infer, TypeId object, std::string_view name) {
  if (!IsOfFields(infer, object)) return kUnknownType;
  if (const TypeId beside = BesideFields(infer, object, name); IsKnown(beside)) return beside;
  std::vector<TypeId> types;
  Elsewhere(infer, object).ForEach([&](std::string_view added, TypeId cls, std::string_view word) {
    if (added != name) return;
    types.push_back(word == "OneToOneField" ? infer.table().InstanceOf(cls)
                                            : ManagerOf(infer, cls, word == "ManyToManyField"));
  });
  return infer.table().Union(types);
}

TypeId KeyOfRow(Infer& infer, TypeId object, std::string_view name) {
  if (name != "pk" || !IsOfFields(infer, object)) return kUnknownType;
  for (TypeId ancestor : infer.classes().Ancestors(object)) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form != Form::kClass) continue;
    const File& f = infer.files().at(cls.file);
    for (VariableId v : f.module->VariablesOf(f.module->ScopeOfClass(cls.node))) {
      const FewNodes bindings = Bindings(f, v);
      const NodeId call = bindings.empty() ? NodeId(kNoNode) : CallBoundTo(f, bindings[0]);
      if (call == kNoNode || ArgumentAt(f, call, "primary_key", SIZE_MAX) == kNoNode) continue;
      return infer.TypeOfMember(object, f.variable(v).name);
    }
  }
  return Instance(infer, "int");
}

std::vector<std::string_view> NamesFromElsewhere(Infer& infer, TypeId object) {
  std::vector<std::string_view> names;
  if (!IsOfFields(infer, object)) return names;
  Elsewhere(infer, object).ForEach([&](std::string_view added, TypeId, std::string_view) {
    names.push_back(added);
  });
  AddNamesBesideFields(infer, object, names);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace fastnode::types
