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
constexpr int kMostNested = 8;  // displays in displays

class FieldNames {
 public:
  FieldNames(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place, Keys& keys)
      : tree_(index.tree), types_(types), place_(place), keys_(keys) {}

  bool Add() {
    const NodeId parent = tree_[place_].parent;
    if (parent == kNoNode) return false;
    switch (tree_[parent].kind) {
      case Kind::kArgumentList:
        return AddOfCall(tree_[parent].parent);
      case Kind::kList:
      case Kind::kTuple:
        return AddOfSaved(parent) || AddOfDeclaration(parent);
      case Kind::kSubscript:
        return AddOfForm(parent);
      case Kind::kAssignment:  // slug_field = "|"
        return AddOfDeclaration(place_);
      case Kind::kPair:
        return AddOfDeclaration(tree_.Child(parent, Field::kKey) == place_ ? tree_[parent].parent
                                                                           : place_);
      default:
        return false;
    }
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
    AddGiven(tree_[place_].parent);
    relations_ = name.ends_with("_related");
    has_back_ = name.empty() || name == "prefetch_related";
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

  // book.save(update_fields=["|"]), Book.objects.bulk_update(books, ["|"])
  bool AddOfSaved(NodeId display) {
    const NodeId list = RoundArgument(display);
    if (list == kNoNode) return false;
    const NodeId call = tree_[list].parent, keyword = tree_[display].parent;
    const NodeId callee = tree_.Child(call, Field::kFunction);
    if (callee == kNoNode || tree_[callee].kind != Kind::kAttribute) return false;
    const bool is_named = tree_[keyword].kind == Kind::kKeywordArgument;
    const std::string_view name = NameOfCallee(tree_, call);
    const std::string_view taken = is_named ? KeyOf(tree_, keyword) : "";
    AddGiven(display);
    if (name == "bulk_update" && (taken.empty() || taken == "fields")) {
      const NodeId cls = ModelOfChain(tree_, call);
      return cls != kNoNode && AddOf(types_.TypeOf(cls));
    }
    const bool is_saved =
        (name == "save" && taken == "update_fields") ||
        (IsAnyOf(name, {"refresh_from_db", "Index", "UniqueConstraint"}) && taken == "fields");
    if (!is_saved) return false;
    const NodeId object = tree_.Child(callee, Field::kObject);
    if (name == "save" || name == "refresh_from_db") return AddOf(types_.TypeOf(object));
    const NodeId owner = ClassRound(tree_, call);
    const NodeId outer = owner == kNoNode ? owner : ClassRound(tree_, tree_[owner].parent);
    return outer != kNoNode && AddFieldsOf(tree_, outer);
  }

  // self.cleaned_data["|"]
  bool AddOfForm(NodeId subscript) {
    const NodeId data = tree_.Child(subscript, Field::kValue);
    if (data == kNoNode || data == place_ || tree_[data].kind != Kind::kAttribute) return false;
    const NodeId name = tree_.Child(data, Field::kAttribute);
    if (name == kNoNode || tree_.Text(name) != "cleaned_data") return false;
    const types::Type form = types_.TypeOf(tree_.Child(data, Field::kObject));
    AddOf(form);
    if (const auto table = TableOf(types_, form)) AddOfMeta(*table);
    return !keys_.empty();
  }

  // What a form takes over of its model.
  void AddOfMeta(const Table& form) {
    const ast::Tree& tree = *form.tree;
    const NodeId body = tree.Child(form.cls, Field::kBody);
    if (body == kNoNode) return;
    for (NodeId node : tree.Subtree(body)) {
      if (tree[node].kind != Kind::kAssignment) continue;
      const NodeId left = tree.Child(node, Field::kLeft), right = tree.Child(node, Field::kRight);
      if (left == kNoNode || right == kNoNode || tree.Text(left) != "fields") continue;
      const NodeId meta = ClassRound(tree, node);
      if (ClassRound(tree, tree[meta].parent) != form.cls) continue;
      for (NodeId c = tree.FirstChild(right); c != kNoNode; c = tree.NextSibling(c)) {
        const bool is_text = tree[c].kind == Kind::kString;
        if (is_text && !keys_.Has(PlainUnquoted(tree.Text(c)))) {
          keys_.Add(PlainUnquoted(tree.Text(c)), 1);
        }
      }
      const NodeId model = form.is_here ? ModelNamedBy(tree_, meta) : NodeId(kNoNode);
      if (tree[right].kind == Kind::kString && model != kNoNode) AddOf(types_.TypeOf(model));
    }
  }

  // The fields that a declaration in a class's body lists; dictionaries have them as keys, or under
  // "fields".
  bool AddOfDeclaration(NodeId value) {
    AddGiven(value);
    NodeId statement = tree_[value].parent;
    for (int step = 0;
         step < kMostNested && statement != kNoNode && tree_[statement].kind != Kind::kAssignment;
         ++step) {
      if (tree_[statement].kind == Kind::kPair) {
        const std::string_view key = KeyOf(tree_, statement);
        is_listed_fields_ |= key == "fields";
      }
      statement = tree_[statement].parent;
    }
    if (statement == kNoNode || tree_[statement].kind != Kind::kAssignment) return false;
    const NodeId target = tree_.Child(statement, Field::kLeft);
    if (target == kNoNode || target == value) return false;
    const std::string_view name = tree_.Text(target);
    is_order_ = name == "ordering";
    if (!IsDeclaration(name, value, statement)) return false;
    const NodeId owner = ClassRound(tree_, statement);
    if (owner == kNoNode) return false;
    if (const NodeId model = ModelNamedBy(tree_, owner); model != kNoNode)
      return AddOf(types_.TypeOf(model));
    const NodeId outer = ClassRound(tree_, tree_[owner].parent);
    return outer != kNoNode && AddFieldsOf(tree_, outer);
  }

  // Whether a name is declared to be fields, as they are written there.
  bool IsDeclaration(std::string_view name, NodeId value, NodeId statement) const {
    const Kind kind = tree_[value].kind;
    const bool is_list = kind == Kind::kList || kind == Kind::kTuple;
    const bool is_direct = tree_[value].parent == statement;
    if (value == place_ && is_direct) {
      return IsAnyOf(name, {"slug_field", "date_hierarchy", "get_latest_by", "date_field"});
    }
    if (name == "prepopulated_fields") return true;
    if (is_list && name == "fieldsets") return is_listed_fields_;
    if (kind == Kind::kDictionary || kind == Kind::kSet) {
      return is_direct && IsAnyOf(name, {"widgets", "labels", "help_texts", "error_messages",
                                         "field_classes", "radio_fields", "extra_kwargs"});
    }
    // Names of them in groups, too: `unique_together = [("title", "|")]`.
    const bool is_group = IsAnyOf(name, {"unique_together", "index_together", "fields"});
    return is_list && (is_direct || is_group) &&
           IsAnyOf(name, {"ordering", "fields", "exclude", "list_display", "list_filter",
                          "list_editable", "list_display_links", "search_fields", "readonly_fields",
                          "read_only_fields", "unique_together", "index_together", "raw_id_fields",
                          "autocomplete_fields", "filter_horizontal", "filter_vertical",
                          "sortable_by", "ordering_fields", "filterset_fields"});
  }

  void AddGiven(NodeId display) {
    for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kString) given_.emplace(PlainUnquoted(tree_.Text(c)));
      if (tree_[c].kind == Kind::kPair) given_.emplace(KeyOf(tree_, c));
    }
  }

  // Of a class, or of the class of an object.
  bool AddOf(const types::Type& cls) {
    const std::optional<Table> table = TableOf(types_, cls);
    if (!table) return false;
    AddFieldsOf(*table->tree, table->cls);
    if (has_back_) AddRelationsTo(*table);
    return !keys_.empty();
  }

  // What classes of the same file call their relation to a class, seen from there.
  void AddRelationsTo(const Table& table) {
    const ast::Tree& tree = *table.tree;
    for (NodeId s = tree.FirstChild(ast::kRoot); s != kNoNode; s = tree.NextSibling(s)) {
      const NodeId cls =
          tree[s].kind == Kind::kDecoratedDefinition ? tree.Child(s, Field::kDefinition) : s;
      if (cls == kNoNode || tree[cls].kind != Kind::kClassDefinition) continue;
      for (const TableField& field : TableFieldsOf(tree, cls)) {
        if (!field.is_relation) continue;
        const auto to = TableOfRelation(types_, {table.tree, cls, table.is_here}, field);
        if (!to || to->tree != table.tree || to->cls != table.cls) continue;
        const std::string back = BackName(tree, cls, field, !relations_);
        if (!back.empty() && !given_.contains(back)) keys_.Add(back, 1);
      }
    }
  }

  // `related_name="books"`, or what Django takes where there is none: "book" in a query, else
  // "book_set".
  static std::string BackName(const ast::Tree& tree, NodeId cls, const TableField& field,
                              bool is_query) {
    const NodeId list = tree.Child(field.call, Field::kArguments);
    for (NodeId c = list == kNoNode ? list : tree.FirstChild(list); c != kNoNode;
         c = tree.NextSibling(c)) {
      if (tree[c].kind != Kind::kKeywordArgument || KeyOf(tree, c) != "related_name") continue;
      const NodeId value = tree.Child(c, Field::kValue);
      const std::string name(value == kNoNode ? "" : PlainUnquoted(tree.Text(value)));
      return name.ends_with('+') ? "" : name;
    }
    const NodeId name = tree.Child(cls, Field::kName);
    std::string lower(name == kNoNode ? "" : tree.Text(name));
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return is_query || lower.empty() ? lower : lower + "_set";
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
  bool has_back_ = false;   // relations of other classes to this one are, too
  bool is_listed_fields_ = false;
  bool is_order_ = false;  // a sign may stand before the name
};

}  // namespace

bool AddFieldNames(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place,
                   Keys& keys) {
  return FieldNames(index, types, place, keys).Add();
}

}  // namespace fastnode::predict
