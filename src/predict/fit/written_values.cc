#include "predict/fit/written_values.h"

#include <algorithm>
#include <iterator>

#include "analyze/bind/path.h"
#include "predict/fit/callers.h"
#include "support/is_any_of.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr int kMaxDepth = 8;
constexpr size_t kMostAsked = 2000;
constexpr int kMaxSearches = 8;
constexpr int kMaxAskedOfVariable = 8;  // each looks at all its mentions

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

NodeId FirstArgumentOf(const ast::Tree& tree, NodeId call) {
  const NodeId list = tree.Child(call, Field::kArguments);
  return list == kNoNode ? NodeId(kNoNode) : tree.FirstChild(list);
}

// The object on which a call calls a method, or kNoNode.
NodeId CalledOn(const ast::Tree& tree, NodeId call) {
  const NodeId callee = tree.Child(call, Field::kFunction);
  const bool is_method = callee != kNoNode && tree[callee].kind == Kind::kAttribute;
  return is_method ? tree.Child(callee, Field::kObject) : NodeId(kNoNode);
}

// What stands behind `yield`, in a function but in none within it.
std::vector<NodeId> YieldedBy(const ast::Tree& tree, NodeId function) {
  std::vector<NodeId> values;
  const NodeId body = tree.Child(function, Field::kBody);
  if (body == kNoNode) return values;
  for (NodeId node{body}; node < tree[body].subtree_end;) {
    const Kind kind = tree[node].kind;
    if (kind == Kind::kYield) {
      const NodeId word = tree.FirstChild(node);
      const NodeId value = word == kNoNode ? word : tree.NextSibling(word);
      if (value != kNoNode && tree[value].kind != Kind::kKeyword) values.push_back(value);
    }
    const bool is_other = kind == Kind::kFunctionDefinition || kind == Kind::kLambda;
    node = is_other ? tree[node].subtree_end : node + 1;
  }
  return values;
}

}  // namespace

std::string_view NameOfCallee(const ast::Tree& tree, NodeId call) {
  const NodeId callee = call == kNoNode ? NodeId(kNoNode) : tree.Child(call, Field::kFunction);
  if (callee == kNoNode) return "";
  if (tree[callee].kind == Kind::kIdentifier) return tree.Text(callee);
  if (tree[callee].kind != Kind::kAttribute) return "";
  const NodeId name = tree.Child(callee, Field::kAttribute);
  return name == kNoNode ? "" : tree.Text(name);
}

NodeId IterableOfKey(const ast::Tree& tree, NodeId key) {
  const NodeId keyword = tree[key].parent;
  if (keyword == kNoNode || tree[keyword].kind != Kind::kKeywordArgument) return kNoNode;
  const NodeId list = tree[keyword].parent;
  if (KeyOf(tree, keyword) != "key" || tree[list].kind != Kind::kArgumentList) return kNoNode;
  const NodeId call = tree[list].parent;
  if (NameOfCallee(tree, call) == "sort") return CalledOn(tree, call);
  const NodeId first = tree.FirstChild(list);
  return first == keyword ? NodeId(kNoNode) : first;
}

std::string_view PlainUnquoted(std::string_view literal) {
  if (literal.size() < 2 || (literal[0] != '"' && literal[0] != '\'')) return "";
  size_t end = 1;
  while (end < literal.size() && literal[end] != literal[0]) end += literal[end] == '\\' ? 2 : 1;
  if (end != literal.size() - 1) return "";
  return literal.substr(1, literal.size() - 2);
}

bool IsBytes(std::string_view literal) {
  return literal.substr(0, literal.find_first_of("\"'")).find_first_of("bB") != literal.npos;
}

std::string_view KeyOf(const ast::Tree& tree, NodeId item) {
  if (tree[item].kind == Kind::kKeywordArgument) {
    return tree.Text(tree.Child(item, Field::kName));
  }
  const NodeId key = tree.Child(item, Field::kKey);
  return key != kNoNode && tree[key].kind == Kind::kString ? PlainUnquoted(tree.Text(key)) : "";
}

