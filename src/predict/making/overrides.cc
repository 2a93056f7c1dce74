#include "predict/making/overrides.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/word_at.h"
#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "collect/corpus/usage.h"
#include "collect/pack/asked_text.h"
#include "collect/pack/candidates.h"
#include "collect/pack/usage_view.h"
#include "predict/cache/analysis_memory.h"
#include "predict/imports/wanted_names.h"
#include "predict/making/lacking_decorator.h"
#include "predict/making/said_specials.h"
#include "predict/making/special_methods.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// Where a function's name begins, if the cursor's line is `def` and at most the beginning of a
// name; npos if it is not.
size_t NameAfterDef(std::string_view text, size_t cursor) {
  const size_t word = ast::BeginOfWord(text, cursor);
  const size_t line = text.substr(0, word).find_last_of('\n') + 1;
  std::string_view before = text.substr(line, word - line);
  const size_t indentation = std::min(before.find_first_not_of(" \t"), before.size());
  before.remove_prefix(indentation);
  if (before.starts_with("async ")) before.remove_prefix(std::string_view("async ").size());
  while (before.ends_with(' ')) before.remove_suffix(1);
  const bool is_def = before == "def" && word > line && text[word - 1] == ' ';
  return is_def ? word : std::string_view::npos;
}

// The property that the line above the one with `at` makes a setter (or the like) of, as in
// `@value.setter`; "" if it makes none.
std::string PropertyAbove(std::string_view text, size_t at) {
  const size_t line = text.substr(0, at).find_last_of('\n');
  if (line == text.npos) return "";
  std::string_view above = text.substr(0, line);
  above.remove_prefix(above.find_last_of('\n') + 1);  // npos + 1 is 0
  while (!above.empty() && (above.back() == ' ' || above.back() == '\r')) above.remove_suffix(1);
  above.remove_prefix(std::min(above.find_first_not_of(" \t"), above.size()));
  if (!above.starts_with('@')) return "";
  for (std::string_view ending : {".setter", ".getter", ".deleter"}) {
    if (!above.ends_with(ending)) continue;
    const std::string_view name = above.substr(1, above.size() - 1 - ending.size());
    return std::string(bind::LastComponent(name));
  }
  return "";
}

// The statement that defines the function that a node names, its decorators included.
NodeId StatementOf(const ast::Tree& tree, NodeId name) {
  const NodeId function = tree[name].parent;
  if (function == kNoNode || tree[function].kind != Kind::kFunctionDefinition) return kNoNode;
  const NodeId round = tree[function].parent;
  const bool is_decorated = round != kNoNode && tree[round].kind == Kind::kDecoratedDefinition;
  return is_decorated ? round : function;
}

// The class whose method a node names.
NodeId ClassOf(const ast::Tree& tree, NodeId name) {
  const NodeId statement = StatementOf(tree, name);
  if (statement == kNoNode) return kNoNode;
  const NodeId block = tree[statement].parent;
  if (block == kNoNode || tree[block].kind != Kind::kBlock) return kNoNode;
  const NodeId owner = tree[block].parent;
  return owner != kNoNode && tree[owner].kind == Kind::kClassDefinition ? owner : kNoNode;
}

NodeId FindName(const ast::Tree& tree, size_t begin) {
  for (NodeId node : tree.ids()) {
    if (tree[node].kind == Kind::kIdentifier && tree[node].begin == begin) return node;
  }
  return kNoNode;
}

// What decorators make of a method.
enum class Binding : uint8_t { kPlain, kStatic, kClass, kProperty };

Binding BindingOf(const ast::Tree& tree, NodeId statement) {
  if (tree[statement].kind != Kind::kDecoratedDefinition) return Binding::kPlain;
  for (NodeId c = tree.FirstChild(statement); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kDecorator) continue;
    const std::string_view decorator = tree.Text(c);
    if (decorator.starts_with("@staticmethod")) return Binding::kStatic;
    if (decorator.starts_with("@classmethod")) return Binding::kClass;
    // "@functools.cached_property", but no decorator of another that has the word in its name.
    if (decorator.ends_with("property")) return Binding::kProperty;
  }
  return Binding::kPlain;
}

