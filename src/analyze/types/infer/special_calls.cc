// Calls that type checkers know by name, because what they give depends on more than a signature.
// Each has a row in the table; it may still say that a call is none of its own.
#include <string>
#include <utility>
#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/made_fields.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/accepts.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/django.h"
#include "analyze/types/infer/guards.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/parameters.h"
#include "analyze/types/infer/parsed_arguments.h"
#include "analyze/types/infer/struct_format.h"
#include "analyze/types/infer/subscripts.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

struct SpecialCall {
  Infer& infer;
  const File& f;
  NodeId call;
  TypeId callee;
  Arguments arguments;

  // What argument i declares, read as an annotation.
  TypeId Declared(size_t i) const {
    if (i >= arguments.list.size()) return kUnknownType;
    NodeId type = arguments.list[i].node;
    return ReadAnnotation(infer, f, type, f.scope_of(type));
  }
  TypeId MadeClass() const { return infer.table().Class(f.number, call); }
};

// Whether super() is called where the class itself is the first argument.
bool IsCalledOnClass(const File& f, NodeId call, NodeId cls) {
  for (ScopeId scope = f.scope_of(call); scope != kNone; scope = f.scope(scope).parent) {
    NodeId function = f.scope(scope).node;
    if (f.scope(scope).kind != bind::ScopeKind::kFunction ||
        f.kind(function) != Kind::kFunctionDefinition || ClassOfFunction(f, function) != cls) {
      continue;
    }
    NodeId name = f.child(function, Field::kName);
    return HasDecorator(f, function, "classmethod") ||
           (name != kNoNode && f.text(name) == "__new__");
  }
  return false;
}

// The object, seen from behind its class.
std::optional<TypeId> Super(const SpecialCall& c) {
  NodeId cls = EnclosingClass(c.f, c.call);
  if (cls == kNoNode) return kUnknownType;
  TypeData self = c.infer.table()[c.infer.classes().Self(c.f, cls)];
  self.flags |= kIsSuper;
  if (IsCalledOnClass(c.f, c.call, cls)) self.form = Form::kClass;
  return c.infer.table().Add(std::move(self));
}

std::optional<TypeId> Cast(const SpecialCall& c) { return c.Declared(0); }

// type(x), type("T", (Base,), {})
std::optional<TypeId> TypeCall(const SpecialCall& c) {
  if (c.arguments.list.size() == 1) {
    const TypeId cls = c.infer.table().ClassOf(ArgumentType(c.infer, c.arguments, 0));
    // Of a class of which nothing is known one asks what every class has: __name__, nearly always.
    return IsKnown(cls) ? cls : Instance(c.infer, "type");
  }
  if (c.arguments.list.size() != 3) return kUnknownType;
  TypeData made = c.infer.table()[c.MadeClass()];
  made.arguments = c.infer.classes().At(c.f.number, c.call).parameters;
  return c.infer.table().Add(std::move(made));
}

// TypeVar("T", A, B), TypeVar("T", bound=A)
std::optional<TypeId> TypeVar(const SpecialCall& c) {
  std::vector<TypeId> bounds;
  for (size_t i = 0; i < c.arguments.list.size(); ++i) {
    std::string_view keyword = c.arguments.list[i].keyword;
    bool counts = keyword == "bound" || (keyword.empty() && i > 0);
    if (counts) bounds.push_back(c.Declared(i));
  }
  TypeData variable{.form = Form::kVariable, .file = c.f.number, .node = c.call};
  TypeId bound = c.infer.table().Union(bounds);
  if (IsKnown(bound)) variable.arguments = {bound};
  return c.infer.table().Add(std::move(variable));
}

// TypeVarTuple("Ts")
std::optional<TypeId> Pack(const SpecialCall& c) {
  return c.infer.table().Variable(c.f.number, c.call, kNameOfPack);
}

// ParamSpec("P")
std::optional<TypeId> Variable(const SpecialCall& c) {
  return c.infer.table().Variable(c.f.number, c.call, "");
}

