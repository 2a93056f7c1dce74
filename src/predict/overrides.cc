#include "predict/overrides.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/name_byte.h"
#include "analyze/types/types.h"
#include "collect/corpus/usage.h"
#include "collect/pack/asked_text.h"
#include "collect/pack/candidates.h"
#include "collect/pack/usage_view.h"
#include "predict/analysis_memory.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// Where a method's name begins, if the cursor's line is `def` and at most the beginning of a name;
// npos if it is not.
size_t NameAfterDef(std::string_view text, size_t cursor) {
  size_t word = cursor;
  while (word > 0 && ast::IsNameByte(text[word - 1])) --word;
  const size_t line = text.substr(0, word).find_last_of('\n') + 1;
  std::string_view before = text.substr(line, word - line);
  const size_t indentation = std::min(before.find_first_not_of(" \t"), before.size());
  before.remove_prefix(indentation);
  if (before.starts_with("async ")) before.remove_prefix(std::string_view("async ").size());
  while (before.ends_with(' ')) before.remove_suffix(1);
  const bool is_def = indentation > 0 && before == "def" && word > line && text[word - 1] == ' ';
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
    return std::string(name.substr(name.rfind('.') + 1));
  }
  return "";
}

// The class whose method a node names.
NodeId ClassOf(const ast::Tree& tree, NodeId name) {
  const NodeId method = tree[name].parent;
  if (method == kNoNode || tree[method].kind != Kind::kFunctionDefinition) return kNoNode;
  const NodeId block = tree[method].parent;
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

struct Method {
  std::string name;
  std::string head;  // "name(self, a)", "" if it is not known
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
    Method one{std::string(tree.Text(name)), ""};
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

class Collector {
 public:
  Collector(types::TypeEvaluator& types, std::string_view prefix)
      : types_(types), prefix_(prefix) {}

  // What the class has is none that it may still override.
  void Leave(const std::vector<Method>& methods) {
    for (const Method& method : methods) seen_.insert(method.name);
  }

  void AddBase(NodeId base) {
    const types::Type type = types_.TypeOf(base);
    if (type.kind != types::Type::Kind::kClass) return;
    const types::TypeEvaluator::Definition definition = types_.DefinitionOf(type);
    if (definition.module != nullptr) {
      for (Method& method : MethodsOf(definition.module->tree(), definition.node)) {
        Add(std::move(method));
      }
    }
    for (const types::Member& member : types_.Members(type)) {
      // A class object has methods of its own.
      const bool is_of_classes = member.name == "mro";
      if (member.kind == types::MemberKind::kFunction && !is_of_classes) {
        Add({std::string(member.name), ""});
      }
    }
  }

  // The constructor first, if it is for the class to have one; names with two underscores last. Of
  // each, what more classes of the project define comes first.
  std::vector<Method> Take(bool has_constructor, const pack::UsageAround& around) {
    if (has_constructor) Add({std::string(kConstructor), ""});
    const pack::UsageView usage(around);
    const auto key = usage.Locate(corpus::UsageKey(corpus::KeySpace::kDefined, ""));
    auto order = [&](const Method& method) {
      const int group = has_constructor && method.name == kConstructor ? 0
                        : method.name.starts_with("__")                ? 2
                                                                       : 1;
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
  void Add(Method method) {
    if (!pack::Fits(method.name, prefix_)) return;
    if (seen_.insert(method.name).second) methods_.push_back(std::move(method));
  }

  static constexpr std::string_view kConstructor = "__init__";

  types::TypeEvaluator& types_;
  const std::string_view prefix_;
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
  size_t end = question.cursor;
  while (end < question.text.size() && ast::IsNameByte(question.text[end])) ++end;
  const std::string prefix = question.text.substr(begin, question.cursor - begin);
  const std::string right = question.text.substr(end);
  if (const std::string property = PropertyAbove(question.text, begin); !property.empty()) {
    Answer answer{pack::Task::kName, prefix, {}, {}, false, Origin::kInBases};
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
  const NodeId owner = name == kNoNode ? kNoNode : ClassOf(tree, name);
  if (owner == kNoNode) return Nothing();
  types::TypeEvaluator types(index, known.environment);
  Collector collector(types, prefix);
  collector.Leave(MethodsOf(tree, owner));
  const NodeId bases = tree.Child(owner, Field::kSuperclasses);
  for (NodeId c = bases == kNoNode ? kNoNode : tree.FirstChild(bases); c != kNoNode;
       c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kKeywordArgument) collector.AddBase(c);
  }
  std::vector<Method> methods = collector.Take(!HasMadeConstructor(tree, owner), known.usage);
  methods.resize(std::min(methods.size(), static_cast<size_t>(budget.max_completions)));
  Answer answer{pack::Task::kName, prefix, {}, {}, false, Origin::kInBases};
  const float share = methods.empty() ? 0 : 1.0f / static_cast<float>(methods.size());
  for (const Method& method : methods) {
    answer.completions.push_back({method.name, share, "method"});
    if (question.calls && is_open && !method.head.empty()) {
      answer.calls.push_back({method.head + ":", share});
    }
  }
  return Nothing(std::move(answer));
}

}  // namespace fastnode::predict
