#include "predict/written_values.h"

#include <algorithm>

#include "analyze/bind/path.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr int kMaxDepth = 8;
constexpr size_t kMostAsked = 2000;

bool IsDisplay(Kind kind) {
  return kind == Kind::kDictionary || kind == Kind::kList || kind == Kind::kTuple ||
         kind == Kind::kSet || kind == Kind::kListComprehension ||
         kind == Kind::kGeneratorExpression;
}

// The class whose body a node stands in, within a method or not; or kNoNode.
NodeId ClassAround(const ast::Tree& tree, NodeId node) {
  while (node != kNoNode && tree[node].kind != Kind::kClassDefinition) node = tree[node].parent;
  return node;
}

}  // namespace

std::string_view PlainUnquoted(std::string_view literal) {
  if (literal.size() < 2 || (literal[0] != '"' && literal[0] != '\'')) return "";
  size_t end = 1;
  while (end < literal.size() && literal[end] != literal[0]) end += literal[end] == '\\' ? 2 : 1;
  if (end != literal.size() - 1) return "";
  return literal.substr(1, literal.size() - 2);
}

std::string_view KeyOf(const ast::Tree& tree, NodeId item) {
  if (tree[item].kind == Kind::kKeywordArgument) {
    return tree.Text(tree.Child(item, Field::kName));
  }
  const NodeId key = tree.Child(item, Field::kKey);
  return key != kNoNode && tree[key].kind == Kind::kString ? PlainUnquoted(tree.Text(key)) : "";
}

std::vector<NodeId> WrittenValues::DictionariesOf(NodeId expression) {
  asked_.clear();
  asked_paths_.clear();
  Nodes found;
  AddOf(expression, 0, found);
  std::erase_if(found, [&](NodeId node) {
    return tree_[node].kind != Kind::kDictionary && tree_[node].kind != Kind::kCall;
  });
  return found;
}

void WrittenValues::AddAll(const Nodes& expressions, int depth, Nodes& found) {
  for (NodeId one : expressions) AddOf(one, depth, found);
}

void WrittenValues::AddOf(NodeId expression, int depth, Nodes& found) {
  if (expression == kNoNode || depth > kMaxDepth || asked_.size() > kMostAsked) return;
  if (!asked_.insert(expression.index()).second) return;
  const Kind kind = tree_[expression].kind;
  if (IsDisplay(kind)) return found.push_back(expression);
  switch (kind) {
    case Kind::kCall:
      return AddOfCall(expression, depth + 1, found);
    case Kind::kIdentifier:
      return AddOfVariable(index_.variable_of[expression], depth + 1, found);
    case Kind::kAttribute:
      return AddOfAttribute(expression, depth + 1, found);
    case Kind::kSubscript:
      return AddOfSubscript(expression, depth + 1, found);
    case Kind::kParenthesizedExpression:
      return AddOf(tree_.FirstChild(expression), depth + 1, found);
    default:
      return;
  }
}

// `dict(...)`, or a function of the file.
void WrittenValues::AddOfCall(NodeId call, int depth, Nodes& found) {
  const NodeId callee = tree_.Child(call, Field::kFunction);
  if (callee == kNoNode || tree_[callee].kind != Kind::kIdentifier) return;
  if (tree_.Text(callee) == "dict" && tree_.Child(call, Field::kArguments) != kNoNode) {
    return found.push_back(call);
  }
  const bind::VariableId variable = index_.variable_of[callee];
  if (variable == bind::kNone) return;
  for (const bind::Reference& reference : index_.variables[variable].references) {
    if (reference.kind != bind::ReferenceKind::kFunction) continue;
    AddReturned(tree_[reference.node].parent, depth, found);
  }
}

void WrittenValues::AddReturned(NodeId function, int depth, Nodes& found) {
  const NodeId body = tree_.Child(function, Field::kBody);
  if (body == kNoNode || tree_.Text(tree_.FirstChild(function)) == "async") return;
  if (!asked_.insert(function.index()).second) return;
  for (NodeId node{body}; node < tree_[body].subtree_end; ++node) {
    if (tree_[node].kind == Kind::kFunctionDefinition) {
      node = NodeId(tree_[node].subtree_end.index() - 1);  // what is inside returns from there
    } else if (tree_[node].kind == Kind::kReturnStatement) {
      const NodeId word = tree_.FirstChild(node);
      AddOf(word == kNoNode ? NodeId(kNoNode) : tree_.NextSibling(word), depth, found);
    }
  }
}

void WrittenValues::AddOfVariable(bind::VariableId variable, int depth, Nodes& found) {
  if (variable == bind::kNone) return;
  for (const bind::Reference& reference : index_.variables[variable].references) {
    if (reference.kind == bind::ReferenceKind::kWrite) AddBound(reference.node, depth, found);
  }
}

