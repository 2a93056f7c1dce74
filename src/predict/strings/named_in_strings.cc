#include "predict/strings/named_in_strings.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/bind/path.h"
#include "predict/fit/private_names.h"
#include "predict/strings/string_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

bool IsSpecial(std::string_view name) { return name.starts_with("__") && name.ends_with("__"); }

class Named {
 public:
  Named(const bind::FileIndex& index, types::TypeEvaluator& types, Keys& keys)
      : index_(index), tree_(index.tree), types_(types), keys_(keys) {}

  bool Add(NodeId place) {
    const NodeId parent = tree_[place].parent;
    if (parent == kNoNode) return false;
    switch (tree_[parent].kind) {
      case Kind::kComparisonOperator:
        return AddRunModule(parent);
      case Kind::kArgumentList:
        return AddParametrized(parent, place, {}) || AddAttributes(parent, place) ||
               AddAttributesOfElement(parent, place) || AddFixtures(parent) ||
               AddEndpoints(parent, place);
      case Kind::kSubscript:
        return AddMembersOfEnumeration(parent, place);
      case Kind::kList:
      case Kind::kTuple:
        return AddParametrized(tree_[parent].parent, parent, TextsBeside(parent, place)) ||
               AddExported(parent, place) || AddSlots(parent, place);
      default:
        return false;
    }
  }

  // The same of a name in "a, b|".
  bool AddParameter(NodeId place, const std::set<std::string_view>& given) {
    return AddParametrized(tree_[place].parent, place, given);
  }

 private:
  bool AddRunModule(NodeId comparison) {
    if (tree_.Text(tree_.FirstChild(comparison)) != "__name__") return false;
    keys_.Add("__main__", 1);
    return true;
  }

  // getattr(object, "|"), patch.object(object, "|"), monkeypatch.setattr(object, "|")
  bool AddAttributes(NodeId arguments, NodeId place) {
    static constexpr std::string_view kAsk[] = {"getattr", "hasattr", "setattr", "delattr",
                                                "object"};
    const NodeId first = tree_.FirstChild(arguments);
    const NodeId call = tree_[arguments].parent;
    if (first == place || tree_.NextSibling(first) != place || call == kNoNode) return false;
    const NodeId callee = tree_.Child(call, Field::kFunction);
    if (callee == kNoNode) return false;
    std::string_view name = tree_.Text(callee);
    if (name.ends_with(".object") && !name.ends_with("patch.object")) return false;
    name = bind::LastComponent(name);
    if (std::find(std::begin(kAsk), std::end(kAsk), name) == std::end(kAsk)) return false;
    const types::Type object = types_.TypeOf(first);
    for (const types::Member& member : types_.Members(object)) {
      const bool is_of_classes = member.name == "mro";  // class objects have it
      if (IsSpecial(member.name) || is_of_classes) continue;
      // Constants are many, and seldom asked for so.
      const bool is_constant = member.name[0] >= 'A' && member.name[0] <= 'Z';
      keys_.Add(member.name, is_constant || member.name[0] == '_' ? 0.1F : 1);
    }
    return !keys_.empty();
  }

  // @pytest.mark.parametrize("|", ...): a parameter of the test below that is not yet among the
  // given ones.
  bool AddParametrized(NodeId arguments, NodeId place, const std::set<std::string_view>& given) {
    if (arguments == kNoNode || tree_[arguments].kind != Kind::kArgumentList) return false;
    const NodeId call = tree_[arguments].parent;
    if (call == kNoNode || tree_.FirstChild(arguments) != place) return false;
    const NodeId callee = tree_.Child(call, Field::kFunction);
    if (callee == kNoNode || !tree_.Text(callee).ends_with("mark.parametrize")) return false;
    const NodeId decorator = tree_[call].parent;
    if (decorator == kNoNode || tree_[decorator].kind != Kind::kDecorator) return false;
    const NodeId test = tree_.Child(tree_[decorator].parent, Field::kDefinition);
    if (test == kNoNode || tree_[test].kind != Kind::kFunctionDefinition) return false;
    const NodeId decorated = tree_[decorator].parent;
    const std::string_view marks =
        std::string_view(tree_.source)
            .substr(tree_[decorated].begin, tree_[test].begin - tree_[decorated].begin);
    const NodeId parameters = tree_.Child(test, Field::kParameters);
    for (NodeId c = tree_.FirstChild(parameters); c != kNoNode; c = tree_.NextSibling(c)) {
      const std::string_view name = tree_.Text(c);
      // Those that other marks fill come last.
      const bool is_filled = marks.find('"' + std::string(name) + '"') != marks.npos ||
                             marks.find('\'' + std::string(name) + '\'') != marks.npos;
      const bool is_plain = tree_[c].kind == Kind::kIdentifier && name != "self";
      if (is_plain && !given.contains(name)) keys_.Add(name, is_filled ? 0.1F : 1);
    }
    return !keys_.empty();
  }

