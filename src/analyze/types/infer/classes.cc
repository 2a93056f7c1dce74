// Classes: type parameters, bases, and the order of ancestors.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::ScopeKind;

namespace {

constexpr size_t kMaxBases = 16;
// Far beyond what people write, so that generated classes cost bounded time and memory each: the
// merge looks at every base for every ancestor, and every class keeps all of its ancestors.
constexpr size_t kMaxDirectBases = 256;
constexpr size_t kMaxAncestors = 1000;  // itself included; also how deep classes ask for bases

}  // namespace

// The class whose method a function is, or kNoNode.
NodeId Evaluator::ClassOfFunction(const File& f, NodeId function) const {
  if (f.kind(function) != Kind::kFunctionDefinition) return kNoNode;
  ScopeId scope = f.scope_of(function);
  // The scope of the function's own type parameters stands between.
  while (scope != kNone && f.kind(f.scope(scope).node) == Kind::kTypeParameter) {
    scope = f.scope(scope).parent;
  }
  return scope != kNone && f.scope(scope).kind == ScopeKind::kClass ? f.scope(scope).node : kNoNode;
}

// The class in whose body or methods a node stands.
NodeId Evaluator::EnclosingClass(const File& f, NodeId node) const {
  for (ScopeId scope = f.scope_of(node); scope != kNone; scope = f.scope(scope).parent) {
    if (f.scope(scope).kind == ScopeKind::kClass) return f.scope(scope).node;
  }
  return kNoNode;
}

TypeId Evaluator::SelfType(const File& f, NodeId cls) {
  TypeData self{.form = Form::kInstance, .flags = kIsSelf, .file = f.number, .node = cls};
  self.arguments = ClassAt(f.number, cls).parameters;
  return table_.Add(std::move(self));
}

const ClassInfo& Evaluator::ClassAt(int32_t number, NodeId cls) {
  const std::pair key(number, cls);
  const bool is_too_deep = class_depth_ >= kMaxAncestors && !classes_.contains(key);
  auto [found, is_new] = (is_too_deep ? too_deep_ : classes_).emplace(key, ClassInfo());
  if (!is_new) return found->second;
  ClassInfo& info = found->second;
  const File& f = file(number);
  TypeId self = ClassType(f, cls);
  info.ancestors = {self};  // until it is known, for classes that come back to themselves
  if (is_too_deep) return info;
  ++class_depth_;
  ReadBases(f, cls, info);
  Linearise(self, info);
  info.complete = true;
  if (--class_depth_ == 0) too_deep_.clear();
  for (TypeId type : tentative_) ancestors_.erase(type);
  tentative_.clear();
  return info;
}

