#include "analyze/types/file/growth.h"

#include <optional>
#include <string_view>

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

// Functions that put their second argument into the list that is their first.
constexpr std::string_view kPushers[] = {"heappush", "heappushpop", "heapreplace",
                                         "insort",   "insort_left", "insort_right"};

// Whether what is put in goes into the target or into a container that it holds.
enum class Level : uint8_t { kItself, kHeld };

class Search {
 public:
  Search(const File& f, NodeId target, Level level) : f_(f), target_(target), level_(level) {
    if (f.kind(target) != Kind::kIdentifier || f.variable_of(target) == kNone) return;
    const bind::Scope& scope = f.scope(f.variable(f.variable_of(target)).scope);
    if (scope.kind == bind::ScopeKind::kClass) cls_ = scope.node;
  }

  void AddCalls(const Grower& grower) {
    for (const auto& [name, call] : f_.module->CallsOf(grower.method)) {
      const std::optional<NodeId> key = KeyOfGrown(call);
      if (!key || f_.is_hidden(name)) continue;
      if (++looked_at_ > kMaxGrowths) return;
      std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
      if (arguments.size() <= grower.place) continue;
      bool has_key = grower.container == Container::kDictionary;
      Add(*key, {.value = arguments[grower.place].node,
                 .key = has_key ? arguments[0].node : kNoNode,
                 .way = grower.spreads ? Growth::Way::kSpread : Growth::Way::kAsElement});
    }
  }

  // heapq.heappush(x, value)
  void AddPushed() {
    for (std::string_view pusher : kPushers) {
      for (const auto& [name, call] : f_.module->CallsOf(pusher)) {
        const std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
        if (arguments.size() < 2 || !IsGrown(arguments[0].node)) continue;
        if (f_.is_hidden(name)) continue;
        if (++looked_at_ > kMaxGrowths) return;
        Add(kNoNode, {.value = arguments[1].node});
      }
    }
  }

  // x.update(values, name=value) of a dictionary
  void AddUpdates() {
    for (const auto& [name, call] : f_.module->CallsOf("update")) {
      const std::optional<NodeId> key = KeyOfGrown(call);
      if (!key || f_.is_hidden(name)) continue;
      if (++looked_at_ > kMaxGrowths) return;
      for (const WrittenArgument& argument : WrittenArguments(f_, call)) {
        if (argument.splat) continue;
        const bool is_named = !argument.keyword.empty();
        Add(*key,
            {.value = argument.node, .way = is_named ? Growth::Way::kNamed : Growth::Way::kSpread});
      }
    }
  }

  // x[key] = value, x[key] += value
  void AddSubscripts() {
    for (NodeId mention : Mentions()) {
      NodeId outer_key = kNoNode, subscript = SubscriptOf(mention);
      if (level_ == Level::kHeld && subscript != kNoNode) {
        outer_key = f_.child(subscript, Field::kSubscript);
        subscript = SubscriptOf(subscript);
      }
      if (subscript == kNoNode || f_.field(subscript) != Field::kLeft) continue;
      const NodeId store = f_.parent(subscript);
      const bool is_added = IsAdded(store, "+=");
      if (f_.kind(store) != Kind::kAssignment && !is_added) continue;
      NodeId value = f_.child(store, Field::kRight), key = f_.child(subscript, Field::kSubscript);
      if (value == kNoNode || key == kNoNode || f_.is_hidden(mention)) continue;
      if (++looked_at_ > kMaxGrowths) return;
      Growth growth{.value = value, .key = key};
      if (is_added) growth.way = Growth::Way::kAdded;
      if (f_.kind(key) == Kind::kSlice) growth = {.value = value, .way = Growth::Way::kSpread};
      Add(outer_key, growth);
    }
  }

  // x += values
  void AddAdded(std::string_view sign) {
    for (NodeId mention : Mentions()) {
      NodeId grown = mention, outer_key = kNoNode;
      if (level_ == Level::kHeld) {
        grown = SubscriptOf(mention);
        if (grown == kNoNode) continue;
        outer_key = f_.child(grown, Field::kSubscript);
      }
      const NodeId store = f_.parent(grown);
      if (f_.field(grown) != Field::kLeft || !IsAdded(store, sign)) continue;
      const NodeId value = f_.child(store, Field::kRight);
      if (value == kNoNode || f_.is_hidden(mention)) continue;
      if (++looked_at_ > kMaxGrowths) return;
      Add(outer_key, {.value = value, .way = Growth::Way::kSpread});
    }
  }

  std::vector<InnerGrowth> Take() { return std::move(found_); }

 private:
  void Add(NodeId outer_key, const Growth& growth) { found_.push_back({outer_key, growth}); }

  bool IsGrown(NodeId base) const {
    return IsSameThing(f_, base, target_) || (cls_ != kNoNode && IsOfClass(base));
  }

  // self.x, cls.x or Class.x of what the body of the class binds
  bool IsOfClass(NodeId base) const {
    if (f_.kind(base) != Kind::kAttribute) return false;
    const NodeId object = f_.child(base, Field::kObject);
    const NodeId name = f_.child(base, Field::kAttribute);
    if (object == kNoNode || name == kNoNode || f_.text(name) != f_.text(target_)) return false;
    if (f_.kind(object) != Kind::kIdentifier) return false;
    const NodeId own_name = f_.child(cls_, Field::kName);
    const bool is_itself = own_name != kNoNode && f_.text(object) == f_.text(own_name) &&
                           f_.variable_of(object) == f_.variable_of(own_name);
    if (!is_itself && ClassOfSelf(f_.index(), object) != cls_) return false;
    return !f_.is_hidden(object) && !f_.is_hidden(name) && !f_.is_hidden(target_);
  }

