#include "analyze/types/infer/stored_outside.h"

#include <algorithm>

#include "analyze/types/file/outside_stores.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/parameters.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

constexpr size_t kMaxOfOneName = 8;    // stores that are asked about
constexpr size_t kMaxOfAllNames = 64;  // of them, that are listed
constexpr size_t kMaxBindingsOfBase = 4;

bool MayBeStoredTo(const File& f) {
  const bool in_project = f.number == 0 || !f.module->file().empty();
  return in_project && !f.module->is_stub();
}

// What an owner is called in its file.
std::string_view NameOfOwner(const File& f, NodeId owner) {
  const bool is_call = f.kind(owner) == Kind::kCall;  // x = SimpleNamespace()
  if (is_call && f.kind(f.parent(owner)) != Kind::kAssignment) return "";
  const NodeId name =
      is_call ? f.child(f.parent(owner), Field::kLeft) : f.child(owner, Field::kName);
  return name == kNoNode ? "" : f.text(name);
}

bool IsOwner(Infer& infer, const File& f, TypeId type, Form form, NodeId owner) {
  for (TypeId one : infer.table().Alternatives(type)) {
    const TypeData& data = infer.table()[one];
    if (data.form == form && data.file == f.number && data.node == owner) return true;
  }
  return false;
}

// Stores to an owner.
class ToOwner {
 public:
  ToOwner(Infer& infer, const File& f, NodeId owner, bool of_class)
      : infer_(infer), f_(f), owner_(owner), of_class_(of_class), name_(NameOfOwner(f, owner)) {}

  // Whether the text says so: `x = Owner()`, `x: Owner`, or the owner itself. What else the name of
  // the object may be is not asked: that may depend on what objects of the class have.
  bool Is(const OutsideStore& store) const {
    if (store.cls != kNoNode) return IsOfSelf(store);
    if (store.is_undeclared || name_.empty()) return false;
    if (IsNameHidden(store)) return false;
    if (f_.text(store.base) == name_ && IsItself(store.base)) return true;
    const VariableId variable =
        f_.kind(store.base) == Kind::kIdentifier ? f_.variable_of(store.base) : VariableId(kNone);
    if (of_class_ || variable == kNone) return false;
    size_t looked_at = 0;
    for (const bind::Reference& reference : f_.variable(variable).references) {
      if (!bind::IsBinding(reference.kind)) continue;
      if (++looked_at > kMaxBindingsOfBase) return false;
      if (IsBoundTo(reference.node)) return !f_.is_hidden(store.base);
    }
    return false;
  }

 private:
  // setattr(self, "name", value)
  bool IsOfSelf(const OutsideStore& store) const {
    if (store.cls != owner_ || IsNameHidden(store) || f_.is_hidden(store.base)) return false;
    return !of_class_ || IsMeantOfClass(store.base);
  }

  bool IsMeantOfClass(NodeId self) const {
    const VariableId variable = f_.variable_of(self);
    return variable != kNone && IsOfClass(f_, f_.scope(f_.variable(variable).scope).node);
  }

  bool IsNameHidden(const OutsideStore& store) const {
    if (store.attribute != kNoNode)
      return f_.is_hidden(f_.child(store.attribute, Field::kAttribute));
    return std::any_of(store.through.begin(), store.through.end(),
                       [&](NodeId name) { return f_.is_hidden(name); });
  }

  bool IsItself(NodeId base) const {
    if (f_.kind(owner_) == Kind::kCall) return !f_.hides_in(base);
    const VariableId variable = f_.variable_of(base);
    if (f_.kind(base) != Kind::kIdentifier || variable == kNone) return false;
    for (const bind::Reference& reference : f_.variable(variable).references) {
      if (f_.parent(reference.node) == owner_) return !f_.is_hidden(base);
    }
    return false;
  }