void WrittenValues::Begin() {
  asked_.clear();
  asked_paths_.clear();
  asked_variables_.clear();
  imported_.clear();
  num_searches_ = 0;
}

// Without what holds others alone.
void WrittenValues::KeepDictionaries(const ast::Tree& tree, Nodes& found) {
  std::erase_if(found, [&](NodeId node) {
    const Kind kind = tree[node].kind;
    if (kind == Kind::kCall)
      return IsAnyOf(NameOfCallee(tree, node), {"append", "DictReader", "DictWriter"});
    return kind != Kind::kDictionary && kind != Kind::kAttribute && kind != Kind::kArgumentList &&
           kind != Kind::kSubscript && kind != Kind::kIdentifier;
  });
}

WrittenValues::Nodes WrittenValues::DictionariesOf(NodeId expression) {
  Begin();
  Nodes found;
  AddOf(expression, 0, found);
  KeepDictionaries(tree_, found);
  return found;
}

WrittenValues::Nodes WrittenValues::DictionariesIn(NodeId iterable) {
  Begin();
  Nodes found;
  AddElements(iterable, 0, found);
  KeepDictionaries(tree_, found);
  return found;
}

WrittenValues::Nodes WrittenValues::DictionariesOfVariable(bind::VariableId variable,
                                                           const std::vector<std::string>& keys) {
  Begin();
  Nodes found;
  AddOfVariable(variable, 0, found);
  return Within(std::move(found), keys);
}

WrittenValues::Nodes WrittenValues::DictionariesReturnedBy(NodeId function,
                                                           const std::vector<std::string>& keys) {
  Begin();
  Nodes found;
  AddReturned(function, false, 0, found);
  return Within(std::move(found), keys);
}

WrittenValues::Nodes WrittenValues::Within(Nodes displays, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    Nodes inner;
    if (key.empty()) AddAll(ElementsOf(displays), 0, inner);
    AddAll(ValuesOf(displays, key), 0, inner);
    displays = std::move(inner);
  }
  KeepDictionaries(tree_, displays);
  return displays;
}

WrittenValues::Nodes WrittenValues::HoldersOf(NodeId expression) {
  Begin();
  Nodes found;
  AddOf(expression, 0, found);
  return found;
}

std::vector<std::string_view> WrittenValues::StringsIn(NodeId expression) {
  Begin();
  Nodes found;
  AddOf(expression, 0, found);
  std::vector<std::string_view> strings;
  for (NodeId display : found) {
    const Kind kind = tree_[display].kind;
    if (kind != Kind::kList && kind != Kind::kTuple) continue;
    for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kString) strings.push_back(PlainUnquoted(tree_.Text(c)));
    }
  }
  return strings;
}

void WrittenValues::AddAll(const Nodes& expressions, int depth, Nodes& found) {
  for (NodeId one : expressions) AddOf(one, depth, found);
}

void WrittenValues::AddElements(NodeId iterable, int depth, Nodes& found) {
  Nodes displays;
  AddHolders(iterable, "", depth, displays);
  AddAll(ElementsOf(displays), depth, found);
}

// What holds something under a key, or anything. What is imported on the way holds it, too.
void WrittenValues::AddHolders(NodeId expression, std::string_view key, int depth,
                               Nodes& displays) {
  const size_t first = imported_.size();
  AddOf(expression, depth, displays);
  for (size_t i = first; i < imported_.size(); ++i) imported_[i].keys.emplace_back(key);
}

void WrittenValues::AddValues(NodeId dictionary, std::string_view key, int depth, Nodes& found) {
  Nodes displays;
  AddHolders(dictionary, key, depth, displays);
  AddAll(ValuesOf(displays, key), depth, found);
}

