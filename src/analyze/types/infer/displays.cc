// Lists, tuples, sets, dictionaries and comprehensions.
#include <vector>

#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/iterate.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/values.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxElements = 12;  // of long displays the first speak for all

struct Held {
  std::vector<TypeId> elements;  // of dictionaries the keys
  std::vector<TypeId> values;
  bool any_length = false;  // of tuples: there may be more
};

// **mapping
void AddMappingSplat(Infer& infer, const File& f, NodeId splat, Held& held) {
  NodeId inner = f.first(splat);
  if (inner != kNoNode && f.kind(inner) == Kind::kOperator) inner = f.next(inner);
  const auto arguments = ArgumentsAs(infer, OrUnknown(infer, f, inner), {"Mapping"});
  if (!arguments || arguments->size() != 2) return;
  held.elements.push_back((*arguments)[0]);
  held.values.push_back((*arguments)[1]);
}

void AddPair(Infer& infer, const File& f, NodeId pair, Held& held) {
  if (f.kind(pair) == Kind::kDictionarySplat) return AddMappingSplat(infer, f, pair, held);
  NodeId key = f.child(pair, Field::kKey), value = f.child(pair, Field::kValue);
  if (f.kind(pair) != Kind::kPair || key == kNoNode || value == kNoNode) return;
  held.elements.push_back(infer.TypeOf(f, key));
  held.values.push_back(infer.TypeOf(f, value));
}

// *x
void AddSplat(Infer& infer, const File& f, NodeId splat, bool is_tuple, Held& held) {
  NodeId inner = f.first(splat);
  if (inner != kNoNode && f.kind(inner) == Kind::kOperator) inner = f.next(inner);
  held.any_length |= is_tuple;
  if (inner != kNoNode) held.elements.push_back(infer.Element(infer.TypeOf(f, inner)));
}

// `*x.parts` and `*f(x)` within brackets are read as parts and calls of `*x` and `*f`.
bool BeginsWithSplat(const File& f, NodeId element) {
  NodeId at = element;
  while (f.kind(at) == Kind::kCall || f.kind(at) == Kind::kAttribute ||
         f.kind(at) == Kind::kSubscript) {
    at = f.first(at);
    if (at == kNoNode) return false;
  }
  return at != element && f.kind(at) == Kind::kListSplat;
}

Held HeldBy(Infer& infer, const File& f, NodeId display) {
  Held held;
  const Kind kind = f.kind(display);
  const bool is_tuple = kind == Kind::kTuple || kind == Kind::kExpressionList;
  int count = 0;
  for (NodeId c = f.first(display); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) == Kind::kError) continue;
    if (++count > kMaxElements) {
      held.any_length = true;
      break;
    }
    if (kind == Kind::kDictionary) {
      AddPair(infer, f, c, held);
    } else if (f.kind(c) == Kind::kListSplat) {
      AddSplat(infer, f, c, is_tuple, held);
    } else if (BeginsWithSplat(f, c)) {
      held.any_length |= is_tuple;
      held.elements.push_back(infer.Element(infer.TypeOf(f, c)));
    } else {
      held.elements.push_back(infer.TypeOf(f, c));
    }
  }
  return held;
}

}  // namespace

TypeId DisplayValue(Infer& infer, const File& f, NodeId display) {
  Held held = HeldBy(infer, f, display);
  TypeId element = infer.table().Union(held.elements);
  switch (f.kind(display)) {
    case Kind::kList:
      return Instance(infer, "list", {element});
    case Kind::kSet:
      return Instance(infer, "set", {element});
    case Kind::kDictionary:
      return Instance(infer, "dict", {element, infer.table().Union(held.values)});
    default:
      break;
  }
  if (!held.any_length) return Instance(infer, "tuple", std::move(held.elements));
  return infer.table().OfAnyLength(Instance(infer, "tuple", {element}));
}

TypeId ComprehensionValue(Infer& infer, const File& f, NodeId node) {
  const Kind kind = f.kind(node);
  NodeId body = f.child(node, Field::kBody);
  if (kind == Kind::kDictionaryComprehension) {
    NodeId key = body == kNoNode ? kNoNode : f.child(body, Field::kKey);
    NodeId value = body == kNoNode ? kNoNode : f.child(body, Field::kValue);
    TypeId key_type = OrUnknown(infer, f, key);
    return Instance(infer, "dict", {key_type, OrUnknown(infer, f, value)});
  }
  TypeId element = OrUnknown(infer, f, body);
  if (kind == Kind::kListComprehension) return Instance(infer, "list", {element});
  if (kind == Kind::kSetComprehension) return Instance(infer, "set", {element});
  return LibraryInstance(infer, "typing", "Generator", {element, kUnknownType, kUnknownType});
}

}  // namespace fastnode::types
