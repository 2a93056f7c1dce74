// Empty containers, `x = []`: they hold what is put into them elsewhere in the file. The same of
// empty containers in a container, `x = {"a": []}` or defaultdict(list), one level deep.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyze/types/file/growth.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/iterate.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/targets.h"
#include "analyze/types/infer/unpacking.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

// dict, and what is used like one: defaultdict, WeakValueDictionary.
bool IsDictionary(Infer& infer, TypeId type) {
  return IsInstanceOf(infer, type, "dict") ||
         infer.classes().Inherits(type, "typing", "MutableMapping");
}

// set and WeakSet.
bool IsSet(Infer& infer, TypeId type) {
  return IsInstanceOf(infer, type, "set") || infer.classes().Inherits(type, "weakref", "WeakSet");
}

bool IsCounter(Infer& infer, TypeId type) {
  return infer.classes().Inherits(type, "collections", "Counter");
}

Container ContainerOf(Infer& infer, TypeId type) {
  if (IsInstanceOf(infer, type, "list")) return Container::kList;
  if (IsSet(infer, type)) return Container::kSet;
  if (IsDictionary(infer, type)) return Container::kDictionary;
  // Those of queue, asyncio and multiprocessing.
  const TypeData& data = infer.table()[type];
  const bool is_queue =
      infer.files().PathOf(data.file, data.node).find("queue") != std::string::npos;
  return is_queue ? Container::kQueue : Container::kDeque;
}

// Whether it is a generic object that leaves open all of what it holds, or `any` of it.
bool LeavesOpen(const TypeData& data, bool any) {
  if (data.form != Form::kInstance || data.file == 0 || data.arguments.empty()) return false;
  if (any)
    return std::find(data.arguments.begin(), data.arguments.end(), kUnknownType) !=
           data.arguments.end();
  return std::none_of(data.arguments.begin(), data.arguments.end(), IsKnown);
}

bool IsPlainContainer(Infer& infer, TypeId type) {
  return IsInstanceOf(infer, type, "list") || IsInstanceOf(infer, type, "set") ||
         IsDictionary(infer, type);
}

// Whether a container holds containers of which it is open what they hold.
bool HoldsOpen(Infer& infer, TypeId type) {
  const TypeData& data = infer.table()[type];
  if (data.arguments.empty()) return false;
  const auto held = infer.table().Alternatives(data.arguments.back());
  return std::any_of(held.begin(), held.end(), [&](TypeId one) {
    return LeavesOpen(infer.table()[one], true) && IsPlainContainer(infer, one);
  });
}

// What is put into a container. What is known of it anyway is not asked: that would often come back
// to the container itself.
struct PutIn {
  bool asks_keys = true, asks_elements = true;
  std::vector<TypeId> keys, elements;
};

PutIn ToAsk(const TypeData& container) {
  const std::vector<TypeId>& known = container.arguments;
  const bool has_both = known.size() == 2;
  return {.asks_keys = !has_both || !IsKnown(known[0]),
          .asks_elements = !has_both || !IsKnown(known[1])};
}

// Of these alone that are known; None, if that is all that is known, says little.
TypeId Together(Infer& infer, const std::vector<TypeId>& types) {
  const TypeId type = infer.table().Union(types);
  const bool has_unknown = std::find(types.begin(), types.end(), kUnknownType) != types.end();
  return type == kNoneType && has_unknown ? kUnknownType : type;
}

void AddMapping(Infer& infer, TypeId mapping, bool is_counter, PutIn& into) {
  for (TypeId one : infer.table().Alternatives(mapping)) {
    if (const auto arguments = ArgumentsAs(infer, one, {"Mapping"})) {
      if (arguments->size() != 2) continue;
      into.keys.push_back((*arguments)[0]);
      into.elements.push_back((*arguments)[1]);
      continue;
    }
    const TypeId pair = infer.Element(one);
    if (is_counter) {  // counter.update(words)
      into.keys.push_back(pair);
      continue;
    }
    into.keys.push_back(TupleElement(infer, pair, 0).value_or(kUnknownType));
    into.elements.push_back(TupleElement(infer, pair, 1).value_or(kUnknownType));
  }
}

