#include "analyze/types/infer/parsed_arguments.h"

#include <algorithm>
#include <string>

#include "analyze/types/file/added_arguments.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

std::string_view NameOfCalled(const File& f, NodeId call) {
  const NodeId function = f.child(call, Field::kFunction);
  if (function == kNoNode || f.kind(function) != Kind::kAttribute) return "";
  const NodeId name = f.child(function, Field::kAttribute);
  return name == kNoNode ? "" : f.text(name);
}

NodeId Keyword(const Arguments& arguments, std::string_view name) {
  for (const WrittenArgument& argument : arguments.list) {
    if (argument.keyword == name) return argument.node;
  }
  return kNoNode;
}

// Whether nothing of the call is hidden.
bool IsVisible(const File& f, const AddedArgument& added) {
  if (f.is_hidden(added.method)) return false;
  const NodeId list = f.child(added.call, Field::kArguments);
  for (NodeId c = list == kNoNode ? NodeId(kNoNode) : f.first(list); c != kNoNode; c = f.next(c)) {
    if (f.is_hidden(c)) return false;
  }
  return true;
}

// What one value is made into: what `type` makes, which optparse may name by a string.
TypeId Converted(Infer& infer, const File& f, NodeId converter) {
  if (converter == kNoNode) return Instance(infer, "str");
  if (const std::string_view name = TextOfString(f, converter); !name.empty()) {
    const bool is_number = name == "int" || name == "float" || name == "complex";
    return Instance(infer, is_number ? name : name == "long" ? "int" : "str");
  }
  const TypeId callee = infer.TypeOf(f, converter);
  return infer.Call(callee, PassTypes({Instance(infer, "str")}));
}

TypeId TypeOfAdded(Infer& infer, const File& f, const AddedArgument& added) {
  if (added.value != kNoNode) return infer.TypeOf(f, added.value);
  const Arguments arguments = ArgumentsOf(f, added.call);
  // **more may say anything.
  if (std::any_of(arguments.list.begin(), arguments.list.end(),
                  [](const WrittenArgument& one) { return one.splat; })) {
    return kUnknownType;
  }
  const std::string_view action = TextOfString(f, Keyword(arguments, "action"));
  if (action == "store_true" || action == "store_false") return Instance(infer, "bool");
  if (action == "count") return Instance(infer, "int");
  const TypeId otherwise = OrUnknown(infer, f, Keyword(arguments, "default"));
  const TypeId constant = OrUnknown(infer, f, Keyword(arguments, "const"));
  if (action == "store_const") return infer.table().Union({constant, otherwise});
  // An action of the program's own stores what it likes.
  const bool is_own = action.empty() && Keyword(arguments, "action") != kNoNode;
  if (is_own || action == "append_const") return kUnknownType;
  const TypeId one = Converted(infer, f, Keyword(arguments, "type"));
  const NodeId count = Keyword(arguments, "nargs");
  const std::string_view times = TextOfString(f, count);
  const bool is_number = count != kNoNode && f.kind(count) == Kind::kInteger;
  if (count != kNoNode && times.empty() && !is_number) return kUnknownType;
  const bool is_list =
      action == "append" || action == "extend" || is_number || (!times.empty() && times != "?");
  if (is_list) return Instance(infer, "list", {one});
  return infer.table().Union({one, constant, otherwise});
}

TypeId Object(Infer& infer, const File& f, NodeId call) {
  return infer.table().InstanceOf(infer.table().Class(f.number, call));
}

// parse_args(args, namespace)
bool IsGivenItsObject(const File& f, NodeId call) {
  const std::vector<WrittenArgument> arguments = ArgumentsOf(f, call).list;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view keyword = arguments[i].keyword;
    if (keyword == "namespace" || keyword == "values" || arguments[i].splat) return true;
    if (keyword.empty() && i > 0) return true;
  }
  return false;
}

}  // namespace

bool ParsesArguments(const File& f, NodeId call) {
  const std::string_view name = NameOfCalled(f, call);
  return name == "parse_args" || name == "parse_known_args" || name == "parse_intermixed_args" ||
         name == "parse_known_intermixed_args";
}

std::vector<std::string_view> ParsedArguments(Infer& infer, const File& f) {
  std::vector<std::string_view> names;
  for (const AddedArgument& one : infer.files().AddedArguments(f)) {
    const bool is_known = !names.empty() && names.back() == one.name;
    if (!is_known && IsVisible(f, one)) names.push_back(infer.Keep(one.name));
  }
  return names;
}

std::optional<TypeId> ParsedArgument(Infer& infer, const File& f, std::string_view name) {
  const std::vector<AddedArgument>& all = infer.files().AddedArguments(f);
  auto at = std::lower_bound(all.begin(), all.end(), name,
                             [](const AddedArgument& one, auto n) { return one.name < n; });
  for (; at != all.end() && at->name == name; ++at) {
    if (IsVisible(f, *at)) return TypeOfAdded(infer, f, AddedArgument(*at));
  }
  return std::nullopt;
}

TypeId BaseOfParsed(Infer& infer, const File& f, NodeId call) {
  const TypeId callee = infer.TypeOf(f, f.child(call, Field::kFunction));
  const TypeData& data = infer.table()[callee];
  const bool is_old =
      data.form == Form::kFunction && infer.files().at(data.file).module->path() == "optparse";
  return is_old ? LibraryClass(infer, "optparse", "Values")
                : LibraryClass(infer, "argparse", "Namespace");
}

std::optional<TypeId> ParsedObject(Infer& infer, const File& f, NodeId call) {
  if (!ParsesArguments(f, call) || IsGivenItsObject(f, call)) return std::nullopt;
  const std::vector<AddedArgument>& all = infer.files().AddedArguments(f);
  auto is_visible = [&](const AddedArgument& one) { return IsVisible(f, one); };
  if (std::none_of(all.begin(), all.end(), is_visible)) return std::nullopt;
  return Object(infer, f, call);
}

TypeId ParsedIfDeclared(Infer& infer, const File& f, TypeId declared) {
  if (infer.table().form(declared) != Form::kInstance) return declared;
  for (const char* method : {"parse_args", "parse_known_args"}) {
    const auto calls = f.module->CallsOf(method);
    if (calls.empty()) continue;
    const TypeId plain = infer.table().InstanceOf(LibraryClass(infer, "argparse", "Namespace"));
    if (declared != plain) return declared;
    for (const auto& [name, call] : calls) {
      if (f.is_hidden(name)) continue;
      if (const std::optional<TypeId> object = ParsedObject(infer, f, call)) return *object;
    }
  }
  return declared;
}

std::optional<TypeId> ParsedPair(Infer& infer, const File& f, NodeId call) {
  const std::optional<TypeId> object = ParsedObject(infer, f, call);
  if (!object) return std::nullopt;
  const TypeId rest = Instance(infer, "list", {Instance(infer, "str")});
  return Instance(infer, "tuple", {*object, rest});
}

}  // namespace fastnode::types
