// What is sorted stays sorted, in the way it is: names by their case or not, constants and classes
// first or not, `import` before `from` or mixed. What is not sorted grows at its end.
#include "predict/auto_import/where_to_insert.h"

#include <algorithm>
#include <utility>

#include "analyze/ast/line_ends.h"
#include "predict/auto_import/names.h"
#include "predict/auto_import/standard_modules.h"

namespace fastnode::auto_import {
namespace {

std::string Lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return lower;
}

// Constants, classes, others: as isort and ruff have them.
int TypeOf(std::string_view name) {
  const bool has_lower =
      std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!has_lower && name.size() > 1) return 0;
  return !name.empty() && name[0] >= 'A' && name[0] <= 'Z' ? 1 : 2;
}

using Before = bool (*)(std::string_view a, std::string_view b);
bool ByType(std::string_view a, std::string_view b) {
  return TypeOf(a) != TypeOf(b) ? TypeOf(a) < TypeOf(b) : Lowered(a) < Lowered(b);
}
bool AnyCase(std::string_view a, std::string_view b) { return Lowered(a) < Lowered(b); }
bool ByBytes(std::string_view a, std::string_view b) { return a < b; }

// Where `name` goes in a list; at its end if that is sorted in none of these ways.
size_t PlaceIn(const std::vector<std::string_view>& list, std::string_view name,
               std::initializer_list<Before> ways) {
  for (const Before before : ways) {
    if (!std::is_sorted(list.begin(), list.end(), before)) continue;
    return static_cast<size_t>(std::upper_bound(list.begin(), list.end(), name, before) -
                               list.begin());
  }
  return list.size();
}

std::string_view TopLevel(std::string_view module) { return module.substr(0, module.find('.')); }

bool BeginsDefinition(std::string_view text) {
  return text.starts_with("def ") || text.starts_with("class ") || text.starts_with("@") ||
         text.starts_with("async def ");
}

std::string NewlineOf(std::string_view text) {
  const size_t at = text.find_first_of("\r\n");
  if (at == text.npos) return "\n";
  if (text[at] == '\r') return text.substr(at, 2) == "\r\n" ? "\r\n" : "\r";
  return "\n";
}

}  // namespace

Imports::Imports(std::string_view text, size_t cursor, std::string package, IsOwn is_own)
    : text_(ast::WithLineFeeds(std::string(text))),
      newline_(NewlineOf(text)),
      package_(std::move(package)),
      is_own_(std::move(is_own)),
      statements_(ReadImportStatements(text_, cursor)) {}

Imports::Origin Imports::OriginOf(std::string_view module) const {
  if (module.starts_with('.')) return Origin::kRelative;
  const std::string_view top = TopLevel(module);
  if (top == "__future__") return Origin::kFuture;
  const bool own = !package_.empty() && top == TopLevel(package_);
  if (own || (is_own_ && is_own_(top))) return Origin::kProject;
  return IsStandard(top) ? Origin::kStandard : Origin::kPackage;
}

std::string Imports::Absolute(std::string_view written) const {
  const size_t dots = std::min(written.find_first_not_of('.'), written.size());
  if (dots == 0 || package_.empty()) return std::string(written);
  std::string_view package = package_;
  for (size_t up = 1; up < dots; ++up) {
    const size_t dot = package.rfind('.');
    if (dot == package.npos) return std::string(written);
    package = package.substr(0, dot);
  }
  const bool is_package = dots == written.size();
  return std::string(package) + (is_package ? "" : ".") + std::string(written.substr(dots));
}

std::string Imports::Spelled(const std::string& module) const {
  if (package_.empty() || TopLevel(module) != TopLevel(package_)) return module;
  bool is_relative = false;
  for (const ImportStatement& statement : statements_.list) {
    if (statement.module.starts_with('.')) {
      is_relative = true;
    } else if (TopLevel(statement.module) == TopLevel(package_)) {
      return module;
    }
  }
  if (!is_relative) return module;
  std::string dots = ".";
  for (std::string package = package_;; dots += '.') {
    if (module == package) return dots;
    if (module.starts_with(package + ".")) return dots + module.substr(package.size() + 1);
    const size_t dot = package.rfind('.');
    if (dot == std::string::npos) return module;
    package.resize(dot);
  }
}

std::vector<Edit> Imports::EditsFor(const Wanted& wanted) const {
  if (!wanted.name.empty()) {
    const std::string item = wanted.name + (wanted.alias.empty() ? "" : " as " + wanted.alias);
    for (const ImportStatement& statement : statements_.list) {
      const bool same = statement.may_grow && Absolute(statement.module) == wanted.module;
      if (same && wanted.module != "__future__") return Extend(statement, item);
    }
  }
  return {InsertLine(wanted)};
}

std::string Imports::BlanksBefore(size_t at) const {
  const size_t line = text_.rfind('\n', at == 0 ? 0 : at - 1) + 1;
  const std::string before = text_.substr(line, at - line);
  return before.find_first_not_of(" \t") == std::string::npos ? before : "";
}