// weakref.proxy(x): declared to be anything, it has what the object has.
std::optional<TypeId> Proxied(const SpecialCall& c) {
  if (c.arguments.list.empty() || c.arguments.list[0].splat) return std::nullopt;
  return ArgumentType(c.infer, c.arguments, 0);
}

// getattr(x, "name", default): the member, if there is one.
std::optional<TypeId> AttributeByName(const SpecialCall& c) {
  const std::vector<WrittenArgument>& list = c.arguments.list;
  if (list.size() < 2 || list.size() > 3) return std::nullopt;
  for (const WrittenArgument& argument : list) {
    if (argument.splat || !argument.keyword.empty()) return std::nullopt;
  }
  if (c.f.kind(list[1].node) != Kind::kString) return std::nullopt;
  const std::string_view name = StringText(c.f.text(list[1].node));
  const TypeId member = c.infer.TypeOfMember(ArgumentType(c.infer, c.arguments, 0), name);
  if (!IsKnown(member) || member == kNoneType) return std::nullopt;
  if (list.size() == 2) return member;
  return c.infer.table().Union({member, ArgumentType(c.infer, c.arguments, 2)});
}

// NewType("UserId", int)
std::optional<TypeId> NewType(const SpecialCall& c) {
  return c.infer.table().ClassOf(c.Declared(1));
}

// property(getter)
std::optional<TypeId> Property(const SpecialCall& c) {
  if (c.arguments.list.empty()) return std::nullopt;
  TypeData property = c.infer.table()[ArgumentType(c.infer, c.arguments, 0)];
  if (property.form != Form::kFunction) return std::nullopt;
  property.form = Form::kProperty;
  return c.infer.table().Add(std::move(property));
}

// `make = classmethod(make)`: the function, which knows that it is one (IsOfClass).
std::optional<TypeId> ClassMethod(const SpecialCall& c) {
  if (c.arguments.list.size() != 1) return std::nullopt;
  const TypeId function = ArgumentType(c.infer, c.arguments, 0);
  const TypeData& data = c.infer.table()[function];
  if (data.form != Form::kFunction || !IsOfClass(c.infer.files().at(data.file), data.node)) {
    return std::nullopt;
  }
  return function;
}

// MethodType(function, thing)
std::optional<TypeId> Method(const SpecialCall& c) {
  if (c.arguments.list.size() != 2 || c.arguments.list[1].splat) return std::nullopt;
  const TypeId called = ArgumentType(c.infer, c.arguments, 0);
  TypeData data = c.infer.table()[called];
  if (data.form == Form::kFunction && data.arguments.empty()) {
    data.arguments = {ArgumentType(c.infer, c.arguments, 1)};
    return c.infer.table().Add(std::move(data));
  }
  if (data.form != Form::kInstance) return std::nullopt;
  const TypeId result = c.infer.Call(called, {});
  return c.infer.table().Add({.form = Form::kCallable, .arguments = {result}});
}

// SimpleNamespace(size=1)
std::optional<TypeId> Namespace(const SpecialCall& c) {
  if (!MakesNamespace(c.f, c.call)) return std::nullopt;
  const bool is_written = !FieldsOfCall(c.f, c.call).empty() ||
                          IsFilledElsewhere(c.f, c.call, c.infer.files().OutsideStores(c.f));
  return is_written ? std::optional(c.infer.table().InstanceOf(c.MadeClass())) : std::nullopt;
}

// filter(function, values): what the function tells of those it lets pass, which most do not.
std::optional<TypeId> Filtered(const SpecialCall& c) {
  if (c.arguments.list.size() != 2 || c.f.kind(c.arguments.list[0].node) == Kind::kNone) {
    return std::nullopt;
  }
  for (const WrittenArgument& argument : c.arguments.list) {
    if (argument.splat || !argument.keyword.empty()) return std::nullopt;
  }
  const std::optional<Guard> guard = GuardOf(c.infer, ArgumentType(c.infer, c.arguments, 0));
  const TypeId element =
      guard ? guard->type : c.infer.Element(ArgumentType(c.infer, c.arguments, 1));
  return c.infer.table().InstanceOf(c.callee, {element});
}

