// The class that is asked for begins the chain of calls (`Book.objects.filter(|)`), or is that of
// the rows that what is asked gives (`books.filter(|)`); `Q(|)` is within such a call. Names of
// fields alone are offered where the types do not give them (constructors.h in analyze/types).
#include "predict/fit/field_lookups.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "predict/fit/private_names.h"
#include "predict/fit/table_fields.h"
#include "predict/fit/written_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr std::string_view kBetween = "__";
constexpr int kMostSteps = 6;
constexpr size_t kMostRound = 12;  // nodes round a `Q` up to its query

// How Django compares fields of a kind, in about the order of use. `django/db/models/lookups.py`
// and the pages about query sets say which there are.
constexpr std::array<std::string_view, 10> kOfTexts = {
    "icontains", "in",       "contains",    "startswith", "iexact",
    "isnull",    "endswith", "istartswith", "iendswith",  "regex"};
constexpr std::array<std::string_view, 7> kOfNumbers = {"gte", "lte",    "gt",   "lt",
                                                        "in",  "isnull", "range"};
constexpr std::array<std::string_view, 10> kOfDates = {"gte",  "lte",   "gt",  "lt",    "date",
                                                       "year", "month", "day", "range", "isnull"};
constexpr std::array<std::string_view, 2> kOfOtherFields = {"in", "isnull"};

template <size_t n>
std::vector<std::string_view> ListOf(const std::array<std::string_view, n>& list) {
  return {list.begin(), list.end()};
}

std::vector<std::string_view> LookupsOf(const TableField& field) {
  auto has = [&](std::string_view part) { return field.made_by.find(part) != std::string::npos; };
  if (field.is_relation) return ListOf(kOfOtherFields);
  if (has("Date") || has("Time")) return ListOf(kOfDates);
  if (has("Integer") || has("Auto") || has("Decimal") || has("Float") || has("Duration")) {
    return ListOf(kOfNumbers);
  }
  if (has("Char") || has("Text") || has("Slug") || has("Email") || has("URL") || has("File") ||
      has("Image")) {
    return ListOf(kOfTexts);
  }
  return ListOf(kOfOtherFields);
}

// A call that takes conditions on fields; and one whose fields are set, which go no further.
bool IsQuery(std::string_view name) {
  return IsAnyOf(name, {"filter", "exclude", "get", "aget", "get_or_create", "update_or_create",
                        "get_object_or_404", "get_list_or_404"});
}

// The call round `Q(...)`, over operators and further ones: `filter(~Q(|) | Q(x=1))`.
NodeId QueryRound(const ast::Tree& tree, NodeId call) {
  NodeId node = tree[call].parent;
  for (size_t i = 0; i < kMostRound && node != kNoNode; ++i, node = tree[node].parent) {
    const Kind kind = tree[node].kind;
    if (kind == Kind::kCall) {
      const std::string_view name = NameOfCallee(tree, node);
      if (IsQuery(name)) return node;
      if (name != "Q") return kNoNode;
    } else if (kind != Kind::kArgumentList && kind != Kind::kBinaryOperator &&
               kind != Kind::kUnaryOperator && kind != Kind::kParenthesizedExpression) {
      return kNoNode;
    }
  }
  return kNoNode;
}

// `Book` of `queryset.update(|)` in a class that is made for it.
NodeId ModelOfQuerySet(const ast::Tree& tree, NodeId query, NodeId object) {
  const NodeId owner = ClassRound(tree, query);
  const bool is_passed = tree[object].kind == Kind::kIdentifier && owner != kNoNode &&
                         IsAnyOf(tree.Text(object), {"queryset", "qs"});
  return is_passed ? ModelNamedBy(tree, owner) : NodeId(kNoNode);
}

