#include "analyze/types/infer/members.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/import_statement.h"
#include "analyze/types/file/made_fields.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/django.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/kept_results.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/made_with.h"
#include "analyze/types/infer/parsed_arguments.h"
#include "analyze/types/infer/related_classes.h"
#include "analyze/types/infer/set_by_metaclass.h"
#include "analyze/types/infer/stored_outside.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

class Collector {
 public:
  explicit Collector(Infer& infer) : infer_(infer) {}

  void Add(TypeId type) {
    const TypeData& data = infer_.table()[type];
    switch (data.form) {
      case Form::kModule:
        AddModule(data.text);
        break;
      case Form::kClass:
      case Form::kInstance:
        AddClass(type);
        break;
      case Form::kFunction: {
        const char* name = data.arguments.empty() ? "FunctionType" : "MethodType";
        TypeId cls = LibraryClass(infer_, "types", name);
        if (infer_.table()[cls].form == Form::kClass) AddAncestors(cls, false, false);
        const File& f = infer_.files().at(data.file);
        AddAncestors(KeeperOfResults(infer_, f, data.node), false, false);
        AddStoredOutside(f, data.node, false, false);
        break;
      }
      case Form::kCallable: {
        const TypeId cls = LibraryClass(infer_, "types", "FunctionType");
        if (infer_.table()[cls].form == Form::kClass) AddAncestors(cls, false, false);
        break;
      }
      case Form::kProperty:
        AddClass(Instance(infer_, "property"));
        break;
      case Form::kVariable:
        if (!data.arguments.empty()) {
          for (TypeId bound : infer_.table().Alternatives(data.arguments[0])) Add(bound);
        }
        break;
      default:
        break;
    }
  }

  std::vector<Member> Take() { return std::move(members_); }

 private:
  static bool IsEarlier(const Member& a, const Member& b) { return a.name < b.name; }

  void Add(std::string_view name, MemberOrigin origin, MemberKind kind, NodeId node) {
    row_.push_back({name, origin, kind, node});
  }

  // Puts the row among the members. Of one name what was there first stays.
  void EndRow() {
    if (!std::is_sorted(row_.begin(), row_.end(), IsEarlier)) {
      std::stable_sort(row_.begin(), row_.end(), IsEarlier);
    }
    const size_t before = members_.size();
    size_t at = 0;
    for (const Member& member : row_) {
      while (at < before && members_[at].name < member.name) ++at;
      const bool is_there = (at < before && members_[at].name == member.name) ||
                            (members_.size() > before && members_.back().name == member.name);
      if (!is_there) members_.push_back(member);
    }
    row_.clear();
    const auto middle = members_.begin() + static_cast<ptrdiff_t>(before);
    if (before > 0 && middle != members_.end()) {
      std::inplace_merge(members_.begin(), middle, members_.end(), IsEarlier);
    }
  }

  // Whether its members are among those of the type.
  bool IsAncestor(TypeId cls, TypeId type, bool behind) {
    const TypeData& wanted = infer_.table()[cls];
    const std::vector<TypeId>& ancestors = infer_.classes().Ancestors(type);
    for (size_t i = behind ? 1 : 0; i < ancestors.size(); ++i) {
      const TypeData& one = infer_.table()[ancestors[i]];
      if (one.form == Form::kClass && one.file == wanted.file && one.node == wanted.node) {
        return true;
      }
    }
    return false;
  }

  void AddClass(TypeId type) {
    const TypeData data = infer_.table()[type];
    const bool is_class = data.form == Form::kClass, is_super = (data.flags & kIsSuper) != 0;
    AddAncestors(type, data.file == 0, is_super, is_class);
    const TypeId object = Builtin(infer_, "object");
    if (!IsAncestor(object, type, is_super)) AddAncestors(object, true, false);
    AddSet(type);
    if (data.form != Form::kClass) return;
    TypeId meta = infer_.classes().At(data.file, data.node).metaclass;
    if (infer_.table()[meta].form == Form::kClass) AddAncestors(meta, true, false);
    AddAncestors(Builtin(infer_, "type"), true, false);
  }

