#include "predict/making/inner_class.h"

#include <algorithm>

#include "analyze/ast/word_at.h"
#include "analyze/bind/path.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

constexpr size_t kMostLinesAbove = 1000;
constexpr std::string_view kInner = "Meta";

// By the names of bases, each with the ending that it has.
bool IsOfModels(std::string_view base) { return base == "Model" || base.ends_with("BaseModel"); }

// The bases of a line that begins a class, "" if there are none.
std::string_view BasesIn(std::string_view line) {
  const size_t open = line.find('('), close = line.rfind(')');
  if (open == line.npos || close == line.npos || close < open) return "";
  return line.substr(open + 1, close - open - 1);
}

}  // namespace

std::vector<std::string_view> OptionsOf(std::string_view base) {
  base = bind::LastComponent(base);
  if (base.ends_with("ModelForm") || base.ends_with("FilterSet")) {
    return {"model", "fields", "exclude", "widgets", "labels"};
  }
  if (base.ends_with("ModelSerializer")) return {"model", "fields", "read_only_fields", "exclude"};
  if (IsOfModels(base)) {
    return {"ordering", "verbose_name",    "verbose_name_plural",
            "abstract", "unique_together", "constraints",
            "indexes",  "db_table"};
  }
  return {};
}

std::optional<std::string_view> FindInnerClass(std::string_view text, size_t cursor) {
  const size_t word = ast::BeginOfWord(text, cursor);
  size_t line = text.substr(0, word).rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view left = text.substr(line, word - line);
  const size_t indentation = std::min(left.find_first_not_of(" \t"), left.size());
  if (indentation == 0 || left.substr(indentation) != "class ") return std::nullopt;
  for (size_t i = 0; i < kMostLinesAbove && line > 0; ++i) {
    const size_t end = line - 1;
    line = text.substr(0, end).rfind('\n') + 1;
    const std::string_view above = text.substr(line, end - line);
    const size_t indent = above.find_first_not_of(kBlanksOfLine);
    if (indent == above.npos) continue;
    const std::string_view code = above.substr(indent);
    if (indent == indentation && code.starts_with("class Meta")) return std::nullopt;
    if (indent >= indentation) continue;
    // A field's class of pydantic is called so, too.
    const bool is_of_pydantic = text.find("pydantic") != text.npos;
    if (!code.starts_with("class ") || is_of_pydantic) return std::nullopt;
    const std::string_view bases = BasesIn(code);
    const std::string_view last = Trimmed(bases.substr(bases.rfind(',') + 1));  // npos + 1 is 0
    if (last.empty() || OptionsOf(last).empty()) return std::nullopt;
    const std::string_view prefix = text.substr(word, cursor - word);
    return kInner.starts_with(prefix) ? std::optional(prefix) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace fastnode::predict
