// Which these are is a guess, from the pages of the libraries: few projects of the corpus use them.
// What is declared says more: a column that is called `id` is mostly a primary key, a time has a
// default, a number has bounds and a text a length.
#include "predict/usual/usual_keywords.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "collect/pack/candidates.h"
#include "predict/fit/call_rules.h"
#include "predict/fit/written_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

using KeywordList = std::vector<std::string_view>;

// Of all that is passed first, and later: keywords.
constexpr float kShareFirst = 0.5F, kShareLater = 0.9F, kFalling = 0.8F;

// What the call is assigned to.
struct AssignedTo {
  std::string_view name, type;  // as it is written; "" if there is none
};

AssignedTo AssignedBy(const ast::Tree& tree, NodeId call) {
  const NodeId statement = tree[call].parent;
  if (statement == kNoNode || tree[statement].kind != Kind::kAssignment) return {};
  const NodeId left = tree.Child(statement, Field::kLeft),
               type = tree.Child(statement, Field::kType);
  return {left == kNoNode ? "" : tree.Text(left), type == kNoNode ? "" : tree.Text(type)};
}

bool HasAnyPart(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != text.npos; });
}

KeywordList OfField(const AssignedTo& to) {
  if (HasAnyPart(to.type, {"list", "List", "dict", "Dict", "set", "Set"})) {
    return {"default_factory", "description", "min_length", "max_length", "alias"};
  }
  if (HasAnyPart(to.type, {"int", "float", "Decimal"})) {
    return {"default", "ge", "gt", "le", "lt", "description", "alias"};
  }
  if (HasAnyPart(to.type, {"str"})) {
    return {"default", "min_length", "max_length", "description", "pattern", "alias"};
  }
  return {"default_factory", "default", "description", "alias", "exclude", "title"};
}

KeywordList OfColumn(const AssignedTo& to) {
  if (IsAnyOf(to.name, {"id", "pk", "uuid"})) {
    return {"primary_key", "autoincrement", "index", "default"};
  }
  if (HasAnyPart(to.type, {"date"}) || HasAnyPart(to.name, {"_at", "date"})) {
    return {"default", "server_default", "nullable", "onupdate", "index"};
  }
  return {"nullable", "default", "unique", "index", "primary_key", "server_default"};
}

// Texts of the options that a file's command lines have, as their values are called.
KeywordList OfDefaults(const ast::Tree& tree) {
  KeywordList list = {"func"};
  for (NodeId node : tree.ids()) {
    if (tree[node].kind != Kind::kCall || NameOfCallee(tree, node) != "add_argument") continue;
    const NodeId arguments = tree.Child(node, Field::kArguments);
    const NodeId first = arguments == kNoNode ? arguments : tree.FirstChild(arguments);
    if (first == kNoNode || tree[first].kind != Kind::kString) continue;
    std::string_view name = PlainUnquoted(tree.Text(first));
    name = name.substr(std::min(name.find_first_not_of('-'), name.size()));
    if (name.size() > 1 && name.find('-') == name.npos) list.push_back(name);
  }
  return list;
}

KeywordList UsualKeywordsOf(const ast::Tree& tree, NodeId call) {
  const std::string_view name = NameOfCallee(tree, call);
  if (name == "set_defaults") return OfDefaults(tree);
  const AssignedTo to = AssignedBy(tree, call);
  const std::string_view text = tree.source;
  if (text.find("pydantic") != text.npos) {
    if (name == "Field") return OfField(to);
    if (name == "ConfigDict") {
      return {
          "from_attributes",    "extra", "frozen", "populate_by_name", "arbitrary_types_allowed",
          "validate_assignment"};
    }
  }
  if (!HasAnyPart(text, {"sqlalchemy", "SQLAlchemy"})) return {};
  if (name == "mapped_column" || name == "Column") return OfColumn(to);
  if (name == "relationship") {
    return {"back_populates", "cascade", "lazy", "foreign_keys", "secondary", "order_by"};
  }
  if (name == "sessionmaker") return {"bind", "expire_on_commit", "autoflush", "class_"};
  if (name == "create_engine") return {"echo", "connect_args", "pool_pre_ping"};
  return {};
}

}  // namespace

void PutUsualKeywords(const FoundSite& site, const Known& known, const Budget& budget,
                      Answer& answer) {
  const bool is_keyword = site.task == pack::Task::kKeywordName;
  if (!is_keyword && site.task != pack::Task::kArgument) return;
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  if (!is_keyword && place.keyword != kNoNode) return;  // its value
  const ast::Tree& tree = site.source->index.tree;
  const KeywordList usual = UsualKeywordsOf(tree, place.call);
  if (usual.empty() || StandsBeforePositional(*site.source, place)) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::CallSignature signature = types.SignatureOfCall(place.call);
  const Passed passed = PassedAround(*site.source, place);
  std::vector<Completion>& list = answer.completions;
  std::vector<Completion> first;
  float worth = 1, total = 0;
  for (std::string_view name : usual) {
    if (!pack::Fits(name, site.prefix) || !MayPassKeyword(passed, signature, name)) continue;
    first.push_back({std::string(name) + (is_keyword ? "" : "="), worth, "keyword"});
    total += worth;
    worth *= kFalling;
  }
  if (first.empty()) return;
  const bool takes_position =
      !is_keyword && MayPass(PassedBefore(*site.source, place), signature, "");
  const float share =
      takes_position && place.position == 0 && !list.empty() ? kShareFirst : kShareLater;
  std::erase_if(list, [&](const Completion& one) {
    return std::any_of(first.begin(), first.end(),
                       [&](const Completion& own) { return own.text == one.text; });
  });
  for (Completion& one : list) one.probability *= 1 - share;
  for (Completion& one : first) one.probability *= share / total;
  list.insert(list.end(), first.begin(), first.end());
  std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
  const auto most = static_cast<size_t>(budget.max_completions);
  if (list.size() > most) list.resize(most);
}

}  // namespace fastnode::predict