// What an assignment, a loop or a comprehension gives its target.
void WrittenValues::AddBound(NodeId target, int depth, Nodes& found) {
  NodeId statement = tree_[target].parent;
  if (statement == kNoNode) return;
  const bool is_second = tree_[statement].kind == Kind::kPatternList &&
                         tree_.NextSibling(tree_.FirstChild(statement)) == target &&
                         tree_.NextSibling(target) == kNoNode;
  const NodeId left = is_second ? statement : target;
  if (is_second) statement = tree_[statement].parent;
  if (statement == kNoNode || tree_.Child(statement, Field::kLeft) != left) return;
  const NodeId right = tree_.Child(statement, Field::kRight);
  if (right == kNoNode) return;
  const Kind kind = tree_[statement].kind;
  if (kind == Kind::kAssignment && !is_second) return AddOf(right, depth, found);
  if (kind != Kind::kForStatement && kind != Kind::kForInClause) return;
  Nodes displays;
  if (!is_second) {
    AddOf(right, depth, displays);
    return AddAll(ElementsOf(displays), depth, found);
  }
  // for key, value in x.items()
  const NodeId callee =
      tree_[right].kind == Kind::kCall ? tree_.Child(right, Field::kFunction) : NodeId(kNoNode);
  if (callee == kNoNode || tree_[callee].kind != Kind::kAttribute) return;
  const NodeId name = tree_.Child(callee, Field::kAttribute);
  if (name == kNoNode || tree_.Text(name) != "items") return;
  AddOf(tree_.Child(callee, Field::kObject), depth, displays);
  AddAll(ValuesOf(displays, ""), depth, found);
}

// What is stored under the same path, or in the body of the class that `self` is an object of.
void WrittenValues::AddOfAttribute(NodeId attribute, int depth, Nodes& found) {
  const std::string path = bind::PathText(tree_, attribute);
  if (!asked_paths_.insert(path).second) return;
  for (const bind::AttributeUse& use : index_.attributes) {
    const bool stores = use.context == bind::UseContext::kStore;
    if (stores && bind::PathText(tree_, use.node) == path) AddBound(use.node, depth, found);
  }
  const size_t dot = path.find('.');
  const std::string_view base = std::string_view(path).substr(0, dot),
                         name = std::string_view(path).substr(dot + 1);
  const NodeId around = ClassAround(tree_, attribute);
  for (const bind::Variable& variable : index_.variables) {
    const bind::Scope& scope = index_.scopes[variable.scope];
    if (variable.name != name || scope.kind != bind::ScopeKind::kClass) continue;
    const NodeId class_name = tree_.Child(scope.node, Field::kName);
    const bool is_own = (base == "self" || base == "cls") && scope.node == around;
    if (!is_own && (class_name == kNoNode || tree_.Text(class_name) != base)) continue;
    for (const bind::Reference& reference : variable.references) {
      if (reference.kind == bind::ReferenceKind::kWrite) AddBound(reference.node, depth, found);
    }
  }
}

// d["a"] of a dictionary, x[0] of anything else.
void WrittenValues::AddOfSubscript(NodeId subscript, int depth, Nodes& found) {
  const NodeId key = tree_.Child(subscript, Field::kSubscript);
  if (key == kNoNode || tree_[key].kind == Kind::kSlice) return;
  Nodes displays;
  AddOf(tree_.Child(subscript, Field::kValue), depth, displays);
  if (tree_[key].kind != Kind::kString) return AddAll(ElementsOf(displays), depth, found);
  const std::string_view text = PlainUnquoted(tree_.Text(key));
  if (!text.empty()) AddAll(ValuesOf(displays, text), depth, found);
}

std::vector<NodeId> WrittenValues::ElementsOf(const Nodes& displays) const {
  Nodes elements;
  for (NodeId display : displays) {
    const Kind kind = tree_[display].kind;
    if (kind == Kind::kDictionary || kind == Kind::kCall) continue;
    if (kind == Kind::kListComprehension || kind == Kind::kGeneratorExpression) {
      if (const NodeId body = tree_.Child(display, Field::kBody); body != kNoNode) {
        elements.push_back(body);
      }
      continue;
    }
    for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
      elements.push_back(c);
    }
  }
  return elements;
}

std::vector<NodeId> WrittenValues::ValuesOf(const Nodes& displays, std::string_view key) const {
  Nodes values;
  for (NodeId display : displays) {
    if (tree_[display].kind != Kind::kDictionary) continue;
    for (NodeId pair = tree_.FirstChild(display); pair != kNoNode; pair = tree_.NextSibling(pair)) {
      if (tree_[pair].kind != Kind::kPair || (!key.empty() && KeyOf(tree_, pair) != key)) continue;
      const NodeId value = tree_.Child(pair, Field::kValue);
      if (value != kNoNode) values.push_back(value);
    }
  }
  return values;
}

}  // namespace fastnode::predict
