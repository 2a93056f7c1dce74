// Tables are those of classes of the file, and of classes that it imports, which have a
// `__tablename__`, and those that it makes of columns. A column's own name says which table is
// meant: `user_id` is a key of "users". The classes have fields that stand for those of others:
// they are asked for by the class of the relation, or by the annotation of what it is assigned to.
#include "predict/strings/table_names.h"

#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/file/module.h"
#include "predict/fit/mapped_columns.h"
#include "predict/fit/private_names.h"
#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr size_t kMostClasses = 100;
// By rank alone: keys first, of the table that the column's name says; the own table last.
constexpr float kOfSaidTable = 100, kOfKeyColumn = 10, kOfOtherTable = 1, kOfOwnTable = 0.1F;

struct MappedClass {
  const ast::Tree* tree;
  NodeId cls;
};

class TableNames {
 public:
  TableNames(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place, Keys& keys)
      : index_(index), tree_(index.tree), types_(types), place_(place), keys_(keys) {}

  bool Add() {
    const NodeId up = tree_[place_].parent;
    if (up == kNoNode) return false;
    const bool is_keyword = tree_[up].kind == Kind::kKeywordArgument;
    const NodeId list = is_keyword ? tree_[up].parent : up;
    if (list == kNoNode || tree_[list].kind != Kind::kArgumentList) return false;
    const NodeId call = tree_[list].parent;
    const std::string_view name = NameOfCallee(tree_, call);
    if (is_keyword) {
      const bool is_back =
          name == "relationship" && IsAnyOf(KeyOf(tree_, up), {"back_populates", "backref"});
      return is_back && AddBack(call);
    }
    if (tree_.FirstChild(list) != place_) return false;
    if (name == "relationship") return AddClasses(call);
    return name == "ForeignKey" && AddColumns(call);
  }

 private:
  std::vector<MappedClass> Classes() {
    std::vector<MappedClass> classes;
    for (const bind::Variable& variable : index_.variables) {
      if (variable.scope != bind::kModuleScope || classes.size() >= kMostClasses) continue;
      for (const bind::Reference& one : variable.references) {
        const bool is_class = one.kind == bind::ReferenceKind::kClass;
        if (!is_class && one.kind != bind::ReferenceKind::kImport) continue;
        const types::Type type = types_.TypeOf(one.node);
        if (type.kind != types::Type::Kind::kClass) break;
        const types::TypeEvaluator::Definition definition = types_.DefinitionOf(type);
        if (definition.module == nullptr) break;
        const ast::Tree& tree = definition.module->tree();
        if (tree[definition.node].kind != Kind::kClassDefinition) break;
        if (!TableNameOf(tree, definition.node).empty()) {
          classes.push_back({&tree, definition.node});
        }
        break;
      }
    }
    return classes;
  }

  // The name that the column with a foreign key is assigned to, or says itself.
  std::string_view OwnColumn(NodeId call) const {
    for (NodeId up = tree_[call].parent; up != kNoNode; up = tree_[up].parent) {
      if (tree_[up].kind == Kind::kAssignment) {
        const NodeId left = tree_.Child(up, Field::kLeft);
        return left == kNoNode ? "" : tree_.Text(left);
      }
      if (tree_[up].kind == Kind::kCall) {
        const NodeId list = tree_.Child(up, Field::kArguments);
        const NodeId first = list == kNoNode ? list : tree_.FirstChild(list);
        if (first != kNoNode && tree_[first].kind == Kind::kString) {
          return PlainUnquoted(tree_.Text(first));
        }
      } else if (tree_[up].kind != Kind::kArgumentList) {
        return "";
      }
    }
    return "";
  }

  void AddColumnsOf(std::string_view table, const std::vector<MappedColumn>& columns, bool is_own,
                    std::string_view said) {
    const bool is_said = !said.empty() && (table.starts_with(said) || said.starts_with(table));
    for (const MappedColumn& column : columns) {
      if (column.is_relation) continue;
      const bool is_key = column.is_key || column.name == "id";
      const float worth = (is_key ? kOfKeyColumn : kOfOtherTable) * (is_said ? kOfSaidTable : 1) *
                          (is_own ? kOfOwnTable : 1);
      keys_.Add(std::string(table) + "." + std::string(column.name), worth);
    }
  }