  // `of_class`: not what methods store to objects of it.
  void AddAncestors(TypeId type, bool own_is_local, bool behind, bool of_class = false) {
    if (!IsKnown(type)) return;
    const bool is_object = infer_.table().form(type) == Form::kInstance;
    const std::vector<TypeId> ancestors = infer_.classes().Ancestors(type);
    for (size_t i = behind ? 1 : 0; i < ancestors.size(); ++i) {
      const TypeData& cls = infer_.table()[ancestors[i]];
      if (cls.form != Form::kClass) continue;
      const File& f = infer_.files().at(cls.file);
      bool inherited = own_is_local && i > 0;
      const bool of_member = is_object && infer_.classes().At(cls.file, cls.node).is_enum;
      AddBody(f, cls.node, inherited, of_member);
      AddStores(f, cls.node, inherited, of_class);
      AddSlots(f, cls.node, inherited);
      AddStoredOutside(f, cls.node, inherited, of_class);
      if (f.kind(cls.node) == Kind::kCall) AddFields(f, cls.node);
      if (f.kind(cls.node) == Kind::kCall && is_object) AddCopied(f, cls.node, ancestors[i]);
    }
  }

  MemberOrigin Origin(const File& f, bool inherited, MemberOrigin own) const {
    if (inherited) return MemberOrigin::kInherited;
    return f.number == 0 ? own : MemberOrigin::kLibrary;
  }

  // `of_member`: of one of an enumeration's members, which is not asked for its sisters.
  void AddBody(const File& f, NodeId cls, bool inherited, bool of_member) {
    for (VariableId v : f.module->VariablesOf(f.module->ScopeOfClass(cls))) {
      NodeId binding = kNoNode;
      for (const bind::Reference& reference : f.variable(v).references) {
        if (binding != kNoNode) break;
        const bool counts = IsBinding(reference.kind) && !f.module->IsDead(reference.node) &&
                            !f.is_hidden(reference.node);
        if (counts) binding = reference.node;
      }
      if (binding == kNoNode || (of_member && IsEnumMember(f, f.variable(v).name, {&binding, 1}))) {
        continue;
      }
      Add(f.variable(v).name, Origin(f, inherited, MemberOrigin::kClassBody), KindOf(f, binding),
          f.number == 0 ? binding : kNoNode);
    }
    EndRow();
  }

  // __slots__ = ("x", "y"), a list, or one string
  void AddSlots(const File& f, NodeId cls, bool inherited) {
    const VariableId slots = f.module->Find(f.module->ScopeOfClass(cls), "__slots__");
    if (slots == kNone || f.variable(slots).references.empty()) return;
    const NodeId assignment = f.parent(f.variable(slots).references[0].node);
    const NodeId value = f.kind(assignment) == Kind::kAssignment
                             ? f.child(assignment, Field::kRight)
                             : NodeId(kNoNode);
    if (value == kNoNode) return;
    for (NodeId n : f.tree().Subtree(value)) {
      const std::string_view name =
          f.kind(n) == Kind::kString ? StringText(f.text(n)) : std::string_view();
      if (name.empty() || name.starts_with("__")) continue;
      Add(name, Origin(f, inherited, MemberOrigin::kClassBody), MemberKind::kVariable, kNoNode);
    }
    EndRow();
  }

  void AddStores(const File& f, NodeId cls, bool inherited, bool of_class) {
    for (const SelfStore& store : f.module->StoresOf(cls)) {
      if (f.is_hidden(f.child(store.attribute, Field::kAttribute)) ||
          f.is_hidden(f.child(store.attribute, Field::kObject)) ||
          (of_class && !IsStoreOfClass(f, store.attribute))) {
        continue;
      }
      Add(store.name, Origin(f, inherited, MemberOrigin::kSelfAssignment), MemberKind::kVariable,
          f.number == 0 ? store.attribute : kNoNode);
    }
    EndRow();
  }

  void AddStoredOutside(const File& f, NodeId owner, bool inherited, bool of_class) {
    for (const auto& [name, attribute] : NamesStoredOutside(infer_, f, owner, of_class)) {
      Add(name, Origin(f, inherited, MemberOrigin::kSelfAssignment), MemberKind::kVariable,
          f.number == 0 ? attribute : kNoNode);
    }
    EndRow();
  }

  // What is set of the class, and what others that name it add to its objects.
  void AddSet(TypeId type) {
    auto add = [&](std::string_view name) {
      Add(name, MemberOrigin::kInherited, MemberKind::kVariable, kNoNode);
    };
    for (std::string_view name : NamesSetByMetaclass(infer_, type)) {
      if (IsKnown(SetByMetaclass(infer_, type, name))) add(name);
    }
    for (std::string_view name : NamesFromElsewhere(infer_, type)) add(name);
    for (std::string_view name : NamesOfSettings(infer_, type)) add(name);
    for (std::string_view name : NamesAddedToRequest(infer_, type)) add(name);
    EndRow();
  }