void Evaluator::ReadBases(const File& f, NodeId cls, ClassInfo& info) {
  auto add_parameter = [&](TypeId variable) {
    bool known = std::find(info.parameters.begin(), info.parameters.end(), variable) !=
                 info.parameters.end();
    if (!known) info.parameters.push_back(variable);
  };
  auto collect = [&](auto&& again, TypeId type) -> void {
    if (!table_.HasVariables(type)) return;
    if (table_[type].form == Form::kVariable) return add_parameter(type);
    std::vector<TypeId> inner = table_[type].arguments;
    for (TypeId argument : inner) again(again, argument);
  };
  if (f.kind(cls) == Kind::kClassDefinition) {
    if (NodeId list = f.child(cls, Field::kTypeParameters); list != kNoNode) {
      for (NodeId c = f.first(list); c != kNoNode; c = f.next(c)) {
        for (NodeId n = c; n < f.tree()[c].subtree_end; ++n) {
          if (f.kind(n) != Kind::kIdentifier || f.variable_of(n) == kNone) continue;
          add_parameter(table_.Add({.form = Form::kVariable,
                                    .file = f.number,
                                    .node = n,
                                    .text = std::string(f.text(n))}));
          break;
        }
      }
    }
  }
  if (f.kind(cls) == Kind::kCall) info.bases = BasesOfCall(f, cls);
  NodeId list = f.child(cls, Field::kSuperclasses);
  std::vector<TypeId> generic;
  for (NodeId c = list == kNoNode ? kNoNode : f.first(list); c != kNoNode; c = f.next(c)) {
    if (IsHidden(f, c)) continue;
    if (f.kind(c) == Kind::kKeywordArgument) {
      NodeId name = f.child(c, Field::kName), value = f.child(c, Field::kValue);
      if (name != kNoNode && value != kNoNode && f.text(name) == "metaclass") {
        info.metaclass = TypeOf(f, value);
      }
      continue;
    }
    if (info.bases.size() >= kMaxDirectBases) continue;
    NodeId head = f.kind(c) == Kind::kSubscript ? f.first(c) : c;
    TypeId head_type = head == kNoNode ? kUnknownType : TypeOf(f, head);
    const TypeData& special = table_[head_type];
    if (special.form == Form::kSpecial) {
      if (special.text == "Generic" || special.text == "Protocol") {
        info.is_protocol |= special.text == "Protocol";
        for (NodeId a = head == c ? kNoNode : f.next(head); a != kNoNode; a = f.next(a)) {
          generic.push_back(Annotation(f, a, f.scope_of(c), 0));
        }
      } else if (special.text == "TypedDict") {
        info.is_typed_dict = true;
        info.bases.push_back(LibraryClass("typing", "_TypedDict"));
      } else if (special.text == "Tuple") {
        info.bases.push_back(ClassOf(Annotation(f, c, f.scope_of(c), 0)));
      }
      continue;
    }
    TypeId base = head_type;
    if (head != c) {
      TypeId applied = ClassOf(Annotation(f, c, f.scope_of(c), 0));
      if (table_.IsKnown(applied)) base = applied;
    }
    for (TypeId alternative : table_.Alternatives(base)) {
      Form form = table_[alternative].form;
      bool is_class = form == Form::kClass || form == Form::kUnknown;
      info.bases.push_back(is_class ? alternative : kUnknownType);
      if (info.bases.size() > kMaxBases) break;
    }
  }
  for (TypeId type : generic) collect(collect, type);
  std::vector<TypeId> bases = info.bases;
  for (TypeId base : bases) collect(collect, base);
  bool is_object = f.module->path() == "builtins" && f.kind(cls) == Kind::kClassDefinition &&
                   f.text(f.child(cls, Field::kName)) == "object";
  if (info.bases.empty() && !is_object) info.bases.push_back(Builtin("object"));
}

// The same for all applications of a class.
uint64_t Evaluator::ClassKey(TypeId type) const {
  const TypeData& data = table_[type];
  if (data.form != Form::kClass) return uint64_t{1} << 63 | static_cast<uint32_t>(type);
  return static_cast<uint64_t>(data.file) << 32 | static_cast<uint32_t>(data.node);
}

// C3 (https://www.python.org/download/releases/2.3/mro/); bases that cannot be merged are taken
// depth first. The rows are the ancestors of each base; what they come to is put behind the order.
void Evaluator::Merge(const std::vector<std::vector<TypeId>>& rows, std::vector<TypeId>& order) {
  struct Row {
    std::vector<uint64_t> keys;
    const std::vector<TypeId>* types;
    size_t at = 0;
  };
  std::vector<TypeId> heads;
  std::vector<Row> left;
  auto add = [&](const std::vector<TypeId>& types) {
    Row row{.keys = {}, .types = &types};
    for (TypeId type : types) row.keys.push_back(ClassKey(type));
    left.push_back(std::move(row));
  };
  for (const std::vector<TypeId>& row : rows) {
    heads.push_back(row[0]);
    add(row);
  }
  if (rows.size() == 1) {
    std::vector<uint64_t> sorted = left[0].keys;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) {
      order.insert(order.end(), rows[0].begin(), rows[0].end());
      return;
    }
  }
  add(heads);
  std::unordered_map<uint64_t, int> in_tails;
  for (const Row& row : left) {
    for (size_t i = 1; i < row.keys.size(); ++i) ++in_tails[row.keys[i]];
  }
  while (order.size() < kMaxAncestors) {
    std::erase_if(left, [](const Row& row) { return row.at == row.keys.size(); });
    if (left.empty()) return;
    auto next = std::find_if(left.begin(), left.end(), [&](const Row& row) {
      auto found = in_tails.find(row.keys[row.at]);
      return found == in_tails.end() || found->second == 0;
    });
    if (next == left.end()) break;
    const uint64_t key = next->keys[next->at];
    order.push_back((*next->types)[next->at]);
    for (Row& row : left) {
      if (row.keys[row.at] == key && ++row.at < row.keys.size()) --in_tails[row.keys[row.at]];
    }
  }
  if (order.size() == kMaxAncestors) return;
  order.resize(1);
  std::unordered_set<uint64_t> known = {ClassKey(order[0])};
  for (const std::vector<TypeId>& row : rows) {
    for (TypeId type : row) {
      if (known.insert(ClassKey(type)).second) order.push_back(type);
    }
  }
}

