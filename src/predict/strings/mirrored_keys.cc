// A key that is written is told by its value, where that is there, and else by its neighbours: if
// these say the names of fields of one object, or of variables, those that are left are due; and
// what a dictionary with the same keys elsewhere in the file has beside them. A key that is asked
// for is told by what its value is given to.
#include "predict/strings/mirrored_keys.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr float kSaid = 2, kSaidInside = 0.5F, kOfLeft = 0.5F, kBeside = 1;  // by rank alone
constexpr int kMaxSteps = 6;
constexpr size_t kMostDictionaries = 2000;

std::string_view WithoutUnderscores(std::string_view name) {
  const size_t begin = name.find_first_not_of('_');
  return begin == name.npos ? name : name.substr(begin);
}

class Mirrored {
 public:
  Mirrored(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place,
           bool is_complete, Keys& keys)
      : index_(index),
        tree_(index.tree),
        types_(types),
        place_(place),
        is_complete_(is_complete),
        keys_(keys) {}

  void Add() {
    const NodeId parent = tree_[place_].parent;
    if (parent == kNoNode) return;
    if (tree_[parent].kind == Kind::kPair && tree_.Child(parent, Field::kKey) == place_) {
      return AddOfPair(parent);
    }
    NodeId asked = kNoNode;
    if (tree_[parent].kind == Kind::kSubscript && tree_.Child(parent, Field::kValue) != place_) {
      asked = parent;
    } else if (tree_[parent].kind == Kind::kArgumentList && tree_.FirstChild(parent) == place_) {
      const std::string_view name = NameOfCallee(tree_, tree_[parent].parent);
      const NodeId callee = tree_.Child(tree_[parent].parent, Field::kFunction);
      const bool is_method = callee != kNoNode && tree_[callee].kind == Kind::kAttribute;
      if (is_method && (name == "get" || name == "pop")) asked = tree_[parent].parent;
    }
    if (asked != kNoNode) SayAsked(WithoutUnderscores(GivenTo(asked)));
  }

 private:
  void Say(std::string_view name, float worth) {
    if (name.empty()) return;
    const std::string_view plain = WithoutUnderscores(name);
    for (std::string_view one : {plain, name}) {
      const bool is_new = !is_complete_ || keys_.Has(one);
      if (is_new && !has_.contains(one)) return keys_.Add(one, worth);
    }
  }

  // ---- Keys that are asked for.

  // Known keys come first that are the name in other letters (`SIZE`), then those that have it in
  // them or are in it: `row["size"]` of `box_size`. If there are none, the name itself, in the case
  // that the known ones are written in.
  void SayAsked(std::string_view name) {
    constexpr size_t kShortest = 3;
    if (name.empty()) return;
    const std::string folded = Folded(name);
    bool is_said = false, has_lower = false;
    const std::vector<Completion> known = keys_.Strings("", '"', INT32_MAX);
    for (const Completion& one : known) {
      const std::string other = Folded(one.text);
      has_lower |= std::any_of(one.text.begin(), one.text.end(), IsLower);
      const bool is_in = std::min(folded.size(), other.size()) >= kShortest &&
                         (other.find(folded) != other.npos || folded.find(other) != folded.npos);
      if (folded != other && !is_in) continue;
      keys_.Add(one.text, folded == other ? 2 * kSaid : kSaid);
      is_said = true;
    }
    if (is_said) return;
    std::string text(name);
    if (!known.empty() && !has_lower) {
      std::transform(text.begin(), text.end(), text.begin(), ToUpper);
    }
    if (text.size() >= (known.empty() ? 2 : kShortest)) Say(text, kSaid);
  }

