#include "analyze/types/infer/parsed_arguments.h"

#include <algorithm>
#include <string>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

constexpr size_t kMaxArguments = 500;  // of a file

struct Added {
  std::string name;
  NodeId call = kNoNode;   // of `add_argument`
  NodeId value = kNoNode;  // of `set_defaults(name=value)`
};

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

std::string_view TextOf(const File& f, NodeId literal) {
  if (literal == kNoNode || f.kind(literal) != Kind::kString) return "";
  return StringText(f.text(literal));
}

// "--dry-run" is dry_run; the first long one counts, or the first of all.
std::string NameOfFlags(const File& f, const Arguments& arguments) {
  std::string_view first;
  for (const WrittenArgument& argument : arguments.list) {
    const std::string_view flag = TextOf(f, argument.node);
    if (!argument.keyword.empty() || flag.empty()) break;
    if (flag[0] != '-') return std::string(flag);  // one that stands at a place
    if (first.empty() || (!first.starts_with("--") && flag.starts_with("--"))) first = flag;
  }
  first.remove_prefix(std::min(first.find_first_not_of('-'), first.size()));
  std::string name(first);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

bool IsName(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), ast::IsNameByte);
}

std::vector<Added> ArgumentsAdded(const File& f) {
  std::vector<Added> all;
  auto add = [&](std::string name, NodeId call, NodeId value) {
    const bool is_known =
        std::any_of(all.begin(), all.end(), [&](const Added& one) { return one.name == name; });
    if (!IsName(name) || is_known || all.size() == kMaxArguments) return;
    all.push_back({std::move(name), call, value});
  };
  for (const char* method : {"add_argument", "add_option", "add_subparsers", "set_defaults"}) {
    for (const auto& [name, call] : f.module->CallsOf(method)) {
      if (f.module->IsDead(call) || f.is_hidden(name)) continue;
      const Arguments arguments = ArgumentsOf(f, call);
      if (std::string_view(method) == "set_defaults") {
        for (const WrittenArgument& one : arguments.list) {
          if (!one.keyword.empty()) add(std::string(one.keyword), kNoNode, one.node);
        }
        continue;
      }
      const std::string_view destination = TextOf(f, Keyword(arguments, "dest"));
      add(destination.empty() ? NameOfFlags(f, arguments) : std::string(destination), call,
          kNoNode);
    }
  }
  return all;
}

// What one value is made into: what `type` makes, which optparse may name by a string.
TypeId Converted(Infer& infer, const File& f, NodeId converter) {
  if (converter == kNoNode) return Instance(infer, "str");
  if (const std::string_view name = TextOf(f, converter); !name.empty()) {
    const bool is_number = name == "int" || name == "float" || name == "complex";
    return Instance(infer, is_number ? name : name == "long" ? "int" : "str");
  }
  const TypeId callee = infer.TypeOf(f, converter);
  return infer.Call(callee, PassTypes({Instance(infer, "str")}));
}

TypeId TypeOfAdded(Infer& infer, const File& f, const Added& added) {
  if (added.value != kNoNode) return infer.TypeOf(f, added.value);
  const Arguments arguments = ArgumentsOf(f, added.call);
  const std::string_view action = TextOf(f, Keyword(arguments, "action"));
  if (action == "store_true" || action == "store_false") return Instance(infer, "bool");
  if (action == "count") return Instance(infer, "int");
  if (action == "store_const") return OrUnknown(infer, f, Keyword(arguments, "const"));
  // An action of the program's own stores what it likes.
  const bool is_own = action.empty() && Keyword(arguments, "action") != kNoNode;
  if (is_own || action == "append_const") return kUnknownType;
  const TypeId one = Converted(infer, f, Keyword(arguments, "type"));
  const NodeId count = Keyword(arguments, "nargs");
  const bool is_list =
      action == "append" || action == "extend" || (count != kNoNode && TextOf(f, count) != "?");
  if (is_list) return Instance(infer, "list", {one});
  const NodeId given = Keyword(arguments, "default");
  return infer.table().Union({one, OrUnknown(infer, f, given)});
}

TypeId Object(Infer& infer, const File& f, NodeId call) {
  return infer.table().InstanceOf(infer.table().Class(f.number, call));
}

bool IsGivenItsObject(const File& f, NodeId call) {
  return Keyword(ArgumentsOf(f, call), "namespace") != kNoNode ||
         Keyword(ArgumentsOf(f, call), "values") != kNoNode;
}

}  // namespace

bool ParsesArguments(const File& f, NodeId call) {
  const std::string_view name = NameOfCalled(f, call);
  return name == "parse_args" || name == "parse_known_args" || name == "parse_intermixed_args" ||
         name == "parse_known_intermixed_args";
}

std::vector<std::string_view> ParsedArguments(Infer& infer, const File& f) {
  std::vector<std::string_view> names;
  for (Added& one : ArgumentsAdded(f)) names.push_back(infer.Keep(std::move(one.name)));
  return names;
}

std::optional<TypeId> ParsedArgument(Infer& infer, const File& f, std::string_view name) {
  for (const Added& one : ArgumentsAdded(f)) {
    if (one.name == name) return TypeOfAdded(infer, f, one);
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
  if (ArgumentsAdded(f).empty()) return std::nullopt;
  return Object(infer, f, call);
}

std::optional<TypeId> ParsedPair(Infer& infer, const File& f, NodeId call) {
  const std::optional<TypeId> object = ParsedObject(infer, f, call);
  if (!object) return std::nullopt;
  const TypeId rest = Instance(infer, "list", {Instance(infer, "str")});
  return Instance(infer, "tuple", {*object, rest});
}

}  // namespace fastnode::types
