// Which class is meant is read off the tree: it begins the chain of calls, or it is round the
// declaration, or the class that has the declaration names it. Fields are what the body of the
// class assigns a call or declares, as far as the class is found, here or in another file.
#include "predict/strings/field_names.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "predict/fit/private_names.h"
#include "predict/fit/table_fields.h"
#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr float kDescending = 0.01F;

class FieldNames {
 public:
  FieldNames(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place, Keys& keys)
      : tree_(index.tree), types_(types), place_(place), keys_(keys) {}

  bool Add() {
    const NodeId parent = tree_[place_].parent;
    if (parent == kNoNode) return false;
    if (tree_[parent].kind == Kind::kArgumentList) return AddOfCall(tree_[parent].parent);
    const bool is_display = tree_[parent].kind == Kind::kList || tree_[parent].kind == Kind::kTuple;
    return is_display && AddOfDeclaration(parent);
  }

 private:
  // The method that asks says which fields.
  bool AddOfCall(NodeId call) {
    NodeId chain = call;
    std::string_view name = NameOfCallee(tree_, call);
    // `aggregate(Count("|"))`
    if (IsAnyOf(name, {"F", "Count", "Sum", "Avg", "Min", "Max"})) {
      const NodeId list = RoundArgument(call);
      if (list == kNoNode) return false;
      chain = tree_[list].parent;
      name = NameOfCallee(tree_, chain);
      if (!IsAnyOf(name, {"aggregate", "annotate", "filter", "exclude", "order_by", "update"})) {
        return false;
      }
      name = "";
    } else if (!IsAnyOf(name, {"order_by", "values", "values_list", "only", "defer", "distinct",
                               "select_related", "prefetch_related", "earliest", "latest"})) {
      return false;
    }
    const NodeId cls = ModelOfChain(tree_, chain);
    if (cls == kNoNode) return false;
    for (NodeId c = tree_.FirstChild(tree_[place_].parent); c != kNoNode;
         c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kString) given_.emplace(PlainUnquoted(tree_.Text(c)));
    }
    relations_ = name.ends_with("_related");
    is_order_ = name == "order_by";
    return AddOf(types_.TypeOf(cls));
  }

  // The list of arguments that a call is in, as one of them or the value of a keyword.
  NodeId RoundArgument(NodeId call) const {
    NodeId up = tree_[call].parent;
    if (up != kNoNode && tree_[up].kind == Kind::kKeywordArgument) up = tree_[up].parent;
    const bool is_list = up != kNoNode && tree_[up].kind == Kind::kArgumentList;
    return is_list ? up : NodeId(kNoNode);
  }

  bool AddOfDeclaration(NodeId display) {
    const NodeId statement = tree_[display].parent;
    if (statement == kNoNode || tree_[statement].kind != Kind::kAssignment) return false;
    const NodeId target = tree_.Child(statement, Field::kLeft);
    if (target == kNoNode || target == display) return false;
    const std::string_view name = tree_.Text(target);
    is_order_ = name == "ordering";
    if (!IsAnyOf(name, {"ordering", "fields", "exclude", "list_display", "list_filter",
                        "search_fields", "readonly_fields", "unique_together", "raw_id_fields"})) {
      return false;
    }
    for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kString) given_.emplace(PlainUnquoted(tree_.Text(c)));
    }
    const NodeId owner = ClassRound(tree_, statement);
    if (owner == kNoNode) return false;
    if (const NodeId model = ModelOf(owner); model != kNoNode) return AddOf(types_.TypeOf(model));
    const NodeId outer = ClassRound(tree_, tree_[owner].parent);
    return outer != kNoNode && AddFieldsOf(tree_, outer);
  }

  // `model = Book` in its body, or `@register(Book)` above it.
  NodeId ModelOf(NodeId owner) const {
    const NodeId body = tree_.Child(owner, Field::kBody);
    for (NodeId s = body == kNoNode ? body : tree_.FirstChild(body); s != kNoNode;
         s = tree_.NextSibling(s)) {
      const NodeId first = tree_.FirstChild(s);
      if (first == kNoNode || tree_[first].kind != Kind::kAssignment) continue;
      const NodeId left = tree_.Child(first, Field::kLeft);
      if (left != kNoNode && tree_.Text(left) == "model") return tree_.Child(first, Field::kRight);
    }
    const NodeId decorated = tree_[owner].parent;
    if (decorated == kNoNode || tree_[decorated].kind != Kind::kDecoratedDefinition) return kNoNode;
    for (NodeId c = tree_.FirstChild(decorated); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind != Kind::kDecorator) continue;
      for (NodeId call = tree_.FirstChild(c); call != kNoNode; call = tree_.NextSibling(call)) {
        if (tree_[call].kind != Kind::kCall || NameOfCallee(tree_, call) != "register") continue;
        const NodeId list = tree_.Child(call, Field::kArguments);
        return list == kNoNode ? list : tree_.FirstChild(list);
      }
    }
    return kNoNode;
  }

  bool AddOf(const types::Type& cls) {
    if (cls.kind != types::Type::Kind::kClass) return false;
    const std::optional<Table> table = TableOf(types_, cls);
    return table && AddFieldsOf(*table->tree, table->cls);
  }

  bool AddFieldsOf(const ast::Tree& tree, NodeId cls) {
    for (const TableField& field : TableFieldsOf(tree, cls)) {
      const std::string name(field.name);
      if ((relations_ && !field.is_relation) || given_.contains(name)) continue;
      keys_.Add(name, 1);
      if (is_order_) keys_.Add("-" + name, kDescending);
    }
    return !keys_.empty();
  }

  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
  const NodeId place_;
  Keys& keys_;
  std::set<std::string, std::less<>> given_;
  bool relations_ = false;  // no others are asked for
  bool is_order_ = false;   // a sign may stand before the name
};

}  // namespace

bool AddFieldNames(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place,
                   Keys& keys) {
  return FieldNames(index, types, place, keys).Add();
}

}  // namespace fastnode::predict