// `@show.register` gives a function to another one that is of the file: nobody calls it by its
// name.
constexpr float kShareOfNoName = 0.8F;  // a guess
bool IsRegistered(const ast::Tree& tree, NodeId statement) {
  if (tree[statement].kind != Kind::kDecoratedDefinition) return false;
  const std::string_view decorator = tree.Text(tree.FirstChild(statement));
  const std::string_view path = decorator.substr(0, decorator.find('('));
  if (!path.ends_with(".register") || path.size() < 2) return false;
  const std::string registry(path.substr(1, path.find('.') - 1));
  for (std::string_view dispatch : {"singledispatch", "singledispatchmethod"}) {
    const std::string head = std::string(dispatch);
    for (size_t at = tree.source.find(head); at != std::string::npos;
         at = tree.source.find(head, at + 1)) {
      const size_t def = tree.source.find("def ", at);
      if (def == std::string::npos) break;
      const std::string_view named = std::string_view(tree.source).substr(def + 4);
      if (named.starts_with(registry + "(")) return true;
    }
  }
  return false;
}

bool IsOverloaded(const ast::Tree& tree, NodeId statement) {
  if (tree[statement].kind != Kind::kDecoratedDefinition) return false;
  for (NodeId c = tree.FirstChild(statement); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kDecorator && tree.Text(c).ends_with("overload")) return true;
  }
  return false;
}

// The functions before a statement that are overloaded in the same block and have no body yet, the
// last one first, at most so many: they want further signatures, and their body.
std::vector<std::string_view> OverloadedBefore(const ast::Tree& tree, NodeId statement,
                                               size_t limit) {
  std::map<std::string_view, NodeId> last;  // signature of each
  const NodeId block = tree[statement].parent;
  for (NodeId c = block == kNoNode ? kNoNode : tree.FirstChild(block);
       c != kNoNode && c != statement; c = tree.NextSibling(c)) {
    const bool is_decorated = tree[c].kind == Kind::kDecoratedDefinition;
    const NodeId function = is_decorated ? tree.Child(c, Field::kDefinition) : c;
    if (function == kNoNode || tree[function].kind != Kind::kFunctionDefinition) continue;
    const NodeId name = tree.Child(function, Field::kName);
    if (name == kNoNode) continue;
    if (IsOverloaded(tree, c)) {
      last[tree.Text(name)] = c;
    } else {
      last.erase(tree.Text(name));
    }
  }
  std::vector<std::pair<NodeId, std::string_view>> order;
  for (const auto& [name, at] : last) order.emplace_back(at, name);
  std::sort(order.rbegin(), order.rend());
  order.resize(std::min(order.size(), limit));
  std::vector<std::string_view> names;
  for (const auto& [at, name] : order) names.push_back(name);
  return names;
}

struct Method {
  std::string name;
  std::string head;  // "name(self, a)", "" if it is not known
  Binding binding = Binding::kPlain;
  std::string decorator = "";  // that one wants which overrides it
  bool is_wanted = false;      // it is called already
  bool is_said = false;        // by its parameters, its body or its pair
};

// Those in the body of a class, in their order.
std::vector<Method> MethodsOf(const ast::Tree& tree, NodeId owner) {
  std::vector<Method> methods;
  const NodeId body = tree.Child(owner, Field::kBody);
  if (body == kNoNode) return methods;
  for (NodeId c = tree.FirstChild(body); c != kNoNode; c = tree.NextSibling(c)) {
    const NodeId method =
        tree[c].kind == Kind::kDecoratedDefinition ? tree.Child(c, Field::kDefinition) : c;
    if (method == kNoNode || tree[method].kind != Kind::kFunctionDefinition) continue;
    const NodeId name = tree.Child(method, Field::kName);
    const NodeId parameters = tree.Child(method, Field::kParameters);
    if (name == kNoNode || parameters == kNoNode) continue;
    Method one{std::string(tree.Text(name)), "", BindingOf(tree, c), BindingDecorator(tree, c)};
    const std::string_view list = tree.Text(parameters);
    const bool is_plain = method == c;  // a property wants its decorator again
    if (is_plain && list.find('\n') == list.npos) one.head = one.name + std::string(list);
    methods.push_back(std::move(one));
  }
  return methods;
}