void AddGrowth(Infer& infer, const File& f, const Growth& growth, TypeId container, PutIn& into) {
  if (growth.key != kNoNode && into.asks_keys) into.keys.push_back(infer.TypeOf(f, growth.key));
  if (growth.way == Growth::Way::kNamed) into.keys.push_back(Instance(infer, "str"));
  const bool is_asked = into.asks_elements || growth.way == Growth::Way::kSpread;
  if (!is_asked) return;
  const TypeId value = infer.TypeOf(f, growth.value);
  switch (growth.way) {
    case Growth::Way::kAsElement:
    case Growth::Way::kAdded:
    case Growth::Way::kNamed:
      into.elements.push_back(value);
      break;
    case Growth::Way::kSpread:
      if (IsDictionary(infer, container)) {
        return AddMapping(infer, value, IsCounter(infer, container), into);
      }
      into.elements.push_back(infer.Element(value));
      break;
  }
}

// With what is put in; what is known of it stays.
TypeId Filled(Infer& infer, TypeId plain, Container container, const PutIn& put_in) {
  TypeData data = infer.table()[plain];
  const TypeId keys = Together(infer, put_in.keys), elements = Together(infer, put_in.elements);
  if (container == Container::kDictionary && data.arguments.size() == 2) {
    if (!IsKnown(data.arguments[0])) data.arguments[0] = keys;
    if (!IsKnown(data.arguments[1])) data.arguments[1] = elements;
  } else {
    // A counter is told its keys alone.
    const bool is_counter = container == Container::kDictionary && IsCounter(infer, plain);
    const TypeId held = is_counter ? keys : elements;
    if (!IsKnown(held)) return plain;
    data.arguments = {held};
  }
  return infer.table().Add(std::move(data));
}

// A parameter of which nothing is said. Its callers or its uses would be asked, for little: they
// ask for the container in turn.
bool IsUndeclaredParameter(const File& f, NodeId node) {
  const VariableId variable =
      f.kind(node) == Kind::kIdentifier ? f.variable_of(node) : VariableId(kNone);
  if (variable == kNone || f.variable(variable).references.empty()) return false;
  const bind::Reference& first = f.variable(variable).references.front();
  const NodeId list = f.parent(first.node);
  return first.kind == bind::ReferenceKind::kParameter &&
         (f.kind(list) == Kind::kParameters || f.kind(list) == Kind::kLambdaParameters);
}

// The same of a tuple that such a parameter is in.
bool SaysLittle(const File& f, NodeId value) {
  if (f.kind(value) != Kind::kTuple) return IsUndeclaredParameter(f, value);
  for (NodeId part = f.first(value); part != kNoNode; part = f.next(part)) {
    if (IsUndeclaredParameter(f, part)) return true;
  }
  return false;
}

// Whether a container under one key may be the one under another. Keys that are not both written
// out may be the same.
bool MayBeSameKey(const File& f, NodeId a, NodeId b) {
  const bool are_written =
      a != kNoNode && b != kNoNode && f.kind(a) == Kind::kString && f.kind(b) == Kind::kString;
  return !are_written || StringText(f.text(a)) == StringText(f.text(b));
}

bool IsOpenContainer(Infer& infer, TypeId type) {
  return LeavesOpen(infer.table()[type], true) && IsPlainContainer(infer, type);
}

// A container that the target holds, under this key or, if there is none, under any: with what is
// put into it. The keys under which that is done come behind `keys`.
TypeId FilledWhereHeld(Infer& infer, const File& f, NodeId target, NodeId key, TypeId held,
                       std::vector<NodeId>& keys) {
  const Container container = ContainerOf(infer, held);
  PutIn put_in = ToAsk(infer.table()[held]);
  for (const InnerGrowth& put : InnerGrowthsOf(f, target, container)) {
    if (!MayBeSameKey(f, put.outer_key, key)) continue;
    Growth growth = put.growth;
    const bool has_key = growth.key != kNoNode && !IsUndeclaredParameter(f, growth.key);
    if (!has_key) growth.key = kNoNode;
    if (!SaysLittle(f, growth.value)) AddGrowth(infer, f, growth, held, put_in);
    if (put.outer_key != kNoNode) keys.push_back(put.outer_key);
  }
  return Filled(infer, held, container, put_in);
}

