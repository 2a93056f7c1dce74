#include "predict/fit/enum_members.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "analyze/bind/path.h"
#include "analyze/types/file/module.h"
#include "collect/pack/candidates.h"
#include "predict/fit/expected_type.h"
#include "predict/fit/written_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr size_t kMaxMembers = 24;  // of more somebody types a letter first
// Shares of what stands there, guesses: of what is compared, of what a variable is given or a
// function gives back, of arguments.
constexpr float kOfCompared = 0.9F, kOfGiven = 0.7F, kOfPassed = 0.5F;
constexpr float kOfAskedAlready = 0.1F;  // of a member that the conditions above have

bool IsSpecialName(std::string_view name) { return name.starts_with('_'); }

// The conditions of the chain of `if` and `elif` that a node stands in, up to it; or the cases.
std::string_view AskedAbove(const ast::Tree& tree, NodeId node) {
  for (NodeId up = node; up != kNoNode; up = tree[up].parent) {
    const Kind kind = tree[up].kind;
    if (kind == Kind::kIfStatement || kind == Kind::kMatchStatement) {
      return std::string_view(tree.source)
          .substr(tree[up].begin, tree[node].begin - tree[up].begin);
    }
    if (kind == Kind::kBlock && tree[tree[up].parent].kind != Kind::kMatchStatement) return "";
  }
  return "";
}

bool HasWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if (end == text.size() || !ast::IsNameByte(text[end])) return true;
  }
  return false;
}

float ShareAt(const ast::Tree& tree, NodeId place) {
  const NodeId parent = tree[place].parent;
  switch (tree[parent].kind) {
    case Kind::kComparisonOperator:
      return kOfCompared;
    case Kind::kArgumentList:
    case Kind::kKeywordArgument:
      return kOfPassed;
    case Kind::kTuple:
    case Kind::kList:
    case Kind::kSet:
      return ShareAt(tree, parent);
    default:
      return kOfGiven;
  }
}

// What is declared at a place, or what an attribute is given elsewhere.
types::Type DeclaredAt(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place) {
  const ast::Tree& tree = index.tree;
  const types::Type expected = ExpectedType(index, types).Of(place);
  if (expected.id != types::kUnknownType) return expected;
  const types::Type asked = ExpectedType(index, types).OfAsked(place);
  if (asked.id != types::kUnknownType) return asked;
  const NodeId parent = tree[place].parent;
  if (parent == kNoNode || tree[parent].kind != Kind::kAssignment) return {};
  const NodeId left = tree.Child(parent, Field::kLeft);
  const bool is_attribute = left != kNoNode && left != place && tree[left].kind == Kind::kAttribute;
  return is_attribute ? types.TypeOf(left) : types::Type();
}

}  // namespace

// The class of an instance as it is called at a place: by its own name, or behind its module's.
std::string EnumMembers::NameAt(const types::Type& type, NodeId at, types::Type& cls) {
  using TypeKind = types::Type::Kind;
  if (type.kind != TypeKind::kInstance) return "";
  std::string name(bind::LastComponent(type.path)), module;
  if (type.local != kNoNode) {
    const NodeId own = tree_.Child(type.local, Field::kName);
    if (own == kNoNode) return "";
    name = tree_.Text(own);
  } else if (const size_t dot = type.path.rfind('.'); dot != std::string::npos) {
    module = type.path.substr(0, dot);
  }
  const std::string short_module(bind::LastComponent(module));
  std::string behind_module;
  for (bind::VariableId id : bind::VisibleVariables(index_, at)) {
    const bind::Variable& variable = index_.variables[id];
    const bool is_module = variable.name == short_module;
    if (variable.name != name && !is_module) continue;
    for (const bind::Reference& one : variable.references) {
      if (!bind::IsBinding(one.kind)) continue;
      const types::Type bound = types_.TypeOf(one.node);
      if (!is_module && bound.kind == TypeKind::kClass && bound.local == type.local &&
          bound.path == type.path) {
        cls = bound;
        return name;
      }
      if (is_module && bound.kind == TypeKind::kModule && bound.path == module) {
        const types::Type member = types_.TypeOfMember(bound, name);
        if (member.kind != TypeKind::kClass) continue;
        cls = member;
        behind_module = short_module + "." + name;
      }
    }
  }
  return behind_module;
}

std::vector<std::string> EnumMembers::Of(const types::Type& type, NodeId at) {
  std::vector<std::string> texts;
  for (const types::Type& one : types_.Alternatives(type)) {
    types::Type cls;
    const std::string name = NameAt(one, at, cls);
    // By its metaclass, iterating over the class gives its members.
    if (name.empty() || !(types_.ElementOf(cls) == one)) continue;
    std::vector<std::pair<NodeId, std::string_view>> members;  // in the order of the class
    for (const types::Member& member : types_.Members(cls)) {
      if (IsSpecialName(member.name) || member.kind == types::MemberKind::kFunction) continue;
      if (types_.TypeOfMember(cls, member.name) == one) {
        members.emplace_back(member.node, member.name);
      }
      if (members.size() > kMaxMembers) break;
    }
    if (members.size() > kMaxMembers) continue;
    std::stable_sort(members.begin(), members.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [node, member] : members) texts.push_back(name + "." + std::string(member));
  }
  return texts;
}

