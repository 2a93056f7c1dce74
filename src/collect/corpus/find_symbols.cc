// FindSymbols: which library symbols one source uses. Import statements give the symbols as
// written, types the canonical ones. Each symbol is a number until all are counted.
#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>

#include "analyze/bind/arguments.h"
#include "collect/corpus/symbols.h"

namespace fastnode::corpus {
namespace {

using ast::Field;
using ast::Kind;
using ast::NodeId;
using bind::ReferenceKind;

// Relative imports are no symbols, nor is what is only known by how it was reached ("pkg.make()").
bool IsSymbol(std::string_view path) {
  return !path.empty() && path.size() <= kMaxSymbolBytes && path.front() != '.' &&
         path.find_first_of("()[]") == std::string_view::npos;
}

using SymbolId = Id<struct SymbolTag>;
constexpr SymbolId kEmpty{0};

class SymbolTable {
 public:
  SymbolTable() { IdOf(""); }

  SymbolId IdOf(std::string_view symbol) {
    auto found = ids_.find(symbol);
    if (found != ids_.end()) return found->second;
    rows_.push_back({std::string(symbol), IsSymbol(symbol), {}});
    return ids_.emplace(rows_.back().text, SymbolId(rows_.size() - 1)).first->second;
  }
  const std::string& TextOf(SymbolId id) const { return rows_[id.index()].text; }
  void Count(SymbolForm form, SymbolId id, SymbolContext context) {
    Row& row = rows_[id.index()];
    if (row.is_symbol) ++row.counts[static_cast<size_t>(form)][static_cast<size_t>(context)];
  }

  // Those that were counted, sorted. `row_of`: by id their place there, or kNoSymbol.
  std::vector<FileSymbols::Row> Sorted(SymbolForm form, std::vector<uint32_t>& row_of) const {
    std::vector<SymbolId> order;
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].counts[static_cast<size_t>(form)] != SymbolCounts{}) order.emplace_back(i);
    }
    std::sort(order.begin(), order.end(),
              [&](SymbolId a, SymbolId b) { return TextOf(a) < TextOf(b); });
    row_of.assign(rows_.size(), kNoSymbol);
    std::vector<FileSymbols::Row> sorted;
    sorted.reserve(order.size());
    for (SymbolId id : order) {
      row_of[id.index()] = static_cast<uint32_t>(sorted.size());
      sorted.push_back({TextOf(id), rows_[id.index()].counts[static_cast<size_t>(form)]});
    }
    return sorted;
  }

 private:
  struct Row {
    std::string text;
    bool is_symbol;
    std::array<SymbolCounts, 2> counts;
  };
  std::deque<Row> rows_;  // never moved: ids_ has views of their texts
  std::unordered_map<std::string_view, SymbolId> ids_;
};

class Finder {
 public:
  Finder(const bind::FileIndex& index, types::TypeEvaluator& types)
      : index_(index),
        tree_(index.tree),
        types_(types),
        is_read_(tree_.nodes.size()),
        is_use_(tree_.nodes.size()),
        written_(tree_.nodes.size(), kEmpty),
        canonical_(tree_.nodes.size(), kEmpty) {}

  FileSymbols Run() {
    for (const bind::Variable& variable : index_.variables) {
      for (const bind::Reference& reference : variable.references) {
        if (reference.kind == ReferenceKind::kRead) is_read_[reference.node] = true;
      }
    }
    for (const bind::AttributeUse& use : index_.attributes) {
      is_use_[use.node] = true;
    }
    ReadImports();
    for (NodeId node : tree_.ids()) Visit(node);
    return Finish();
  }

 private:
  void Count(NodeId node, SymbolContext context) {
    symbols_.Count(SymbolForm::kWritten, written_[node], context);
    symbols_.Count(SymbolForm::kCanonical, canonical_[node], context);
  }

