#include "analyze/types/file/growth.h"

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/references.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxGrowths = 6;

// How what is passed to a method of a container becomes an element of it: the argument's place, and
// whether that is itself a container of elements.
struct Grower {
  Container container;
  std::string_view method;
  size_t place;
  bool spreads;
};
constexpr Grower kGrowers[] = {
    {Container::kList, "append", 0, false},
    {Container::kList, "insert", 1, false},
    {Container::kList, "extend", 0, true},
    {Container::kSet, "add", 0, false},
    {Container::kSet, "update", 0, true},
    {Container::kDeque, "append", 0, false},
    {Container::kDeque, "appendleft", 0, false},
    {Container::kDeque, "extend", 0, true},
    {Container::kDictionary, "setdefault", 1, false},
    {Container::kQueue, "put", 0, false},
    {Container::kQueue, "put_nowait", 0, false},
};

class Search {
 public:
  Search(const File& f, NodeId target) : f_(f), target_(target) {}

  void AddCalls(const Grower& grower) {
    for (const auto& [name, call] : f_.module->CallsOf(grower.method)) {
      NodeId function = f_.child(call, Field::kFunction);
      NodeId base =
          f_.kind(function) == Kind::kAttribute ? f_.child(function, Field::kObject) : kNoNode;
      if (base == kNoNode || !IsSameThing(f_, base, target_)) continue;
      if (++looked_at_ > kMaxGrowths) return;
      std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
      if (arguments.size() <= grower.place) continue;
      bool has_key = grower.container == Container::kDictionary;
      found_.push_back({.value = arguments[grower.place].node,
                        .key = has_key ? arguments[0].node : kNoNode,
                        .spreads = grower.spreads});
    }
  }

  // x[key] = value
  void AddSubscripts() {
    for (NodeId base : Mentions()) {
      NodeId subscript = f_.parent(base);
      if (f_.kind(subscript) != Kind::kSubscript || f_.field(base) != Field::kValue) continue;
      NodeId store = f_.parent(subscript);
      if (f_.kind(store) != Kind::kAssignment || f_.field(subscript) != Field::kLeft) continue;
      NodeId value = f_.child(store, Field::kRight), key = f_.child(subscript, Field::kSubscript);
      if (value == kNoNode || key == kNoNode) continue;
      if (++looked_at_ > kMaxGrowths) return;
      found_.push_back({.value = value, .key = key});
    }
  }

  // x += values
  void AddAdded() {
    for (NodeId mention : Mentions()) {
      NodeId store = f_.parent(mention);
      if (f_.kind(store) != Kind::kAugmentedAssignment || f_.field(mention) != Field::kLeft) {
        continue;
      }
      NodeId sign = f_.child(store, Field::kOperator), value = f_.child(store, Field::kRight);
      if (sign == kNoNode || f_.text(sign) != "+=" || value == kNoNode) continue;
      if (++looked_at_ > kMaxGrowths) return;
      found_.push_back({.value = value, .spreads = true});
    }
  }

  std::vector<Growth> Take() { return std::move(found_); }

 private:
  // Where the target is mentioned.
  std::vector<NodeId> Mentions() const {
    std::vector<NodeId> mentions;
    VariableId variable =
        f_.kind(target_) == Kind::kIdentifier ? f_.variable_of(target_) : VariableId(kNone);
    if (variable != kNone) {
      for (const bind::Reference& r : f_.variable(variable).references) mentions.push_back(r.node);
    } else if (f_.kind(target_) == Kind::kAttribute) {
      for (const bind::AttributeUse& use : f_.index().attributes) {
        const bool counts = use.context == bind::UseContext::kLoad ||
                            f_.kind(f_.parent(use.node)) == Kind::kAugmentedAssignment;
        if (counts && IsSameThing(f_, use.node, target_)) mentions.push_back(use.node);
      }
    }
    return mentions;
  }

  const File& f_;
  const NodeId target_;
  size_t looked_at_ = 0;
  std::vector<Growth> found_;
};

}  // namespace

std::vector<Growth> GrowthsOf(const File& f, NodeId target, Container container) {
  Search search(f, target);
  for (const Grower& grower : kGrowers) {
    if (grower.container == container) search.AddCalls(grower);
  }
  if (container == Container::kDictionary) search.AddSubscripts();
  if (container == Container::kList) search.AddAdded();
  return search.Take();
}

}  // namespace fastnode::types