  // Of a call of a method of what is grown: the key under which the target holds that, kNoNode if
  // it is the target itself. Nothing if it is neither.
  std::optional<NodeId> KeyOfGrown(NodeId call) const {
    const NodeId function = f_.child(call, Field::kFunction);
    const NodeId base =
        f_.kind(function) == Kind::kAttribute ? f_.child(function, Field::kObject) : kNoNode;
    if (base == kNoNode) return std::nullopt;
    if (level_ == Level::kItself) {
      return IsGrown(base) ? std::optional<NodeId>(kNoNode) : std::nullopt;
    }
    if (f_.kind(base) == Kind::kSubscript) {
      const NodeId held_by = f_.child(base, Field::kValue);
      const NodeId key = f_.child(base, Field::kSubscript);
      const bool counts = held_by != kNoNode && key != kNoNode && IsGrown(held_by);
      return counts ? std::optional<NodeId>(key) : std::nullopt;
    }
    return f_.kind(base) == Kind::kCall ? KeyOfDefault(base) : std::nullopt;
  }

  // x.setdefault(key, ...)
  std::optional<NodeId> KeyOfDefault(NodeId call) const {
    const NodeId function = f_.child(call, Field::kFunction);
    if (function == kNoNode || f_.kind(function) != Kind::kAttribute) return std::nullopt;
    const NodeId name = f_.child(function, Field::kAttribute);
    const NodeId base = f_.child(function, Field::kObject);
    if (name == kNoNode || base == kNoNode || f_.text(name) != "setdefault") return std::nullopt;
    if (!IsGrown(base) || f_.is_hidden(name)) return std::nullopt;
    const std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
    return arguments.empty() ? std::nullopt : std::optional<NodeId>(arguments[0].node);
  }

  // base[key] where `base` stands, or kNoNode.
  NodeId SubscriptOf(NodeId base) const {
    const NodeId subscript = f_.parent(base);
    const bool is_base = f_.kind(subscript) == Kind::kSubscript && f_.field(base) == Field::kValue;
    return is_base ? subscript : kNoNode;
  }

  bool IsAdded(NodeId statement, std::string_view sign) const {
    if (f_.kind(statement) != Kind::kAugmentedAssignment) return false;
    const NodeId written = f_.child(statement, Field::kOperator);
    return written != kNoNode && f_.text(written) == sign;
  }

  // Where the target is mentioned.
  std::vector<NodeId> Mentions() const {
    std::vector<NodeId> mentions;
    VariableId variable =
        f_.kind(target_) == Kind::kIdentifier ? f_.variable_of(target_) : VariableId(kNone);
    if (variable != kNone) {
      for (const bind::Reference& r : f_.variable(variable).references) mentions.push_back(r.node);
      if (cls_ == kNoNode) return mentions;
      for (const bind::AttributeUse& use : f_.index().attributes) {
        if (IsOfClass(use.node)) mentions.push_back(use.node);
      }
    } else if (f_.kind(target_) == Kind::kAttribute) {
      const NodeId last = f_.child(target_, Field::kAttribute);
      const std::string_view name = last == kNoNode ? std::string_view() : f_.text(last);
      for (const bind::AttributeUse& use : f_.index().attributes) {
        const bool counts = use.context == bind::UseContext::kLoad ||
                            f_.kind(f_.parent(use.node)) == Kind::kAugmentedAssignment;
        if (counts && f_.text(use.name) == name && IsSameThing(f_, use.node, target_))
          mentions.push_back(use.node);
      }
    }
    return mentions;
  }

  const File& f_;
  const NodeId target_;
  const Level level_;
  NodeId cls_ = kNoNode;  // whose body binds the target
  size_t looked_at_ = 0;
  std::vector<InnerGrowth> found_;
};

std::vector<InnerGrowth> Find(const File& f, NodeId target, Container container, Level level) {
  Search search(f, target, level);
  for (const Grower& grower : kGrowers) {
    if (grower.container == container) search.AddCalls(grower);
  }
  const bool is_list_held = container == Container::kList && level == Level::kHeld;
  if (container == Container::kDictionary || is_list_held) search.AddSubscripts();
  if (container == Container::kDictionary) {
    search.AddUpdates();
    search.AddAdded("|=");
  }
  if (container == Container::kList) search.AddAdded("+=");
  if (container == Container::kList && level == Level::kItself) search.AddPushed();
  return search.Take();
}

}  // namespace

std::vector<Growth> GrowthsOf(const File& f, NodeId target, Container container) {
  std::vector<Growth> growths;
  for (const InnerGrowth& one : Find(f, target, container, Level::kItself)) {
    growths.push_back(one.growth);
  }
  return growths;
}

std::vector<InnerGrowth> InnerGrowthsOf(const File& f, NodeId target, Container inner) {
  return Find(f, target, inner, Level::kHeld);
}

}  // namespace fastnode::types
