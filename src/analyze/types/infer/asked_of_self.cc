#include "analyze/types/infer/asked_of_self.h"

#include <algorithm>
#include <set>

#include "analyze/types/infer/infer.h"

namespace fastnode::types {

std::vector<std::string_view> NamesAskedOfSelf(Infer& infer, TypeId type) {
  std::set<NodeId> classes;
  for (TypeId one : infer.table().Alternatives(type)) {
    const Form form = infer.table().form(one);
    if (form != Form::kClass && form != Form::kInstance) continue;
    for (TypeId ancestor : infer.classes().Ancestors(one)) {
      const TypeData& cls = infer.table()[ancestor];
      if (cls.form == Form::kClass && cls.file == 0) classes.insert(cls.node);
    }
  }
  std::vector<std::string_view> names;
  if (classes.empty()) return names;
  const File& f = infer.files().at(0);
  for (const bind::AttributeUse& use : f.index().attributes) {
    if (f.is_hidden(use.name) || f.is_hidden(use.base)) continue;
    if (classes.contains(ClassOfSelf(f.index(), use))) names.push_back(f.text(use.name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace fastnode::types
