#include "predict/strings/match_groups.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyze/ast/name_byte.h"
#include "predict/strings/string_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

class MatchGroups {
 public:
  MatchGroups(const bind::FileIndex& index, types::TypeEvaluator& types)
      : index_(index), tree_(index.tree), types_(types) {}

  // The match that is asked at a place, or kNoNode.
  NodeId AskedAt(NodeId place) {
    const NodeId parent = tree_[place].parent;
    if (parent == kNoNode) return kNoNode;
    if (tree_[parent].kind == Kind::kSubscript) {
      const NodeId object = tree_.Child(parent, Field::kValue);
      if (object == kNoNode || object == place) return kNoNode;
      const NodeId of_groups = MatchOfGroups(object);
      return of_groups != kNoNode ? of_groups : MatchIn(object);
    }
    if (tree_[parent].kind != Kind::kArgumentList) return kNoNode;
    const NodeId call = tree_[parent].parent;
    const std::string_view method = MethodOf(call);
    const bool is_first = tree_.FirstChild(parent) == place;
    if (method == "group" || (is_first && IsAnyOf(method, {"start", "end", "span"}))) {
      return MatchIn(ObjectOf(call));
    }
    if (is_first && IsAnyOf(method, {"get", "pop"})) return MatchOfGroups(ObjectOf(call));
    return kNoNode;
  }

  // Texts of patterns of which an object is a match.
  std::vector<std::string_view> PatternsOf(NodeId match) {
    std::vector<std::string_view> patterns;
    for (NodeId value : ValuesOf(match)) {
      if (!IsAnyOf(MethodOf(value), {"match", "search", "fullmatch", "finditer"})) continue;
      const NodeId object = ObjectOf(value);
      if (tree_.Text(object) == "re") {
        AddText(FirstArgument(value), patterns);
      } else {
        AddCompiled(object, patterns);
      }
    }
    return patterns;
  }

  // Of the whole file.
  std::vector<std::string_view> AllStrings() {
    std::vector<std::string_view> strings;
    for (NodeId node : tree_.ids()) {
      if (tree_[node].kind == Kind::kString) strings.push_back(tree_.Text(node));
    }
    return strings;
  }

 private:
  // The match of which the object has the groups: m.groupdict(), or a name for it.
  NodeId MatchOfGroups(NodeId object) {
    for (NodeId value : ValuesOf(object)) {
      if (MethodOf(value) == "groupdict") return MatchIn(ObjectOf(value));
    }
    return kNoNode;
  }

  NodeId MatchIn(NodeId object) {
    if (object == kNoNode) return kNoNode;
    for (const types::Type& type : types_.Alternatives(types_.TypeOf(object))) {
      if (type.path == "re.Match") return object;
    }
    return PatternsOf(object).empty() ? NodeId(kNoNode) : object;
  }

  // "match" of `p.match(...)`; "" of what is no such call.
  std::string_view MethodOf(NodeId call) const {
    if (call == kNoNode || tree_[call].kind != Kind::kCall) return "";
    const NodeId callee = tree_.Child(call, Field::kFunction);
    if (callee == kNoNode || tree_[callee].kind != Kind::kAttribute) return "";
    return tree_.Text(tree_.Child(callee, Field::kAttribute));
  }

  // Of a call with a method.
  NodeId ObjectOf(NodeId call) const {
    return tree_.Child(tree_.Child(call, Field::kFunction), Field::kObject);
  }

  NodeId FirstArgument(NodeId call) const {
    const NodeId arguments = tree_.Child(call, Field::kArguments);
    return arguments == kNoNode ? NodeId(kNoNode) : tree_.FirstChild(arguments);
  }

  // What a name is given by assignments and by `for`; anything else stands for itself.
  std::vector<NodeId> ValuesOf(NodeId expression) const {
    if (tree_[expression].kind != Kind::kIdentifier) return {expression};
    std::vector<NodeId> values;
    const bind::VariableId variable = index_.variable_of[expression];
    if (variable == bind::kNone) return values;
    for (const bind::Reference& reference : index_.variables[variable].references) {
      const NodeId parent = tree_[reference.node].parent;
      if (!bind::IsBinding(reference.kind) || parent == kNoNode) continue;
      const Kind kind = tree_[parent].kind;
      const bool is_named = kind == Kind::kNamedExpression;
      const bool is_given =
          kind == Kind::kAssignment || kind == Kind::kForStatement || kind == Kind::kForInClause;
      if (!is_named && !is_given) continue;
      const NodeId value = tree_.Child(parent, is_named ? Field::kValue : Field::kRight);
      if (value != kNoNode && value != reference.node) values.push_back(value);
    }
    return values;
  }

  // Of a compiled pattern, by the last name under which it is kept: `NAME`, `self._name`.
  void AddCompiled(NodeId object, std::vector<std::string_view>& patterns) {
    if (MethodOf(object) == "compile") return AddText(FirstArgument(object), patterns);
    const std::string_view name = LastNameOf(object);
    if (name.empty()) return;
    for (NodeId node : tree_.ids()) {
      if (tree_[node].kind != Kind::kAssignment) continue;
      if (LastNameOf(tree_.Child(node, Field::kLeft)) != name) continue;
      const NodeId made = tree_.Child(node, Field::kRight);
      if (MethodOf(made) == "compile") AddText(FirstArgument(made), patterns);
    }
  }

  std::string_view LastNameOf(NodeId expression) const {
    if (expression == kNoNode) return "";
    if (tree_[expression].kind == Kind::kIdentifier) return tree_.Text(expression);
    if (tree_[expression].kind != Kind::kAttribute) return "";
    return tree_.Text(tree_.Child(expression, Field::kAttribute));
  }

  void AddText(NodeId expression, std::vector<std::string_view>& patterns) const {
    if (expression == kNoNode) return;
    for (NodeId value : ValuesOf(expression)) {
      const Kind kind = tree_[value].kind;
      const bool is_text = kind == Kind::kString || kind == Kind::kConcatenatedString;
      if (is_text) patterns.push_back(tree_.Text(value));
    }
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
};

void AddGroupsOf(std::string_view pattern, Keys& keys) {
  constexpr std::string_view kGroup = "(?P<";
  for (size_t at = pattern.find(kGroup); at != pattern.npos; at = pattern.find(kGroup, at)) {
    at += kGroup.size();
    const size_t end = pattern.find('>', at);
    if (end == pattern.npos) return;
    const std::string_view name = pattern.substr(at, end - at);
    if (std::all_of(name.begin(), name.end(), ast::IsNameByte)) keys.Add(name, 1);
  }
}

}  // namespace

bool AddMatchGroups(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place,
                    Keys& keys) {
  if (index.tree.source.find("(?P<") == std::string::npos) return false;
  MatchGroups groups(index, types);
  const NodeId match = groups.AskedAt(place);
  if (match == kNoNode) return false;
  const std::vector<std::string_view> patterns = groups.PatternsOf(match);
  for (std::string_view pattern : patterns) AddGroupsOf(pattern, keys);
  if (patterns.empty()) {
    for (std::string_view text : groups.AllStrings()) AddGroupsOf(text, keys);
  }
  return !keys.empty();
}

}  // namespace fastnode::predict