// zip(*rows): tuples of as many elements as there are rows.
std::optional<TypeId> Zipped(const SpecialCall& c) {
  if (c.arguments.list.size() != 1 || !c.arguments.list[0].splat) return std::nullopt;
  const NodeId splat = c.arguments.list[0].node;
  NodeId rows = kNoNode;
  for (NodeId n = c.f.first(splat); n != kNoNode; n = c.f.next(n)) rows = n;
  if (c.f.kind(splat) != Kind::kListSplat || rows == kNoNode) return std::nullopt;
  const TypeId element = c.infer.Element(c.infer.Element(c.infer.TypeOf(c.f, rows)));
  const TypeId column = Instance(c.infer, "tuple", {element});
  return c.infer.table().InstanceOf(c.callee, {c.infer.table().OfAnyLength(column)});
}

std::optional<TypeId> Parsed(const SpecialCall& c) { return ParsedObject(c.infer, c.f, c.call); }
std::optional<TypeId> ParsedAndRest(const SpecialCall& c) {
  return ParsedPair(c.infer, c.f, c.call);
}

std::optional<TypeId> Made(const SpecialCall& c) { return c.MadeClass(); }

// json.load(file): declared to be anything. It is a dictionary more often than a list.
std::optional<TypeId> Document(const SpecialCall& c) {
  const TypeId key = Instance(c.infer, "str");
  return c.infer.table().Guessed(Instance(c.infer, "dict", {key, kUnknownType}));
}

// urlopen(url): declared to be anything; of http and https it is this.
std::optional<TypeId> Response(const SpecialCall& c) {
  return c.infer.table().Guessed(LibraryInstance(c.infer, "http.client", "HTTPResponse"));
}

// How many groups a pattern has that give something.
int CountGroups(std::string_view pattern) {
  int groups = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == '(') {
      const std::string_view kind = pattern.substr(i + 1, 3);
      groups += !kind.starts_with('?') || kind == "?P<";
    }
  }
  return groups;
}

// Whether the function of a module is called, and no method of its name.
bool IsOfModule(const SpecialCall& c) {
  const NodeId callee = c.f.child(c.call, Field::kFunction);
  if (c.f.kind(callee) != Kind::kAttribute) return true;
  const TypeId object = c.infer.TypeOf(c.f, c.f.child(callee, Field::kObject));
  return c.infer.table().form(object) == Form::kModule;
}

// re.findall(pattern, text): strings, or of several groups tuples of them. Sets of characters may
// hold brackets that are none; where the pattern is not written there, strings are a guess.
std::optional<TypeId> Matches(const SpecialCall& c) {
  TypeTable& table = c.infer.table();
  const TypeId text = Instance(c.infer, "str");
  if (c.arguments.list.empty()) return std::nullopt;
  for (size_t i = 0; i < c.arguments.list.size(); ++i) {
    const TypeId given = ArgumentType(c.infer, c.arguments, i);
    if (IsInstanceOf(c.infer, given, "bytes")) return std::nullopt;
  }
  const NodeId pattern = c.arguments.list[0].node;
  const bool is_written = IsOfModule(c) && c.f.kind(pattern) == Kind::kString &&
                          c.f.text(pattern).find('[') == std::string_view::npos;
  TypeId element = is_written ? text : table.Guessed(text);
  if (is_written && CountGroups(c.f.text(pattern)) > 1) {
    element = table.OfAnyLength(Instance(c.infer, "tuple", {text}));
  }
  return Instance(c.infer, "list", {element});
}

// struct.unpack("<If", data): what the format says.
std::optional<TypeId> Unpacked(const SpecialCall& c) {
  if (!IsOfModule(c) || c.arguments.list.empty()) return std::nullopt;
  const NodeId written = c.arguments.list[0].node;
  if (c.f.kind(written) != Kind::kString) return std::nullopt;
  const auto classes = ClassesOfFormat(StringText(c.f.text(written)));
  if (!classes || classes->empty()) return std::nullopt;
  std::vector<TypeId> elements;
  for (std::string_view cls : *classes) elements.push_back(Instance(c.infer, cls));
  return Instance(c.infer, "tuple", std::move(elements));
}

