#include "analyze/types/infer/called_later.h"

#include <algorithm>
#include <vector>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/infer.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::AttributeUse;
using bind::ReferenceKind;

namespace {

constexpr size_t kMaxLaterCalls = 8;
constexpr size_t kMaxReadsOfTable = 32;

class LaterCalls {
 public:
  LaterCalls(Infer& infer, const File& f, const ParameterHanded& parameter)
      : infer_(infer), f_(f), parameter_(parameter) {}

  TypeId Of(NodeId given) {
    const NodeId around = f_.parent(given);
    if (f_.kind(around) == Kind::kKeywordArgument) {
      AddOfDefaults(around);
    } else {
      AddOfTable(around);
    }
    return infer_.table().Union(types_);
  }

 private:
  // set_defaults(name=f) and x.name(...)
  void AddOfDefaults(NodeId keyword) {
    const NodeId name = f_.child(keyword, Field::kName), call = f_.parent(f_.parent(keyword));
    const NodeId callee = f_.child(call, Field::kFunction);
    if (name == kNoNode || callee == kNoNode || !f_.text(callee).ends_with(".set_defaults")) return;
    if (f_.hides_in(callee) || f_.is_hidden(name)) return;
    for (const auto& [called, later] : f_.module->CallsOf(f_.text(name))) {
      const NodeId function = f_.child(later, Field::kFunction);
      if (f_.kind(function) == Kind::kAttribute && !f_.hides_in(function)) AddCall(later);
    }
  }

  void AddOfTable(NodeId around) {
    const NodeId table = f_.kind(around) == Kind::kPair ? f_.parent(around) : around;
    const NodeId assignment = f_.parent(table);
    if (f_.kind(assignment) != Kind::kAssignment || f_.field(table) != Field::kRight) return;
    const NodeId target = f_.child(assignment, Field::kLeft);
    if (target == kNoNode || f_.hides_in(target)) return;
    if (f_.kind(target) == Kind::kIdentifier) {
      AddReads(target, &LaterCalls::AddOfItem);
    } else if (f_.kind(target) == Kind::kAttribute) {
      AddOfAttribute(target);
    }
  }

  // Of a table that an object keeps: self.commands.
  void AddOfAttribute(NodeId target) {
    const NodeId cls = EnclosingClass(f_, target);
    if (cls == kNoNode || !f_.text(target).starts_with("self.")) return;
    const std::vector<AttributeUse>& all = f_.index().attributes;
    auto use =
        std::lower_bound(all.begin(), all.end(), cls,
                         [](const AttributeUse& one, NodeId wanted) { return one.name < wanted; });
    size_t reads = 0;
    for (; use != all.end() && f_.contains(cls, use->name); ++use) {
      if (use->context != bind::UseContext::kLoad || f_.text(use->node) != f_.text(target))
        continue;
      if (++reads > kMaxReadsOfTable) return;
      if (!f_.hides_in(use->node)) AddOfItem(use->node);
    }
  }

  void AddReads(NodeId name, void (LaterCalls::*add)(NodeId)) {
    const VariableId variable = f_.variable_of(name);
    if (variable == kNone) return;
    size_t reads = 0;
    for (const bind::Reference& reference : f_.variable(variable).references) {
      if (reference.kind != ReferenceKind::kRead) continue;
      if (++reads > kMaxReadsOfTable) return;
      if (!f_.is_hidden(reference.node)) (this->*add)(reference.node);
    }
  }

  // A read of the table: x[key], x.get(key), for f in x.
  void AddOfItem(NodeId read) {
    const NodeId around = f_.parent(read);
    NodeId item = kNoNode;
    if (f_.kind(around) == Kind::kSubscript && f_.field(read) == Field::kValue) {
      item = around;
    } else if (f_.kind(around) == Kind::kAttribute && f_.kind(f_.parent(around)) == Kind::kCall) {
      const NodeId method = f_.child(around, Field::kAttribute);
      const bool is_get =
          method != kNoNode && (f_.text(method) == "get" || f_.text(method) == "pop");
      if (is_get && !f_.is_hidden(method)) item = f_.parent(around);
    } else if (f_.kind(around) == Kind::kForStatement && f_.field(read) == Field::kRight) {
      const NodeId target = f_.child(around, Field::kLeft);
      if (target != kNoNode && f_.kind(target) == Kind::kIdentifier) {
        AddReads(target, &LaterCalls::AddIfCalled);
      }
    }
    if (item == kNoNode) return;
    AddIfCalled(item);
    const NodeId assignment = f_.parent(item);
    if (f_.kind(assignment) != Kind::kAssignment || f_.field(item) != Field::kRight) return;
    const NodeId target = f_.child(assignment, Field::kLeft);
    if (target != kNoNode && f_.kind(target) == Kind::kIdentifier && !f_.is_hidden(target)) {
      AddReads(target, &LaterCalls::AddIfCalled);
    }
  }

  void AddIfCalled(NodeId function) {
    const NodeId call = f_.parent(function);
    if (f_.kind(call) == Kind::kCall && f_.field(function) == Field::kFunction) AddCall(call);
  }

  void AddCall(NodeId call) {
    if (++calls_ <= kMaxLaterCalls) types_.push_back(PassedByCall(infer_, f_, call, parameter_));
  }

  Infer& infer_;
  const File& f_;
  const ParameterHanded& parameter_;
  size_t calls_ = 0;
  std::vector<TypeId> types_;
};

}  // namespace

TypeId PassedByCall(Infer& infer, const File& f, NodeId call, const ParameterHanded& parameter) {
  size_t place = 0;
  for (const WrittenArgument& argument : WrittenArguments(f, call)) {
    if (argument.splat) return kUnknownType;
    const bool is_it =
        argument.keyword.empty() ? place++ == parameter.place : argument.keyword == parameter.name;
    if (!is_it) continue;
    const TypeId type = infer.TypeOf(f, argument.node);
    return type == kNoneType ? kUnknownType : type;
  }
  return kUnknownType;
}

TypeId PassedLater(Infer& infer, const File& f, NodeId given, const ParameterHanded& parameter) {
  return LaterCalls(infer, f, parameter).Of(given);
}

}  // namespace fastnode::types
