// Fields of a class that declares a table, as Django's models do: what its body assigns a call of a
// field's class (`title = CharField()`), and which class a field stands for (`ForeignKey(Author)`,
// `ForeignKey("Author")`). Read off the text, so that it needs no sources of Django.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"

namespace fastnode::predict {

struct TableField {
  std::string_view name, made_by;  // "title", "CharField"; valid while the tree is
  ast::NodeId call = ast::kNoNode;
  bool is_relation = false;  // it stands for objects of another class
};

// Where a class is written.
struct Table {
  const ast::Tree* tree = nullptr;  // valid while the evaluator lives
  ast::NodeId cls = ast::kNoNode;
  bool is_here = false;  // in the file at hand
};

// Those of its own body, in their order.
std::vector<TableField> TableFieldsOf(const ast::Tree& tree, ast::NodeId cls);
// Those of its bases, too, as far as they are found; its own first.
std::vector<std::pair<Table, TableField>> AllTableFieldsOf(types::TypeEvaluator& types,
                                                           const Table& table);

// Nothing if it is no class, or nothing is known of it.
std::optional<Table> TableOf(types::TypeEvaluator& types, const types::Type& cls);
// What a field stands for.
std::optional<Table> TableOfRelation(types::TypeEvaluator& types, const Table& table,
                                     const TableField& field);

// `Book` of `Book.objects.filter(x=1).order_by()`, a node of the file at hand; kNoNode: no manager
// is asked.
ast::NodeId ModelOfChain(const ast::Tree& tree, ast::NodeId call);

// The class that another is made for, which names it as `model = Book` in its body or is registered
// for it, `@admin.register(Book)`; kNoNode: it names none.
ast::NodeId ModelNamedBy(const ast::Tree& tree, ast::NodeId owner);

}  // namespace fastnode::predict
