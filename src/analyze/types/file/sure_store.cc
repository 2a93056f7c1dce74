// The walk goes back over the mentions of the name from which the attribute is reached, and stops
// at the first that is a store to the attribute, or to what stands before it. Such a store counts
// if the read stands in its block (branches.h); in a loop nothing further down may come round, and
// no method may be called between in which the class stores to the attribute, too. Methods that
// call such methods are not followed: what a reader sees is believed.
#include "analyze/types/file/sure_store.h"

#include <algorithm>
#include <span>
#include <vector>

#include "analyze/types/file/branches.h"
#include "analyze/types/file/references.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;
using bind::AttributeUse;
using bind::Reference;
using bind::UseContext;

namespace {

constexpr size_t kMaxParts = 3;
constexpr int kMaxMentionsBack = 200;  // that are walked over
constexpr int kMaxUsesBetween = 200;

class StoreSearch {
 public:
  StoreSearch(const File& f, NodeId read) : f_(f), read_(read) {
    for (NodeId at = read; at != kNoNode; at = f.child(at, Field::kObject)) {
      if (f.kind(at) == Kind::kIdentifier) root_ = at;
      if (f.kind(at) != Kind::kAttribute || parts_.size() == kMaxParts) break;
      parts_.insert(parts_.begin(), at);
    }
  }

  NodeId Find() {
    if (root_ == kNoNode || parts_.empty() || f_.variable_of(root_) == kNone) return kNoNode;
    if (f_.hides_in(read_)) return kNoNode;
    references_ = f_.variable(f_.variable_of(root_)).references;
    const NodeId store = Back();
    return store != kNoNode && !ComesRound(store) && !IsReset(store) ? store : NodeId(kNoNode);
  }

 private:
  enum class Touches : uint8_t { kNothing, kStores, kOther };
  struct Mention {
    Touches touches = Touches::kNothing;
    NodeId stored = kNoNode;
  };

  const AttributeUse* UseOf(NodeId attribute) const {
    const std::vector<AttributeUse>& all = f_.index().attributes;
    const NodeId name = f_.child(attribute, Field::kAttribute);
    const auto found =
        std::lower_bound(all.begin(), all.end(), name,
                         [](const AttributeUse& one, NodeId wanted) { return one.name < wanted; });
    return found != all.end() && found->name == name ? &*found : nullptr;
  }

  // What a mention of the name does to the attribute.
  Mention MentionAt(const Reference& reference) const {
    if (reference.kind != bind::ReferenceKind::kRead) return {Touches::kOther};
    NodeId at = reference.node;
    for (size_t i = 0; i < parts_.size(); ++i) {
      const NodeId around = f_.parent(at);
      if (f_.kind(around) != Kind::kAttribute || f_.field(at) != Field::kObject) return {};
      const NodeId name = f_.child(around, Field::kAttribute);
      const NodeId wanted = f_.child(parts_[i], Field::kAttribute);
      if (name == kNoNode || wanted == kNoNode || f_.text(name) != f_.text(wanted)) return {};
      at = around;
      const AttributeUse* use = UseOf(at);
      if (use == nullptr) return {};
      const bool changes =
          use->context == UseContext::kStore || use->context == UseContext::kDelete;
      if (!changes) continue;
      if (f_.is_hidden(name) || f_.is_hidden(reference.node)) return {};
      const bool stores = i + 1 == parts_.size() && use->context == UseContext::kStore;
      return {stores ? Touches::kStores : Touches::kOther, at};
    }
    return {};
  }

  bool RunsWithRead(NodeId mention) const {
    return ExecutionScope(f_, mention) == ExecutionScope(f_, root_);
  }

  NodeId Back() const {
    auto at = std::lower_bound(references_.begin(), references_.end(), root_,
                               [](const Reference& r, NodeId wanted) { return r.node < wanted; });
    for (int steps = kMaxMentionsBack; at != references_.begin() && steps > 0; --steps) {
      const Reference& reference = *--at;
      const Mention mention = MentionAt(reference);
      if (mention.touches == Touches::kNothing || !RunsWithRead(reference.node)) continue;
      if (mention.touches == Touches::kOther) return kNoNode;
      const Extent extent = ExtentOf(f_.tree(), reference.node);
      if (read_ < extent.from) continue;  // self.x = f(self.x)
      if (f_.contains(extent.region, read_)) return mention.stored;
      if (WayTo(f_, extent.region, read_) != Way::kNone) return kNoNode;
    }
    return kNoNode;
  }

  // The end of the outermost loop round the read that is not round the store, or the read.
  NodeId EndOfLoops(NodeId store) const {
    NodeId end = read_;
    for (NodeId n = f_.parent(read_); n != kNoNode && !f_.contains(n, store); n = f_.parent(n)) {
      if (IsLoop(f_.kind(n))) end = f_.tree()[n].subtree_end;
    }
    return end;
  }

  // Whether something further down in a loop stores to it, or to what stands before it.
  bool ComesRound(NodeId store) const {
    const NodeId end = EndOfLoops(store);
    if (end == read_) return false;
    auto at = std::upper_bound(references_.begin(), references_.end(), root_,
                               [](NodeId wanted, const Reference& r) { return wanted < r.node; });
    int steps = kMaxMentionsBack;
    for (; at != references_.end() && at->node < end; ++at) {
      if (--steps == 0 || MentionAt(*at).touches != Touches::kNothing) return true;
    }
    return false;
  }

  // Whether a method is called between that stores to the attribute.
  bool IsReset(NodeId store) const {
    const NodeId cls = EnclosingClass(f_, root_);
    if (cls == kNoNode) return false;
    std::vector<NodeId> methods;  // their names
    const std::string_view name = f_.text(f_.child(parts_[0], Field::kAttribute));
    for (const SelfStore& one : f_.module->StoresOf(cls)) {
      if (one.name != name) continue;
      const VariableId self = f_.variable_of(f_.child(one.attribute, Field::kObject));
      const NodeId method = f_.scope(f_.variable(self).scope).node;
      if (f_.contains(method, read_) || f_.is_hidden(f_.child(one.attribute, Field::kAttribute))) {
        continue;
      }
      if (NodeId own = f_.child(method, Field::kName); own != kNoNode) methods.push_back(own);
    }
    if (methods.empty()) return false;
    const std::vector<AttributeUse>& all = f_.index().attributes;
    auto use =
        std::lower_bound(all.begin(), all.end(), store,
                         [](const AttributeUse& one, NodeId wanted) { return one.name < wanted; });
    const NodeId end = EndOfLoops(store);
    int steps = kMaxUsesBetween;
    for (; use != all.end() && use->name < end; ++use) {
      if (--steps == 0) return true;
      if (use->context != UseContext::kCall || f_.kind(use->base) != Kind::kIdentifier) continue;
      if (f_.variable_of(use->base) != f_.variable_of(root_)) continue;
      for (NodeId method : methods) {
        const bool is_it = f_.text(method) == f_.text(use->name);
        if (is_it && !f_.is_hidden(method) && !f_.is_hidden(use->name)) return true;
      }
    }
    return false;
  }

  const File& f_;
  const NodeId read_;
  NodeId root_ = kNoNode;
  std::vector<NodeId> parts_;  // the outermost last
  std::span<const Reference> references_;
};

}  // namespace

NodeId SureStore(const File& f, NodeId read) { return StoreSearch(f, read).Find(); }

}  // namespace fastnode::types