  static bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
  static char ToUpper(char c) { return IsLower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
  // Its letters and digits alone, in one case.
  static std::string Folded(std::string_view name) {
    std::string folded;
    for (char c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (IsLower(c) || (c >= '0' && c <= '9')) folded += c;
    }
    return folded;
  }

  // What the value of an expression is given to, maybe changed a little on the way; "" if to
  // nothing that has a name.
  std::string_view GivenTo(NodeId value) const {
    for (int step = 0; step < kMaxSteps; ++step) {
      const NodeId up = tree_[value].parent;
      if (up == kNoNode) return "";
      switch (tree_[up].kind) {
        case Kind::kKeywordArgument:
          return KeyOf(tree_, up);
        case Kind::kPair:
          return tree_.Child(up, Field::kValue) == value ? KeyOf(tree_, up) : "";
        case Kind::kAssignment:
        case Kind::kNamedExpression: {
          const bool is_named = tree_[up].kind == Kind::kNamedExpression;
          const NodeId target =
              is_named ? tree_.Child(up, Field::kName) : tree_.Child(up, Field::kLeft);
          return target == kNoNode || target == value ? "" : LastName(target);
        }
        case Kind::kArgumentList: {
          // `int(row["size"])`
          const NodeId callee = tree_.Child(tree_[up].parent, Field::kFunction);
          const bool is_only = tree_.FirstChild(up) == value && tree_.NextSibling(value) == kNoNode;
          if (!is_only || callee == kNoNode) return "";
          const NodeId object = tree_.Child(callee, Field::kObject);
          if (object != kNoNode && tree_[object].kind == Kind::kString) return "";  // a format
          value = tree_[up].parent;
          break;
        }
        case Kind::kAttribute: {
          // `row["name"].strip()`
          const NodeId call = tree_[up].parent;
          const bool is_called = call != kNoNode && tree_[call].kind == Kind::kCall &&
                                 tree_.Child(call, Field::kFunction) == up;
          if (!is_called) return "";
          value = call;
          break;
        }
        case Kind::kBooleanOperator:
        case Kind::kConditionalExpression:
        case Kind::kParenthesizedExpression:
        case Kind::kAwait:
          value = up;
          break;
        default:
          return "";
      }
    }
    return "";
  }

  // "size" of `size`, `self.size` and `row["size"]`; "" of others.
  std::string_view LastName(NodeId node) const {
    switch (tree_[node].kind) {
      case Kind::kIdentifier:
        return node == place_ ? "" : tree_.Text(node);
      case Kind::kAttribute: {
        const NodeId name = tree_.Child(node, Field::kAttribute);
        return name == kNoNode ? "" : tree_.Text(name);
      }
      case Kind::kSubscript: {
        const NodeId key = tree_.Child(node, Field::kSubscript);
        const bool is_string = key != kNoNode && tree_[key].kind == Kind::kString;
        return is_string ? PlainUnquoted(tree_.Text(key)) : "";
      }
      default:
        return "";
    }
  }

  // ---- Keys that are written.

  void AddOfPair(NodeId pair) {
    const NodeId display = tree_[pair].parent, value = tree_.Child(pair, Field::kValue);
    if (display == kNoNode || tree_[display].kind != Kind::kDictionary) return;
    for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kPair && c != pair) has_.insert(KeyOf(tree_, c));
    }
    has_.erase("");
    AddOfLikeDictionaries(display);
    if (value == kNoNode) return;
    if (tree_.Text(value) == "0") return AddWhatIsLeft(display, pair);
    SayValue(value, 0);
  }

  // `self.size`, `str(self.size)`, `self.size.strip()`, `row.get("size")`
  void SayValue(NodeId value, int depth) {
    if (value == kNoNode || depth > kMaxSteps) return;
    const float worth = depth == 0 ? kSaid : kSaid / 2;
    const Kind kind = tree_[value].kind;
    if (kind == Kind::kListComprehension) {
      NodeId clause = tree_.FirstChild(value);
      while (clause != kNoNode && tree_[clause].kind != Kind::kForInClause) {
        clause = tree_.NextSibling(clause);
      }
      if (clause != kNoNode) SayValue(tree_.Child(clause, Field::kRight), depth + 1);
      return;
    }
    if (kind != Kind::kCall) {
      Say(LastName(value), worth);
      if (kind == Kind::kBooleanOperator || kind == Kind::kConditionalExpression ||
          kind == Kind::kParenthesizedExpression || kind == Kind::kAwait) {
        NodeId first = tree_.FirstChild(value);
        if (kind == Kind::kAwait && first != kNoNode) first = tree_.NextSibling(first);
        SayValue(first, depth + 1);
      }
      return;
    }
    const NodeId callee = tree_.Child(value, Field::kFunction),
                 arguments = tree_.Child(value, Field::kArguments);
    if (callee == kNoNode || arguments == kNoNode) return;
    const NodeId first = tree_.FirstChild(arguments);
    const bool is_method = tree_[callee].kind == Kind::kAttribute;
    const bool is_key = first != kNoNode && tree_[first].kind == Kind::kString;
    if (is_method && is_key) Say(PlainUnquoted(tree_.Text(first)), worth);
    if (is_method) SayValue(tree_.Child(callee, Field::kObject), depth + 1);
    if (!is_method && first != kNoNode && tree_.NextSibling(first) == kNoNode) {
      SayValue(first, depth + 1);
    }
    std::string_view name = NameOfCallee(tree_, value);
    if (name.starts_with("get_")) Say(name.substr(4), kSaidInside);
    Say(name, kSaidInside / 4);
  }

  // Of a pair without a value, by those before it.
  void AddWhatIsLeft(NodeId display, NodeId pair) {
    NodeId object = kNoNode;
    bool has_names = false;
    for (NodeId c = tree_.FirstChild(display); c != kNoNode && c != pair;
         c = tree_.NextSibling(c)) {
      if (tree_[c].kind != Kind::kPair) continue;
      const NodeId value = tree_.Child(c, Field::kValue);
      if (value == kNoNode || WithoutUnderscores(LastName(value)) != KeyOf(tree_, c)) continue;
      has_names |= tree_[value].kind == Kind::kIdentifier;
      if (tree_[value].kind == Kind::kAttribute) object = tree_.Child(value, Field::kObject);
    }
    if (object != kNoNode) SayFieldsOf(object);
    if (has_names) SayVariables();
  }

  void SayFieldsOf(NodeId object) {
    constexpr size_t kMostFields = 40;
    std::vector<types::Member> fields;
    for (const types::Member& member : types_.Members(types_.TypeOf(object))) {
      const bool is_field = member.kind == types::MemberKind::kVariable &&
                            member.origin != types::MemberOrigin::kInherited &&
                            !member.name.starts_with('_');
      if (is_field && fields.size() < kMostFields) fields.push_back(member);
    }
    std::stable_sort(fields.begin(), fields.end(),
                     [](const auto& a, const auto& b) { return a.node < b.node; });
    for (const types::Member& field : fields) SayNew(field.name, kOfLeft);
  }

  // Of the function, in their order.
  void SayVariables() {
    const bind::ScopeId scope = index_.scope_of[place_];
    if (scope == bind::kModuleScope) return;
    for (const bind::Variable& variable : index_.variables) {
      if (variable.scope != scope || variable.references.empty()) continue;
      const bind::Reference& first = variable.references[0];
      const bool is_bound = bind::IsBinding(first.kind) && first.node < place_;
      if (is_bound && variable.name != "self" && variable.name != "cls") {
        SayNew(variable.name, kOfLeft);
      }
    }
  }

  void SayNew(std::string_view name, float worth) {
    if (!keys_.Has(name)) Say(name, worth);
  }

  // What other dictionaries that have all the keys of this one have beside them; where it has none
  // yet, what other elements of its list have.
  void AddOfLikeDictionaries(NodeId display) {
    size_t looked_at = 0;
    for (NodeId node : tree_.ids()) {
      if (tree_[node].kind != Kind::kDictionary || node == display) continue;
      if (++looked_at > kMostDictionaries) return;
      if (has_.empty() ? tree_[node].parent != tree_[display].parent ||
                             tree_[tree_[display].parent].kind == Kind::kArgumentList
                       : !HasAll(node)) {
        continue;
      }
      for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
        if (tree_[c].kind == Kind::kPair) SayNew(KeyOf(tree_, c), kBeside);
      }
    }
  }

  bool HasAll(NodeId display) const {
    size_t found = 0;
    for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
      found += tree_[c].kind == Kind::kPair && has_.contains(KeyOf(tree_, c));
    }
    return found >= has_.size();
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
  const NodeId place_;
  const bool is_complete_;
  Keys& keys_;
  std::set<std::string_view> has_;  // keys that the dictionary has
};

}  // namespace

void AddMirrored(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place,
                 bool is_complete, Keys& keys) {
  Mirrored(index, types, place, is_complete, keys).Add();
}

}  // namespace fastnode::predict