// Whether the constructor of a class comes from a decorator or a base, so that nobody writes it.
bool HasMadeConstructor(const ast::Tree& tree, NodeId owner) {
  auto has = [](std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return text.find(part) != text.npos; });
  };
  const NodeId bases = tree.Child(owner, Field::kSuperclasses);
  if (bases != kNoNode &&
      has(tree.Text(bases), {"NamedTuple", "TypedDict", "Protocol", "Enum", "BaseModel"})) {
    return true;
  }
  const NodeId decorated = tree[owner].parent;
  if (decorated == kNoNode || tree[decorated].kind != Kind::kDecoratedDefinition) return false;
  const uint32_t begin = tree[decorated].begin;
  const std::string_view above =
      std::string_view(tree.source).substr(begin, tree[owner].begin - begin);
  return has(above, {"dataclass", "attr", "define", "frozen"});
}

// Whether a class that has one of a pair cannot do without the other.
bool IsOwedToPair(std::string_view special) {
  return special == "__exit__" || special == "__aexit__" || special == "__iter__" ||
         special == "__aiter__";
}

class OverrideCollector {
 public:
  // `binding`: what the decorators above the cursor make of the method.
  OverrideCollector(types::TypeEvaluator& types, std::string_view prefix, Binding binding)
      : types_(types), prefix_(prefix), binding_(binding) {}

  // What the class has is none that it may still override.
  void Leave(const std::vector<Method>& methods) {
    for (const Method& method : methods) seen_.insert(method.name);
  }

  // Methods that the class calls and does not have.
  void AddWanted(const bind::FileIndex& index, NodeId owner) {
    const types::Type cls = types_.TypeOf(index.tree.Child(owner, Field::kName));
    const auto& members = types_.Members(cls);
    for (std::string_view name : WantedMethods(index, owner)) {
      const auto found =
          std::lower_bound(members.begin(), members.end(), name,
                           [](const types::Member& m, std::string_view n) { return m.name < n; });
      const bool is_there = found != members.end() && found->name == name;
      if (!is_there) Add({std::string(name), "", binding_, "", true});
    }
  }

  // Special methods, and those of bases that take what is written.
  void AddSaid(const ast::Tree& tree, NodeId function, bool has_parameters) {
    if (binding_ != Binding::kPlain) return;
    if (has_parameters) {
      for (std::string_view name : ParametersAfterSelf(tree, function)) {
        if (!name.starts_with('*')) written_.emplace_back(name);
      }
    }
    if (!prefix_.empty() && !prefix_.starts_with("__")) return;
    for (std::string_view name : SaidSpecials(tree, function, has_parameters, seen_)) {
      if (prefix_.empty() && (has_parameters || !IsOwedToPair(name))) continue;
      for (const auto& [special, parameters] : SpecialMethods()) {
        if (special != name) continue;
        const std::string text(name);
        Add({text, text + "(" + std::string(parameters) + ")", Binding::kPlain, "", false, true});
      }
    }
  }

