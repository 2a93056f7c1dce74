// What is known of the call round a site: its signature, and what other calls in the file, the
// project and the corpus pass to what is called.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "collect/pack/candidates.h"
#include "collect/pack/signature.h"

namespace fastnode::pack {

class CallAround {
 public:
  CallAround(const AnalysedSource& source, const Site& site, const CutContext& context,
             types::TypeEvaluator& types);

  // Rows of one key space by how closely the callee is named.
  struct Keys {
    UsageView::Key path, last, any;
  };
  Keys Locate(corpus::KeySpace space, uint64_t slot) const;
  // Writes the counts of a name under the keys.
  void PutCounts(const Keys& keys, const UsageView::Name& name,
                 std::array<uint8_t, kNumCandidateFeatures>& features) const;

  std::array<uint8_t, kNumSiteFeatures> SiteFeatures() const;

  // Parameters that a further positional argument may fill, and those that must still be filled.
  int PositionalLeft() const;
  int Needed() const;

  // Calls visit(place, keys) for each visible place, those of this call before the site included.
  template <typename Visitor>
  void ForEachOther(const Visitor& visit) const {
    for (size_t i = 0; i < source_.places.size(); ++i) {
      const bind::ArgumentPlace& place = source_.places[i];
      bool hidden = place.call == site_.place->call && place.position >= site_.place->position;
      if (!hidden && !site_.Hides(place.list)) visit(place, source_.call_keys[i]);
    }
  }
  // Calls visit(first, second) for names that stand side by side in a visible call: plain names
  // passed, or, for the keyword task, keywords.
  template <typename Visitor>
  void ForEachPair(const Visitor& visit) const {
    const bind::ArgumentPlace* last = nullptr;
    ForEachOther([&](const bind::ArgumentPlace& place, const corpus::CallKeys&) {
      if (last != nullptr && last->call == place.call) {
        std::string_view first = NameAt(*last), second = NameAt(place);
        if (!first.empty() && !second.empty()) visit(first, second);
      }
      last = &place;
    });
  }
  // What stands just before the site in its call, "" if that has no name.
  std::string_view Previous() const;

  corpus::CallKeys keys;  // the site's; its slot is its position or the visible keyword
  Keys arguments;         // of KeySpace::kArgument
  Signature signature;
  std::string_view parameter;  // the name of the parameter that gets the argument, "" unknown

 private:
  std::string_view NameAt(const bind::ArgumentPlace& place) const;
  SiteFeature CalleeFeature() const;

  const AnalysedSource& source_;
  const Site& site_;
  UsageView usage_;
  types::Type callee_;
  uint32_t calls_of_path_ = 0, calls_of_last_ = 0, num_visible_ = 0;
};

}  // namespace fastnode::pack