std::string EnumMembers::ClassNameAt(const types::Type& type, NodeId at) {
  types::Type cls;
  return NameAt(type, at, cls);
}

std::vector<std::string> EnumMembers::TextsOf(const types::Type& type) {
  std::vector<std::string> texts;
  const types::TypeEvaluator::Definition definition = types_.DefinitionOf(type);
  if (definition.module == nullptr) return texts;
  const ast::Tree& tree = definition.module->tree();
  if (tree[definition.node].kind != Kind::kClassDefinition) return texts;
  const NodeId body = tree.Child(definition.node, Field::kBody);
  for (NodeId s = body == kNoNode ? body : tree.FirstChild(body); s != kNoNode;
       s = tree.NextSibling(s)) {
    const NodeId first = tree.FirstChild(s);
    if (first == kNoNode || tree[first].kind != Kind::kAssignment) continue;
    const NodeId right = tree.Child(first, Field::kRight);
    const NodeId left = tree.Child(first, Field::kLeft);
    if (right == kNoNode || left == kNoNode || IsSpecialName(tree.Text(left))) continue;
    if (tree[right].kind == Kind::kString) {
      if (const auto text = PlainUnquoted(tree.Text(right)); !text.empty())
        texts.emplace_back(text);
    }
  }
  return texts;
}

bool EnumMembers::IsText(const types::Type& type) {
  return types_.TypeOfMember(type, "encode").kind == types::Type::Kind::kFunction;
}

namespace {

// Names in sight that hold a value of one of the types declared; None, if that is one.
std::set<std::string> OfType(const bind::FileIndex& index, types::TypeEvaluator& types,
                             const types::Type& declared, NodeId place) {
  std::set<std::string> names;
  const std::vector<types::Type> all = types.Alternatives(declared);
  auto is_one = [&](const types::Type& type) {
    return std::find(all.begin(), all.end(), type) != all.end();
  };
  for (const types::Type& one : all) {
    if (one.kind == types::Type::Kind::kNone) names.insert("None");
  }
  for (bind::VariableId id : bind::VisibleVariables(index, place)) {
    const bind::Variable& variable = index.variables[id];
    for (const bind::Reference& one : variable.references) {
      if (!bind::IsBinding(one.kind) || !is_one(types.TypeOf(one.node))) continue;
      names.emplace(variable.name);
      break;
    }
  }
  return names;
}

}  // namespace

void AddEnumMembers(const FoundSite& site, const Known& known, const Budget& budget,
                    Answer& answer) {
  if (site.task != pack::Task::kName && site.task != pack::Task::kArgument) return;
  const bind::FileIndex& index = site.source->index;
  const ast::Tree& tree = index.tree;
  NodeId place = NodeOf(site);
  if (site.task == pack::Task::kArgument) {
    place = site.source->places[static_cast<size_t>(site.at)].value;
  }
  if (place == kNoNode) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type declared = DeclaredAt(index, types, place);
  if (declared.id == types::kUnknownType) return;
  std::vector<std::string> members = EnumMembers(index, types).Of(declared, place);
  const std::string cls = members.empty() ? "" : members[0].substr(0, members[0].rfind('.'));
  std::erase_if(members, [&](const std::string& one) { return !pack::Fits(one, answer.prefix); });
  if (members.empty()) return;
  std::map<std::string_view, float> uses;
  for (const bind::AttributeUse& use : index.attributes) uses[tree.Text(use.node)] += 1;
  const std::string_view asked = AskedAbove(tree, place);
  std::vector<Completion> list;
  float total = 0;
  for (const std::string& one : members) {
    const float worth = (1 + uses[one]) * (HasWord(asked, one) ? kOfAskedAlready : 1);
    list.push_back({one, worth, "field"});
    total += worth;
  }
  // Variables of the very type are as likely as before.
  const std::set<std::string> fitting = OfType(index, types, declared, place);
  float kept = 0;
  for (const Completion& one : answer.completions) {
    kept += fitting.contains(one.text) ? one.probability : 0;
  }
  const float share = ShareAt(tree, place) * (1 - std::min(kept, 1.0F));
  for (Completion& one : list) one.probability *= share / total;
  for (Completion& one : answer.completions) {
    if (!fitting.contains(one.text)) one.probability *= 1 - share;
  }
  // Its class alone is what they begin with.
  for (const Completion& one : answer.completions) {
    if (one.text == cls) continue;
    list.push_back(one);
  }
  for (const Completion& one : answer.completions) {
    if (one.text == cls) list.push_back(one);
  }
  std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
  const auto max = static_cast<size_t>(budget.max_completions);
  if (list.size() > max) list.resize(max);
  answer.completions = std::move(list);
}

}  // namespace fastnode::predict
