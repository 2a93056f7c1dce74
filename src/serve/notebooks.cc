// Cells follow each other in one text, so that analysis sees what it sees of a file. A cell begins
// on a line of its own: columns stay, and lines differ by a number.
#include "serve/notebooks.h"

#include <algorithm>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "serve/json_rpc.h"

namespace fastnode::serve {
namespace {

constexpr int kCode = 2;  // NotebookCellKind
constexpr size_t kMaxCells = 10'000;

std::vector<std::string> CodeCells(const Json* cells) {
  std::vector<std::string> uris;
  if (cells == nullptr || !cells->is_array()) return uris;
  for (const Json& cell : *cells) {
    const Json* kind = FindAt(cell, {"kind"});
    const bool code = kind != nullptr && kind->is_number() && *kind == kCode;
    uris.push_back(code ? TextAt(cell, {"document"}) : "");
  }
  return uris;
}

bool IsLetter(char c) { return ast::IsNameByte(c) && (c < '0' || c > '9'); }

// Where the magic in a line begins; npos: it has none.
size_t MagicIn(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t");
  if (first == line.npos) return line.npos;
  const char c = line[first], next = first + 1 < line.size() ? line[first + 1] : ' ';
  if (c == '!' || c == '?' || (c == '%' && (IsLetter(next) || next == '%'))) return first;
  const bool has_text = line.find_first_of("\"'#") != line.npos;
  if (!has_text && line.substr(0, line.find_last_not_of(" \t\r") + 1).ends_with('?')) return first;
  // name = !command
  size_t at = first;
  while (at < line.size() && (ast::IsNameByte(line[at]) || line[at] == ' ' || line[at] == ',')) {
    ++at;
  }
  if (at == first || at >= line.size() || line[at] != '=') return line.npos;
  at = line.find_first_not_of(" \t", at + 1);
  if (at == line.npos || at + 1 >= line.size() || !IsLetter(line[at + 1])) return line.npos;
  return line[at] == '!' || line[at] == '%' ? at : line.npos;
}

// What is still open where a line begins: there a magic is none, as in IPython.
class Above {
 public:
  void Take(std::string_view line) {
    is_continued_ = false;
    for (size_t at = 0; at < line.size(); ++at) {
      const char c = line[at];
      if (c == '\\') {
        is_continued_ = ++at >= line.size();
      } else if (quote_ != 0) {
        at += EndsString(line.substr(at));
      } else if (c == '#') {
        break;
      } else if (c == '"' || c == '\'') {
        quote_ = c;
        is_long_ = line.substr(at).starts_with(std::string(3, c));
        at += is_long_ ? 2 : 0;
      } else {
        depth_ += c == '(' || c == '[' || c == '{';
        depth_ -= depth_ > 0 && (c == ')' || c == ']' || c == '}');
      }
    }
    if (!is_long_ && !is_continued_) quote_ = 0;  // it ends with its line
  }

  // `magic`: its first character. In brackets `%` is an operator.
  bool Forbids(char magic) const {
    return quote_ != 0 || is_continued_ || (depth_ > 0 && magic == '%');
  }

 private:
  // How many bytes of its end are behind the first one.
  size_t EndsString(std::string_view rest) {
    if (!rest.starts_with(is_long_ ? std::string(3, quote_) : std::string(1, quote_))) return 0;
    quote_ = 0;
    return std::exchange(is_long_, false) ? 2 : 0;
  }

  char quote_ = 0;
  bool is_long_ = false, is_continued_ = false;
  int depth_ = 0;
};

// `%%time` runs Python; `%%bash` does not.
bool IsOtherLanguage(std::string_view cell) {
  const size_t first = cell.find_first_not_of(" \t\r\n");
  if (first == cell.npos || !cell.substr(first).starts_with("%%")) return false;
  cell.remove_prefix(first + 2);
  const std::string_view name = cell.substr(0, cell.find_first_of(" \t\r\n"));
  static constexpr std::string_view kPython[] = {"time", "timeit", "capture", "prun", "python3"};
  return std::find(std::begin(kPython), std::end(kPython), name) == std::end(kPython);
}

// Calls visit(begin, magic, end) for each line that has one.
template <typename Visitor>
void ForEachMagic(std::string_view text, const Visitor& visit) {
  Above above;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const size_t magic = MagicIn(line);
    if (magic != line.npos && !above.Forbids(line[magic])) {
      visit(begin, begin + magic, end);
    } else {
      above.Take(line);
    }
    // The line feed of a CRLF begins no line.
    begin = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
  }
}

// The cell that has the line, and the line in it.
const WholeNotebook::Cell& CellAt(const WholeNotebook& whole, size_t line) {
  size_t found = 0;
  for (size_t i = 0; i < whole.cells.size(); ++i) {
    if (whole.cells[i].first_line <= line) found = i;
  }
  return whole.cells[found];
}

void Shift(Json& value, size_t first_line) {
  if (value.is_array()) {
    for (Json& one : value) Shift(one, first_line);
  } else if (value.is_object()) {
    if (value.contains("line") && value["line"].is_number_unsigned()) {
      const size_t line = value["line"];
      value["line"] = line - std::min(line, first_line);
    }
    for (auto& [key, one] : value.items()) Shift(one, first_line);
  }
}

// Whether an edit of the item is in another cell.
bool ReachesOut(const Json& item, const WholeNotebook& whole) {
  const Json* edits = FindAt(item, {"additionalTextEdits"});
  if (edits == nullptr || !edits->is_array()) return false;
  return std::any_of(edits->begin(), edits->end(), [&](const Json& edit) {
    const auto start = PositionAt(edit, {"range", "start"});
    return start && &CellAt(whole, start->line) != &whole.cells[whole.cell];
  });
}

}  // namespace