void WrittenValues::AddOf(NodeId expression, int depth, Nodes& found) {
  if (expression == kNoNode || depth > kMaxDepth || asked_.size() > kMostAsked) return;
  if (!asked_.insert(expression.index()).second) return;
  const Kind kind = tree_[expression].kind;
  auto add = [&](Field field) { AddOf(tree_.Child(expression, field), depth + 1, found); };
  switch (kind) {
    case Kind::kDictionary:
      found.push_back(expression);
      for (NodeId c = tree_.FirstChild(expression); c != kNoNode; c = tree_.NextSibling(c)) {
        if (tree_[c].kind != Kind::kDictionarySplat) continue;
        const NodeId sign = tree_.FirstChild(c);
        if (sign != kNoNode) AddOf(tree_.NextSibling(sign), depth + 1, found);
      }
      return;
    case Kind::kArgumentList:  // a row that it names
      return found.push_back(expression);
    case Kind::kCall:
      return AddOfCall(expression, false, depth + 1, found);
    case Kind::kAwait: {
      const NodeId call = tree_.NextSibling(tree_.FirstChild(expression));
      if (call == kNoNode || tree_[call].kind != Kind::kCall) return;
      return AddOfCall(call, true, depth + 1, found);
    }
    case Kind::kIdentifier:
      return AddOfVariable(index_.variable_of[expression], depth + 1, found);
    case Kind::kAttribute:
      return AddOfAttribute(expression, depth + 1, found);
    case Kind::kSubscript:
      return AddOfSubscript(expression, depth + 1, found);
    case Kind::kParenthesizedExpression:
      return AddOf(tree_.FirstChild(expression), depth + 1, found);
    case Kind::kNamedExpression:
      return add(Field::kValue);
    case Kind::kBooleanOperator:
      add(Field::kLeft);
      return add(Field::kRight);
    case Kind::kBinaryOperator: {
      const NodeId sign = tree_.Child(expression, Field::kOperator);
      if (sign == kNoNode || !IsAnyOf(tree_.Text(sign), {"|", "+"})) return;
      add(Field::kLeft);
      return add(Field::kRight);
    }
    case Kind::kConditionalExpression:
      for (NodeId c = tree_.FirstChild(expression); c != kNoNode; c = tree_.NextSibling(c)) {
        const bool is_first = c == tree_.FirstChild(expression);
        if (is_first || tree_.NextSibling(c) == kNoNode) AddOf(c, depth + 1, found);
      }
      return;
    default:
      if (IsDisplay(kind)) found.push_back(expression);
  }
}

// What passes on, holds or makes a dictionary, or a function of the file.
void WrittenValues::AddOfCall(NodeId call, bool is_awaited, int depth, Nodes& found) {
  const NodeId callee = tree_.Child(call, Field::kFunction);
  if (callee == kNoNode) return;
  const std::string_view name = NameOfCallee(tree_, call);
  const bool is_name = tree_[callee].kind == Kind::kIdentifier;
  if (is_name ? AddOfBuiltin(call, name, depth, found) : AddOfMethod(call, name, depth, found)) {
    return;
  }
  if (IsAnyOf(name, {"asdict", "DictReader", "DictWriter"})) return found.push_back(call);
  if (IsAnyOf(name, {"copy", "deepcopy"})) return AddOf(FirstArgumentOf(tree_, call), depth, found);
  if (name == "choice") return AddElements(FirstArgumentOf(tree_, call), depth, found);
  if (is_name) {
    const bind::VariableId variable = index_.variable_of[callee];
    if (variable == bind::kNone) return;
    for (const bind::Reference& reference : index_.variables[variable].references) {
      if (reference.kind == bind::ReferenceKind::kImport) imported_.push_back({reference.node});
      if (reference.kind != bind::ReferenceKind::kFunction) continue;
      AddReturned(tree_[reference.node].parent, is_awaited, depth, found);
    }
  } else if (types_ != nullptr) {
    const types::Type method = types_->TypeOf(callee);
    const bool is_here = method.kind == types::Type::Kind::kFunction && method.local != kNoNode &&
                         tree_[method.local].kind == Kind::kFunctionDefinition;
    if (is_here) AddReturned(method.local, is_awaited, depth, found);
  }
}

