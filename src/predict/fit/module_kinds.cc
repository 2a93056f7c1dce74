#include "predict/fit/module_kinds.h"

#include <algorithm>

#include "analyze/types/types.h"

namespace fastnode::predict {
namespace {

using types::MemberKind;
using types::Type;

// "": it is a value.
const char* KindOf(const types::Member& member, const Type& module, types::TypeEvaluator& types) {
  switch (member.kind) {
    case MemberKind::kModule:
      return "module";
    case MemberKind::kClass:
      return "class";
    case MemberKind::kFunction:
      return "function";
    default:
      break;
  }
  switch (types.TypeOfMember(module, member.name).kind) {  // what it imports from elsewhere
    case Type::Kind::kModule:
      return "module";
    case Type::Kind::kClass:
      return "class";
    case Type::Kind::kFunction:
      return "function";
    default:
      return "";
  }
}

}  // namespace

bool BeginsWithImport(const bind::FileIndex& index, ast::NodeId base) {
  while (index.tree[base].kind == ast::Kind::kAttribute) {
    base = index.tree.Child(base, ast::Field::kObject);
    if (base == ast::kNoNode) return false;
  }
  const bind::VariableId id = index.variable_of[base];
  if (id == bind::kNone) return false;
  const auto references = index.variables[id].references;
  return std::any_of(references.begin(), references.end(), [](const bind::Reference& one) {
    return one.kind == bind::ReferenceKind::kImport;
  });
}

void TellKindsOfModule(const FoundSite& site, const Known& known, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const ast::NodeId base = index.attributes[static_cast<size_t>(site.at)].base;
  if (list.empty() || !BeginsWithImport(index, base)) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  const Type type = types.TypeOf(base);
  if (type.kind != Type::Kind::kModule) return;
  const std::vector<types::Member>& members = types.Members(type);
  for (Completion& one : list) {
    const auto found =
        std::lower_bound(members.begin(), members.end(), one.text,
                         [](const types::Member& a, const std::string& b) { return a.name < b; });
    if (found == members.end() || found->name != one.text) continue;
    const char* kind = KindOf(*found, type, types);
    one.kind = *kind == '\0' ? "field" : kind;
  }
  if (!site.prefix.empty()) return;
  std::erase_if(list, [](const Completion& one) {
    const bool is_of_objects = one.text.starts_with("__") && one.text.ends_with("__");
    return is_of_objects && one.kind != "field";
  });
}

}  // namespace fastnode::predict