  void AddBase(NodeId base) {
    const types::Type type = types_.TypeOf(base);
    if (type.kind != types::Type::Kind::kClass) return;
    if (!written_.empty()) {
      for (const types::Member& member : types_.Members(type)) {
        const bool is_special = member.name.starts_with("__") && !prefix_.starts_with("__");
        const bool is_method =
            member.kind == types::MemberKind::kFunction && member.name != "mro" && !is_special;
        if (!is_method || !TakesWhatIsWritten(types_.TypeOfMember(type, member.name))) continue;
        Add({std::string(member.name), "", Binding::kPlain, "", false, true});
      }
    }
    const types::TypeEvaluator::Definition definition = types_.DefinitionOf(type);
    if (definition.module != nullptr) {
      for (Method& method : MethodsOf(definition.module->tree(), definition.node)) {
        Add(std::move(method));
      }
    }
    // A class object has methods of its own, and those of its metaclass.
    const types::Type object = types_.TypeOfCall(type);
    const bool is_own = object.kind == types::Type::Kind::kInstance &&
                        types_.DefinitionOf(object).node == definition.node;
    for (const types::Member& member : types_.Members(is_own ? object : type)) {
      if (member.kind != types::MemberKind::kFunction || member.name == "mro") continue;
      if (!pack::Fits(member.name, prefix_)) continue;
      if (!seen_.contains(std::string(member.name))) Add(Inherited(type, member.name));
    }
  }

  void AddSpecial() {
    if (binding_ != Binding::kPlain) return;
    for (const auto& [name, parameters] : SpecialMethods()) {
      const std::string text(name);
      Add({text, text + "(" + std::string(parameters) + ")"});
    }
  }

  // The constructor first, if it is for the class to have one; names with two underscores last. Of
  // each, what more classes of the project define comes first.
  std::vector<Method> Take(bool has_constructor, const pack::UsageAround& around) {
    if (has_constructor) Add({std::string(kConstructor), ""});
    const pack::UsageView usage(around);
    const auto key = usage.Locate(corpus::UsageKey(corpus::KeySpace::kDefined, ""));
    auto order = [&](const Method& method) {
      const int group = method.is_said                                   ? -1
                        : has_constructor && method.name == kConstructor ? 0
                        : method.is_wanted                               ? 1
                        : method.name.starts_with("__")                  ? 3
                                                                         : 2;
      const uint32_t count =
          around.project == nullptr
              ? 0
              : usage.Project(
                    key,
                    usage.Resolve(method.name))[static_cast<size_t>(corpus::Definition::kMethod)];
      return std::pair(group, -int64_t{count});
    };
    std::stable_sort(methods_.begin(), methods_.end(),
                     [&](const Method& a, const Method& b) { return order(a) < order(b); });
    return std::move(methods_);
  }

 private:
  bool TakesWhatIsWritten(const types::Type& method) const {
    const types::CallSignature signature = types_.SignatureOf(method);
    size_t at = 0;
    for (const types::ParameterOfCall& parameter : signature.parameters) {
      if (at == 0 && parameter.name == "self") continue;
      if (at == written_.size() || parameter.name != written_[at]) return false;
      ++at;
    }
    return at == written_.size();
  }

  // What a base has from its own bases.
  Method Inherited(const types::Type& base, std::string_view name) const {
    Method method{std::string(name), ""};
    if (name.starts_with("__")) return method;  // bound by its name
    const auto definition = types_.DefinitionOf(types_.TypeOfMember(base, name));
    if (definition.module == nullptr) return method;
    const ast::Tree& tree = definition.module->tree();
    const NodeId round = tree[definition.node].parent;
    if (round == kNoNode) return method;
    method.decorator = BindingDecorator(tree, round);
    method.binding = BindingOf(tree, round);
    return method;
  }

  void Add(Method method) {
    if (method.binding != binding_ && binding_ != Binding::kPlain) return;
    if (!pack::Fits(method.name, prefix_)) return;
    if (seen_.insert(method.name).second) methods_.push_back(std::move(method));
  }

  static constexpr std::string_view kConstructor = "__init__";

  types::TypeEvaluator& types_;
  const std::string_view prefix_;
  const Binding binding_;
  std::vector<std::string> written_;  // parameters after the first
  std::set<std::string> seen_;
  std::vector<Method> methods_;
};

}  // namespace