bool WrittenValues::AddOfBuiltin(NodeId call, std::string_view name, int depth, Nodes& found) {
  const NodeId first = FirstArgumentOf(tree_, call);
  if (name == "dict" && tree_.Child(call, Field::kArguments) != kNoNode) {
    found.push_back(call);
    if (first != kNoNode && tree_[first].kind != Kind::kKeywordArgument) {
      AddOf(first, depth, found);
    }
  } else if (name == "vars") {
    found.push_back(call);
  } else if (IsAnyOf(name, {"list", "sorted", "tuple", "reversed", "iter", "filter"})) {
    const NodeId passed = name == "filter" && first != kNoNode ? tree_.NextSibling(first) : first;
    AddOf(passed, depth, found);
  } else if (IsAnyOf(name, {"next", "min", "max"})) {
    AddElements(first, depth, found);
  } else {
    return false;
  }
  return true;
}

bool WrittenValues::AddOfMethod(NodeId call, std::string_view name, int depth, Nodes& found) {
  const NodeId object = CalledOn(tree_, call), first = FirstArgumentOf(tree_, call);
  if (object == kNoNode) return false;
  const bool is_key = first != kNoNode && tree_[first].kind == Kind::kString;
  if (name == "copy" && first == kNoNode) {
    AddOf(object, depth, found);
  } else if (IsAnyOf(name, {"get", "pop", "setdefault"}) && is_key) {
    AddValues(object, PlainUnquoted(tree_.Text(first)), depth, found);
    if (name != "pop") AddOf(tree_.NextSibling(first), depth, found);
  } else if (IsAnyOf(name, {"get", "setdefault"})) {
    AddValues(object, "", depth, found);
  } else if (name == "pop") {
    AddElements(object, depth, found);
  } else if (IsAnyOf(name, {"_asdict", "model_dump"}) || (name == "dict" && first == kNoNode)) {
    found.push_back(call);
  } else {
    return false;
  }
  return true;
}

void WrittenValues::AddReturned(NodeId function, bool is_awaited, int depth, Nodes& found) {
  const NodeId body = tree_.Child(function, Field::kBody);
  const bool is_async = body != kNoNode && tree_.Text(tree_.FirstChild(function)) == "async";
  if (body == kNoNode || !asked_.insert(function.index()).second) return;
  if (!YieldedBy(tree_, function).empty()) return found.push_back(function);
  if (is_async != is_awaited) return;
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
  if (++asked_variables_[variable.index()] > kMaxAskedOfVariable) return;
  for (const bind::Reference& reference : index_.variables[variable].references) {
    switch (reference.kind) {
      case bind::ReferenceKind::kWrite:
        AddBound(reference.node, depth, found);
        break;
      case bind::ReferenceKind::kRead:
        AddFilled(reference.node, depth, found);
        break;
      case bind::ReferenceKind::kParameter:
        AddOfParameter(reference.node, depth, found);
        break;
      case bind::ReferenceKind::kImport:
        imported_.push_back({reference.node});
        break;
      default:
        break;
    }
  }
}