  // The methods of another class, with which this one was made.
  void AddCopied(const File& f, NodeId call, TypeId applied) {
    for (const Member& member : infer_.MembersOf(CopiedFrom(infer_, f, call, applied))) {
      if (member.name.starts_with("_") || member.kind != MemberKind::kFunction) continue;
      row_.push_back(member);
    }
    EndRow();
  }

  void AddFields(const File& f, NodeId call) {
    auto add = [&](std::string_view name) {
      Add(name, Origin(f, false, MemberOrigin::kClassBody), MemberKind::kVariable, kNoNode);
    };
    if (ParsesArguments(f, call)) {
      for (std::string_view name : ParsedArguments(infer_, f)) add(name);
    } else {
      for (const MadeField& field : FieldsOfCall(f, call)) add(field.name);
    }
    EndRow();
  }

  void AddModule(const std::string& path) {
    const File* f = infer_.files().Find(path);
    if (f == nullptr) return;
    auto add = [&](std::string_view name, MemberKind kind, NodeId node) {
      Add(name, MemberOrigin::kLibrary, kind, node);
    };
    for (VariableId v : f->module->VariablesOf(bind::kModuleScope)) {
      std::string_view name = f->variable(v).name;
      for (const bind::Reference& reference : f->variable(v).references) {
        if (!IsBinding(reference.kind) || f->module->IsDead(reference.node)) continue;
        if (f->module->is_stub() && !IsListed(*f, name, reference)) continue;
        add(name, KindOf(*f, reference.node), f->number == 0 ? reference.node : kNoNode);
        break;
      }
    }
    for (NodeId star : f->module->stars()) {
      std::string from = StarPath(*f, star);
      const File* module = from.empty() ? nullptr : infer_.files().Find(from);
      if (module == nullptr) continue;
      for (std::string_view name : infer_.files().Exported(*module)) {
        add(name, MemberKind::kVariable, kNoNode);
      }
    }
    for (std::string& name : infer_.files().environment().Submodules(path)) {
      add(infer_.Keep(std::move(name)), MemberKind::kModule, kNoNode);
    }
    EndRow();
    TypeId type = LibraryClass(infer_, "types", "ModuleType");
    if (infer_.table()[type].form == Form::kClass) AddAncestors(type, true, false);
  }

  // Stubs do not show what they import for themselves, nor their own type variables.
  bool IsListed(const File& f, std::string_view name, const bind::Reference& reference) const {
    const std::vector<std::string>& all = f.module->all();
    if (std::binary_search(all.begin(), all.end(), name)) return true;
    NodeId parent = f.parent(reference.node);
    if (reference.kind == bind::ReferenceKind::kImport) {
      NodeId clause = parent;
      if (f.kind(clause) != Kind::kAliasedImport) clause = f.parent(clause);
      if (f.kind(clause) != Kind::kAliasedImport) return false;
      NodeId written = f.child(clause, Field::kName);
      return written != kNoNode && f.text(written) == name;
    }
    bool is_private = name.starts_with('_') && !name.starts_with("__");
    return !is_private || (reference.kind == bind::ReferenceKind::kFunction) ||
           (f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kRight) == kNoNode);
  }

  MemberKind KindOf(const File& f, NodeId definition) const {
    NodeId parent = f.parent(definition);
    if (f.field(definition) != Field::kName) return MemberKind::kVariable;
    if (f.kind(parent) == Kind::kFunctionDefinition) {
      return HasDecorator(f, parent, "property") ? MemberKind::kProperty : MemberKind::kFunction;
    }
    return f.kind(parent) == Kind::kClassDefinition ? MemberKind::kClass : MemberKind::kVariable;
  }

  Infer& infer_;
  std::vector<Member> members_;  // sorted by name, each once
  std::vector<Member> row_;      // what is being added
};

}  // namespace

std::vector<Member> FindMembers(Infer& infer, TypeId type) {
  Collector collector(infer);
  for (TypeId alternative : infer.table().Alternatives(type)) collector.Add(alternative);
  return collector.Take();
}

}  // namespace fastnode::types