// What a typed dictionary has under the key that is passed; nothing if another object's method is
// called.
std::optional<TypeId> UnderKey(const SpecialCall& c) {
  const TypeData& callee = c.infer.table()[c.callee];
  if (callee.arguments.empty() || c.arguments.list.empty()) return std::nullopt;
  return TypedDictValue(c.infer, c.f, c.arguments.list[0].node, callee.arguments[0]);
}

// movie.get("name", default), movie.pop("name", default)
std::optional<TypeId> UnderKeyOrDefault(const SpecialCall& c) {
  const std::optional<TypeId> declared = UnderKey(c);
  if (!declared || c.arguments.list.size() < 2) return declared;
  const TypeId other = ArgumentType(c.infer, c.arguments, 1);
  // An empty list is one of what is declared.
  if (!IsKnown(other) || Accepts(c.infer, *declared, other)) return declared;
  return c.infer.table().Union({*declared, other});
}

// movie.get("name"): None, if it is not there.
std::optional<TypeId> UnderKeyOrNone(const SpecialCall& c) {
  const std::optional<TypeId> declared = UnderKeyOrDefault(c);
  if (!declared || !IsKnown(*declared) || c.arguments.list.size() > 1) return declared;
  return c.infer.table().Union({*declared, kNoneType});
}

// aggregate(total=Sum("price")): what it reads from the database, by name.
std::optional<TypeId> Aggregated(const SpecialCall& c) {
  return Instance(c.infer, "dict", {Instance(c.infer, "str"), kUnknownType});
}
std::optional<TypeId> OneOr404(const SpecialCall& c) {
  if (c.arguments.list.empty()) return std::nullopt;
  return ObjectOr404(c.infer, ArgumentType(c.infer, c.arguments, 0), /*is_list=*/false);
}
std::optional<TypeId> AllOr404(const SpecialCall& c) {
  if (c.arguments.list.empty()) return std::nullopt;
  return ObjectOr404(c.infer, ArgumentType(c.infer, c.arguments, 0), /*is_list=*/true);
}
// request.GET.get("page"), request.POST.getlist("tags")
std::optional<TypeId> TextUnderKey(const SpecialCall& c) {
  const TypeData& callee = c.infer.table()[c.callee];
  const std::optional<TypeId> text =
      callee.arguments.empty() ? std::nullopt : TextOfQuery(c.infer, callee.arguments[0]);
  if (!text || c.arguments.list.size() > 1) return text;
  return c.infer.table().Union({*text, kNoneType});
}
std::optional<TypeId> TextsUnderKey(const SpecialCall& c) {
  const std::optional<TypeId> text = TextUnderKey(c);
  if (!text) return text;
  return Instance(c.infer, "list", {c.infer.table().WithoutNone(*text)});
}
// client.get("/"), whose result goes through all that a site has.
std::optional<TypeId> ResponseToClient(const SpecialCall& c) {
  const TypeData& callee = c.infer.table()[c.callee];
  if (callee.arguments.empty()) return std::nullopt;
  if (!c.infer.classes().Inherits(callee.arguments[0], "django.test.client", "Client")) {
    return std::nullopt;
  }
  const TypeId response = LibraryInstance(c.infer, "django.http.response", "HttpResponse");
  return IsKnown(response) ? std::optional(response) : std::nullopt;
}
std::optional<TypeId> ModelOfUsers(const SpecialCall& c) {
  const TypeId cls = UserModel(c.infer, c.f);
  return IsKnown(cls) ? std::optional(cls) : std::nullopt;
}