// What a parameter is by default and what it is passed; of a lambda, what it is called for.
void WrittenValues::AddOfParameter(NodeId name, int depth, Nodes& found) {
  const NodeId parent = tree_[name].parent;
  if (parent == kNoNode) return;
  if (tree_[parent].kind == Kind::kDictionarySplatPattern) return found.push_back(name);
  AddOf(tree_.Child(parent, Field::kValue), depth, found);
  if (tree_[parent].kind == Kind::kLambdaParameters) {
    const NodeId lambda = tree_[parent].parent;
    const NodeId iterable = IterableOfKey(tree_, lambda);
    if (iterable != kNoNode) return AddElements(iterable, depth, found);
    const NodeId list = tree_[lambda].parent;
    const bool is_first = tree_[list].kind == Kind::kArgumentList &&
                          tree_.FirstChild(list) == lambda &&
                          IsAnyOf(NameOfCallee(tree_, tree_[list].parent), {"map", "filter"});
    if (is_first) AddElements(tree_.NextSibling(lambda), depth, found);
    return;
  }
  if (++num_searches_ <= kMaxSearches) AddAll(Callers(index_, name).Passed(), depth, found);
}

// What is put into an object where it is read: `object["key"] = 1`, `object.update(key=1)`,
// `object.append({})`.
void WrittenValues::AddFilled(NodeId object, int depth, Nodes& found) {
  const NodeId parent = tree_[object].parent;
  if (parent == kNoNode) return;
  const NodeId round = tree_[parent].parent;
  if (round == kNoNode) return;
  if (tree_[parent].kind == Kind::kSubscript) {
    const bool is_stored = tree_.Child(parent, Field::kValue) == object &&
                           tree_[round].kind == Kind::kAssignment &&
                           tree_.Child(round, Field::kLeft) == parent;
    if (is_stored) found.push_back(parent);
    return;
  }
  const bool is_called = tree_[parent].kind == Kind::kAttribute &&
                         tree_.Child(parent, Field::kObject) == object &&
                         tree_[round].kind == Kind::kCall;
  if (!is_called) return;
  const std::string_view name = NameOfCallee(tree_, round);
  if (name == "append") return found.push_back(round);
  if (!IsAnyOf(name, {"update", "extend"})) return;
  if (name == "update") found.push_back(round);
  const NodeId first = FirstArgumentOf(tree_, round);
  const bool is_passed = first != kNoNode && tree_[first].kind != Kind::kKeywordArgument;
  if (is_passed) AddOf(first, depth, found);
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
  if (statement != kNoNode && tree_[statement].kind == Kind::kNamedExpression) {
    return AddOf(tree_.Child(statement, Field::kValue), depth, found);
  }
  if (statement == kNoNode || tree_.Child(statement, Field::kLeft) != left) return;
  const NodeId right = tree_.Child(statement, Field::kRight);
  if (right == kNoNode) return;
  const Kind kind = tree_[statement].kind;
  const bool is_given = kind == Kind::kAssignment || kind == Kind::kAugmentedAssignment;
  if (is_given && !is_second) return AddOf(right, depth, found);
  if (kind != Kind::kForStatement && kind != Kind::kForInClause) return;
  const std::string_view called =
      tree_[right].kind == Kind::kCall ? NameOfCallee(tree_, right) : std::string_view();
  if (is_second ? called == "items" : called == "values") {
    return AddValues(CalledOn(tree_, right), "", depth, found);
  }
  if (!is_second) return AddElements(right, depth, found);
  if (called == "enumerate") AddElements(FirstArgumentOf(tree_, right), depth, found);
}

// Whether an object is one of the class in a method of which `self.name` stands.
bool WrittenValues::IsWithinOwnClass(NodeId self_attribute, NodeId object) {
  if (types_ == nullptr || object == kNoNode) return false;
  const NodeId base = tree_.Child(self_attribute, Field::kObject);
  if (base == kNoNode || tree_.Text(base) != "self") return false;
  const types::Type type = types_->TypeOf(object);
  return type.local != kNoNode && type.local == ClassAround(tree_, self_attribute);
}

