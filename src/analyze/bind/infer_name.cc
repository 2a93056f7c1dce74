// Names: which bindings of a variable a read may see, and what they agree on.
#include <algorithm>

#include "analyze/bind/infer.h"

namespace fastnode::bind {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxBindings = 16;  // a name bound more often is anything

bool IsLoop(Kind kind) { return kind == Kind::kForStatement || kind == Kind::kWhileStatement; }

// Where a binding holds: reads from `from` on (nodes are in text order) see it, and those inside
// `region` see nothing older.
struct Extent {
  NodeId from;
  NodeId region;
};

Extent ExtentOf(const ast::Tree& tree, NodeId binding) {
  NodeId from = tree[binding].subtree_end, node = binding;
  for (;;) {
    NodeId parent = tree[node].parent;
    if (parent == kNoNode) return {from, node};
    Field field = tree[node].field;
    switch (tree[parent].kind) {
      case Kind::kForStatement:
        if (field == Field::kLeft) {
          NodeId body = tree.Child(parent, Field::kBody);
          if (body != kNoNode) return {body, body};
        }
        break;
      case Kind::kAssignment:
      case Kind::kAugmentedAssignment:
      case Kind::kNamedExpression:
        from = std::max(from, tree[parent].subtree_end);
        break;
      case Kind::kFunctionDefinition:
      case Kind::kClassDefinition:
        if (field == Field::kName) from = tree[parent].subtree_end;
        break;
      case Kind::kParameters:
      case Kind::kLambdaParameters:
        return {tree[parent].subtree_end, tree[parent].parent};
      case Kind::kExceptClause:
      case Kind::kCaseClause:
        return {from, parent};
      case Kind::kBlock:
      case Kind::kModule:
        return {from, parent};
      default:
        break;
    }
    node = parent;
  }
}

// The outermost loop of the scope of `read` that contains it but not `past`.
NodeId LoopAround(const ast::Tree& tree, NodeId read, NodeId scope_node, NodeId past) {
  NodeId loop = kNoNode;
  for (NodeId n = tree[read].parent; n != kNoNode && n != scope_node; n = tree[n].parent) {
    if (!IsLoop(tree[n].kind)) continue;
    if (past != kNoNode && n <= past && past < tree[n].subtree_end) break;
    loop = n;
  }
  return loop;
}

}  // namespace

const Reference* Inference::ReferenceAt(NodeId identifier) const {
  VariableId variable = index_.variable_of[static_cast<size_t>(identifier)];
  if (variable == kNone) return nullptr;
  const std::vector<Reference>& references = VariableAt(variable).references;
  auto found = std::lower_bound(references.begin(), references.end(), identifier,
                                [](const Reference& r, NodeId wanted) { return r.node < wanted; });
  return found == references.end() || found->node != identifier ? nullptr : &*found;
}

// Whether an identifier without variable is a name that is looked up (in builtins).
bool Inference::IsReference(NodeId identifier) const {
  NodeId parent = tree_[identifier].parent;
  Field field = tree_[identifier].field;
  switch (tree_[parent].kind) {
    case Kind::kAttribute:
      return field == Field::kObject;
    case Kind::kKeywordArgument:
      return field == Field::kValue;
    case Kind::kDottedName:
    case Kind::kAliasedImport:
    case Kind::kGlobalStatement:
    case Kind::kNonlocalStatement:
    case Kind::kKeywordPattern:
      return false;
    default:
      return true;
  }
}

Type Inference::NameValue(NodeId identifier) {
  if (IsHidden(identifier)) return Unknown();
  VariableId variable = index_.variable_of[static_cast<size_t>(identifier)];
  if (variable == kNone) {
    if (!IsReference(identifier)) return Unknown();
    std::string_view name = tree_.Text(identifier);
    if (name == "__name__" || name == "__file__" || name == "__qualname__") return Instance("str");
    return FromSymbol(Builtin(name), Unknown(), false);
  }
  const Reference* reference = ReferenceAt(identifier);
  if (reference != nullptr && IsBinding(reference->kind)) {
    return Ask(Question::kTarget, identifier);
  }
  // A comprehension's target stands after its uses, and nested functions run at any time.
  ScopeId scope = ExecutionScope(identifier);
  bool flows = scope == VariableAt(variable).scope &&
               ScopeAt(VariableAt(variable).scope).kind != ScopeKind::kComprehension;
  Type type = flows ? FlowValue(variable, identifier) : VariableValue(variable);
  return IsKnown(type) && type.kind != Type::Kind::kNone ? type
                                                         : Narrowed(variable, identifier, type);
}

// The scope whose order of execution a node is part of: comprehensions and class bodies run where
// they stand.
ScopeId Inference::ExecutionScope(NodeId node) const {
  VariableId variable = index_.variable_of[static_cast<size_t>(node)];
  ScopeId scope = ScopeOf(node);
  while (scope != VariableAt(variable).scope && ScopeAt(scope).parent != kNone &&
         (ScopeAt(scope).kind == ScopeKind::kComprehension ||
          ScopeAt(scope).kind == ScopeKind::kClass)) {
    scope = ScopeAt(scope).parent;
  }
  return scope;
}

