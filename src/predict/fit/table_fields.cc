#include "predict/fit/table_fields.h"

#include <algorithm>
#include <set>
#include <string>

#include "analyze/bind/path.h"
#include "analyze/types/file/module.h"
#include "predict/fit/written_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr int kMostLinks = 20;      // of a chain
constexpr size_t kMostTables = 10;  // a class and its bases

// The class of a module that is called so.
NodeId ClassCalled(const ast::Tree& tree, std::string_view name) {
  for (NodeId s = tree.FirstChild(ast::kRoot); s != kNoNode; s = tree.NextSibling(s)) {
    const NodeId cls =
        tree[s].kind == Kind::kDecoratedDefinition ? tree.Child(s, Field::kDefinition) : s;
    if (cls == kNoNode || tree[cls].kind != Kind::kClassDefinition) continue;
    const NodeId own = tree.Child(cls, Field::kName);
    if (own != kNoNode && tree.Text(own) == name) return cls;
  }
  return kNoNode;
}

// A class by what names it in a file: an expression, or a string.
std::optional<Table> TableNamed(types::TypeEvaluator& types, const Table& at, NodeId node) {
  const ast::Tree& tree = *at.tree;
  const bool is_text = tree[node].kind == Kind::kString;
  if (at.is_here && !is_text) {
    if (const auto found = TableOf(types, types.TypeOf(node))) return found;
  }
  const std::string_view text = is_text ? PlainUnquoted(tree.Text(node)) : tree.Text(node);
  if (text == "self") return at;
  const NodeId cls = ClassCalled(tree, bind::LastComponent(text));
  if (cls == kNoNode) return std::nullopt;
  return Table{at.tree, cls, at.is_here};
}

}  // namespace

std::vector<TableField> TableFieldsOf(const ast::Tree& tree, NodeId cls) {
  std::vector<TableField> fields;
  const NodeId body = tree.Child(cls, Field::kBody);
  for (NodeId s = body == kNoNode ? body : tree.FirstChild(body); s != kNoNode;
       s = tree.NextSibling(s)) {
    const NodeId first = tree.FirstChild(s);
    if (first == kNoNode || tree[first].kind != Kind::kAssignment) continue;
    const NodeId left = tree.Child(first, Field::kLeft), right = tree.Child(first, Field::kRight);
    if (left == kNoNode || right == kNoNode || tree[left].kind != Kind::kIdentifier) continue;
    if (tree[right].kind != Kind::kCall) continue;
    const std::string_view made_by = NameOfCallee(tree, right);
    const bool is_relation = made_by == "ForeignKey" || made_by.find("ToOne") != made_by.npos ||
                             made_by.find("ToMany") != made_by.npos;
    if (!is_relation && !made_by.ends_with("Field")) continue;
    fields.push_back({tree.Text(left), made_by, right, is_relation});
  }
  return fields;
}

std::vector<std::pair<Table, TableField>> AllTableFieldsOf(types::TypeEvaluator& types,
                                                           const Table& table) {
  std::vector<std::pair<Table, TableField>> fields;
  std::vector<Table> tables = {table};
  std::set<std::string_view> seen;
  for (size_t i = 0; i < tables.size() && i < kMostTables; ++i) {
    const Table at = tables[i];
    for (const TableField& field : TableFieldsOf(*at.tree, at.cls)) {
      if (seen.insert(field.name).second) fields.emplace_back(at, field);
    }
    const NodeId bases = at.tree->Child(at.cls, Field::kSuperclasses);
    for (NodeId c = bases == kNoNode ? bases : at.tree->FirstChild(bases); c != kNoNode;
         c = at.tree->NextSibling(c)) {
      const bool is_name =
          (*at.tree)[c].kind == Kind::kIdentifier || (*at.tree)[c].kind == Kind::kAttribute;
      if (!is_name) continue;
      const std::optional<Table> base = TableNamed(types, at, c);
      if (base && base->cls != at.cls) tables.push_back(*base);
    }
  }
  return fields;
}

std::optional<Table> TableOf(types::TypeEvaluator& types, const types::Type& cls) {
  using TypeKind = types::Type::Kind;
  if (cls.kind != TypeKind::kClass && cls.kind != TypeKind::kInstance) return std::nullopt;
  const types::TypeEvaluator::Definition definition = types.DefinitionOf(cls);
  if (definition.module == nullptr) return std::nullopt;
  const ast::Tree& tree = definition.module->tree();
  if (tree[definition.node].kind != Kind::kClassDefinition) return std::nullopt;
  return Table{&tree, definition.node, definition.is_here};
}

std::optional<Table> TableOfRelation(types::TypeEvaluator& types, const Table& table,
                                     const TableField& field) {
  const NodeId list = table.tree->Child(field.call, Field::kArguments);
  for (NodeId c = list == kNoNode ? list : table.tree->FirstChild(list); c != kNoNode;
       c = table.tree->NextSibling(c)) {
    const Kind kind = (*table.tree)[c].kind;
    if (kind == Kind::kIdentifier || kind == Kind::kAttribute || kind == Kind::kString) {
      return TableNamed(types, table, c);
    }
    if (kind != Kind::kKeywordArgument) continue;
    const NodeId name = table.tree->Child(c, Field::kName);
    const NodeId value = table.tree->Child(c, Field::kValue);
    if (name == kNoNode || value == kNoNode || table.tree->Text(name) != "to") continue;
    return TableNamed(types, table, value);
  }
  return std::nullopt;
}

NodeId ModelOfChain(const ast::Tree& tree, NodeId call) {
  NodeId node = call;
  bool has_manager = false;
  for (int i = 0; i < kMostLinks && node != kNoNode; ++i) {
    if (tree[node].kind == Kind::kIdentifier) return has_manager ? node : NodeId(kNoNode);
    if (tree[node].kind == Kind::kCall) {
      node = tree.Child(node, Field::kFunction);
    } else if (tree[node].kind == Kind::kAttribute) {
      if (has_manager) return node;
      const NodeId name = tree.Child(node, Field::kAttribute);
      has_manager = name != kNoNode && tree.Text(name) == "objects";
      node = tree.Child(node, Field::kObject);
    } else {
      return kNoNode;
    }
  }
  return kNoNode;
}

NodeId ModelNamedBy(const ast::Tree& tree, NodeId owner) {
  const NodeId body = tree.Child(owner, Field::kBody);
  for (NodeId s = body == kNoNode ? body : tree.FirstChild(body); s != kNoNode;
       s = tree.NextSibling(s)) {
    const NodeId first = tree.FirstChild(s);
    if (first == kNoNode || tree[first].kind != Kind::kAssignment) continue;
    const NodeId left = tree.Child(first, Field::kLeft);
    if (left != kNoNode && tree.Text(left) == "model") return tree.Child(first, Field::kRight);
  }
  const NodeId decorated = tree[owner].parent;
  if (decorated == kNoNode || tree[decorated].kind != Kind::kDecoratedDefinition) return kNoNode;
  for (NodeId c = tree.FirstChild(decorated); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kDecorator) continue;
    for (NodeId call = tree.FirstChild(c); call != kNoNode; call = tree.NextSibling(call)) {
      if (tree[call].kind != Kind::kCall || NameOfCallee(tree, call) != "register") continue;
      const NodeId list = tree.Child(call, Field::kArguments);
      return list == kNoNode ? list : tree.FirstChild(list);
    }
  }
  return kNoNode;
}

}  // namespace fastnode::predict
