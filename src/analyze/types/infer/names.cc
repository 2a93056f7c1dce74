// Names: which bindings of a variable a read may see, and what they give.
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::Reference;
using bind::ReferenceKind;
using bind::ScopeKind;

namespace {

constexpr size_t kMaxBindings = 16;  // of a name bound more often the nearest count

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

const Reference* Evaluator::ReferenceAt(const File& f, NodeId identifier) const {
  VariableId variable = f.variable_of(identifier);
  if (variable == kNone) return nullptr;
  const std::vector<Reference>& references = f.variable(variable).references;
  auto found = std::lower_bound(references.begin(), references.end(), identifier,
                                [](const Reference& r, NodeId wanted) { return r.node < wanted; });
  return found == references.end() || found->node != identifier ? nullptr : &*found;
}

// Whether an identifier without variable is a name that is looked up (in stars and builtins).
bool Evaluator::IsReference(const File& f, NodeId identifier) const {
  NodeId parent = f.parent(identifier);
  Field field = f.field(identifier);
  switch (f.kind(parent)) {
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

TypeId Evaluator::NameValue(const File& f, NodeId identifier) {
  if (IsHidden(f, identifier)) return kUnknownType;
  VariableId variable = f.variable_of(identifier);
  if (variable == kNone) {
    if (!IsReference(f, identifier)) return kUnknownType;
    return Narrowed(f, identifier, UnboundName(f, f.text(identifier)));
  }
  const Reference* reference = ReferenceAt(f, identifier);
  if (reference != nullptr && IsBinding(reference->kind)) {
    return Ask(Question::kTarget, f, identifier);
  }
  if (f.variable(variable).scope == 0) {  // of the stub of typing itself
    TypeId special = SpecialForm(f, f.text(identifier), identifier);
    if (table_.IsKnown(special)) return special;
  }
  // A comprehension's target stands after its uses, and nested functions run at any time.
  ScopeId scope = ExecutionScope(f, identifier);
  bool flows = scope == f.variable(variable).scope &&
               f.scope(f.variable(variable).scope).kind != ScopeKind::kComprehension;
  TypeId type = flows ? FlowValue(f, variable, identifier) : VariableValue(f, variable);
  return Narrowed(f, identifier, type);
}

// A name that the file does not bind.
TypeId Evaluator::UnboundName(const File& f, std::string_view name) {
  if (name == "__name__" || name == "__file__" || name == "__qualname__" || name == "__doc__") {
    return Instance("str");
  }
  if (std::string module = StarModule(f, name); !module.empty()) return ModuleName(module, name);
  if (f.module->path() == "builtins") return kUnknownType;
  return ModuleName("builtins", name);
}

// The variable that a name means in a scope, by Python's rules.
VariableId Evaluator::Lookup(const File& f, ScopeId scope, std::string_view name) const {
  for (ScopeId at = scope; at != kNone; at = f.scope(at).parent) {
    if (f.scope(at).kind == ScopeKind::kClass && at != scope) continue;
    if (VariableId found = f.module->Find(at, name); found != kNone) return found;
  }
  return kNone;
}

// The scope whose order of execution a node is part of: comprehensions and class bodies run where
// they stand.
ScopeId Evaluator::ExecutionScope(const File& f, NodeId node) const {
  ScopeId scope = f.scope_of(node), wanted = f.variable(f.variable_of(node)).scope;
  while (scope != wanted && f.scope(scope).parent != kNone &&
         (f.scope(scope).kind == ScopeKind::kComprehension ||
          f.scope(scope).kind == ScopeKind::kClass)) {
    scope = f.scope(scope).parent;
  }
  return scope;
}

// Where a variable is bound, apart from branches that are not taken.
std::vector<NodeId> Evaluator::Bindings(const File& f, VariableId variable) const {
  std::vector<NodeId> bindings;
  for (const Reference& reference : f.variable(variable).references) {
    if (!IsBinding(reference.kind) || IsHidden(f, reference.node)) continue;
    if (f.module->IsDead(reference.node)) continue;
    bindings.push_back(reference.node);
    if (bindings.size() == kMaxBindings) break;
  }
  return bindings;
}

TypeId Evaluator::VariableValue(const File& f, VariableId variable) {
  return Combine(f, Bindings(f, variable));
}

TypeId Evaluator::FlowValue(const File& f, VariableId variable, NodeId read) {
  const ast::Tree& tree = f.tree();
  const std::vector<Reference>& references = f.variable(variable).references;
  NodeId scope_node = f.scope(f.variable(variable).scope).node;
  auto behind = std::upper_bound(references.begin(), references.end(), read,
                                 [](NodeId wanted, const Reference& r) { return wanted < r.node; });
  std::vector<NodeId> bindings;  // nearest first
  NodeId ruling = kNoNode;
  auto counts = [&](const Reference& reference) {
    return IsBinding(reference.kind) && reference.node != read && !IsHidden(f, reference.node) &&
           !f.module->IsDead(reference.node);
  };
  for (auto at = behind; at != references.begin() && ruling == kNoNode;) {
    --at;
    if (!counts(*at)) continue;
    Extent extent = ExtentOf(tree, at->node);
    if (read < extent.from) continue;
    bindings.push_back(at->node);
    if (f.contains(extent.region, read)) ruling = at->node;
    if (bindings.size() >= kMaxBindings) break;
  }
  // In a loop, what is bound further down comes round again.
  NodeId loop = LoopAround(tree, read, scope_node, ruling);
  if (loop != kNoNode) {
    for (const Reference& reference : references) {
      if (reference.node >= tree[loop].subtree_end || bindings.size() >= kMaxBindings) break;
      if (reference.node < loop || !counts(reference)) continue;
      if (read >= ExtentOf(tree, reference.node).from) continue;
      bindings.push_back(reference.node);
    }
  }
  return Combine(f, bindings);
}

// What bindings give together: a declaration rules, and of several functions (overloads, a property
// and its setter, an `if` round each) one stands for all.
TypeId Evaluator::Combine(const File& f, const std::vector<NodeId>& bindings) {
  std::vector<TypeId> types;
  NodeId function = kNoNode;
  for (NodeId binding : bindings) {
    const Reference* reference = ReferenceAt(f, binding);
    if (reference != nullptr && reference->kind == ReferenceKind::kFunction) {
      bool first_stands = function != kNoNode && (HasDecorator(f, f.parent(function), "property") ||
                                                  HasDecorator(f, f.parent(function), "overload"));
      bool accessor = HasDecorator(f, f.parent(binding), "setter") ||
                      HasDecorator(f, f.parent(binding), "deleter");
      if (function == kNoNode || (!first_stands && !accessor)) function = binding;
      continue;
    }
    NodeId parent = f.parent(binding);
    bool declared = f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kType) != kNoNode;
    TypeId type = Ask(Question::kTarget, f, binding);
    if (declared && f.field(binding) == Field::kLeft) {
      TypeId annotation = Annotated(f, f.child(parent, Field::kType));
      if (table_.IsKnown(annotation) && table_[annotation].form != Form::kSpecial) return type;
    }
    types.push_back(type);
  }
  if (function != kNoNode) types.push_back(Ask(Question::kTarget, f, function));
  return table_.Union(types);
}

}  // namespace fastnode::types
