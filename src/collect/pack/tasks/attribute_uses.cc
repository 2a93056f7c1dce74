// One pass over the file's attribute uses in text order. Distances are counted in uses, not in
// lines or bytes, so that neither blank lines nor the length of what is hidden tells anything. A
// base that the hidden name is part of (`x.hidden.other`) counts as another base.
#include "collect/pack/tasks/attribute_uses.h"

#include <algorithm>
#include <utility>

namespace fastnode::pack {
namespace {

class UseFinder {
 public:
  UseFinder(const AnalysedSource& source, const Site& site, size_t num_names)
      : source_(source),
        index_(source.index),
        site_(site),
        own_(source.use_keys[static_cast<size_t>(site.at)]),
        names_(num_names) {}

  KnownNames Find() {
    const auto at = static_cast<size_t>(site_.at);
    std::vector<size_t> same_base;  // uses on the site's base, the site's own included
    for (size_t i = 0; i < index_.attributes.size(); ++i) {
      if (i == at || (NameOf(i) != corpus::kNoName && Count(i))) same_base.push_back(i);
    }
    CountSequences(same_base);
    for (const DefinedName& name : source_.definitions) {
      names_.Get(name.name).defined += name.times;
    }
    return std::move(names_);
  }

 private:
  uint32_t NameOf(size_t use) const { return source_.use_names[use]; }

  // Returns whether the use is on the site's base.
  bool Count(size_t i) {
    const bind::AttributeUse& use = index_.attributes[i];
    const UseKeys& keys = source_.use_keys[i];
    KnownName& uses = names_.Get(NameOf(i));
    const bool same_base = own_.base != 0 && keys.base == own_.base;
    const bool same_last = own_.last != 0 && keys.last == own_.last;
    const bool touches = (same_base || same_last) && site_.Touches(index_.tree, use.base);
    const bool on_base = same_base && !touches;
    const auto slot = static_cast<size_t>(use.context);
    ++uses.any[slot];
    const bool same_position = keys.position == own_.position;
    if (same_position) ++uses.any_in;
    if (on_base) ++uses.base[slot];
    if (same_last && !touches) {
      ++uses.last[slot];
      if (same_position) ++uses.last_in;
    }
    const bool same_function = keys.function == own_.function;
    if (same_function) ++uses.function_any;
    if (same_function && on_base) ++uses.function_base;
    if (on_base && keys.cls == own_.cls && keys.cls != bind::kNone) ++uses.class_base;
    const int32_t distance = static_cast<int32_t>(i) - site_.at;
    if (distance < 0) {
      uses.before_any = -distance - 1;
    } else if (uses.after_any < 0) {
      uses.after_any = distance - 1;
    }
    return on_base;
  }

  // What stands before and after on the same base, and how often names follow each other there.
  void CountSequences(const std::vector<size_t>& same_base) {
    const auto at = static_cast<size_t>(
        std::lower_bound(same_base.begin(), same_base.end(), static_cast<size_t>(site_.at)) -
        same_base.begin());
    auto name_at = [&](size_t place) { return NameOf(same_base[place]); };
    const uint32_t previous = at > 0 ? name_at(at - 1) : corpus::kNoName;
    const uint32_t next = at + 1 < same_base.size() ? name_at(at + 1) : corpus::kNoName;
    for (size_t i = 0; i < same_base.size(); ++i) {
      if (i == at) continue;
      KnownName& uses = names_.Get(name_at(i));
      if (i < at) {
        uses.before_base = static_cast<int32_t>(at - i) - 1;
      } else if (uses.after_base < 0) {
        uses.after_base = static_cast<int32_t>(i - at) - 1;
      }
      if (i + 1 == at) uses.is_previous = true;
      const bool has_before = i > 0 && i - 1 != at;
      const bool has_after = i + 1 < same_base.size() && i + 1 != at;
      if (previous != corpus::kNoName && has_before && name_at(i - 1) == previous)
        ++uses.follows_previous;
      if (next != corpus::kNoName && has_after && name_at(i + 1) == next) ++uses.precedes_next;
    }
  }

  const AnalysedSource& source_;
  const bind::FileIndex& index_;
  const Site& site_;
  const UseKeys& own_;
  KnownNames names_;
};

}  // namespace

KnownName& KnownNames::Get(uint32_t name) {
  if (name >= places_.size()) places_.resize(name + size_t{64}, kNone);
  uint32_t& place = places_[name];
  if (place == kNone) {
    place = static_cast<uint32_t>(list_.size());
    list_.emplace_back().name = name;
  }
  return list_[place];
}

KnownName* KnownNames::Find(uint32_t name) {
  const uint32_t place = name < places_.size() ? places_[name] : kNone;
  return place == kNone ? nullptr : &list_[place];
}

KnownNames FindAttributeUses(const AnalysedSource& source, const Site& site, size_t num_names) {
  return UseFinder(source, site, num_names).Find();
}

}  // namespace fastnode::pack