struct SpecialRow {
  std::string_view module, name;
  std::optional<TypeId> (*value)(const SpecialCall&);
};
constexpr SpecialRow kRows[] = {
    {"_struct", "unpack", Unpacked},
    {"_struct", "unpack_from", Unpacked},
    {"_thread", "_local", Namespace},
    {"_weakref", "proxy", Proxied},
    {"argparse", "Namespace", Namespace},
    {"argparse", "parse_args", Parsed},
    {"argparse", "parse_intermixed_args", Parsed},
    {"argparse", "parse_known_args", ParsedAndRest},
    {"argparse", "parse_known_intermixed_args", ParsedAndRest},
    {"builtins", "classmethod", ClassMethod},
    {"builtins", "filter", Filtered},
    {"builtins", "getattr", AttributeByName},
    {"builtins", "super", Super},
    {"builtins", "type", TypeCall},
    {"builtins", "property", Property},
    {"builtins", "zip", Zipped},
    {"collections", "namedtuple", Made},
    {"django.contrib.auth", "get_user_model", ModelOfUsers},
    {"django.db.models.query", "aggregate", Aggregated},
    {"django.shortcuts", "get_list_or_404", AllOr404},
    {"django.shortcuts", "get_object_or_404", OneOr404},
    {"django.test.client", "delete", ResponseToClient},
    {"django.test.client", "get", ResponseToClient},
    {"django.test.client", "patch", ResponseToClient},
    {"django.test.client", "post", ResponseToClient},
    {"django.test.client", "put", ResponseToClient},
    {"django.utils.datastructures", "get", TextUnderKey},
    {"django.utils.datastructures", "getlist", TextsUnderKey},
    {"json", "load", Document},
    {"json", "loads", Document},
    {"optparse", "parse_args", ParsedAndRest},
    {"re", "findall", Matches},
    {"rest_framework.test", "delete", ResponseToClient},
    {"rest_framework.test", "get", ResponseToClient},
    {"rest_framework.test", "patch", ResponseToClient},
    {"rest_framework.test", "post", ResponseToClient},
    {"rest_framework.test", "put", ResponseToClient},
    {"types", "MethodType", Method},
    {"types", "SimpleNamespace", Namespace},
    {"typing", "NamedTuple", Made},
    {"typing", "NewType", NewType},
    {"typing", "ParamSpec", Variable},
    {"typing", "TypeVar", TypeVar},
    {"typing", "TypeVarTuple", Pack},
    {"typing", "cast", Cast},
    {"typing", "get", UnderKeyOrNone},
    {"typing", "pop", UnderKeyOrDefault},
    {"typing", "setdefault", UnderKey},
    {"typing_extensions", "NewType", NewType},
    {"typing_extensions", "ParamSpec", Variable},
    {"typing_extensions", "TypeVar", TypeVar},
    {"typing_extensions", "TypeVarTuple", Pack},
    {"typing_extensions", "cast", Cast},
    {"urllib.request", "urlopen", Response},
};

}  // namespace

std::optional<TypeId> SpecialCallValue(Infer& infer, TypeId callee, const File& f, NodeId call) {
  const TypeData& data = infer.table()[callee];
  if (data.form == Form::kSpecial && data.text == "TypedDict") {
    return infer.table().Class(f.number, call);
  }
  if ((data.form != Form::kClass && data.form != Form::kFunction) || data.file == 0) {
    return std::nullopt;
  }
  const File& other = infer.files().at(data.file);
  const std::string& module = other.module->path();
  NodeId name_node = other.child(data.node, Field::kName);
  std::string_view name = name_node == kNoNode ? "" : other.text(name_node);
  for (const SpecialRow& row : kRows) {
    if (row.name != name || row.module != module) continue;
    return row.value({infer, f, call, callee, ArgumentsOf(f, call)});
  }
  // Enum("Color", "RED GREEN")
  if (data.form != Form::kClass || module != "enum") return std::nullopt;
  bool is_enum = infer.classes().At(data.file, data.node).is_enum || name == "Enum";
  if (!is_enum || ArgumentsOf(f, call).list.size() < 2) return std::nullopt;
  return infer.table().Class(f.number, call);
}

}  // namespace fastnode::types
