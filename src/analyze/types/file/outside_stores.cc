#include "analyze/types/file/outside_stores.h"

#include <algorithm>
#include <utility>

#include "analyze/types/file/named_stores.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

constexpr size_t kMaxOutsideStores = 500;  // of a file

bool IsUndeclared(const File& f, const bind::Reference& first) {
  const Kind around = f.kind(f.parent(first.node));
  return first.kind == bind::ReferenceKind::kParameter && around != Kind::kTypedParameter &&
         around != Kind::kTypedDefaultParameter;
}

bool IsOwn(const File& f, NodeId name) {
  return f.kind(name) == Kind::kIdentifier && (f.text(name) == "self" || f.text(name) == "cls");
}

}  // namespace

std::vector<OutsideStore> ReadOutsideStores(const File& f) {
  std::vector<OutsideStore> stores;
  for (const bind::AttributeUse& use : f.index().attributes) {
    if (use.context != bind::UseContext::kStore || stores.size() == kMaxOutsideStores) continue;
    OutsideStore store{f.text(use.name), use.base, use.node};
    if (f.kind(use.base) == Kind::kAttribute) {
      const NodeId object = f.child(use.base, Field::kObject);
      if (object == kNoNode || !IsOwn(f, object)) continue;
    } else {
      if (f.kind(use.base) != Kind::kIdentifier || IsOwn(f, use.base)) continue;
      const VariableId variable = f.variable_of(use.base);
      if (variable == kNone || f.variable(variable).references.empty()) continue;
      const bind::Reference& first = f.variable(variable).references[0];
      if (first.kind == bind::ReferenceKind::kImport) continue;
      store.is_undeclared = IsUndeclared(f, first);
    }
    if (!f.module->IsDead(use.node)) stores.push_back(store);
  }
  for (NamedStore& named : ReadNamedStores(f)) {
    const VariableId variable = f.variable_of(named.object);
    if (variable == kNone || f.module->IsDead(named.object)) continue;
    OutsideStore store{.name = named.name, .base = named.object};
    store.value = named.value;
    store.cls = ClassOfSelf(f.index(), named.object);
    store.through = std::move(named.through);
    store.is_undeclared =
        store.cls == kNoNode && IsUndeclared(f, f.variable(variable).references[0]);
    stores.push_back(std::move(store));
  }
  std::stable_sort(stores.begin(), stores.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  return stores;
}

}  // namespace fastnode::types
