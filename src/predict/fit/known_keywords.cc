#include "predict/fit/known_keywords.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collect/pack/candidates.h"
#include "predict/fit/call_rules.h"
#include "predict/fit/mapped_columns.h"
#include "predict/fit/table_fields.h"
#include "predict/fit/written_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr int kMostCalls = 20;        // of a chain
constexpr size_t kMostVariables = 8;  // of a function, the last that are bound

struct KnownKeywords {
  std::vector<std::string_view> names;
  bool are_all_keywords = false;  // no others can be passed
  bool are_keywords_all = false;  // nothing else can be passed
};

bool HasOwnConstructor(const ast::Tree& tree, NodeId cls) {
  const NodeId body = tree.Child(cls, Field::kBody);
  for (NodeId s = body == kNoNode ? body : tree.FirstChild(body); s != kNoNode;
       s = tree.NextSibling(s)) {
    if (tree[s].kind != Kind::kFunctionDefinition) continue;
    const NodeId name = tree.Child(s, Field::kName);
    if (name != kNoNode && tree.Text(name) == "__init__") return true;
  }
  return false;
}

NodeId FirstPassed(const ast::Tree& tree, NodeId call) {
  const NodeId list = tree.Child(call, Field::kArguments);
  const NodeId first = list == kNoNode ? list : tree.FirstChild(list);
  const bool is_name = first != kNoNode && tree[first].kind == Kind::kIdentifier;
  return is_name ? first : NodeId(kNoNode);
}

// `Post` of `update(Post).where(x).values()`, `session.query(Post).filter_by()` and
// `Post.query.filter_by()`; or kNoNode.
NodeId MappedOfChain(const ast::Tree& tree, NodeId call) {
  NodeId node = tree.Child(call, Field::kFunction);
  for (int i = 0; i < kMostCalls && node != kNoNode; ++i) {
    if (tree[node].kind == Kind::kCall) {
      if (IsAnyOf(NameOfCallee(tree, node), {"update", "insert", "select", "query", "delete"})) {
        return FirstPassed(tree, node);
      }
      node = tree.Child(node, Field::kFunction);
    } else if (tree[node].kind == Kind::kAttribute) {
      const NodeId name = tree.Child(node, Field::kAttribute);
      const bool is_query = name != kNoNode && tree.Text(name) == "query";
      node = tree.Child(node, Field::kObject);
      if (is_query && node != kNoNode && tree[node].kind == Kind::kIdentifier) return node;
    } else {
      return kNoNode;
    }
  }
  return kNoNode;
}

class FindsKeywords {
 public:
  FindsKeywords(const FoundSite& site, const Known& known, const bind::ArgumentPlace& place)
      : site_(site), known_(known), index_(site.source->index), tree_(index_.tree), place_(place) {}

  KnownKeywords Find() const {
    KnownKeywords found = OfMapped();
    return found.names.empty() ? OfVariables() : found;
  }