  // The strings in a display beside one.
  std::set<std::string_view> TextsBeside(NodeId display, NodeId place) const {
    std::set<std::string_view> texts;
    for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
      if (c != place) texts.insert(PlainUnquoted(tree_.Text(c)));
    }
    return texts;
  }

  // xs.sort(key=attrgetter("|"))
  bool AddAttributesOfElement(NodeId arguments, NodeId place) {
    const NodeId call = tree_[arguments].parent;
    if (NameOfCallee(tree_, call) != "attrgetter" || tree_.FirstChild(arguments) != place) {
      return false;
    }
    const NodeId iterable = IterableOfKey(tree_, call);
    if (iterable == kNoNode) return false;
    const types::Type element = types_.ElementOf(types_.TypeOf(iterable));
    std::vector<types::Member> members = types_.Members(element);
    // In the order of their definitions, what is no method first.
    std::stable_sort(
        members.begin(), members.end(),
        [](const types::Member& a, const types::Member& b) { return a.node < b.node; });
    for (const types::Member& member : members) {
      if (member.name.starts_with('_')) continue;
      keys_.Add(member.name, member.kind == types::MemberKind::kFunction ? 0.1F : 1);
    }
    return !keys_.empty();
  }

  // Names of functions of the file that have a decorator whose last name is one of these.
  bool AddDecorated(std::initializer_list<std::string_view> decorators) {
    for (NodeId node : tree_.ids()) {
      if (tree_[node].kind != Kind::kDecorator) continue;
      NodeId decorator = tree_.FirstChild(node);
      if (decorator != kNoNode && tree_[decorator].kind == Kind::kOperator) {
        decorator = tree_.NextSibling(decorator);
      }
      if (decorator == kNoNode) continue;
      if (tree_[decorator].kind == Kind::kCall)
        decorator = tree_.Child(decorator, Field::kFunction);
      if (decorator == kNoNode) continue;
      const std::string_view whole = tree_.Text(decorator);
      const std::string_view name = bind::LastComponent(whole);
      if (std::find(decorators.begin(), decorators.end(), name) == decorators.end()) continue;
      const NodeId definition = tree_.Child(tree_[node].parent, Field::kDefinition);
      if (definition == kNoNode || tree_[definition].kind != Kind::kFunctionDefinition) continue;
      const NodeId own = tree_.Child(definition, Field::kName);
      if (own == kNoNode) continue;
      const std::string called = BlueprintOf(whole) + std::string(tree_.Text(own));
      if (!keys_.Has(called)) keys_.Add(called, 1);
    }
    return !keys_.empty();
  }

  // "blog." of `blog.route` where `blog = Blueprint("blog", __name__)`: its functions are called
  // so. Of others "".
  std::string BlueprintOf(std::string_view decorator) const {
    const std::string_view object = decorator.substr(0, decorator.find('.'));
    for (const bind::Variable& variable : index_.variables) {
      if (variable.scope != bind::kModuleScope || variable.name != object) continue;
      for (const bind::Reference& one : variable.references) {
        if (one.kind != bind::ReferenceKind::kWrite) continue;
        const NodeId statement = tree_[one.node].parent;
        const NodeId call =
            statement == kNoNode ? statement : tree_.Child(statement, Field::kRight);
        if (call == kNoNode || NameOfCallee(tree_, call) != "Blueprint") continue;
        const NodeId list = tree_.Child(call, Field::kArguments);
        const NodeId first = list == kNoNode ? list : tree_.FirstChild(list);
        const std::string_view name = first == kNoNode ? "" : PlainUnquoted(tree_.Text(first));
        return name.empty() ? "" : std::string(name) + ".";
      }
    }
    return "";
  }

  // @pytest.mark.usefixtures("|")
  bool AddFixtures(NodeId arguments) {
    return NameOfCallee(tree_, tree_[arguments].parent) == "usefixtures" &&
           AddDecorated({"fixture"});
  }

  // url_for("|"): functions that answer requests.
  bool AddEndpoints(NodeId arguments, NodeId place) {
    return NameOfCallee(tree_, tree_[arguments].parent) == "url_for" &&
           tree_.FirstChild(arguments) == place &&
           AddDecorated({"route", "get", "post", "put", "delete", "patch"});
  }

  // __slots__ = ("|",): what methods of the class give `self`.
  bool AddSlots(NodeId display, NodeId place) {
    const NodeId statement = tree_[display].parent;
    const NodeId target = statement == kNoNode ? statement : tree_.Child(statement, Field::kLeft);
    if (target == kNoNode || tree_.Text(target) != "__slots__") return false;
    const NodeId owner = ClassRound(tree_, statement);
    if (owner == kNoNode) return false;
    const std::set<std::string_view> given = TextsBeside(display, place);
    for (const bind::AttributeUse& use : index_.attributes) {
      const bool is_within = use.node > owner && use.node < tree_[owner].subtree_end;
      const bool is_stored = use.context == bind::UseContext::kStore && is_within;
      const std::string_view name = tree_.Text(use.name);
      if (!is_stored || tree_.Text(use.base) != "self" || given.contains(name)) continue;
      if (!keys_.Has(name)) keys_.Add(name, 1);
    }
    return !keys_.empty();
  }

  // Color["|"]
  bool AddMembersOfEnumeration(NodeId subscript, NodeId place) {
    const NodeId object = tree_.Child(subscript, Field::kValue);
    if (object == kNoNode || object == place) return false;
    const types::Type type = types_.TypeOf(object);
    if (type.kind != types::Type::Kind::kClass) return false;
    const types::Type element = types_.ElementOf(type);  // by its metaclass
    if (element.kind != types::Type::Kind::kInstance) return false;
    std::vector<std::pair<NodeId, std::string_view>> names;  // in the order of the class
    for (const types::Member& member : types_.Members(type)) {
      names.emplace_back(member.node, member.name);
    }
    std::sort(names.begin(), names.end());
    for (const auto& [node, name] : names) {
      if (!IsSpecial(name) && types_.TypeOfMember(type, name) == element) keys_.Add(name, 1);
    }
    return !keys_.empty();
  }

  // __all__ = ["|"]
  bool AddExported(NodeId list, NodeId place) {
    const NodeId statement = tree_[list].parent;
    if (statement == kNoNode) return false;
    const NodeId target = tree_.Child(statement, Field::kLeft);
    if (target == kNoNode || tree_.Text(target) != "__all__") return false;
    std::set<std::string_view> listed;
    for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c)) {
      if (c != place) listed.insert(PlainUnquoted(tree_.Text(c)));
    }
    for (const bind::Variable& variable : index_.variables) {
      if (variable.scope != bind::kModuleScope || variable.name.starts_with('_')) continue;
      if (const float worth = WorthOfExport(variable, place);
          worth > 0 && !listed.contains(variable.name)) {
        keys_.Add(variable.name, worth);
      }
    }
    return !keys_.empty();
  }

  // What the module defines is exported more often than what it imports; 0: it has no such name.
  static float WorthOfExport(const bind::Variable& variable, NodeId place) {
    float worth = 0;
    for (const bind::Reference& reference : variable.references) {
      if (!bind::IsBinding(reference.kind) || reference.node == place) continue;
      const bool is_defined = reference.kind == bind::ReferenceKind::kClass ||
                              reference.kind == bind::ReferenceKind::kFunction;
      worth = std::max(worth, is_defined ? 1.0F : 0.2F);
    }
    return worth;
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
  Keys& keys_;
};

}  // namespace

bool AddNamed(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place, Keys& keys) {
  return Named(index, types, keys).Add(place);
}

bool AddParameter(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place,
                  const std::set<std::string_view>& given, Keys& keys) {
  return Named(index, types, keys).AddParameter(place, given);
}

}  // namespace fastnode::predict
