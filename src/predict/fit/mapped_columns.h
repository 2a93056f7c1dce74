// Columns of a class that declares a table as SQLAlchemy's do: `id: Mapped[int]`,
// `name = Column(String)`. Read off the text, so that it needs no sources of SQLAlchemy.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/ast/tree.h"

namespace fastnode::predict {

struct MappedColumn {
  std::string_view name;  // valid while the tree is
  ast::NodeId assignment = ast::kNoNode;
  bool is_key = false;       // a primary one
  bool is_relation = false;  // it stands for objects of another class
};

// Those of its own body, in their order.
std::vector<MappedColumn> MappedColumnsOf(const ast::Tree& tree, ast::NodeId cls);
// The name of its table; "" if it declares none.
std::string_view TableNameOf(const ast::Tree& tree, ast::NodeId cls);
// Whether a call of `Column` is one of a primary key.
bool IsPrimaryKey(const ast::Tree& tree, ast::NodeId call);

}  // namespace fastnode::predict
