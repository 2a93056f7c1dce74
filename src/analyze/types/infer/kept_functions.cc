#include "analyze/types/infer/kept_functions.h"

#include <algorithm>
#include <vector>

#include "analyze/types/file/parameters.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/open_parameter.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// The name of such a variable: no other has it.
constexpr std::string_view kNameOfResult = "()";
constexpr size_t kMaxCallsOfKept = 64;

// The constructor that the class's own statement has, or kNoNode.
NodeId OwnConstructor(const File& f, NodeId cls) {
  const VariableId init = f.module->Find(f.module->ScopeOfClass(cls), "__init__");
  if (init == kNone || f.variable(init).references.empty()) return kNoNode;
  const NodeId name = f.variable(init).references[0].node;
  const bool is_it = f.kind(f.parent(name)) == Kind::kFunctionDefinition && !f.is_hidden(name);
  return is_it ? f.parent(name) : NodeId(kNoNode);
}

// The parameter whose value `self.name = parameter` keeps: its identifier, or kNoNode.
NodeId ParameterKept(Infer& infer, const File& f, NodeId cls, NodeId init, std::string_view name) {
  const std::span<const SelfStore> stores = f.module->StoresOf(cls);
  auto at = std::lower_bound(stores.begin(), stores.end(), name,
                             [](const SelfStore& s, std::string_view n) { return s.name < n; });
  for (; at != stores.end() && at->name == name; ++at) {
    const NodeId assignment = f.parent(at->attribute);
    if (!f.contains(init, at->attribute) || f.kind(assignment) != Kind::kAssignment) continue;
    const NodeId value = f.child(assignment, Field::kRight);
    if (value == kNoNode || f.kind(value) != Kind::kIdentifier) continue;
    const VariableId variable = f.variable_of(value);
    if (variable == kNone || f.hides_in(assignment)) continue;
    const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, init);
    for (size_t i = 1; i < parameters.size(); ++i) {
      const Parameter& one = parameters[i];
      const bool is_it = one.kind <= ParameterKind::kNormal && one.annotation == kNoNode &&
                         f.variable_of(one.identifier) == variable;
      if (is_it && !f.is_hidden(one.identifier)) return one.identifier;
    }
  }
  return kNoNode;
}

}  // namespace

TypeId ResultOfKept(Infer& infer, const File& f, NodeId cls) {
  if (f.kind(cls) != Kind::kClassDefinition || f.module->is_stub()) return kUnknownType;
  const ScopeId scope = f.module->ScopeOfClass(cls);
  if (f.module->Find(scope, "__get__") == kNone && f.module->Find(scope, "__call__") == kNone) {
    return kUnknownType;
  }
  const NodeId init = OwnConstructor(f, cls);
  if (init == kNoNode) return kUnknownType;
  const std::vector<bind::AttributeUse>& all = f.index().attributes;
  auto use = std::lower_bound(all.begin(), all.end(), cls,
                              [](const auto& one, NodeId wanted) { return one.name < wanted; });
  size_t calls = 0;
  for (; use != all.end() && f.contains(cls, use->name); ++use) {
    if (use->context != bind::UseContext::kCall) continue;
    if (++calls > kMaxCallsOfKept) break;
    NodeId called = use->node;
    // self.function.__get__(thing, owner)()
    if (f.text(use->name) == "__get__" && !f.is_hidden(use->name))
      called = f.child(called, Field::kObject);
    if (called == kNoNode || f.kind(called) != Kind::kAttribute) continue;
    if (ClassOfSelf(f.index(), f.child(called, Field::kObject)) != cls) continue;
    const NodeId name = f.child(called, Field::kAttribute);
    if (name == kNoNode || f.is_hidden(name)) continue;
    const NodeId parameter = ParameterKept(infer, f, cls, init, f.text(name));
    if (parameter == kNoNode) continue;
    return infer.table().Variable(f.number, parameter, kNameOfResult);
  }
  return kUnknownType;
}

bool IsResultOfKept(const TypeTable& table, TypeId open) {
  return table.form(open) == Form::kVariable && table[open].text == kNameOfResult;
}

std::optional<TypeId> HeldFunction(Infer& infer, const File& f, NodeId cls, std::string_view name) {
  if (f.module->is_stub() || f.kind(cls) != Kind::kClassDefinition) return std::nullopt;
  const TypeId open = infer.classes().At(f.number, cls).open;
  if (!IsResultOfKept(infer.table(), open)) return std::nullopt;
  const TypeData data = infer.table()[open];
  // A class of this file may stand for one of another file, whose parameter it is then.
  if (data.file != f.number || !f.contains(cls, data.node)) return std::nullopt;
  const NodeId list = ParameterListAround(f, data.node);
  if (list == kNoNode) return std::nullopt;
  if (ParameterKept(infer, f, cls, f.parent(list), name) != data.node) return std::nullopt;
  return infer.table().Add({.form = Form::kCallable, .arguments = {open}});
}

TypeId GivenByPassed(Infer& infer, TypeId open, const File& f, NodeId function,
                     const Arguments& arguments) {
  const TypeData data = infer.table()[open];
  const std::string_view name = infer.files().at(data.file).text(data.node);
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  const Matching matching = Match(parameters, /*bound=*/true, arguments.list);
  for (size_t i = 0; i < arguments.list.size(); ++i) {
    const int taken_by = matching.parameter_of[i];
    if (taken_by < 0 || arguments.list[i].splat) continue;
    if (parameters[static_cast<size_t>(taken_by)].name != name) continue;
    return infer.Call(ArgumentType(infer, arguments, i), {});
  }
  return kUnknownType;
}

TypeId GivenByKept(Infer& infer, TypeId object) {
  if (infer.table().form(object) != Form::kInstance) return kUnknownType;
  const TypeData& data = infer.table()[object];
  if (!IsResultOfKept(infer.table(), infer.classes().At(data.file, data.node).open)) {
    return kUnknownType;
  }
  return OpenArgument(infer, object);
}

}  // namespace fastnode::types