  bool AddColumns(NodeId call) {
    std::string_view said = OwnColumn(call);
    if (said.ends_with("_id")) said.remove_suffix(3);
    const NodeId own = ClassRound(tree_, call);
    for (const MappedClass& one : Classes()) {
      const bool is_own = one.tree == &tree_ && one.cls == own;
      AddColumnsOf(TableNameOf(*one.tree, one.cls), MappedColumnsOf(*one.tree, one.cls), is_own,
                   said);
    }
    for (NodeId node : tree_.ids()) {
      if (tree_[node].kind != Kind::kCall || NameOfCallee(tree_, node) != "Table") continue;
      AddMade(node, place_ > node && place_ < tree_[node].subtree_end, said);
    }
    return !keys_.empty();
  }

  // Table("users", metadata, Column("id", primary_key=True))
  void AddMade(NodeId made, bool is_own, std::string_view said) {
    const NodeId list = tree_.Child(made, Field::kArguments);
    const NodeId first = list == kNoNode ? list : tree_.FirstChild(list);
    if (first == kNoNode || tree_[first].kind != Kind::kString) return;
    std::vector<MappedColumn> columns;
    for (NodeId c = tree_.NextSibling(first); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind != Kind::kCall || NameOfCallee(tree_, c) != "Column") continue;
      const NodeId arguments = tree_.Child(c, Field::kArguments);
      const NodeId name = arguments == kNoNode ? arguments : tree_.FirstChild(arguments);
      if (name == kNoNode || tree_[name].kind != Kind::kString) continue;
      columns.push_back({PlainUnquoted(tree_.Text(name)), c, IsPrimaryKey(tree_, c)});
    }
    AddColumnsOf(PlainUnquoted(tree_.Text(first)), columns, is_own, said);
  }

  // relationship("|")
  bool AddClasses(NodeId call) {
    const NodeId own = ClassRound(tree_, call);
    for (const MappedClass& one : Classes()) {
      const NodeId name = one.tree->Child(one.cls, Field::kName);
      const bool is_own = one.tree == &tree_ && one.cls == own;
      if (name != kNoNode) keys_.Add(one.tree->Text(name), is_own ? kOfOwnTable : kOfOtherTable);
    }
    return !keys_.empty();
  }

  // The class that a relation stands for: "Post" of `relationship("Post")` and of
  // `Mapped[list["Post"]]`.
  std::string_view RelatedClass(NodeId call, const std::vector<MappedClass>& classes) const {
    const NodeId list = tree_.Child(call, Field::kArguments);
    const NodeId first = list == kNoNode ? list : tree_.FirstChild(list);
    if (first != kNoNode && tree_[first].kind == Kind::kString) {
      return PlainUnquoted(tree_.Text(first));
    }
    if (first != kNoNode && tree_[first].kind == Kind::kIdentifier) return tree_.Text(first);
    const NodeId statement = tree_[call].parent;
    const NodeId type = statement == kNoNode ? statement : tree_.Child(statement, Field::kType);
    if (type == kNoNode) return "";
    const std::string_view text = tree_.Text(type);
    std::string_view best;
    for (const MappedClass& one : classes) {
      const NodeId name = one.tree->Child(one.cls, Field::kName);
      if (name == kNoNode) continue;
      const std::string_view own = one.tree->Text(name);
      if (text.find(own) != text.npos && own.size() > best.size()) best = own;
    }
    return best;
  }

  // The relations of that class that are no further than this one.
  bool AddBack(NodeId call) {
    const std::vector<MappedClass> classes = Classes();
    const std::string_view related = RelatedClass(call, classes);
    const NodeId own = ClassRound(tree_, call);
    const NodeId own_name = own == kNoNode ? own : tree_.Child(own, Field::kName);
    for (const MappedClass& one : classes) {
      const ast::Tree& tree = *one.tree;
      const NodeId name = tree.Child(one.cls, Field::kName);
      if (name == kNoNode || tree.Text(name) != related) continue;
      for (const MappedColumn& field : MappedColumnsOf(tree, one.cls)) {
        if (!field.is_relation) continue;
        const std::string_view text = tree.Text(field.assignment);
        const bool is_back =
            own_name != kNoNode && text.find(tree_.Text(own_name)) != std::string_view::npos;
        keys_.Add(field.name, is_back ? kOfSaidTable : kOfOtherTable);
      }
    }
    return !keys_.empty();
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
  const NodeId place_;
  Keys& keys_;
};

}  // namespace

bool AddTableNames(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place,
                   Keys& keys) {
  return TableNames(index, types, place, keys).Add();
}

}  // namespace fastnode::predict
