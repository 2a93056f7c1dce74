// Empty containers, `x = []`: they hold what is put into them elsewhere in the file.
#include <algorithm>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::Reference;

namespace {

// How what is passed to a method of a container becomes an element of it: the argument's place, and
// whether that is itself a container of elements.
struct Grower {
  std::string_view container, method;
  size_t place;
  bool spreads;
};
constexpr Grower kGrowers[] = {
    {"list", "append", 0, false},      {"list", "insert", 1, false},
    {"list", "extend", 0, true},       {"set", "add", 0, false},
    {"set", "update", 0, true},        {"deque", "append", 0, false},
    {"deque", "appendleft", 0, false}, {"deque", "extend", 0, true},
    {"dict", "setdefault", 1, false},
};

}  // namespace

// `x = []`: an empty container holds what is put into it elsewhere in the file.
TypeId Evaluator::DefaultGrowth(const File& f, NodeId target, NodeId value, TypeId type) {
  const TypeData& data = table_[type];
  if (data.form != Form::kInstance || data.file == 0 || f.module->is_stub()) return type;
  Kind kind = f.kind(value);
  if (kind != Kind::kList && kind != Kind::kDictionary && kind != Kind::kCall) return type;
  bool empty = !data.arguments.empty();
  for (TypeId argument : data.arguments) empty &= !table_.IsKnown(argument);
  if (!empty) return type;
  return Ask(Question::kGrowth, f, target);
}

// Looks for `x.append(value)`, `x[key] = value` and the like, where x is what `target` binds.
TypeId Evaluator::Growth(const File& f, NodeId target) {
  NodeId assignment = f.parent(target);
  NodeId right = f.child(assignment, Field::kRight);
  if (right == kNoNode) return kUnknownType;
  TypeData data = table_[TypeOf(f, right)];
  const TypeId plain = table_.Add(data);
  bool is_list = IsInstanceOf(plain, "list"), is_set = IsInstanceOf(plain, "set");
  bool is_dict = IsInstanceOf(plain, "dict") ||
                 FindAncestor(plain, table_[Builtin("dict")].file, table_[Builtin("dict")].node) !=
                     kUnknownType;
  bool is_deque = !is_list && !is_set && !is_dict;
  constexpr int kMaxGrowthDepth = 3, kMaxGrowths = 6;
  if (data.arguments.empty()) return plain;
  if (growth_depth_ >= kMaxGrowthDepth) {
    cut_short_ = true;
    return plain;
  }
  ++growth_depth_;
  std::vector<TypeId> elements, keys;
  int looked_at = 0;
  auto is_target = [&](NodeId base) { return IsSameThing(f, base, target); };
  for (const Grower& grower : kGrowers) {
    bool fits = (is_list && grower.container == "list") || (is_set && grower.container == "set") ||
                (is_deque && grower.container == "deque") ||
                (is_dict && grower.container == "dict");
    if (!fits) continue;
    for (const auto& [name, call] : f.module->CallsOf(grower.method)) {
      NodeId function = f.child(call, Field::kFunction);
      NodeId base =
          f.kind(function) == Kind::kAttribute ? f.child(function, Field::kObject) : kNoNode;
      if (base == kNoNode || !is_target(base) || ++looked_at > kMaxGrowths) continue;
      Arguments arguments = ArgumentsOf(f, call);
      if (arguments.list.size() <= grower.place) continue;
      TypeId added = ArgumentType(arguments, grower.place);
      elements.push_back(grower.spreads ? Element(added) : added);
      if (is_dict) keys.push_back(ArgumentType(arguments, 0));
    }
  }
  if (is_dict) {
    // x[key] = value
    VariableId variable = f.kind(target) == Kind::kIdentifier ? f.variable_of(target) : kNone;
    std::vector<NodeId> bases;
    if (variable != kNone) {
      for (const Reference& r : f.variable(variable).references) bases.push_back(r.node);
    } else if (f.kind(target) == Kind::kAttribute) {
      for (const bind::AttributeUse& use : f.index().attributes) {
        if (use.context == bind::UseContext::kLoad && is_target(use.node)) {
          bases.push_back(use.node);
        }
      }
    }
    for (NodeId base : bases) {
      NodeId subscript = f.parent(base);
      if (f.kind(subscript) != Kind::kSubscript || f.field(base) != Field::kValue) continue;
      NodeId store = f.parent(subscript);
      if (f.kind(store) != Kind::kAssignment || f.field(subscript) != Field::kLeft) continue;
      NodeId value = f.child(store, Field::kRight), key = f.child(subscript, Field::kSubscript);
      if (value == kNoNode || key == kNoNode || ++looked_at > kMaxGrowths) continue;
      elements.push_back(TypeOf(f, value));
      keys.push_back(TypeOf(f, key));
    }
  }
  --growth_depth_;
  TypeId element = table_.Union(elements);
  if (!table_.IsKnown(element)) return plain;
  if (is_dict && data.arguments.size() == 2) {
    data.arguments = {table_.Union(keys), element};
  } else {
    data.arguments = {element};
  }
  return table_.Add(std::move(data));
}

}  // namespace fastnode::types