  bool IsBoundTo(NodeId binding) const {
    const NodeId around = f_.parent(binding);
    if (const NodeId type = f_.child(around, Field::kType); type != kNoNode) {
      return f_.text(type).find(name_) != std::string_view::npos &&
             IsOwner(infer_, f_, infer_.TypeOfAnnotation(f_, type), Form::kInstance, owner_);
    }
    const NodeId value = f_.child(around, Field::kRight);
    if (value == kNoNode || f_.kind(value) != Kind::kCall || f_.field(binding) != Field::kLeft) {
      return false;
    }
    const NodeId callee = f_.child(value, Field::kFunction);
    return callee != kNoNode && (MeansOwner(callee) || MakesOwner(callee, value));
  }

  // The owner's name, or `cls` of a method of its own.
  bool MeansOwner(NodeId callee) const {
    if (f_.kind(callee) != Kind::kIdentifier) return false;
    if (f_.text(callee) == name_) {
      return IsOwner(infer_, f_, infer_.TypeOf(f_, callee), Form::kClass, owner_);
    }
    const VariableId variable = f_.variable_of(callee);
    if (variable == kNone) return false;
    const bind::Variable& parameter = f_.variable(variable);
    const NodeId method = f_.scope(parameter.scope).node;
    if (ClassOfFunction(f_, method) != owner_) return false;
    const bool takes_class =
        IsOfClass(f_, method) || f_.text(f_.child(method, Field::kName)) == "__new__";
    const NodeId list = f_.child(method, Field::kParameters);
    return takes_class && list != kNoNode && f_.first(list) == parameter.references[0].node &&
           !f_.is_hidden(callee);
  }

  // super().__new__(cls), object.__new__(Owner)
  bool MakesOwner(NodeId callee, NodeId call) const {
    if (f_.kind(callee) != Kind::kAttribute) return false;
    const NodeId name = f_.child(callee, Field::kAttribute);
    const NodeId list = f_.child(call, Field::kArguments);
    if (name == kNoNode || list == kNoNode || f_.text(name) != "__new__") return false;
    const NodeId first = f_.first(list);
    return first != kNoNode && MeansOwner(first) && !f_.is_hidden(name);
  }

  Infer& infer_;
  const File& f_;
  const NodeId owner_;
  const bool of_class_;
  const std::string_view name_;
};

}  // namespace

std::optional<TypeId> StoredOutside(Infer& infer, const File& f, NodeId owner,
                                    std::string_view name, bool of_class) {
  if (!MayBeStoredTo(f) || name.starts_with("__")) return std::nullopt;
  const std::vector<OutsideStore>& all = infer.files().OutsideStores(f);
  auto at = std::lower_bound(all.begin(), all.end(), name,
                             [](const OutsideStore& s, std::string_view n) { return s.name < n; });
  std::optional<TypeId> stored;
  const ToOwner to_owner(infer, f, owner, of_class);
  size_t asked = 0;
  for (; at != all.end() && at->name == name && asked < kMaxOfOneName; ++at, ++asked) {
    if (!to_owner.Is(*at)) continue;
    const TypeId type = at->attribute == kNoNode ? OrUnknown(infer, f, at->value)
                                                 : infer.TypeOfTarget(f, at->attribute);
    stored = infer.table().Union({stored.value_or(kUnknownType), type});
  }
  return stored;
}

std::vector<NameStored> NamesStoredOutside(Infer& infer, const File& f, NodeId owner,
                                           bool of_class) {
  std::vector<NameStored> attributes;
  if (!MayBeStoredTo(f)) return attributes;
  size_t found = 0;
  std::string_view last;
  const ToOwner to_owner(infer, f, owner, of_class);
  for (const OutsideStore& store : infer.files().OutsideStores(f)) {
    if (store.name == last || !to_owner.Is(store)) continue;
    if (++found > kMaxOfAllNames) break;
    last = store.name;
    attributes.push_back({store.name, store.attribute});
  }
  return attributes;
}

}  // namespace fastnode::types