  // A dotted name of an import statement without its blanks and comments.
  std::string DottedName(NodeId node) const {
    if (tree_[node].kind == Kind::kIdentifier) return std::string(tree_.Text(node));
    std::string path;
    for (NodeId c = tree_.FirstChild(node); c != ast::kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind != Kind::kIdentifier) continue;
      if (!path.empty()) path += '.';
      path += tree_.Text(c);
    }
    return path;
  }

  void CountImport(const std::string& symbol) {
    const SymbolId id = symbols_.IdOf(symbol);
    symbols_.Count(SymbolForm::kWritten, id, SymbolContext::kImport);
    symbols_.Count(SymbolForm::kCanonical, id, SymbolContext::kImport);
  }

  // What the names that import statements bind stand for, as written.
  void ReadImports() {
    for (NodeId node : tree_.ids()) {
      const Kind kind = tree_[node].kind;
      if (kind == Kind::kImportStatement) ReadImport(node);
      if (kind == Kind::kImportFromStatement) ReadFromImport(node);
    }
  }

  void Bind(NodeId identifier, const std::string& symbol) {
    bind::VariableId variable = index_.variable_of[identifier];
    if (variable != bind::kNone) imported_.emplace(variable, symbols_.IdOf(symbol));
  }

  void ReadImport(NodeId statement) {
    for (NodeId c = tree_.FirstChild(statement); c != ast::kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kDottedName) {
        CountImport(DottedName(c));
        NodeId first = tree_.FirstChild(c);
        if (first != ast::kNoNode) Bind(first, std::string(tree_.Text(first)));
      } else if (tree_[c].kind == Kind::kAliasedImport) {
        NodeId name = tree_.Child(c, Field::kName), alias = tree_.Child(c, Field::kAlias);
        if (name == ast::kNoNode || alias == ast::kNoNode) continue;
        CountImport(DottedName(name));
        Bind(alias, DottedName(name));
      }
    }
  }

  void ReadFromImport(NodeId statement) {
    NodeId from = tree_.Child(statement, Field::kModuleName);
    if (from == ast::kNoNode || tree_[from].kind != Kind::kDottedName) return;  // relative
    const std::string module = DottedName(from);
    CountImport(module);
    for (NodeId c = tree_.FirstChild(statement); c != ast::kNoNode; c = tree_.NextSibling(c)) {
      if (c == from) continue;
      NodeId name = c, alias = c;
      if (tree_[c].kind == Kind::kAliasedImport) {
        name = tree_.Child(c, Field::kName);
        alias = tree_.Child(c, Field::kAlias);
      } else if (tree_[c].kind == Kind::kDottedName) {
        alias = tree_.FirstChild(c);
      } else {
        continue;
      }
      if (name == ast::kNoNode || alias == ast::kNoNode) continue;
      const std::string symbol = module + "." + DottedName(name);
      CountImport(symbol);
      Bind(alias, symbol);
    }
  }

  SymbolId CanonicalOf(NodeId node) {
    types::Type type = types_.TypeOf(node);
    if (type.local != ast::kNoNode) return kEmpty;
    if (type.kind == types::Type::Kind::kNone) return symbols_.IdOf("builtins.None");
    return symbols_.IdOf(type.path);
  }

  // kEmpty if no import leads to it.
  SymbolId Written(NodeId node) {
    SymbolId& symbol = written_[node];
    if (symbol != kEmpty) return symbol;
    if (tree_[node].kind == Kind::kIdentifier) {
      auto imported = imported_.find(index_.variable_of[node]);
      if (imported != imported_.end()) symbol = imported->second;
    } else if (tree_[node].kind == Kind::kAttribute) {
      NodeId base = tree_.Child(node, Field::kObject), name = tree_.Child(node, Field::kAttribute);
      if (base == ast::kNoNode || name == ast::kNoNode) return symbol;
      const std::string& before = symbols_.TextOf(Written(base));
      if (!before.empty() && before.size() <= kMaxSymbolBytes)
        symbol = symbols_.IdOf(before + "." + std::string(tree_.Text(name)));
    }
    return symbol;
  }

  // Whether a plain name is read. A name that the file never binds (a builtin) has no references.
  bool IsRead(NodeId node) const {
    if (index_.variable_of[node] != bind::kNone) return is_read_[node];
    const NodeId parent = tree_[node].parent;
    if (parent == ast::kNoNode) return false;
    switch (tree_[parent].kind) {
      case Kind::kAttribute:
        return tree_[node].field == Field::kObject;
      case Kind::kKeywordArgument:
        return tree_[node].field == Field::kValue;
      case Kind::kDottedName:
      case Kind::kAliasedImport:
      case Kind::kGlobalStatement:
      case Kind::kNonlocalStatement:
        return false;
      default:
        return true;
    }
  }

  void Visit(NodeId node) {
    const Kind kind = tree_[node].kind;
    const bool is_name = kind == Kind::kIdentifier && IsRead(node);
    const bool is_attribute = kind == Kind::kAttribute && is_use_[node];
    const bool is_call = kind == Kind::kCall;
    if (!is_name && !is_attribute && !is_call) return;
    canonical_[node] = CanonicalOf(node);
    if (!is_call) Written(node);
    if (written_[node] == kEmpty) written_[node] = canonical_[node];
    Count(node, SymbolContext::kExpr);
    if (is_name) Count(node, SymbolContext::kName);
    if (is_attribute) Count(node, SymbolContext::kAttribute);
    NodeId parent = tree_[node].parent;
    if (!is_call && parent != ast::kNoNode && tree_[parent].kind == Kind::kCall &&
        tree_[node].field == Field::kFunction) {
      Count(node, SymbolContext::kCallFunc);
    }
  }

  FileSymbols Finish() const {
    FileSymbols symbols;
    std::vector<uint32_t> row_of;
    for (SymbolForm form : {SymbolForm::kWritten, SymbolForm::kCanonical}) {
      symbols.rows[static_cast<size_t>(form)] = symbols_.Sorted(form, row_of);
    }
    // Of canonical symbols now.
    auto row = [&](NodeId node) { return row_of[canonical_[node].index()]; };
    for (const bind::AttributeUse& use : index_.attributes) {
      symbols.attribute_of_use.push_back(row(use.node));
      bool is_name = tree_[use.base].kind == Kind::kIdentifier;
      symbols.base_of_use.push_back(is_name ? row(use.base) : kNoSymbol);
    }
    for (const bind::ArgumentPlace& place : bind::FindArgumentPlaces(tree_)) {
      NodeId callee = tree_.Child(place.call, Field::kFunction);
      symbols.callee_of_place.push_back(callee == ast::kNoNode ? kNoSymbol : row(callee));
    }
    return symbols;
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
  SymbolTable symbols_;
  std::unordered_map<bind::VariableId, SymbolId> imported_;
  IdVector<NodeId, bool> is_read_, is_use_;  // a read reference; an attribute use
  IdVector<NodeId, SymbolId> written_, canonical_;
};

}  // namespace

FileSymbols FindSymbols(const bind::FileIndex& index, types::TypeEvaluator& types) {
  return Finder(index, types).Run();
}

}  // namespace fastnode::corpus
