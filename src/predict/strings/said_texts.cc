// A name is the last one of what is asked: "kind" of `kind`, `event.kind`, `row["kind"]` and
// `row.get("kind")`. What it is compared with elsewhere comes first, then what it is given; where
// it is given something, what it is given in such a call. What the same chain of conditions has
// asked for is not asked for again. A name that is bound is mostly given something new, and so is
// what people read.
#include "predict/strings/said_texts.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr size_t kLongestText = 40;
constexpr float kLike = 1, kUnlike = 0.5F;  // by rank alone

class SaidTexts {
 public:
  SaidTexts(const ast::Tree& tree, NodeId place, Keys& keys)
      : tree_(tree), place_(place), keys_(keys) {}

  bool Add() {
    const Said said = SaidOf(place_);
    if (said.name.empty() || said.is_stored) return false;
    const std::string_view callee = CalleeRound(place_);
    const NodeId statement = ConditionRound(place_);
    for (NodeId node : tree_.ids()) {
      if (tree_[node].kind != Kind::kString) continue;
      const Said other = SaidOf(node);
      if (other.name != said.name) continue;
      const bool is_asked = other.is_compared && node < place_ && statement != kNoNode &&
                            ConditionRound(node) == statement;
      if (is_asked) continue;
      const bool is_like =
          said.is_compared ? other.is_compared : !callee.empty() && CalleeRound(node) == callee;
      AddText(node, is_like ? kLike : kUnlike);
    }
    return !keys_.empty();
  }

 private:
  struct Said {
    std::string_view name;
    bool is_compared = false;
    bool is_stored = false;
  };

  // What a keyword is passed to; "" of other strings.
  std::string_view CalleeRound(NodeId string) const {
    const NodeId keyword = tree_[string].parent;
    if (keyword == kNoNode || tree_[keyword].kind != Kind::kKeywordArgument) return "";
    return NameOfCallee(tree_, tree_[tree_[keyword].parent].parent);
  }

  void AddText(NodeId string, float worth) {
    const std::string_view text = PlainUnquoted(tree_.Text(string));
    if (text.size() > kLongestText || text.find_first_of(" \n\\{") != text.npos) return;
    keys_.Add(text, worth);
  }

  // Of which name a string says something.
  Said SaidOf(NodeId string) const {
    const NodeId up = tree_[string].parent;
    if (up == kNoNode) return {};
    switch (tree_[up].kind) {
      case Kind::kComparisonOperator:
        return {ComparedWith(up, string, {"==", "!="}), true};
      case Kind::kTuple:
      case Kind::kList:
      case Kind::kSet: {
        const NodeId round = tree_[up].parent;
        if (round == kNoNode) return {};
        if (tree_[round].kind == Kind::kComparisonOperator) {
          return {ComparedWith(round, up, {"in", "not in"}), true};
        }
        return {ChosenFrom(round), false, true};
      }
      case Kind::kCasePattern:
      case Kind::kUnionPattern:
        return {Matched(up), true};
      case Kind::kKeywordArgument:
        return {Given(KeyOf(tree_, up)), false};
      case Kind::kPair:
        return {tree_.Child(up, Field::kKey) == string ? "" : Given(KeyOf(tree_, up)), false};
      case Kind::kDefaultParameter:
      case Kind::kTypedDefaultParameter:
        return {LastName(tree_.Child(up, Field::kName)), false, true};
      case Kind::kAssignment:
        return {LastName(tree_.Child(up, Field::kLeft)), false, true};
      default:
        return {};
    }
  }

  // A text that people read is another one each time.
  static std::string_view Given(std::string_view key) {
    const bool is_read_by_people =
        IsAnyOf(key, {"text",        "label",       "title",   "caption",      "desc",
                      "description", "summary",     "help",    "help_text",    "doc",
                      "usage",       "epilog",      "metavar", "message",      "msg",
                      "tooltip",     "placeholder", "subject", "verbose_name", "name"});
    return is_read_by_people ? "" : key;
  }

  // What stands on the other side of a comparison with one sign.
  std::string_view ComparedWith(NodeId comparison, NodeId right,
                                std::initializer_list<std::string_view> signs) const {
    const NodeId left = tree_.FirstChild(comparison);
    const NodeId sign = left == kNoNode ? left : tree_.NextSibling(left);
    if (sign == kNoNode || tree_.NextSibling(sign) != right) return "";
    return IsAnyOf(tree_.Text(sign), signs) ? LastName(left) : "";
  }

  // add_argument("--format", choices=["csv"])
  std::string_view ChosenFrom(NodeId keyword) const {
    if (tree_[keyword].kind != Kind::kKeywordArgument || KeyOf(tree_, keyword) != "choices") {
      return "";
    }
    const NodeId list = tree_[keyword].parent;
    std::string_view name;
    for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kKeywordArgument && KeyOf(tree_, c) == "dest") {
        const NodeId value = tree_.Child(c, Field::kValue);
        if (value != kNoNode) return PlainUnquoted(tree_.Text(value));
      }
      if (tree_[c].kind != Kind::kString || name.starts_with("--")) continue;
      name = PlainUnquoted(tree_.Text(c));
    }
    return name.substr(std::min(name.find_first_not_of('-'), name.size()));
  }

  // What a match statement looks at.
  std::string_view Matched(NodeId pattern) const {
    NodeId up = pattern;
    for (Kind kind : {Kind::kUnionPattern, Kind::kCasePattern, Kind::kCaseClause, Kind::kBlock}) {
      if (up != kNoNode && tree_[up].kind == kind) up = tree_[up].parent;
    }
    if (up == kNoNode || tree_[up].kind != Kind::kMatchStatement) return "";
    return LastName(tree_.Child(up, Field::kSubject));
  }

  std::string_view LastName(NodeId node) const {
    if (node == kNoNode || node == place_) return "";
    switch (tree_[node].kind) {
      case Kind::kIdentifier:
        return tree_.Text(node);
      case Kind::kAttribute: {
        const NodeId name = tree_.Child(node, Field::kAttribute);
        return name == kNoNode ? "" : tree_.Text(name);
      }
      case Kind::kSubscript:
        return TextOf(tree_.Child(node, Field::kSubscript));
      case Kind::kCall: {
        const NodeId list = tree_.Child(node, Field::kArguments);
        const bool is_getter = NameOfCallee(tree_, node) == "get";
        return is_getter && list != kNoNode ? TextOf(tree_.FirstChild(list)) : "";
      }
      default:
        return "";
    }
  }

  std::string_view TextOf(NodeId node) const {
    const bool is_string = node != kNoNode && tree_[node].kind == Kind::kString;
    return is_string ? PlainUnquoted(tree_.Text(node)) : "";
  }

  // The whole `if ... elif ...` in a condition of which a node stands, or kNoNode.
  NodeId ConditionRound(NodeId node) const {
    constexpr int kMostSteps = 100;
    for (int step = 0; step < kMostSteps && node != kNoNode; ++step) {
      const Kind kind = tree_[node].kind;
      if (kind == Kind::kIfStatement) return node;
      if (kind == Kind::kElifClause) return tree_[node].parent;
      if (kind == Kind::kBlock) return kNoNode;
      node = tree_[node].parent;
    }
    return kNoNode;
  }

  const ast::Tree& tree_;
  const NodeId place_;
  Keys& keys_;
};

}  // namespace

bool AddSaidTexts(const ast::Tree& tree, NodeId place, Keys& keys) {
  return SaidTexts(tree, place, keys).Add();
}

}  // namespace fastnode::predict