// The class whose rows a query is about.
std::optional<Table> TableAsked(const ast::Tree& tree, types::TypeEvaluator& types, NodeId query) {
  if (const NodeId model = ModelOfChain(tree, query); model != kNoNode) {
    return TableOf(types, types.TypeOf(model));
  }
  const NodeId callee = tree.Child(query, Field::kFunction);
  if (callee == kNoNode) return std::nullopt;
  if (tree[callee].kind == Kind::kIdentifier) {  // get_object_or_404(Book, |)
    const NodeId list = tree.Child(query, Field::kArguments);
    const NodeId first = list == kNoNode ? list : tree.FirstChild(list);
    if (first == kNoNode || tree[first].kind != Kind::kIdentifier) return std::nullopt;
    return TableOf(types, types.TypeOf(first));
  }
  const NodeId object =
      tree[callee].kind == Kind::kAttribute ? tree.Child(callee, Field::kObject) : NodeId(kNoNode);
  if (object == kNoNode) return std::nullopt;
  if (const NodeId model = ModelOfQuerySet(tree, query, object); model != kNoNode) {
    return TableOf(types, types.TypeOf(model));
  }
  const types::Type asked = types.TypeOf(object);
  if (asked.id == types::kUnknownType) return std::nullopt;
  // What else is updated is no query.
  if (NameOfCallee(tree, query) == "update" && !asked.path.starts_with("django.")) {
    return std::nullopt;
  }
  if (const auto table = TableOf(types, types.ElementOf(asked))) return table;
  return TableOf(types, types.TypeOfCall(types.TypeOfMember(asked, "get")));
}

// What may stand behind the parts that are typed, each as a whole: "author__name".
std::vector<std::string> KeywordsFrom(types::TypeEvaluator& types, Table table,
                                      std::string_view typed) {
  std::string before;
  std::optional<TableField> field;
  for (int step = 0; step < kMostSteps; ++step) {
    const size_t end = typed.find(kBetween);
    if (end == typed.npos || end == 0) break;
    const std::string_view name = typed.substr(0, end);
    const auto fields = AllTableFieldsOf(types, table);
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& one) { return one.second.name == name; });
    if (found == fields.end()) return {};
    field = found->second;
    before += std::string(name) + std::string(kBetween);
    typed.remove_prefix(end + kBetween.size());
    if (!field->is_relation) break;
    const std::optional<Table> next = TableOfRelation(types, found->first, *field);
    if (!next) return {};
    table = *next;
  }
  std::vector<std::string> keywords;
  if (!field || field->is_relation) {
    for (const auto& [at, one] : AllTableFieldsOf(types, table)) {
      keywords.push_back(before + std::string(one.name));
    }
    if (field) keywords.push_back(before + "id");
  }
  if (field) {
    for (std::string_view lookup : LookupsOf(*field)) {
      keywords.push_back(before + std::string(lookup));
    }
  }
  return keywords;
}

}  // namespace

void AddFieldLookups(const FoundSite& site, const Known& known, const Budget& budget,
                     Answer& answer) {
  const bool is_keyword = site.task == pack::Task::kKeywordName;
  if (!is_keyword && site.task != pack::Task::kArgument) return;
  const bind::FileIndex& index = site.source->index;
  const ast::Tree& tree = index.tree;
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  if (!is_keyword && place.keyword != kNoNode) return;  // its value
  const std::string_view name = NameOfCallee(tree, place.call);
  const bool goes_on = site.prefix.find(kBetween, 1) != site.prefix.npos;
  const bool is_update = name == "update" && ModelOfChain(tree, place.call) == kNoNode;
  const bool is_asked = is_update || IsQuery(name);
  const NodeId query =
      name == "Q" ? QueryRound(tree, place.call) : (is_asked ? place.call : NodeId(kNoNode));
  if (query == kNoNode) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  const std::optional<Table> table = TableAsked(tree, types, query);
  if (!table) return;
  // The types give these.
  if (!goes_on && query == place.call && ModelOfChain(tree, query) != kNoNode) return;
  std::vector<Completion>& list = answer.completions;
  const std::string_view ending = is_keyword ? "" : "=";
  std::vector<Completion> first;
  for (const std::string& keyword : KeywordsFrom(types, *table, site.prefix)) {
    if (!keyword.starts_with(site.prefix)) continue;
    const std::string text = keyword + std::string(ending);
    std::erase_if(list, [&](const Completion& one) { return one.text == text; });
    first.push_back({text, 0, "keyword"});
  }
  // Rows are updated by keywords alone.
  if (is_update && !first.empty()) list.clear();
  PutBefore(std::move(first), static_cast<size_t>(budget.max_completions), list);
}

}  // namespace fastnode::predict