Result<std::optional<Answer>> CompleteOverride(const Question& question, const Known& known,
                                               const Budget& budget) {
  using Nothing = std::optional<Answer>;
  if (question.cursor > question.text.size()) return Nothing();
  const size_t begin = NameAfterDef(question.text, question.cursor);
  if (begin == std::string_view::npos) return Nothing();
  const size_t end = ast::EndOfWord(question.text, question.cursor);
  const std::string prefix = question.text.substr(begin, question.cursor - begin);
  const std::string right = question.text.substr(end);
  if (const std::string property = PropertyAbove(question.text, begin); !property.empty()) {
    Answer answer{pack::Task::kName, prefix, {}, {}, false, Origin::kInDeclaration};
    if (pack::Fits(property, prefix)) answer.completions.push_back({property, 1, "method"});
    return Nothing(std::move(answer));
  }
  const bool is_open = right.empty() || right[0] == '\n' || right[0] == '\r';
  Result<Analysed> analysed =
      Analyse(known.memory,
              question.text.substr(0, begin) + std::string(pack::kPlaceholder) +
                  (is_open ? "(self): pass" : "") + right,
              std::chrono::steady_clock::now() + budget.patience);
  if (!analysed.ok()) return analysed.error();
  const bind::FileIndex& index = (*analysed)->index;
  const ast::Tree& tree = index.tree;
  const NodeId name = FindName(tree, begin);
  const NodeId statement = name == kNoNode ? kNoNode : StatementOf(tree, name);
  if (statement == kNoNode) return Nothing();
  Answer answer{pack::Task::kName, prefix, {}, {}, false, Origin::kInDeclaration};
  const std::vector<std::string_view> overloaded =
      OverloadedBefore(tree, statement, static_cast<size_t>(budget.max_completions));
  float worth = 0.5F;  // halves of halves: the order is all that is known
  for (std::string_view one : overloaded) {
    if (pack::Fits(one, prefix)) answer.completions.push_back({std::string(one), worth, "method"});
    worth /= 2;
  }
  if (overloaded.empty()) worth = 1;
  if (IsOverloaded(tree, statement) && !answer.completions.empty()) {
    return Nothing(std::move(answer));
  }
  const NodeId owner = ClassOf(tree, name);
  if (IsRegistered(tree, statement) && pack::Fits("_", prefix)) {
    answer.completions.push_back({"_", kShareOfNoName, "function"});
    worth -= kShareOfNoName;
  }
  if (owner == kNoNode) {
    for (std::string_view one : WantedFunctions(index)) {
      if (pack::Fits(one, prefix))
        answer.completions.push_back({std::string(one), worth /= 2, "function"});
    }
    return answer.completions.empty() ? Nothing() : Nothing(std::move(answer));
  }
  types::TypeEvaluator types(index, known.environment);
  OverrideCollector collector(types, prefix, BindingOf(tree, statement));
  collector.Leave(MethodsOf(tree, owner));
  collector.AddSaid(tree, tree[name].parent, !is_open);
  collector.AddWanted(index, owner);
  const NodeId bases = tree.Child(owner, Field::kSuperclasses);
  for (NodeId c = bases == kNoNode ? kNoNode : tree.FirstChild(bases); c != kNoNode;
       c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kKeywordArgument) collector.AddBase(c);
  }
  if (prefix.starts_with("__")) collector.AddSpecial();
  std::vector<Method> methods = collector.Take(!HasMadeConstructor(tree, owner), known.usage);
  methods.resize(std::min(methods.size(),
                          static_cast<size_t>(budget.max_completions) - answer.completions.size()));
  const float share = methods.empty() ? 0 : worth / static_cast<float>(methods.size());
  const bool is_bare = tree[statement].kind != Kind::kDecoratedDefinition;
  for (const Method& method : methods) {
    answer.completions.push_back({method.name, share, "method"});
    if (is_bare) {
      answer.completions.back().edits = EditsForDecorator(question.text, begin, method.decorator);
    }
    if (question.calls && is_open && !method.head.empty()) {
      answer.calls.push_back({method.head + ":", share});
    }
  }
  return Nothing(std::move(answer));
}

}  // namespace fastnode::predict
