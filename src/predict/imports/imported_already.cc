#include "predict/imports/imported_already.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace fastnode::predict {

namespace {

constexpr std::string_view kPlainImport = "import ", kFromImport = "from ";

// What `from MODULE import` names that begins at `line`; its brackets may go on below.
std::string_view NamesBehind(std::string_view text, size_t line, std::string_view module) {
  std::string_view rest = text.substr(line);
  if (!rest.starts_with(kFromImport) || !rest.substr(kFromImport.size()).starts_with(module))
    return "";
  rest.remove_prefix(kFromImport.size() + module.size());
  if (!rest.starts_with(" import ")) return "";
  rest.remove_prefix(std::string_view(" import ").size());
  const bool in_brackets = rest.starts_with("(");
  return rest.substr(0, rest.find(in_brackets ? ')' : '\n'));
}

std::string_view ModulesBehind(std::string_view text, size_t line) {
  const std::string_view rest = text.substr(line);
  if (!rest.starts_with(kPlainImport)) return "";
  return rest.substr(kPlainImport.size(), rest.find('\n') - kPlainImport.size());
}

}  // namespace

void PutImportedLast(std::string_view text, size_t cursor, const ImportPlace& place,
                     std::vector<Completion>& list) {
  const bool of_modules = !place.name && !place.from && place.module.empty();
  if (!of_modules && !place.name) return;
  std::set<std::string> imported;
  for (size_t line = 0; line < text.size();) {
    const size_t end = std::min(text.find('\n', line), text.size());
    const bool is_own = line <= cursor && cursor <= end;
    if (!is_own) {
      const std::string_view names =
          of_modules ? ModulesBehind(text, line) : NamesBehind(text, line, place.module);
      // The statement of the cursor itself, in brackets, begins further up.
      const bool holds_cursor = !names.empty() && names.data() <= text.data() + cursor &&
                                text.data() + cursor <= names.data() + names.size();
      if (!holds_cursor) {
        for (std::string& name : ImportedNames(names)) {
          // Of a package that is imported for one of its modules another may be wanted.
          const bool has_more = of_modules && names.find(name + ".") != names.npos;
          if (!has_more) imported.insert(std::move(name));
        }
      }
    }
    line = end + 1;
  }
  std::stable_partition(list.begin(), list.end(),
                        [&](const Completion& one) { return !imported.contains(one.text); });
}

}  // namespace fastnode::predict