void Notebooks::Open(const std::string& uri, const Json* cells) {
  std::vector<std::string> uris = CodeCells(cells);
  if (uris.size() <= kMaxCells) notebooks_[uri] = std::move(uris);
}

void Notebooks::Change(const std::string& uri, const Json& array) {
  const auto found = notebooks_.find(uri);
  const Json *start = FindAt(array, {"start"}), *gone = FindAt(array, {"deleteCount"});
  if (found == notebooks_.end() || start == nullptr || gone == nullptr) return;
  if (!start->is_number_unsigned() || !gone->is_number_unsigned()) return;
  std::vector<std::string>& cells = found->second;
  const std::vector<std::string> added = CodeCells(FindAt(array, {"cells"}));
  if (start->get<size_t>() > cells.size() || cells.size() + added.size() > kMaxCells) return;
  const auto begin = cells.begin() + start->get<std::ptrdiff_t>();
  const size_t left = static_cast<size_t>(cells.end() - begin);
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(gone->get<size_t>(), left));
  cells.insert(cells.erase(begin, end), added.begin(), added.end());
}

std::string Notebooks::Of(const std::string& cell) const {
  if (cell.empty()) return "";
  for (const auto& [uri, cells] : notebooks_) {
    if (std::find(cells.begin(), cells.end(), cell) != cells.end()) return uri;
  }
  return "";
}

WholeNotebook Notebooks::Join(const std::string& notebook, const std::string& cell,
                              std::string_view text, const Documents& documents) const {
  WholeNotebook whole{.uri = notebook};
  size_t line = 0;
  const auto found = notebooks_.find(notebook);
  if (found == notebooks_.end()) return whole;
  for (const std::string& uri : found->second) {
    const Documents::Text known = documents.Get(uri);
    if (known == nullptr) continue;  // not code, or not Python
    if (uri == cell) {
      whole.cell = whole.cells.size();
      whole.begin = whole.text.size();
    }
    whole.cells.push_back({uri, line});
    const std::string shown = WithoutMagics(uri == cell ? text : std::string_view(*known)) + "\n";
    line += ToPosition(shown, shown.size(), Encoding::kUtf8).line;
    whole.text += shown;
    if (uri == cell) whole.end = whole.text.size();
  }
  return whole;
}

std::string WithoutMagics(std::string_view cell) {
  std::string text(cell);
  if (IsOtherLanguage(cell)) {
    for (char& c : text) c = c == '\r' || c == '\n' ? c : ' ';
    return text;
  }
  ForEachMagic(cell, [&](size_t begin, size_t magic, size_t end) {
    const bool has_value = cell.substr(begin, magic - begin).find('=') != cell.npos;
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(magic),
              text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    if (has_value) text[magic] = '0';
  });
  return text;
}

bool IsMagicAt(std::string_view cell, size_t offset) {
  if (IsOtherLanguage(cell)) return true;
  bool is_magic = false;
  ForEachMagic(
      cell, [&](size_t, size_t magic, size_t end) { is_magic |= magic < offset && offset <= end; });
  return is_magic;
}

Json InCell(Json reply, const WholeNotebook& whole) {
  Json* result = reply.contains("result") ? &reply["result"] : nullptr;
  if (result == nullptr || whole.cells.empty()) return reply;
  const WholeNotebook::Cell& cell = whole.cells[whole.cell];
  if (result->is_object() && result->contains("uri")) {  // where something is defined
    if ((*result)["uri"] != cell.uri) return reply;
    const auto start = PositionAt(*result, {"range", "start"});
    const WholeNotebook::Cell& meant = CellAt(whole, start ? start->line : 0);
    (*result)["uri"] = meant.uri;
    Shift((*result)["range"], meant.first_line);
    return reply;
  }
  if (result->is_object() && result->contains("items") && (*result)["items"].is_array()) {
    Json kept = Json::array();
    for (Json& item : (*result)["items"]) {
      if (!ReachesOut(item, whole)) kept.push_back(std::move(item));
    }
    (*result)["items"] = std::move(kept);
  }
  Shift(*result, cell.first_line);
  return reply;
}

}  // namespace fastnode::serve