Type Inference::VariableValue(VariableId variable) {
  std::vector<NodeId> bindings;
  for (const Reference& reference : VariableAt(variable).references) {
    if (IsBinding(reference.kind)) bindings.push_back(reference.node);
    if (bindings.size() > kMaxBindings) return Unknown();
  }
  return Combine(bindings, false);
}

Type Inference::FlowValue(VariableId variable, NodeId read) {
  const std::vector<Reference>& references = VariableAt(variable).references;
  NodeId scope_node = ScopeAt(VariableAt(variable).scope).node;
  auto behind = std::upper_bound(references.begin(), references.end(), read,
                                 [](NodeId wanted, const Reference& r) { return wanted < r.node; });
  std::vector<NodeId> bindings;  // nearest first
  NodeId ruling = kNoNode;
  for (auto at = behind; at != references.begin() && ruling == kNoNode;) {
    --at;
    if (!IsBinding(at->kind) || at->node == read) continue;
    Extent extent = ExtentOf(tree_, at->node);
    if (read < extent.from) continue;
    bindings.push_back(at->node);
    if (Contains(extent.region, read)) ruling = at->node;
    if (bindings.size() > kMaxBindings) return Unknown();
  }
  // In a loop, what is bound further down comes round again.
  NodeId loop = LoopAround(tree_, read, scope_node, ruling);
  if (loop != kNoNode) {
    for (auto at = references.begin(); at != references.end(); ++at) {
      if (at->node >= tree_[loop].subtree_end) break;
      if (at->node < loop || !IsBinding(at->kind) || at->node == read) continue;
      if (read >= ExtentOf(tree_, at->node).from) continue;
      bindings.push_back(at->node);
      if (bindings.size() > kMaxBindings) return Unknown();
    }
  }
  return Combine(bindings, true);
}

// What bindings agree on. Where the nearest is known, unknown ones further off do not count. Of
// imports that differ (`try: import a as x; except ImportError: import b as x`) the first that the
// library knows is taken.
Type Inference::Combine(const std::vector<NodeId>& bindings, bool nearest_first) {
  std::vector<Type> types;
  bool all_imports = !bindings.empty();
  for (NodeId binding : bindings) {
    const Reference* reference = ReferenceAt(binding);
    all_imports &= reference != nullptr && reference->kind == ReferenceKind::kImport;
    types.push_back(Ask(Question::kTarget, binding));
  }
  bool lenient = nearest_first && !types.empty() && IsKnown(types[0]);
  Type agreed = Agreed(types, lenient);
  if (IsKnown(agreed) || !all_imports) return agreed;
  if (nearest_first) std::reverse(types.begin(), types.end());
  for (const Type& type : types) {
    if (type.symbol != kNoSymbol) return type;
  }
  return types[0];
}

VariableId Inference::FindVariable(ScopeId scope, std::string_view name) const {
  for (ScopeId at = scope; at != kNone; at = ScopeAt(at).parent) {
    for (size_t v = 0; v < index_.variables.size(); ++v) {
      const Variable& variable = index_.variables[v];
      if (variable.scope == at && variable.name == name) return static_cast<VariableId>(v);
    }
  }
  return kNone;
}

Type Inference::Import(NodeId identifier) {
  NodeId clause = tree_[identifier].parent, statement = clause;
  while (statement != kNoNode && tree_[statement].kind != Kind::kImportStatement &&
         tree_[statement].kind != Kind::kImportFromStatement) {
    statement = tree_[statement].parent;
  }
  if (statement == kNoNode) return Unknown();
  NodeId name = clause;  // the dotted name that is imported
  if (tree_[clause].kind == Kind::kAliasedImport) name = tree_.Child(clause, Field::kName);
  if (name == kNoNode) return Unknown();
  auto module = [&](std::string path) -> Type {
    SymbolId symbol = library_.FindModule(path);
    if (symbol != kNoSymbol) return {.kind = Type::Kind::kModule, .symbol = symbol};
    return {.kind = Type::Kind::kModule, .path = std::move(path)};
  };
  if (tree_[statement].kind == Kind::kImportStatement) {
    // `import a.b` binds a.
    bool top = name == clause;
    return module(std::string(tree_.Text(top ? identifier : name)));
  }
  NodeId from = tree_.Child(statement, Field::kModuleName);
  if (from == kNoNode) return Unknown();
  std::string path = AbsoluteModule(tree_.Text(from), index_.package), member(tree_.Text(name));
  if (SymbolId symbol = library_.FindModule(path); symbol != kNoSymbol) {
    SymbolId found = library_.Child(symbol, member);
    if (found != kNoSymbol) {
      // A name of the library without a type stays unknown; it has no path of its own.
      return FromSymbol(found, Unknown(), false);
    }
  }
  if (!path.ends_with('.')) path += '.';
  return Opaque(path + member);
}

}  // namespace fastnode::bind