 private:
  KnownKeywords OfMapped() const {
    const NodeId callee = tree_.Child(place_.call, Field::kFunction);
    if (callee == kNoNode) return {};
    const std::string_view name = NameOfCallee(tree_, place_.call);
    NodeId asked = kNoNode;
    if (tree_[callee].kind == Kind::kAttribute && IsAnyOf(name, {"values", "filter_by"})) {
      asked = MappedOfChain(tree_, place_.call);
    } else if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') {
      asked = callee;
    }
    if (asked == kNoNode) return {};
    types::TypeEvaluator& types = TypesAt(site_, known_);
    const types::Type type = types.TypeOf(asked);
    if (type.kind != types::Type::Kind::kClass) return {};
    const std::optional<Table> table = TableOf(types, type);
    if (!table) return {};
    const ast::Tree& tree = *table->tree;
    std::vector<MappedColumn> columns = MappedColumnsOf(tree, table->cls);
    if (columns.empty()) return {};
    const bool is_made = asked == callee;
    if (is_made && (HasOwnConstructor(tree, table->cls) ||
                    !types.SignatureOfCall(place_.call).parameters.empty())) {
      return {};
    }
    // Keys are seldom given: the database makes them.
    std::stable_partition(columns.begin(), columns.end(),
                          [](const MappedColumn& one) { return !one.is_key; });
    KnownKeywords found;
    found.are_all_keywords = true;
    found.are_keywords_all = is_made || name == "filter_by";
    for (const MappedColumn& one : columns) {
      if (!one.is_relation || is_made) found.names.push_back(one.name);
    }
    return found;
  }

  // Where a call can be passed any keyword and nothing else, what is passed often has its own name.
  KnownKeywords OfVariables() const {
    const std::string_view name = NameOfCallee(tree_, place_.call);
    const bool is_named = IsAnyOf(name, {"render_template", "render_template_string", "jsonify"});
    const bool is_position = !place_.after_keyword;
    if (is_named) {
      if (is_position && (name == "jsonify" || place_.position == 0)) return {};
    } else {
      if (site_.prefix.empty()) return {};
      types::TypeEvaluator& types = TypesAt(site_, known_);
      const types::CallSignature signature = types.SignatureOfCall(place_.call);
      if (!signature.known || signature.is_guess || !signature.takes_dictionary) return {};
      if (is_position && MayPass(PassedBefore(*site_.source, place_), signature, "")) return {};
    }
    const bind::ScopeId scope = index_.scope_of[place_.call];
    if (scope == bind::kModuleScope) return {};
    KnownKeywords found;
    found.are_keywords_all = true;
    for (size_t i = index_.variables.size(); i-- > 0 && found.names.size() < kMostVariables;) {
      const bind::Variable& variable = index_.variables[bind::VariableId(i)];
      if (variable.scope != scope || variable.references.empty()) continue;
      const bind::Reference& first = variable.references[0];
      const bool is_bound = bind::IsBinding(first.kind) && first.node < place_.call;
      if (!is_bound || IsAnyOf(variable.name, {"self", "cls", "_"})) continue;
      if (tree_[tree_[first.node].parent].kind == Kind::kDictionarySplatPattern) continue;
      found.names.push_back(variable.name);
    }
    return found;
  }

  const FoundSite& site_;
  const Known& known_;
  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  const bind::ArgumentPlace& place_;
};

}  // namespace

void AddKnownKeywords(const FoundSite& site, const Known& known, const Budget& budget,
                      Answer& answer) {
  const bool is_keyword = site.task == pack::Task::kKeywordName;
  if (!is_keyword && site.task != pack::Task::kArgument) return;
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  if (!is_keyword && place.keyword != kNoNode) return;  // its value
  const KnownKeywords keywords = FindsKeywords(site, known, place).Find();
  if (keywords.names.empty() || StandsBeforePositional(*site.source, place)) return;
  const Passed passed = PassedAround(*site.source, place);
  const std::string_view ending = is_keyword ? "" : "=";
  std::vector<Completion>& list = answer.completions;
  std::vector<Completion> first;
  for (std::string_view name : keywords.names) {
    const bool is_given =
        std::find(passed.keywords.begin(), passed.keywords.end(), name) != passed.keywords.end();
    if (!is_given && pack::Fits(name, site.prefix)) {
      first.push_back({std::string(name) + std::string(ending), 0, "keyword"});
    }
  }
  if (first.empty()) return;
  std::erase_if(list, [&](const Completion& one) {
    if (!is_keyword && !one.text.ends_with('=')) return keywords.are_keywords_all;
    return keywords.are_all_keywords ||
           std::any_of(first.begin(), first.end(),
                       [&](const Completion& own) { return own.text == one.text; });
  });
  PutBefore(std::move(first), static_cast<size_t>(budget.max_completions), list);
}

}  // namespace fastnode::predict
