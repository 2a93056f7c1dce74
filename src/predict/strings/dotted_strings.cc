// What a path stands for is told by what is called with it, so the letters before the string are
// enough.
#include "predict/strings/dotted_strings.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "collect/pack/analyse.h"
#include "collect/pack/candidates.h"
#include "predict/asked/blanks.h"
#include "predict/imports/imports.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

enum class PathKind : uint8_t { kNone, kModule, kMember };

// By what is called: `callee` is its dotted name.
PathKind KindOfPath(std::string_view callee) {
  const std::string_view last = bind::LastComponent(callee);
  const std::string_view base = callee.substr(0, callee.size() - last.size());
  if (last == "import_module" || last == "importorskip") return PathKind::kModule;
  if (last == "import_string") return PathKind::kMember;
  const bool is_patch = last == "patch" && (base.empty() || base == "mock." || base == "mocker." ||
                                            base == "unittest.mock.");
  const bool is_set = (last == "setattr" || last == "delattr") && base == "monkeypatch.";
  return is_patch || is_set ? PathKind::kMember : PathKind::kNone;
}

// Members of a class by its path, in order of their names.
std::vector<Completion> MembersOfClass(std::string_view path, std::string_view prefix,
                                       const types::Environment& environment) {
  std::vector<Completion> list;
  const size_t dot = path.rfind('.');
  if (dot == path.npos) return list;
  const std::string module(path.substr(0, dot)), whole(path);
  if (environment.Find(module) == nullptr) return list;
  Result<pack::AnalysedSource> source = pack::Analyse("import " + module + "\n" + whole + "\n");
  if (!source.ok() || source->index.attributes.empty()) return list;
  types::TypeEvaluator types(source->index, environment);
  const types::Type type = types.TypeOf(source->index.attributes.back().node);
  if (type.kind != types::Type::Kind::kClass) return list;
  for (const types::Member& member : types.Members(type)) {
    const bool is_special = member.name.starts_with("__") || member.name == "mro";
    if (is_special || !pack::Fits(member.name, prefix)) continue;
    list.push_back({std::string(member.name), 1, "attribute"});
  }
  for (Completion& one : list) one.probability = 1 / static_cast<float>(list.size());
  return list;
}

// Functions and classes are replaced, seldom values and exceptions.
void DoubtValues(std::vector<Completion>& list) {
  constexpr float kOfValues = 0.1F;  // a guess
  for (Completion& one : list) {
    const bool is_error = one.text.ends_with("Error") || one.text.ends_with("Exception");
    if (one.kind == "field" || is_error) one.probability *= kOfValues;
  }
  std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
}

}  // namespace

std::optional<Answer> CompleteDottedString(const Question& question, size_t string_begin,
                                           const Known& known, const corpus::UsageTable& corpus,
                                           size_t max_completions) {
  const std::string_view text = question.text;
  const size_t quote = text.find_first_of("\"'", string_begin);
  if (quote >= question.cursor) return std::nullopt;
  std::string_view before = TrimmedRight(text.substr(0, string_begin));
  if (!before.ends_with('(')) return std::nullopt;
  before.remove_suffix(1);
  const PathKind kind = KindOfPath(DottedAtEnd(before));
  const std::string_view typed = text.substr(quote + 1, question.cursor - quote - 1);
  if (kind == PathKind::kNone || DottedAtEnd(typed) != typed || typed.starts_with('.')) {
    return std::nullopt;
  }
  const size_t dot = typed.rfind('.');
  const std::string module(dot == typed.npos ? "" : typed.substr(0, dot)),
      prefix(typed.substr(dot == typed.npos ? 0 : dot + 1));
  const bool has_names = kind == PathKind::kMember && !module.empty();
  std::vector<Completion> list =
      CompleteImport({.module = module, .prefix = prefix, .name = has_names, .is_replaced = true},
                     known.environment, corpus, max_completions);
  if (has_names) DoubtValues(list);
  if (list.empty() && has_names) list = MembersOfClass(module, prefix, known.environment);
  if (list.size() > max_completions) list.resize(max_completions);
  return Answer{pack::Task::kAttribute, prefix, std::move(list), {}, false, Origin::kInImports};
}

}  // namespace fastnode::predict