std::vector<Edit> Imports::Extend(const ImportStatement& statement, const std::string& item) const {
  const std::vector<ImportedName>& names = statement.names;
  std::vector<std::string_view> list;
  bool is_column = statement.has_brackets;
  for (const ImportedName& name : names) {
    list.push_back(name.name);
    is_column &= !BlanksBefore(name.begin).empty();
  }
  const size_t place = PlaceIn(list, item, {ByType, AnyCase, ByBytes});
  const std::string indentation = is_column ? BlanksBefore(names[0].begin) : "";
  const std::string line = newline_ + indentation;
  if (place < names.size()) {
    const size_t at = names[place].begin;
    return {{at, at, item + "," + (is_column ? line : " ")}};
  }
  const size_t at = names.back().end;
  if (!is_column) return {{at, at, ", " + item}};
  // Behind the comma and the comment of the last one.
  size_t end = std::min(text_.find('\n', at), text_.size());
  if (end > at && text_[end - 1] == '\r') --end;
  const std::string_view rest = std::string_view(text_).substr(at, end - at);
  const std::string_view code = rest.substr(0, rest.find('#'));
  if (code.find(')') != code.npos) return {{at, at, "," + line + item}};
  if (code.find(',') != code.npos) return {{end, end, line + item + ","}};
  if (end == at) return {{at, at, "," + line + item}};
  return {{at, at, ","}, {end, end, line + item}};
}

// The first run that imports more than what is to come.
Imports::Run Imports::MainRun() const {
  Run run;
  for (const ImportStatement& statement : statements_.list) {
    if (!run.empty() && run.back()->run != statement.run) {
      if (OriginOf(run.back()->module) != Origin::kFuture) break;
      run.clear();
    }
    run.push_back(&statement);
  }
  return run;
}

Edit Imports::InsertLine(const Wanted& wanted) const {
  ImportStatement line;
  line.is_from = !wanted.name.empty();
  // `import .a` is no Python.
  line.module = line.is_from ? Spelled(wanted.module) : wanted.module;
  std::string text =
      line.is_from ? "from " + line.module + " import " + wanted.name : "import " + line.module;
  if (!wanted.alias.empty()) text += " as " + wanted.alias;
  text += newline_;
  Run run = MainRun();
  if (run.empty()) return InsertAtTop(text);
  // Nothing may stand above `from __future__ import`.
  const auto is_future = [&](const auto* one) { return OriginOf(one->module) == Origin::kFuture; };
  const auto first = std::find_if_not(run.begin(), run.end(), is_future);
  if (first != run.end()) run.erase(run.begin(), first);
  const Origin origin = OriginOf(line.module);
  Run group;
  bool is_grouped = true;
  for (size_t i = 0; i < run.size(); ++i) {
    if (OriginOf(run[i]->module) == origin) group.push_back(run[i]);
    is_grouped &= i == 0 || OriginOf(run[i - 1]->module) <= OriginOf(run[i]->module);
  }
  if (!is_grouped) return InsertAmong(run, line, text);
  return group.empty() ? InsertGroup(run, origin, text) : InsertAmong(group, line, text);
}

Edit Imports::InsertAmong(const Run& group, const ImportStatement& line,
                          const std::string& text) const {
  // `import` before `from`, or mixed.
  const bool apart = std::is_partitioned(group.begin(), group.end(),
                                         [](const auto* statement) { return !statement->is_from; });
  Run list;
  std::vector<std::string_view> modules;
  for (const ImportStatement* statement : group) {
    if (apart && statement->is_from != line.is_from) continue;
    list.push_back(statement);
    modules.push_back(statement->module);
  }
  if (list.empty()) {
    const size_t at = line.is_from ? group.back()->end : group.front()->begin;
    return {at, at, text};
  }
  const size_t place = PlaceIn(modules, line.module, {AnyCase, ByBytes});
  const size_t at = place < list.size() ? list[place]->begin : list.back()->end;
  return {at, at, text};
}

Edit Imports::InsertGroup(const Run& run, Origin origin, const std::string& text) const {
  // Groups stand apart where they do so already, and beside a single one.
  bool apart = true;
  for (size_t i = 1; i < run.size(); ++i) {
    if (OriginOf(run[i - 1]->module) != OriginOf(run[i]->module)) apart &= run[i]->after_blank;
  }
  const std::string blank = apart ? newline_ : "";
  const ImportStatement* before = nullptr;
  for (const ImportStatement* statement : run) {
    if (OriginOf(statement->module) < origin) before = statement;
  }
  if (before != nullptr) return {before->end, before->end, blank + text};
  return {run.front()->begin, run.front()->begin, text + blank};
}

Edit Imports::InsertAtTop(const std::string& line) const {
  const size_t at = statements_.top;
  const size_t code = std::min(text_.find_first_not_of("\r\n", at), text_.size());
  const auto blank_lines = std::count(text_.begin() + static_cast<ptrdiff_t>(at),
                                      text_.begin() + static_cast<ptrdiff_t>(code), '\n');
  const auto wanted = BeginsDefinition(std::string_view(text_).substr(code)) ? 2 : 1;
  std::string text = (statements_.after_text ? newline_ : "") + line;
  for (auto i = blank_lines; i < wanted; ++i) text += newline_;
  return {at, at, text};
}

}  // namespace fastnode::auto_import