void Evaluator::Linearise(TypeId self, ClassInfo& info) {
  TypeData own = table_[self];
  own.arguments = info.parameters;
  std::vector<TypeId> order = {info.parameters.empty() ? self : table_.Add(own)};
  std::vector<std::vector<TypeId>> rows;
  for (TypeId base : info.bases) {
    if (table_[base].form == Form::kClass) {
      if (table_[base].file == own.file && table_[base].node == own.node) continue;
      rows.push_back(Ancestors(base));
    } else {
      rows.push_back({base});
    }
  }
  Merge(rows, order);
  if (order.size() > kMaxAncestors) order.resize(kMaxAncestors);
  info.ancestors = std::move(order);
  for (size_t i = 1; i < info.ancestors.size(); ++i) {
    const TypeData& ancestor = table_[info.ancestors[i]];
    if (ancestor.form != Form::kClass) continue;
    const std::string& module = file(ancestor.file).module->path();
    NodeId name = file(ancestor.file).child(ancestor.node, Field::kName);
    std::string_view text = name == kNoNode ? "" : file(ancestor.file).text(name);
    info.is_enum |= module == "enum" && (text == "Enum" || text == "Flag");
    info.is_typed_dict |= module == "typing" && text == "_TypedDict";
    if (info.metaclass == kUnknownType) {
      info.metaclass = ClassAt(ancestor.file, ancestor.node).metaclass;
    }
  }
}

// What the type parameters of a class stand for in a class type or instance.
Substitution Evaluator::ClassArguments(TypeId type) {
  Substitution with;
  TypeData data = table_[type];
  if (data.form != Form::kClass && data.form != Form::kInstance) return with;
  const std::vector<TypeId>& parameters = ClassAt(data.file, data.node).parameters;
  if (IsBuiltin(type, "tuple")) data.arguments = {table_.Union(data.arguments)};
  for (size_t i = 0; i < parameters.size(); ++i) {
    TypeId argument = i < data.arguments.size() ? data.arguments[i] : kUnknownType;
    with.variables.emplace_back(parameters[i], argument);
  }
  return with;
}

const std::vector<TypeId>& Evaluator::Ancestors(TypeId type) {
  auto found = ancestors_.find(type);
  if (found != ancestors_.end()) return found->second;
  TypeData data = table_[type];
  std::vector<TypeId> ancestors;
  if (data.form == Form::kClass || data.form == Form::kInstance) {
    const ClassInfo& info = ClassAt(data.file, data.node);
    if (!info.complete) tentative_.push_back(type);
    std::vector<TypeId> raw = info.ancestors;
    Substitution with = ClassArguments(type);
    for (TypeId ancestor : raw) {
      ancestors.push_back(with.variables.empty() ? ancestor : Substitute(ancestor, with));
    }
  }
  return ancestors_[type] = std::move(ancestors);
}

// The ancestor of a type that is this class, its arguments put in; unknown if it is none.
TypeId Evaluator::FindAncestor(TypeId type, int32_t file, NodeId cls) {
  for (TypeId ancestor : Ancestors(type)) {
    const TypeData& data = table_[ancestor];
    if (data.form == Form::kClass && data.file == file && data.node == cls) return ancestor;
  }
  return kUnknownType;
}

bool Evaluator::Inherits(TypeId type, std::string_view module, std::string_view name) {
  const TypeData& cls = table_[LibraryClass(module, name)];
  return cls.form == Form::kClass && FindAncestor(type, cls.file, cls.node) != kUnknownType;
}

}  // namespace fastnode::types
