#include "analyze/types/file/added_arguments.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "analyze/types/file/arguments.h"
#include "analyze/types/file/string_text.h"

namespace fastnode::types {
namespace {

using ast::Kind;

constexpr size_t kMaxArguments = 500;  // of a file

// "--dry-run" is dry_run; the first long one counts, or the first of all.
std::string NameOfFlags(const File& f, const std::vector<WrittenArgument>& arguments) {
  std::string_view first;
  for (const WrittenArgument& argument : arguments) {
    const std::string_view flag = TextOfString(f, argument.node);
    if (!argument.keyword.empty() || flag.empty()) break;
    if (flag[0] != '-') return std::string(flag);  // one that stands at a place
    if (first.empty() || (!first.starts_with("--") && flag.starts_with("--"))) first = flag;
  }
  first.remove_prefix(std::min(first.find_first_not_of('-'), first.size()));
  std::string name(first);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

// "" if it has none: what is only printed, and what is named by a variable.
std::string NameOf(const File& f, const std::vector<WrittenArgument>& arguments) {
  for (const WrittenArgument& argument : arguments) {
    const std::string_view text = TextOfString(f, argument.node);
    if (argument.keyword == "dest") return std::string(text);
    if (argument.keyword == "action" && (text == "version" || text == "help")) return "";
  }
  return NameOfFlags(f, arguments);
}

// `args.class` cannot be written: getattr gets such a one.
bool IsReserved(std::string_view text) {
  static constexpr std::string_view kWords[] = {
      "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
      "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
      "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
      "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};
  return std::binary_search(std::begin(kWords), std::end(kWords), text);
}

bool IsName(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && !IsReserved(text) &&
         std::all_of(text.begin(), text.end(), ast::IsNameByte);
}

}  // namespace

std::string_view TextOfString(const File& f, NodeId literal) {
  if (literal == kNoNode || f.kind(literal) != Kind::kString) return "";
  return StringText(f.text(literal));
}

std::vector<AddedArgument> ReadAddedArguments(const File& file) {
  File f = file;
  f.hidden = nullptr;
  std::vector<AddedArgument> all;
  auto add = [&](AddedArgument one) {
    if (IsName(one.name) && all.size() < kMaxArguments) all.push_back(std::move(one));
  };
  for (std::string_view method : {"add_argument", "add_option", "add_subparsers", "set_defaults"}) {
    for (const auto& [name, call] : f.module->CallsOf(method)) {
      if (f.module->IsDead(call)) continue;
      const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
      if (method != "set_defaults") {
        add({NameOf(f, arguments), name, call, kNoNode});
        continue;
      }
      for (const WrittenArgument& one : arguments) {
        if (!one.keyword.empty()) add({std::string(one.keyword), name, call, one.node});
      }
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

}  // namespace fastnode::types
