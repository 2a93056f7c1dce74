#include "analyze/types/infer/handlers.h"

#include <string_view>
#include <vector>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/django.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// Of a decorator that is a call: the call, or kNoNode.
NodeId CallOfDecorator(const File& f, NodeId decorator) {
  const NodeId call = f.next(f.first(decorator));
  return call != kNoNode && f.kind(call) == Kind::kCall ? call : NodeId(kNoNode);
}

bool IsDispatcher(Infer& infer, TypeId object) {
  return infer.classes().Inherits(object, "functools", "_SingleDispatchCallable") ||
         infer.classes().Inherits(object, "functools", "singledispatchmethod");
}

// Rows of what a class is registered for.
TypeId RowsOfModel(Infer& infer, TypeId model) {
  return infer.CallMethod(infer.TypeOfMember(model, "objects"), "get_queryset", {});
}

TypeId OfAdmin(Infer& infer, TypeId cls, bool is_many) {
  if (infer.classes().Inherits(cls, "django.contrib.admin.options", "BaseModelAdmin")) {
    const TypeId model = ModelKept(infer, infer.table().InstanceOf(cls));
    return is_many ? RowsOfModel(infer, model) : infer.table().InstanceOf(model);
  }
  if (!is_many || !infer.classes().Inherits(cls, "django.contrib.admin.filters", "ListFilter")) {
    return kUnknownType;
  }
  return LibraryInstance(infer, "django.db.models.query", "QuerySet");
}

// @receiver(post_save, sender=Book)
TypeId SenderOf(Infer& infer, const File& f, NodeId function) {
  std::vector<TypeId> senders;
  for (NodeId decorator : DecoratorsOf(f, function)) {
    const NodeId call = CallOfDecorator(f, decorator);
    if (call == kNoNode || DecoratorName(f, decorator) != "receiver") continue;
    for (const WrittenArgument& argument : WrittenArguments(f, call)) {
      if (argument.keyword != "sender") continue;
      const TypeId sender =
          NamesUserModel(f, argument.node) ? UserModel(infer, f) : infer.TypeOf(f, argument.node);
      if (infer.table().form(sender) == Form::kClass) senders.push_back(sender);
    }
  }
  return infer.table().Union(senders);
}

}  // namespace

TypeId DispatchedParameter(Infer& infer, const File& f, NodeId function, NodeId parameter) {
  std::vector<TypeId> types;
  for (NodeId decorator : DecoratorsOf(f, function)) {
    const NodeId call = CallOfDecorator(f, decorator);
    if (call == kNoNode || DecoratorName(f, decorator) != "register") continue;
    const NodeId callee = f.child(call, Field::kFunction);
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
    if (callee == kNoNode || f.kind(callee) != Kind::kAttribute) continue;
    if (arguments.size() != 1 || !arguments[0].keyword.empty() || arguments[0].splat) continue;
    const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
    const size_t place = ClassOfFunction(f, function) == kNoNode ? 0 : 1;
    if (place >= parameters.size() || parameters[place].identifier != parameter) continue;
    const NodeId object = f.child(callee, Field::kObject);
    if (object == kNoNode || !IsDispatcher(infer, infer.TypeOf(f, object))) continue;
    const TypeId cls = infer.TypeOf(f, arguments[0].node);
    if (infer.table().form(cls) == Form::kClass) types.push_back(infer.table().InstanceOf(cls));
  }
  return infer.table().Union(types);
}

TypeId HandledByDjango(Infer& infer, const File& f, NodeId function, NodeId parameter) {
  const std::string_view name = f.text(parameter);
  const bool is_row = name == "obj", is_many = name == "queryset", is_parser = name == "parser";
  const bool is_sent = name == "instance", is_sender = name == "sender";
  if (!is_row && !is_many && !is_parser && !is_sent && !is_sender) return kUnknownType;
  if (f.is_hidden(parameter)) return kUnknownType;
  if (is_sent || is_sender) {
    const TypeId sender = SenderOf(infer, f, function);
    return is_sender ? sender : infer.table().InstanceOf(sender);
  }
  const NodeId owner = ClassOfFunction(f, function), own = f.child(function, Field::kName);
  if (owner == kNoNode || own == kNoNode) return kUnknownType;
  const TypeId cls = infer.table().Class(f.number, owner);
  if (!is_parser) return OfAdmin(infer, cls, is_many);
  if (f.text(own) != "add_arguments" || f.is_hidden(own)) return kUnknownType;
  if (!infer.classes().Inherits(cls, "django.core.management.base", "BaseCommand")) {
    return kUnknownType;
  }
  return LibraryInstance(infer, "django.core.management.base", "CommandParser");
}

}  // namespace fastnode::types
