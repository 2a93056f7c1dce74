#include "analyze/types/file/given.h"

#include <algorithm>

namespace fastnode::types {

using ast::Field;
using ast::Kind;

bool IsGiven(const File& f, NodeId node) {
  switch (f.kind(f.parent(node))) {
    case Kind::kArgumentList:
    case Kind::kList:
    case Kind::kTuple:
    case Kind::kReturnStatement:
      return true;
    case Kind::kAssignment:
      return f.field(node) == Field::kRight;
    case Kind::kKeywordArgument:
    case Kind::kPair:
      return f.field(node) == Field::kValue;
    default:
      return false;
  }
}

std::vector<GivenUse> ReadGivenUses(const File& f) {
  std::vector<GivenUse> uses;
  for (const bind::AttributeUse& use : f.index().attributes) {
    if (use.context != bind::UseContext::kLoad || !IsGiven(f, use.node)) continue;
    uses.push_back({f.text(use.name), use.node});
  }
  std::stable_sort(uses.begin(), uses.end(),
                   [](const GivenUse& a, const GivenUse& b) { return a.name < b.name; });
  return uses;
}

}  // namespace fastnode::types
