#include "analyze/types/infer/wrappers.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyze/types/infer/infer.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxNamesOfGiven = 8;

// Names in a wrapper that mean the function that was given, or what it gave.
using NamesOfGiven = std::vector<std::string_view>;

// Whether a value may be what one of them means, or what a call of it gives.
bool HandsOn(const File& f, NodeId value, const NamesOfGiven& names) {
  switch (f.kind(value)) {
    case Kind::kIdentifier:
      return std::find(names.begin(), names.end(), f.text(value)) != names.end();
    case Kind::kCall:
      return HandsOn(f, f.first(value), names);
    case Kind::kParenthesizedExpression:
    case Kind::kAwait:
    case Kind::kNamedExpression:
    case Kind::kBooleanOperator:
    case Kind::kConditionalExpression:
    case Kind::kAssignment:  // a = b = value
      for (NodeId part = f.first(value); part != kNoNode; part = f.next(part)) {
        if (HandsOn(f, part, names)) return true;
      }
      return false;
    default:
      return false;
  }
}

// What is bound to it as well, `result = get()`, in text order.
void AddBound(const File& f, NodeId statement, NamesOfGiven& names) {
  const NodeId left = f.child(statement, Field::kLeft), right = f.child(statement, Field::kRight);
  if (left == kNoNode || right == kNoNode || !HandsOn(f, right, names)) return;
  for (NodeId n = left; n < f.tree()[left].subtree_end; ++n) {
    if (f.kind(n) == Kind::kIdentifier && names.size() < kMaxNamesOfGiven) {
      names.push_back(f.text(n));
    }
  }
}

// Whether it may return what it gets. A generator may, and so may one that returns nothing: what it
// is given may return nothing.
bool MayHandOn(const File& f, NodeId wrapper, std::string_view given) {
  NamesOfGiven names = {given};
  bool returns = false;
  for (NodeId n = wrapper; n < f.tree()[wrapper].subtree_end; ++n) {
    switch (f.kind(n)) {
      case Kind::kAssignment:
      case Kind::kForStatement:
        AddBound(f, n, names);
        break;
      case Kind::kYield:
      case Kind::kWithStatement:
        return true;
      case Kind::kReturnStatement:
        if (f.next(f.first(n)) == kNoNode || HandsOn(f, f.next(f.first(n)), names)) return true;
        returns = true;
        break;
      default:
        break;
    }
  }
  return !returns || names.size() == kMaxNamesOfGiven;
}

}  // namespace

std::optional<TypeId> ResultOfWrapper(Infer& infer, TypeId decorator, TypeId wrapper) {
  const TypeData by = infer.table()[decorator], made = infer.table()[wrapper];
  if (by.form != Form::kFunction || made.form != Form::kFunction || by.file != made.file) {
    return std::nullopt;
  }
  const File& f = infer.files().at(made.file);
  const bool is_within = made.node != by.node && f.contains(by.node, made.node) &&
                         f.kind(by.node) == Kind::kFunctionDefinition &&
                         f.kind(made.node) == Kind::kFunctionDefinition;
  if (!is_within || f.module->is_stub()) return std::nullopt;
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, by.node);
  if (parameters.empty() || MayHandOn(f, made.node, parameters[0].name)) return std::nullopt;
  if (f.hides_in(made.node)) return std::nullopt;
  const TypeId result = infer.ResultOf(f, made.node);
  const Form form = infer.table().form(result);
  const bool tells = form == Form::kInstance || form == Form::kUnion;
  return tells ? std::optional(result) : std::nullopt;
}

}  // namespace fastnode::types