// The containers in it filled, and its keys with those under which that is done.
TypeId FilledWithin(Infer& infer, const File& f, NodeId target, TypeId grown) {
  TypeData data = infer.table()[grown];
  std::vector<TypeId> held;
  std::vector<NodeId> keys;
  const TypeId before = data.arguments.back();
  for (TypeId one : infer.table().Alternatives(before)) {
    const bool is_open = IsOpenContainer(infer, one);
    held.push_back(is_open ? FilledWhereHeld(infer, f, target, kNoNode, one, keys) : one);
  }
  data.arguments.back() = infer.table().Union(held);
  if (data.arguments.size() == 2 && !IsKnown(data.arguments[0])) {
    std::vector<TypeId> types;
    for (NodeId key : keys) {
      if (!IsUndeclaredParameter(f, key)) types.push_back(infer.TypeOf(f, key));
    }
    data.arguments[0] = Together(infer, types);
  }
  return infer.table().Add(std::move(data));
}

}  // namespace

TypeId GrownIfEmpty(Infer& infer, const File& f, NodeId target, NodeId value, TypeId type) {
  const TypeData& data = infer.table()[type];
  if (data.form != Form::kInstance || data.file == 0 || f.module->is_stub()) return type;
  const Kind kind = f.kind(value);
  const bool is_comprehension =
      kind == Kind::kListComprehension || kind == Kind::kDictionaryComprehension;
  if (kind != Kind::kList && kind != Kind::kDictionary && kind != Kind::kCall &&
      !is_comprehension) {
    return type;
  }
  if (LeavesOpen(data, false) && !is_comprehension) return infer.GrownAs(f, target);
  const bool has_open_keys = data.arguments.size() == 2 && !IsKnown(data.arguments[0]) &&
                             kind == Kind::kCall && IsDictionary(infer, type);
  const bool grows = has_open_keys || (HoldsOpen(infer, type) && IsPlainContainer(infer, type));
  return grows ? infer.GrownAs(f, target) : type;
}

TypeId FilledUnderKey(Infer& infer, const File& f, NodeId name, NodeId key, TypeId held) {
  Memo::Growing growing(infer.memo());
  if (growing.is_too_deep()) return infer.memo().CutShort(held);
  const auto alternatives = infer.table().Alternatives(held);
  const std::vector<TypeId> before(alternatives.begin(), alternatives.end());
  std::vector<TypeId> types;
  std::vector<NodeId> keys;
  for (TypeId one : before) {
    const bool is_open = IsOpenContainer(infer, one);
    types.push_back(is_open ? FilledWhereHeld(infer, f, name, key, one, keys) : one);
  }
  return infer.table().Union(types);
}

TypeId GrownContainer(Infer& infer, const File& f, NodeId target) {
  NodeId right = f.child(f.parent(target), Field::kRight);
  if (right == kNoNode) return kUnknownType;
  const TypeId plain = infer.TypeOf(f, right);
  const TypeData& data = infer.table()[plain];
  if (data.form != Form::kInstance || data.arguments.empty()) return plain;
  const Container container = ContainerOf(infer, plain);
  Memo::Growing growing(infer.memo());
  if (growing.is_too_deep()) return infer.memo().CutShort(plain);
  TypeId grown = plain;
  if (LeavesOpen(data, true)) {
    PutIn put_in = ToAsk(data);
    for (const Growth& growth : GrowthsOf(f, target, container)) {
      const bool is_update = container == Container::kDictionary && growth.key == kNoNode;
      const bool is_handed_on = is_update || container == Container::kQueue;
      if (is_handed_on && SaysLittle(f, growth.value)) continue;
      AddGrowth(infer, f, growth, plain, put_in);
    }
    grown = Filled(infer, plain, container, put_in);
  }
  const bool may_hold = container == Container::kList || container == Container::kDictionary;
  return may_hold && HoldsOpen(infer, grown) ? FilledWithin(infer, f, target, grown) : grown;
}

}  // namespace fastnode::types