// What is stored under the same path, or in an object of the same class, or in the body of the
// class that `self` is an object of.
void WrittenValues::AddOfAttribute(NodeId attribute, int depth, Nodes& found) {
  const NodeId object = tree_.Child(attribute, Field::kObject),
               own_name = tree_.Child(attribute, Field::kAttribute);
  if (object == kNoNode || own_name == kNoNode) return;
  const std::string_view name = tree_.Text(own_name);
  if (name == "__dict__") return found.push_back(attribute);
  const std::string path = bind::PathText(tree_, attribute);
  if (!asked_paths_.insert(path).second) return;
  for (const bind::AttributeUse& use : index_.attributes) {
    if (tree_.Text(use.name) != name || use.node == attribute) continue;
    if (bind::PathText(tree_, use.node) != path && !IsWithinOwnClass(use.node, object)) continue;
    if (use.context == bind::UseContext::kStore) {
      AddBound(use.node, depth, found);
    } else {
      AddFilled(use.node, depth, found);
    }
  }
  const std::string_view base = tree_.Text(object);
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

// d["a"] of a dictionary, x[0] and x[1:] of anything else; under a name, either.
void WrittenValues::AddOfSubscript(NodeId subscript, int depth, Nodes& found) {
  const NodeId key = tree_.Child(subscript, Field::kSubscript);
  if (key == kNoNode) return;
  const NodeId object = tree_.Child(subscript, Field::kValue);
  if (tree_[key].kind == Kind::kSlice) return AddOf(object, depth, found);
  Nodes displays;
  if (tree_[key].kind != Kind::kString) {
    AddHolders(object, "", depth, displays);
    AddAll(ElementsOf(displays), depth, found);
    return AddAll(ValuesOf(displays, ""), depth, found);
  }
  const std::string_view text = PlainUnquoted(tree_.Text(key));
  if (!text.empty()) AddValues(object, text, depth, found);
}

WrittenValues::Nodes WrittenValues::ElementsOf(const Nodes& displays) const {
  Nodes elements;
  auto add = [&](NodeId one) {
    if (one != kNoNode) elements.push_back(one);
  };
  for (NodeId display : displays) {
    switch (tree_[display].kind) {
      case Kind::kCall: {
        const std::string_view name = NameOfCallee(tree_, display);
        if (name == "append") add(FirstArgumentOf(tree_, display));
        if (name == "DictReader") add(tree_.Child(display, Field::kArguments));
        break;
      }
      case Kind::kFunctionDefinition:
        for (NodeId value : YieldedBy(tree_, display)) elements.push_back(value);
        break;
      case Kind::kListComprehension:
      case Kind::kGeneratorExpression:
        add(tree_.Child(display, Field::kBody));
        break;
      case Kind::kList:
      case Kind::kTuple:
      case Kind::kSet:
        for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) add(c);
        break;
      default:
        break;
    }
  }
  return elements;
}

WrittenValues::Nodes WrittenValues::ValuesOf(const Nodes& displays, std::string_view key) const {
  Nodes values;
  auto add = [&](std::string_view stored, NodeId value) {
    if (value != kNoNode && (key.empty() || stored == key)) values.push_back(value);
  };
  for (NodeId display : displays) {
    if (tree_[display].kind == Kind::kSubscript) {
      const NodeId stored = tree_.Child(display, Field::kSubscript);
      const bool is_string = stored != kNoNode && tree_[stored].kind == Kind::kString;
      add(is_string ? PlainUnquoted(tree_.Text(stored)) : "",
          tree_.Child(tree_[display].parent, Field::kRight));
    }
    const bool is_call = tree_[display].kind == Kind::kCall;
    if (!is_call && tree_[display].kind != Kind::kDictionary) continue;
    const NodeId items = is_call ? tree_.Child(display, Field::kArguments) : display;
    if (items == kNoNode) continue;
    for (NodeId pair = tree_.FirstChild(items); pair != kNoNode; pair = tree_.NextSibling(pair)) {
      const Kind kind = tree_[pair].kind;
      if (kind != Kind::kPair && kind != Kind::kKeywordArgument) continue;
      add(KeyOf(tree_, pair), tree_.Child(pair, Field::kValue));
    }
  }
  return values;
}

}  // namespace fastnode::predict
